"""Where labels go so that none covers another."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Box:
    """A rectangle that something occupies, in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        """Return whether the two rectangles share an area."""
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )

    @classmethod
    def around(cls, x: float, y: float, width: float, height: float) -> "Box":
        """Return the rectangle of that size with its centre at the point."""
        return cls(x - width / 2, y - height / 2, x + width / 2, y + height / 2)


def first_free(candidates: Iterable[Box], taken: Sequence[Box]) -> Box | None:
    """Return the first candidate that overlaps nothing, or None where all do."""
    return next((box for box in candidates if not any(box.overlaps(other) for other in taken)), None)


def spread(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Return positions near the wanted ones, in their order of size, at least `gap` apart and inside the bounds if they fit."""
    order = sorted(range(len(wanted)), key=lambda i: (wanted[i], i))
    placed: list[float] = []
    for i in order:
        placed.append(max(wanted[i], low) if not placed else max(wanted[i], placed[-1] + gap))
    ceiling = high
    for k in range(len(placed) - 1, -1, -1):
        placed[k] = min(placed[k], ceiling)
        ceiling = placed[k] - gap
    result = [0.0] * len(wanted)
    for k, i in enumerate(order):
        result[i] = placed[k]
    return result


def rows_without_overlap(spans: Sequence[tuple[float, float]]) -> list[int]:
    """Return for each span (left, right), taken from left to right, the first row in which it covers no other."""
    order = sorted(range(len(spans)), key=lambda i: (spans[i], i))
    ends: list[float] = []
    rows = [0] * len(spans)
    for i in order:
        left, right = spans[i]
        row = next((k for k, end in enumerate(ends) if end <= left), len(ends))
        if row == len(ends):
            ends.append(right)
        else:
            ends[row] = right
        rows[i] = row
    return rows
