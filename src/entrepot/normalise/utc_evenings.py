"""Days that a program wrote as a moment in UTC: local midnight of the 6th is the evening of the 5th (2023-04-05T18:30Z)."""

from collections.abc import Sequence
from dataclasses import dataclass

from entrepot.normalise.date_forms import DateForm

_MINUTES_A_DAY = 24 * 60
_EARLIEST = 13 * 60  # local midnight 11 hours east of Greenwich at most: noon is a convention of its own
_QUARTER = 15  # offsets from UTC are whole quarters of an hour (IANA time zones, since 1990)
_LEAST_UNMARKED = 5  # different days, where no Z says that the times are in UTC
_LEAST_BESIDE_DAYS = 2  # different days, where plain days stand in the same column: one moment may be a real one


@dataclass(frozen=True)
class UtcEvening:
    """The offset that makes the times of a column local midnight, in minutes; confidence from 0 to 1, and why in words."""

    offset_minutes: int
    confidence: float
    reason: str


def utc_evening(forms: Sequence[DateForm]) -> UtcEvening | None:
    """Return the offset of the times of a column where all are local midnight written in UTC; None where they are not.

    Cells without a time, or with a local offset of their own, state their day as it is: they may stand among the others
    where these are marked as UTC.

    Args:
        forms: The column's cells as written.
    """
    timed = [form for form in forms if form.kind != "month" and form.minute is not None and not form.has_offset]
    minutes = {form.minute for form in timed if form.minute is not None}
    if not minutes:
        return None
    is_marked = all(form.is_utc for form in timed)
    others = sum(form.kind != "month" for form in forms) - len(timed)
    days = len({form.parts for form in timed})
    if days < (1 if is_marked else _LEAST_UNMARKED) or (others and not (is_marked and days >= _LEAST_BESIDE_DAYS)):
        return None
    earliest, latest = min(minutes), max(minutes)
    is_fixed = len(minutes) <= 2 and latest - earliest in {0, 60}  # two hours where summer time is kept
    if not is_fixed or not all(is_evening(form) for form in timed):
        return None
    offset = _MINUTES_A_DAY - earliest
    which = f"the times of {len(timed)} of {len(timed) + others} cells" if others else "all times"
    why = f"{which} are {earliest // 60}:{earliest % 60:02d}: local midnight in UTC, {offset} minutes are added"
    return UtcEvening(offset, 0.97 if is_marked and len(timed) > 1 else 0.85, why)


def is_evening(form: DateForm) -> bool:
    """Return whether a time may be local midnight east of Greenwich, written in UTC."""
    minute = form.minute
    return minute is not None and minute >= _EARLIEST and minute % _QUARTER == 0 and form.is_whole_minute
