"""Separated zeros are those that a linear programme finds, no more and no fewer."""

import numpy as np
import numpy.typing as npt
import pytest
from scipy import optimize, sparse

from entrepot.flows.fit import Fit
from entrepot.flows.ppml import fit_ppml
from entrepot.flows.within import usable_rows


def small_panel(
    seed: int,
) -> tuple[npt.NDArray[np.float64], dict[str, npt.NDArray[np.float64]], list[npt.NDArray[np.int64]]]:
    """Return few rows, mostly zeros, with two groupings: separation is common."""
    draw = np.random.default_rng(seed)
    rows = int(draw.integers(20, 90))
    groupings = [draw.integers(0, rows // 8, rows), draw.integers(0, 5, rows)]
    columns = {
        "rare": (draw.random(rows) < 0.15).astype(np.float64),
        "level": draw.integers(0, 3, rows).astype(np.float64),
    }
    value = draw.poisson(np.exp(draw.normal(-1.0, 1.0, rows))).astype(np.float64)
    return value, columns, groupings


def separated_by_programme(
    value: npt.NDArray[np.float64], columns: list[npt.NDArray[np.float64]], groupings: list[npt.NDArray[np.int64]]
) -> int:
    """Return how many rows a combination can make positive that is zero on trade and never negative (bounded by one)."""
    dummies = [sparse.csr_matrix((np.ones(len(value)), (np.arange(len(value)), codes))) for codes in groupings]
    design = sparse.hstack([np.column_stack(columns), *dummies]).tocsr()
    zero = value == 0
    count = int(zero.sum())
    says = sparse.hstack([design[zero], -sparse.identity(count)])
    none = sparse.hstack([design[~zero], sparse.csr_matrix((int((~zero).sum()), count))])
    bounds = [(None, None)] * design.shape[1] + [(0, 1)] * count
    goal = np.concatenate([np.zeros(design.shape[1]), -np.ones(count)])
    matrix = sparse.vstack([says, none])
    found = optimize.linprog(goal, A_eq=matrix, b_eq=np.zeros(matrix.shape[0]), bounds=bounds, method="highs")
    return int((found.x[design.shape[1] :] > 1e-7).sum())


def test_as_many_rows_are_separated_as_the_programme_finds() -> None:
    seen = []
    for seed in range(40):
        value, columns, groupings = small_panel(seed)
        fit = fit_ppml(value, columns, groupings)
        if not isinstance(fit, Fit):
            continue
        kept, _, _ = usable_rows(groupings, value)
        chosen = [codes[kept] for codes in groupings]
        expected = separated_by_programme(value[kept], [column[kept] for column in columns.values()], chosen)
        assert fit.converged
        assert fit.dropped.separated == expected, seed
        seen.append(expected)
    assert sum(count > 0 for count in seen) >= 5
    assert sum(count == 0 for count in seen) >= 20


@pytest.mark.parametrize("scale", [1.0, 1e6])
def test_a_column_on_zeros_only_is_dropped_with_its_rows(scale: float) -> None:
    value = scale * np.array([0.0, 0, 0, 1, 2, 3, 1, 4])
    columns = {"never": np.array([1.0, 1, 0, 0, 0, 0, 0, 0]), "x": np.array([3.0, 1, 4, 1, 5, 9, 2, 6])}
    fit = fit_ppml(value, columns, [])
    assert isinstance(fit, Fit)
    assert (fit.names, fit.dropped.separated, fit.dropped.collinear) == (("x",), 2, ("never",))
