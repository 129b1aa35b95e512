"""What chance decides in a scheme: days, amounts, which traces are left."""

from collections.abc import Mapping
from datetime import date, timedelta

import numpy as np
from numpy.random import Generator

from entrepot.world.schemes.tactics import tactics_of
from entrepot.world.settings import WorldSettings

LATE_START = 0.5  # proposed: of the schemes in a drift world, those that begin after the change
_FRIDAY = 4
# Days of larger designation rounds: OFAC press releases and EU packages, from general knowledge.
WAVES = tuple(
    (regime, date.fromisoformat(day))
    for regime, days in (
        ("OFAC", "2022-03-31 2022-06-28 2022-09-30 2023-02-24 2023-05-19 2023-11-02"),
        ("EU", "2022-12-16 2023-02-25 2023-06-23 2023-12-18"),
    )
    for day in days.split()
)


class Draws:
    """The random numbers of one scheme and what is drawn with them.

    Attributes:
        rng: Decides what happens.
        calendar: Of the world.
        tactics: Of the world.
        begins_late: Whether the scheme begins after the tactics changed (drift worlds alone).
    """

    def __init__(self, rng: Generator, settings: WorldSettings) -> None:
        self.rng, self.calendar, self.tactics = rng, settings.calendar, tactics_of(settings)
        self.begins_late = self.tactics.drift_on is not None and self.chance(LATE_START)

    def chance(self, share: float) -> bool:
        """Return true in a share of cases."""
        return bool(self.rng.random() < share)

    def between(self, low: int, high: int) -> int:
        """Return a whole number from low to high, both included."""
        return int(self.rng.integers(low, high + 1))

    def spread(self, median: float, ln_sd: float) -> float:
        """Return a log-normal amount."""
        return float(median * np.exp(self.rng.normal(0.0, ln_sd)))

    def traces(self, chances: Mapping[str, float], *, fewest: int = 1) -> set[str]:
        """Return which traces are left; where fewer than `fewest` are drawn, the likeliest are added."""
        left = {name for name, share in chances.items() if self.chance(share * self.tactics.trace)}
        for name in sorted(chances, key=lambda name: -chances[name]):
            if len(left) >= fewest:
                break
            left.add(name)
        return left

    def day_in(self, first: date, last: date) -> date:
        """Return a working day between two days (clipped to the calendar), as ledgers see them (methods 10: weekday)."""
        first, last = self.calendar.clipped(first), self.calendar.clipped(last)
        day = first + timedelta(days=int(self.rng.integers(0, max((last - first).days, 0) + 1)))
        is_moved = day.weekday() > _FRIDAY and self.rng.random() < 0.8
        return self.calendar.clipped(day - timedelta(days=day.weekday() - _FRIDAY)) if is_moved else day

    def wave(self, first: date, last: date, regime: str | None = None) -> tuple[date, str]:
        """Return the day and regime of a designation round between two days."""
        rounds = [(day, by) for by, day in WAVES if first <= day <= last and regime in (None, by)]
        return rounds[self.between(0, len(rounds) - 1)]

    def days(self, first: date, last: date, count: int) -> list[date]:
        """Return working days between two days in order; several may be one day."""
        return sorted(self.day_in(first, last) for _ in range(count))

    def start_on(self) -> date:
        """Return the day the diversion begins: on a ramp after T0, or after the change of tactics in half of a drift world."""
        begin = self.tactics.drift_on if self.begins_late and self.tactics.drift_on else self.calendar.cutoff_on
        wait = float(self.rng.exponential(self.tactics.start_median_days / np.log(2))) * (
            0.4 if self.begins_late else 1
        )
        latest = self.calendar.last_on - timedelta(days=200)
        return min(begin + timedelta(days=15 + int(wait)), latest)

    def total_usd(self, median: float = 700_000.0, ln_sd: float = 1.2) -> float:
        """Return the value of a scheme, US dollars.

        Methods 12.5 reports $0.66M to $138M, the cases that made the news; the usual one is taken to be smaller (proposed).
        """
        return float(np.clip(self.spread(median, ln_sd), 60_000.0, 6e7))

    def line_count(self, total_usd: float, *, most: int = 120) -> int:
        """Return how many lines a value comes in: methods 10, a mean of $5,000 for all lines, $314k for large ones."""
        return int(np.clip(total_usd / self.spread(12_000.0, 0.8), 6, most))
