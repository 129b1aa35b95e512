"""The wild cluster bootstrap for few clusters."""

import numpy as np
import pytest

from entrepot.flows.fit import Fit, NotApplicable
from entrepot.flows.ols import fit_ols
from entrepot.flows.ppml import fit_ppml
from entrepot.flows.wild_bootstrap import WildTest, wild_test


def clustered(seed: int, clusters: int, effect: float, *, estimator: str = "ols") -> Fit:
    """Return a fit on clusters of 30 rows with a common shock to half of each; the column varies between halves."""
    draw = np.random.default_rng(seed)
    cluster = np.repeat(np.arange(clusters), 30)
    half = np.arange(len(cluster)) % 2
    x = (half * (cluster % 2 == 0)).astype(np.float64) + 0.3 * draw.normal(size=len(cluster))
    log_mean = effect * x + 0.8 * draw.normal(size=clusters)[cluster] * half + draw.normal(size=clusters)[cluster]
    noise = draw.lognormal(0, 0.5, len(cluster))
    value = draw.poisson(50 * np.exp(log_mean) * noise) + 1.0
    columns = {"x": x, "half": half.astype(np.float64)}
    fit = (fit_ols if estimator == "ols" else fit_ppml)(value, columns, [cluster], [cluster])
    assert isinstance(fit, Fit)
    return fit


def outcome(fit: Fit, **settings: float) -> WildTest:
    result = wild_test(fit, "x", draws=499, **settings)  # type: ignore[arg-type]
    assert isinstance(result, WildTest)
    return result


@pytest.mark.parametrize(
    ("clusters", "weights", "draws", "is_complete"),
    [(5, "Webb", 6**5, True), (8, "Webb", 499, False), (12, "Rademacher", 2**12, True), (20, "Rademacher", 499, False)],
)
def test_weights_follow_the_number_of_clusters(clusters: int, weights: str, draws: int, is_complete: bool) -> None:
    result = outcome(clustered(1, clusters, 0.5))
    assert (result.weights, result.draws, result.is_complete, result.clusters) == (
        weights,
        draws,
        is_complete,
        clusters,
    )


def test_every_combination_gives_the_share_counted_by_hand() -> None:
    """Ten clusters of one sign each, no columns beside: the statistic of each sign pattern can be written down."""
    draw = np.random.default_rng(3)
    cluster = np.repeat(np.arange(10), 4)
    x = np.tile([0.0, 0, 1, 1], 10)
    value = np.exp(0.4 * x * draw.normal(1, 1, 10)[cluster] + 0.1 * draw.normal(size=40))
    fit = fit_ols(value, {"x": x}, [cluster], [cluster])
    assert isinstance(fit, Fit)
    slopes = np.array(
        [np.log(value[cluster == g])[2:].mean() - np.log(value[cluster == g])[:2].mean() for g in range(10)]
    )
    signs = np.array(np.meshgrid(*[[-1.0, 1.0]] * 10)).reshape(10, -1).T * slopes
    means = signs.mean(axis=1)
    statistic = np.abs(means) / np.sqrt(((signs - means[:, None]) ** 2).sum(axis=1))
    seen = abs(slopes.mean()) / np.sqrt(((slopes - slopes.mean()) ** 2).sum())
    expected = (statistic >= seen - 1e-9).mean()
    assert outcome(fit).p_value == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("estimator", ["ols", "ppml"])
def test_the_interval_holds_what_is_not_rejected(estimator: str) -> None:
    fit = clustered(2, 12, 0.5, estimator=estimator)
    result = outcome(fit)
    assert result.low is not None
    assert result.high is not None
    assert result.low < fit.coefficients[0] < result.high
    assert outcome(fit, null=result.low - 0.01).p_value <= 0.05
    assert outcome(fit, null=result.low + 0.01).p_value > 0.05
    assert outcome(fit, null=result.high + 0.01).p_value <= 0.05


def test_false_alarms_are_near_nominal_with_eight_clusters_where_many_more_come_from_the_normal_approximation() -> None:
    trials = 150
    wild = normal = 0
    for seed in range(trials):
        fit = clustered(1000 + seed, 8, 0.0)
        wild += outcome(fit).p_value <= 0.05
        normal += bool(abs(fit.coefficients[0] / fit.standard_errors[0]) > 1.96)
    assert wild / trials <= 0.10
    assert normal > wild


def test_the_same_seed_gives_the_same_answer() -> None:
    fit = clustered(4, 20, 0.3)
    assert outcome(fit) == outcome(fit)


def test_what_cannot_be_tested_is_said() -> None:
    fit = clustered(1, 8, 0.0)
    unknown = wild_test(fit, "unknown")
    assert isinstance(unknown, NotApplicable)
    assert "unknown" in unknown.reason
    two = wild_test(clustered(1, 2, 0.0), "x")
    assert isinstance(two, NotApplicable)
    assert "Only 2 clusters" in two.reason
    x = np.array([0.0, 1, 0, 1, 0, 1])
    alone = fit_ppml(np.array([1.0, 2, 3, 4, 5, 7]), {"x": x}, [np.zeros(6, dtype=np.int64)])
    assert isinstance(alone, Fit)
    assert isinstance(wild_test(alone, "x"), NotApplicable)
