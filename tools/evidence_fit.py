"""Likelihood ratios of raised findings by logistic regression: jointly, so that what two indicators both tell counts once.

The log odds of a party to be in a planted scheme are those of its world (the share planted there) plus a step for each band of
each indicator raised on it, none below zero: a stronger band never tells less, and a finding never speaks for innocence. What was
not raised counts nothing, for findings do not say of whom an indicator was asked: a firm that only imports was never asked of
exports, and its silence there is no sign of honesty. So the odds of firms without a finding are told too high.

The ridge draws the first step of an indicator to half of what
its findings tell alone: one that in the worlds always comes with stronger ones would weigh nothing where it stands alone.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import minimize, minimize_scalar

from entrepot.case.ranking.bands import EDGES

RIDGES = (0.3, 1.0, 3.0, 10.0)  # tried; the least log loss on worlds left out chooses
_HALF = 0.5  # [P] of the log ratio alone: between counting it whole and not at all where the worlds cannot tell
NAMED = len(EDGES)  # the step of a firm that is only named with the subject of a pair


@dataclass(frozen=True)
class Pattern:
    """Parties of one world on which the same was raised: `raised` has the band by indicator, or `NAMED`."""

    world: int
    raised: tuple[tuple[str, int], ...]
    subjects: int
    others: int


@dataclass(frozen=True)
class Fit:
    """What was learned, in natural logarithms: steps by (indicator, band)."""

    steps: Mapping[tuple[str, int], float]
    ridge: float
    log_loss: float
    base_log_loss: float
    slope: float


def fit_evidence(patterns: Sequence[Pattern]) -> Fit:
    """Return the fit with the ridge that does best on worlds left out, its steps scaled so that those worlds are calibrated."""
    tried = [(*_left_out(patterns, ridge), ridge) for ridge in RIDGES]
    loss, slope, ridge = min(tried)
    columns = _columns(patterns)
    steps = _fitted(patterns, columns, ridge)
    scaled = {column: slope * float(step) for column, step in zip(columns, steps, strict=True)}
    return Fit(
        scaled,
        ridge,
        loss,
        _log_loss(patterns, np.array([_prior(patterns, p.world) for p in patterns])),
        slope,
    )


def prior_log_odds(patterns: Sequence[Pattern]) -> float:
    """Return the log odds of any party of the worlds together."""
    # Half a party more on either side: a null world has no subjects.
    return math.log((sum(p.subjects for p in patterns) + 0.5) / (sum(p.others for p in patterns) + 0.5))


def _prior(patterns: Sequence[Pattern], world: int) -> float:
    return prior_log_odds([p for p in patterns if p.world == world])


def _columns(patterns: Sequence[Pattern]) -> list[tuple[str, int]]:
    names = sorted({name for p in patterns for name, _ in p.raised})
    return [(name, band) for name in names for band in range(len(EDGES) + 1)]


def _design(patterns: Sequence[Pattern], columns: Sequence[tuple[str, int]]) -> np.ndarray:
    place = {column: number for number, column in enumerate(columns)}
    design = np.zeros((len(patterns), len(columns)))
    for row, pattern in enumerate(patterns):
        for name, band in pattern.raised:
            reached = [NAMED] if band == NAMED else range(band + 1)
            for step in reached:
                if (name, step) in place:
                    design[row, place[name, step]] = 1.0
    return design


def _fitted(patterns: Sequence[Pattern], columns: Sequence[tuple[str, int]], ridge: float) -> np.ndarray:
    design = _design(patterns, columns)
    alone = np.array([_HALF * _alone(patterns, column) for column in columns])
    offset = np.array([_prior(patterns, p.world) for p in patterns])
    subjects = np.array([float(p.subjects) for p in patterns])
    others = np.array([float(p.others) for p in patterns])

    def loss(values: np.ndarray) -> tuple[float, np.ndarray]:
        odds = offset + design @ values
        away = values - alone
        total = subjects @ np.logaddexp(0, -odds) + others @ np.logaddexp(0, odds) + ridge / 2 * away @ away
        slope = design.T @ ((subjects + others) / (1 + np.exp(-odds)) - subjects) + ridge * away
        return float(total), slope

    bounds = [(0.0, None)] * len(columns)
    start = np.full(len(columns), 0.1)
    found = minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B", options={"maxiter": 5_000, "ftol": 1e-12})
    return np.asarray(found.x)


def _alone(patterns: Sequence[Pattern], column: tuple[str, int]) -> float:
    """Return the log ratio of an indicator's findings alone, at least zero; zero for the steps after its first."""
    name, step = column
    if step not in {0, NAMED}:
        return 0.0
    hit = [p for p in patterns if any(n == name and (band == NAMED) == (step == NAMED) for n, band in p.raised)]
    subjects, others = sum(p.subjects for p in patterns), sum(p.others for p in patterns)
    inside, outside = sum(p.subjects for p in hit), sum(p.others for p in hit)
    if not hit:
        return 0.0
    # One false finding more than was seen: that none was does not say that none can be.
    return max(0.0, math.log((inside + 0.5) / (subjects + 1)) - math.log((outside + 1.0) / (others + 1)))


def _left_out(patterns: Sequence[Pattern], ridge: float) -> tuple[float, float]:
    """Return the log loss a party on worlds left out of the fit, after scaling, and the scale that is best there."""
    columns = _columns(patterns)
    told = np.zeros(len(patterns))
    for world in sorted({p.world for p in patterns}):
        steps = _fitted([p for p in patterns if p.world != world], columns, ridge)
        inside = [row for row, p in enumerate(patterns) if p.world == world]
        told[inside] = _design([patterns[row] for row in inside], columns) @ steps
    offset = np.array([_prior(patterns, p.world) for p in patterns])
    best = minimize_scalar(lambda s: _log_loss(patterns, offset + s * told), bounds=(0.2, 2.0), method="bounded")
    return float(best.fun), float(best.x)


def _log_loss(patterns: Sequence[Pattern], odds: np.ndarray) -> float:
    subjects = np.array([p.subjects for p in patterns])
    others = np.array([p.others for p in patterns])
    total = subjects @ np.logaddexp(0, -odds) + others @ np.logaddexp(0, odds)
    return float(total / (subjects.sum() + others.sum()))
