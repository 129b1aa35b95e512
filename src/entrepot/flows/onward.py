"""What could have been passed on: the lesser of what came into a partner and what went out of it to the destination."""

from dataclasses import dataclass

import numpy as np

from entrepot.flows.cells import Cells, Floats, Whole
from entrepot.flows.corridor_trade import REACHED


@dataclass(frozen=True)
class PassedOn:
    """`most` bounds the whole period, by goods group; `by_month` (month index: value) a month, without any time in store.

    `most` is None where the onward trade is not known for most of the period; `words` say which.
    """

    most: float | None
    by_month: dict[int, float]
    words: str


def passed_on(onward: Cells, partner: str, group_names: tuple[str, ...], came_in: Floats, months: Whole) -> PassedOn:
    """Return what could have gone on to the destination of what came in (goods groups x months).

    Args:
        onward: Listed goods from partners to the destination, by either side's figures.
        partner: The exporter of interest.
        group_names: Names of the rows of `came_in`.
        came_in: Listed goods into the partner since the cut-off, zero for other goods.
        months: Their month indexes.
    """
    rows = np.zeros(len(onward), dtype=np.bool_)
    if partner in onward.exporter_names:
        rows = onward.exporter == onward.exporter_names.index(partner)
    known = np.isin(months, onward.month[rows])
    if int(known.sum()) < REACHED * len(months) or not known.any():
        return PassedOn(None, {}, f"Onward trade is known for {int(known.sum())} of {len(months)} months only.")
    place = {name: code for code, name in enumerate(group_names)}
    went_out = np.zeros_like(came_in)
    for group, month, value in zip(
        onward.group[rows].tolist(), onward.month[rows].tolist(), onward.value[rows].tolist(), strict=True
    ):
        code, column = place.get(onward.group_names[group]), int(np.searchsorted(months, month))
        if code is not None and column < len(months) and months[column] == month:
            went_out[code, column] += value
    most = float(np.minimum(came_in[:, known].sum(axis=1), went_out[:, known].sum(axis=1)).sum())
    lesser = np.minimum(came_in, went_out).sum(axis=0)
    by_month = {int(month): float(lesser[column]) for column, month in enumerate(months.tolist()) if known[column]}
    lacking = "" if known.all() else f" {int((~known).sum())} months without onward figures are not in it."
    words = f"The lesser of what came in and what went on to the destination, by goods group.{lacking}"
    return PassedOn(most, by_month, words)
