"""Weighted least squares net of many fixed effects, without ever making a dummy.

The grouping with the most levels is swept out exactly (rows are held in its order, so its sums are runs); the others and the
columns are found together by conjugate gradients on the normal equations, preconditioned by their diagonal. Each step reads every
row a fixed number of times, and the vectors the method itself keeps are as long as the groupings have levels, not rows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from entrepot.flows.cells import Flags, Floats, Whole, dense

MOST_STEPS = 3000
_ROUNDING = 1e-14  # a gradient this small beside its terms' own sizes is what adding them left over, and no direction
_FLOOR = 1e-9  # of a level's own weight: the least diagonal that the preconditioner divides by


class Effects:
    """Groupings of n rows, the rows put in order of the finest one; no grouping means one level, a constant."""

    def __init__(self, groupings: Sequence[Whole], rows: int) -> None:
        codes = [dense(grouping) for grouping in groupings] or [np.zeros(rows, dtype=np.int64)]
        codes.sort(key=lambda grouping: -int(grouping.max(initial=0)))
        first = codes[0]
        self.order: Whole | None = None if (first[1:] >= first[:-1]).all() else np.argsort(first, kind="stable")
        if self.order is not None:
            codes = [grouping[self.order] for grouping in codes]
        self.rows = rows
        self.counts: Whole = np.bincount(codes[0])
        self.starts: Whole = np.concatenate([[0], np.cumsum(self.counts)[:-1]]).astype(np.int64)
        self.others: list[Whole] = codes[1:]
        self.levels = [int(grouping.max(initial=0)) + 1 for grouping in codes]

    def put(self, values: Floats) -> Floats:
        """Return values of the caller's rows in this order."""
        return values if self.order is None else values[self.order]

    def back(self, values: Floats) -> Floats:
        """Return values in this order as the caller's rows."""
        if self.order is None:
            return values
        placed = np.empty_like(values)
        placed[self.order] = values
        return placed

    def spread(self, by_level: Floats) -> Floats:
        """Return a value a level of the finest grouping as one a row."""
        return np.repeat(by_level, self.counts)


@dataclass
class Solved:
    """A least squares solution: coefficients of the columns, what columns and effects fit, row by row, and steps taken."""

    coefficients: Floats
    fitted: Floats
    steps: int
    converged: bool


class Within:
    """The effects under one set of row weights (more than zero, in the effects' order)."""

    def __init__(self, effects: Effects, weights: Floats) -> None:
        self.effects = effects
        self.weights = weights
        self.sums: Floats = np.add.reduceat(weights, effects.starts)
        self.diagonals: list[Floats] = []
        if effects.others:
            net = weights * (1.0 - weights / effects.spread(self.sums))
            for codes, levels in zip(effects.others, effects.levels[1:], strict=True):
                gross = np.bincount(codes, weights=weights, minlength=levels)
                own = np.bincount(codes, weights=net, minlength=levels)
                self.diagonals.append(np.maximum(own, _FLOOR * gross))

    def centre(self, values: Floats) -> Floats:
        """Take the finest grouping's weighted means off, in place."""
        means = np.add.reduceat(values * self.weights, self.effects.starts) / self.sums
        values -= self.effects.spread(means)
        return values

    def solve(self, target: Floats, columns: Floats, tolerance: float) -> Solved:
        """Regress target (n) on columns (k x n, centred, not collinear) and all effects by weighted least squares.

        Ends when the gradient has fallen by `tolerance` in the norm of the preconditioner; `fitted` holds the finest
        grouping's part as well, so target - fitted is what neither explains.
        """
        system = _System(self, columns)
        rest = self.centre(target.copy())
        gradient = system.gathered(rest * self.weights)
        terms = system.gathered(np.abs(rest) * self.weights) * _ROUNDING
        found, steps, converged = system.conjugate_gradients(gradient, tolerance, terms)
        fitted = system.applied(found)
        fitted += self.effects.spread(
            np.add.reduceat((target - fitted) * self.weights, self.effects.starts) / self.sums
        )
        return Solved(found[: len(columns)].copy(), fitted, steps, converged)

    def residual(self, values: Floats, tolerance: float) -> Floats:
        """Return values less what the effects explain."""
        return values - self.solve(values, np.empty((0, len(values))), tolerance).fitted


