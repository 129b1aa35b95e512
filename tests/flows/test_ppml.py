"""PPML and least squares net of many effects: equal to pyfixest's answers, and right where there is little to go on."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from panel_generated import PANELS, GeneratedPanel, generated

from entrepot.flows.fit import Fit, NotApplicable
from entrepot.flows.ols import LOG1P_WARNING, fit_ols
from entrepot.flows.ppml import fit_ppml

ANSWERS: dict[str, Any] = json.loads((Path(__file__).parent / "pyfixest_answers.json").read_text(encoding="utf-8"))
CLUSTERS = {"hetero": (), "k": ("k",), "k+j": ("k", "j")}


def fitted(panel: GeneratedPanel, errors: str, estimator: str) -> Fit:
    clusters = [panel.clusters[name] for name in CLUSTERS[errors]]
    estimate = fit_ppml if estimator == "ppml" else fit_ols
    fit = estimate(panel.value, panel.columns, list(panel.groupings.values()), clusters)
    assert isinstance(fit, Fit)
    return fit


def ones(rows: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    return np.zeros(rows, dtype=np.int64)


@pytest.mark.parametrize("size", PANELS)
@pytest.mark.parametrize("estimator", ["ppml", "ols"])
@pytest.mark.parametrize("errors", CLUSTERS)
def test_coefficients_errors_and_rows_are_those_of_pyfixest(size: str, estimator: str, errors: str) -> None:
    answer = ANSWERS[f"{size} {estimator} {errors}"]
    fit = fitted(generated(**PANELS[size]), errors, estimator)
    assert fit.coefficients == pytest.approx(answer["coefficients"], rel=1e-8)
    if any("not positive" in warning for warning in fit.warnings):  # pyfixest leaves such a covariance as it is
        assert (errors, fit.clusters[1]) == ("k+j", 4)
        assert (fit.standard_errors > np.array(answer["standard_errors"])).all()
    else:
        assert fit.standard_errors == pytest.approx(answer["standard_errors"], rel=1e-8)
    assert fit.rows_used == answer["rows"]
    if estimator == "ppml":
        assert fit.deviance == pytest.approx(answer["deviance"], rel=1e-8)


def test_the_unit_of_value_and_the_order_of_rows_do_not_matter() -> None:
    panel = generated(**PANELS["small"])
    order = np.random.default_rng(5).permutation(len(panel.value))
    columns = {name: column[order] for name, column in panel.columns.items()}
    groupings = [codes[order] * 7 + 3 for codes in panel.groupings.values()]
    moved = fit_ppml(panel.value[order] * 1e7, columns, groupings, [panel.clusters["k"][order]])
    plain = fitted(panel, "k", "ppml")
    assert isinstance(moved, Fit)
    assert moved.coefficients == pytest.approx(plain.coefficients, abs=1e-9)
    assert moved.standard_errors == pytest.approx(plain.standard_errors, rel=1e-8)
    back = np.zeros(len(order))
    back[order[moved.used]] = moved.fitted / 1e7
    assert back[plain.used] == pytest.approx(plain.fitted, rel=1e-6, abs=1e-9)


def test_fitted_values_meet_the_sums_of_every_grouping() -> None:
    panel = generated(**PANELS["small"])
    fit = fitted(panel, "k", "ppml")
    for codes in panel.groupings.values():
        seen = np.bincount(codes[fit.used], weights=panel.value[fit.used])
        assert np.bincount(codes[fit.used], weights=fit.fitted) == pytest.approx(seen, rel=1e-5, abs=1e-5)


def test_rows_left_out_are_counted_by_reason() -> None:
    panel = generated(**PANELS["small"])
    fit = fitted(panel, "k", "ppml")
    assert fit.dropped.all_zero_groups > 0
    assert fit.rows_used + fit.dropped.rows == len(panel.value)
    linear = fitted(panel, "k", "ols")
    assert linear.dropped.zeros == int((panel.value == 0).sum())
    assert linear.dropped.singletons > 0
    assert linear.rows_used + linear.dropped.rows == len(panel.value)


def test_zeros_that_a_column_separates_are_left_out_as_if_they_had_not_been_there() -> None:
    draw = np.random.default_rng(0)
    place, month, x = draw.integers(0, 20, 400), draw.integers(0, 10, 400), draw.normal(size=400)
    value = draw.poisson(np.exp(0.3 * x)).astype(np.float64)
    away = (value == 0) & (draw.random(400) < 0.3)
    hidden = away * (draw.random(400) + 0.1) + draw.normal(size=20)[place] + draw.normal(size=10)[month]
    fit = fit_ppml(value, {"x": x, "hidden": hidden}, [place, month], [place])
    plain = fit_ppml(value[~away], {"x": x[~away]}, [place[~away], month[~away]], [place[~away]])
    assert isinstance(fit, Fit)
    assert isinstance(plain, Fit)
    assert (fit.dropped.separated, fit.dropped.collinear) == (int(away.sum()), ("hidden",))
    assert fit.coefficients == pytest.approx(plain.coefficients, abs=1e-8)
    assert fit.standard_errors == pytest.approx(plain.standard_errors, rel=1e-6)


def test_small_fitted_values_alone_are_not_separation() -> None:
    value = np.array([0.0, 1.0, 0.0, 1.0, 1e6, 2e6, 1e6, 3e6])
    rise = np.array([0.0, 0, 0, 0, 0, 1, 0, 1])
    fit = fit_ppml(value, {"rise": rise}, [np.array([0, 0, 0, 0, 1, 1, 1, 1])])
    assert isinstance(fit, Fit)
    assert fit.dropped.rows == 0
    assert fit.coefficients[0] == pytest.approx(np.log(2.5), abs=1e-8)


def test_collinear_columns_are_dropped_and_named() -> None:
    panel = generated(**PANELS["small"])
    columns = {
        "first": panel.columns["first"],
        "twice": 2 * panel.columns["first"],
        "absorbed": (panel.groupings["jt"] % 5).astype(np.float64),
        "nothing": np.zeros(len(panel.value)),
    }
    for fit in (
        fit_ppml(panel.value, columns, list(panel.groupings.values())),
        fit_ols(panel.value, columns, list(panel.groupings.values())),
    ):
        assert isinstance(fit, Fit)
        assert fit.names == ("first",)
        assert set(fit.dropped.collinear) == {"twice", "absorbed", "nothing"}
        assert fit.coefficient("twice") is None


@pytest.mark.parametrize(
    ("value", "column", "codes", "reason"),
    [
        ([], [], [], "no rows"),
        ([0, 0, 0], [0, 1, 0], [0, 0, 0], "Every value is zero"),
        ([1, 2, 3], [1, 1, 1], [0, 0, 0], "No column varies"),
        ([1, 2, 3], [0, 1, 0], [0, 1, 2], "the only one"),
    ],
)
def test_what_cannot_be_estimated_is_said_in_words(
    value: list[float], column: list[float], codes: list[int], reason: str
) -> None:
    numbers, columns = np.array(value, dtype=np.float64), {"x": np.array(column, dtype=np.float64)}
    for estimate in (fit_ppml, fit_ols):
        result = estimate(numbers, columns, [np.array(codes, dtype=np.int64)])
        assert isinstance(result, NotApplicable)
        assert reason in result.reason


def test_one_cluster_says_nothing_of_errors() -> None:
    value, x = np.array([1.0, 2, 3, 4]), np.array([0.0, 1, 0, 1])
    result = fit_ppml(value, {"x": x}, [ones(4)], [ones(4)])
    assert isinstance(result, NotApplicable)
    assert "one cluster" in result.reason


def test_an_exact_fit_says_that_its_errors_mean_nothing() -> None:
    fit = fit_ppml(np.array([1.0, 2]), {"x": np.array([0.0, 1])}, [ones(2)])
    assert isinstance(fit, Fit)
    assert fit.coefficients[0] == pytest.approx(np.log(2))
    assert any("as many parameters as rows" in warning for warning in fit.warnings)


def test_few_clusters_are_said_and_percentages_are_of_the_exponential() -> None:
    fit = fitted(generated(**PANELS["small"]), "k", "ppml")
    assert any("Only 12 clusters" in warning for warning in fit.warnings)
    effect = fit.coefficient("first")
    assert effect is not None
    assert effect.percent == pytest.approx(100 * (np.exp(fit.coefficients[0]) - 1))
    assert effect.percent_interval[0] < effect.percent < effect.percent_interval[1]


def test_joint_test_of_one_coefficient_is_the_square_of_its_t() -> None:
    fit = fitted(generated(**PANELS["wide"]), "k", "ppml")
    tested, single = fit.joint_test(["first", "unknown"]), fit.coefficient("first")
    assert tested is not None
    assert single is not None
    assert tested[0] == pytest.approx((single.estimate / single.standard_error) ** 2)
    assert tested[1] == pytest.approx(single.p_value)
    assert tested[2] == 1
    assert fit.joint_test(["unknown"]) is None


def test_ln_of_one_plus_value_depends_on_the_unit_and_says_so() -> None:
    panel = generated(**PANELS["wide"])
    groupings = list(panel.groupings.values())
    fits = [fit_ols(panel.value * unit, panel.columns, groupings, scale="log1p") for unit in (1.0, 1000.0)]
    small, large = fits
    assert isinstance(small, Fit)
    assert isinstance(large, Fit)
    assert LOG1P_WARNING in small.warnings
    assert abs(large.coefficients[0] - small.coefficients[0]) > 0.3
    assert small.rows_used == large.rows_used == len(panel.value)
