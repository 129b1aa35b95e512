"""Who is near whom: the network around a party, and shortest typed paths to given parties."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from entrepot.store.engine import Engine, Row, rows_of
from entrepot.store.sql import statement_beside

EDGE_KINDS = (
    *("sells_to", "supplies", "procures_for", "owns", "director_of", "founder_of"),
    *("employee_of", "former_owner_of", "linked_to", "part_of", "family"),
)


@dataclass(frozen=True)
class Neighbourhood:
    """Parties around one party.

    `nodes` are rows of linked__party (party_id, name, party_kind, country_iso) with `hops`, nearest first; `links` are rows of
    graph__link between them. `omitted_count` says how many parties at the last distance shown, or nearer, were left out.
    """

    nodes: tuple[Row, ...]
    links: tuple[Row, ...]
    omitted_count: int


def neighbourhood(engine: Engine, party_id: str, *, hops: int = 2, limit: int = 60) -> Neighbourhood:
    """Return the parties up to `hops` links away from a party, at most `limit`, those with the rarest links first."""
    distance, omitted = {party_id: 0}, set[str]()
    links: list[Row] = []
    for hop in range(1, hops + 1):
        reached = sorted(distance)
        links = rows_of(engine.run(statement_beside(__file__, "touching"), {"reached": reached}))
        for link in links:
            for end in (link["party_a_id"], link["party_b_id"]):
                if end not in distance and len(distance) < limit:
                    distance[end] = hop
        omitted |= {end for link in links for end in (link["party_a_id"], link["party_b_id"]) if end not in distance}
    kept = sorted(distance)
    if hops > 0:
        links = rows_of(engine.run(statement_beside(__file__, "touching"), {"reached": kept}))
    inside = tuple(link for link in links if link["party_a_id"] in distance and link["party_b_id"] in distance)
    nodes = rows_of(engine.run(statement_beside(__file__, "node"), {"party_ids": kept}))
    placed = sorted(
        ({**node, "hops": distance[node["party_id"]]} for node in nodes), key=lambda n: (n["hops"], n["party_id"])
    )
    return Neighbourhood(tuple(placed), inside, len(omitted - distance.keys()))


@dataclass(frozen=True)
class Hop:
    """One step of a path, from `from_id` to `to_id`, with its first row of evidence and how many rows say so."""

    from_id: str
    to_id: str
    edge_kind: str
    from_on: date | None
    to_on: date | None
    snapshot_id: str
    locator: str
    row_count: int


@dataclass(frozen=True)
class Path:
    """A shortest path from a party to a target; of several equally short ones the one through the lowest ids."""

    party_id: str
    target_id: str
    hops: tuple[Hop, ...]


def shortest_paths(
    engine: Engine, targets: Sequence[str], max_hops: int, *, edge_kinds: Sequence[str] = EDGE_KINDS
) -> list[Path]:
    """Return the shortest path of every party to every target it can reach, shortest first.

    Args:
        engine: With graph__link, linked__party and linked__declaration.
        targets: Party ids, such as defence end users.
        max_hops: Steps at most.
        edge_kinds: `sells_to` (exporter to importer in declarations) and directed link kinds. Goods and supplies are
            followed forwards only, ownership and positions both ways.
    """
    engine.materialise("paths__edge", statement_beside(__file__, "edge"), {"edge_kinds": list(edge_kinds)})
    count = engine.materialise("paths__path", statement_beside(__file__, "start"), {"targets": sorted(set(targets))})
    for hops in range(1, max_hops + 1):
        before, count = count, engine.materialise("paths__path", statement_beside(__file__, "step"), {"hops": hops})
        if count == before:
            break
    rows = rows_of(engine.run(statement_beside(__file__, "found")))
    first_hop = {(row["party_id"], row["target_id"]): _hop(row) for row in rows}
    return [
        Path(row["party_id"], row["target_id"], _follow(first_hop, row["party_id"], row["target_id"])) for row in rows
    ]


def _hop(row: Row) -> Hop:
    return Hop(
        from_id=row["party_id"],
        to_id=row["next_id"],
        edge_kind=row["edge_kind"],
        from_on=row["from_on"],
        to_on=row["to_on"],
        snapshot_id=row["snapshot_id"],
        locator=row["locator"],
        row_count=int(row["row_count"]),
    )


def _follow(first_hop: dict[tuple[str, str], Hop], party_id: str, target_id: str) -> tuple[Hop, ...]:
    """Return the hops from a party to its target."""
    hops: list[Hop] = []
    while party_id != target_id:
        hops.append(first_hop[party_id, target_id])
        party_id = hops[-1].to_id
    return tuple(hops)
