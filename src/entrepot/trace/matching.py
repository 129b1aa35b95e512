"""Goods in matched to goods out as a flow with conserved quantity: nothing received is sent on twice.

Two rules of matching, each a full account of its own. `best_fit`: equal lots first, then the same part, then an equal
quantity of a code, then the brand, then the price. `first_in_first_out`: as a warehouse accounts, whatever the quantities.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import floor, log

import numpy as np

from entrepot.trace.ledger import Flags, Floats, Ints, Ledger
from entrepot.trace.queues import DUST, NEAR, Fits, Queues, Side, Span

TIERS = ("part_and_quantity", "part", "code_and_quantity", "brand", "price_band")  # strongest first
METHODS = ("best_fit", "first_in_first_out")
PRICE_BAND = (0.9, 2.5)  # methods 8.2 F5, T-C: price out over price in
_STEP = log(1 + NEAR)
_MOST_KEYS = 1 << 62  # keys are 64-bit whole numbers
_SPREAD = np.uint64(0x9E3779B97F4A7C15)  # 2^64 over the golden ratio: Knuth, The Art of Computer Programming 3, 6.4

Accepts = Callable[[Ints, Ints], Fits]  # the test among chosen consignments in and out, by their places among these


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


@dataclass(frozen=True)
class _Groups:
    """Consignments in and out that may be matched, and the number of each one's group; in order of group and day."""

    ins: Ints
    outs: Ints
    in_group: Ints
    out_group: Ints

    def kept(self, ins: Flags, outs: Flags) -> "_Groups":
        """Return some of the consignments."""
        return _Groups(self.ins[ins], self.outs[outs], self.in_group[ins], self.out_group[outs])

    def sides(self) -> tuple[tuple[Ints, Ints], tuple[Ints, Ints]]:
        """Return the groups and the positions of the consignments in, and of those out."""
        return (self.in_group, self.ins), (self.out_group, self.outs)

    def spans(self) -> list[Span]:
        """Return where each group begins and ends among the consignments in and out: every one has both."""
        (a, b), (c, d) = _bounds(self.in_group), _bounds(self.out_group)
        return list(zip(a.tolist(), b.tolist(), c.tolist(), d.tolist(), strict=True))


