"""Goods that go in and out of a firm in nearly the same amount or at a usual mark-up: the looser tiers of pass-through."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from entrepot.store.engine import Row

WINDOWS = (30, 90, 180)  # days; methods 8.2 F5
MARK_UP = (0.9, 2.5)  # value out over value in; methods 8.2 F5, tier C
QUANTITY_SHARE = 0.02  # methods 8.2 F5, tier B
_LINES_MAX = 300  # [P] lines of a side and code that are compared: the work grows with their product
_DEALS_AT_ONCE = 500
_DEEP_PAIRS = 10_000  # [P] pairs of lines up to which chance is drawn more often

Values = NDArray[np.float64]


@dataclass(frozen=True)
class Tier:
    """What one looser tier shows for a firm and a goods code: lines out with a fitting line in, and chance's share."""

    matches: int
    compared: int
    p_value: float
    expected: float
    permutations: int

    def details(self) -> dict[str, Any]:
        """Return the tier as a finding's details."""
        return {
            "matches": self.matches,
            "lines_out": self.compared,
            "p_value": self.p_value,
            "expected_by_chance": self.expected,
            "permutations": self.permutations,
        }


@dataclass(frozen=True)
class _Side:
    days: Values
    quantity: Values
    value: Values
    code: NDArray[np.object_]


def tiers_of(
    rows: Sequence[Row], window_days: int, *, permutations: int, deep: int, max_p: float, seed: int
) -> dict[str, Tier]:
    """Return tier B (same national code, quantity within 2 %) and tier C (value at 0.9 to 2.5 times) of a firm and code.

    Chance is what the firm's own goods out give when dealt anew to its own days out: a firm's usual quantities and prices
    are the same then, and only what went out soon after it came in can be more than chance.
    """
    inward, outward = (_side([row for row in rows if row["is_inbound"] is side]) for side in (True, False))
    in_window = _within(inward.days, outward.days, window_days)
    fits = {"B": _fits_quantity(inward, outward), "C": _fits_value(inward, outward)}
    return {tier: _tier(in_window, fit, permutations, deep, max_p=max_p, seed=seed) for tier, fit in fits.items()}


def near_lines(rows: Sequence[Row], window_days: int) -> tuple[str, ...]:
    """Return the declaration ids of the lines out that tier B matches and of the lines in that fit them, sorted."""
    sides = [[row for row in rows if row["is_inbound"] is side][-_LINES_MAX:] for side in (True, False)]
    inward, outward = (_side(side) for side in sides)
    is_met = _within(inward.days, outward.days, window_days) & _fits_quantity(inward, outward)
    met = ((sides[0], is_met.any(axis=1)), (sides[1], is_met.any(axis=0)))
    return tuple(sorted(str(side[i]["declaration_id"]) for side, used in met for i in np.flatnonzero(used)))


def pass_through_shares(rows: Sequence[Row]) -> dict[str, float | None]:
    """Return the share of the value sent on that is covered by value received in the same span, by length of span in days.

    Source: methods 8.2 F5, share = sum of min(in, out) over out, for one goods code; None where nothing out has a value.
    """
    shares: dict[str, float | None] = {}
    for days in WINDOWS:
        spans: dict[int, list[float]] = {}
        for row in rows:
            if row["value_usd"] is not None:
                span = spans.setdefault(row["declared_on"].toordinal() // days, [0.0, 0.0])
                span[0 if row["is_inbound"] else 1] += row["value_usd"]
        sent = sum(out for _, out in spans.values())
        covered = sum(min(received, out) for received, out in spans.values())
        shares[str(days)] = round(covered / sent, 6) if sent > 0 else None
    return shares


def _side(rows: Sequence[Row]) -> _Side:
    chosen = rows[-_LINES_MAX:]
    return _Side(
        np.array([row["declared_on"].toordinal() for row in chosen], dtype=np.float64),
        np.array([row["quantity"] or np.nan for row in chosen], dtype=np.float64),
        np.array([row["value_usd"] or np.nan for row in chosen], dtype=np.float64),
        np.array([row["hs10"] for row in chosen], dtype=object),
    )


def _within(days_in: Values, days_out: Values, window_days: int) -> NDArray[np.bool_]:
    lag = days_out[None, :] - days_in[:, None]
    is_within: NDArray[np.bool_] = (lag >= 0) & (lag <= window_days)
    return is_within


def _fits_quantity(inward: _Side, outward: _Side) -> NDArray[np.bool_]:
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = outward.quantity[None, :] / inward.quantity[:, None]
    fits: NDArray[np.bool_] = (np.abs(ratio - 1) <= QUANTITY_SHARE + 1e-9) & (
        inward.code[:, None] == outward.code[None, :]
    )
    return fits


def _fits_value(inward: _Side, outward: _Side) -> NDArray[np.bool_]:
    with np.errstate(invalid="ignore", divide="ignore"):
        ratio = outward.value[None, :] / inward.value[:, None]
    fits: NDArray[np.bool_] = (ratio >= MARK_UP[0]) & (ratio <= MARK_UP[1])
    return fits


def _tier(
    in_window: NDArray[np.bool_], fits: NDArray[np.bool_], permutations: int, deep: int, *, max_p: float, seed: int
) -> Tier:
    observed = int((in_window & fits).any(axis=0).sum())
    if observed == 0:
        return Tier(0, fits.shape[1], 1.0, 0.0, 0)
    counts = _drawn(in_window, fits, permutations, seed)
    if _tail(counts, observed) <= max_p and deep > permutations and fits.size <= _DEEP_PAIRS:
        counts = _drawn(in_window, fits, deep, seed)
    return Tier(observed, fits.shape[1], _tail(counts, observed), round(float(counts.mean()), 6), len(counts))


def _tail(counts: NDArray[np.int64], observed: int) -> float:
    return round(float((1 + int((counts >= observed).sum())) / (1 + len(counts))), 9)


def _drawn(in_window: NDArray[np.bool_], fits: NDArray[np.bool_], permutations: int, seed: int) -> NDArray[np.int64]:
    """Return how many lines out have a fitting line in, in each of so many deals of the goods out to the days out."""
    size = fits.shape[1]
    # Whether some line in is in the window of day j and fits goods g, for all of both at once.
    is_met = (in_window.T.astype(np.float32) @ fits.astype(np.float32)) > 0
    generator, places = np.random.default_rng(seed), np.arange(size)
    counts = []
    for first in range(0, permutations, _DEALS_AT_ONCE):
        deals = np.tile(places, (min(_DEALS_AT_ONCE, permutations - first), 1))
        counts.append(is_met[places, generator.permuted(deals, axis=1)].sum(axis=1))
    return np.concatenate(counts)
