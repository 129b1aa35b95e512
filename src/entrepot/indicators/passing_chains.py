"""Chains of exact matches from firm to firm, and what chance gives for each firm they pass through."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import prod
from typing import Any

from entrepot.indicators.exact_matches import Draw, Passage, Pool
from entrepot.store.engine import Row

Place = tuple[str, str]  # snapshot, locator
Middle = tuple[str, str]  # party, goods code


@dataclass(frozen=True)
class Hop:
    """A firm that goods pass through: its lines, matched one to one, and how far chance gives such matches."""

    middle_id: str
    passage: Passage
    bits: Mapping[tuple[Place, Place], float]
    draw: Draw | None = None

    def line(self, place: Place) -> Row:
        """Return the firm's line at a place.

        Raises:
            StopIteration: the firm has no such line.
        """
        return next(row for row in self.passage.rows if _place(row) == place)


@dataclass(frozen=True)
class Chain:
    """One chain: its row (f6_cross_border_chain.sql), the places of its lines in order and the hops between them."""

    row: Row
    places: tuple[Place, ...]
    hops: tuple[Hop, ...]

    @property
    def bits(self) -> float:
        """How telling the quantity is at the hop where it tells least."""
        return min(hop.bits[pair] for hop, pair in zip(self.hops, self.steps, strict=True))

    @property
    def steps(self) -> tuple[tuple[Place, Place], ...]:
        """The line in and the line out at each hop."""
        return tuple(zip(self.places, self.places[1:], strict=False))

    @property
    def score(self) -> float | None:
        """Product of 1 - p over the hops (methods 8.2 F6); None where chance was not drawn."""
        return prod(1 - hop.draw.p_value for hop in self.hops if hop.draw is not None) if self.is_drawn else None

    @property
    def is_drawn(self) -> bool:
        """Whether chance was drawn at every hop."""
        return all(hop.draw is not None for hop in self.hops)

    @property
    def lines(self) -> list[Row]:
        """The chain's lines in order."""
        ends = zip(self.hops, self.places[1:], strict=True)
        return [self.hops[0].line(self.places[0]), *(hop.line(place) for hop, place in ends)]

    @property
    def lag_days(self) -> int:
        """Days from the first line to the last."""
        return int((self.row["end_on"] - self.row["start_on"]).days)


def middles_of(row: Row) -> tuple[Middle, ...]:
    """Return the firms a candidate chain passes through, with its goods code."""
    return tuple((row[name], row["hs6"]) for name in ("first_id", "second_id") if row[name] is not None)


def hops_of(rows: Iterable[Row], pools: Mapping[str, Pool], window_days: int) -> dict[Middle, Hop]:
    """Return the hop of each firm and goods code, its lines matched one to one, first in with first out."""
    grouped: dict[Middle, list[Row]] = defaultdict(list)
    for row in rows:
        grouped[row["middle_id"], row["hs6"]].append(row)
    found = {}
    for key, lines in grouped.items():
        passage = Passage(lines, pools[key[1]], window_days)
        bits = {
            (_place(lines[match.inbound.slots[0]]), _place(lines[match.outbound.slots[0]])): match.bits
            for match in passage.matches("line")
        }
        found[key] = Hop(key[0], passage, bits)
    return found


def chains_of(rows: Iterable[Row], hops: Mapping[Middle, Hop], min_bits: float) -> list[Chain]:
    """Return the candidate chains whose lines are matched at every hop, in a quantity that tells at least so much."""
    found = []
    for row in rows:
        places = tuple(
            (row[f"{leg}_snapshot_id"], row[f"{leg}_locator"])
            for leg in ("start", "middle", "end")
            if row[f"{leg}_locator"] is not None
        )
        chain = Chain(row, places, tuple(hops[middle] for middle in middles_of(row)))
        is_matched = all(pair in hop.bits for hop, pair in zip(chain.hops, chain.steps, strict=True))
        if is_matched and chain.bits >= min_bits:
            found.append(chain)
    return found


def with_draws(chains: Sequence[Chain], draws: Mapping[Middle, Draw]) -> list[Chain]:
    """Return chains with what chance gives at their hops."""
    return [
        replace(
            chain,
            hops=tuple(
                replace(hop, draw=draws[middle]) for hop, middle in zip(chain.hops, middles_of(chain.row), strict=True)
            ),
        )
        for chain in chains
    ]


def parties_of(row: Row) -> tuple[str, ...]:
    """Return the parties of a chain's row in order."""
    order = ("exporter_id", "first_id", "second_id", "importer_id")
    return tuple(row[name] for name in order if row[name] is not None)


def links_within(
    chain: Chain, links: Mapping[tuple[str, str], Sequence[Row]], names: Mapping[str, str]
) -> list[dict[str, str]]:
    """Return the links between any two parties of a chain, in words; they are shown and never counted."""
    parties = parties_of(chain.row)
    return [
        {"one": names[a], "other": names[b], "link_kind": row["link_kind"], "via": row["via_name"]}
        for place, a in enumerate(parties)
        for b in parties[place + 1 :]
        for row in links.get((min(a, b), max(a, b)), ())
    ]


def chain_details(chain: Chain, names: Mapping[str, str]) -> dict[str, Any]:
    """Return a chain as a finding's details."""
    row = chain.row
    return {
        "parties": [names[party] for party in parties_of(row)],
        "hs6": row["hs6"],
        "part_number": row["part_number_key"],
        "quantity": row["quantity"],
        "lag_days": chain.lag_days,
        "days": [day.isoformat() for day in (row["start_on"], row["middle_on"], row["end_on"]) if day is not None],
        "bits": round(chain.bits, 4),
        "hop_p_values": [None if hop.draw is None else hop.draw.p_value for hop in chain.hops],
        "tier": "A",
    }


def _place(row: Row) -> Place:
    return row["snapshot_id"], row["locator"]
