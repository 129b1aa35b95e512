"""Parties left apart although a name or number agrees, with what keeps them apart in words."""

from dataclasses import dataclass

from entrepot.resolve.strength import EXCLUSIVE
from entrepot.store.engine import Engine
from entrepot.store.sql import statement_beside


@dataclass(frozen=True)
class PossibleSummary:
    """How many possible matches are noted, and how many by similar names are not, because the parties have likelier ones."""

    match_count: int
    similar_dropped_count: int


def note_possible_matches(engine: Engine, max_sharing: int, most_similar: int) -> PossibleSummary:
    """Materialise `linked__possible_match`; return how many pairs there are and how many were dropped.

    Args:
        engine: With `resolve__near` and `linked__party`.
        max_sharing: Names and numbers that more parties share give no pairs.
        most_similar: Of the parties of similar names a party is shown so many, the likeliest.
    """
    engine.materialise("resolve__pair", statement_beside(__file__, "pair"), {"max_sharing": max_sharing})
    engine.materialise("resolve__conflict", statement_beside(__file__, "conflict"), {"exclusive": list(EXCLUSIVE)})
    engine.materialise("resolve__parted", statement_beside(__file__, "parted"))
    engine.materialise("resolve__exact_match", statement_beside(__file__, "exact"))
    similar_count = engine.materialise("resolve__similar_match", statement_beside(__file__, "similar"))
    shown_count = engine.materialise(
        "resolve__similar_shown", statement_beside(__file__, "shown"), {"most_similar": most_similar}
    )
    match_count = engine.materialise("linked__possible_match", statement_beside(__file__))
    return PossibleSummary(match_count, similar_count - shown_count)
