"""What a partner would have taken without the event: its baseline, times the growth of what was not affected.

    counterfactual month = B (U1 / U0) (C1 / C0) / (D1 / D0)        diverted = observed - counterfactual

B is the mean month of listed goods to the partner before, U that of unlisted goods to it, C and D those of listed and unlisted
goods to unaffected partners, 0 before and 1 after. In logarithms this is the difference in differences of logarithms, and the
PPML triple difference on trade summed over goods and exporters (flows/permutations.py says why). The interval is one of the
counterfactual's logarithm (flows/counterfactual_interval.py). Where the partner took nothing before there is no logarithm: the
interval then holds what could have begun unseen, by the rule of three.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from entrepot.flows.cells import Flags, Floats, Whole
from entrepot.flows.counterfactual_interval import Sides, Spread, drawn_logs, effective, spread
from entrepot.flows.estimate import BASES, Amount, Basis, rounded
from entrepot.flows.partner_shocks import partner_shocks
from entrepot.flows.period_comparison import BLOCK_MONTHS, DRAWS, SMALL_BASE, Windows

_SEED: Final = 20220224  # fixed: the same figures give the same interval, and all partners the same draws
_TAIL: Final = 0.025  # of a two-sided interval of 95 %
_LEAST_CONTROLS: Final = 3  # [P] goods groups traded before and after: fewer say nothing of growth at large
_LEAST_ALIKE: Final = 2.0  # [P] counted as so many alike, before and after: fewer, and one of them is all the growth
LEAST_BEFORE: Final = 2 * BLOCK_MONTHS  # months: fewer have no interval (period_comparison does the same)
LEAST_AFTER: Final = 3  # [P] months since the cut-off
_LISTED: Final = ("listed", "control_listed")
_UNLISTED: Final = ("unlisted", "control_unlisted")
_SIGNS: Final[Mapping[Basis, Mapping[str, int]]] = {  # with which the growth of a series enters the logarithm
    "unlisted_goods_and_other_partners": {"unlisted": 1, "control_listed": 1, "control_unlisted": -1},
    "unlisted_goods": {"unlisted": 1},
    "other_partners": {"control_listed": 1},
    "own_baseline": {},
}


@dataclass(frozen=True)
class Trade:
    """One partner's trade and that of the unaffected: rows are goods groups (those of the cells), columns months.

    `is_listed` marks the rows that stand on the list; `control` sums unaffected partners over the same exporters, `apart` holds
    them one by one (none where that is not known).
    """

    own: Floats
    control: Floats
    is_listed: Flags
    months: Whole
    apart: tuple[Floats, ...] = ()

    def without(self, groups: Flags) -> "Trade":
        """Return the trade with some goods groups set to nothing."""
        kept = np.where(groups, 0.0, 1.0)[:, None]
        apart = tuple(each * kept for each in self.apart)
        return Trade(self.own * kept, self.control * kept, self.is_listed, self.months, apart)


@dataclass(frozen=True)
class Counterfactual:
    """Estimate and draws: `observed` by period month (n), `level` the counterfactual's mean month, `total` all months together.

    `totals` (draws) and `by_month` (draws x n, diverted) hold not-a-number where a drawn series had no trade before.
    """

    basis: Basis
    period: Whole
    baseline: Whole
    observed: Floats
    level: float
    total: float
    log_effect: float | None
    totals: Floats
    log_effects: Floats
    by_month: Floats


def available(trade: Trade, windows: Windows) -> tuple[Basis, ...]:
    """Return what the counterfactual can rest on with this trade, the strongest first; the own baseline always."""
    before, after = _flags(trade, windows)
    goods = _is_enough(trade.own, ~trade.is_listed, before, after)
    partners = _is_enough(trade.control, trade.is_listed, before, after)
    others = _is_enough(trade.control, ~trade.is_listed, before, after)
    held = {
        "unlisted_goods_and_other_partners": goods and partners and others,
        "unlisted_goods": goods,
        "other_partners": partners,
        "own_baseline": True,
    }
    return tuple(basis for basis in BASES if held[basis])


def counterfactual(
    trade: Trade, windows: Windows, basis: Basis | None = None, *, draws: int = DRAWS
) -> Counterfactual | str:
    """Return observed and counterfactual by the strongest basis (or the one asked for); a reason where there is none."""
    before, after = _flags(trade, windows)
    if int(before.sum()) < LEAST_BEFORE or int(after.sum()) < LEAST_AFTER:
        return f"Only {int(before.sum())} months of the baseline and {int(after.sum())} since the cut-off have figures."
    chosen = basis or available(trade, windows)[0]
    if chosen not in available(trade, windows):
        return "No trade that this could rest on."
    weights = _baseline_weights(trade.months, before, after, is_matched=windows.is_matched)
    series = _series(trade, (before, after), weights)
    observed = trade.own[trade.is_listed][:, after].sum(axis=0)
    size, growth = float(observed.sum()), _growth(series, chosen)
    level = float(series["listed"].means()[0].sum()) * growth
    random = np.random.default_rng(_SEED)
    logs = drawn_logs(_spread(series, _apart(trade, (before, after), weights), chosen), random, draws)
    levels = level * np.exp(logs) if level > 0 else _unseen(series["listed"], growth, logs)
    shape = _shapes(random, trade, before, draws, len(observed))
    effect = float(np.log(observed.mean() / level)) if level > 0 and size > 0 else None
    with np.errstate(invalid="ignore"):  # a level without an end, of a month without trade
        by_month = observed[None] - levels[:, None] * shape
    return Counterfactual(
        basis=chosen,
        period=trade.months[after],
        baseline=trade.months[before],
        observed=observed,
        level=level,
        total=size - len(observed) * level,
        log_effect=effect,
        totals=size - len(observed) * levels,
        log_effects=np.full(draws, np.nan) if effect is None else effect - logs,
        by_month=by_month,
    )


def as_fall(found: Counterfactual) -> Counterfactual:
    """Return a fall whose draws move what is left, not what was there: no more can be lost than the counterfactual holds.

    Goods that are left after a fall differ from those before; on the counterfactual that would count as doubt of its size.
    """
    if found.log_effect is None:
        return found
    return replace(found, totals=len(found.observed) * found.level * np.expm1(found.log_effects))


def amount(value: float, drawn: Floats) -> Amount:
    """Return a figure with the middle 95 % of its draws; an end is open where draws without a figure reach it."""
    known = np.sort(np.nan_to_num(drawn, nan=-np.inf, posinf=np.inf, neginf=-np.inf))
    place = max(0, int(_TAIL * (len(known) + 1)) - 1)  # of fewer than 39 draws, their ends
    low, high = float(known[place]), float(known[len(known) - 1 - place])
    return Amount(
        rounded(value), rounded(low) if np.isfinite(low) else None, rounded(high) if np.isfinite(high) else None
    )


def _flags(trade: Trade, windows: Windows) -> tuple[Flags, Flags]:
    months = trade.months.tolist()
    before = np.array([windows.in_baseline(month) for month in months], dtype=np.bool_)
    after = np.array([windows.in_period(month) for month in months], dtype=np.bool_)
    if windows.is_matched:  # months of which the other side has no like count for neither
        seasons = trade.months % 12
        after, before = after & np.isin(seasons, seasons[before]), before & np.isin(seasons, seasons[after])
    return before, after


def _is_enough(values: Floats, rows: Flags, before: Flags, after: Flags) -> bool:
    first, then = values[rows][:, before], values[rows][:, after]
    if not first.size or not then.size:
        return False
    old, new = first.sum(axis=1), then.sum(axis=1)
    traded, alike = int(((old > 0) & (new > 0)).sum()), min(effective(old), effective(new))
    month = min(first.sum(axis=0).mean(), then.sum(axis=0).mean())
    return traded >= _LEAST_CONTROLS and alike >= _LEAST_ALIKE and bool(month >= SMALL_BASE)


def _baseline_weights(months: Whole, before: Flags, after: Flags, *, is_matched: bool) -> Floats:
    """Return what each month of the baseline counts for in its mean: alike, or as often as its season in the period."""
    seasons = months[before] % 12
    if not is_matched:
        return np.full(len(seasons), 1.0 / len(seasons))
    asked = np.bincount(months[after] % 12, minlength=12).astype(np.float64)
    held = np.bincount(seasons, minlength=12).astype(np.float64)
    weights: Floats = asked[seasons] / held[seasons]
    weights /= weights.sum()
    return weights


def _series(trade: Trade, sides: tuple[Flags, Flags], first: Floats) -> dict[str, Sides]:
    then = np.full(int(sides[1].sum()), 1.0 / int(sides[1].sum()))
    return {
        name: Sides(values[rows][:, sides[0]], values[rows][:, sides[1]], first, then)
        for name, values, rows in (
            ("listed", trade.own, trade.is_listed),
            ("unlisted", trade.own, ~trade.is_listed),
            ("control_listed", trade.control, trade.is_listed),
            ("control_unlisted", trade.control, ~trade.is_listed),
        )
    }


def _apart(trade: Trade, sides: tuple[Flags, Flags], first: Floats) -> list[dict[str, Sides]]:
    return [_series(Trade(each, each, trade.is_listed, trade.months), sides, first) for each in trade.apart]


def _growth(series: Mapping[str, Sides], basis: Basis) -> float:
    found = 1.0
    for name, sign in _SIGNS[basis].items():
        old, new = series[name].means()
        found *= float(new.sum() / old.sum()) ** sign
    return found


def _spread(series: Mapping[str, Sides], others: Sequence[Mapping[str, Sides]], basis: Basis) -> Spread:
    """Return how the counterfactual's logarithm varies; the listed series enters as what it would be held against."""
    signs = {"listed": -1, **_SIGNS[basis]}
    names = [[name for name in kind if name in signs] for kind in (_LISTED, _UNLISTED)]
    found = spread({name: (series[name], sign) for name, sign in signs.items()}, *names)
    if "control_listed" not in signs:
        return found
    asked = ("listed", "unlisted") if "control_unlisted" in signs else ("listed",)
    return found.plus(*partner_shocks([{name: each[name] for name in asked} for each in others]))


