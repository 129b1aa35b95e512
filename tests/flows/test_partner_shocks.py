"""What moves a partner's listed goods as a whole: measured on unaffected partners, where there are enough of them."""

from dataclasses import replace

import numpy as np
import pytest

from entrepot.flows.cells import Floats
from entrepot.flows.counterfactual import Trade, amount, counterfactual
from entrepot.flows.counterfactual_interval import Sides
from entrepot.flows.partner_shocks import partner_shocks
from entrepot.flows.period_comparison import Windows

BEFORE, AFTER, GOODS = 12, 12, 40
WINDOWS = Windows((0, BEFORE - 1), (BEFORE, BEFORE + AFTER - 1))
POST = np.arange(BEFORE + AFTER) >= BEFORE
LISTED = np.arange(GOODS) < GOODS // 2


def grown(factor: float) -> dict[str, Sides]:
    """Return five listed goods that all grow by a factor: their goods explain nothing of it."""
    months = np.full(6, 1 / 6)
    return {"listed": Sides(np.full((5, 6), 10.0), np.full((5, 6), 10.0 * factor), months, months)}


def test_a_spread_that_goods_do_not_explain_is_the_partners_own() -> None:
    factors = (0.5, 1.0, 2.0, 4.0, 2.0)

    variance, degrees = partner_shocks([grown(factor) for factor in factors])

    # Logarithms are -1, 0, 1, 2, 1 times ln 2: mean 0.6, squares off it 5.2, over four.
    assert variance == pytest.approx(5.2 / 4 * np.log(2) ** 2 * (1 + 1 / 5))
    assert degrees == 3


def test_partners_that_grow_alike_add_nothing() -> None:
    assert partner_shocks([grown(2.0) for _ in range(6)])[0] == pytest.approx(0.0)


def test_three_partners_are_too_few_for_a_spread() -> None:
    assert partner_shocks([grown(factor) for factor in (0.5, 1.0, 4.0)]) == (0.0, 0.0)


def test_a_partner_without_trade_before_is_no_measure() -> None:
    months = np.full(6, 1 / 6)
    nothing = {"listed": Sides(np.zeros((5, 6)), np.ones((5, 6)), months, months)}

    assert partner_shocks([nothing, *(grown(factor) for factor in (0.5, 1.0, 4.0))]) == (0.0, 0.0)


def test_intervals_hold_shocks_of_whole_partners_where_unaffected_ones_stand_apart() -> None:
    held, blind = 0, 0
    for seed in range(120):
        trade, truth = _shocked(seed, partners=6)
        held += _holds(trade, truth)
        blind += _holds(replace(trade, apart=()), truth)

    assert blind <= 0.85 * 120  # goods alone do not show what moves all of them
    assert held >= 0.90 * 120


def _holds(trade: Trade, truth: float) -> bool:
    result = counterfactual(trade, WINDOWS)
    assert not isinstance(result, str)
    interval = amount(result.total, result.totals)
    return (interval.low is None or interval.low <= truth) and (interval.high is None or interval.high >= truth)


def _shocked(seed: int, partners: int) -> tuple[Trade, float]:
    """Return a partner whose listed goods double beyond the shock (sd 0.4) that every partner's have, and what that came to."""
    random = np.random.default_rng([seed, partners])

    def one() -> Floats:
        lasting = np.exp(random.normal(0, 0.4, GOODS) + LISTED * random.normal(0, 0.4))
        level = np.exp(random.normal(11, 1, GOODS))[:, None] * np.where(POST[None], lasting[:, None], 1.0)
        return np.asarray(level * np.exp(random.normal(0, 0.4, level.shape)))

    own, apart = one(), tuple(one() for _ in range(partners))
    put_on = own * LISTED[:, None] * POST[None]
    trade = Trade(own + put_on, np.sum(apart, axis=0), LISTED, np.arange(BEFORE + AFTER), apart)
    return trade, float(put_on.sum())
