"""Firms whose prices lie above those of others: the level of all their prices, and lines far out, each with its p-value."""

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt
from scipy.stats import binom, norm

from entrepot.indicators.multiplicity import FALSE_DISCOVERY_RATE, adjusted
from entrepot.store.engine import Row

_Floats = npt.NDArray[np.float64]
_TESTS = 2  # the level and the lines are both tried: the smaller p-value is doubled for it (Bonferroni)
_MAD_TO_SD = 1.4826  # of a normal distribution
_MANY_LINES = 20  # [P] means of fewer lines vary more by their lines than by their firms


@dataclass(frozen=True)
class PriceLevel:
    """A firm on one side of its trade: z and ratio of its price level, its lines far out, and their p-values."""

    row: Row
    z: float
    ratio: float
    level_p: float
    lines_p: float
    is_beyond_quartiles: bool
    q_value: float = 1.0

    @property
    def p_value(self) -> float:
        """The smaller of the two p-values, counted for both tests."""
        return min(1.0, _TESTS * min(self.level_p, self.lines_p))

    def raised_by(self, settings: "Floors") -> tuple[Literal["price_level", "lines_far_out"], ...]:
        """Return by which of the two tests the firm is raised, over all firms tested."""
        if self.q_value > FALSE_DISCOVERY_RATE:
            return ()
        is_high = self.z >= settings.z and self.ratio >= settings.ratio and self.row["value_usd"] >= settings.value_usd
        is_far = (
            self.row["far_count"] >= settings.far_lines
            and self.row["far_value_usd"] >= settings.value_usd
            and _TESTS * self.lines_p <= settings.p
        )
        return (*(("price_level",) if is_high else ()), *(("lines_far_out",) if is_far else ()))


@dataclass(frozen=True)
class Floors:
    """What a firm must reach to be raised; inclusive."""

    z: float
    ratio: float
    value_usd: float
    far_lines: int
    p: float


def price_levels(rows: list[Row]) -> list[PriceLevel]:
    """Return every firm's price level among the firms of its side and basis, with q-values over all of them.

    The spread between honest firms is taken from the firms themselves (robustly), so that a firm that always sells a dearer
    kind is compared with how much firms differ, not with how much single lines do.
    """
    groups: dict[tuple[str, str], list[Row]] = {}
    for row in rows:
        groups.setdefault((row["side"], row["basis"]), []).append(row)
    made = [level for key in sorted(groups) for level in _of_group(groups[key])]
    q_values = adjusted([level.p_value for level in made])
    return [replace(level, q_value=q_value) for level, q_value in zip(made, q_values, strict=True)]


def _of_group(rows: list[Row]) -> list[PriceLevel]:
    means = np.array([row["mean_excess"] for row in rows])
    counts = np.array([row["line_count"] for row in rows], dtype=np.float64)
    noise = np.array([row["mean_variance"] for row in rows]) / counts
    centre = float(np.median(means))
    deviations = np.sqrt(_between(means, counts, noise) + noise)
    lower, upper = np.quantile(means, [0.25, 0.75])
    far = np.array([row["far_count"] for row in rows])
    usual = (far.sum() + 1) / (counts.sum() + 1)
    z = (means - centre) / deviations
    level_p, lines_p = norm.sf(z), binom.sf(far - 1, counts, usual)
    fence = upper + 1.5 * (upper - lower)  # Tukey's fence, the variant by quartiles
    return [
        PriceLevel(
            row,
            round(float(z[n]), 6),
            round(float(np.exp(means[n] - centre)), 6),
            float(level_p[n]),
            float(lines_p[n]),
            bool(means[n] > fence),
        )
        for n, row in enumerate(rows)
    ]


def _between(means: _Floats, counts: _Floats, noise: _Floats) -> float:
    """Return the variance of price levels between firms that their lines' own spread does not explain."""
    is_settled = counts >= _MANY_LINES
    chosen = is_settled if is_settled.sum() >= _MANY_LINES else np.ones(len(means), dtype=bool)
    usual = _MAD_TO_SD * float(np.median(np.abs(means[chosen] - np.median(means[chosen]))))
    return max(0.0, usual**2 - float(np.median(noise[chosen])))