def _unseen(listed: Sides, growth: float, logs: Floats) -> Floats:
    """Return the mean months that could have come anyway of a partner that took nothing before, in the order of `logs`.

    Nothing seen in n0 months leaves up to -ln(0.025) = 3.7 goods groups to be expected in as many (Hanley and Lippman-Hand, JAMA
    249 (1983) 1743-1745, of a two-sided 95 %), each of the size of those since; draws of the lower half hold none.
    """
    groups = effective(listed.means()[1])
    each = float(listed.means()[1].sum()) / groups if groups > 0 else 0.0
    ranks = (np.argsort(np.argsort(logs, kind="stable"), kind="stable") + 1) / (len(logs) + 1)
    expected = np.where(ranks > 0.5, -np.log1p(-ranks), 0.0)
    times = listed.after.shape[1] / listed.before.shape[1] * growth
    found: Floats = each * times * expected
    return found


def blocks(random: np.random.Generator, count: int, draws: int, length: int | None = None) -> Whole:
    """Return places 0..count of months drawn in blocks of neighbours (the end joined to the beginning), one row a draw."""
    wanted = count if length is None else length
    starts = random.integers(0, count, size=(draws, -(-wanted // BLOCK_MONTHS), 1))
    return ((starts + np.arange(BLOCK_MONTHS)).reshape(draws, -1)[:, :wanted] % count).astype(np.int64)


def _shapes(random: np.random.Generator, trade: Trade, before: Flags, draws: int, length: int) -> Floats:
    """Return how single months lie about their mean: blocks of the baseline's months over its mean, one row a draw."""
    listed = trade.own[trade.is_listed][:, before].sum(axis=0)
    mean = float(listed.mean())
    if mean <= 0:
        return np.ones((draws, length))
    drawn: Floats = (listed / mean)[blocks(random, len(listed), draws, length)]
    return drawn
