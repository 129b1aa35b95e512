"""Queues of goods that wait to be sent on: each lot out looks through what came in before it, oldest first."""

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice

from entrepot.trace.ledger import Floats, Ints

NEAR = 0.02  # methods 8.2 F5, T-B: quantities as near as this are taken to be equal
LOOKED_AT = 64  # waiting lots that one lot out is compared with: a forwarder's queue must not cost its square
DUST = 1e-9  # of a quantity: what is left of it by rounding

Fits = Callable[[int, int], bool]  # whether a consignment in may have become one out, by their places here
Span = tuple[int, int, int, int]  # first and last of the consignments in, of those out: those of one holder


@dataclass(frozen=True)
class Side:
    """Consignments in, or out, by place: day, what is left of each, and its whole quantity."""

    day: Sequence[int]
    amount: list[float]
    whole: Sequence[float]

    @classmethod
    def of(cls, rows: Ints, day: Ints, amount: Floats, whole: Floats) -> "Side":
        """Return the consignments at these positions of a ledger, side by side in memory."""
        return cls(day[rows].tolist(), amount[rows].tolist(), whole[rows].tolist())


class Queues:
    """Consignments in and out of many holders by place; lots found, as places and quantity, in the order they were found."""

    def __init__(self, ins: Side, outs: Side, window_days: int, fits: Fits | None = None) -> None:
        self.ins, self.outs = ins, outs
        self.found: tuple[list[int], list[int], list[float]] = ([], [], [])
        self._window_days = window_days
        self._fits = fits
        self._after = list(range(1, len(ins.day) + 1))  # the next place that may hold something, as far as is known

    def first_in(self, spans: Iterable[Span]) -> None:
        """Match what is left of each holder's consignments, the first in with the first out."""
        arrived, supply, demand, after, fits = self.ins.day, self.ins.amount, self.outs.amount, self._after, self._fits
        left, window_days = self.outs.day, self._window_days
        for first, last, first_out, last_out in spans:
            head = first
            for o in range(first_out, last_out):
                day, looked = left[o], 0
                while head < last and (supply[head] <= 0.0 or arrived[head] < day - window_days):
                    head = after[head]
                place = head
                while place < last and demand[o] > 0.0 and looked < LOOKED_AT and arrived[place] <= day:
                    if supply[place] <= 0.0:
                        place = self._next_open(place, last)
                        continue
                    if fits is None or fits(place, o):
                        self._pass_on(place, o)
                    else:
                        looked += 1
                    place += 1

    def _next_open(self, place: int, last: int) -> int:
        """Return the next place after an empty one that holds something; others need not step over the same ones again."""
        supply, after = self.ins.amount, self._after
        following = after[place]
        while following < last and supply[following] <= 0.0:
            after[place] = following = after[following]
        return following

    def nearest(self, span: Span, in_steps: Sequence[int], out_steps: Sequence[int]) -> None:
        """Match a holder's whole consignments whose quantities differ by 2 % at most, the nearest quantity first.

        Args:
            span: The holder's consignments.
            in_steps: The step of 2 % in which each quantity lies, by place.
            out_steps: The same of those out.
        """
        waiting: dict[int, deque[int]] = {}
        for i in range(span[0], span[1]):
            waiting.setdefault(in_steps[i], deque()).append(i)
        for o in range(span[2], span[3]):
            queues = [q for step in (-1, 0, 1) if (q := waiting.get(out_steps[o] + step))]
            best = None
            for queue in queues:
                near = self._nearest_of(queue, o)
                if near is not None and (best is None or near[0] < best[0]):
                    best = (*near, queue)
            if best is not None:
                _, place, chosen = best
                self._pass_on(chosen[place], o)
                del chosen[place]

    def _nearest_of(self, queue: deque[int], o: int) -> tuple[float, int] | None:
        """Return how far the nearest quantity of a queue is from that of a lot out, and its place; None where none fits."""
        arrived, whole, day, quantity = self.ins.day, self.ins.whole, self.outs.day[o], self.outs.whole[o]
        while queue and arrived[queue[0]] < day - self._window_days:
            queue.popleft()
        best: tuple[float, int] | None = None
        for place, i in enumerate(islice(queue, LOOKED_AT)):
            if arrived[i] > day:
                break
            apart = abs(whole[i] - quantity)
            is_nearer = apart <= NEAR * quantity and (best is None or apart < best[0])
            if is_nearer and (self._fits is None or self._fits(i, o)):
                best = (apart, place)
        return best

    def _pass_on(self, i: int, o: int) -> None:
        supply, demand = self.ins.amount, self.outs.amount
        held, wanted = supply[i], demand[o]
        quantity = min(held, wanted)
        kept, missing = held - quantity, wanted - quantity
        supply[i] = kept if kept > DUST * self.ins.whole[i] else 0.0
        demand[o] = missing if missing > DUST * self.outs.whole[o] else 0.0
        ins, outs, quantities = self.found
        ins.append(i)
        outs.append(o)
        quantities.append(quantity)
