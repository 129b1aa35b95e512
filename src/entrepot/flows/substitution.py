"""How much of the direct exports lost came back as exports to third countries, goods group by goods group (methods 3.2).

    SR = sum over third countries (after - before) / (before - after of the destination)

`before` of every month since the cut-off is the same calendar month of the twelve months before it. An exporter counts where its
figures reach all third countries and the destination alike: cells hold zeros where it reported and nothing moved.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from entrepot.flows.cell_columns import Choice, cells_of, totals_by_month
from entrepot.flows.cells import Cells, Flags
from entrepot.flows.corridor_trade import coalition_blocks
from entrepot.flows.months import month_index
from entrepot.settings import Study
from entrepot.store.engine import Engine

# A year's floor of a flow (methods 3.3: USD 10,000 a month): a loss smaller than this is too small to be divided by.
SMALL_LOSS: Final = 120_000.0
CLIPPED: Final = (0.0, 5.0)  # methods 3.2: for display
_YEAR: Final = 12
ALL_GOODS: Final = "all"


@dataclass(frozen=True)
class Substitution:
    """One goods group (or `all`): rise to third countries (`numerator`) over the loss to the destination (`denominator`).

    `ratio` is raw, None where nothing was lost; `clipped` lies between 0 and 5. `by_partner` splits the numerator.
    `months` are the months since the cut-off that could be matched. `is_small` marks a loss under the floor.
    """

    goods: str
    numerator: float
    denominator: float
    by_partner: Mapping[str, float]
    months: tuple[int, ...]
    is_small: bool

    @property
    def ratio(self) -> float | None:
        """The raw ratio; None where the denominator is not above zero."""
        return round(self.numerator / self.denominator, 9) if self.denominator > 0 else None

    @property
    def clipped(self) -> float | None:
        """The ratio cut to what can be drawn."""
        return None if self.ratio is None else min(max(self.ratio, CLIPPED[0]), CLIPPED[1])


@dataclass(frozen=True)
class LossAndRise:
    """Listed goods from the coalition to the destination and to the third countries asked for that occur."""

    cells: Cells
    partners: tuple[str, ...]
    destination_iso: str
    cutoff: int


def loss_and_rise(engine: Engine, study: Study, partners: tuple[str, ...]) -> LossAndRise | str:
    """Return the trade of the question, or the key of why it cannot be asked.

    Returns:
        `no_listed`, `no_destination`, `no_partners`, or `no_year` where the statistics hold no full year before the
        cut-off or no month after it.
    """
    cells = cells_of(
        engine,
        Choice(exporters=coalition_blocks(study), importers=(*partners, study.destination_iso), roles=("listed",)),
    )
    if not len(cells):
        return "no_listed"
    seen = {cells.importer_names[code] for code in np.unique(cells.importer).tolist()}
    if study.destination_iso not in seen:
        return "no_destination"
    present = tuple(sorted(seen - {study.destination_iso}))
    if not present:
        return "no_partners"
    cutoff = month_index(study.cutoff_on)
    months = set(np.unique(cells.month).tolist())
    if not set(range(cutoff - _YEAR, cutoff)) <= months or max(months) <= cutoff:
        return "no_year"
    return LossAndRise(cells, present, study.destination_iso, cutoff)


def substitutions(trade: LossAndRise, *, small_loss: float = SMALL_LOSS) -> list[Substitution]:
    """Return the ratio of all listed goods together, then of each goods group, by its code."""
    groups = [trade.cells.group_names[code] for code in np.unique(trade.cells.group).tolist()]
    return [_substitution(trade, goods, small_loss) for goods in (ALL_GOODS, *groups)]


def matched_change(series: Mapping[int, float], cutoff: int) -> dict[int, float]:
    """Return by month after `cutoff` its value less that of the same calendar month of the year before the cut-off.

    Months without a value, or whose match has none, are left out.
    """
    changes = {}
    for month in sorted(series):
        match = cutoff - _YEAR + (month - cutoff) % _YEAR
        if month > cutoff and match in series:
            changes[month] = series[month] - series[match]
    return changes


def _substitution(trade: LossAndRise, goods: str, small_loss: float) -> Substitution:
    cells = trade.cells
    chosen = np.ones(len(cells), dtype=np.bool_)
    if goods != ALL_GOODS:
        chosen = cells.group == cells.group_names.index(goods)
    lost = _change(cells, chosen, trade.destination_iso, trade.cutoff)
    rises = {partner: _change(cells, chosen, partner, trade.cutoff) for partner in trade.partners}
    risen = {partner: round(sum(months.values()), 2) for partner, months in rises.items() if months}
    denominator = round(-sum(lost.values()), 2)
    return Substitution(
        goods,
        round(sum(risen.values()), 2),
        denominator,
        risen,
        tuple(sorted(lost.keys() | {month for months in rises.values() for month in months})),
        denominator < small_loss,
    )


def _change(cells: Cells, chosen: Flags, importer: str, cutoff: int) -> dict[int, float]:
    """Return the matched change to an importer, exporter by exporter, so that none counts on one side only."""
    rows = chosen & cells.importers((importer,))
    found: dict[int, float] = {}
    for code in np.unique(cells.exporter[rows]).tolist():
        for month, change in matched_change(totals_by_month(cells, rows & (cells.exporter == code)), cutoff).items():
            found[month] = found.get(month, 0.0) + change
    return found
