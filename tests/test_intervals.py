import pytest

from entrepot.intervals import Share, median_interval, weighted_share, wilson


def test_wilson_interval_is_that_of_the_textbook() -> None:
    # Newcombe, Statistics in Medicine 17 (1998) 857-872, table I, method 3: 81 of 263, 15 of 148, 0 of 20, 1 of 29.
    for hits, count, low, high in (
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ):
        share = wilson(hits, count)
        assert share.value == hits / count
        assert share.low == pytest.approx(low, abs=5e-5)
        assert share.high == pytest.approx(high, abs=5e-5)


def test_share_of_nothing_is_not_known() -> None:
    assert wilson(0, 0) == Share(None, None, None)
    assert weighted_share([], [], seed=1) == Share(None, None, None)
    assert weighted_share([True], [0.0], seed=1) == Share(None, None, None)
    assert median_interval([], seed=1) == Share(None, None, None)


def test_weighted_share_is_by_value_and_its_interval_holds_it_and_repeats() -> None:
    share = weighted_share([True, False, True, False] * 10, [3.0, 1.0, 3.0, 1.0] * 10, seed=7)
    assert share.value == pytest.approx(0.75)
    assert share.low is not None
    assert share.high is not None
    assert 0.5 < share.low < 0.75 < share.high < 0.95
    assert share == weighted_share([True, False, True, False] * 10, [3.0, 1.0, 3.0, 1.0] * 10, seed=7)


def test_median_has_an_interval_within_the_values() -> None:
    share = median_interval([1.0, 2.0, 3.0, 4.0, 50.0], seed=1)
    assert share.value == 3.0
    assert share.low is not None
    assert share.high is not None
    assert 1.0 <= share.low <= 3.0 <= share.high <= 50.0
