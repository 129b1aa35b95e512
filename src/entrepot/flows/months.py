"""Months as whole numbers, so that they can be counted and compared."""

from datetime import date


def month_index(day: date) -> int:
    """Return the day's month as a whole number that grows by one a month."""
    return day.year * 12 + day.month - 1


def month_start(index: int) -> date:
    """Return the first day of the month with that index."""
    return date(index // 12, index % 12 + 1, 1)
