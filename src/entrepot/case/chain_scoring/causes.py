"""Why a planted way of goods is not among the chains found, or is found and not raised."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from entrepot.case.chain_scoring.found import Followed, Judged
from entrepot.case.chain_scoring.planted import TrueLine, Way
from entrepot.trace.answer import MIN_BITS
from entrepot.trace.chance import MAX_P

Outcome = Literal["raised", "found, not raised", "missed"]
CAUSES = (
    "not the list's goods",
    "declared as transit",
    "firm not reached",
    "side not named",
    "split over parties",
    "outside the window",
    "another code",
    "no part number, price or brand apart",
    "matched to other lines",
    "lots do not join up",
    "dropped by the search",
    "no part number: amounts not equal",
    "amount split or changed",
    "amount round or common",
    "p too large",
    "q too large",
)
Pairs = Sequence[tuple[TrueLine, TrueLine]]
Places = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Seen:
    """A planted way, what became of it, and the cause where it was not raised; `in_part` where some hops of it were found."""

    way: Way
    outcome: Outcome
    cause: str | None
    in_part: bool


@dataclass(frozen=True)
class Explainer:
    """Holds the planted ways against the chains found."""

    followed: Followed
    judged: Sequence[Judged]

    def seen(self, ways: Iterable[Way]) -> list[Seen]:
        """Return what became of each way.

        A way is found where a chain that follows its scheme's lines goes by all its firms in order.
        """
        return [self._seen(way) for way in ways]

    def _seen(self, way: Way) -> Seen:
        own = [chain for chain in self.judged if way.scheme.scheme_id in chain.scheme_ids]
        whole = [chain for chain in own if chain.verdict != "in part" and _holds(chain.firms, way.firms)]
        steps = set(zip(way.firms, way.firms[1:], way.firms[2:], strict=False))
        in_part = any(set(zip(c.firms, c.firms[1:], c.firms[2:], strict=False)) & steps for c in own)
        if any(chain.is_raised for chain in whole):
            return Seen(way, "raised", None, in_part=True)
        if whole:
            return Seen(way, "found, not raised", self._weak(way, whole), in_part=True)
        return Seen(way, "missed", self._missed(way), in_part)

    def _weak(self, way: Way, chains: Sequence[Judged]) -> str:
        """Return what keeps a chain that was found from being raised."""
        best = max(chains, key=lambda chain: chain.bits)
        if best.bits < MIN_BITS:
            pairs = [self._within_lots(way.pairs(k)) for k in range(len(way.hops) - 1)]
            if not all(any(i.part and o.part for i, o in found) for found in pairs):
                return "no part number: amounts not equal"
            if not all(any(i.quantity == o.quantity for i, o in found) for found in pairs):
                return "amount split or changed"
            return "amount round or common"
        return "p too large" if best.p_value is None or best.p_value > MAX_P else "q too large"

    def _within_lots(self, pairs: Pairs) -> Pairs:
        return [pair for pair in pairs if self._places([pair])] or pairs

    def _missed(self, way: Way) -> str:
        """Return the first cause that keeps a passing of the way from being seen."""
        for passing in range(len(way.hops) - 1):
            if cause := self._passing(way.pairs(passing)):
                return cause
        is_joined = all(self._has_lot(self._places(way.pairs(k))) for k in range(len(way.hops) - 1))
        return "dropped by the search" if is_joined and self.followed.found.dropped else "lots do not join up"

    def _passing(self, pairs: Pairs) -> str | None:
        """Return why no lot joins lines in and out; None where one does."""
        places = self._places(pairs)
        if not places:
            return self._not_looked_at(pairs)
        ledger = self.followed.matched.ledger
        importer, exporter = ledger.of("importer"), ledger.of("exporter")
        named = [(i, o) for i, o in places if importer[i] >= 0 and exporter[o] >= 0]
        if not named:
            return None if self._has_lot(places) else "side not named"
        same = [(i, o) for i, o in named if importer[i] == exporter[o]]
        if not same:
            return None if self._has_lot(places) else "split over parties"
        return None if self._has_lot(places) else self._no_lot(same)

    def _no_lot(self, places: Places) -> str:
        ledger, window = self.followed.matched.ledger, self.followed.matched.scope.window.days
        in_time = [(i, o) for i, o in places if 0 <= ledger.left[o] - ledger.arrived[i] <= window]
        if not in_time:
            return "outside the window"
        part, code = ledger.of("part"), ledger.of("hs6")
        if any(part[i] >= 0 and part[i] == part[o] for i, o in in_time):
            return "matched to other lines"
        return "no part number, price or brand apart" if any(code[i] == code[o] for i, o in in_time) else "another code"

    def _not_looked_at(self, pairs: Pairs) -> str:
        codes = set(self.followed.matched.scope.codes)
        if not any(i.hs6 in codes and o.hs6 in codes for i, o in pairs):
            return "not the list's goods"
        if not any("transit" not in (i.direction, o.direction) for i, o in pairs):
            return "declared as transit"
        named = [(i, o) for i, o in pairs if i.receiver is not None and o.sender is not None]
        if not named:
            return "side not named"
        same = [(i, o) for i, o in named if i.receiver == o.sender]
        if not same:
            return "split over parties"
        return "another code" if not any(i.hs6 == o.hs6 for i, o in same) else "firm not reached"

    def _places(self, pairs: Pairs) -> Places:
        """Return the positions in the ledger of lines in and out, of those pairs that are both there."""
        where = self._where
        return [(where[i.line_id], where[o.line_id]) for i, o in pairs if i.line_id in where and o.line_id in where]

    def _has_lot(self, places: Places) -> bool:
        return any(pair in self._lots for pair in places)

    @cached_property
    def _where(self) -> dict[str, int]:
        known = self.followed.matched.ledger.position
        exports = {out: known[into] for into, out in self.followed.exports.items() if into in known}
        return {**known, **exports}

    @cached_property
    def _lots(self) -> set[tuple[int, int]]:
        lots = self.followed.matched.accounts[0].lots
        return set(zip(lots.inbound.tolist(), lots.outbound.tolist(), strict=True))


def _holds(firms: Sequence[str | None], way: Sequence[str]) -> bool:
    """Return whether a chain goes by all firms of a way in order, with nobody else in between."""
    return any(tuple(firms[k : k + len(way)]) == tuple(way) for k in range(len(firms) - len(way) + 1))
