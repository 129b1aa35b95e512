"""What tracing answers: chains with their hops and passings, gaps, and how much was looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from entrepot.store.engine import Row
from entrepot.trace.amounts import Bounds
from entrepot.trace.window import Window

MIN_BITS = 7.0  # as F5: above the 6.6 bits that two significant digits carry


@dataclass(frozen=True)
class Party:
    """Who stands at an end of a hop; `party_id` is None where no line names anybody, `country_iso` where none is known."""

    party_id: str | None
    name: str
    country_iso: str | None


@dataclass(frozen=True)
class Hop:
    """Goods that lines show going from one party to another: always observed, each line with its place.

    `quantity` in `unit` and `value_usd` are those of the consignments on this path; `conflicts` is what two views of one
    consignment say differently; `lines` are dictionaries with `snapshot_id` and `locator`.
    """

    sender: Party
    receiver: Party
    first_on: str
    last_on: str
    consignment_count: int
    quantity: float
    unit: str
    value_usd: float | None
    goods: str
    conflicts: tuple[str, ...]
    lines: tuple[Mapping[str, Any], ...]
    is_inferred: bool = False


@dataclass(frozen=True)
class Passing:
    """What joins a hop to the next: a firm that received and sent, or (`is_inferred`) nobody's line.

    `kind` is firm, link (two linked firms) or gap (the same part in one country, whoever held it). `tier` is the strongest
    of its lots, `bits` how telling the equal quantity is, `goods_bits` how rare part or brand. `quantity` is matched by best
    fit. `p_value` is None where it was not computed.
    """

    kind: str
    is_inferred: bool
    receiver: Party
    sender: Party
    tier: str
    tiers: Mapping[str, int]
    bits: float
    goods_bits: float
    quantity: float
    price_ratio: float | None
    lag_days: tuple[int, int]
    p_value: float | None
    deals: int
    words: str


@dataclass(frozen=True)
class Chain:
    """A path of goods from the first exporter seen to the last receiver; raised or not, it proves nothing.

    `bits` and `p_value` are those of its weakest passing. `starts_at` is maker or first_exporter. `links` join parties of the
    chain otherwise; they were not used to find it unless asked.
    """

    hops: tuple[Hop, ...]
    passings: tuple[Passing, ...]
    unit: str
    goods: str
    bounds: Bounds
    bits: float
    p_value: float | None
    q_value: float | None
    is_raised: bool
    starts_at: str
    provenance: str
    caveats: tuple[str, ...]
    links: tuple[Row, ...] = ()

    @property
    def parties(self) -> tuple[Party, ...]:
        """Everybody on the chain in order; the two sides of a passing are one where they are the same firm."""
        ends = [side for hop in self.hops for side in (hop.sender, hop.receiver)]
        return tuple(p for k, p in enumerate(ends) if k == 0 or p != ends[k - 1])

    @property
    def has_gap(self) -> bool:
        """Whether some passing is inferred."""
        return any(passing.is_inferred for passing in self.passings)


@dataclass(frozen=True)
class Gap:
    """Goods that reached the party asked about and whose way to their sender nobody's line shows.

    `quantity` of `goods` is not explained; `received` says how many consignments of the code the sender was seen to receive
    by then. What is known of the other side is nothing: it is inferred that there is one.
    """

    sender: Party
    receiver: Party
    goods: str
    quantity: float
    unit: str
    first_on: str
    last_on: str
    received: int
    words: str
    lines: tuple[Mapping[str, Any], ...]
    is_inferred: bool = True


@dataclass(frozen=True)
class Answer:
    """Chains, most telling first, and what was looked at to find them.

    `chain_count` counts all chains found, `chains` holds those shown. `candidates` are triples of supplier, firm and
    customer of one code that were open to matching: the p-values are corrected for as many. `dropped` paths were not
    followed further for lack of room.
    """

    chains: tuple[Chain, ...]
    gaps: tuple[Gap, ...]
    chain_count: int
    looked_at: int
    candidates: int
    dropped: int
    consignments: int
    paired_views: int
    window: Window
    codes: Sequence[str]

    def to_json(self) -> list[dict[str, Any]]:
        """Return one object a chain and gap, and a last one of what was looked at; `kind` tells them apart."""
        chains = [_chain_json(number, chain) for number, chain in enumerate(self.chains, start=1)]
        gaps = [{"kind": "gap", **asdict(gap)} for gap in self.gaps]
        names = ("chain_count", "looked_at", "candidates", "dropped", "consignments", "paired_views")
        summary = {"kind": "summary", **{name: getattr(self, name) for name in names}, "window": asdict(self.window)}
        return [*chains, *gaps, {**summary, "codes": list(self.codes)}]


def _chain_json(number: int, chain: Chain) -> dict[str, Any]:
    whole = asdict(chain)
    amount = {**whole.pop("bounds"), "at_least": chain.bounds.at_least, "unit": chain.unit}
    return {
        "kind": "chain",
        "number": number,
        "outcome": "raised" if chain.is_raised else "clear",
        "parties": [asdict(party) for party in chain.parties],
        "amount": amount,
        "has_gap": chain.has_gap,
        **{name: value for name, value in whole.items() if name not in ("is_raised", "unit")},
    }
