"""How strong a raised finding is, in bands that mean the same for every indicator."""

import math
from collections.abc import Mapping
from typing import Any

# [P] powers of ten of the tail: below them a few hundred peers say little, above them a few thousand do.
EDGES = (0.0, 2.0, 3.0, 4.0)
_WORDS = (
    "raised",
    "among the 1 in 100 farthest out",
    "among the 1 in 1,000 farthest out",
    "among the 1 in 10,000 farthest out",
)
_SMALLEST_TAIL = 1e-12  # a tail of zero is one that was not resolved, not one that cannot be


def strength_of(finding: Mapping[str, Any]) -> float:
    """Return how far out a finding is: -log10 of the smaller of its p-value and its tail among peers (1 - score).

    Zero for a rule without either: it was raised, and nothing says how far out that is.
    """
    score = _number((finding.get("details") or {}).get("score"))
    tails = [_number(finding.get("p_value")), None if score is None else 1.0 - score]
    known = [tail for tail in tails if tail is not None and 0.0 <= tail <= 1.0]
    return -math.log10(max(min(known), _SMALLEST_TAIL)) + 0.0 if known else 0.0  # + 0.0: no minus zero


def band_of(finding: Mapping[str, Any]) -> int:
    """Return the number of the strongest band that a raised finding reaches, its lower edge included."""
    strength = round(strength_of(finding), 9)  # 1 - 0.99 is a little more than 0.01
    return max(number for number, edge in enumerate(EDGES) if strength >= edge)


def band_words(band: int) -> str:
    """Return a band in words."""
    return _WORDS[band]


def _number(value: object) -> float | None:
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        return None
    return float(value)
