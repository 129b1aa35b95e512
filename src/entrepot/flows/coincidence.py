"""What came into a third country beside what went on to the destination: growth of both, the lag between, and a bound.

The country level cannot say more than a bound: nothing, or at most the lesser of the two, could have been passed on (methods 3.8;
in Vietnam the same measure was nine times smaller firm by firm than goods by goods).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from entrepot.flows.cell_columns import Choice, cells_of, totals_by_month
from entrepot.flows.cells import Cells, Flags, Floats
from entrepot.flows.corridor_trade import coalition_blocks
from entrepot.flows.period_comparison import Comparison, Windows, compare, drawn_means, study_windows
from entrepot.settings import Study
from entrepot.store.engine import Engine

LONGEST_LAG: Final = 6  # months (methods 8.1 M3)
_LEAST_PAIRS: Final = 12  # [P] months in both series: fewer give any correlation
ALL_GOODS: Final = "all"
_DRAWS: Final = 9999  # [P] the least p-value then stands out among a thousand corridors
_ROUNDING: Final = 1e-9  # of the larger side: sums of the same months in another order


@dataclass(frozen=True)
class Passage:
    """One third country and goods group (or `all`): what came in, what went on, and the rest of the world beside.

    `passed_on_max` bounds what could have gone on since the cut-off, from nothing to this: the lesser of the two, goods group
    by goods group and quarter by quarter. `lag` is the months by which outflow follows inflow with the largest correlation,
    None where the months are too few or a series does not move.
    """

    partner_iso: str
    goods: str
    came_in: Comparison
    went_on: Comparison
    rest_of_world: Comparison
    passed_on_max: float
    went_on_sum: float
    lag: int | None
    correlation: float | None
    inflow: Mapping[int, float]
    outflow: Mapping[int, float]
    elsewhere: Mapping[int, float]


@dataclass(frozen=True)
class Trade:
    """Listed goods from the coalition to everybody else (`inward`), and from others to the destination (`onward`).

    `partners` are the third countries of which both are known in part.
    """

    inward: Cells
    onward: Cells
    windows: Windows
    partners: tuple[str, ...]
    destination_iso: str


def passage_trade(engine: Engine, study: Study) -> Trade | str:
    """Return the trade of the question, or the key of why it cannot be asked: `no_inward`, `no_onward` or `no_period`."""
    coalition = coalition_blocks(study)
    inward = cells_of(engine, Choice(exporters=coalition, roles=("listed",)))
    inward = inward.where(~inward.importers(coalition))
    if not len(inward):
        return "no_inward"
    onward = cells_of(engine, Choice(importers=(study.destination_iso,), roles=("listed",)))
    sources = _seen(onward.exporter_names, onward.exporter) - set(coalition)
    partners = tuple(sorted(sources & _seen(inward.importer_names, inward.importer) - {study.destination_iso}))
    if not partners:
        return "no_onward"
    last = min(int(inward.month.max()), int(onward.month.max()))
    windows = study_windows(study, last)["mean_month"]
    months = np.unique(inward.month).tolist()
    if not any(map(windows.in_period, months)) or not any(map(windows.in_baseline, months)):
        return "no_period"
    return Trade(inward, onward, windows, partners, study.destination_iso)


def passages(trade: Trade) -> list[Passage]:
    """Return every third country's passage, all goods together first, then by goods group.

    A country or goods group without months of the baseline or of the period in any of its three series is left out.
    """
    found = []
    for partner in trade.partners:
        came = trade.inward.importers((partner,))
        went = _exporters(trade.onward, partner)
        both = _seen(trade.inward.group_names, trade.inward.group[came])
        both &= _seen(trade.onward.group_names, trade.onward.group[went])
        for goods in (ALL_GOODS, *sorted(both)):
            passage = _passage(trade, partner, goods, came, went)
            if passage is not None:
                found.append(passage)
    return found


def correlated_lag(inflow: Mapping[int, float], outflow: Mapping[int, float]) -> tuple[int, float] | None:
    """Return the lag of nought to six months with the largest correlation of inflow and later outflow, and that correlation.

    Over months both series hold; the shorter lag where two do equally well. None with fewer than a year of them, or where a
    series does not move.
    """
    best: tuple[int, float] | None = None
    for lag in range(LONGEST_LAG + 1):
        months = sorted(month for month in inflow if month + lag in outflow)
        first = np.array([inflow[month] for month in months])
        second = np.array([outflow[month + lag] for month in months])
        if len(months) < _LEAST_PAIRS or np.ptp(first) <= 0 or np.ptp(second) <= 0:
            continue
        correlation = round(float(np.corrcoef(first, second)[0, 1]), 9)
        if best is None or correlation > best[1]:
            best = (lag, correlation)
    return best


def overlap(inflow: Mapping[str, Mapping[int, float]], outflow: Mapping[str, Mapping[int, float]]) -> float:
    """Return the sum over goods groups and quarters of the lesser of inflow and outflow (methods 3.8).

    Args:
        inflow: Value by goods group and month index.
        outflow: The same; months that only one of the two knows are left out, so that a gap is never a zero.
    """
    total = 0.0
    for goods in sorted(inflow.keys() & outflow.keys()):
        months = inflow[goods].keys() & outflow[goods].keys()
        for quarter in sorted({month // 3 for month in months}):
            held = [month for month in sorted(months) if month // 3 == quarter]
            total += min(sum(inflow[goods][m] for m in held), sum(outflow[goods][m] for m in held))
    return round(total, 2)


def _passage(trade: Trade, partner: str, goods: str, came: Flags, went: Flags) -> Passage | None:
    inward, onward, windows = trade.inward, trade.onward, trade.windows
    came, went = came & _of_goods(inward, goods), went & _of_goods(onward, goods)
    others = ~inward.importers((partner, trade.destination_iso)) & _of_goods(inward, goods)
    series = totals_by_month(inward, came), totals_by_month(onward, went), totals_by_month(inward, others)
    compared = [compare(each, windows) for each in series]
    if compared[0] is None or compared[1] is None or compared[2] is None:
        return None
    lag = correlated_lag(series[0], series[1])
    return Passage(
        partner,
        goods,
        compared[0],
        compared[1],
        compared[2],
        overlap(_by_goods(inward, came, windows), _by_goods(onward, went, windows)),
        round(sum(value for month, value in series[1].items() if windows.in_period(month)), 2),
        None if lag is None else lag[0],
        None if lag is None else lag[1],
        *series,
    )


def chance_of(passage: Passage, windows: Windows, margin: float) -> float | None:
    """Return how often blocks of months drawn again do not show both conditions: the larger p-value of the two, one-sided.

    In: what came in stays below the baseline grown as elsewhere and by the margin on top. Out: what went on stays below its
    baseline. A draw in which nothing came in, or nothing went on, shows neither, so that trade of few months bears little.

    Returns:
        None where a period is shorter than two blocks of months.
    """
    came_in = drawn_means([passage.inflow, passage.elsewhere], windows, draws=_DRAWS)
    went_on = drawn_means([passage.outflow], windows, draws=_DRAWS)
    if came_in is None or went_on is None:
        return None
    before, after = came_in
    with np.errstate(divide="ignore", invalid="ignore"):
        grown = np.where(before[0] > 0, before[0] * (after[1] / before[1] + margin), 0.0)
    fails = [_is_less(after[0], grown), _is_less(went_on[1][0], went_on[0][0])]
    return max((1 + int(each.sum())) / (1 + _DRAWS) for each in fails)


def _is_less(after: Floats, before: Floats) -> Flags:
    """Return where the first is smaller than the second or nothing at all; what cannot be told counts as smaller."""
    enough: Flags = (after > 0) & (after >= before - _ROUNDING * np.abs(before))
    return ~enough


def _by_goods(cells: Cells, kept: Flags, windows: Windows) -> dict[str, dict[int, float]]:
    """Return value by goods group and month of the period."""
    found: dict[str, dict[int, float]] = {}
    for code in np.unique(cells.group[kept]).tolist():
        months = totals_by_month(cells, kept & (cells.group == code))
        found[cells.group_names[code]] = {month: value for month, value in months.items() if windows.in_period(month)}
    return found


def _of_goods(cells: Cells, goods: str) -> Flags:
    if goods == ALL_GOODS:
        return np.ones(len(cells), dtype=np.bool_)
    if goods not in cells.group_names:
        return np.zeros(len(cells), dtype=np.bool_)
    of_group: Flags = cells.group == cells.group_names.index(goods)
    return of_group


def _exporters(cells: Cells, partner: str) -> Flags:
    rows: Flags = cells.exporter == cells.exporter_names.index(partner)
    return rows


def _seen(names: tuple[str, ...], codes: np.ndarray[tuple[int], np.dtype[np.int64]]) -> set[str]:
    return {names[code] for code in np.unique(codes).tolist()}
