"""Rows of zeros that columns and effects together could drive to minus infinity: they say nothing of the coefficients.

The iterative rectifier of Correia, Guimaraes and Zylkin (2021, section 3.3): a combination of columns and effects that is zero
where trade is seen, and more than zero on some rows without, is looked for by least squares with heavy weights on the former.
"""

import numpy as np

from entrepot.flows.cells import Flags, Floats
from entrepot.flows.within import Effects, Within

_HEAVY = 1e5  # weight of rows that must stay at zero against 1 of the others
_NEAR = 1e-3  # of the combination's largest value: taken as zero
_EXACT = 1e-9
_ROUNDS = 100


def separated_rows(value: Floats, columns: Floats, effects: Effects, suspects: Flags) -> Flags:
    """Return which of the suspects (rows of zero whose fitted value runs away; n, the effects' order) are separated.

    A certificate is checked before any row is named: on all other rows the combination is zero. None found: no row.
    """
    none = np.zeros(len(value), dtype=np.bool_)
    weights = np.where(suspects, 1.0, _HEAVY)
    within = Within(effects, weights)
    net = np.array([within.residual(column, _EXACT) for column in columns]).reshape(columns.shape)
    goal = suspects.astype(np.float64)
    for _ in range(_ROUNDS):
        found = within.solve(goal, net, _EXACT).fitted
        top = float(found.max(initial=0.0))
        if top <= _NEAR:
            return none
        if found.min() >= -_NEAR * top:
            certain = suspects & (found > _NEAR * top)
            holds = bool(np.abs(found[~suspects]).max(initial=0.0) <= _NEAR * top)
            return certain if holds and not (value[certain] > 0).any() else none
        goal = np.where(suspects, np.maximum(found, 0.0), 0.0)
        goal /= goal.max(initial=1e-300)
    return none
