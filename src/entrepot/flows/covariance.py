"""Covariance robust to correlation within one or two sets of clusters, with the usual small-sample factors.

Sum over clusters of outer products of scores between two breads; two ways by inclusion and exclusion (Cameron, Gelbach and Miller
2011). Factors as fixest and pyfixest have them by default: (n - 1) / (n - K), where effects nested in clusters are not counted
in K, and G / (G - 1) with the least G.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from entrepot.flows.cells import Floats, Whole, dense
from entrepot.flows.fit import FEW_CLUSTERS
from entrepot.flows.within import Effects

_MOST_GRAMS = 2_000_000  # numbers held for the wild bootstrap: 16 MB


@dataclass(frozen=True)
class Robust:
    """A covariance with what it rests on: clusters a way, degrees of freedom, and the first way's scores and grams."""

    covariance: Floats
    clusters: tuple[int, ...]
    degrees: int
    scores: Floats
    grams: Floats | None
    warnings: tuple[str, ...]


def robust(
    columns: Floats, residual: Floats, weights: Floats, bread: Floats, *, effects: Effects, clusters: Sequence[Whole]
) -> Robust:
    """Return the covariance of k columns (k x n, net of effects), residual and weights in the effects' row order.

    `clusters` hold codes in the same order: none (each row its own), one way or two. `weights` * `residual` is the score.
    """
    ways = [dense(codes) for codes in clusters] or [np.arange(effects.rows, dtype=np.int64)]
    if len(ways) == 2:
        ways.append(dense(ways[0] * (int(ways[1].max()) + 1) + ways[1]))
    counts = [int(codes.max()) + 1 for codes in ways]
    parameters = len(columns) + _effects_counted(effects, ways if clusters else [])
    factor = (effects.rows - 1) / max(effects.rows - parameters, 1)
    least = min(counts)
    weighted = weights * residual
    meats: list[Floats] = []
    first: Floats = np.empty((0, 0))
    for codes, count in zip(ways, counts, strict=True):
        scores: Floats = np.stack(
            [np.bincount(codes, weights=column * weighted, minlength=count) for column in columns], axis=1
        )
        first = scores if not meats else first
        meats.append(scores.T @ scores)
    meat = meats[0] if len(meats) == 1 else meats[0] + meats[1] - meats[2]
    covariance = factor * (least / max(least - 1, 1)) * (bread @ meat @ bread)
    covariance, warnings = _semidefinite((covariance + covariance.T) / 2)
    named = tuple(counts[: len(clusters)])
    if effects.rows <= parameters:
        warnings += ("There are as many parameters as rows: the fit is exact, and its errors mean nothing.",)
    if clusters and least < FEW_CLUSTERS:
        warnings += (f"Only {least} clusters: read the wild bootstrap's p-value.",)
    degrees = least - 1 if clusters else max(effects.rows - parameters, 1)
    return Robust(covariance, named, degrees, first, _grams(columns, weights, ways[0], counts[0]), warnings)


def _effects_counted(effects: Effects, ways: Sequence[Whole]) -> int:
    """Return how many levels of effects count as parameters: all, less one a further grouping; nested groupings as one."""
    first = np.repeat(np.arange(effects.levels[0], dtype=np.int64), effects.counts)
    groupings = [first, *effects.others]
    nested = [any(_is_nested(codes, way) for way in ways) for codes in groupings]
    counted = sum(levels for levels, is_nested in zip(effects.levels, nested, strict=True) if not is_nested)
    return counted - (len(groupings) - 1) + sum(nested)


def _is_nested(codes: Whole, way: Whole) -> bool:
    """Return whether every level lies within one cluster."""
    one = np.empty(int(codes.max()) + 1, dtype=np.int64)
    one[codes] = way  # the last row's cluster; every other row of the level must have the same
    return bool((one[codes] == way).all())


def _semidefinite(covariance: Floats) -> tuple[Floats, tuple[str, ...]]:
    """Return the covariance with negative eigenvalues set to zero, which two ways can bring about, and say so."""
    if not len(covariance):
        return covariance, ()
    values, vectors = np.linalg.eigh(covariance)
    if values.min() >= -1e-12 * abs(values).max():
        return covariance, ()
    mended = (vectors * np.maximum(values, 0.0)) @ vectors.T
    return mended, ("The two-way covariance was not positive; its negative part was set to zero.",)


def _grams(columns: Floats, weights: Floats, codes: Whole, count: int) -> Floats | None:
    if count * len(columns) ** 2 > _MOST_GRAMS:
        return None
    grams = np.empty((count, len(columns), len(columns)))
    for a, left in enumerate(columns):
        for b in range(a + 1):
            grams[:, a, b] = np.bincount(codes, weights=left * columns[b] * weights, minlength=count)
            grams[:, b, a] = grams[:, a, b]
    return grams
