"""Shares before and after, of listed goods and of others beside them: their change, and whether chance gives it."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

from scipy.stats import norm


@dataclass(frozen=True)
class Counted:
    """How many of how many say yes, before and after."""

    before_hits: int
    before_lines: int
    after_hits: int
    after_lines: int

    @property
    def before(self) -> float:
        """The share before; 0 where there is nothing."""
        return self.before_hits / self.before_lines if self.before_lines else 0.0

    @property
    def after(self) -> float:
        """The share after; 0 where there is nothing."""
        return self.after_hits / self.after_lines if self.after_lines else 0.0

    @property
    def change(self) -> float:
        """The share after less the share before."""
        return round(self.after - self.before, 9)

    @property
    def fewest(self) -> int:
        """The smaller of the two numbers of lines."""
        return min(self.before_lines, self.after_lines)


def net_rise_p(counted: Counted, others: Counted | None) -> float:
    """Return the chance of such a rise of a share, beyond that of the others' share, if there were none; one-sided.

    Each side gets one yes and one no more, so that shares of none or all still have a spread.
    Source: Agresti and Caffo, The American Statistician 54 (2000) 280-288 (difference of two proportions).
    """
    change = spread = 0.0
    for sign, side in ((1, counted), (-1, others)):
        if side is not None:
            for step, hits, lines in (
                (sign, side.after_hits, side.after_lines),
                (-sign, side.before_hits, side.before_lines),
            ):
                share = (hits + 1) / (lines + 2)
                change += step * share
                spread += share * (1 - share) / (lines + 2)
    return float(norm.sf(change / sqrt(spread)))


def step_place(values: Sequence[tuple[int, float]]) -> int:
    """Return the place from which on values differ most from those before: two means leave the least squared error.

    Args:
        values: How much each counts, and the value, in order of time; the earliest place where several do equally well.
    Returns:
        0 with fewer than two values.
    """

    def gain(place: int) -> float:
        parts = (values[:place], values[place:])
        weights = [sum(count for count, _ in part) for part in parts]
        totals = [sum(count * value for count, value in part) for part in parts]
        return round(sum(total**2 / weight for total, weight in zip(totals, weights, strict=True)), 9)

    return max(range(1, len(values)), key=lambda place: (gain(place), -place), default=0)
