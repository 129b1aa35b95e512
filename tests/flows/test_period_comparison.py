"""Periods against baselines: the figures of Statistics Netherlands, seasons, stockpiling, small bases and intervals."""

import math
from datetime import date

import numpy as np
import pytest
from dutch_exports import YEARS_2018_21_TO_2023, cbs_series

from entrepot.flows.months import month_index
from entrepot.flows.period_comparison import Windows, compare, log_did, study_windows
from entrepot.settings import Study


def monthly(first: str, values: list[float]) -> dict[int, float]:
    """Return values from a month on, one a month."""
    start = month_index(date.fromisoformat(f"{first}-01"))
    return {start + step: value for step, value in enumerate(values)}


def test_dutch_exports_of_sanctioned_goods_fell_as_published() -> None:
    sanctioned, others = cbs_series()

    listed = compare(sanctioned, YEARS_2018_21_TO_2023, small_base=0)
    plain = compare(others, YEARS_2018_21_TO_2023, small_base=0)

    assert listed is not None
    assert plain is not None
    assert listed.baseline_mean * 4 == pytest.approx(3790.725)
    assert listed.period_mean * 4 == pytest.approx(546.8)
    assert plain.baseline_mean * 4 == pytest.approx(2237.25)
    assert listed.change == pytest.approx(-0.855753, abs=1e-6)
    assert plain.change == pytest.approx(-0.240898, abs=1e-6)


def test_log_difference_in_differences_of_the_dutch_series() -> None:
    did = log_did(*cbs_series(), YEARS_2018_21_TO_2023)

    assert did is not None
    assert did.value == pytest.approx(-1.66061, abs=1e-5)


def test_by_calendar_months_the_dutch_fall_is_the_same_over_whole_years() -> None:
    sanctioned, _ = cbs_series()
    matched = Windows(YEARS_2018_21_TO_2023.baseline, YEARS_2018_21_TO_2023.period, is_matched=True)

    found = compare(sanctioned, matched, small_base=0)

    assert found is not None
    assert found.change == pytest.approx(-0.855753, abs=1e-6)


def test_matched_months_do_not_read_a_season_as_a_rise() -> None:
    year = [100.0] * 9 + [400.0] * 3
    series = monthly("2020-01", year * 3)
    late = (2022 * 12 + 9, 2022 * 12 + 11)

    mean = compare(series, Windows((2020 * 12, 2021 * 12 + 11), late))
    matched = compare(series, Windows((2020 * 12, 2021 * 12 + 11), late, is_matched=True))

    assert mean is not None
    assert matched is not None
    assert mean.ratio == pytest.approx(400 / 175)
    assert (matched.ratio, matched.excess) == (1.0, 0.0)


def test_stockpiling_months_raise_the_baseline_only_where_they_are_in_it() -> None:
    series = monthly("2020-01", [100.0] * 21 + [300.0] * 4 + [100.0] * 2 + [200.0] * 9)
    windows = study_windows(Study(), 2022 * 12 + 10)

    without, within = compare(series, windows["mean_month"]), compare(series, windows["mean_month_with_stockpiling"])

    assert without is not None
    assert within is not None
    assert without.baseline_mean == 100.0
    assert within.baseline_mean == pytest.approx((21 * 100 + 4 * 300) / 25)
    assert without.ratio is not None
    assert within.ratio is not None
    assert without.ratio > within.ratio


def test_months_left_out_count_for_neither_side() -> None:
    series = monthly("2021-01", [100.0] * 9 + [900.0] * 3 + [900.0] + [200.0] * 11)
    windows = Windows((2021 * 12, 2021 * 12 + 11), (2022 * 12, 2022 * 12 + 11), (2021 * 12 + 9, 2022 * 12))

    found = compare(series, windows)

    assert found is not None
    assert (found.baseline_mean, found.baseline_count) == (100.0, 9)
    assert (found.period_mean, found.period_count) == (200.0, 11)


