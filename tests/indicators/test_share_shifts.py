"""A share's rise against another's, and the place of a step."""

import numpy as np
import pytest

from entrepot.indicators.share_shifts import Counted, net_rise_p, step_place


def test_a_large_rise_is_unlikely_and_the_same_rise_of_other_goods_explains_it() -> None:
    risen = Counted(before_hits=2, before_lines=40, after_hits=30, after_lines=40)

    assert net_rise_p(risen, None) < 1e-9
    assert net_rise_p(risen, Counted(2, 40, 2, 40)) < 1e-6
    assert net_rise_p(risen, risen) == pytest.approx(0.5)
    assert net_rise_p(Counted(30, 40, 2, 40), None) > 0.99


def test_shares_of_none_and_all_have_a_spread() -> None:
    assert 0 < net_rise_p(Counted(0, 5, 5, 5), None) < 0.01
    assert net_rise_p(Counted(0, 5, 0, 5), None) == pytest.approx(0.5)


def test_chance_alone_gives_the_nominal_share_of_small_p_values() -> None:
    draw = np.random.default_rng(1)
    p_values = [
        net_rise_p(Counted(int(draw.binomial(30, 0.3)), 30, int(draw.binomial(50, 0.3)), 50), None) for _ in range(2000)
    ]

    assert np.mean(np.array(p_values) <= 0.05) == pytest.approx(0.05, abs=0.015)


def test_the_step_is_found_where_the_mean_changes() -> None:
    assert step_place([(5, 0.0), (5, 0.1), (1, 0.9), (5, 1.0), (5, 0.9)]) == 2
    assert step_place([(5, 0.4)]) == 0
    assert step_place([]) == 0
