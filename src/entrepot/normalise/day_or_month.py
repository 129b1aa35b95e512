"""Whether the day or the month comes first in a column, from the whole column: never from one cell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import Literal

Order = Literal["day_first", "month_first"]
Pair = tuple[int, int, int]  # two numbers, one the day and one the month, and the year

# A column of whole months has a number above 12 in 6 of 10 cells. One in fourteen is what the first 13 days of a month give:
# below that, the cells that tell the order are more likely typing errors. Judgement, as are the figures below.
_LEAST_TELLING = 1 / 14
_MOST_CONTRARY = 0.02
_CONFIDENCE_BY_TELLING = {1: 0.9, 2: 0.95}
_SURE = 0.99
_LEAST_ORDERED = 8  # different dates in ascending order: by chance once in 40,000 columns
_LEAST_BESIDE = 8  # rows; with nine in ten nearer, by chance once in 25 columns at most, and then also within a month
_NEAR_DAYS = 31
_LEAST_OF_MONTH = 8  # different days beside a number that does not change


@dataclass(frozen=True)
class OrderJudgement:
    """The order of day and month, None where the column cannot tell; how surely, 0 to 1; and why."""

    order: Order | None
    confidence: float
    reason: str


def judge_order(pairs: Sequence[Pair], texts: Sequence[str], beside: Sequence[Sequence[date | None]]) -> OrderJudgement:
    """Return whether the day or the month comes first.

    Args:
        pairs: The two numbers and the year of every cell that has them, in the order of the rows.
        texts: The same cells as written: rows sorted as text are in no order of time.
        beside: Days of the same rows in other columns, None where there is none; one sequence a column, as long as `pairs`.
    """
    told = _by_number_above_twelve(pairs)
    if told is not None:
        return told
    by_others = (_by_dotted(texts), _by_sorted_rows(pairs, texts), *(_by_beside(pairs, days) for days in beside))
    found = [judged for judged in (*by_others, _by_constant(pairs)) if judged is not None]
    orders = {judged.order for judged in found}
    if len(orders) == 1:
        return max(found, key=lambda judged: judged.confidence)
    if orders:
        return OrderJudgement(None, 0.0, "; but ".join(judged.reason for judged in found))
    return OrderJudgement(None, 0.0, "no day above 12 occurs, and nothing else tells the day from the month")


def _by_number_above_twelve(pairs: Sequence[Pair]) -> OrderJudgement | None:
    different = set(pairs)
    day_first = sum(first > 12 >= second for first, second, _ in different)
    month_first = sum(second > 12 >= first for first, second, _ in different)
    telling = day_first + month_first
    if telling == 0:
        return None
    order: Order = "day_first" if day_first > month_first else "month_first"
    place = "first" if order == "day_first" else "second"
    more, fewer = max(day_first, month_first), min(day_first, month_first)
    if fewer > _MOST_CONTRARY * telling:
        why = f"{day_first} dates can only have the day first and {month_first} only the month first"
        return OrderJudgement(None, 0.0, why)
    if telling < _LEAST_TELLING * len(different):
        why = f"only {telling} of {len(different)} different dates have a number above 12: they may be typing errors"
        return OrderJudgement(None, 0.0, why)
    confidence = 0.9 if fewer else _CONFIDENCE_BY_TELLING.get(telling, _SURE)
    return OrderJudgement(
        order, confidence, f"the {place} number is above 12 in {more} of {len(different)} different dates"
    )


def _by_dotted(texts: Sequence[str]) -> OrderJudgement | None:
    """Dots: no language of Unicode CLDR writes the month first with dots between numbers."""
    if not texts or not all("." in text for text in texts):
        return None
    return OrderJudgement("day_first", 0.9, "dots divide the numbers, and no country writes the month first with dots")


def _days(pairs: Sequence[Pair], order: Order) -> list[date | None]:
    days: list[date | None] = []
    for first, second, year in pairs:
        month, day = (second, first) if order == "day_first" else (first, second)
        try:
            days.append(date(year, month, day))
        except ValueError:
            days.append(None)
    return days


def _is_sorted(days: Sequence[date | None]) -> bool:
    whole = [day for day in days if day is not None]
    return len(whole) == len(days) and whole in (sorted(whole), sorted(whole, reverse=True))


def _by_sorted_rows(pairs: Sequence[Pair], texts: Sequence[str]) -> OrderJudgement | None:
    """Rows in order of time under one order alone; not where they are in order as text, which says nothing."""
    if len(set(pairs)) < _LEAST_ORDERED or list(texts) in (sorted(texts), sorted(texts, reverse=True)):
        return None
    orders: tuple[Order, ...] = ("day_first", "month_first")
    sorted_under = [order for order in orders if _is_sorted(_days(pairs, order))]
    if len(sorted_under) != 1:
        return None
    words = sorted_under[0].replace("_", " comes ")
    return OrderJudgement(sorted_under[0], 0.9, f"the rows are in order of time if the {words}")


def _by_beside(pairs: Sequence[Pair], days: Sequence[date | None]) -> OrderJudgement | None:
    """Another date of the same row: those of one row lie near each other, and swapped ones months apart."""
    gaps = [
        (abs((by_day - other).days), abs((by_month - other).days))
        for by_day, by_month, other in zip(_days(pairs, "day_first"), _days(pairs, "month_first"), days, strict=True)
        if by_day is not None and by_month is not None and other is not None and by_day != by_month
    ]
    if len(gaps) < _LEAST_BESIDE:
        return None
    nearer = sum(by_day < by_month for by_day, by_month in gaps)
    order: Order = "day_first" if nearer > len(gaps) / 2 else "month_first"
    agreeing = max(nearer, sum(by_month < by_day for by_day, by_month in gaps))
    near = median(by_day if order == "day_first" else by_month for by_day, by_month in gaps)
    if agreeing < 0.9 * len(gaps) or near > _NEAR_DAYS:
        return None
    words = order.replace("_", " comes ")
    return OrderJudgement(
        order, 0.9, f"{agreeing} of {len(gaps)} rows lie nearer to another date of the row if the {words}"
    )


def _by_constant(pairs: Sequence[Pair]) -> OrderJudgement | None:
    """One number that never changes beside many: the month of a monthly file; not 1, the day of monthly totals."""
    firsts, seconds = {first for first, _, _ in pairs}, {second for _, second, _ in pairs}
    if len({year for _, _, year in pairs}) > 1 or min(len(firsts), len(seconds)) != 1:
        return None
    constant, others = (firsts, seconds) if len(firsts) == 1 else (seconds, firsts)
    if len(others) < _LEAST_OF_MONTH or constant == {1}:
        return None
    order: Order = "month_first" if constant is firsts else "day_first"
    place = "first" if constant is firsts else "second"
    return OrderJudgement(order, 0.8, f"the {place} number is always {min(constant)}, as the month of a monthly file")
