"""How strong a raised finding is, in bands that mean the same for every indicator."""

import math
from collections.abc import Mapping
from typing import Any

# [P] powers of ten of the tail: below them a few hundred peers say little, above them a few thousand do.
EDGES = (0.0, 2.0, 3.0, 4.0)
_FARTHEST = (
    "raised",
    "among the 1 in 100 farthest out",
    "among the 1 in 1,000 farthest out",
    "among the 1 in 10,000 farthest out",
)
_CHANCE = ("raised", "p at most 0.01", "p at most 0.001", "p at most 0.0001")
_SMALLEST_TAIL = 1e-12  # a tail of zero is one that was not resolved, not one that cannot be


def strength_of(finding: Mapping[str, Any]) -> float:
    """Return how far out a finding is: -log10 of the smaller of its p-value and its tail among peers (1 - score).

    Zero for a rule without either: it was raised, and nothing says how far out that is. Where the indicator holds its score
    down (details `score_max`), for what was measured says less than the figure, a p-value makes it no stronger than the score.
    """
    tail, _ = _tail(finding)
    return -math.log10(max(tail, _SMALLEST_TAIL)) + 0.0  # + 0.0: no minus zero


def band_of(finding: Mapping[str, Any]) -> int:
    """Return the number of the strongest band that a raised finding reaches, its lower edge included."""
    strength = round(strength_of(finding), 9)  # 1 - 0.99 is a little more than 0.01
    return max(number for number, edge in enumerate(EDGES) if strength >= edge)


def band_words(finding: Mapping[str, Any]) -> str:
    """Return a finding's band in words: a bound of its p-value where it comes from that, else its place among peers."""
    _, is_p_value = _tail(finding)
    return (_CHANCE if is_p_value else _FARTHEST)[band_of(finding)]


def _tail(finding: Mapping[str, Any]) -> tuple[float, bool]:
    """Return the tail that makes the band, 1 where there is none, and whether it is the p-value."""
    details = finding.get("details") or {}
    score = _number(details.get("score"))
    among, chance = _share(None if score is None else 1.0 - score), _share(_number(finding.get("p_value")))
    if chance is not None and among is not None and details.get("score_max") is not None:
        return max(among, chance), chance >= among
    if chance is not None and (among is None or round(chance - among, 9) <= 0):  # a score may be 1 - p
        return chance, True
    return (1.0 if among is None else among), False


def _share(tail: float | None) -> float | None:
    return tail if tail is not None and 0.0 <= tail <= 1.0 else None


def _number(value: object) -> float | None:
    if not isinstance(value, int | float) or isinstance(value, bool) or not math.isfinite(value):
        return None
    return float(value)
