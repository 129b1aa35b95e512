"""The rules of matching written out line by line, without regard to time: what the matcher must agree with."""

from collections import defaultdict
from math import floor, log

import numpy as np

from entrepot.trace.ledger import Ints, Ledger
from entrepot.trace.matching import Accepts, Holders, Lots
from entrepot.trace.queues import DUST, LOOKED_AT, NEAR, Fits


class PlainMatcher:
    """As `Matcher`: every lot out is held against every lot in."""

    def __init__(self, ledger: Ledger, window_days: int) -> None:
        self.ledger, self.window_days = ledger, window_days
        self.whole: list[float] = ledger.quantity.tolist()
        self.supply, self.demand = list(self.whole), list(self.whole)
        self.found: list[tuple[int, int, float, int]] = []

    def __len__(self) -> int:
        return len(self.found)

    def lots(self) -> Lots:
        columns = [[lot[place] for lot in self.found] for place in range(4)]
        inbound, outbound, tier = (np.array(columns[place], dtype=np.int64) for place in (0, 1, 3))
        return Lots(inbound, outbound, np.array(columns[2], dtype=np.float64), tier)

    def first_in(
        self, holders: Holders, attributes: tuple[Ints, ...], tier: int, accepts: Accepts | None = None
    ) -> None:
        fits = self._fits(accepts)
        for ins, outs in self._groups(holders, attributes):
            for o in outs:
                refused = 0
                for i in ins:
                    if self.demand[o] <= 0 or refused >= LOOKED_AT:
                        break
                    if self.supply[i] <= 0 or not self._is_in_time(i, o):
                        continue
                    if fits is not None and not fits(i, o):
                        refused += 1
                        continue
                    self._pass_on(i, o, tier)

    def near_quantities(self, holders: Holders, attributes: tuple[Ints, ...], tier: int, accepts: Accepts) -> None:
        fits = self._fits(accepts)
        assert fits is not None
        for ins, outs in self._groups(holders, attributes):
            waiting = [i for i in ins if self.supply[i] == self.whole[i]]
            for o in (o for o in outs if self.demand[o] == self.whole[o]):
                near = []
                for step in (-1, 0, 1):
                    queue = [i for i in waiting if self._step(i) == self._step(o) + step and self._is_in_time(i, o)]
                    near += [(abs(self.whole[i] - self.whole[o]), i) for i in queue[:LOOKED_AT] if fits(i, o)]
                near = [(apart, i) for apart, i in near if apart <= NEAR * self.whole[o]]
                if near:
                    best = min(near, key=lambda found: found[0])[1]  # the first of those as near
                    waiting.remove(best)
                    self._pass_on(best, o, tier)

    def _fits(self, accepts: Accepts | None) -> Fits | None:
        every = np.arange(len(self.ledger))
        return None if accepts is None else accepts(every, every)

    def _step(self, place: int) -> int:
        return floor(log(self.whole[place]) / log(1 + NEAR))

    def _is_in_time(self, i: int, o: int) -> bool:
        return 0 <= int(self.ledger.left[o]) - int(self.ledger.arrived[i]) <= self.window_days

    def _pass_on(self, i: int, o: int, tier: int) -> None:
        quantity = min(self.supply[i], self.demand[o])
        for left, place in ((self.supply, i), (self.demand, o)):
            rest = left[place] - quantity
            left[place] = rest if rest > DUST * self.whole[place] else 0.0
        self.found.append((i, o, quantity, tier))

    def _groups(self, holders: Holders, attributes: tuple[Ints, ...]) -> list[tuple[list[int], list[int]]]:
        groups: dict[tuple[int, ...], tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for side, (holder, open_) in enumerate(((holders.inbound, self.supply), (holders.outbound, self.demand))):
            for place in range(len(self.ledger)):
                key = (int(holder[place]), *(int(column[place]) for column in attributes))
                if min(key) >= 0 and open_[place] > 0:
                    groups[key][side].append(place)
        return [
            (ins, sorted(outs, key=lambda place: int(self.ledger.left[place])))
            for _, (ins, outs) in sorted(groups.items())
        ]
