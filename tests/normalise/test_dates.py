"""Dates, whole and partial."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entrepot.normalise.dates import parse_date, partial_date


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("2022-02-24", "2022-02-24"),
        ("7.2.1956", "1956-02-07"),
        ("04.07.1971", "1971-07-04"),
        ("15 Sep 1979", "1979-09-15"),
        ("15 September 1979", "1979-09-15"),
        ("12 November 2025", "2025-11-12"),
        ("Sep 15, 1979", "1979-09-15"),
        ("24 февраля 2022 г.", "2022-02-24"),
        ("Dec 1970", "1970-12"),
        ("1970-12", "1970-12"),
        ("1971", "1971"),
    ],
)
def test_forms_of_lists_and_registers(text: str, iso: str) -> None:
    assert partial_date(text).value == iso
    assert partial_date(text).issue is None


def test_only_a_whole_date_is_a_day() -> None:
    assert parse_date("15 Sep 1979").value == date(1979, 9, 15)
    assert parse_date("Dec 1970").value is None
    assert "not a whole date" in (parse_date("1971").issue or "")


@pytest.mark.parametrize("text", ["31.2.2020", "1.13.2020", "1.1.0219", "1.1.2190", "soon", "", "1.2.1994/6.3.2000"])
def test_what_is_no_plausible_day_gives_an_issue(text: str) -> None:
    assert partial_date(text).value is None
    assert partial_date(text).issue


def test_circa_stays_visible() -> None:
    assert partial_date("circa 1965").value == "1965"
    assert partial_date("circa 1965").issue == "the source says circa"


@settings(deadline=None)
@given(st.dates(min_value=date(1800, 1, 1), max_value=date(2100, 12, 31)))
def test_every_day_is_read_back_from_all_its_forms(day: date) -> None:
    assert parse_date(day.isoformat()).value == day
    assert parse_date(f"{day.day}.{day.month}.{day.year}").value == day
    assert partial_date(day.isoformat()[:7]).value == day.isoformat()[:7]


@settings(deadline=None)
@given(st.text())
def test_any_text_is_answered(text: str) -> None:
    found = partial_date(text)
    assert found.value is not None or found.issue is not None
