"""What a partner would have taken without the event: its baseline, times the growth of what was not affected.

    counterfactual month = B (U1 / U0) (C1 / C0) / (D1 / D0)        diverted = observed - counterfactual

B is the mean month of listed goods to the partner before, U that of unlisted goods to it, C and D those of listed and unlisted
goods to unaffected partners, 0 before and 1 after. In logarithms this is the difference in differences of logarithms, and the
PPML triple difference on trade summed over goods and exporters (flows/permutations.py says why). The interval draws goods groups
with replacement (what one good does is no second look at the list) and blocks of months, both alike for all four series.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from entrepot.flows.cells import Flags, Floats, Whole
from entrepot.flows.estimate import BASES, Amount, Basis, rounded
from entrepot.flows.period_comparison import BLOCK_MONTHS, DRAWS, SMALL_BASE, Windows

_SEED: Final = 20220224  # fixed: the same figures give the same interval, and all partners the same draws
_TAIL: Final = 0.025  # of a two-sided interval of 95 %
_LEAST_CONTROLS: Final = 3  # [P] goods groups traded before and after: fewer say nothing of growth at large
LEAST_BEFORE: Final = 2 * BLOCK_MONTHS  # months: fewer have no interval (period_comparison does the same)
LEAST_AFTER: Final = 3  # [P] months since the cut-off


@dataclass(frozen=True)
class Trade:
    """One partner's trade and that of the unaffected: rows are goods groups (those of the cells), columns months.

    `is_listed` marks the rows that stand on the list; `control` sums unaffected partners over the same exporters.
    """

    own: Floats
    control: Floats
    is_listed: Flags
    months: Whole

    def without(self, groups: Flags) -> "Trade":
        """Return the trade with some goods groups set to nothing."""
        kept = np.where(groups, 0.0, 1.0)[:, None]
        return Trade(self.own * kept, self.control * kept, self.is_listed, self.months)


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
    observed = trade.own[trade.is_listed][:, after].sum(axis=0)
    weights = _baseline_weights(trade.months, before, after, is_matched=windows.is_matched)
    random = np.random.default_rng(_SEED)
    point = _level(_means(trade, (before, after), _Weights.as_they_are(trade, weights, after)), chosen)
    drawn = _level(_means(trade, (before, after), _Weights.drawn(random, trade, weights, after, draws=draws)), chosen)
    shape = _shapes(random, trade, before, draws, len(observed))
    size = float(observed.sum())
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios = drawn.level / drawn.after
        totals = size * (1.0 - ratios) if size > 0 else -len(observed) * drawn.level
        logs = -np.log(ratios)
        by_month = observed[None] - (np.where(size > 0, ratios * observed.mean(), drawn.level))[:, None] * shape
    level = float(point.level[0])
    return Counterfactual(
        basis=chosen,
        period=trade.months[after],
        baseline=trade.months[before],
        observed=observed,
        level=level,
        total=size - len(observed) * level,
        log_effect=float(np.log(observed.mean() / level)) if level > 0 and size > 0 else None,
        totals=totals,
        log_effects=logs,
        by_month=by_month,
    )


def amount(value: float, drawn: Floats) -> Amount:
    """Return a figure with the middle 95 % of its draws; an end is open where draws without a figure reach it."""
    known = np.sort(np.nan_to_num(drawn, nan=-np.inf, posinf=np.inf, neginf=-np.inf))
    place = int(_TAIL * (len(known) + 1)) - 1
    low, high = float(known[place]), float(known[len(known) - 1 - place])
    return Amount(
        rounded(value), rounded(low) if np.isfinite(low) else None, rounded(high) if np.isfinite(high) else None
    )


@dataclass(frozen=True)
class _Level:
    """Counterfactual mean month and observed mean month, one a draw."""

    level: Floats
    after: Floats


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
    traded = int(((first.sum(axis=1) > 0) & (then.sum(axis=1) > 0)).sum())
    return traded >= _LEAST_CONTROLS and bool(min(first.sum(axis=0).mean(), then.sum(axis=0).mean()) >= SMALL_BASE)


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


@dataclass(frozen=True)
class _Weights:
    """How often each goods group counts, and the weight of each month before and after; one row a draw."""

    goods: Floats
    first: Floats
    then: Floats

    @classmethod
    def as_they_are(cls, trade: Trade, weights: Floats, after: Flags) -> "_Weights":
        count = int(after.sum())
        return cls(np.ones((1, len(trade.own))), weights[None], np.full((1, count), 1.0 / count))

    @classmethod
    def drawn(
        cls, random: np.random.Generator, trade: Trade, weights: Floats, after: Flags, *, draws: int
    ) -> "_Weights":
        goods, count = np.zeros((draws, len(trade.own))), int(after.sum())
        for side in (trade.is_listed, ~trade.is_listed):
            groups = int(side.sum())
            if groups:
                goods[:, side] = random.multinomial(groups, np.full(groups, 1.0 / groups), size=draws)
        first = _counted(blocks(random, len(weights), draws), len(weights)) * weights
        then = _counted(blocks(random, count, draws), count)
        return cls(goods, first / first.sum(axis=1, keepdims=True), then / count)


def blocks(random: np.random.Generator, count: int, draws: int, length: int | None = None) -> Whole:
    """Return places 0..count of months drawn in blocks of neighbours (the end joined to the beginning), one row a draw."""
    wanted = count if length is None else length
    starts = random.integers(0, count, size=(draws, -(-wanted // BLOCK_MONTHS), 1))
    return ((starts + np.arange(BLOCK_MONTHS)).reshape(draws, -1)[:, :wanted] % count).astype(np.int64)


def _counted(places: Whole, count: int) -> Floats:
    rows = np.arange(len(places))[:, None] * count
    flat = np.bincount((places + rows).ravel(), minlength=len(places) * count)
    return flat.reshape(len(places), count).astype(np.float64)


def _means(trade: Trade, sides: tuple[Flags, Flags], weights: _Weights) -> dict[str, tuple[Floats, Floats]]:
    """Return the mean month before and after of the four series, one a draw."""
    found = {}
    for name, values, rows in (
        ("listed", trade.own, trade.is_listed),
        ("unlisted", trade.own, ~trade.is_listed),
        ("control_listed", trade.control, trade.is_listed),
        ("control_unlisted", trade.control, ~trade.is_listed),
    ):
        times = weights.goods[:, rows].T
        old = np.sum(times * (values[rows][:, sides[0]] @ weights.first.T), axis=0)
        new = np.sum(times * (values[rows][:, sides[1]] @ weights.then.T), axis=0)
        found[name] = (old, new)
    return found


def _level(means: dict[str, tuple[Floats, Floats]], basis: Basis) -> _Level:
    with np.errstate(divide="ignore", invalid="ignore"):
        growth = {name: new / old for name, (old, new) in means.items()}
        factor = {
            "unlisted_goods_and_other_partners": growth["unlisted"]
            * growth["control_listed"]
            / growth["control_unlisted"],
            "unlisted_goods": growth["unlisted"],
            "other_partners": growth["control_listed"],
            "own_baseline": np.ones_like(growth["listed"]),
        }[basis]
        before, after = means["listed"]
        return _Level(np.where(before > 0, before * factor, 0.0), after)


def _shapes(random: np.random.Generator, trade: Trade, before: Flags, draws: int, length: int) -> Floats:
    """Return how single months lie about their mean: blocks of the baseline's months over its mean, one row a draw."""
    listed = trade.own[trade.is_listed][:, before].sum(axis=0)
    mean = float(listed.mean())
    if mean <= 0:
        return np.ones((draws, length))
    drawn: Floats = (listed / mean)[blocks(random, len(listed), draws, length)]
    return drawn
