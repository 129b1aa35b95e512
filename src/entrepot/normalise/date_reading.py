"""Cells of a date column as days, by a reading that was decided on the whole column."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from entrepot.codes.cleaned import Cleaned
from entrepot.normalise.date_forms import DateForm, date_form, full_year, is_fragment
from entrepot.normalise.not_stated import is_not_stated
from entrepot.normalise.utc_evenings import is_evening

# Trade records outside are typing errors: methods 11, dates. The last day is two years after this release: no clock is
# read, so that the same file gives the same rows. The same days as entrepot.sources.days, which lies a layer above.
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2028, 12, 31)
ORDERS = (
    *("iso", "year_first", "day_first", "month_first", "named", "month", "serial"),
    *("compact_year_first", "compact_day_first", "compact_month_first"),
)
_DAY_FIRST = frozenset({"day_first", "compact_day_first"})
_MONTH_FIRST = frozenset({"month_first", "compact_month_first"})
# Day 0 of spreadsheets' serial numbers from March 1900 on, and of the 1904 system of old Mac workbooks (ECMA-376, 18.17.4.1).
_EPOCH_1900, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_MINUTES_A_DAY = 24 * 60
_FULL_YEAR = re.compile(r"[0-9]{4}")
_NAMED_SHORT = frozenset({"named", "day_first", "month_first"})  # orders beside which 15-Mar-23 has its day first
WITH_SHORT_YEARS = _NAMED_SHORT | {"year_first", "month"}  # orders whose columns may have years of two digits
_SWAPPED_STYLES = frozenset({"iso", "year_first", "serial"})


@dataclass(frozen=True)
class DateReading:
    """How the ambiguous cells of a date column are read; unambiguous ones (2023-03-15, 15 Mar 2023) are read as they stand.

    Attributes:
        order: One of `ORDERS`: the form of most cells, and the order of day and month where both are numbers. `serial` is
            a spreadsheet's number of days, `compact_...` are digits alone, seven where the leading zero was lost.
        year_digits: 2 where five or six digits are ddmmyy, yymmdd or mmddyy by `order`; 4 where five are a serial number
            and six a year and month.
        is_1904: Serial numbers count from 1904; only a person can say so.
        is_swapped: Day and month of the whole dates (ISO, serial) were exchanged by a spreadsheet of the wrong locale.
        is_utc_evening: The times are local midnight written in UTC: the day is one too early.
        utc_offset_minutes: Added to a time without an offset of its own; 330 for T18:30:00Z.
        is_year_full: The column writes its years with four digits: a cell with two is refused, as its year is not stated.
    """

    order: str
    year_digits: int = 4
    is_1904: bool = False
    is_swapped: bool = False
    is_utc_evening: bool = False
    utc_offset_minutes: int = 0
    is_year_full: bool = False


@dataclass(frozen=True)
class Day:
    """A day, or the first day of a month where only the month is stated."""

    day: date
    precision: Literal["day", "month"]


def clean_date(raw: str, reading: DateReading) -> Cleaned[Day]:
    """Return the day a cell states, times cut off.

    Args:
        raw: The cell.
        reading: What `judge_dates` or a person decided for the column.

    Returns:
        None without an issue where nothing is stated; None with one where the cell is no date, contradicts the reading,
        states no year, is no day of the calendar, or lies outside 1990 to `LAST_DAY`. A day with an issue where the cell
        is written in another form than the column and can still not be mistaken.
    """
    form = date_form(raw)
    if form is None:
        return Cleaned(None, _why_no_date(raw))
    if not has_full_year(raw, form) and not _reads_short_year(form, reading):
        return Cleaned(None, f"{raw!r} states no year of four digits")
    found = _read(raw, form, reading)
    if found.value is None or found.issue is not None or _is_form_of(form, reading):
        return found
    return Cleaned(found.value, f"{raw!r} is written in another form than the column")


def has_full_year(raw: str, form: DateForm) -> bool:
    """Return whether a cell states its year with four digits, or is digits alone, which the column's reading tells."""
    if form.kind == "short":
        return False
    is_word = form.kind == "month" or form.style == "named"
    return not is_word or _FULL_YEAR.search(raw.partition(":")[0]) is not None


def _reads_short_year(form: DateForm, reading: DateReading) -> bool:
    """Return whether a year of two digits is one in this column: 15 Mar may be a day or the year 2015."""
    if reading.is_year_full:
        return False
    if form.kind == "month":
        return reading.order == "month"
    if form.kind == "short":  # elsewhere the order of its numbers is not known, and that is said
        return not reading.order.startswith("compact_") or reading.year_digits == 2
    return reading.order in _NAMED_SHORT or reading.year_digits == 2


def _is_form_of(form: DateForm, reading: DateReading) -> bool:
    """Return whether a cell is written as the column's reading says; whole dates are expected where they were swapped."""
    style = "serial" if form.kind == "digits" and len(form.text.partition(".")[0]) == 5 else form.style
    if reading.is_swapped and style in _SWAPPED_STYLES:
        return True
    if form.kind == "digits" and (reading.year_digits == 2 or reading.order == "month"):
        return True
    if reading.order in {"day_first", "month_first"}:
        return style in {"separated", "dotted"}
    if reading.order == "year_first" and form.kind == "short":
        return True
    return style == ("compact" if reading.order.startswith("compact_") else reading.order)


