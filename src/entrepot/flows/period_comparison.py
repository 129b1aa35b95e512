"""One period against another, with the baseline named: mean month, the same months of a year, whole years, stockpiling or not.

The interval is that of a circular block bootstrap of the months (Politis and Romano 1992): neighbouring months are drawn
together, because a large month is followed by others. It says how far the figure moves with the months that happened to be
drawn; a trend that ran before and would have gone on is not in it (the event study asks that).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from entrepot.flows.cells import Floats, Whole
from entrepot.flows.months import month_index
from entrepot.settings import Study

# A mean month below this is too small to be divided by (methods 3.3, 3.4: flows under USD 10,000 are left out).
SMALL_BASE: Final = 10_000.0
# [P] Months drawn together: a quarter, within which orders and late bookings spill over.
BLOCK_MONTHS: Final = 3
DRAWS: Final = 999  # [P] the interval's ends then are the 25th draw from either end
_SEED: Final = 20220224  # fixed, so that the same figures give the same interval
_TAIL: Final = 0.025  # of a two-sided interval of 95 %
LEAST_MONTHS: Final = 2 * BLOCK_MONTHS  # [P] two blocks, which a period must hold for an interval


@dataclass(frozen=True)
class Windows:
    """Two spans of month indexes, both ends included, and how they are compared.

    `left_out` are months that count for neither (stockpiling); None for none. `is_matched`: each month of the period is
    compared with the mean of the same calendar months of the baseline, so that seasons do not count; otherwise mean with mean.
    """

    baseline: tuple[int, int]
    period: tuple[int, int]
    left_out: tuple[int, int] | None = None
    is_matched: bool = False

    @property
    def baseline_length(self) -> int:
        """How many months the baseline has without those left out."""
        return sum(self.in_baseline(month) for month in range(self.baseline[0], self.baseline[1] + 1))

    def in_baseline(self, month: int) -> bool:
        """Return whether a month counts for the baseline."""
        return _within(month, self.baseline) and not (self.left_out is not None and _within(month, self.left_out))

    def in_period(self, month: int) -> bool:
        """Return whether a month counts for the period."""
        return _within(month, self.period) and not (self.left_out is not None and _within(month, self.left_out))


@dataclass(frozen=True)
class Comparison:
    """A period's mean month against the baseline's, in the unit of the figures.

    `ratio` None where the baseline is zero; `low` and `high` its 95 % interval, None where a period is too short for one,
    `high` also where the baseline may as well be zero. `excess` is what the period holds above the baseline, all months
    together. `is_small_base`: the ratio rests on a mean month below SMALL_BASE, or on trade in fewer than half the months.
    """

    baseline_mean: float
    period_mean: float
    ratio: float | None
    low: float | None
    high: float | None
    excess: float
    baseline_count: int
    period_count: int
    is_small_base: bool

    @property
    def change(self) -> float | None:
        """The change as a share of the baseline: -0.856 is a fall by 85.6 %."""
        return None if self.ratio is None else round(self.ratio - 1, 12)


@dataclass(frozen=True)
class LogDid:
    """Log difference in differences: ln(after / before) of the treated less that of the others, with a 95 % interval."""

    value: float
    low: float | None
    high: float | None


def study_windows(study: Study, last_month: int) -> dict[str, Windows]:
    """Return the usual comparisons of the months since a study's cut-off, to `last_month`, by name.

    `mean_month` and `mean_month_with_stockpiling` take the study's baseline, the second running on to the cut-off;
    `matched_months` the same calendar months of that baseline; `matched_12_months` those of the year before the cut-off
    (methods 3.2); `years_2017_2021` the five years most studies take (methods 14.1, V11 and V34).
    """
    cutoff = month_index(study.cutoff_on)
    period = (cutoff + 1, last_month)
    base = (month_index(study.baseline.from_on), month_index(study.baseline.to_on))
    stock = study.stockpiling
    left_out = None if stock is None else (month_index(stock.from_on), month_index(stock.to_on))
    return {
        "mean_month": Windows(base, period, left_out),
        "mean_month_with_stockpiling": Windows((base[0], cutoff - 1), period),
        "matched_months": Windows(base, period, left_out, is_matched=True),
        "matched_12_months": Windows((cutoff - 12, cutoff - 1), period, is_matched=True),
        "years_2017_2021": Windows((2017 * 12, 2021 * 12 + 11), period),
    }


def compare(series: Mapping[int, float], windows: Windows, *, small_base: float = SMALL_BASE) -> Comparison | None:
    """Return a series' period against its baseline; None where it has no month of one of them.

    Args:
        series: Value by month index, zeros written out, months that are not known left out; quarters and years stand at
            their first month.
        windows: What is compared.
        small_base: The mean month, in the unit of the figures, below which a baseline is flagged as small.
    """
    before, after = _sides([series], windows)
    if not before.shape[1] or not after.shape[1]:
        return None
    base, period = float(before.mean()), float(after.mean())
    low, high = interval_of(_drawn_ratios(before, after, windows)[0], before.shape[1], after.shape[1])
    return Comparison(
        _rounded(base),
        _rounded(period),
        _rounded(period / base) if base > 0 else None,
        low if base > 0 else None,
        high if base > 0 else None,
        _rounded((period - base) * after.shape[1]),
        before.shape[1],
        after.shape[1],
        base < small_base or bool(np.count_nonzero(before) * 2 < before.size),
    )


def log_did(treated: Mapping[int, float], others: Mapping[int, float], windows: Windows) -> LogDid | None:
    """Return the log difference in differences of two series over the months both have.

    The months are drawn together for both, so that what moves both alike does not widen the interval.

    Returns:
        None where a side has no month, or its mean is zero before or after.
    """
    before, after = _sides([treated, others], windows)
    if not before.shape[1] or not after.shape[1]:
        return None
    means = np.concatenate([before.mean(axis=1), after.mean(axis=1)])
    if not (means > 0).all():
        return None
    ratios = _drawn_ratios(before, after, windows)
    with np.errstate(divide="ignore", invalid="ignore"):
        drawn = np.log(ratios[0]) - np.log(ratios[1])
    low, high = interval_of(drawn, before.shape[1], after.shape[1])
    value = np.log(means[2] / means[0]) - np.log(means[3] / means[1])
    return LogDid(_rounded(float(value)), low, high)


def drawn_means(
    series: Sequence[Mapping[int, float]], windows: Windows, *, draws: int = DRAWS
) -> tuple[Floats, Floats] | None:
    """Return the means of baseline and period (series x draws), the same months drawn for all series; None if too short.

    Over months that all series have; blocks of months as for the intervals. Too short: fewer than two blocks on a side.
    """
    before, after = _sides(series, windows)
    if min(before.shape[1], after.shape[1]) < LEAST_MONTHS:
        return None
    return _drawn(before, after, windows, draws)


def _within(month: int, span: tuple[int, int]) -> bool:
    return span[0] <= month <= span[1]


def _sides(series: Sequence[Mapping[int, float]], windows: Windows) -> tuple[Floats, Floats]:
    """Return the values before and after (one row a series) over months that all series have."""
    known = sorted(set.intersection(*(set(one) for one in series)))
    base = [month for month in known if windows.in_baseline(month)]
    period = [month for month in known if windows.in_period(month)]
    if windows.is_matched:
        seasons = {month % 12 for month in base}
        period = [month for month in period if month % 12 in seasons]
        before = [[_season_mean(one, base, month) for month in period] for one in series]
    else:
        before = [[one[month] for month in base] for one in series]
    after = [[one[month] for month in period] for one in series]
    return np.array(before, dtype=np.float64), np.array(after, dtype=np.float64)


def _season_mean(series: Mapping[int, float], base: Sequence[int], month: int) -> float:
    same = [series[other] for other in base if other % 12 == month % 12]
    return sum(same) / len(same)


def _drawn_ratios(before: Floats, after: Floats, windows: Windows) -> Floats:
    """Return the ratio of means in each draw, one row a series; infinite or not a number where a drawn baseline is zero."""
    means = _drawn(before, after, windows, DRAWS)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratios: Floats = means[1] / means[0]
    return ratios


def _drawn(before: Floats, after: Floats, windows: Windows, draws: int) -> tuple[Floats, Floats]:
    """Return the means of baseline and period in each draw, one row a series."""
    random = np.random.default_rng(_SEED)
    drawn_before = drawn_places(random, before.shape[1], draws)
    drawn_after = drawn_before if windows.is_matched else drawn_places(random, after.shape[1], draws)
    return before[:, drawn_before].mean(axis=2), after[:, drawn_after].mean(axis=2)


def drawn_places(random: np.random.Generator, count: int, draws: int = DRAWS) -> Whole:
    """Return the places of the months of each draw: blocks of neighbours, the end joined to the beginning."""
    blocks = -(-count // BLOCK_MONTHS)
    starts = random.integers(0, count, size=(draws, blocks, 1))
    places = (starts + np.arange(BLOCK_MONTHS)).reshape(draws, -1)[:, :count] % count
    return places.astype(np.int64)


def interval_of(drawn: Floats, before_count: int, after_count: int) -> tuple[float | None, float | None]:
    """Return the ends of the middle 95 % of the draws; None for an end that is not finite, or where months are too few."""
    if min(before_count, after_count) < LEAST_MONTHS:
        return None, None
    ordered = np.sort(drawn[~np.isnan(drawn)])
    if not len(ordered):
        return None, None
    places = (int(_TAIL * (len(ordered) + 1)) - 1, len(ordered) - int(_TAIL * (len(ordered) + 1)))
    ends = [float(ordered[max(place, 0)]) for place in places]
    return (
        _rounded(ends[0]) if np.isfinite(ends[0]) else None,
        _rounded(ends[1]) if np.isfinite(ends[1]) else None,
    )


def _rounded(value: float) -> float:
    """Return a figure with at most twelve significant digits, so that the last bits of a sum are not shown."""
    return float(f"{value:.12g}")
