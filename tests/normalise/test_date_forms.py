"""What a cell is written as, before the column says which number is the day."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entrepot.normalise.date_forms import date_form, full_year, is_fragment


@pytest.mark.parametrize(
    "text",
    [
        "2023-03-15",
        "2023/3/15",
        "2023年3月15日",
        "20230315",
        "20230315.0",
        "15-Mar-23",
        "15 March 2023",
        "March 15, 2023",
        "Wed, 15 Mar 2023 00:00:00 GMT",
        "2023-Mar-15",
        "15 марта 2023 г.",
        "15 березня 2023 року",
        "15 наурыз 2023 ж.",
        "15 Mart 2023",
        "15 de marzo de 2023",
        "15 de Março de 2023",
        "15 mars 2023",
        "ngày 15 tháng 3 năm 2023",
        "15-3月 -23",
        "15-三月-23",
        "2023-03-15T18:30:00.000Z",
        "2023-03-15 11:12:13.456",
        "2023-03-15 9:05 PM",
    ],
)
def test_a_day_with_nothing_to_decide_is_told_apart(text: str) -> None:
    form = date_form(text)

    assert form is not None
    assert (form.kind, form.parts) == ("day", (2023, 3, 15))


@pytest.mark.parametrize(
    "text",
    [
        "Mar 2023",
        "MAR-23",
        "март 2023",
        "2023-03",
        "2023/3",
        "03.2023",
        "3/2023",
        "2023年3月",
        "tháng 3/2023",
        "MART 2023",
    ],
)
def test_a_month_alone_has_no_day(text: str) -> None:
    form = date_form(text)

    assert form is not None
    assert (form.kind, form.parts) == ("month", (2023, 3))


@pytest.mark.parametrize(
    ("text", "month"), [("5 NİSAN 2023", 4), ("5 ŞUBAT 2023", 2), ("1er août 2023", 8), ("5 сент. 2023", 9)]
)
def test_months_are_known_in_capitals_with_accents_and_abbreviated(text: str, month: int) -> None:
    form = date_form(text)

    assert form is not None
    assert form.parts[:2] == (2023, month)


def test_two_numbers_before_a_year_stay_a_pair() -> None:
    for text in ("05/03/2023", "5.3.2023 г.", "5-3-2023", "05 03 2023", "05032023", "5032023", "05/03/2023 12:30"):
        form = date_form(text)

        assert form is not None, text
        assert (form.kind, form.parts) == ("pair", (5, 3, 2023)), text


def test_a_time_is_kept_with_its_zone() -> None:
    utc, local, bare = (date_form(f"2023-03-15T18:30:00{zone}") for zone in ("Z", "+05:30", ""))

    assert utc is not None
    assert local is not None
    assert bare is not None
    assert (utc.minute, utc.is_utc, utc.has_offset) == (18 * 60 + 30, True, False)
    assert (local.is_utc, local.has_offset) == (False, True)
    assert (bare.is_utc, bare.has_offset) == (False, False)


@pytest.mark.parametrize(
    "text", ["", "31:15.0", "chips", "2023", "2023.1", "15 Foo 2023", "12.5", "8542319000", "1/2", "5 Mar"]
)
def test_what_is_no_date_has_no_form(text: str) -> None:
    assert date_form(text) is None


def test_the_rest_of_a_time_is_recognised() -> None:
    assert is_fragment("31:15.0")
    assert not is_fragment("2023-03-15 31:15")


def test_two_digit_years_begin_in_1990() -> None:
    assert [full_year(year) for year in (90, 99, 0, 28)] == [1990, 1999, 2000, 2028]


@settings(deadline=None)
@given(st.text())
def test_any_text_is_answered(text: str) -> None:
    form = date_form(text)

    assert form is None or form.parts
