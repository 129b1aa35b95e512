"""Ownership and other links between the parties of chains: shown beside them, used to find them only if asked."""

from collections.abc import Iterable, Sequence

from entrepot.store.engine import Engine, Row, rows_of
from entrepot.store.sql import statement_beside


def linked_pairs(engine: Engine) -> list[tuple[str, str]]:
    """Return pairs of linked parties of which the first receives and the second sends goods looked at.

    Args:
        engine: With graph__link and trace__ledger.
    """
    return [(row["in_id"], row["out_id"]) for row in rows_of(engine.run(statement_beside(__file__, "pair")))]


def links_between(engine: Engine, party_ids: Iterable[str]) -> list[Row]:
    """Return the links between any two of these parties, with the evidence of both sides."""
    return rows_of(engine.run(statement_beside(__file__), {"parties": sorted(set(party_ids))}))


def links_of(links: Sequence[Row], party_ids: Iterable[str]) -> tuple[Row, ...]:
    """Return those links whose two parties are both among these."""
    known = set(party_ids)
    return tuple(link for link in links if link["party_a_id"] in known and link["party_b_id"] in known)
