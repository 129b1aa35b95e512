"""Who is near whom: shortest typed paths to given parties."""

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
