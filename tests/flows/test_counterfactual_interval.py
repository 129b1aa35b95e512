"""The interval of a counterfactual: exact small cases, few goods, months in common, a partner that took nothing before."""

import numpy as np
import pytest

from entrepot.flows.cells import Floats
from entrepot.flows.counterfactual import Counterfactual, Trade, amount, as_fall, counterfactual
from entrepot.flows.counterfactual_interval import effective, small_sample
from entrepot.flows.estimate import Amount
from entrepot.flows.period_comparison import Windows

BEFORE, AFTER = 12, 24
WINDOWS = Windows((0, BEFORE - 1), (BEFORE, BEFORE + AFTER - 1))
MONTHS = np.arange(BEFORE + AFTER)


def level_trade(before: tuple[float, ...], after: tuple[float, ...]) -> Trade:
    """Return listed goods that stay level before and after, with nothing to compare them with."""
    own = np.where(MONTHS[None] < BEFORE, np.array(before)[:, None], np.array(after)[:, None])
    return Trade(own, np.zeros_like(own), np.ones(len(before), dtype=np.bool_), MONTHS)


def estimate(of: Trade) -> Counterfactual:
    found = counterfactual(of, WINDOWS)
    assert isinstance(found, Counterfactual)
    return found


def total(of: Trade) -> Amount:
    found = estimate(of)
    return amount(found.total, found.totals)


def test_equal_goods_have_one_degree_of_freedom_fewer_than_there_are() -> None:
    for count in (2, 5, 40):
        factor, freedom = small_sample([np.full(count, 1.0 / count)])
        assert factor == pytest.approx(count / (count - 1))
        assert freedom == pytest.approx(count - 1)


def test_unequal_goods_of_two_series_have_the_trace_and_norm_of_the_quadratic_form() -> None:
    series = (np.array([0.5, 0.3, 0.2]), np.array([0.9, 0.06, 0.04]))
    whole = trace = norm = 0.0
    for shares in series:
        away = np.eye(3) - shares[None, :]  # each good's growth less the mean's
        form = away.T @ np.diag(shares**2) @ away
        whole, trace, norm = whole + float(np.sum(shares**2)), trace + np.trace(form), norm + float(np.sum(form**2))

    factor, freedom = small_sample(series)

    assert factor == pytest.approx(whole / trace)
    assert freedom == pytest.approx(trace**2 / norm)


def test_effective_goods_count_as_so_many_alike() -> None:
    assert effective(np.array([4.0, 4.0, 4.0])) == pytest.approx(3.0)
    assert effective(np.array([98.0, 1.0, 1.0])) == pytest.approx(100**2 / (98**2 + 2))
    assert effective(np.zeros(3)) == 0.0


def test_the_interval_is_the_t_interval_of_the_logarithm_computed_by_hand() -> None:
    # Of 400 the first two goods take 0.275 and 0.225 before, 0.225 and 0.275 after: both sides together, four alike.
    found = total(level_trade((110.0, 90.0, 100.0, 100.0), (90.0, 110.0, 100.0, 100.0)))

    error = np.sqrt((0.05**2 + 0.05**2) * 4 / 3)
    reach = np.exp(3.182446305 * error)  # t quantile of 0.975 with three degrees of freedom

    assert found.value == pytest.approx(0.0, abs=1e-6)
    assert found.low == pytest.approx(AFTER * 400.0 * (1 - reach))
    assert found.high == pytest.approx(AFTER * 400.0 * (1 - 1 / reach))


def test_one_good_that_carries_everything_says_nothing_of_how_it_varies() -> None:
    found = total(level_trade((1e6,), (3e6,)))

    assert found.value == pytest.approx(AFTER * 2e6)
    assert found.low is None
    assert found.high == pytest.approx(AFTER * 3e6)  # no counterfactual is less than nothing


def test_no_more_is_lost_than_there_was() -> None:
    # Of 400 a month 20 are left, and of other goods: the doubt is in what is left.
    found = estimate(level_trade((110.0, 90.0, 100.0, 100.0), (1.0, 1.0, 3.0, 15.0)))
    lost = amount(-found.total, -as_fall(found).totals)

    assert lost.value == pytest.approx(AFTER * 380.0)
    assert lost.low is not None
    assert lost.high is not None
    assert lost.low < AFTER * 380.0 < lost.high <= AFTER * 400.0