def test_the_usual_windows_begin_after_the_month_of_the_cut_off() -> None:
    windows = study_windows(Study(), 2022 * 12 + 10)

    assert {window.period for window in windows.values()} == {(2022 * 12 + 2, 2022 * 12 + 10)}
    assert windows["matched_12_months"].baseline == (2021 * 12 + 1, 2022 * 12)
    assert windows["years_2017_2021"].baseline == (2017 * 12, 2021 * 12 + 11)


def test_months_that_are_not_known_are_no_zeros() -> None:
    gap = monthly("2021-01", [100.0] * 12)
    del gap[2021 * 12 + 3]

    found = compare(gap | monthly("2022-01", [100.0]), Windows((2021 * 12, 2021 * 12 + 11), (2022 * 12, 2022 * 12)))

    assert found is not None
    assert (found.baseline_mean, found.baseline_count) == (100.0, 11)


def test_a_baseline_of_zero_has_no_ratio_and_a_small_one_is_flagged() -> None:
    windows = Windows((2021 * 12, 2021 * 12 + 11), (2022 * 12, 2022 * 12 + 11))
    zero = compare(monthly("2021-01", [0.0] * 12 + [50_000.0] * 12), windows)
    small = compare(monthly("2021-01", [9_000.0] * 12 + [50_000.0] * 12), windows)
    seldom = compare(monthly("2021-01", [0.0] * 7 + [900_000.0] * 5 + [50_000.0] * 12), windows)
    large = compare(monthly("2021-01", [20_000.0] * 12 + [50_000.0] * 12), windows)

    assert zero is not None
    assert (zero.ratio, zero.low, zero.high, zero.excess) == (None, None, None, 600_000.0)
    assert [c.is_small_base for c in (zero, small, seldom, large) if c is not None] == [True, True, True, False]


def test_nothing_is_said_of_a_side_without_months() -> None:
    windows = Windows((2021 * 12, 2021 * 12 + 11), (2022 * 12, 2022 * 12 + 11))

    assert compare(monthly("2022-01", [1.0] * 12), windows) is None
    assert log_did(monthly("2021-01", [1.0] * 24), monthly("2021-01", [0.0] * 24), windows) is None


def test_too_few_months_have_no_interval() -> None:
    found = compare(monthly("2021-01", [100.0] * 15), Windows((2021 * 12, 2021 * 12 + 11), (2022 * 12, 2022 * 12 + 11)))

    assert found is not None
    assert (found.ratio, found.low, found.high) == (1.0, None, None)


def test_the_interval_holds_the_true_ratio_about_as_often_as_it_says() -> None:
    random = np.random.default_rng(11)
    windows = Windows((2019 * 12, 2020 * 12 + 11), (2021 * 12, 2022 * 12 + 11))
    held = 0
    for _ in range(150):
        noise = random.normal(size=51)
        carried = noise[1:49] + 0.5 * noise[:48]  # a large month is followed by others
        values = np.exp(0.4 * carried) * np.repeat([100.0, 200.0], 24)
        found = compare(monthly("2019-01", values.tolist()), windows)
        assert found is not None
        assert found.low is not None
        assert found.high is not None
        held += found.low <= 2.0 <= found.high

    assert 0.85 <= held / 150 <= 0.99  # blocks of three months are a little short of the nominal 95 %


def test_what_moves_both_alike_does_not_widen_the_interval_of_the_difference() -> None:
    random = np.random.default_rng(3)
    shared = np.exp(random.normal(size=36))
    step = np.repeat([1.0, 3.0], [24, 12])
    windows = Windows((2020 * 12, 2021 * 12 + 11), (2022 * 12, 2022 * 12 + 11))

    did = log_did(monthly("2020-01", (shared * step).tolist()), monthly("2020-01", shared.tolist()), windows)

    assert did is not None
    assert did.value == pytest.approx(math.log(3))
    assert did.low == pytest.approx(math.log(3))
    assert did.high == pytest.approx(math.log(3))


def test_the_same_figures_give_the_same_interval() -> None:
    random = np.random.default_rng(5)
    series = monthly("2020-01", random.gamma(2.0, 1e5, size=36).tolist())
    windows = Windows((2020 * 12, 2021 * 12 + 11), (2022 * 12, 2022 * 12 + 11))

    assert compare(series, windows) == compare(dict(reversed(series.items())), windows)
