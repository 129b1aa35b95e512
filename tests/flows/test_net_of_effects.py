"""What is net of the effects already stays as it is: rounding is no gradient to follow."""

import numpy as np
import pytest

from entrepot.flows.fit import Fit
from entrepot.flows.ols import fit_ols
from entrepot.flows.within import Effects, Within

SHAPE = (
    1,
    5,
    18,
    33,
)  # one exporter: its goods by month stand in a balanced panel, and rounding alone is left after one pass


def groupings() -> list[np.ndarray[tuple[int], np.dtype[np.int64]]]:
    _, j, k, t = (axis.ravel() for axis in np.indices(SHAPE))
    return [j * 18 + k, k * 33 + t, j * 33 + t]


def treated() -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    _, j, k, t = (axis.ravel() for axis in np.indices(SHAPE))
    return np.where((j == 2) & (k < 8) & (t >= 21), 1.0, 0.0)


def test_net_columns_are_left_as_they_are() -> None:
    effects = Effects(groupings(), int(np.prod(SHAPE)))
    within = Within(effects, np.ones(effects.rows))
    net = within.residual(effects.put(treated()), 1e-10)

    assert within.residual(net, 1e-10) == pytest.approx(net, abs=1e-12)


def test_least_squares_finds_a_planted_effect_in_a_balanced_panel() -> None:
    _, j, _, t = (axis.ravel() for axis in np.indices(SHAPE))
    noise = np.random.default_rng(2).normal(0, 0.1, treated().shape)
    fit = fit_ols(np.exp(5 + 1.1 * treated() + 0.3 * j + 0.01 * t + noise), {"hub": treated()}, groupings())

    assert isinstance(fit, Fit)
    assert fit.coefficients[0] == pytest.approx(1.1, abs=0.05)
