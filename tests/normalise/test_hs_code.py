"""Goods codes cut to six digits."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entrepot.normalise.hs_code import hs6


@pytest.mark.parametrize(
    "code", ["854231", "8542.31", "8542 31 900 1", "8542.31.90", "8542319000", "'85423190", "854231.0"]
)
def test_spellings_of_a_code_meet(code: str) -> None:
    assert hs6(code).value == "854231"
    assert hs6(code).issue is None


@pytest.mark.parametrize(("code", "expected"), [("10121", "010121"), ("1012100", "010121"), ("101210000", "010121")])
def test_a_lost_leading_zero_is_restored_and_remarked_on(code: str, expected: str) -> None:
    assert hs6(code).value == expected
    assert "leading zero" in (hs6(code).issue or "")


def test_no_zero_is_restored_where_that_makes_another_code() -> None:
    found = hs6("854231100")

    assert found.value == "854231"
    assert found.issue == "'854231100' has 9 digits: read as 854231, as no code starts with 085423"
    assert hs6("902300000").value is None
    assert "it may be 902300 or, with a leading zero lost, 090230" in (hs6("902300000").issue or "")


@pytest.mark.parametrize("code", ["854231.5", "854231.90", "8542319000.25", "85423", "8542.3"])
def test_numbers_with_decimals_and_cut_codes_are_refused(code: str) -> None:
    assert hs6(code).value is None


@pytest.mark.parametrize("code", ["", "8542", "9901000000", "000000", "chips", "8542319000123", "85/42"])
def test_what_is_no_goods_code_gives_an_issue(code: str) -> None:
    assert hs6(code).value is None
    assert hs6(code).issue


def test_a_code_of_an_older_edition_is_kept_and_remarked_on() -> None:
    assert hs6("854140").issue is None
    found = hs6("854140", "HS2022")
    assert found.value == "854140"
    assert found.issue == "854140 is no code of HS2022"


@settings(deadline=None)
@given(st.integers(10000, 979999))
def test_the_code_of_a_code_is_the_code(number: int) -> None:
    six = hs6(f"{number:06d}").value
    assert six is None or hs6(six).value == six


@settings(deadline=None)
@given(st.text())
def test_any_text_is_answered(text: str) -> None:
    found = hs6(text)
    assert found.value is not None or found.issue is not None
