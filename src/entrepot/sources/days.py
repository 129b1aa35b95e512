"""Days of trade and of registers as canonical tables write them."""

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date

from entrepot.codes.cleaned import Cleaned
from entrepot.normalise.dates import partial_date
from entrepot.sources.tabular import why_refused

# Trade records outside are typing errors: methods 11, dates. The last day is two years after this release: no clock is
# read, so that the same file gives the same rows; a file whose day of receipt is known is held to that day.
FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2028, 12, 31)
_ISO = re.compile(r"\d{4}-\d{2}(-\d{2})?")


def iso_day(raw: str) -> Cleaned[date]:
    """Return an ISO day (2022-02-24) within the plausible range; other spellings are refused, never guessed."""
    try:
        day = date.fromisoformat(raw) if len(raw) == len("2022-02-24") else None
    except ValueError:
        day = None
    if day is None:
        return Cleaned(None, why_refused(raw, "a day such as 2022-02-24"))
    if not FIRST_DAY <= day <= LAST_DAY:
        return Cleaned(None, f"{raw} is outside {FIRST_DAY} to {LAST_DAY}")
    return Cleaned(day)


def iso_day_or_month(raw: str) -> Cleaned[date]:
    """Return an ISO day, the first where only the month is given (2022-02); any year that a register may hold.

    A year alone is refused: a first of January could fall on the wrong side of a cut-off date.
    """
    partial = partial_date(raw) if _ISO.fullmatch(raw) else Cleaned[str](None)
    if partial.value is None:
        return Cleaned(None, partial.issue or why_refused(raw, "a day such as 2022-02-24 or a month such as 2022-02"))
    return Cleaned(
        date.fromisoformat(partial.value if len(partial.value) == len("2022-02-24") else f"{partial.value}-01")
    )


def last_iso_day(raw: str) -> Cleaned[date]:
    """Return an ISO day, the last where only the month is given: the end of a span."""
    first = iso_day_or_month(raw)
    if first.value is None or len(raw) == len("2022-02-24"):
        return first
    return Cleaned(first.value.replace(day=monthrange(first.value.year, first.value.month)[1]))


def not_in_future(clean: Callable[[str], Cleaned[date]], received_on: date | None) -> Callable[[str], Cleaned[date]]:
    """Return a cleaner that also refuses days after the file was received; None: after the plausible range."""

    def clean_past(raw: str) -> Cleaned[date]:
        result = clean(raw)
        if result.value is None:
            return result
        if received_on is not None and result.value > received_on:
            return Cleaned(None, f"{raw} lies after {received_on}, when the file was received")
        if result.value > LAST_DAY:
            return Cleaned(None, f"{raw} lies in the future: after {LAST_DAY}")
        return result

    return clean_past
