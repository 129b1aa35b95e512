"""From values and days to pixels, with ticks a person would choose."""

import math
from dataclasses import dataclass
from datetime import date, timedelta

_DAYS_SHOWN_UP_TO = 130  # a shorter axis is labelled by days, a longer one by months
_LABEL_ROOM_PX = 62  # "2022-03" at 11 px and air around it
_DAY_LABEL_ROOM_PX = 84  # "2023-01-10"


@dataclass(frozen=True)
class LinearScale:
    """Zero-based values on pixels: `low_px` is where zero lies."""

    highest: float
    low_px: float
    high_px: float

    def at(self, value: float) -> float:
        """Return the pixel of a value."""
        return self.low_px + (self.high_px - self.low_px) * (value / self.highest if self.highest else 0.0)

    def ticks(self, most: int = 4) -> list[float]:
        """Return round values from zero to the highest."""
        step = round_step(self.highest / most)
        return [step * k for k in range(int(self.highest / step + 1e-9) + 1)]


def round_step(rough: float) -> float:
    """Return the next 1, 2 or 5 times a power of ten at or above the value; 1 for nothing."""
    if rough <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(rough))
    return next(factor * power for factor in (1.0, 2.0, 5.0, 10.0) if factor * power >= rough * (1 - 1e-9))


def zero_based(highest: float, low_px: float, high_px: float, most_ticks: int = 4) -> LinearScale:
    """Return a scale from zero to a round value that holds the highest."""
    step = round_step(highest / most_ticks)
    return LinearScale(step * max(1, math.ceil(highest / step - 1e-9)), low_px, high_px)


@dataclass(frozen=True)
class TimeScale:
    """Days on pixels."""

    from_on: date
    to_on: date
    left_px: float
    right_px: float

    def at(self, day: date) -> float:
        """Return the pixel of a day."""
        span = max(1, (self.to_on - self.from_on).days)
        return self.left_px + (self.right_px - self.left_px) * (day - self.from_on).days / span

    def holds(self, day: date) -> bool:
        """Return whether the day lies on the axis."""
        return self.from_on <= day <= self.to_on

    def ticks(self) -> list[tuple[date, str]]:
        """Return the labelled days: month starts as `2022-03`, or days where the axis is short."""
        if (self.to_on - self.from_on).days <= _DAYS_SHOWN_UP_TO:
            return self._day_ticks()
        months = [m for m in months_between(self.from_on, self.to_on) if self.holds(m)]
        fits = max(1, int((self.right_px - self.left_px) / _LABEL_ROOM_PX))
        every = next((k for k in (1, 3, 6, 12, 24, 60) if len(months) / k <= fits), 120)
        return [(m, month_text(m)) for m in months if (m.year * 12 + m.month - 1) % every == 0]

    def _day_ticks(self) -> list[tuple[date, str]]:
        fits = max(1, int((self.right_px - self.left_px) / _DAY_LABEL_ROOM_PX))
        days = (self.to_on - self.from_on).days
        step = next((k for k in (1, 2, 7, 14, 28) if days / k <= fits), 56)
        found = [self.from_on + timedelta(days=k) for k in range(0, days + 1, step)]
        return [(day, day.isoformat()) for day in found]


def month_text(day: date) -> str:
    """Return the month as `2022-03`."""
    return f"{day.year:04d}-{day.month:02d}"


def next_month(day: date) -> date:
    """Return the first day of the following month."""
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def months_between(from_on: date, to_on: date) -> list[date]:
    """Return the first days of all months from one day to another, both months included."""
    month, listed = from_on.replace(day=1), []
    while month <= to_on:
        listed.append(month)
        month = next_month(month)
    return listed
