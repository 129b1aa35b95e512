"""Chains as drawings: consignments, lots and listing dates of an answer made into what the figure shows."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from entrepot.case.results import Results
from entrepot.report.book import listing_events
from entrepot.report.chain_bands import Consignment, Lot, bands_of, held_of, lane_ids
from entrepot.report.chain_words import (
    chain_sentences,
    chain_title,
    gap_title,
    goods_words,
    lane_words,
    merged_words,
    outcome_facts,
)
from entrepot.report.figures.axes import Event
from entrepot.report.figures.chain_model import ChainLane, ChainPicture, Held, Shipped, Unseen
from entrepot.report.questions import case_events
from entrepot.report.trade import rows_about
from entrepot.sources.base import worst
from entrepot.store.engine import Row, rows_of
from entrepot.trace.answer import Answer, Chain, Gap, Party
from entrepot.trace.matching import METHODS

_UNKNOWN_COUNTRY = "country not known"
_BEFORE = "unseen"  # the lane of whoever had the goods before their sender, of whom no line tells


@dataclass(frozen=True)
class Traced:
    """What pictures of an answer need beside its chains.

    Consignments by id and lots by their consignment in (of best fit), as tracing left them; names of countries; the cut-off of
    the study and, by party, the dates of its listings.
    """

    consignments: Mapping[str, Consignment]
    lots: Mapping[str, Sequence[Lot]]
    countries: Mapping[str, str]
    dates: tuple[Event, ...]
    listings: Mapping[str, frozenset[Event]]

    def country(self, country_iso: str | None) -> str:
        """Return a country in words."""
        return _UNKNOWN_COUNTRY if country_iso is None else self.countries.get(country_iso, country_iso)


def traced(results: Results, answer: Answer) -> Traced:
    """Return what the pictures of an answer need; right after tracing, which left its tables on the engine."""
    engine = results.engine
    made = {row["shipment_id"]: _consignment(row) for row in rows_of(engine.read("trace__shipment"))}
    lots: dict[str, list[Lot]] = defaultdict(list)
    for row in rows_of(engine.read("trace__lot")):
        if row["method"] == METHODS[0]:
            lots[row["in_shipment_id"]].append(Lot(row["in_shipment_id"], row["out_shipment_id"], row["quantity"]))
    parties = {p.party_id: p.name for p in _everybody(answer) if p.party_id is not None}
    listed: dict[str, list[Row]] = defaultdict(list)
    for row in rows_about(results, "linked__designation", "party_id", parties):
        if row["listed_on"] is not None and row["listed_on"] <= results.as_of_on:
            listed[row["party_id"]].append(row)
    return Traced(
        consignments=made,
        lots=lots,
        countries={row["country_iso"]: row["name"] for row in rows_of(engine.read("codes__territory"))},
        dates=tuple(event for event in case_events(results) if event.on == results.config.study.cutoff_on),
        listings={party_id: frozenset(listing_events(rows, parties[party_id])) for party_id, rows in listed.items()},
    )


def _everybody(answer: Answer) -> Iterable[Party]:
    for chain in answer.chains:
        yield from chain.parties
    for gap in answer.gaps:
        yield from (gap.sender, gap.receiver)


def _consignment(row: Row) -> Consignment:
    value = row["value_usd"]
    known = None if value is None else float(value)
    return Consignment(
        row["shipment_id"], row["left_on"], row["arrived_on"], float(row["quantity"]), known, row["provenance"]
    )


def chain_picture(chain: Chain, known: Traced) -> ChainPicture:
    """Return a chain as a drawing."""
    ends = lane_ids(chain)
    hops = [_consignments(hop.lines, known) for hop in chain.hops]
    lots = [_lots(one, other, known) for one, other in pairwise(hops)]
    made = [bands_of(k, ends[k], hop, lots[max(0, k - 1) : k + 1]) for k, hop in enumerate(hops)]
    shipped = tuple(band for bands in made for band in bands)
    held, unseen = _between(chain, ends, hops, lots)
    events, elsewhere = _events(known, chain.parties, shipped)
    lanes = _lanes(ends, [(hop.sender, hop.receiver) for hop in chain.hops], known)
    worked = ((lane, [h for h in held if h.lane_id == lane.lane_id]) for lane in lanes)
    return ChainPicture(
        title=chain_title(chain),
        outcome="raised" if chain.is_raised else "clear",
        facts=outcome_facts(chain),
        goods=goods_words(chain),
        unit=chain.unit,
        provenance=chain.provenance,
        lanes=tuple(_with_words(lane, shipped, stock, chain.unit) for lane, stock in worked),
        shipped=shipped,
        held=held,
        unseen=unseen,
        events=events,
        elsewhere=elsewhere,
        notes=merged_words(shipped, hops),
        caveats=chain.caveats,
        words=chain_sentences(chain, known.country),
    )


def gap_picture(gap: Gap, known: Traced) -> ChainPicture:
    """Return goods whose way to their sender nobody's line shows: what was seen, and before it an unseen side."""
    ends = (gap.sender.party_id or "sender", gap.receiver.party_id or "receiver")
    found = _consignments(gap.lines, known)
    shipped = bands_of(0, ends, found, ())
    first = min(band.left_on for band in shipped)
    lanes = _lanes([ends], [(gap.sender, gap.receiver)], known)
    before = ChainLane(_BEFORE, "whoever had them before", None, _UNKNOWN_COUNTRY, "no line names them")
    words = f"Inferred: somebody had these goods before {gap.sender.name}; no line shows who, when or how many."
    events, elsewhere = _events(known, (gap.sender, gap.receiver), shipped)
    return ChainPicture(
        title=gap_title(gap),
        outcome="gap",
        facts=(gap.words,),
        goods=gap.goods,
        unit=gap.unit,
        provenance=worst([line["provenance"] for line in gap.lines]),
        lanes=(before, *(_with_words(lane, shipped, (), gap.unit) for lane in lanes)),
        shipped=shipped,
        held=(),
        unseen=(Unseen(-1, _BEFORE, ends[0], first, first, 0.0, words),),
        events=events,
        elsewhere=elsewhere,
        notes=merged_words(shipped, [found]),
        caveats=(),
        words=f"{gap.words} {words}",
    )


