"""How far a counterfactual may lie off: from how much the growth of single goods differs, few and unequal goods allowed for.

The counterfactual's growth is a mean over goods groups, each weighing by its share of the trade. Its variance sums, over goods
groups, the square of what a group moves the logarithm by (clusters are goods groups, of all months: what one good does is no
second look at the list), plus what months move for all goods together. Where few groups carry the trade such a sum lies too low,
and varies: it is raised by the ratio that it would be low by were all goods groups to vary alike, and a t quantile with the
degrees of freedom of the same supposition is taken (Bell and McCaffrey, Survey Methodology 28 (2002) 169-181; Imbens and Kolesar,
Review of Economics and Statistics 98 (2016) 701-712; what unequal clusters do: Carter, Schnepel and Steigerwald, the same Review
99 (2017) 698-709). The goods of unaffected partners count in the sum but not for the degrees: theirs is a sum over partners, and
smoother.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from scipy.stats import t as student

from entrepot.flows.cells import Floats
from entrepot.flows.period_comparison import BLOCK_MONTHS

_WIDEST: Final = float(np.log(1000.0))  # [P] an end a thousand times off says nothing: it is open
_NOTHING: Final = 1e-9  # of a sum of squared shares: one goods group carries all


@dataclass(frozen=True)
class Sides:
    """One series before and after: goods groups by months, and what each month counts for (1 in sum)."""

    before: Floats
    after: Floats
    first: Floats
    then: Floats

    def means(self) -> tuple[Floats, Floats]:
        """Return the mean month of each goods group before and after."""
        return np.asarray(self.before @ self.first), np.asarray(self.after @ self.then)


@dataclass(frozen=True)
class Spread:
    """How the logarithm of the counterfactual varies: `by_goods` is what each goods group moves it by, listed ones first.

    `inflation` is what the sum of its squares is raised by, `shared` the variance of what all its goods share: months, and the
    partner's own shocks. `freedom` are the degrees of freedom; 0 where one goods group carries everything, and nothing says how
    it varies.
    """

    by_goods: Floats
    inflation: float
    shared: float
    freedom: float

    @property
    def error(self) -> float:
        """The standard error of the logarithm; infinite where nothing says how it varies."""
        if self.freedom <= 0:
            return float("inf")
        return float(np.sqrt(self.inflation * np.sum(self.by_goods**2) + self.shared))

    def plus(self, variance: float, degrees: float) -> "Spread":
        """Return the spread with a further part that all goods share; degrees of freedom of both by Satterthwaite."""
        if self.freedom <= 0 or variance <= 0:
            return self
        own = self.error**2
        freedom = (own + variance) ** 2 / (own**2 / self.freedom + variance**2 / degrees)
        return replace(self, shared=self.shared + variance, freedom=freedom)


def spread(series: Mapping[str, tuple[Sides, int]], listed: Sequence[str], unlisted: Sequence[str]) -> Spread:
    """Return how the logarithm of a counterfactual varies.

    Args:
        series: By name, both sides and the sign with which the series' growth enters (1 or -1).
        listed: Names of the series over listed goods (the partner's own first); rows of all are the same goods groups.
        unlisted: Names of those over unlisted goods, likewise; empty where the counterfactual rests on none.
    """
    moved, alike, shocks = [], [], []
    for names in (listed, unlisted):
        if names:
            moved.append(np.sum([sign * _growth(sides) for sides, sign in (series[name] for name in names)], axis=0))
            alike.append(_shares(series[names[0]][0]))
            shocks.append([np.sum([s * d for d, s in each], axis=0) for each in _departures(series, names)])
    by_goods = np.concatenate(moved)
    inflation, freedom = small_sample(alike)
    months = _common_months([np.concatenate(side) for side in zip(*shocks, strict=True)])
    return Spread(by_goods, inflation, 0.0, freedom).plus(*months)


def small_sample(shares: Sequence[Floats]) -> tuple[float, float]:
    """Return what a sum of squared influences lies too low by, and the degrees of freedom it has.

    Each array holds the shares w of goods groups in one series, 1 in sum; the variance is the sum of their squares. Were all
    groups to vary alike, the sum would be the quadratic form of the matrix (I - 1 w')' diag(w^2) (I - 1 w'), whose trace and
    norm are written out here. With G equal shares: G / (G - 1), and G - 1. (1, 0) where one group carries everything.
    """
    whole = trace = norm = 0.0
    for each in shares:
        s2, s3, s4, s5 = (float(np.sum(each**power)) for power in (2, 3, 4, 5))
        whole += s2
        trace += s2 - 2 * s3 + s2**2
        norm += s4 - 4 * s5 + 4 * s2 * s4 + 2 * s3**2 - 4 * s2**2 * s3 + s2**4
    if trace < _NOTHING:
        return 1.0, 0.0
    return whole / trace, trace**2 / norm


def drawn_logs(found: Spread, random: np.random.Generator, draws: int) -> Floats:
    """Return draws of the logarithm's error: of Student's t, and ordered as the goods would have it.

    Goods (and what they share) are drawn alike for every partner whose generator begins alike, so that sums over partners hold
    what goods in common do to all of them; shocks of single partners then count as if they came together. The values themselves
    are the quantiles, without chance. Infinite where they say nothing.
    """
    shocks = random.standard_normal(draws)
    goods = found.by_goods @ random.standard_normal((len(found.by_goods), draws))  # one goods group after the other
    moved = np.sqrt(found.inflation) * goods + np.sqrt(found.shared) * shocks
    ranks = np.empty(draws)
    ranks[np.argsort(moved, kind="stable")] = np.arange(1, draws + 1) / (draws + 1)
    if found.freedom <= 0:
        return np.where(ranks > 0.5, np.inf, np.where(ranks < 0.5, -np.inf, 0.0))
    logs = found.error * np.asarray(student.ppf(ranks, found.freedom))
    return np.where(logs > _WIDEST, np.inf, np.where(logs < -_WIDEST, -np.inf, logs))


def effective(values: Floats) -> float:
    """Return how many alike goods groups would be as unequal as these: the inverse of Herfindahl's index; 0 without any."""
    squares = float(np.sum(values**2))
    return float(np.sum(values)) ** 2 / squares if squares > 0 else 0.0


def _share(values: Floats) -> Floats:
    whole = float(values.sum())
    found: Floats = values / whole if whole > 0 else np.zeros_like(values)
    return found


def _growth(sides: Sides) -> Floats:
    """Return by how much each goods group moves the logarithm of the series' growth."""
    old, new = sides.means()
    return _share(new) - _share(old)


def _shares(sides: Sides) -> Floats:
    """Return the goods groups' shares, before and after alike: to first order what growth of one moves the whole by."""
    old, new = sides.means()
    return _share(_share(old) + _share(new))


def _departures(
    series: Mapping[str, tuple[Sides, int]], names: Sequence[str]
) -> tuple[list[tuple[Floats, int]], list[tuple[Floats, int]]]:
    """Return how goods groups depart from their own mean in blocks of months, before and after, with the sign."""
    before, after = [], []
    for sides, sign in (series[name] for name in names):
        old, new = sides.means()
        before.append((_blocked(sides.before, old, sides.first), -sign))
        after.append((_blocked(sides.after, new, sides.then), sign))
    return before, after


def _blocked(values: Floats, means: Floats, weights: Floats) -> Floats:
    total = float(means.sum())
    away = (values - means[:, None]) * weights / total if total > 0 else np.zeros_like(values)
    found: Floats = np.add.reduceat(away, np.arange(0, away.shape[1], BLOCK_MONTHS), axis=1)
    return found


def _common_months(sides: Sequence[Floats]) -> tuple[float, float]:
    """Return the variance of what all goods do together in a block of months, beyond chance, and its degrees of freedom.

    Two-way clusters: blocks, less cells, which the goods have already (Cameron, Gelbach and Miller, Journal of Business and
    Economic Statistics 29 (2011) 238-249).
    """
    found = degrees = 0.0
    for side in sides:
        blocks = side.shape[1]
        if blocks > 1:
            together = float(np.sum(side.sum(axis=0) ** 2) - np.sum(side**2))
            found += max(0.0, together) * blocks / (blocks - 1)
            degrees += blocks - 1
    return found, degrees
