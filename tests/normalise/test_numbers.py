"""Single numbers."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entrepot.normalise.numbers import LARGEST, parse_number


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("12", 12.0),
        ("-0.5", -0.5),
        ("1e3", 1000.0),
        ("1,234.56", 1234.56),
        ("1,234,567", 1234567.0),
        ("12 345.6", 12345.6),
    ],
)
def test_numbers_that_can_mean_one_thing(text: str, expected: float) -> None:
    assert parse_number(text).value == expected


@pytest.mark.parametrize(
    "text", ["1,234", "12,5", "abc", "=1+1", "NULL", "", "12 kg", "1.234.567", "inf", "nan", "1e999"]
)
def test_what_may_mean_two_things_or_none_gives_an_issue(text: str) -> None:
    assert parse_number(text).value is None
    assert parse_number(text).issue


@settings(deadline=None)
@given(st.floats(-LARGEST, LARGEST, exclude_min=True, exclude_max=True))
def test_numbers_as_python_writes_them_are_read_back(number: float) -> None:
    assert parse_number(repr(number)).value == number


@settings(deadline=None)
@given(st.text())
def test_any_text_is_answered(text: str) -> None:
    found = parse_number(text)
    assert (found.value is None) == (found.issue is not None)