class _System:
    """The normal equations of columns and effects, unknowns in one vector: k coefficients, then each grouping's levels."""

    def __init__(self, within: Within, columns: Floats) -> None:
        self.within = within
        self.columns = columns
        self.others = within.effects.others
        count = len(columns)
        gram = np.array([columns @ (column * within.weights) for column in columns]).reshape(count, count)
        self.inverse = np.linalg.pinv(gram, hermitian=True) if count else gram
        self.diagonal = np.concatenate(within.diagonals) if within.diagonals else np.empty(0)
        ends = np.cumsum([count, *within.effects.levels[1:]])
        self.parts = [slice(int(a), int(b)) for a, b in pairwise(ends)]
        self.buffer = np.empty(within.effects.rows)

    def applied(self, unknowns: Floats) -> Floats:
        """Return what coefficients and levels say of each row."""
        said = np.asarray(unknowns[: len(self.columns)] @ self.columns, dtype=np.float64)
        for codes, part in zip(self.others, self.parts, strict=True):
            said += np.take(unknowns[part], codes, out=self.buffer, mode="clip")
        return said

    def gathered(self, weighted: Floats) -> Floats:
        """Return the sums of weighted rows by column and level: the transpose of `applied`."""
        by_level = [
            np.bincount(codes, weights=weighted, minlength=part.stop - part.start)
            for codes, part in zip(self.others, self.parts, strict=True)
        ]
        return np.concatenate([self.columns @ weighted, *by_level])

    def conjugate_gradients(self, gradient: Floats, tolerance: float, rounding: Floats) -> tuple[Floats, int, bool]:
        """Return the solution from zero, the steps taken and whether the tolerance was met; `rounding` is no gradient."""
        effects, weights = self.within.effects, self.within.weights
        found = np.zeros_like(gradient)
        eased = self._eased(gradient)
        size = float(gradient @ eased)
        goal, direction = max(size * tolerance**2, float(rounding @ self._eased(rounding))), eased
        for step in range(MOST_STEPS):
            if size <= goal or size <= 0.0:
                return found, step, True
            said = self.applied(direction)
            said *= weights
            means = np.add.reduceat(said, effects.starts)
            means /= self.within.sums
            said -= np.multiply(effects.spread(means), weights, out=self.buffer)
            product = self.gathered(said)
            curvature = float(direction @ product)
            if curvature <= 0.0:  # nothing left but rounding
                return found, step, True
            length = size / curvature
            found += length * direction
            gradient = gradient - length * product
            eased = self._eased(gradient)
            before, size = size, float(gradient @ eased)
            direction = eased + (size / before) * direction
        return found, MOST_STEPS, False

    def _eased(self, gradient: Floats) -> Floats:
        count = len(self.columns)
        return np.concatenate([self.inverse @ gradient[:count], gradient[count:] / self.diagonal])


def usable_rows(groupings: Sequence[Whole], value: Floats | None) -> tuple[Flags, int, int]:
    """Return the rows that say something, how many are singletons, and how many stand in a level whose values are all zero.

    A level of one row, or (where `value` is given) of zeros only, is fitted exactly whatever the coefficients; taking it out
    may make another, so the search goes on until none is left (Correia, Guimaraes and Zylkin 2021, section 3).
    """
    kept = np.ones(len(groupings[0]) if groupings else 0, dtype=np.bool_)
    singles = zeros = 0
    while groupings:
        before = singles + zeros
        for codes in groupings:
            if value is not None:
                empty = kept & (np.bincount(codes, weights=value * kept) <= 0.0)[codes]
                kept &= ~empty
                zeros += int(empty.sum())
            alone = kept & (np.bincount(codes, weights=kept) <= 1.0)[codes]
            kept &= ~alone
            singles += int(alone.sum())
        if singles + zeros == before:
            break
    return kept, singles, zeros