class Matcher:
    """What is left of every consignment, to be sent on (`supply`) and to be explained (`demand`), and the lots so far."""

    def __init__(self, ledger: Ledger, window_days: int) -> None:
        self.ledger = ledger
        self.window_days = window_days
        self.supply, self.demand = ledger.quantity.copy(), ledger.quantity.copy()
        self._by_left = np.argsort(ledger.left, kind="stable")
        self._found: list[Lots] = []

    def __len__(self) -> int:
        return sum(len(lots) for lots in self._found)

    def lots(self) -> Lots:
        """Return the lots matched so far."""
        none, nothing = np.zeros(0, dtype=np.int64), np.zeros(0)
        found = [Lots(none, none, nothing, none), *self._found]
        ints = (np.concatenate([getattr(one, n) for one in found]) for n in ("inbound", "outbound", "tier"))
        return Lots(next(ints), next(ints), np.concatenate([one.quantity for one in found]), next(ints))

    def first_in(
        self, holders: Holders, attributes: tuple[Ints, ...], tier: int, accepts: Accepts | None = None
    ) -> None:
        """Match what is left, first in with first out, among consignments of a holder with equal attributes."""
        groups = self._groups(holders, attributes, self.supply > 0, self.demand > 0)
        found = []
        if accepts is None:  # most groups of a part are one consignment in and one out: no queue
            alone, groups = _alone(groups)
            found.append(self._passed_on(alone))
        queues = self._queues(groups, accepts)
        queues.first_in(groups.spans())
        self._keep([*found, self._ended(groups, queues)], tier)

    def near_quantities(self, holders: Holders, attributes: tuple[Ints, ...], tier: int, accepts: Accepts) -> None:
        """Match whole consignments whose quantities differ by 2 % at most, nearest quantity first."""
        quantities, place = self.ledger.amount
        step = np.array([floor(log(quantity) / _STEP) for quantity in quantities.tolist()], dtype=np.int64)[place]
        is_whole = (self.supply == self.ledger.quantity, self.demand == self.ledger.quantity)
        groups = self._groups(holders, attributes, *is_whole)
        lowest, steps = int(step.min(initial=0)) - 1, int(np.ptp(step)) + 3 if len(step) else 3
        keys = [group * steps + step[rows] - lowest for group, rows in groups.sides()]
        groups = self._in_time(groups, keys, beside=1)
        queues = self._queues(groups, accepts)
        in_steps, out_steps = step[groups.ins].tolist(), step[groups.outs].tolist()
        for span in groups.spans():
            queues.nearest(span, in_steps, out_steps)
        self._keep([self._ended(groups, queues)], tier)

    def _queues(self, groups: _Groups, accepts: Accepts | None) -> Queues:
        ledger = self.ledger
        return Queues(
            Side.of(groups.ins, ledger.arrived, self.supply, ledger.quantity),
            Side.of(groups.outs, ledger.left, self.demand, ledger.quantity),
            self.window_days,
            None if accepts is None else accepts(groups.ins, groups.outs),
        )

    def _passed_on(self, alone: _Groups) -> "_Matched":
        """Match groups of one consignment in and one out."""
        quantity = np.minimum(self.supply[alone.ins], self.demand[alone.outs])
        for rows, left in ((alone.ins, self.supply), (alone.outs, self.demand)):
            rest = left[rows] - quantity
            left[rows] = np.where(rest > DUST * self.ledger.quantity[rows], rest, 0.0)
        return alone.in_group, alone.ins, alone.outs, quantity

    def _ended(self, groups: _Groups, queues: Queues) -> "_Matched":
        """Take over what queues have left."""
        self.supply[groups.ins], self.demand[groups.outs] = queues.ins.amount, queues.outs.amount
        ins, outs = (np.array(column, dtype=np.int64) for column in queues.found[:2])
        return groups.in_group[ins], groups.ins[ins], groups.outs[outs], np.array(queues.found[2], dtype=np.float64)

    def _keep(self, found: Sequence["_Matched"], tier: int) -> None:
        """Keep lots in the order of their groups."""
        group, ins, outs = (np.concatenate([one[column] for one in found]) for column in range(3))
        order = np.argsort(group, kind="stable")
        quantity = np.concatenate([one[3] for one in found])[order]
        self._found.append(Lots(ins[order], outs[order], quantity, np.full(len(order), tier, dtype=np.int64)))

    def _groups(self, holders: Holders, attributes: tuple[Ints, ...], in_open: Flags, out_open: Flags) -> _Groups:
        """Return the consignments of each holder with equal attributes of which any may be matched to any, by their days."""
        rows = [
            np.flatnonzero(in_open & (holders.inbound >= 0)),  # the ledger is in order of arrival
            self._by_left[(out_open & (holders.outbound >= 0))[self._by_left]],
        ]
        keys = [holders.inbound[rows[0]], holders.outbound[rows[1]]]
        rows, keys = _shared(rows, keys)
        for column in attributes:
            is_known = [column[side] >= 0 for side in rows]
            rows, keys = ([one[kept] for one, kept in zip(pair, is_known, strict=True)] for pair in (rows, keys))
            keys = _joined(keys, [column[side] for side in rows])
        rows, keys = _shared(rows, keys)
        for side, key in enumerate(keys):
            order = np.argsort(key, kind="stable")
            rows[side], keys[side] = rows[side][order], key[order]
        starts = _bounds(keys[1])[0]
        in_group = np.searchsorted(keys[1][starts], keys[0])
        in_group[in_group == len(starts)] = 0
        out_group = np.repeat(np.arange(len(starts)), np.diff(starts, append=len(keys[1])))
        is_met = keys[1][starts][in_group] == keys[0] if len(starts) else np.zeros(len(keys[0]), dtype=np.bool_)
        groups = _Groups(rows[0][is_met], rows[1], in_group[is_met], out_group)
        return self._in_time(groups, [groups.in_group, groups.out_group])

    def _in_time(self, groups: _Groups, keys: Sequence[Ints], *, beside: int = 0) -> _Groups:
        """Return the consignments whose key (or one as near as `beside`) goes out, or came in, within the window.

        Args:
            groups: Consignments of many groups.
            keys: Of the consignments in, and of those out.
            beside: How far the keys of two that may be matched are from one another, at most.
        """
        arrived, left, window = self.ledger.arrived[groups.ins], self.ledger.left[groups.outs], self.window_days
        first = min(arrived.min(initial=0), left.min(initial=0))
        # So wide that days of one key are never within the window of those of the next.
        width = max(arrived.max(initial=0), left.max(initial=0)) - first + window + 1
        in_at, out_at = keys[0] * width + arrived - first, keys[1] * width + left - first
        ins, outs = np.sort(in_at), np.sort(out_at)
        shifts = [shift * width for shift in range(-beside, beside + 1)]
        is_followed = [_has_between(outs, in_at + shift, in_at + shift + window) for shift in shifts]
        is_preceded = [_has_between(ins, out_at + shift - window, out_at + shift) for shift in shifts]
        return groups.kept(np.any(is_followed, axis=0), np.any(is_preceded, axis=0))


