"""Dates as lists and registers write them: whole dates, and partial ones that stay partial."""

import re
from datetime import date

from entrepot.codes.cleaned import Cleaned

_YEARS = range(1800, 2101)  # a year outside is a typing error in this field: no firm, person or shipment is older
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("jan", "january", "января", "январь"),
            ("feb", "february", "февраля", "февраль"),
            ("mar", "march", "марта", "март"),
            ("apr", "april", "апреля", "апрель"),
            ("may", "мая", "май"),
            ("jun", "june", "июня", "июнь"),
            ("jul", "july", "июля", "июль"),
            ("aug", "august", "августа", "август"),
            ("sep", "sept", "september", "сентября", "сентябрь"),
            ("oct", "october", "октября", "октябрь"),
            ("nov", "november", "ноября", "ноябрь"),
            ("dec", "december", "декабря", "декабрь"),
        ),
        start=1,
    )
    for name in names
}
_YEAR_FIRST = re.compile(r"(\d{4})(?:[-./](\d{1,2})(?:[-./](\d{1,2}))?)?(?:T00:00:00(?:\.0+)?| 00:00:00)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[-./](\d{1,2})[-./](\d{4})")
_MONTH_FIRST_NUMBER = re.compile(r"(\d{1,2})[./](\d{4})")
_NAMED_MONTH = re.compile(r"(?:(\d{1,2})[\s\-.]+)?([^\W\d_]+)\.?[\s\-.,]+(\d{4})(?:\s*(?:г|года)\.?)?")
_US_STYLE = re.compile(r"([^\W\d_]+)\.?\s+(\d{1,2}),?\s+(\d{4})")


def _parts(text: str) -> tuple[int, int | None, int | None] | None:
    """Return year, month, day of a text, None for what it leaves out; None where it is no date."""
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = found.groups()
        return int(year), None if month is None else int(month), None if day is None else int(day)
    if found := _DAY_FIRST.fullmatch(text):
        return int(found.group(3)), int(found.group(2)), int(found.group(1))
    if found := _MONTH_FIRST_NUMBER.fullmatch(text):
        return int(found.group(2)), int(found.group(1)), None
    if (found := _US_STYLE.fullmatch(text)) and found.group(1).casefold() in _MONTHS:
        return int(found.group(3)), _MONTHS[found.group(1).casefold()], int(found.group(2))
    if (found := _NAMED_MONTH.fullmatch(text)) and found.group(2).casefold() in _MONTHS:
        day = found.group(1)
        return int(found.group(3)), _MONTHS[found.group(2).casefold()], None if day is None else int(day)
    return None


def partial_date(text: str) -> Cleaned[str]:
    """Return a date as ISO text, only as exact as it was written: `1979-09-15`, `1970-12`, `1971`.

    Day comes before month where both are numbers (`7.2.1956`), as in EU lists and customs records.

    Args:
        text: One date; `circa` before it is dropped with an issue.

    Returns:
        None with an issue where the text is empty, no date, an impossible day, or outside the years 1800 to 2100.
    """
    bare = text.strip().strip(".")
    circa = re.match(r"(?:circa|approximately|ca\.?|c\.)\s+", bare, re.IGNORECASE)
    parts = _parts(bare[circa.end() :] if circa else bare)
    if not bare:
        return Cleaned(None, "no date is stated")
    if parts is None:
        return Cleaned(None, f"{text!r} is no date in a known form")
    year, month, day = parts
    if year not in _YEARS:
        return Cleaned(None, f"{text!r} is outside the years {_YEARS.start} to {_YEARS.stop - 1}")
    try:
        date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return Cleaned(None, f"{text!r} is no day of the calendar")
    iso = f"{year:04d}" + "".join(f"-{part:02d}" for part in (month, day) if part is not None)
    return Cleaned(iso, "the source says circa" if circa else None)


def parse_date(text: str) -> Cleaned[date]:
    """Return a whole date; None with an issue where day or month are missing or the text is no plausible date.

    Forms as in `partial_date`. Day before month is assumed where both are numbers.
    """
    partial = partial_date(text)
    if partial.value is None:
        return Cleaned(None, partial.issue)
    if len(partial.value) < len("2022-02-24"):
        return Cleaned(None, f"{text!r} is not a whole date")
    return Cleaned(date.fromisoformat(partial.value), partial.issue)
