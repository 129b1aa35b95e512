"""Cells of a date column by the reading of the column."""

import tomllib
from dataclasses import asdict
from datetime import date, timedelta

import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from entrepot.normalise.date_reading import FIRST_DAY, LAST_DAY, ORDERS, DateReading, Day, clean_date
from entrepot.sources import days as days_of_trade

DAYS = st.dates(FIRST_DAY, LAST_DAY)
RENDERED = (
    (DateReading("iso"), "%Y-%m-%d"),
    (DateReading("iso"), "%Y-%m-%dT00:00:00.000Z"),
    (DateReading("year_first"), "%Y/%m/%d"),
    (DateReading("year_first"), "%y-%m-%d"),
    (DateReading("day_first"), "%d/%m/%Y"),
    (DateReading("day_first"), "%d.%m.%y"),
    (DateReading("day_first"), "%d-%m-%Y %H:%M:%S"),
    (DateReading("month_first"), "%m/%d/%Y"),
    (DateReading("month_first"), "%m/%d/%y"),
    (DateReading("named"), "%d-%b-%y"),
    (DateReading("named"), "%d %B %Y"),
    (DateReading("named"), "%B %d, %Y"),
    (DateReading("compact_year_first"), "%Y%m%d"),
    (DateReading("compact_day_first"), "%d%m%Y"),
    (DateReading("compact_month_first"), "%m%d%Y"),
    (DateReading("compact_year_first", year_digits=2), "%y%m%d"),
    (DateReading("compact_day_first", year_digits=2), "%d%m%y"),
    (DateReading("compact_month_first", year_digits=2), "%m%d%y"),
)


def day(raw: str, order: str) -> date | None:
    """Return the day of a cell under an order."""
    found = clean_date(raw, DateReading(order)).value
    return None if found is None else found.day


@pytest.mark.parametrize(("reading", "form"), RENDERED)
@settings(deadline=None)
@given(day=DAYS)
def test_a_day_written_under_a_reading_is_read_back(reading: DateReading, form: str, day: date) -> None:
    assert clean_date(day.strftime(form), reading).value == Day(day, "day")


@settings(deadline=None)
@given(DAYS)
def test_a_compact_day_is_read_without_its_leading_zero(day: date) -> None:
    number = str(int(day.strftime("%d%m%Y")))

    assert clean_date(number, DateReading("compact_day_first")).value == Day(day, "day")


@settings(deadline=None)
@given(DAYS, st.sampled_from(["", ".0", ".75"]))
def test_serial_numbers_are_days_of_either_system(day: date, fraction: str) -> None:
    since_1900, since_1904 = (day - date(1899, 12, 30)).days, (day - date(1904, 1, 1)).days

    assert clean_date(f"{since_1900}{fraction}", DateReading("serial")).value == Day(day, "day")
    assert clean_date(f"{since_1904}{fraction}", DateReading("serial", is_1904=True)).value == Day(day, "day")


@settings(deadline=None)
@given(DAYS, st.sampled_from(["%b %Y", "%Y-%m", "%m.%Y", "%Y%m", "%b-%y"]))
def test_a_month_stands_for_its_first_day(day: date, form: str) -> None:
    assert clean_date(day.strftime(form), DateReading("month")).value == Day(day.replace(day=1), "month")


@settings(deadline=None)
@given(st.dates(FIRST_DAY + timedelta(days=1), LAST_DAY), st.integers(1, 13 * 4 - 8))
def test_local_midnight_in_utc_is_the_local_day(day: date, quarters: int) -> None:
    offset = 15 * quarters
    hour, minute = divmod(24 * 60 - offset, 60)
    raw = f"{day - timedelta(days=1)}T{hour:02d}:{minute:02d}:00.000Z"
    reading = DateReading("iso", is_utc_evening=True, utc_offset_minutes=offset)

    assert clean_date(raw, reading).value == Day(day, "day")
    assert clean_date(day.isoformat(), reading).value == Day(day, "day")


def test_a_time_with_its_own_offset_is_not_shifted() -> None:
    reading = DateReading("iso", is_utc_evening=True, utc_offset_minutes=330)

    assert clean_date("2023-03-15T18:30:00+05:30", reading).value == Day(date(2023, 3, 15), "day")


def test_unambiguous_cells_are_read_as_they_stand_in_any_column() -> None:
    for order in ORDERS:
        for raw in ("2023-03-15", "15 Mar 2023", "45000", "20230315"):
            assert day(raw, order) == date(2023, 3, 15), (order, raw)


