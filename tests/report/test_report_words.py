"""How the report writes values."""

from datetime import date

import pytest

from entrepot.report.words import (
    amount,
    axis_value,
    counted,
    exact,
    label,
    measure,
    money,
    period,
    plain,
    probability,
    short_money,
)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (12_234_567.0, "$12.2M"),
        (900_000, "$900k"),
        (999_960, "$1M"),
        (2.45e9, "$2.5B"),
        (777e6, "$777M"),
        (58, "$58"),
        (9.5, "$9.5"),
        (-12_200_000, "−$12.2M"),
        (0, "$0"),
    ],
)
def test_money_is_short_with_one_decimal_at_most(value: float, written: str) -> None:
    assert short_money(value) == written


def test_money_keeps_the_exact_value_on_hover() -> None:
    assert money(12_234_567.891) == '<span title="$12,234,567.89 USD">$12.2M</span>'


def test_unknown_money_is_a_dash_that_says_so() -> None:
    assert "not known" in money(None)


def test_measures_carry_their_unit() -> None:
    assert measure(2598.0, "pcs").striptags() == "2,598 pcs"
    assert measure(-90.0, "percent").striptags() == "−90 %"
    assert measure(3.5, "ratio").striptags() == "3.5×"
    assert ">$1.2M<" in measure(1.2e6, "USD")


def test_details_take_their_unit_from_the_name() -> None:
    assert ">$912k<" in plain(912_345.67, "value_after_usd")
    assert plain(-90.0, "change_pct").striptags() == "−90 %"
    assert plain(["a", "<b>"], "names") == "a, &lt;b&gt;"
    assert plain({"first_on": "2022-03-01", "seen": True}).striptags() == "First on: 2022-03-01; Seen: yes"
    assert label("value_after_usd") == "Value after"
    assert label("listed_on") == "Listed on"
    assert label("hs6") == "HS6"


def test_amounts_leave_their_unit_to_the_column() -> None:
    assert amount(2598.0, "pcs") == "2,598"
    assert ">$1.2M<" in amount(1.2e6, "USD")
    assert "–" in amount(None, "pcs")


def test_axis_values_are_short() -> None:
    assert axis_value(0.0, "USD") == "0"
    assert axis_value(1_500_000.0, "EUR") == "€1.5M"
    assert axis_value(40.0, "percent") == "40%"


def test_probability_words_follow_the_analytic_standard_with_the_number() -> None:
    assert probability(0.5) == "roughly even (50%)"
    assert probability(0.7) == "likely (70%)"
    assert probability(0.99) == "almost certain (99%)"


def test_counts_and_periods_read_as_words() -> None:
    assert counted(1, "row") == "1 row"
    assert counted(2598, "party", "parties") == "2,598 parties"
    assert period(date(2022, 3, 1), None) == "since 2022-03-01"
    assert period(None, date(2022, 3, 1)) == "until 2022-03-01"
    assert period(None, None) == ""
    assert exact(1234.5) == "1,234.5"
