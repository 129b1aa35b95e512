"""Least squares on logarithms net of many fixed effects: the estimate that stands beside PPML, never instead of it."""

from collections.abc import Sequence
from typing import Final, Literal

import numpy as np

from entrepot.flows.cells import Floats, Whole
from entrepot.flows.covariance import robust
from entrepot.flows.design import Columns, Design, design_of
from entrepot.flows.fit import Dropped, Fit, NotApplicable
from entrepot.flows.within import Within

_EXACT = 1e-10  # how exactly columns and value are net of effects
# Methods 15, item 5: +5.51 by log(1 + x) where PPML says +0.70, on the same data.
LOG1P_WARNING: Final = (
    "ln(1 + value) depends on the unit of value and turns every appearance from zero into a rise: "
    "it is shown for comparison only."
)
ZEROS_WARNING: Final = "{} rows of zero have no logarithm and are left out: what began or ended is not counted."


def fit_ols(
    value: Floats,
    columns: Columns,
    groupings: Sequence[Whole],
    clusters: Sequence[Whole] = (),
    *,
    scale: Literal["log", "log1p"] = "log",
) -> Fit | NotApplicable:
    """Return the least squares estimate of ln value on named columns net of groupings; arguments as those of `fit_ppml`.

    Zeros are left out, and said to be. `scale="log1p"` keeps them as ln(1 + value) and says why that is not to be relied on.
    `deviance` is the sum of squared residuals.
    """
    kept = value > 0 if scale == "log" else np.ones(len(value), dtype=np.bool_)
    dropped = Dropped(zeros=int(len(kept) - kept.sum()))
    with np.errstate(divide="ignore"):
        logged = np.log(value) if scale == "log" else np.log1p(value)
    if len(value) and not kept.any():
        return NotApplicable("Every value is zero.")
    design = design_of(logged, columns, groupings, clusters, kept=kept, is_poisson=False, dropped=dropped)
    if isinstance(design, NotApplicable):
        return design
    design, net = design.net_columns(np.ones(design.effects.rows))
    if not design.names:
        return NotApplicable("No column varies within the fixed effects: the effect cannot be told from them.")
    return _fit_of(design, net, scale)


def _fit_of(design: Design, net: Floats, scale: str) -> Fit:
    weights = np.ones(design.effects.rows)
    within = Within(design.effects, weights)
    net = np.array([within.residual(column, _EXACT) for column in net])
    outcome = within.residual(design.value, _EXACT)
    bread: Floats = np.linalg.inv(net @ net.T).astype(np.float64)
    coefficients = bread @ (net @ outcome)
    residual = outcome - coefficients @ net
    held = robust(net, residual, weights, bread, effects=design.effects, clusters=design.clusters)
    warnings = held.warnings
    if design.dropped.zeros:
        warnings += (ZEROS_WARNING.format(design.dropped.zeros),)
    if scale == "log1p":
        warnings += (LOG1P_WARNING,)
    return Fit(
        estimator="ols_log" if scale == "log" else "ols_log1p",
        names=design.names,
        coefficients=coefficients,
        covariance=held.covariance,
        clusters=held.clusters,
        degrees=held.degrees,
        rows_used=design.effects.rows,
        dropped=design.dropped,
        deviance=float(residual @ residual),
        converged=True,
        iterations=1,
        bread=bread,
        scores=held.scores,
        grams=held.grams,
        fitted=design.placed(design.value - residual),
        used=design.used,
        warnings=warnings,
    )
