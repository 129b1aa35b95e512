"""Time-ordered paths of lots through firms: found hop by hop from where the question stands, widest and most telling first."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from entrepot.trace.ledger import Floats, Ints, Ledger
from entrepot.trace.lots import Account

Flags = npt.NDArray[np.bool_]

WIDTH = 1_000  # paths followed further at a time; what is dropped is counted
_STARTS = 5_000  # pairs of parties that a search starts from, at most


@dataclass(frozen=True)
class Path:
    """Hops are consignments by position, the first ones first; `passings` are the lots between one hop and the next."""

    hops: tuple[tuple[int, ...], ...]
    passings: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True)
class Found:
    """Paths, most telling first; how many were looked at, and how many of these were not followed further for lack of room."""

    paths: tuple[Path, ...]
    looked_at: int
    dropped: int


class LotIndex:
    """The lots of an account, found by consignment in or out."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self._sides = tuple((order := np.argsort(side, kind="stable"), side[order]) for side in _sides(account))

    def of(self, consignments: Iterable[int], *, is_inbound: bool) -> Ints:
        """Return the lots whose consignment in (or out) is one of these, in order."""
        order, sorted_side = self._sides[0 if is_inbound else 1]
        asked = np.unique(np.fromiter(consignments, dtype=np.int64))
        first, last = np.searchsorted(sorted_side, asked, "left"), np.searchsorted(sorted_side, asked, "right")
        spans = [order[a:b] for a, b in zip(first.tolist(), last.tolist(), strict=True) if a < b]
        return np.sort(np.concatenate(spans)) if spans else np.zeros(0, dtype=np.int64)


def _sides(account: Account) -> tuple[Ints, Ints]:
    return account.lots.inbound, account.lots.outbound


class Search:
    """Follows lots from consignments to earlier or later ones."""

    def __init__(self, ledger: Ledger, account: Account, bits: Floats, most_hops: int) -> None:
        self.ledger, self.account, self.bits, self.most_hops = ledger, account, bits, most_hops
        self.index = LotIndex(account)
        self.looked_at = self.dropped = 0
        self._exporter, self._importer = ledger.of("exporter").tolist(), ledger.of("importer").tolist()

    def starts(self, chosen: Ints, *, is_backward: bool) -> list[Path]:
        """Return consignments that have a lot as paths of one hop, one a pair of parties and goods."""
        has_lot = np.isin(chosen, self.account.lots.outbound if is_backward else self.account.lots.inbound)
        groups: dict[tuple[int, ...], list[int]] = defaultdict(list)
        names = ("exporter", "importer", "hs6", "part", "unit")
        rows = chosen[has_lot]
        for place in rows.tolist():
            groups[tuple(int(self.ledger.of(name)[place]) for name in names)].append(place)
        return [Path((tuple(places),)) for _, places in sorted(groups.items())]

    def follow(self, starts: Sequence[Path], *, is_backward: bool) -> Found:
        """Return the longest paths from these: those that cannot be followed further, or not within the limit of hops."""
        ended: list[Path] = []
        current = self._most_telling(starts, is_backward)
        while current:
            further: list[Path] = []
            for path in current:
                next_paths = self._extended(path, is_backward) if len(path.hops) < self.most_hops else []
                further += next_paths
                if not next_paths:
                    ended.append(path)
            self.looked_at += len(further)
            further.sort(key=self.rank)
            self.dropped += max(0, len(further) - WIDTH)
            current = further[:WIDTH]
        return Found(tuple(sorted(ended, key=self.rank)), self.looked_at, self.dropped)

    def _most_telling(self, starts: Sequence[Path], is_backward: bool) -> list[Path]:
        """Return the starts that there is room for: those of the most telling lot, then of the largest quantity."""
        if len(starts) <= _STARTS:
            return list(starts)
        lots = self.account.lots
        near = lots.outbound if is_backward else lots.inbound
        bits = np.zeros(len(self.ledger))
        np.maximum.at(bits, near, self.bits)
        scored = [
            (-float(bits[list(path.hops[0])].max()), -float(self.ledger.quantity[list(path.hops[0])].sum()), place)
            for place, path in enumerate(starts)
        ]
        self.dropped += len(starts) - _STARTS
        return [starts[place] for _, _, place in sorted(scored)[:_STARTS]]

    def rank(self, path: Path) -> tuple[float, float, tuple[str, ...]]:
        """Return a path's place among others: bits of its weakest passing, least quantity, then its ids."""
        lots = self.account.lots
        bits = min((float(self.bits[list(p)].max()) for p in path.passings), default=0.0)
        quantity = min((float(lots.quantity[list(p)].sum()) for p in path.passings), default=0.0)
        return -round(bits, 6), -round(quantity, 6), tuple(self.ledger.ids[hop[0]] for hop in path.hops)

    def _extended(self, path: Path, is_backward: bool) -> list[Path]:
        head = path.hops[0] if is_backward else path.hops[-1]
        visited = {firm for hop in path.hops for firm in (self._exporter[hop[0]], self._importer[hop[0]])} - {-1}
        lots = self.account.lots
        beyond = lots.inbound if is_backward else lots.outbound
        groups: dict[tuple[int, int, int], list[int]] = defaultdict(list)
        for lot in self.index.of(head, is_inbound=not is_backward).tolist():
            place = int(beyond[lot])
            new = self._exporter[place] if is_backward else self._importer[place]
            if new not in visited:
                groups[self._exporter[place], self._importer[place], int(self.account.kind[lot])].append(lot)
        return [self._pruned(self._joined(path, found, is_backward)) for _, found in sorted(groups.items())]

    def _joined(self, path: Path, found: list[int], is_backward: bool) -> Path:
        lots = self.account.lots
        hop = tuple(np.unique((lots.inbound if is_backward else lots.outbound)[found]).tolist())
        if is_backward:
            return Path((hop, *path.hops), (tuple(found), *path.passings))
        return Path((*path.hops, hop), (*path.passings, tuple(found)))

    def _pruned(self, path: Path) -> Path:
        """Return a path without consignments and lots that lead from no end of it to the other."""
        inbound, outbound = _sides(self.account)
        passings = list(path.passings)
        for order, near, far in (
            (range(len(passings)), inbound, outbound),
            (range(len(passings) - 1, -1, -1), outbound, inbound),
        ):
            reached: set[int] | None = None
            for place in order:
                kept = [lot for lot in passings[place] if reached is None or int(near[lot]) in reached]
                reached = {int(far[lot]) for lot in kept}
                passings[place] = tuple(kept)
        hops = [tuple(sorted({int(inbound[lot]) for lot in passing})) for passing in passings]
        return Path((*hops, tuple(sorted({int(outbound[lot]) for lot in passings[-1]}))), tuple(passings))


