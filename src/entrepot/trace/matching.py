"""Goods in matched to goods out as a flow with conserved quantity: nothing received is sent on twice.

Two rules of matching, each a full account of its own. `best_fit`: equal lots first, then the same part, then an equal
quantity of a code, then the brand, then the price. `first_in_first_out`: as a warehouse accounts, whatever the quantities.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from math import floor, log

import numpy as np

from entrepot.trace.ledger import Floats, Ints, Ledger

TIERS = ("part_and_quantity", "part", "code_and_quantity", "brand", "price_band")  # strongest first
METHODS = ("best_fit", "first_in_first_out")
PRICE_BAND = (0.9, 2.5)  # methods 8.2 F5, T-C: price out over price in
NEAR = 0.02  # methods 8.2 F5, T-B: quantities as near as this are taken to be equal
_STEP = log(1 + NEAR)
_LOOKED_AT = 64  # waiting lots that one lot out is compared with: a forwarder's queue must not cost its square
_DUST = 1e-9  # of a quantity: what is left of it by rounding

Accepts = Callable[[int, int], bool]


@dataclass(frozen=True)
class Lots:
    """Matched lots, one a position: positions of the consignments in and out, quantity, number of the tier."""

    inbound: Ints
    outbound: Ints
    quantity: Floats
    tier: Ints

    def __len__(self) -> int:
        return len(self.inbound)


@dataclass(frozen=True)
class Holders:
    """Who holds goods between in and out: a firm, a country or a pair of linked firms, as numbers; -1 is nobody.

    `inbound` and `outbound` give, for every consignment, the holder it comes to and the holder it leaves.
    """

    inbound: Ints
    outbound: Ints


class Matcher:
    """What is left of every consignment, to be sent on (`supply`) and to be explained (`demand`), and the lots so far."""

    def __init__(self, ledger: Ledger, window_days: int) -> None:
        self.ledger = ledger
        self.window_days = window_days
        self.supply: list[float] = ledger.quantity.tolist()
        self.demand: list[float] = ledger.quantity.tolist()
        self._quantity: list[float] = ledger.quantity.tolist()
        self._arrived: list[int] = ledger.arrived.tolist()
        self._left: list[int] = ledger.left.tolist()
        self._found: tuple[list[int], list[int], list[float], list[int]] = ([], [], [], [])

    def lots(self) -> Lots:
        """Return the lots matched so far."""
        inbound, outbound, quantity, tier = self._found
        ints = (np.array(values, dtype=np.int64) for values in (inbound, outbound, tier))
        return Lots(*(next(ints), next(ints), np.array(quantity, dtype=np.float64), next(ints)))

    def first_in(
        self, holders: Holders, attributes: tuple[Ints, ...], tier: int, accepts: Accepts | None = None
    ) -> None:
        """Match what is left, first in with first out, among consignments of a holder with equal attributes."""
        for ins, outs in self._groups(holders, attributes):
            self._queue(ins, outs, tier, accepts)

    def near_quantities(self, holders: Holders, attributes: tuple[Ints, ...], tier: int, accepts: Accepts) -> None:
        """Match whole consignments whose quantities differ by 2 % at most, nearest quantity first."""
        for ins, outs in self._groups(holders, attributes):
            waiting: dict[int, list[int]] = {}
            for i in ins:
                if self.supply[i] == self._quantity[i]:
                    waiting.setdefault(floor(log(self._quantity[i]) / _STEP), []).append(i)
            for o in outs:
                if self.demand[o] == self._quantity[o] and waiting:
                    self._take_nearest(o, waiting, tier, accepts)

    def _take_nearest(self, o: int, waiting: dict[int, list[int]], tier: int, accepts: Accepts) -> None:
        quantity, day = self._quantity[o], self._left[o]
        bucket, best = floor(log(quantity) / _STEP), None
        for near in (bucket - 1, bucket, bucket + 1):
            queue = waiting.get(near)
            if not queue:
                continue
            while queue and self._arrived[queue[0]] < day - self.window_days:
                queue.pop(0)
            for i in queue[:_LOOKED_AT]:
                if self._arrived[i] > day:
                    break
                apart = abs(self._quantity[i] - quantity)
                if apart <= NEAR * quantity and (best is None or apart < best[0]) and accepts(i, o):
                    best = (apart, i, near)
        if best is not None:
            _, i, near = best
            waiting[near].remove(i)
            self._pass_on(i, o, min(self.supply[i], self.demand[o]), tier)

    def _queue(self, ins: list[int], outs: list[int], tier: int, accepts: Accepts | None) -> None:
        supply, demand, arrived = self.supply, self.demand, self._arrived
        head, last = 0, len(ins)
        for o in outs:
            day, looked = self._left[o], 0
            first_day = day - self.window_days
            while head < last and (supply[ins[head]] <= 0.0 or arrived[ins[head]] < first_day):
                head += 1
            place = head
            while place < last and demand[o] > 0.0 and looked < _LOOKED_AT:
                i = ins[place]
                if arrived[i] > day:
                    break
                place += 1
                if supply[i] <= 0.0:
                    continue
                if accepts is not None and not accepts(i, o):
                    looked += 1
                    continue
                self._pass_on(i, o, min(supply[i], demand[o]), tier)

    def _pass_on(self, i: int, o: int, quantity: float, tier: int) -> None:
        self.supply[i] = _left_of(self.supply[i], quantity, self._quantity[i])
        self.demand[o] = _left_of(self.demand[o], quantity, self._quantity[o])
        inbound, outbound, quantities, tiers = self._found
        inbound.append(i)
        outbound.append(o)
        quantities.append(quantity)
        tiers.append(tier)

    def _groups(self, holders: Holders, attributes: tuple[Ints, ...]) -> Iterator[tuple[list[int], list[int]]]:
        """Yield consignments in and out of each holder with equal attributes, each in order of day."""
        in_rows = np.flatnonzero((holders.inbound >= 0) & (np.array(self.supply) > 0))
        out_rows = np.flatnonzero((holders.outbound >= 0) & (np.array(self.demand) > 0))
        for column in attributes:
            in_rows, out_rows = in_rows[column[in_rows] >= 0], out_rows[column[out_rows] >= 0]
        keys = np.concatenate([holders.inbound[in_rows], holders.outbound[out_rows]])
        for column in attributes:
            keys = keys * (int(column.max(initial=0)) + 1) + np.concatenate([column[in_rows], column[out_rows]])
            keys = np.unique(keys, return_inverse=True)[1]
        in_keys, out_keys = keys[: len(in_rows)], keys[len(in_rows) :]
        in_order = np.argsort(in_keys, kind="stable")  # the ledger is in order of arrival
        out_order = np.lexsort((out_rows, self.ledger.left[out_rows], out_keys))
        in_keys, out_keys = in_keys[in_order], out_keys[out_order]
        common = np.intersect1d(in_keys, out_keys)
        bounds = [np.searchsorted(k, common, side=side) for k in (in_keys, out_keys) for side in ("left", "right")]
        ins, outs = in_rows[in_order], out_rows[out_order]
        for a, b, c, d in zip(*(bound.tolist() for bound in bounds), strict=True):
            yield ins[a:b].tolist(), outs[c:d].tolist()


def _left_of(amount: float, taken: float, whole: float) -> float:
    left = amount - taken
    return left if left > _DUST * whole else 0.0
