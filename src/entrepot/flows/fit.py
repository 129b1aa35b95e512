"""What an estimate returns, and why there sometimes is none."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np
from scipy import stats

from entrepot.flows.cells import Floats

FEW_CLUSTERS: Final = (
    30  # fewer: the wild bootstrap's p-value stands beside (issue 7; Cameron, Gelbach and Miller 2008)
)
Estimator = Literal["ppml", "ols_log", "ols_log1p"]


@dataclass(frozen=True)
class NotApplicable:
    """No estimate, and why: a sentence for the reader."""

    reason: str


@dataclass(frozen=True)
class Dropped:
    """Rows left out of an estimate, by reason, and columns that nothing could be said of."""

    singletons: int = 0
    all_zero_groups: int = 0
    separated: int = 0
    zeros: int = 0  # of an estimate in logarithms
    collinear: tuple[str, ...] = ()

    @property
    def rows(self) -> int:
        """How many rows were left out."""
        return self.singletons + self.all_zero_groups + self.separated + self.zeros


@dataclass(frozen=True)
class Coefficient:
    """One coefficient with its 95 % interval; `percent` and its bounds are exp(b) - 1 in per cent."""

    name: str
    estimate: float
    standard_error: float
    low: float
    high: float
    p_value: float

    @property
    def percent(self) -> float:
        """The effect in per cent."""
        return percent_of(self.estimate)

    @property
    def percent_interval(self) -> tuple[float, float]:
        """The interval in per cent: it is not symmetric."""
        return percent_of(self.low), percent_of(self.high)


@dataclass(frozen=True)
class Fit:
    """Coefficients of k columns with a covariance robust to correlation within clusters.

    `clusters` counts each way's clusters (empty: robust to unequal variance only); `degrees` are those of the t distribution,
    the least number of clusters less one. `scores` (clusters of the first way x k) and `bread` (k x k, the inverse of the
    weighted cross product) serve the wild bootstrap, as do `grams` (clusters x k x k; None where there are too many).
    `fitted` is per row used, in the caller's order; `used` marks those rows.
    """

    estimator: Estimator
    names: tuple[str, ...]
    coefficients: Floats
    covariance: Floats
    clusters: tuple[int, ...]
    degrees: int
    rows_used: int
    dropped: Dropped
    deviance: float
    converged: bool
    iterations: int
    bread: Floats
    scores: Floats
    grams: Floats | None
    fitted: Floats = field(repr=False)
    used: np.ndarray[tuple[int], np.dtype[np.bool_]] = field(repr=False)
    warnings: tuple[str, ...] = ()

    @property
    def standard_errors(self) -> Floats:
        """Square roots of the covariance's diagonal."""
        return np.sqrt(np.maximum(np.diag(self.covariance), 0.0))

    def coefficient(self, name: str, level: float = 0.95) -> Coefficient | None:
        """Return a coefficient with its interval at `level`; None where it was dropped or never asked."""
        if name not in self.names:
            return None
        place = self.names.index(name)
        estimate, error = float(self.coefficients[place]), float(self.standard_errors[place])
        half = float(stats.t.ppf(0.5 + level / 2, self.degrees)) * error
        p_value = float(2 * stats.t.sf(abs(estimate) / error, self.degrees)) if error > 0 else math.nan
        return Coefficient(name, estimate, error, estimate - half, estimate + half, p_value)

    def joint_test(self, names: Sequence[str]) -> tuple[float, float, int] | None:
        """Return F, p-value and number of restrictions of the Wald test that all named coefficients are zero.

        The Wald statistic of q restrictions and G clusters is scaled as Hotelling's: (G - q) / (G - 1) / q against F(q, G - q).
        None where none is left, or where there are no more clusters than coefficients: the covariance is then singular.
        """
        places = [self.names.index(name) for name in names if name in self.names]
        if not places or self.degrees < len(places):
            return None
        part = self.covariance[np.ix_(places, places)]
        chosen, count = self.coefficients[places], len(places)
        left = self.degrees - count + 1
        wald = float(chosen @ np.linalg.pinv(part, hermitian=True) @ chosen)
        statistic = wald * left / (self.degrees * count)
        return statistic, float(stats.f.sf(statistic, count, left)), count


def percent_of(log_change: float) -> float:
    """Return exp(b) - 1 in per cent; infinite above what a float holds."""
    return 100.0 * math.expm1(log_change) if log_change < 700.0 else math.inf
