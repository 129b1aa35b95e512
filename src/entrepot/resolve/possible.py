"""Parties left apart although a name or number agrees, with what keeps them apart in words."""

from entrepot.resolve.strength import EXCLUSIVE
from entrepot.store.engine import Engine
from entrepot.store.sql import statement_beside


def note_possible_matches(engine: Engine, max_sharing: int) -> int:
    """Materialise `linked__possible_match`; return how many pairs there are.

    Args:
        engine: With `resolve__near` and `linked__party`.
        max_sharing: Names and numbers that more parties share give no pairs.
    """
    engine.materialise("resolve__pair", statement_beside(__file__, "pair"), {"max_sharing": max_sharing})
    engine.materialise("resolve__conflict", statement_beside(__file__, "conflict"), {"exclusive": list(EXCLUSIVE)})
    return engine.materialise("linked__possible_match", statement_beside(__file__))
