"""Fits the map from the raw log odds of two names to ones that hold on labelled pairs (entrepot.resolve.name_comparison)."""

import numpy as np
from scipy.optimize import minimize

# Raw log odds between which the map is a straight line; with half the labelled pairs each piece holds some forty pairs or more.
KNOTS = (-6.0, -3.0, -1.5, -0.5, 0.5, 1.5, 2.5, 3.5)
_LEAST_SLOPE = 0.05  # so that the order of pairs stays
_SHRINK = 2.0  # in pairs, towards a slope of 1: a piece that few pairs speak of changes little


def _pieces(logits: np.ndarray) -> np.ndarray:
    """Return by how much of each piece the log odds have gone beyond the first knot; the last piece has no end."""
    starts, ends = np.array(KNOTS[:-1]), np.array([*KNOTS[1:-1], np.inf])
    return np.asarray(np.clip(logits[:, None] - starts, 0.0, ends - starts))


def even_weights(labels: np.ndarray, sources: np.ndarray) -> np.ndarray:
    """Return weights by which, in each source, as many pairs are one party as are not: the rarer label counts whole."""
    weights = np.zeros(len(labels))
    for source in np.unique(sources):
        counts = [float(((sources == source) & (labels == label)).sum()) for label in (True, False)]
        for label, count in zip((True, False), counts, strict=True):
            weights[(sources == source) & (labels == label)] = min(counts) / count
    return weights


def fit_calibration(logits: np.ndarray, labels: np.ndarray, sources: np.ndarray) -> dict[str, list[float]]:
    """Return the knots and the calibrated log odds there, for pairs of which as many are one party as are not.

    Args:
        logits: Raw log odds of labelled pairs that the map is fitted on.
        labels: Whether each is one party.
        sources: Where each comes from; in each source both labels count the same.
    """
    pieces = np.column_stack([np.ones(len(logits)), _pieces(np.maximum(logits, KNOTS[0]))])
    signs = 2.0 * labels - 1.0
    even = even_weights(labels, sources)

    def loss(values: np.ndarray) -> tuple[float, np.ndarray]:
        margin = signs * (pieces @ values)
        slope = -signs * even / (1.0 + np.exp(margin))
        away = np.concatenate([[0.0], values[1:] - 1.0])
        return float(even @ np.logaddexp(0.0, -margin) + 0.5 * _SHRINK * away @ away), pieces.T @ slope + _SHRINK * away

    start = np.concatenate([[KNOTS[0]], np.ones(len(KNOTS) - 1)])
    bounds = [(None, None), *[(_LEAST_SLOPE, None)] * (len(KNOTS) - 1)]
    first, *slopes = minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B").x
    reached = first + np.concatenate([[0.0], np.cumsum(np.array(slopes) * np.diff(KNOTS))])
    return {"raw": list(KNOTS), "calibrated": [round(float(value), 3) for value in reached]}
