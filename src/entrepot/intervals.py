"""Shares with 95% intervals, for whatever room counts hits."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

_Z = 1.959963984540054  # two-sided 95% of the normal distribution
_RESAMPLES = 2_000  # [P] the ends of the interval then move by about a hundredth of its width


@dataclass(frozen=True)
class Share:
    """A share with its 95% interval; None where there is nothing to take it of."""

    value: float | None
    low: float | None
    high: float | None


def wilson(hits: int, count: int) -> Share:
    """Return hits / count with Wilson's interval.

    Source: Wilson, Journal of the American Statistical Association 22 (1927) 209-212.
    """
    if count == 0:
        return Share(None, None, None)
    share = hits / count
    centre = (share + _Z**2 / (2 * count)) / (1 + _Z**2 / count)
    half = _Z / (1 + _Z**2 / count) * math.sqrt(share * (1 - share) / count + _Z**2 / (4 * count**2))
    return Share(share, max(0.0, centre - half), min(1.0, centre + half))


def weighted_share(found: Sequence[bool], weights: Sequence[float], *, seed: int) -> Share:
    """Return the found part of the summed weights, with the percentile interval of a bootstrap over the items.

    Args:
        found: Whether each item was found.
        weights: What each item is worth, none negative.
        seed: Of the resampling: the same seed gives the same interval.
    Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 13.
    """
    worth = np.asarray(weights, np.float64)
    hits = np.asarray(found, np.bool_)
    if worth.sum() <= 0:
        return Share(None, None, None)
    draws = np.random.default_rng(seed).integers(0, len(worth), (_RESAMPLES, len(worth)))
    sums = worth[draws].sum(axis=1)
    kept = sums > 0
    shares = (worth * hits)[draws].sum(axis=1)[kept] / sums[kept]
    low, high = np.quantile(shares, [0.025, 0.975])
    return Share(float((worth * hits).sum() / worth.sum()), float(low), float(high))


def median_interval(values: Sequence[float], *, seed: int) -> Share:
    """Return the median with the percentile interval of a bootstrap; None where there are no values."""
    if not values:
        return Share(None, None, None)
    array = np.asarray(values, np.float64)
    draws = np.random.default_rng(seed).integers(0, len(array), (_RESAMPLES, len(array)))
    low, high = np.quantile(np.median(array[draws], axis=1), [0.025, 0.975])
    return Share(float(np.median(array)), float(low), float(high))
