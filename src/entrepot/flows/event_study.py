"""Event studies on monthly trade: the triple difference of methods 3.1 month by month, with a test of what came before.

The fixed effects are those of flows/triple_difference.py; months take the place of before and after.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from entrepot.flows.arms import (
    arms_present,
    coefficient_of,
    estimates,
    few_treated,
    incomparable,
    listed_ever,
    treated_clusters,
)
from entrepot.flows.cells import Cells
from entrepot.flows.design import Columns
from entrepot.flows.fit import Coefficient, Fit, NotApplicable
from entrepot.flows.months import month_start


@dataclass(frozen=True)
class EventPoint:
    """One month's effect relative to the reference; `month` is an index, `offset` counts from the event. Ends gather the rest."""

    month: int
    offset: int
    ppml: Coefficient
    ols: Coefficient | None


@dataclass(frozen=True)
class EventStudy:
    """Months before and after; `pre_trend` is (F, p-value, restrictions) of no difference before, None where not testable."""

    arm: str
    points: tuple[EventPoint, ...]
    reference: tuple[int, ...]
    pre_trend: tuple[float, float, int] | None
    fit: Fit
    ols: Fit | NotApplicable
    notes: tuple[str, ...]


def event_study(
    cells: Cells,
    importers: Sequence[str],
    event: int,
    *,
    without: Sequence[str] = (),
    reference: Sequence[int] | None = None,
    leads: int = 12,
    lags: int = 12,
    clusters: Sequence[str] = ("group",),
    with_ols: bool = True,
) -> EventStudy | NotApplicable:
    """Return monthly effects on listed goods to `importers` around the month index `event`, against the reference months.

    `without` names importers that are no controls (RU in a study of hubs: its fall would pass for the hubs' rise).
    `reference` is the month before the event unless given. Months beyond leads and lags are gathered at the ends. Goods
    listed at any time count as listed in all months, so that what came before can be seen. `with_ols`: least squares beside.
    """
    name = "+".join(importers)
    cells = cells.where(~cells.importers(tuple(without)))
    present, notes = arms_present(cells, {name: importers})
    reason = incomparable(cells, present, cells.month >= event)
    if reason:
        return NotApplicable(reason)
    base = tuple(sorted(reference)) if reference else (event - 1,)
    if not np.isin(cells.month, base).any():
        return NotApplicable("There is no trade in the reference month.")
    treated = listed_ever(cells) & cells.importers(present[name])
    gathered = np.clip(cells.month, event - leads, event + lags)
    months = [int(month) for month in np.unique(gathered) if month not in base]
    outside = ~np.isin(cells.month, base)
    columns: Columns = {_label(month): treated & outside & (gathered == month) for month in months}
    fit, ols = estimates(cells, columns, clusters, with_ols=with_ols)
    if isinstance(fit, NotApplicable):
        return fit
    points = _points(months, event, fit, ols)
    before = [_label(month) for month in months if month < event]
    few = few_treated(treated_clusters(cells, fit, treated & outside, clusters[0]))
    notes += [f"{name}: {few}"] if few else []
    return EventStudy(name, points, base, fit.joint_test(before), fit, ols, (*notes, *fit.warnings))


def _points(months: Sequence[int], event: int, fit: Fit, ols: Fit | NotApplicable) -> tuple[EventPoint, ...]:
    found = [(month, fit.coefficient(_label(month))) for month in months]
    return tuple(
        EventPoint(month, month - event, estimate, coefficient_of(ols, _label(month)))
        for month, estimate in found
        if estimate is not None
    )


def _label(month: int) -> str:
    return f"{month_start(month):%Y-%m}"