def _consignments(lines: Iterable[Mapping[str, str]], known: Traced) -> list[Consignment]:
    """Return the consignments that lines are views of, each once, in order of arrival."""
    ids = dict.fromkeys(line["shipment_id"] for line in lines)
    return sorted((known.consignments[key] for key in ids), key=lambda c: (c.arrived_on, c.shipment_id))


def _lots(one: Sequence[Consignment], other: Sequence[Consignment], known: Traced) -> list[Lot]:
    wanted = {consignment.shipment_id for consignment in other}
    return [lot for c in one for lot in known.lots.get(c.shipment_id, ()) if lot.out_id in wanted]


def _between(
    chain: Chain, ends: Sequence[tuple[str, str]], hops: Sequence[Sequence[Consignment]], lots: Sequence[Sequence[Lot]]
) -> tuple[tuple[Held, ...], tuple[Unseen, ...]]:
    """Return what firms held, and the passings that are inferred."""
    held: list[Held] = []
    unseen: list[Unseen] = []
    for k, passing in enumerate(chain.passings):
        if not passing.is_inferred:
            held.append(held_of(ends[k][1], {c.shipment_id: c for c in (*hops[k], *hops[k + 1])}, lots[k], chain.unit))
            continue
        used = {end for lot in lots[k] for end in (lot.in_id, lot.out_id)}
        from_on = min((c.arrived_on for c in hops[k] if c.shipment_id in used), default=hops[k][0].arrived_on)
        to_on = max((c.sent_on for c in hops[k + 1] if c.shipment_id in used), default=hops[k + 1][-1].sent_on)
        sides = ends[k][1], ends[k + 1][0]
        unseen.append(Unseen(k, *sides, from_on, max(from_on, to_on), passing.quantity, passing.words))
    return tuple(held), tuple(unseen)


def _lanes(
    ends: Sequence[tuple[str, str]], sides: Sequence[tuple[Party, Party]], known: Traced
) -> tuple[ChainLane, ...]:
    """Return the lanes in the order of the goods' way, those of one country together where the first of them stands."""
    lanes: dict[str, ChainLane] = {}
    for (from_id, to_id), (sender, receiver) in zip(ends, sides, strict=True):
        for lane_id, party in ((from_id, sender), (to_id, receiver)):
            country = known.country(party.country_iso)
            lanes.setdefault(lane_id, ChainLane(lane_id, party.name, party.country_iso, country, ""))
    order = list(dict.fromkeys(lane.country for lane in lanes.values()))
    return tuple(sorted(lanes.values(), key=lambda lane: order.index(lane.country)))


def _with_words(lane: ChainLane, shipped: Sequence[Shipped], held: Sequence[Held], unit: str) -> ChainLane:
    words = lane_words(lane.lane_id, shipped, held, unit)
    return ChainLane(lane.lane_id, lane.name, lane.country_iso, lane.country, words)


def _events(
    known: Traced, parties: Sequence[Party], shipped: Sequence[Shipped]
) -> tuple[tuple[Event, ...], tuple[str, ...]]:
    """Return the dates that lie between the first and the last day, and in words the others of these parties."""
    first, last = min(s.left_on for s in shipped), max(s.arrived_on for s in shipped)
    own = {event for party in parties for event in known.listings.get(party.party_id or "", ())}
    every = sorted({*known.dates, *own}, key=lambda event: (event.on, event.label))
    inside = tuple(event for event in every if first <= event.on <= last)
    outside: dict[date, list[str]] = defaultdict(list)
    for event in sorted(own - set(inside), key=lambda e: (e.on, e.label)):
        outside[event.on].append(event.label)
    said = [f"{on} {', '.join(labels)} ({_apart(on, first, last)})" for on, labels in outside.items()]
    return inside, (f"Off the axis: {'; '.join(said)}.",) if said else ()


def _apart(day: date, first: date, last: date) -> str:
    if day < first:
        return f"{(first - day).days:,} days before the first shipment"
    return f"{(day - last).days:,} days after the last shipment"
