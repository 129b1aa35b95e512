"""The confidence of a proposed column: how often a column that fits its field so well was right (resources/mapping)."""

from bisect import bisect_right
from functools import cache

from entrepot.codes.resource import toml_document


@cache
def _steps() -> tuple[tuple[float, ...], tuple[float, ...]]:
    steps = toml_document("mapping/calibration.toml")["steps"]
    return tuple(step["from"] for step in steps), tuple(step["confidence"] for step in steps)


def confidence_of(fit: float) -> float:
    """Return how often a proposed column of that fit is right, in [0, 1]. Source: resources/mapping/calibration.toml.

    Args:
        fit: How well header and values fit the field, in [0, 1].
    """
    starts, confidences = _steps()
    return confidences[bisect_right(starts, fit) - 1]
