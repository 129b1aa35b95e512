"""The wild cluster bootstrap: a p-value and an interval for one coefficient where clusters are few.

The null is imposed (Cameron, Gelbach and Miller 2008); for least squares it is the usual restricted wild cluster bootstrap where
fixed effects are nested in clusters, for PPML the score bootstrap (Kline and Santos 2012): the restricted estimate is one Newton
step from the estimate, and each draw is one step more. Weights: Webb's six points below ten clusters, signs from ten on; every
combination once instead of draws where they are few.
"""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from entrepot.flows.cells import Floats
from entrepot.flows.fit import Fit, NotApplicable

_WEBB: Final = tuple(sign * np.sqrt(size) for sign in (-1.0, 1.0) for size in (0.5, 1.0, 1.5))  # Webb 2023, six points
_SIGNS: Final = (-1.0, 1.0)  # Rademacher
_WEBB_BELOW: Final = 10  # clusters: 2 ** 9 sign patterns are too coarse a grid (MacKinnon and Webb 2018)
_MOST_LISTED: Final = 10_000  # combinations: up to these every one is used
_LEAST_CLUSTERS: Final = 3
_TIE: Final = 1e-9
_HALVINGS: Final = 40
_FURTHEST: Final = 64.0  # standard errors: the interval is open beyond


@dataclass(frozen=True)
class WildTest:
    """The two-sided p-value that a coefficient is `null`, and its 95 % interval by inversion (None: open on that side).

    `weights` names the points, `draws` how many combinations were used, `is_complete` whether these are all there are.
    """

    name: str
    null: float
    p_value: float
    low: float | None
    high: float | None
    weights: str
    draws: int
    is_complete: bool
    clusters: int


def wild_test(fit: Fit, name: str, *, null: float = 0.0, draws: int = 9999, seed: int = 1) -> WildTest | NotApplicable:
    """Return the wild cluster bootstrap test of one coefficient of a fit with clusters (the first way's are used).

    Not applicable where the coefficient was dropped, the fit has no clusters or fewer than three, or too many for this test
    to be needed.
    """
    if name not in fit.names:
        return NotApplicable(f"The coefficient {name} was not estimated.")
    if not fit.clusters or fit.grams is None:
        return NotApplicable("The wild bootstrap needs clusters, and is not for very many.")
    count = len(fit.scores)
    if count < _LEAST_CLUSTERS:
        return NotApplicable(f"Only {count} clusters: no method tells their errors from an effect.")
    points = _WEBB if count < _WEBB_BELOW else _SIGNS
    drawn, is_complete = _drawn(points, count, draws, seed)
    one = _One.of(fit, name, drawn)

    def p_value(at: float) -> float:
        return one.p_value(at, is_complete=is_complete)

    step = one.error or 1.0
    return WildTest(
        name,
        null,
        p_value(null),
        _bound(p_value, one.estimate, -step),
        _bound(p_value, one.estimate, step),
        "Webb" if points is _WEBB else "Rademacher",
        len(drawn),
        is_complete,
        count,
    )


def _drawn(points: Sequence[float], count: int, draws: int, seed: int) -> tuple[Floats, bool]:
    """Return weights (draws x clusters), and whether they are every combination once."""
    if len(points) ** count <= _MOST_LISTED:
        return np.array(list(itertools.product(points, repeat=count))), True
    return np.random.default_rng(seed).choice(points, size=(draws, count)), False


@dataclass(frozen=True)
class _One:
    """One coefficient's draws, as functions of the distance d of the null from the estimate.

    Each draw's step is `steps[0] + d steps[1]`, its variance `squares[0] + d squares[1] + d^2 squares[2]`.
    """

    estimate: float
    error: float
    steps: tuple[Floats, Floats]
    squares: tuple[Floats, Floats, Floats]

    @classmethod
    def of(cls, fit: Fit, name: str, drawn: Floats) -> "_One":
        place = fit.names.index(name)
        row = fit.bread[place]
        grams = fit.grams if fit.grams is not None else np.zeros((len(fit.scores), len(row), len(row)))
        # Where the coefficient is at the null and the others follow, scores move by grams x (estimate - restricted).
        shift = grams @ (row / row[place])
        moved = [(drawn @ scores) @ fit.bread for scores in (fit.scores, shift)]
        turned = (grams @ row).T
        parts = [
            drawn * (scores @ row) - by
            for scores, by in zip((fit.scores, shift), (m @ turned for m in moved), strict=True)
        ]
        squares = (
            np.sum(parts[0] ** 2, axis=1),
            2 * np.sum(parts[0] * parts[1], axis=1),
            np.sum(parts[1] ** 2, axis=1),
        )
        error = float(np.sqrt(np.sum((fit.scores @ row) ** 2)))
        return cls(float(fit.coefficients[place]), error, (moved[0][:, place], moved[1][:, place]), squares)

    def p_value(self, null: float, *, is_complete: bool) -> float:
        """Return the share of draws whose statistic is as far from zero as the one seen."""
        if self.error <= 0.0:
            return 1.0
        distance = self.estimate - null
        seen = abs(distance) / self.error
        step = self.steps[0] + distance * self.steps[1]
        variance = self.squares[0] + distance * self.squares[1] + distance**2 * self.squares[2]
        with np.errstate(divide="ignore", invalid="ignore"):
            statistic = np.abs(step) / np.sqrt(np.maximum(variance, 0.0))
        further = int(np.sum(~(statistic < seen - _TIE)))  # what cannot be computed counts as further
        return further / len(step) if is_complete else (1 + further) / (1 + len(step))


def _bound(p_value: Callable[[float], float], estimate: float, step: float) -> float | None:
    """Return where the p-value falls to 5 % on one side of the estimate."""
    inside, outside = estimate, estimate + step
    reach = 1.0
    while p_value(outside) > 0.05:
        reach *= 2.0
        if reach > _FURTHEST:
            return None
        inside, outside = outside, estimate + reach * step
    for _ in range(_HALVINGS):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if p_value(middle) > 0.05 else (inside, middle)
        if abs(outside - inside) <= 1e-6 * abs(step):
            break
    return float((inside + outside) / 2)
