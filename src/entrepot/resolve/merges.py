"""Why records are one party, edge by edge, so that every merge can be shown and taken back."""

from dataclasses import dataclass

from entrepot.store.engine import Engine, rows_of
from entrepot.store.sql import statement_beside

_MOST_SHOWN = 5


@dataclass(frozen=True)
class LargeParty:
    """A party of many records, and what holds it: rule and number of edges, most first."""

    party_id: str
    name: str
    record_count: int
    edges: tuple[tuple[str, int], ...]


def note_merges(engine: Engine) -> tuple[LargeParty, ...]:
    """Materialise `linked__merge`; return the largest parties, where a chain of mistakes would show first."""
    engine.materialise("linked__merge", statement_beside(__file__))
    edges: dict[tuple[str, str, int], list[tuple[str, int]]] = {}
    for row in rows_of(engine.run(statement_beside(__file__, "largest"), {"most_shown": _MOST_SHOWN})):
        edges.setdefault((row["party_id"], row["name"], row["record_count"]), []).append(
            (row["rule"], row["edge_count"])
        )
    return tuple(LargeParty(*party, tuple(held_by)) for party, held_by in edges.items())
