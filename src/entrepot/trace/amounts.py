"""How much could have passed along a path of firms: bounds, not a point."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import maximum_flow

from entrepot.trace.ledger import Floats, Ints, Ledger
from entrepot.trace.matching import PRICE_BAND
from entrepot.trace.paths import LotIndex, Path
from entrepot.trace.queues import NEAR

Flags = npt.NDArray[np.bool_]

_MOST_PAIRS = 1_000_000  # of consignments in two layers: beyond that the least layer is the bound, looser and still one
_MOST_UNITS = 2_000_000_000  # capacities are 32-bit whole numbers
_LEAST_UNITS = 1_000  # parts of a unit that are told apart where quantities are not whole


@dataclass(frozen=True)
class Bounds:
    """Amounts in `unit`: `at_least` in the less favourable of the two accounts, `at_most` by maximum flow.

    `at_least` rests on the account's assumption that goods sent came from goods seen to arrive; stock that nobody saw makes
    it less. `at_most` assumes that this path is served before all others.
    """

    best_fit: float
    first_in_first_out: float
    at_most: float
    is_exact: bool

    @property
    def at_least(self) -> float:
        """The smaller amount of the two accounts."""
        return min(self.best_fit, self.first_in_first_out)


def bounds_of(
    ledger: Ledger, path: Path, indexes: Sequence[LotIndex], window_days: int, layers: Sequence[Ints]
) -> Bounds:
    """Return what could have passed along a path.

    Args:
        ledger: The consignments.
        path: Firms by way of their consignments.
        indexes: Lots of the two accounts: best fit, first in first out.
        window_days: Days from arrival to leaving, at most.
        layers: All consignments of each hop, as `layers_of` gives them.
    """
    best, first_in = (conserved(ledger, index, layers) for index in indexes)
    capacities = [ledger.quantity[layer] for layer in layers]
    steps = list(pairwise(layers))
    if sum(len(one) * len(other) for one, other in steps) > _MOST_PAIRS:
        return Bounds(best, first_in, min(float(capacity.sum()) for capacity in capacities), is_exact=False)
    edges = [_edges(ledger, one, other, window_days) for one, other in steps]
    return Bounds(best, first_in, max_flow(capacities, edges), is_exact=True)


def layers_of(ledger: Ledger, path: Path, by_pair: dict[tuple[int, int], Ints]) -> list[Ints]:
    """Return for each hop all consignments between its two parties of the goods that the path carries there."""
    layers = []
    for hop in path.hops:
        places = list(hop)
        rows = by_pair[int(ledger.of("exporter")[places[0]]), int(ledger.of("importer")[places[0]])]
        is_same = np.ones(len(rows), dtype=bool)
        for name in ("hs6", "part", "unit"):
            is_same &= np.isin(ledger.of(name)[rows], ledger.of(name)[places])
        layers.append(rows[is_same])
    return layers


def pairs_of(ledger: Ledger) -> dict[tuple[int, int], Ints]:
    """Return the consignments of every pair of exporter and importer."""
    exporter, importer = ledger.of("exporter"), ledger.of("importer")
    order = np.lexsort((np.arange(len(ledger)), importer, exporter))
    sides = np.stack([exporter[order], importer[order]], axis=1)
    if not len(order):
        return {}
    starts = np.flatnonzero(np.r_[True, (sides[1:] != sides[:-1]).any(axis=1)])
    spans = np.split(order, starts[1:])
    return {(int(a), int(b)): span for (a, b), span in zip(sides[starts].tolist(), spans, strict=True)}


def conserved(ledger: Ledger, index: LotIndex, layers: Sequence[Ints]) -> float:
    """Return how much an account moves from the first layer to the last for certain, whatever mixes on the way.

    Of a consignment of which `g` of `q` came along the path, a lot of `l` carries at least `l - (q - g)` of it further.
    """
    lots = index.account.lots
    sure = {int(place): float(ledger.quantity[place]) for place in layers[0]}
    for layer in layers[1:]:
        wanted = set(layer.tolist())
        reached: dict[int, float] = {}
        for lot in index.of(sure, is_inbound=True).tolist():
            place, target = int(lots.inbound[lot]), int(lots.outbound[lot])
            other = float(ledger.quantity[place]) - sure[place]
            carried = max(0.0, float(lots.quantity[lot]) - other)
            if target in wanted and carried > 0:
                reached[target] = reached.get(target, 0.0) + carried
        sure = reached
    return round(sum(sure.values()), 6)


def max_flow(capacities: Sequence[Floats], edges: Sequence[Flags]) -> float:
    """Return the maximum flow from the first layer to the last, through nodes of limited capacity; never less than it is."""
    every = np.concatenate([np.asarray(c, dtype=np.float64) for c in capacities])
    is_whole = bool(np.all(every == np.floor(every)))
    scale = min(1 if is_whole else _LEAST_UNITS, _MOST_UNITS / max(1.0, float(every.sum())))
    units = np.ceil(np.round(every * scale, 6)).astype(np.int64)
    count, offsets = len(every), np.cumsum([0, *(len(c) for c in capacities)])
    source, sink = 2 * count, 2 * count + 1
    nodes = np.arange(count)
    first, last = np.arange(offsets[1]), np.arange(offsets[-2], count)
    rows = [nodes, np.full(len(first), source), count + last]
    columns = [nodes + count, first, np.full(len(last), sink)]
    flow = [units, units[first], units[last]]
    for place, edge in enumerate(edges):
        one, other = np.nonzero(edge)
        rows.append(count + offsets[place] + one)
        columns.append(offsets[place + 1] + other)
        flow.append(np.minimum(units[offsets[place] + one], units[offsets[place + 1] + other]))
    graph = csr_matrix(
        (np.concatenate(flow).astype(np.int32), (np.concatenate(rows), np.concatenate(columns))),
        shape=(2 * count + 2, 2 * count + 2),
    )
    return float(maximum_flow(graph, source, sink).flow_value) / scale


def _edges(ledger: Ledger, one: Ints, other: Ints, window_days: int) -> Flags:
    """Return which consignments of one layer could have become which of the next: by time, goods and price."""
    lag = ledger.left[other][None, :] - ledger.arrived[one][:, None]
    part = ledger.of("part")
    is_same = {n: ledger.of(n)[one][:, None] == ledger.of(n)[other][None, :] for n in ("part", "unit", "hs6")}
    is_part = is_same["part"] & (part[one][:, None] >= 0)
    is_unknown = (part[one][:, None] < 0) | (part[other][None, :] < 0)
    ratio = ledger.price[other][None, :] / ledger.price[one][:, None]
    low, high = PRICE_BAND
    is_near = np.abs(ledger.quantity[other][None, :] / ledger.quantity[one][:, None] - 1) <= NEAR
    fits: Flags = is_part | (is_unknown & is_same["hs6"] & (is_near | ((ratio >= low) & (ratio <= high))))
    possible: Flags = fits & is_same["unit"] & (lag >= 0) & (lag <= window_days)
    return possible
