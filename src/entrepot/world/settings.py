"""What a synthetic world is asked to be, and its months."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import Literal

from entrepot.errors import EntrepotError

Setting = Literal["base", "other"]
WorldKind = Literal["planted", "null", "drift"]
DataKind = Literal["registers", "addresses", "statistics", "brands", "listings"]
DATA_KINDS: tuple[DataKind, ...] = ("registers", "addresses", "statistics", "brands", "listings")
VERSION = "1"  # of the generator: another version may give other bytes for the same seed
LINES_PER_FIRM = 50  # methods 10: 3.7 declarations an importer of a thinned sample; a ledger of 66 months holds more
FEWEST_FIRMS = 400  # fewer do not fill the countries
FEWEST_ROWS = 1_000
MOST_ROWS = 100_000_000
DESTINATION_ISO = "RU"


@dataclass(frozen=True)
class Calendar:
    """The months of a world; a month is counted from 0."""

    first_on: date = date(2019, 1, 1)
    last_on: date = date(2024, 6, 30)
    cutoff_on: date = date(2022, 2, 24)  # T0: first coalition controls
    drift_on: date = date(2023, 9, 1)  # methods 11.9: tactics change after the list update of September 2023

    @cached_property
    def month_count(self) -> int:
        """Return how many months there are."""
        return self.month_of(self.last_on) + 1

    @cached_property
    def cutoff_month(self) -> int:
        """Return the first full month after T0."""
        return self.month_of(self.cutoff_on) + 1

    def month_of(self, day: date) -> int:
        """Return the number of a day's month, negative before the first."""
        return (day.year - self.first_on.year) * 12 + day.month - self.first_on.month

    def first_of(self, month: int) -> date:
        """Return the first day of a month."""
        years, rest = divmod(self.first_on.month - 1 + month, 12)
        return date(self.first_on.year + years, rest + 1, 1)

    def holds(self, day: date) -> bool:
        """Return whether a day is within the world."""
        return self.first_on <= day <= self.last_on

    def clipped(self, day: date) -> date:
        """Return the day, or the nearest one within the world."""
        return min(max(day, self.first_on), self.last_on)

    def days(self) -> int:
        """Return how many days there are."""
        return (self.last_on - self.first_on + timedelta(days=1)).days


@dataclass(frozen=True)
class WorldSettings:
    """What to generate.

    `scheme_rate` is the share of firms that take part in planted schemes. `setting` `other` has other prices, concentration,
    hub countries, coverage and messiness. `kind` `null` plants nothing but look-alikes; `drift` changes price level, coverage
    and tactics from `calendar.drift_on`. `without` leaves data kinds out of the files (the world itself stays the same).
    """

    rows: int
    seed: int
    scheme_rate: float = 0.01  # methods 11.9: firms 0.5 to 2 percent
    setting: Setting = "base"
    kind: WorldKind = "planted"
    without: frozenset[DataKind] = frozenset()
    calendar: Calendar = field(default_factory=Calendar)

    def __post_init__(self) -> None:
        if not FEWEST_ROWS <= self.rows <= MOST_ROWS:
            raise EntrepotError(
                "A world of this size cannot be made",
                where=f"rows {self.rows}",
                next_step=f"Ask for {FEWEST_ROWS:,} to {MOST_ROWS:,} rows.",
            )
        if not 0.0 <= self.scheme_rate <= 0.2:
            raise EntrepotError(
                "The share of firms in schemes is out of bounds",
                where=f"scheme rate {self.scheme_rate}",
                next_step="Give a share from 0 to 0.2, such as 0.01.",
            )

    @property
    def firm_count(self) -> int:
        """Return how many background firms there are."""
        return max(FEWEST_FIRMS, self.rows // LINES_PER_FIRM)

    @property
    def scheme_firm_budget(self) -> int:
        """Return how many firms may take part in planted schemes; 0 in a null world."""
        return 0 if self.kind == "null" else round(self.scheme_rate * self.firm_count)
