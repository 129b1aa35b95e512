"""Paths with names, lines, places and words: what a person reads of a chain."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from entrepot.sources.base import worst
from entrepot.store.engine import Engine, Row, rows_of
from entrepot.store.sql import statement_beside
from entrepot.trace.amounts import Bounds
from entrepot.trace.answer import MIN_BITS, Chain, Hop, Party, Passing
from entrepot.trace.chance import FALSE_DISCOVERY_RATE, MAX_P, Chance
from entrepot.trace.ledger import Ledger
from entrepot.trace.links import links_of
from entrepot.trace.lots import KINDS, Account
from entrepot.trace.matching import TIERS
from entrepot.trace.part_keys import PartKey
from entrepot.trace.part_words import goods_words, other_parts
from entrepot.trace.paths import Path

_EPOCH = date(1970, 1, 1)
_UNSEEN = "not named"
_PHRASE_WORDS = 3  # no part number has three words and no digit


@dataclass(frozen=True)
class Drawn:
    """A path with its bounds; for each passing the bits of its most telling lot, of quantity and of goods."""

    path: Path
    bounds: Bounds
    bits: tuple[float, ...]
    goods_bits: tuple[float, ...]
    account: Account


@dataclass(frozen=True)
class Tested:
    """What chance gives for each passing of a path, and for its weakest."""

    passings: tuple[Chance, ...]
    p_value: float
    q_value: float

    def raises(self, bits: float) -> bool:
        """Return whether a chain of so many bits at its weakest passing is raised."""
        return bits >= MIN_BITS and self.p_value <= MAX_P and self.q_value <= FALSE_DISCOVERY_RATE


@dataclass(frozen=True)
class Known:
    """Names of parties by id, lines by consignment, and what the views of a consignment say differently."""

    names: Mapping[str, tuple[str, str | None]]
    lines: Mapping[str, Sequence[Row]]
    conflicts: Mapping[str, str]
    parts: Mapping[str, PartKey] = field(default_factory=dict)

    @property
    def party_ids(self) -> list[str]:
        """The parties named."""
        return sorted(self.names)

    def party(self, ledger: Ledger, side: str, place: int) -> Party:
        """Return who stands on a side of a consignment."""
        party_id, country = ledger.word(side, place), ledger.word(f"{side}_iso", place)
        if party_id is None:
            return Party(None, _UNSEEN, country)
        name, own_country = self.names.get(party_id, (party_id, None))
        return Party(party_id, name, own_country or country)

    def lines_of(self, ledger: Ledger, places: Iterable[int]) -> tuple[Mapping[str, Any], ...]:
        """Return the lines of consignments in order of day."""
        return tuple(line for place in places for line in self.lines.get(ledger.ids[place], ()))


def describe(engine: Engine, ledger: Ledger, places: Iterable[int], accounts: Sequence[Account]) -> Known:
    """Return names, lines and conflicts of consignments; leaves trace__shipment and trace__lot of them on the engine."""
    shown = sorted(places)
    engine.register("trace__shown", _shown(ledger, shown))
    engine.materialise("trace__evidence", statement_beside(__file__, "evidence"))
    engine.materialise("trace__shipment", statement_beside(__file__, "shipment"))
    engine.register("trace__matched", _matched(ledger, shown, accounts))
    engine.materialise("trace__lot", statement_beside(__file__, "lot"))
    lines: dict[str, list[Row]] = defaultdict(list)
    stated: dict[str, str] = {}
    for row in rows_of(engine.run(statement_beside(__file__, "lines"))):
        lines[row["shipment_id"]].append(row)
    ids = {party for p in shown for side in ("exporter", "importer") if (party := ledger.word(side, p)) is not None}
    for place in shown:
        for side in ("exporter", "importer"):
            for line in lines[ledger.ids[place]]:
                if (party := ledger.word(side, place)) is not None and line[f"{side}_name"]:
                    stated.setdefault(party, line[f"{side}_name"])
    found = rows_of(engine.run(statement_beside(__file__, "parties"), {"parties": sorted(ids)}))
    names = {party: (stated.get(party, party), None) for party in ids}
    names |= {row["party_id"]: (row["name"], row["country_iso"]) for row in found}
    differing = {row["shipment_id"]: row["conflicts"] for row in rows_of(engine.read("trace__shipment"))}
    return Known(names, lines, {key: words for key, words in differing.items() if words})


def _shown(ledger: Ledger, shown: Sequence[int]) -> pa.Table:
    ids, codes = [ledger.ids[p] for p in shown], [ledger.word("hs6", p) for p in shown]
    return pa.table({"shipment_id": pa.array(ids, pa.string()), "hs6": pa.array(codes, pa.string())})


def _matched(ledger: Ledger, shown: Sequence[int], accounts: Sequence[Account]) -> pa.Table:
    columns: dict[str, list[Any]] = defaultdict(list)
    for found in accounts:
        lots = found.lots
        kept = np.flatnonzero(np.isin(lots.inbound, shown) & np.isin(lots.outbound, shown))
        columns["in_shipment_id"] += [ledger.ids[p] for p in lots.inbound[kept].tolist()]
        columns["out_shipment_id"] += [ledger.ids[p] for p in lots.outbound[kept].tolist()]
        columns["method"] += [found.method] * len(kept)
        columns["kind"] += [KINDS[k] for k in found.kind[kept].tolist()]
        columns["tier"] += [TIERS[t] for t in lots.tier[kept].tolist()]
        columns["quantity"] += lots.quantity[kept].tolist()
    texts = ("in_shipment_id", "out_shipment_id", "method", "kind", "tier")
    made = {name: pa.array(columns[name], pa.string()) for name in texts}
    return pa.table({**made, "quantity": pa.array(columns["quantity"], pa.float64())})


def chain_of(ledger: Ledger, drawn: Drawn, tested: Tested, known: Known, links: Sequence[Row]) -> Chain:
    """Return a path as a chain for people."""
    hops = tuple(_hop(ledger, hop, known) for hop in drawn.path.hops)
    passings = tuple(_passing(ledger, drawn, k, chance, known) for k, chance in enumerate(tested.passings))
    bits = min(drawn.bits)
    lines = [line for hop in hops for line in hop.lines]
    ids = [p.party_id for hop in hops for p in (hop.sender, hop.receiver) if p.party_id is not None]
    return Chain(
        hops=hops,
        passings=passings,
        unit=hops[-1].unit,
        goods=hops[-1].goods,
        bounds=drawn.bounds,
        bits=bits,
        p_value=tested.p_value,
        q_value=tested.q_value,
        is_raised=tested.raises(bits),
        starts_at=_start(hops[0]),
        provenance=worst([line["provenance"] for line in lines]),
        caveats=(*_caveats(lines, drawn), *other_parts(lines, known.parts)),
        links=links_of(links, ids),
    )


def _hop(ledger: Ledger, places: Sequence[int], known: Known) -> Hop:
    rows = list(places)
    value = ledger.value_usd[rows]
    differing = [known.conflicts[ledger.ids[p]] for p in rows if ledger.ids[p] in known.conflicts]
    return Hop(
        sender=known.party(ledger, "exporter", rows[0]),
        receiver=known.party(ledger, "importer", rows[0]),
        first_on=day_text(int(ledger.arrived[rows].min())),
        last_on=day_text(int(ledger.arrived[rows].max())),
        consignment_count=len(rows),
        quantity=round(float(ledger.quantity[rows].sum()), 6),
        unit=ledger.word("unit", rows[0]) or "",
        value_usd=None if np.isnan(value).all() else round(float(np.nansum(value)), 2),
        goods=goods_words(ledger, rows, known.lines_of(ledger, rows)),
        conflicts=tuple(dict.fromkeys(differing)),
        lines=known.lines_of(ledger, rows),
    )


def _passing(ledger: Ledger, drawn: Drawn, k: int, chance: Chance, known: Known) -> Passing:
    lots, chosen = drawn.account.lots, list(drawn.path.passings[k])
    into, out = lots.inbound[chosen], lots.outbound[chosen]
    kind = KINDS[int(drawn.account.kind[chosen[0]])]
    receiver, sender = known.party(ledger, "importer", int(into[0])), known.party(ledger, "exporter", int(out[0]))
    lags = (ledger.left[out] - ledger.arrived[into]).tolist()
    with np.errstate(invalid="ignore"):
        ratios = ledger.price[out] / ledger.price[into]
    tiers = Counter(TIERS[t] for t in sorted(lots.tier[chosen].tolist()))
    return Passing(
        kind=kind,
        is_inferred=kind != "firm",
        receiver=receiver,
        sender=sender,
        tier=TIERS[int(lots.tier[chosen].min())],
        tiers=dict(tiers),
        bits=drawn.bits[k],
        goods_bits=drawn.goods_bits[k],
        quantity=round(float(lots.quantity[chosen].sum()), 6),
        price_ratio=None if np.isnan(ratios).all() else round(float(np.nanmedian(ratios)), 4),
        lag_days=(min(lags), max(lags)),
        p_value=chance.p_value,
        deals=chance.deals,
        words=_passing_words(kind, receiver, sender),
    )


def _passing_words(kind: str, receiver: Party, sender: Party) -> str:
    if kind == "firm":
        return f"{receiver.name} received and sent."
    if kind == "link":
        return f"Inferred: no line shows goods going from {receiver.name} to {sender.name}; the two are linked."
    return (
        f"Inferred: goods came into {receiver.country_iso} to {receiver.name}, and the same part left it from "
        f"{sender.name}; no line shows what lies between."
    )


def _caveats(lines: Sequence[Mapping[str, Any]], drawn: Drawn) -> tuple[str, ...]:
    caveats = ["Agreeing goods and amounts do not say that they are the same pieces."]
    filled = sum(line["provenance"] == "reconstructed" for line in lines)
    if filled:
        caveats.append(
            f"{filled} of {len(lines)} lines were filled in so that a reported total adds up: days, codes and counterparties "
            "were assumed, and p then describes the filling."
        )
    parts = {line["part_number"] for line in lines if line["part_number"]}
    if any(len(part.split()) >= _PHRASE_WORDS and not any(c.isdigit() for c in part) for part in parts):
        caveats.append("The type is not named: that both sides are of one type is assumed.")
    if any(drawn.account.kind[passing[0]] > 0 for passing in drawn.path.passings):
        caveats.append("A part of the way is inferred: no line shows it.")
    return tuple(caveats)


def _start(hop: Hop) -> str:
    """Return maker where the first exporter's name holds the brand of what it sends, else first_exporter."""
    brands = {str(line["brand"]).casefold() for line in hop.lines if line["brand"]}
    return "maker" if any(brand in hop.sender.name.casefold() for brand in brands) else "first_exporter"


def day_text(day: int) -> str:
    """Return a day since 1970 as an ISO date."""
    return (_EPOCH + timedelta(days=day)).isoformat()