@pytest.mark.parametrize(
    ("order", "own", "others"),
    [
        ("iso", ("2023-03-15", "2023-03-15T10:30:00Z"), ("45000", "15 Mar 2023", "15/03/2023", "20230315", "Mar 2023")),
        ("day_first", ("15/03/2023", "15.03.23", "15-03-2023 10:30"), ("2023-03-15", "45000", "15-Mar-23")),
        ("serial", ("45000", "45000.5"), ("2023-03-15", "15 March 2023")),
        ("named", ("15 Mar 2023", "15-Mar-23"), ("2023-03-15", "45000", "Mar 2023")),
        ("compact_year_first", ("20230315",), ("2023-03-15", "45000")),
        ("month", ("Mar 2023", "2023-03", "202303"), ("2023-03-15",)),
    ],
)
def test_a_cell_of_another_form_is_read_with_a_remark(
    order: str, own: tuple[str, ...], others: tuple[str, ...]
) -> None:
    for raw in (*own, *others):
        found = clean_date(raw, DateReading(order))
        remark = f"{raw!r} is written in another form than the column" if raw in others else None
        assert found.value is not None, raw
        assert (found.value.day.year, found.value.day.month, found.issue) == (2023, 3, remark), raw


@pytest.mark.parametrize("raw", ["01 of March", "03 March", "mar 15", "15-Mar-23", "31.12.99"])
@pytest.mark.parametrize("order", ["iso", "serial", "compact_year_first"])
def test_no_year_is_made_of_two_digits_beside_whole_dates(order: str, raw: str) -> None:
    found = clean_date(raw, DateReading(order))

    assert found.value is None
    assert found.issue is not None


def test_the_column_decides_and_not_the_cell() -> None:
    assert day("05/03/2023", "day_first") == date(2023, 3, 5)
    assert day("05/03/2023", "month_first") == date(2023, 5, 3)
    against = clean_date("03/25/2023", DateReading("day_first"))
    assert against.value is None
    assert against.issue == "'03/25/2023' has the month 25 where the column has the day first"


def test_an_ambiguous_cell_beside_whole_dates_is_refused() -> None:
    found = clean_date("05/03/2023", DateReading("iso"))

    assert found.value is None
    assert "nothing in the column tells which" in (found.issue or "")
    assert day("25/03/2023", "iso") == date(2023, 3, 25)
    assert day("03/25/2023", "iso") == date(2023, 3, 25)
    assert clean_date("05/03/23", DateReading("iso")).value is None
    assert "several orders" in (clean_date("05/03/23", DateReading("iso")).issue or "")


def test_swapped_whole_dates_are_swapped_back() -> None:
    reading = DateReading("day_first", is_swapped=True)

    assert clean_date("2023-05-03", reading).value == Day(date(2023, 3, 5), "day")
    assert clean_date(str((date(2023, 5, 3) - date(1899, 12, 30)).days), reading).value == Day(date(2023, 3, 5), "day")
    assert clean_date("25/03/2023", reading).value == Day(date(2023, 3, 25), "day")


@pytest.mark.parametrize(
    ("raw", "issue"),
    [
        ("30/02/2023", "is no day of the calendar"),
        ("31:15.0", "its day is lost"),
        ("15/03/1923", "outside 1990-01-01"),
        ("2123-03-15", "outside 1990-01-01"),
        ("chips", "is no date in a known form"),
        ("202303", "may be a month"),
        ("20230315.5", "is no date in a known form"),
        ("0", "is no date in a known form"),
    ],
)
def test_what_is_no_day_of_trade_gives_an_issue(raw: str, issue: str) -> None:
    found = clean_date(raw, DateReading("day_first"))

    assert found.value is None
    assert issue in (found.issue or "")


@pytest.mark.parametrize("raw", ["", "NULL", "N/A", "не указано", "-"])
def test_nothing_stated_is_no_issue(raw: str) -> None:
    found = clean_date(raw, DateReading("iso"))

    assert found.value is None
    assert found.issue is None


def test_the_plausible_days_are_those_of_all_sources() -> None:
    assert (FIRST_DAY, LAST_DAY) == (days_of_trade.FIRST_DAY, days_of_trade.LAST_DAY)


def test_a_reading_survives_toml() -> None:
    reading = DateReading("compact_day_first", year_digits=2, is_utc_evening=True, utc_offset_minutes=330)

    assert DateReading(**tomllib.loads(tomli_w.dumps(asdict(reading)))) == reading


@settings(deadline=None)
@given(st.text(), st.sampled_from(ORDERS), st.sampled_from([2, 4]))
def test_any_text_is_answered_with_a_day_of_trade_or_none(text: str, order: str, year_digits: int) -> None:
    found = clean_date(text, DateReading(order, year_digits))

    assert found.value is None or FIRST_DAY <= found.value.day <= LAST_DAY
