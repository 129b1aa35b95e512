"""Poisson pseudo maximum likelihood with many fixed effects (methods 3.1): zeros stay in, effects are multiplicative.

Newton's method: each step is a weighted least squares problem on what the last one left unexplained, solved only as exactly as
the step deserves (flows/within.py). Columns are taken net of the effects once before, which keeps the inner problems easy, and
once more, exactly, at the end, for the covariance.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from entrepot.flows.cells import Flags, Floats, Whole
from entrepot.flows.covariance import robust
from entrepot.flows.design import Columns, Design, design_of
from entrepot.flows.fit import Dropped, Fit, NotApplicable
from entrepot.flows.separation import separated_rows
from entrepot.flows.within import Within

_MOST_ITERATIONS = 60
_STEP = 1e-7  # of the linear predictor, weighted root mean square: Newton's next step is its square
_EXACT = 1e-10  # how exactly columns are net of effects for the covariance
_SWEEPS = 3  # of proportional fitting, to start from
_SUSPECT_AT = (12, 20, 30, 45)  # iterations at which runaway zeros are looked for, beside the last
_HALVINGS = 30


def fit_ppml(
    value: Floats, columns: Columns, groupings: Sequence[Whole], clusters: Sequence[Whole] = ()
) -> Fit | NotApplicable:
    """Return the PPML estimate of value (n, zero or more) on named columns (n each) net of groupings (codes, n each).

    `clusters`: codes of none, one or two sets of clusters. Groups of one row or of zeros only, and separated zeros
    (Correia, Guimaraes and Zylkin 2021), are left out and counted; collinear columns are left out and named.
    Not applicable, with the reason, where nothing can be estimated.
    """
    kept, dropped = np.ones(len(value), dtype=np.bool_), Dropped()
    while True:
        design = design_of(value, columns, groupings, clusters, kept=kept, is_poisson=True, dropped=dropped)
        if isinstance(design, NotApplicable):
            return design
        search = _Search.started(design)
        if not search.design.names:
            return NotApplicable("No column varies within the fixed effects: the effect cannot be told from them.")
        away = search.run()
        if away is None:
            return _fit_of(search)
        dropped = replace(design.dropped, separated=design.dropped.separated + int(away.sum()), collinear=())
        kept = design.used.copy()
        kept[np.flatnonzero(kept)] = design.effects.back(away.astype(np.float64)) == 0.0


@dataclass
class _Search:
    """The state of Newton's method: `eta` is the linear predictor of value / scale, `mean` its exponential."""

    design: Design
    value: Floats
    scale: float
    net: Floats
    eta: Floats
    mean: Floats
    coefficients: Floats
    step: Floats
    iterations: int = 0
    converged: bool = False

    @classmethod
    def started(cls, design: Design) -> "_Search":
        """Return the state before the first step: means by the effects alone."""
        scale = float(design.value.mean())
        value = design.value / scale
        mean = _proportional(value, design)
        design, net = design.net_columns(mean)
        nothing = np.zeros(len(design.names))
        return cls(design, value, scale, net, np.log(mean), mean, nothing, np.zeros_like(mean))

    def run(self) -> Flags | None:
        """Step until convergence; return separated rows as soon as some are found, else None."""
        forcing = 0.1
        while self.iterations < _MOST_ITERATIONS and not self.converged:
            self.iterations += 1
            size = self._advance(forcing)
            forcing = min(0.1, max(size, 1e-3))
            self.converged = size < _STEP
            if self.converged or self.iterations in _SUSPECT_AT:
                away = self._separated()
                if away is not None:
                    return away
        return None

    def _advance(self, forcing: float) -> float:
        """Take one step, halved until the likelihood does not fall; return its size."""
        within = Within(self.design.effects, self.mean)
        for column in self.net:
            within.centre(column)
        solved = within.solve(self.value / self.mean - 1.0, self.net, forcing)
        before, start, share = self._loss(self.eta, self.mean), self.eta, 1.0
        for _ in range(_HALVINGS):
            self.eta = start + share * solved.fitted
            with np.errstate(over="ignore"):
                self.mean = np.maximum(np.exp(self.eta), 1e-290)
                after = self._loss(self.eta, self.mean)
            if after <= before + 1e-12 * abs(before):
                break
            share /= 2
        self.coefficients = self.coefficients + share * solved.coefficients
        self.step = solved.fitted
        return float(np.sqrt(np.sum(self.mean * self.step**2) / np.sum(self.mean)))

    def _loss(self, eta: Floats, mean: Floats) -> float:
        return float(np.sum(mean) - self.value @ eta)

    def _separated(self) -> Flags | None:
        suspects = (self.value <= 0.0) & (self.mean < 1e-4) & (self.step < -0.3)
        if not suspects.any():
            return None
        design = self.design
        away = separated_rows(design.value, design.columns, design.effects, suspects)
        return away if away.any() else None


def _proportional(value: Floats, design: Design) -> Floats:
    """Return means that meet the sums of each grouping in turn, a few rounds of iterative proportional fitting."""
    effects = design.effects
    mean = np.ones_like(value)
    first = np.add.reduceat(value, effects.starts)
    sums = [np.bincount(codes, weights=value) for codes in effects.others]
    for _ in range(_SWEEPS):
        mean *= effects.spread(first / np.add.reduceat(mean, effects.starts))
        for codes, total in zip(effects.others, sums, strict=True):
            mean *= (total / np.bincount(codes, weights=mean))[codes]
    return np.maximum(mean, 1e-12)


def _fit_of(search: _Search) -> Fit:
    design, mean = search.design, search.mean
    within = Within(design.effects, mean)
    net = np.array([within.residual(column, _EXACT) for column in search.net])
    bread = np.linalg.inv((net * mean) @ net.T)
    held = robust(net, search.value / mean - 1.0, mean, bread, effects=design.effects, clusters=design.clusters)
    seen = search.value > 0
    terms = search.value[seen] * np.log(search.value[seen] / mean[seen])
    deviance = 2.0 * search.scale * float(terms.sum() - np.sum(search.value - mean))
    warnings = held.warnings
    if not search.converged:
        warnings += (f"No convergence in {search.iterations} iterations: not to be relied on.",)
    return Fit(
        estimator="ppml",
        names=design.names,
        coefficients=search.coefficients,
        covariance=held.covariance,
        clusters=held.clusters,
        degrees=held.degrees,
        rows_used=design.effects.rows,
        dropped=design.dropped,
        deviance=deviance,
        converged=search.converged,
        iterations=search.iterations,
        bread=bread,
        scores=held.scores,
        grams=held.grams,
        fitted=design.placed(mean * search.scale),
        used=design.used,
        warnings=warnings,
    )