def test_a_dominant_good_widens_the_interval_beyond_that_of_equal_goods() -> None:
    growth = (1.2, 0.8, 1.1, 0.9, 1.0, 1.0)
    equal, unequal = (100.0,) * 6, (500.0, 20.0, 20.0, 20.0, 20.0, 20.0)
    widths = []
    for base in (equal, unequal):
        found = total(level_trade(base, tuple(b * g for b, g in zip(base, growth, strict=True))))
        assert found.low is not None
        assert found.high is not None
        widths.append((found.high - found.low) / sum(base))

    assert widths[1] > 2 * widths[0]


def test_a_partner_that_took_nothing_before_is_held_by_the_rule_of_three() -> None:
    found = total(level_trade((0.0,) * 20, (100.0,) * 20))
    whole = AFTER * 2000.0

    # -ln(0.025) goods groups in 12 months, twice as many in 24, each a twentieth of what came.
    assert found.value == pytest.approx(whole)
    assert found.low == pytest.approx(whole * (1 + np.log(0.025) * (AFTER / BEFORE) / 20))
    assert found.high == pytest.approx(whole)


def test_few_goods_out_of_nothing_are_not_told_from_chance() -> None:
    low = total(level_trade((0.0,) * 3, (1e6,) * 3)).low

    assert low is not None
    assert low < 0


def test_months_that_move_all_goods_together_widen_the_interval() -> None:
    random = np.random.default_rng(1)
    noise = np.exp(random.normal(0.0, 0.4, (20, len(MONTHS))))
    together = np.repeat(np.exp(random.normal(0.0, 0.6, (1, len(MONTHS)))), 20, axis=0)
    apart = np.exp(random.normal(0.0, 0.6, (20, len(MONTHS))))
    errors = []
    for shocks in (together, apart):
        found = estimate(Trade(1e5 * noise * shocks, np.zeros_like(noise), np.ones(20, dtype=np.bool_), MONTHS))
        low, high = np.quantile(found.log_effects, [0.025, 0.975])
        errors.append(high - low)

    assert errors[0] > 1.5 * errors[1]


def test_goods_are_drawn_alike_for_all_partners_so_that_their_sum_holds_what_they_share() -> None:
    random = np.random.default_rng(3)

    def partner() -> Counterfactual:
        grown = np.exp(random.normal(0.0, 0.5, 30))
        return estimate(level_trade((100.0,) * 30, tuple((100.0 * grown).tolist())))

    def width(drawn: Floats) -> float:
        found = amount(0.0, drawn)
        assert found.low is not None
        assert found.high is not None
        return found.high - found.low

    one, other = partner(), partner()

    assert width(one.totals + one.totals) == pytest.approx(2 * width(one.totals))
    assert width(one.totals + other.totals) < 0.9 * (width(one.totals) + width(other.totals))


@pytest.mark.parametrize("goods", [12, 40])
@pytest.mark.parametrize("effect", [0.0, 1.0])
def test_the_interval_holds_the_truth_as_often_as_it_says_with_few_goods_too(goods: int, effect: float) -> None:
    held = above = 0
    for seed in range(150):
        trade, truth = _drawn(seed, goods, effect)
        found = total(trade)
        held += (found.low is None or found.low <= truth) and (found.high is None or found.high >= truth)
        above += found.low is not None and found.low > truth

    assert held >= 138  # 92 % of 150: three standard errors of chance below 97
    assert above <= 8


def _drawn(seed: int, goods: int, effect: float) -> tuple[Trade, float]:
    """Return trade of goods that each grow at random for good, with `effect` on the listed half, and what that came to."""
    random = np.random.default_rng([seed, goods])
    listed, after = np.arange(goods) < goods // 2, MONTHS >= BEFORE

    def side() -> Floats:
        size, lasting = np.exp(random.normal(11, 1, goods)), np.exp(random.normal(0, 0.4, goods))
        level = size[:, None] * np.where(after[None], lasting[:, None], 1.0)
        return np.asarray(level * np.exp(random.normal(0, 0.4, level.shape)))

    own, control = side(), side()
    put_on = own * listed[:, None] * after[None] * effect
    return Trade(own + put_on, control, listed, MONTHS), float(put_on.sum())
