"""Numbers freed of what stands around them."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entrepot.normalise.number_forms import NumberText, grouped_pattern, number_text, plain_pattern


@pytest.mark.parametrize(
    "raw",
    [
        "1,200.00",
        "$1,200.00",
        "1,200.00 USD",
        "EUR 1,200.00",
        "руб. 1,200.00",
        "1,200.00 грн",
        "'1,200.00",
        "\ufeff1,200.00",
    ],
)
def test_a_currency_beside_a_number_is_dropped(raw: str) -> None:
    assert number_text(raw) == NumberText(is_negative=False, core="1,200.00")


@pytest.mark.parametrize("raw", ["-5", "5-", "(5)", "−5", "$-5", "-$5", "($5)", "5 -"])
def test_a_number_is_negative_in_every_spelling(raw: str) -> None:
    assert number_text(raw) == NumberText(is_negative=True, core="5")


@pytest.mark.parametrize(("raw", "core"), [("1'200.-", "1'200"), ("1200,--", "1200"), ("+5", "5")])
def test_dashes_for_cents_and_a_plus_are_dropped(raw: str, core: str) -> None:
    assert number_text(raw) == NumberText(is_negative=False, core=core)


def test_scientific_notation_is_taken_apart() -> None:
    assert number_text("-1,23457E+12") == NumberText(is_negative=True, core="1,23457", exponent=12)


@pytest.mark.parametrize(
    "raw", ["", "abc", "12 PCE", "12 kg", "5/6", "--5", "(-5)", "=A1", "1.2.2023 г", "٣", "12%", "12 $ 13"]
)
def test_other_text_is_no_number(raw: str) -> None:
    assert number_text(raw) is None


@pytest.mark.parametrize("text", ["1,234", "12,345,678.9", "12,34,567.00", "1 234.5", "1'234", "1\u202f234\u202f567"])
def test_groups_are_of_three_or_indian(text: str) -> None:
    assert re.match(grouped_pattern(".", ","), text)


@pytest.mark.parametrize("text", ["1,23", "1234,567", "1,2345", "1.234,5", "12,3,456", "1 23", "1,234 567"])
def test_other_groups_are_refused(text: str) -> None:
    assert not re.match(grouped_pattern(".", ","), text)
    assert not re.match(plain_pattern("."), text)


@settings(deadline=None)
@given(st.text())
def test_any_text_is_answered(text: str) -> None:
    found = number_text(text)

    assert found is None or any(letter.isdigit() for letter in found.core)
