"""How many suppliers fill one window of days with small amounts, and how often a firm's own days would give as many."""

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from entrepot.indicators.statistics import permutation_p

_ENOUGH_AS_LARGE = 10  # Besag and Clifford 1991: so many deals as large settle a p-value to about a third of itself


@dataclass(frozen=True)
class Parcel:
    """A small line of one code: its day as an ordinal, its supplier and value, and its id."""

    day: int
    supplier_id: str
    value_usd: float
    declaration_id: str


@dataclass(frozen=True)
class SupplierWindow:
    """The fullest window: its parcels in order of day, and how many suppliers they come from."""

    suppliers: int
    parcels: tuple[Parcel, ...]

    @property
    def sum_usd(self) -> float:
        """The value of the parcels, US dollars."""
        return sum(parcel.value_usd for parcel in self.parcels)


def fullest_window(parcels: Sequence[Parcel], window_days: int, min_sum_usd: float) -> SupplierWindow | None:
    """Return the window with the most suppliers among those worth `min_sum_usd`, the earliest where equal; None: none is.

    Args:
        parcels: Of one firm and code, in any order.
        window_days: Length: the first and the last day lie fewer days apart.
        min_sum_usd: Least value of a window, US dollars.
    """
    best: tuple[int, int, int] | None = None
    ordered = sorted(parcels, key=lambda p: (p.day, p.declaration_id))
    counts: Counter[str] = Counter()
    total, start = 0.0, 0
    for end, parcel in enumerate(ordered):
        counts[parcel.supplier_id] += 1
        total += parcel.value_usd
        while parcel.day - ordered[start].day >= window_days:
            gone = ordered[start]
            start, total = start + 1, total - gone.value_usd
            counts[gone.supplier_id] -= 1
            if counts[gone.supplier_id] == 0:
                del counts[gone.supplier_id]
        if total >= min_sum_usd - 0.005 and (best is None or len(counts) > best[0]):
            best = (len(counts), start, end + 1)
    return None if best is None else SupplierWindow(best[0], tuple(ordered[best[1] : best[2]]))


def window_p(
    parcels: Sequence[Parcel],
    span: tuple[int, int],
    observed: int,
    *,
    window_days: int,
    min_sum_usd: float,
    permutations: int,
    seed: int,
) -> tuple[float, int]:
    """Return the chance of so many suppliers in one window had each supplied as it did, but on its own calendar; and the deals.

    Every deal moves each supplier's parcels together by a random number of days, around the firm's span of trade: bursts of
    one supplier stay, that several suppliers come at the same time does not.

    Args:
        parcels: The small parcels of the code.
        span: First and last day on which the firm bought, as ordinals.
        observed: Suppliers in the fullest window.
        window_days: As in `fullest_window`.
        min_sum_usd: As in `fullest_window`.
        permutations: Deals, at most; fewer where the first ones show that such a window is common.
        seed: Seed of the deals.
    Source: Besag and Clifford, Biometrika 78 (1991) 301-304, for stopping early.
    """
    draw = np.random.default_rng(seed)
    ordered = sorted(parcels, key=lambda p: (p.day, p.declaration_id))
    # Suppliers in order of their first parcel: names say nothing and may change.
    places = {name: place for place, name in enumerate(dict.fromkeys(p.supplier_id for p in ordered))}
    who = np.array([places[p.supplier_id] for p in ordered])
    worth = np.array([p.value_usd for p in ordered])
    since, length = np.array([p.day for p in ordered]) - span[0], span[1] - span[0] + 1
    found: list[float] = []
    as_large = 0
    while len(found) < permutations and as_large < _ENOUGH_AS_LARGE:
        moved = (since + draw.integers(0, length, len(places))[who]) % length
        order = np.argsort(moved, kind="stable")
        found.append(_most(moved[order].tolist(), who[order].tolist(), worth[order].tolist(), window_days, min_sum_usd))
        as_large += found[-1] >= observed
    return permutation_p(observed, found), len(found)


def _most(days: list[int], who: list[int], worth: list[float], window_days: int, min_sum_usd: float) -> int:
    """Return the most suppliers in a window worth enough; 0 where none is."""
    most, total = 0, 0.0
    counts: Counter[int] = Counter()
    inside: deque[int] = deque()
    for place, day in enumerate(days):
        inside.append(place)
        counts[who[place]] += 1
        total += worth[place]
        while day - days[inside[0]] >= window_days:
            gone = inside.popleft()
            total -= worth[gone]
            counts[who[gone]] -= 1
            if counts[who[gone]] == 0:
                del counts[who[gone]]
        if len(counts) > most and total >= min_sum_usd - 0.005:
            most = len(counts)
    return most
