"""What a person wants: periods, reporters, partners, goods, flows; checked before any publisher is asked."""

import re
from dataclasses import dataclass
from typing import Literal

from entrepot.errors import FetchError

Flow = Literal["X", "M", "RX", "RM"]
_PERIOD = re.compile(r"(\d{4})(?:-(\d{2}))?")
_CODE = re.compile(r"\d{2}|\d{4}|\d{6}|\d{8}|TOTAL")
_PLACE = re.compile(r"[A-Z]{2}|\d{3,4}")
_FIRST_YEAR = 1962  # the first year of UN Comtrade
_LAST_YEAR = 2100


@dataclass(frozen=True)
class Wanted:
    """A question in the words of the command line; empty lists mean all.

    `since` and `until` are both months (2022-05) or both years (2022), ends included. Countries are ISO codes.
    """

    since: str | None = None
    until: str | None = None
    reporters: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    goods: tuple[str, ...] = ()
    flows: tuple[str, ...] = ("X", "M")

    def __post_init__(self) -> None:
        for name, pattern, what in (
            ("reporters", _PLACE, "an ISO code of two letters"),
            ("partners", _PLACE, "an ISO code of two letters"),
            ("goods", _CODE, "TOTAL or a code of 2, 4, 6 or 8 digits"),
        ):
            for value in getattr(self, name):
                if not pattern.fullmatch(value):
                    raise FetchError.cannot_ask(f"{value!r} is not {what}", f"Correct it among the {name}.")

    @property
    def periods(self) -> tuple[str, ...]:
        """Every month or year asked for, in order: 2022-05, or 2022.

        Raises:
            FetchError: No period is named, or the two are not of one kind or in order.
        """
        first, last = self.since or self.until, self.until or self.since
        if first is None or last is None:
            raise FetchError.cannot_ask("No period is named", "Add --since 2022-01 --until 2022-12, or years.")
        start, end = _parsed(first), _parsed(last)
        if (start[1] is None) != (end[1] is None):
            raise FetchError.cannot_ask(f"{first} and {last} are not both months or both years", "Name two of a kind.")
        if start[1] is None or end[1] is None:
            listed = tuple(str(year) for year in range(start[0], end[0] + 1))
        else:
            months = range(start[0] * 12 + start[1] - 1, end[0] * 12 + end[1])
            listed = tuple(f"{month // 12}-{month % 12 + 1:02}" for month in months)
        if not listed:
            raise FetchError.cannot_ask(f"{first} lies after {last}", "Turn --since and --until around.")
        return listed

    @property
    def is_monthly(self) -> bool:
        """Whether months are asked for."""
        return "-" in self.periods[0]


def _parsed(text: str) -> tuple[int, int | None]:
    found = _PERIOD.fullmatch(text)
    if found is None or not _FIRST_YEAR <= int(found[1]) <= _LAST_YEAR or (found[2] and not 1 <= int(found[2]) <= 12):
        raise FetchError.cannot_ask(f"{text!r} is no period", "Write a month as 2022-05, a year as 2022.")
    return int(found[1]), int(found[2]) if found[2] else None


def in_turn(values: tuple[str, ...], most: int) -> tuple[tuple[str, ...], ...]:
    """Return the values in runs of at most so many."""
    return tuple(values[start : start + most] for start in range(0, len(values), most))
