"""How the dates of a column are written, judged on the whole column; a person is asked where it cannot tell."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from entrepot.normalise.date_forms import DateForm, date_form, full_year
from entrepot.normalise.date_reading import (
    FIRST_DAY,
    LAST_DAY,
    WITH_SHORT_YEARS,
    DateReading,
    Day,
    clean_date,
    has_full_year,
)
from entrepot.normalise.day_or_month import OrderJudgement, Pair, judge_order
from entrepot.normalise.not_stated import is_not_stated
from entrepot.normalise.utc_evenings import utc_evening

__all__ = ["FIRST_DAY", "LAST_DAY", "DateJudgement", "DateReading", "Day", "clean_date", "judge_dates"]

_LEAST_READABLE = 0.8  # below that, a column holds something else, or its reading is wrong
_VIABLE = 0.98  # of the cells must be days under a reading that is considered at all
_MOST_STRAY = 0.1  # of the dates may have a year of two digits in a column of four; more, and it writes both
_LEAST_SWAPPED = 4  # dates of each kind: by chance once in 300 columns
_SURELY_SWAPPED = 10
_STYLE_ORDERS = {**{name: name for name in ("iso", "year_first", "named", "month")}, "compact": "compact_year_first"}
_Row = tuple[int, str, DateForm]


@dataclass(frozen=True)
class DateJudgement:
    """How a column is to be read; `reading` None where a person must say. Confidence from 0 to 1, and the reason in words."""

    reading: DateReading | None
    confidence: float
    reason: str


def judge_dates(values: Sequence[str], beside: Sequence[Sequence[str]] = ()) -> DateJudgement:
    """Return how the dates of a column are written.

    Args:
        values: Cells of a sample in the order of the rows (that order is evidence); repeated and empty ones may be left in.
        beside: Other date columns of the same rows, as long as `values`; those of another length are not used.

    Returns:
        A judgement without a reading where nothing is stated, too few cells are dates, or several readings are possible.
    """
    stated = [(i, text) for i, text in enumerate(values) if not is_not_stated(text)]
    if not stated:
        return DateJudgement(None, 0.0, "no cell states anything")
    rows: list[_Row] = [(i, text, form) for i, text in stated if (form := date_form(text)) is not None]
    if len(rows) < _LEAST_READABLE * len(stated):
        lost = next(text for _, text in stated if date_form(text) is None)
        why = f"only {len(rows)} of {len(stated)} cells are dates in a known form; not {lost[:40]!r}"
        return DateJudgement(None, 0.0, why)
    full = [row for row in rows if has_full_year(row[1], row[2])]
    is_year_full = len(rows) - len(full) < _MOST_STRAY * len(rows)
    used = full if is_year_full else rows  # a stray year of two digits says nothing of the others
    judged = _judge_forms(used, [column for column in beside if len(column) == len(values)])
    if judged.reading is None:
        return judged
    reading = replace(judged.reading, is_year_full=is_year_full and judged.reading.order in WITH_SHORT_YEARS)
    return _proved([text for _, text in stated], reading, replace(judged, reading=reading))


def _proved(texts: Sequence[str], reading: DateReading, judged: DateJudgement) -> DateJudgement:
    """Return the judgement less what the reading cannot read; none where that is too much."""
    readable = sum(clean_date(text, reading).value is not None for text in texts) / len(texts)
    if readable < _LEAST_READABLE:
        return DateJudgement(None, 0.0, f"read as {reading.order}, only {readable:.0%} of the cells are days of trade")
    return replace(judged, confidence=round(judged.confidence * readable, 4))


def _judge_forms(rows: Sequence[_Row], beside: Sequence[Sequence[str]]) -> DateJudgement:
    rows, year_digits, year_place = _with_years_placed(rows)
    if year_place is not None and year_place.reading is None:
        return year_place
    pairs = [row for row in rows if row[2].kind == "pair"]
    if not pairs:
        return _with_times(rows, year_place or _by_style(rows))
    numbers = [_pair(form) for _, _, form in pairs]
    others = [_days_beside(column, [i for i, _, _ in pairs]) for column in beside]
    told = judge_order(numbers, [text for _, text, _ in pairs], [days for days in others if days])
    if told.order is None:
        return DateJudgement(None, 0.0, told.reason)
    is_compact = 2 * sum(form.style == "compact" for _, _, form in pairs) > len(pairs)
    reading = DateReading(f"compact_{told.order}" if is_compact else told.order, year_digits)
    judged = DateJudgement(
        reading, min(told.confidence, 1.0 if year_place is None else year_place.confidence), told.reason
    )
    return _with_times(rows, _with_swapped(rows, reading, judged, told))


def _pair(form: DateForm) -> Pair:
    first, second, year = form.parts
    return first, second, year


def _days_beside(column: Sequence[str], at: Sequence[int]) -> list[date | None]:
    """Return the days of another column at some rows; empty where that column cannot be read surely by itself."""
    judged = judge_dates(column)
    if judged.reading is None or judged.confidence < 0.85:
        return []
    found = [clean_date(column[i], judged.reading).value for i in at]
    return [None if day is None else day.day for day in found]


def _with_years_placed(rows: Sequence[_Row]) -> tuple[list[_Row], int, DateJudgement | None]:
    """Return the rows with dates of three short numbers as pairs and a year, or why it is not known which is the year.

    The judgement is None where the column has no such dates.
    """
    six_digits = [row for row in rows if row[2].kind == "digits" and len(row[2].text.partition(".")[0]) == 6]
    are_months = bool(six_digits) and _viable([_is_month(form.text) for _, _, form in six_digits])
    as_short = [_short(row) if six_digits and not are_months else row for row in rows]
    short = [row for row in as_short if row[2].kind == "short"]
    if are_months:
        return as_short, 4, _months_or_dates(six_digits)
    if not short:
        return as_short, 4, None
    year_digits = 2 if six_digits else 4
    judged = _year_place(short, year_digits)
    is_first = judged.reading is not None and judged.reading.order.endswith("year_first")
    placed = [row if row[2].kind != "short" or is_first else _year_last(row) for row in as_short]
    return placed, year_digits, judged


def _short(row: _Row) -> _Row:
    """Return digits alone as three numbers of two digits."""
    i, text, form = row
    if form.kind != "digits":
        return row
    digits = form.text.partition(".")[0].zfill(6)
    return i, text, replace(form, kind="short", parts=(int(digits[:2]), int(digits[2:4]), int(digits[4:])))


def _year_last(row: _Row) -> _Row:
    i, text, form = row
    first, second, year = form.parts
    return i, text, replace(form, kind="pair", parts=(first, second, full_year(year)))


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        return FIRST_DAY <= date(year, month, day) <= LAST_DAY
    except ValueError:
        return False


def _is_month(digits: str) -> bool:
    return clean_date(digits, DateReading("month")).value is not None


def _viable(is_read: Sequence[bool]) -> bool:
    return sum(is_read) >= _VIABLE * len(is_read)


def _months_or_dates(rows: Sequence[_Row]) -> DateJudgement:
    """Judge six digits that can all be a year and a month: 202303, which may be the 20th of a month as well."""
    shorts = [_short(row)[2].parts for row in rows]
    are_dates = any(
        _viable([_is_day(full_year(parts[y]), parts[m], parts[d]) for parts in shorts])
        for y, m, d in ((2, 1, 0), (2, 0, 1), (0, 1, 2))
    )
    if are_dates and len(set(shorts)) < 8:
        return DateJudgement(None, 0.0, "six digits may be a year and a month, or a date with a year of two digits")
    return DateJudgement(DateReading("month"), 0.8 if are_dates else 0.97, "six digits that are all a year and a month")


def _year_place(rows: Sequence[_Row], year_digits: int) -> DateJudgement:
    """Judge which of three short numbers is the year: the first or the last. The order of a reading for last is not told yet."""
    numbers = [form.parts for _, _, form in rows]
    first = DateReading("compact_year_first" if year_digits == 2 else "year_first", year_digits)
    last = DateReading("iso", year_digits)
    can_first = _viable([_is_day(full_year(a), b, c) for a, b, c in numbers])
    can_last = _viable([_is_day(full_year(c), b, a) or _is_day(full_year(c), a, b) for a, b, c in numbers])
    if can_first != can_last:
        words = "first" if can_first else "last"
        return DateJudgement(
            first if can_first else last, 0.97, f"only the {words} of the three numbers can be the year"
        )
    if not can_first:
        return DateJudgement(None, 0.0, "neither the first nor the last of the three numbers can be the year")
    firsts, lasts = len({parts[0] for parts in numbers}), len({parts[2] for parts in numbers})
    if max(firsts, lasts) >= 6 and max(firsts, lasts) >= 4 * min(firsts, lasts):
        words = "last" if lasts < firsts else "first"
        return DateJudgement(
            last if lasts < firsts else first, 0.9, f"the {words} of the three numbers hardly changes: the year"
        )
    if all(form.style == "dotted" for _, _, form in rows):
        return DateJudgement(last, 0.9, "dots divide the numbers, as in dates with the year at the end")
    return DateJudgement(None, 0.0, "the year has two digits and may come first or last")


def _by_style(rows: Sequence[_Row]) -> DateJudgement:
    """Judge a column whose cells are all unambiguous: its reading is named after the commonest form."""
    styles = Counter("serial" if form.kind == "digits" else _STYLE_ORDERS[form.style] for _, _, form in rows)
    order, count = min(styles.items(), key=lambda item: (-item[1], item[0]))
    words = f"{count} of {len(rows)} cells are written as {order.replace('_', ' ')}, and the others cannot be mistaken"
    return DateJudgement(DateReading(order), 0.95 if "serial" in styles else 0.99, words)


def _with_swapped(
    rows: Sequence[_Row], reading: DateReading, judged: DateJudgement, told: OrderJudgement
) -> DateJudgement:
    """Return the judgement with what a spreadsheet did that took dates for dates of its own locale.

    It reads the days 1 to 12 as months and leaves the days from 13 on as text: whole dates then hold no day above 12, and
    texts no other.
    """
    texts = {form.parts for _, _, form in rows if form.kind == "pair"}
    whole = {day for _, text, form in rows if form.kind != "pair" and (day := _whole_day(text, form)) is not None}
    is_swapped = all(max(parts[:2]) > 12 for parts in texts) and all(day.day <= 12 for day in whole)
    if not is_swapped or min(len(texts), len(whole)) < _LEAST_SWAPPED:
        return judged
    why = "whole dates have days up to 12 only and texts from 13 on only: a spreadsheet swapped day and month of the former"
    if min(len(texts), len(whole)) < _SURELY_SWAPPED:
        return DateJudgement(None, 0.0, f"perhaps {why}")
    return DateJudgement(replace(reading, is_swapped=True), min(told.confidence, 0.9), why)


def _whole_day(text: str, form: DateForm) -> date | None:
    if form.kind != "digits" and form.style not in {"iso", "year_first"}:
        return None
    found = clean_date(text, DateReading("iso")).value
    return None if found is None else found.day


def _with_times(rows: Sequence[_Row], judged: DateJudgement) -> DateJudgement:
    """Return the judgement with the offset of times that are all local midnight written in UTC (T18:30:00Z is 330 minutes)."""
    found = None if judged.reading is None else utc_evening([form for _, _, form in rows])
    if judged.reading is None or found is None:
        return judged
    reading = replace(judged.reading, is_utc_evening=True, utc_offset_minutes=found.offset_minutes)
    return DateJudgement(reading, min(judged.confidence, found.confidence), f"{judged.reason}; {found.reason}")
