"""The bands of a chain's drawing: consignments merged where they are many, goods held between arrival and leaving."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from entrepot.report.figures.chain_model import Held, Shipped
from entrepot.report.words import counted, exact
from entrepot.sources.base import worst
from entrepot.trace.answer import Chain

MOST_DAYS, MOST_MONTHS = 24, 60  # bands of a hop: more days are drawn by month, more months by year
_MOST_STEPS = 400  # of goods held: more cannot be told apart on the axis


@dataclass(frozen=True)
class Consignment:
    """A row of trace__shipment: what a drawing needs of it. `value_usd` is None where none is known."""

    shipment_id: str
    left_on: date
    arrived_on: date
    quantity: float
    value_usd: float | None
    provenance: str

    @property
    def sent_on(self) -> date:
        """The day it left; that of arrival where it seems to have left later (a line of a month may be of any day)."""
        return min(self.left_on, self.arrived_on)


@dataclass(frozen=True)
class Lot:
    """A quantity of a consignment in that went on as part of a consignment out."""

    in_id: str
    out_id: str
    quantity: float


def lane_ids(chain: Chain) -> list[tuple[str, str]]:
    """Return the lanes of each hop's sender and receiver; a side that no line names has one of its own.

    Where neither side of an inferred passing is named, both have one lane: what is known of them is the country alone.
    """
    ends: list[tuple[str, str]] = []
    for k, hop in enumerate(chain.hops):
        sender = hop.sender.party_id
        if sender is None:
            is_same = k > 0 and chain.hops[k - 1].receiver == hop.sender
            sender = ends[-1][1] if is_same else f"sender-{k + 1}"
        ends.append((sender, hop.receiver.party_id or f"receiver-{k + 1}"))
    return ends


def bands_of(
    hop: int, ends: tuple[str, str], consignments: Sequence[Consignment], lots: Sequence[Sequence[Lot]]
) -> tuple[Shipped, ...]:
    """Return a hop's bands: one a day, or one a month or a year where days or months are too many.

    Args:
        hop: Number of the hop, from 0.
        ends: Lanes of sender and receiver.
        consignments: Of the hop.
        lots: Of the passings before and after the hop: of a consignment that much is matched as either side accounts for;
            all of it where there are none.
    """
    matched = _matched(consignments, lots)
    groups = _grouped(consignments, lambda c: (c.sent_on, c.arrived_on))
    is_merged = len(groups) > MOST_DAYS
    if is_merged:
        groups = _grouped(consignments, lambda c: (c.arrived_on.year, c.arrived_on.month))
    if len(groups) > MOST_MONTHS:
        groups = _grouped(consignments, lambda c: c.arrived_on.year)
    return tuple(_band(hop, ends, group, matched, is_merged) for group in groups)


def _matched(consignments: Sequence[Consignment], lots: Sequence[Sequence[Lot]]) -> dict[str, float]:
    matched = {c.shipment_id: c.quantity for c in consignments}
    for passing in lots:
        sums: dict[str, float] = defaultdict(float)
        for lot in passing:
            for end in (lot.in_id, lot.out_id):
                sums[end] += lot.quantity
        matched = {key: min(quantity, sums[key]) for key, quantity in matched.items()}
    return matched


def _grouped(consignments: Sequence[Consignment], key: Callable[[Consignment], Hashable]) -> list[list[Consignment]]:
    groups: dict[Hashable, list[Consignment]] = {}
    for consignment in consignments:
        groups.setdefault(key(consignment), []).append(consignment)
    return list(groups.values())


def _band(
    hop: int, ends: tuple[str, str], group: Sequence[Consignment], matched: Mapping[str, float], is_merged: bool
) -> Shipped:
    days = sorted(c.arrived_on for c in group)
    middle = days[0] + (days[-1] - days[0]) // 2
    values = [c.value_usd for c in group if c.value_usd is not None]
    return Shipped(
        hop=hop,
        from_lane=ends[0],
        to_lane=ends[1],
        left_on=middle if is_merged else group[0].sent_on,
        arrived_on=middle,
        quantity=round(sum(c.quantity for c in group), 6),
        matched=round(sum(matched[c.shipment_id] for c in group), 6),
        value_usd=round(sum(values), 2) if values else None,
        consignments=len(group),
        provenance=worst([c.provenance for c in group]),
    )


def held_of(lane_id: str, known: Mapping[str, Consignment], lots: Sequence[Lot], unit: str) -> Held:
    """Return what of its matched goods a firm holds from day to day, between their arrival and their leaving."""
    change: dict[date, float] = defaultdict(float)
    days: set[int] = set()
    for lot in lots:
        arrived = known[lot.in_id].arrived_on
        left = max(arrived, known[lot.out_id].sent_on)
        change[arrived] += lot.quantity
        change[left] -= lot.quantity
        days.add((left - arrived).days)
    level, steps = 0.0, []
    for day in sorted(change):
        level += change[day]
        steps.append((day, round(max(0.0, level), 6)))
    total = exact(round(sum(lot.quantity for lot in lots), 6))
    most = "" if len(days) == 1 else "up to "
    words = f"{total} {unit} matched in and out, held {most}{counted(max(days, default=0), 'day')}"
    return Held(lane_id, tuple(_thinned(steps)), words)


def _thinned(steps: Sequence[tuple[date, float]]) -> Sequence[tuple[date, float]]:
    """Return at most so many steps as can be told apart, each the highest of its span; the last one stands."""
    if len(steps) <= _MOST_STEPS:
        return steps
    every = -(-len(steps) // _MOST_STEPS)
    spans = [steps[k : k + every] for k in range(0, len(steps) - 1, every)]
    return [*((span[0][0], max(level for _, level in span)) for span in spans), steps[-1]]