def _read(raw: str, form: DateForm, reading: DateReading) -> Cleaned[Day]:
    """Return the day of a form, before its year's digits and its way of writing are weighed."""
    if form.kind == "month":
        return _checked(raw, (*form.parts, 1), "month")
    if form.kind == "digits":
        return _from_digits(raw, form, reading)
    parts = year_month_day(form, reading)
    if isinstance(parts, str):
        return Cleaned(None, f"{raw!r} {parts}")
    found = _checked(raw, parts, "day")
    return found if found.value is None else _local(raw, found.value.day, form, reading)


def _why_no_date(raw: str) -> str | None:
    if is_fragment(raw):
        return f"{raw!r} is the rest of a time: its day is lost"
    return None if is_not_stated(raw) else f"{raw[:60]!r} is no date in a known form"


def year_month_day(form: DateForm, reading: DateReading) -> tuple[int, int, int] | str:
    """Return year, month and day of a form that has all three, or in words why they cannot be told apart."""
    if form.kind == "day":
        year, month, day = form.parts
        is_swapped = reading.is_swapped and day <= 12 and form.style in {"iso", "year_first"}
        return (year, day, month) if is_swapped else (year, month, day)
    if form.kind == "pair":
        return _ordered(form.parts, reading)
    first, second, last = form.parts
    if reading.order in {"year_first", "compact_year_first"}:
        return full_year(first), second, last
    if reading.order in _DAY_FIRST | _MONTH_FIRST:
        return _ordered((first, second, full_year(last)), reading)
    return "may have its day, month and year in several orders"


def _ordered(parts: tuple[int, ...], reading: DateReading) -> tuple[int, int, int] | str:
    """Return year, month and day of two numbers and a year."""
    first, second, year = parts
    if reading.order in _DAY_FIRST:
        return (year, second, first) if second <= 12 else f"has the month {second} where the column has the day first"
    if reading.order in _MONTH_FIRST:
        return (year, first, second) if first <= 12 else f"has the month {first} where the column has the month first"
    if first <= 12 and second <= 12 and first != second:
        return "may have its day or its month first: nothing in the column tells which"
    return (year, second, first) if second <= 12 else (year, first, second)


def _from_digits(raw: str, form: DateForm, reading: DateReading) -> Cleaned[Day]:
    """Return five or six digits: a serial number, a year and month, or a date with a year of two digits."""
    digits, _, fraction = form.text.partition(".")
    if reading.year_digits == 2:
        if fraction.strip("0"):
            return Cleaned(None, f"{raw!r} is a number with decimals, not a date")
        return _checked(raw, _short_date(digits.zfill(6), reading.order), "day")
    if len(digits) == 5 and not (reading.order == "month" and digits[1:3] in {"19", "20"}):
        serial = int(digits)
        day = (_EPOCH_1904 if reading.is_1904 else _EPOCH_1900) + timedelta(days=serial)
        if reading.is_swapped and day.day <= 12:
            day = date(day.year, day.day, day.month)
        return _checked(raw, (day.year, day.month, day.day), "day")
    if fraction.strip("0"):
        return Cleaned(None, f"{raw!r} is a number with decimals, not a date")
    if reading.order != "month":
        return Cleaned(None, f"{raw!r} may be a month, or a date with a year of two digits")
    padded = digits.zfill(6)
    is_year_first = padded[:2] in {"19", "20"}
    year, month = (padded[:4], padded[4:]) if is_year_first else (padded[2:], padded[:2])
    return _checked(raw, (int(year), int(month), 1), "month")


def _short_date(digits: str, order: str) -> tuple[int, int, int]:
    first, second, third = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    if order == "compact_year_first":
        return full_year(first), second, third
    return (full_year(third), first, second) if order in _MONTH_FIRST else (full_year(third), second, first)


def _checked(raw: str, parts: tuple[int, ...], precision: Literal["day", "month"]) -> Cleaned[Day]:
    """Return a day of the calendar within the plausible range."""
    year, month, day_of_month = parts
    try:
        day = date(year, month, day_of_month)
    except ValueError:
        return Cleaned(None, f"{raw!r} is no day of the calendar")
    if not FIRST_DAY <= day <= LAST_DAY:
        return Cleaned(None, f"{raw!r} ({day}) is outside {FIRST_DAY} to {LAST_DAY}")
    return Cleaned(Day(day, precision))


def _local(raw: str, day: date, form: DateForm, reading: DateReading) -> Cleaned[Day]:
    """Return the local day of a time written in UTC."""
    if form.minute is None or form.has_offset:
        return Cleaned(Day(day, "day"))
    if reading.utc_offset_minutes == 0:
        is_doubtful = form.is_utc and is_evening(form)
        return Cleaned(Day(day, "day"), f"{raw!r} may be midnight of the next day: UTC" if is_doubtful else None)
    shifted = day + timedelta(days=(form.minute + reading.utc_offset_minutes) // _MINUTES_A_DAY)
    return _checked(raw, (shifted.year, shifted.month, shifted.day), "day")
