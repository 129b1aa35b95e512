"""The counterfactual: its arithmetic, what it rests on, and how often its interval holds what was put on top."""

import numpy as np
import pytest

from entrepot.flows.counterfactual import Counterfactual, Trade, amount, available, counterfactual
from entrepot.flows.estimate import Amount
from entrepot.flows.period_comparison import Windows

BEFORE, AFTER = 12, 12
WINDOWS = Windows((0, BEFORE - 1), (BEFORE, BEFORE + AFTER - 1))
LISTED = np.array([True] * 4 + [False] * 4)


def trade(own: tuple[float, float], control: tuple[float, float], *, base: float = 100_000.0) -> Trade:
    """Return level trade: growth of (listed, unlisted) goods to the partner and to the unaffected after the date."""
    after = np.arange(BEFORE + AFTER) >= BEFORE

    def side(growth: tuple[float, float]) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        factor = np.where(LISTED, growth[0], growth[1])[:, None]
        return np.where(after[None], factor, 1.0) * base

    return Trade(side(own), side(control), LISTED, np.arange(BEFORE + AFTER))


def estimate(of: Trade, windows: Windows = WINDOWS) -> Counterfactual:
    found = counterfactual(of, windows)
    assert isinstance(found, Counterfactual)
    return found


def test_the_growth_of_what_was_not_affected_is_taken_off() -> None:
    found = estimate(trade((3.0, 1.5), (1.2, 0.8)))

    expected = 1.5 * 1.2 / 0.8  # unlisted goods to the partner, listed against unlisted goods elsewhere
    assert found.basis == "unlisted_goods_and_other_partners"
    assert found.level == pytest.approx(4 * 100_000 * expected)
    assert found.total == pytest.approx(AFTER * 4 * 100_000 * (3.0 - expected))
    assert found.log_effect == pytest.approx(np.log(3.0 / expected))


def test_months_add_up_to_the_total() -> None:
    found = estimate(trade((3.0, 1.5), (1.2, 0.8)))

    assert float((found.observed - found.level).sum()) == pytest.approx(found.total)


@pytest.mark.parametrize(
    ("without", "basis", "factor"),
    [
        ("control", "unlisted_goods", 1.5),
        ("unlisted", "other_partners", 1.2),
        ("both", "own_baseline", 1.0),
    ],
)
def test_without_comparison_it_falls_back_and_says_on_what(without: str, basis: str, factor: float) -> None:
    whole = trade((3.0, 1.5), (1.2, 0.8))
    own = whole.own * np.where(LISTED, 1.0, 0.0)[:, None] if without in {"unlisted", "both"} else whole.own
    control = whole.control * 0.0 if without in {"control", "both"} else whole.control

    found = estimate(Trade(own, control, LISTED, whole.months))

    assert found.basis == basis
    assert found.level == pytest.approx(4 * 100_000 * factor)


def test_too_small_a_comparison_says_nothing_of_growth() -> None:
    small = trade((3.0, 1.5), (1.2, 0.8), base=2_000.0)  # four goods: 8,000 a month

    assert available(small, WINDOWS) == ("own_baseline",)


def test_a_comparison_that_one_good_makes_up_says_nothing_of_growth() -> None:
    whole = trade((3.0, 1.5), (1.2, 0.8))
    heavy = np.where(np.arange(8) == 7, 100.0, 1.0)[:, None]  # of the unlisted goods

    assert available(Trade(whole.own * heavy, whole.control, LISTED, whole.months), WINDOWS) == (
        "other_partners",
        "own_baseline",
    )


def test_a_basis_that_is_not_there_is_refused() -> None:
    small = trade((3.0, 1.5), (1.2, 0.8), base=2_000.0)

    assert counterfactual(small, WINDOWS, "unlisted_goods") == "No trade that this could rest on."


def test_few_months_give_a_reason_instead_of_a_figure() -> None:
    reason = counterfactual(trade((3.0, 1.5), (1.2, 0.8)), Windows((8, 11), (12, 23)))

    assert reason == "Only 4 months of the baseline and 12 since the cut-off have figures."


def test_trade_that_begins_after_the_date_has_no_counterfactual_but_an_amount() -> None:
    whole = trade((1.0, 1.0), (1.0, 1.0))
    own = whole.own.copy()
    own[:4, :BEFORE] = 0.0

    found = estimate(Trade(own, whole.control, LISTED, whole.months))

    assert found.level == 0.0
    assert found.log_effect is None
    assert found.total == pytest.approx(float(own[:4, BEFORE:].sum()))


def test_matched_months_weigh_the_baseline_by_season() -> None:
    whole = trade((1.0, 1.0), (1.0, 1.0))
    season = np.where(np.arange(BEFORE + AFTER) % 12 < 6, 2.0, 1.0)
    only = Trade(whole.own * season, whole.control * 0.0, LISTED, whole.months)
    half = Windows((0, 11), (12, 17), is_matched=True)  # the six strong months alone

    assert estimate(only, half).total == pytest.approx(0.0, abs=1e-6)
    assert estimate(only, Windows((0, 11), (12, 17))).total > 0


def test_an_interval_is_open_where_draws_have_no_figure() -> None:
    drawn = np.concatenate([np.full(60, -np.inf), np.linspace(0.0, 1.0, 939)])

    assert amount(0.5, drawn).low is None
    assert amount(0.5, drawn).high == pytest.approx(1.0, abs=0.05)


def test_the_interval_holds_what_was_put_on_top_about_as_often_as_it_says() -> None:
    held = found_above = 0
    for seed in range(120):
        drawn, put_on = _drawn(seed, effect=1.0)
        result = estimate(drawn)
        interval = amount(result.total, result.totals)
        held += _holds(interval, put_on)
        none, _ = _drawn(seed, effect=0.0)
        quiet = estimate(none)
        found_above += (amount(quiet.total, quiet.totals).low or 0.0) > 0
    assert held >= 109  # 91 % of 120: two standard errors of chance below 95
    assert found_above <= 6


def _drawn(seed: int, effect: float) -> tuple[Trade, float]:
    """Return trade of 40 goods that each grow at random for good, with `effect` on the listed, and what that came to."""
    random = np.random.default_rng(seed)
    listed = np.arange(40) < 20
    after = np.arange(BEFORE + AFTER) >= BEFORE

    def side() -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
        size, lasting = np.exp(random.normal(11, 1, 40)), np.exp(random.normal(0, 0.4, 40))
        level = np.where(after[None], (size * lasting)[:, None], size[:, None])
        noisy: np.ndarray[tuple[int, ...], np.dtype[np.float64]] = level * np.exp(random.normal(0, 0.4, level.shape))
        return noisy

    own, control = side(), side()
    put_on = own * listed[:, None] * after[None] * effect
    return Trade(own + put_on, control, listed, np.arange(BEFORE + AFTER)), float(put_on.sum())


def _holds(interval: Amount, truth: float) -> bool:
    assert interval.low is not None
    assert interval.high is not None
    return interval.low <= truth <= interval.high
