"""Dates of persons and firms as lists give them: partial, a span, or text."""

import re
from datetime import date

from entrepot.normalise.dates import partial_date

_MONTH_LENGTH = len("1946-11")
_DAY_LENGTH = len("1946-11-25")
_SPAN = re.compile(r"(?:between )?(.+?)(?: to | and |\s?[-–]\s?)(.+)")


def birth_text(text: str) -> str | None:
    """Return a birth date as ISO text, partial where the source is; a span as `1961/1965` (ISO 8601 interval).

    None where the text holds no date.
    """
    whole = partial_date(text).value
    if whole is not None:
        return whole
    span = _SPAN.fullmatch(text.strip().removeprefix("circa "))
    ends = [partial_date(end).value for end in span.groups()] if span else []
    return "/".join(end for end in ends if end is not None) if len(ends) == 2 and None not in ends else None


def first_day(text: str) -> date | None:
    """Return a registration day; the first of the month where only the month is given, None where only the year is.

    A year alone gives no day, because a first of January could put a firm on the wrong side of a cut-off date.
    """
    partial = partial_date(text).value
    if partial is None or len(partial) < _MONTH_LENGTH:
        return None
    return date.fromisoformat(partial if len(partial) == _DAY_LENGTH else f"{partial}-01")