def cut_at(paths: Iterable[Path], is_start: Callable[[int], bool]) -> list[Path]:
    """Return those paths that come through a hop that begins with a firm asked about, without what lies before it."""
    found = []
    for path in paths:
        place = next((k for k, hop in enumerate(path.hops) if is_start(hop[0])), None)
        if place is not None and place < len(path.hops) - 1:
            found.append(Path(path.hops[place:], path.passings[place:]))
    return list(dict.fromkeys(found))


def candidate_paths(ledger: Ledger, origins: Ints | None = None, targets: Ints | None = None) -> int:
    """Return how many triples of supplier, firm and customer of one goods code were open to matching: in before out.

    Args:
        ledger: The consignments.
        origins: Consignments that chains must begin with, by position; None where they may begin anywhere.
        targets: Consignments that chains must end with; None where they may end anywhere.
    """
    goods, size = ledger.of("hs6"), int(ledger.of("hs6").max(initial=0)) + 1
    keys = [np.where(ledger.of(s) < 0, -1, ledger.of(s) * size + goods) for s in ("importer", "exporter")]
    both = np.setdiff1d(np.intersect1d(ledger.of("importer"), ledger.of("exporter")), [-1])  # who may stand between
    if origins is not None:
        keys[0] = np.where(_among(origins, len(ledger)) | np.isin(ledger.of("exporter"), both), keys[0], -1)
    if targets is not None:
        keys[1] = np.where(_among(targets, len(ledger)) | np.isin(ledger.of("importer"), both), keys[1], -1)
    first = _extreme(keys[0], ledger.of("exporter"), ledger.arrived, is_first=True)
    last = _extreme(keys[1], ledger.of("importer"), ledger.left, is_first=False)
    in_keys = np.sort(first[0] * 100_000 + first[1])  # days since 1970 have five digits
    low = np.searchsorted(in_keys, last[0] * 100_000, "left")
    return int((np.searchsorted(in_keys, last[0] * 100_000 + last[1], "right") - low).sum())


def _among(places: Ints, size: int) -> Flags:
    found = np.zeros(size, dtype=np.bool_)
    found[places] = True
    return found


def _extreme(holder: Ints, other: Ints, day: Ints, *, is_first: bool) -> tuple[Ints, Ints]:
    """Return for each holder and partner the holder and the first (last) day."""
    kept = holder >= 0
    holder, other, day = holder[kept], other[kept], day[kept]
    order = np.lexsort((day if is_first else -day, other, holder))
    holder, other, day = holder[order], other[order], day[order]
    is_new = np.ones(len(holder), dtype=bool)
    is_new[1:] = (holder[1:] != holder[:-1]) | (other[1:] != other[:-1])
    return holder[is_new], day[is_new]
