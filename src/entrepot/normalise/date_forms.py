"""What a cell of a date column is written as, before anyone says which number is the day."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from entrepot.codes.lookalikes import fold
from entrepot.codes.resource import toml_document

Kind = Literal["day", "month", "pair", "short", "digits"]

_SUFFIX = r"(?:\s*(?:г|р|ж)\.?|\s*года|\s*року|\s*жыл)?"  # the word "year" after a Russian, Ukrainian or Kazakh date
_CLOCK = (
    r"(?:(?:[T_]|,?\s+|\s*,\s*)(?P<h>\d{1,2}):(?P<i>\d\d)(?::(?P<s>\d\d)(?:[.,]\d+)?)?"
    r"(?:\s*(?P<half>[ap])\.?m\.?)?\s*(?P<zone>z|utc|gmt|[+-]\d\d(?::?\d\d)?)?)?"
)
_TAIL = _SUFFIX + _CLOCK + r"\s*$"
_YEAR_FIRST = re.compile(r"(\d{4})\s?([-./年 ])\s?(\d{1,2})\s?[-./月 ]\s?(\d{1,2})\s?[日号]?" + _TAIL, re.IGNORECASE)
_TRIPLE = re.compile(r"(\d{1,2})(\s?[-./ ]\s?)(\d{1,2})\2(\d{4}|\d\d)" + _TAIL, re.IGNORECASE)
_DIGITS = re.compile(r"(\d{5,8})(?:\.(\d*))?$")
_YEAR_MONTH = re.compile(r"(\d{4})\s?([-./年 ])\s?(\d{1,2})\s?月?" + _SUFFIX + "$")
_MONTH_YEAR = re.compile(r"(\d{1,2})\s?[-./ ]\s?(\d{4})" + _SUFFIX + "$")
_VIETNAMESE = re.compile(
    r"(?:(?:ngày\s*)?(\d{1,2})\s*[,\-/]?\s*)?(?:tháng|thg)\s*(\d{1,2})\s*(?:năm|[,\-/.])?\s*(\d{4})" + _TAIL,
    re.IGNORECASE,
)
_FRAGMENT = re.compile(r"\d{1,2}:\d\d(?:\.\d+)?$")
_CLOCK_END = re.compile(_CLOCK + r"\s*$", re.IGNORECASE)
_TOKEN = re.compile(r"\d{1,2}月|\d+|[^\W\d_]+\d{0,2}")
# Words beside a named month: ordinals, "of", "year", days of the week in English (the ones programs write).
_FILLERS = frozenset(
    {
        "st",
        "nd",
        "rd",
        "th",
        "of",
        "de",
        "del",
        "do",
        "da",
        "le",
        "г",
        "р",
        "ж",
        "года",
        "год",
        "року",
        "жыл",
        "жылғы",
        "er",
    }
    | {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}
)


@dataclass(frozen=True)
class DateForm:
    """A date as written.

    Attributes:
        kind: `day` (year, month and day are told apart), `month` (no day), `pair` (two numbers that are day and month in an
            unknown order, and a year), `short` (three numbers of two digits), `digits` (five or six digits alone).
        parts: day: year, month, day. month: year, month. pair: first, second, year. short: the three. digits: the number.
        style: How it is written: iso, year_first, named, month, separated, dotted, compact.
        minute: Minute of the day where a time is written, else None.
        is_whole_minute: The time shows no seconds but zero.
        is_utc: The time is marked as UTC.
        has_offset: The time carries a local offset, so that the day is a local one.
        text: The digits of `digits`, with their fraction.
    """

    kind: Kind
    parts: tuple[int, ...]
    style: str
    minute: int | None = None
    is_whole_minute: bool = True
    is_utc: bool = False
    has_offset: bool = False
    text: str = ""


@lru_cache(maxsize=1 << 14)
def date_form(raw: str) -> DateForm | None:
    """Return how a cell is written as a date; None where it is no date in a known form."""
    text = raw.strip().strip("'\"`").rstrip(" .,;")
    if found := _YEAR_FIRST.match(text):
        style = "iso" if found[2] == "-" else "year_first"
        return _with_clock("day", (int(found[1]), int(found[3]), int(found[4])), style, found)
    if found := _TRIPLE.match(text):
        style = "dotted" if "." in found[2] else "separated"
        kind: Kind = "pair" if len(found[4]) == 4 else "short"
        return _with_clock(kind, (int(found[1]), int(found[3]), int(found[4])), style, found)
    if found := _DIGITS.match(text):
        return _compact(found[1], found[2] or "")
    return _month_alone(text) or _vietnamese(text) or _named(text)


def _month_alone(text: str) -> DateForm | None:
    if found := _YEAR_MONTH.match(text):
        is_cut = found[2] == "." and found[3] == "1"  # 2023.10 read as a number is 2023.1: January or October
        return None if is_cut else DateForm("month", (int(found[1]), int(found[3])), "month")
    if found := _MONTH_YEAR.match(text):
        return DateForm("month", (int(found[2]), int(found[1])), "month")
    return None


def _vietnamese(text: str) -> DateForm | None:
    found = _VIETNAMESE.match(text)
    if found is None:
        return None
    day, month, year = found[1], int(found[2]), int(found[3])
    if day is None:
        return DateForm("month", (year, month), "month")
    return _with_clock("day", (year, month, int(day)), "named", found)


def is_fragment(raw: str) -> bool:
    """Return whether a cell is the rest of a time, `mm:ss.0`, as spreadsheets leave of a timestamp."""
    return _FRAGMENT.match(raw.strip()) is not None


def _with_clock(kind: Kind, parts: tuple[int, ...], style: str, found: re.Match[str]) -> DateForm | None:
    if found["h"] is None:
        return DateForm(kind, parts, style)
    hour, minute = int(found["h"]), int(found["i"])
    if found["half"]:
        hour = hour % 12 + (12 if found["half"].lower() == "p" else 0)
    if hour > 24 or minute > 59:
        return None
    zone = (found["zone"] or "").upper()
    is_utc = zone in {"Z", "UTC", "GMT"} or (zone != "" and not zone.strip("+-0:"))
    return DateForm(
        kind,
        parts,
        style,
        hour * 60 + minute,
        (found["s"] or "00") == "00",
        is_utc,
        has_offset=zone != "" and not is_utc,
    )


def _compact(digits: str, fraction: str) -> DateForm | None:
    """Return digits alone: a date of eight, or of seven with its leading zero lost; five or six are told by the column."""
    if len(digits) <= 6:
        return DateForm("digits", (int(digits),), "compact", text=f"{digits}.{fraction}" if fraction else digits)
    if fraction.strip("0"):
        return None
    if len(digits) == 8 and digits[:2] in {"19", "20"} and digits[4:6] not in {"19", "20"}:
        return DateForm("day", (int(digits[:4]), int(digits[4:6]), int(digits[6:])), "compact")
    padded = digits.zfill(8)
    return DateForm("pair", (int(padded[:2]), int(padded[2:4]), int(padded[4:])), "compact")


@lru_cache(maxsize=1)
def _months() -> dict[str, int]:
    document = toml_document("month_names.toml")
    lists = (names for names in document.values() if isinstance(names, list))
    return {fold(name): number for names in lists for number, words in enumerate(names, 1) for name in words.split()}


@lru_cache(maxsize=1 << 10)
def _month_of(word: str) -> int | None:
    return _months().get(fold(word))


def _named(text: str) -> DateForm | None:
    """Return a date with its month in words: `15-Mar-23`, `March 15, 2023`, `2023 Mar 15`, `Mar 2023`."""
    clock = _CLOCK_END.search(text) if ":" in text else None
    has_clock = clock is not None and clock["h"] is not None
    words = text[: clock.start()] if clock is not None and has_clock else text
    # İ is i and a combining dot when caseless
    tokens = [token for token in _TOKEN.findall(words.casefold().replace("\u0307", "")) if token not in _FILLERS]
    months = [_month_of(token) for token in tokens]
    month = next((month for month in months if month is not None), None)
    if month is None or not 2 <= len(tokens) <= 3:
        return None
    rest = [token for token, known in zip(tokens, months, strict=True) if known is None]
    if not all(token.isdecimal() and len(token) in {1, 2, 4} for token in rest):
        return None
    parts = _around_month(month, rest)
    if parts is None or len(parts) == 2:
        return None if parts is None else DateForm("month", parts, "month")
    return (
        _with_clock("day", parts, "named", clock)
        if clock is not None and has_clock
        else DateForm("day", parts, "named")
    )


def _around_month(month: int, rest: list[str]) -> tuple[int, ...] | None:
    """Return year and month, and the day where two numbers stand beside the month; None where neither is a year."""
    if len(rest) == 1:
        year = _full_year(rest[0])
        return None if year is None else (year, month)
    if len(rest) != 2:
        return None
    day, year_text = (rest[1], rest[0]) if len(rest[0]) == 4 else (rest[0], rest[1])
    year = _full_year(year_text)
    return None if year is None or len(day) == 4 else (year, month, int(day))


def full_year(two_digits: int) -> int:
    """Return the year from 1990 on that two digits stand for: 90 is 1990, 23 is 2023; trade data are no older."""
    return two_digits + (1900 if two_digits >= 90 else 2000)


def _full_year(text: str) -> int | None:
    if len(text) == 1:
        return None
    return int(text) if len(text) == 4 else full_year(int(text))