_Matched = tuple[Ints, Ints, Ints, Floats]  # of lots: group, positions of the consignments in and out, quantity


def _alone(groups: _Groups) -> tuple[_Groups, _Groups]:
    """Return the groups of one consignment in and one out, and the others."""
    size = int(groups.in_group.max(initial=-1)) + 1
    is_one = np.bincount(groups.in_group, minlength=size) * np.bincount(groups.out_group, minlength=size) == 1
    is_in, is_out = is_one[groups.in_group], is_one[groups.out_group]
    return groups.kept(is_in, is_out), groups.kept(~is_in, ~is_out)


def _bounds(numbers: Ints) -> tuple[Ints, Ints]:
    """Return where each run of equal numbers begins, and where it ends."""
    starts = np.flatnonzero(np.diff(numbers, prepend=numbers[:1] - 1))
    return starts, np.append(starts[1:], len(numbers)) if len(numbers) else starts


def _joined(keys: list[Ints], numbers: list[Ints]) -> list[Ints]:
    """Return keys of two sides with one more column in them: in the order of the keys, then of the column."""
    top, size = (max(int(side.max(initial=0)) for side in sides) + 1 for sides in (keys, numbers))
    if top * size > _MOST_KEYS:
        ranks = np.unique(np.concatenate(keys), return_inverse=True)[1]
        keys = [ranks[: len(keys[0])], ranks[len(keys[0]) :]]
    return [key * size + number for key, number in zip(keys, numbers, strict=True)]


def _shared(rows: list[Ints], keys: list[Ints]) -> tuple[list[Ints], list[Ints]]:
    """Return the rows of two sides without nearly all whose keys the other side does not have: sorting them is dear."""
    bits = max(len(key) for key in keys).bit_length() + 3
    places = [((key.astype(np.uint64) * _SPREAD) >> np.uint64(64 - bits)).astype(np.int64) for key in keys]
    is_held = [np.zeros(1 << bits, dtype=np.bool_) for _ in keys]
    for held, place in zip(is_held, places, strict=True):
        held[place] = True
    kept = [is_held[1 - side][place] for side, place in enumerate(places)]
    return [rows[side][k] for side, k in enumerate(kept)], [keys[side][k] for side, k in enumerate(kept)]


def _has_between(known: Ints, low: Ints, high: Ints) -> Flags:
    """Return whether sorted numbers have one from `low` to `high`."""
    is_there: Flags = np.append(known, np.iinfo(np.int64).max)[np.searchsorted(known, low)] <= high
    return is_there
