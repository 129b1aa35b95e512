"""Date columns judged as a whole."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_date_reading import RENDERED

from entrepot.normalise.date_columns import DateReading, clean_date, judge_dates

DAYS = [date(2022, 1, 1) + timedelta(days=i * 397 % 900) for i in range(120)]  # in no order
EXCEL_ZERO = date(1899, 12, 30)


def reading(values: list[str]) -> DateReading:
    """Return the reading of a column that must have one."""
    judged = judge_dates(values)
    assert judged.reading is not None, judged.reason
    return judged.reading


@pytest.mark.parametrize(("expected", "form"), RENDERED)
def test_the_form_of_a_column_is_recognised(expected: DateReading, form: str) -> None:
    judged = judge_dates([day.strftime(form) for day in DAYS])

    is_year_full = "%Y" in form and expected.order in {"year_first", "day_first", "month_first", "named"}
    assert judged.reading == replace(expected, is_year_full=is_year_full)
    assert judged.confidence >= 0.95
    assert judged.reason


@pytest.mark.parametrize("form", ["%b %Y", "%Y-%m", "%m.%Y", "%Y%m"])
def test_a_column_of_months_is_recognised(form: str) -> None:
    assert reading([day.strftime(form) for day in DAYS]).order == "month"


def test_compact_days_without_leading_zeros_are_recognised() -> None:
    assert reading([str(int(day.strftime("%d%m%Y"))) for day in DAYS]) == DateReading("compact_day_first")


def test_serial_numbers_are_recognised() -> None:
    assert reading([str((day - EXCEL_ZERO).days) for day in DAYS]) == DateReading("serial")


def test_several_forms_side_by_side_are_all_read() -> None:
    forms = ("%d/%m/%Y", "%Y-%m-%d", "%d-%b-%y", "serial")
    written = [forms[i % 4] for i in range(len(DAYS))]
    values = [
        str((day - EXCEL_ZERO).days) if form == "serial" else day.strftime(form)
        for day, form in zip(DAYS, written, strict=True)
    ]

    found = reading(values)

    assert found == DateReading("day_first")
    assert [cleaned.day for v in values if (cleaned := clean_date(v, found).value) is not None] == DAYS


@pytest.mark.parametrize("form", ["%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d %b %Y", "%d%m%Y", "%Y/%m/%d", "%b %Y"])
def test_no_year_is_invented_in_a_column_of_full_years(form: str) -> None:
    stray = ["01 of March", "03 March", "mar 15", "31.12.99", "31/12/99", "15-Mar-23", "99-12-31"]
    values = [day.strftime(form) for day in DAYS * 6]

    found = reading([*values[:50], *stray, *values[50:]])

    assert found == reading(values)
    for raw in stray:
        cleaned = clean_date(raw, found)
        assert cleaned.value is None, (raw, cleaned)
        assert "year" in (cleaned.issue or ""), (raw, cleaned)


@pytest.mark.parametrize("form", ["%d.%m.%y", "%m/%d/%y", "%y-%m-%d", "%d-%b-%y", "%b-%y", "%d%m%y"])
def test_a_column_of_two_digit_years_is_read_without_a_remark(form: str) -> None:
    values = [day.strftime(form) for day in DAYS]
    found = reading(values)

    cleaned = [clean_date(value, found) for value in values]

    assert {one.issue for one in cleaned} == {None}
    assert all(one.value is not None for one in cleaned)


def test_days_and_months_a_spreadsheet_swapped_are_found() -> None:
    values = [
        day.strftime("%d/%m/%Y") if day.day > 12 else date(day.year, day.day, day.month).isoformat() for day in DAYS
    ]

    judged = judge_dates(values)

    assert judged.reading == DateReading("day_first", is_swapped=True, is_year_full=True)
    assert "swapped" in judged.reason
    assert [cleaned.day for v in values if (cleaned := clean_date(v, judged.reading).value) is not None] == DAYS


def test_a_few_dates_that_may_be_swapped_are_left_to_a_person() -> None:
    texts = ["13/03/2023", "14/03/2023", "15/03/2023", "16/03/2023"]

    judged = judge_dates([*texts, "2023-01-03", "2023-02-03", "2023-04-03", "2023-05-03"])

    assert judged.reading is None
    assert judged.reason.startswith("perhaps whole dates")


@pytest.mark.parametrize(("time", "offset"), [("18:30:00.000", 330), ("19:00:00", 300), ("16:00", 480)])
def test_local_midnight_in_utc_is_found_with_its_offset(time: str, offset: int) -> None:
    found = reading([f"{day - timedelta(days=1)}T{time}Z" for day in DAYS])

    assert found == DateReading("iso", is_utc_evening=True, utc_offset_minutes=offset)


def test_local_midnight_with_summer_time_is_found() -> None:
    times = ["22:00:00Z" if 4 <= day.month <= 10 else "23:00:00Z" for day in DAYS]
    values = [f"{day - timedelta(days=1)}T{time}" for day, time in zip(DAYS, times, strict=True)]

    found = reading(values)

    assert found.utc_offset_minutes == 120
    assert [cleaned.day for v in values if (cleaned := clean_date(v, found).value) is not None] == DAYS


@pytest.mark.parametrize("time", ["23:59:59", "12:00:00", "00:00:00", "18:31:00"])
def test_times_that_are_no_midnight_elsewhere_shift_nothing(time: str) -> None:
    assert reading([f"{day}T{time}Z" for day in DAYS]).utc_offset_minutes == 0


def test_real_times_shift_nothing() -> None:
    values = [f"{day} {i % 24:02d}:{i % 60:02d}:07Z" for i, day in enumerate(DAYS)]

    assert reading(values) == DateReading("iso")


def test_an_undecided_column_is_left_to_a_person_with_the_reason() -> None:
    judged = judge_dates(["05/06/2023", "07/06/2023", "05/06/2023"])

    assert judged.reading is None
    assert judged.confidence == 0
    assert judged.reason == "no day above 12 occurs, and nothing else tells the day from the month"


def test_another_column_of_the_rows_decides() -> None:
    days = [day.replace(day=1 + day.day % 12) for day in DAYS]
    values = [day.strftime("%m/%d/%Y") for day in days]
    beside = [(day + timedelta(days=4)).isoformat() for day in days]

    assert judge_dates(values).reading is None
    assert judge_dates(values, [beside]).reading == DateReading("month_first", is_year_full=True)
    assert judge_dates(values, [beside[:-1], values]).reading is None


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (["", "NULL", "не указано"], "no cell states anything"),
        (["31:15.0", "12:01.0"], "only 0 of 2 cells are dates in a known form; not '31:15.0'"),
        (["ACME LLC", "2023-03-15"], "only 1 of 2 cells"),
        (["1923-03-15", "1924-03-15"], "only 0% of the cells are days of trade"),
        (["12345", "99999"], "only 0% of the cells are days of trade"),
        (["200801"], "six digits may be a year and a month, or a date with a year of two digits"),
        (["05/06/07", "06/07/08"], "the year has two digits and may come first or last"),
        (["99/99/99"], "neither the first nor the last of the three numbers can be the year"),
    ],
)
def test_what_no_reading_fits_is_said(values: list[str], reason: str) -> None:
    judged = judge_dates(values)

    assert judged.reading is None
    assert reason in judged.reason


def test_the_year_of_two_digits_is_the_number_that_hardly_changes() -> None:
    days = [date(2023, 1 + i % 12, 1 + i % 28) for i in range(60)]

    assert reading([day.strftime("%d/%m/%y") for day in days]).order == "day_first"
    assert reading([day.strftime("%y/%m/%d") for day in days]).order == "year_first"


def test_unreadable_cells_lower_the_confidence() -> None:
    whole = judge_dates([day.isoformat() for day in DAYS])
    broken = judge_dates([*(day.isoformat() for day in DAYS), *["31:15.0"] * 20])

    assert broken.reading == whole.reading
    assert broken.confidence < 0.9 < whole.confidence


@st.composite
def rows_of_trade(draw: st.DrawFn) -> list[date]:
    """Return days as tables have them: some first day, and rows a few days apart, in order or not."""
    day = draw(st.dates(date(1995, 1, 1), date(2026, 1, 1)))
    days = [day := day + timedelta(days=gap) for gap in draw(st.lists(st.integers(0, 9), min_size=1, max_size=60))]
    return draw(st.permutations(days)) if draw(st.booleans()) else days


@pytest.mark.parametrize(("expected", "form"), RENDERED)
@settings(deadline=None)
@given(days=rows_of_trade())
def test_a_judged_column_is_never_read_wrong(expected: DateReading, form: str, days: list[date]) -> None:
    values = [day.strftime(form) for day in days]

    found = judge_dates(values).reading

    for day, value in zip(days, values, strict=True):
        cleaned = None if found is None else clean_date(value, found).value
        assert cleaned is None or cleaned.day == day, (expected, found)


def test_evenings_in_utc_beside_plain_days_are_found_with_their_offset() -> None:
    mixed = [f"{day}T18:30Z" if i % 3 == 0 else str(day) for i, day in enumerate(DAYS)]

    assert reading(mixed).utc_offset_minutes == 330


@pytest.mark.parametrize("time", ["T18:30:00", "T18:30:07Z", "T09:00Z"])
def test_other_times_beside_plain_days_are_no_local_midnight(time: str) -> None:
    mixed = [f"{day}{time}" if i % 3 == 0 else str(day) for i, day in enumerate(DAYS)]

    assert reading(mixed).utc_offset_minutes == 0
