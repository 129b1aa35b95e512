"""Tests of rates, permutations and ranks against numbers worked out by hand, and against scipy's own tests."""

from datetime import date

import pytest
from scipy.stats import poisson_means_test

from entrepot.flows.months import month_index, month_start
from entrepot.indicators.statistics import combined_p, mean_rise_p, permutation_p, rate_rise_p, tail_score


def test_rate_rise_of_equal_exposure_is_the_binomial_tail() -> None:
    # 0 before, 5 after, same length: (1/2)^5
    assert rate_rise_p(0, 5, days_before=100, days_after=100) == pytest.approx(1 / 32)


def test_rate_rise_allows_for_the_longer_period() -> None:
    assert rate_rise_p(1, 3, days_before=100, days_after=300) > 0.5
    assert rate_rise_p(0, 0, days_before=100, days_after=300) == 1.0


def test_rate_rise_agrees_with_the_unconditional_test_in_order_of_size() -> None:
    ours = rate_rise_p(3, 30, days_before=400, days_after=400)
    other = poisson_means_test(30, 400, 3, 400, alternative="greater").pvalue

    assert ours < 1e-4
    assert other < 1e-4


def test_permutation_p_counts_the_observed_value_and_is_never_zero() -> None:
    assert permutation_p(5.0, [0.0] * 99) == pytest.approx(0.01)
    assert permutation_p(5.0, [5.0] + [0.0] * 98) == pytest.approx(0.02)


def test_permutation_p_takes_sums_in_another_order_as_equal() -> None:
    assert permutation_p(0.1 + 0.2 + 0.3, [0.3 + 0.2 + 0.1]) == 1.0


def test_tail_score_of_the_largest_of_nine_is_nine_tenths() -> None:
    assert tail_score(9.0, [float(n) for n in range(1, 10)]) == pytest.approx(0.9)
    assert tail_score(1.0, [float(n) for n in range(1, 10)]) == pytest.approx(0.1)


def test_months_count_on_over_the_year() -> None:
    assert month_index(date(2022, 1, 31)) - month_index(date(2021, 12, 1)) == 1
    assert month_start(month_index(date(2022, 12, 24))) == date(2022, 12, 1)


def test_larger_lines_are_unlikely_by_chance_and_single_lines_say_nothing() -> None:
    assert mean_rise_p((1.0, 0.5, 10), (3.0, 0.5, 10)) < 1e-4
    assert mean_rise_p((3.0, 0.5, 10), (1.0, 0.5, 10)) > 0.99
    assert mean_rise_p((1.0, 0.0, 1), (9.0, 0.5, 10)) == 1.0
    assert mean_rise_p((1.0, 0.0, 2), (2.0, 0.0, 2)) == 0.0


def test_tests_taken_together_follow_fisher() -> None:
    assert combined_p(0.03) == pytest.approx(0.03)
    assert combined_p(0.05, 0.05) == pytest.approx(0.0174786, rel=1e-4)
    assert combined_p(0.0, 1.0) > 0.0
