"""Connected components of records that share keys, as a loop of plain statements."""

from entrepot.store.engine import Engine, rows_of
from entrepot.store.sql import statement_beside


def label_components(engine: Engine) -> int:
    """Materialise `resolve__label`: every record of `resolve__carrier` with the lowest record of its component.

    Returns:
        The number of rounds; label propagation with pointer jumping takes about the logarithm of the longest chain.
    """
    engine.materialise("resolve__label", statement_beside(__file__, "start"))
    step, changed = statement_beside(__file__, "step"), statement_beside(__file__, "changed")
    rounds = 0
    while True:
        engine.materialise("resolve__label", step)
        rounds += 1
        if rows_of(engine.run(changed))[0]["changed_count"] == 0:
            return rounds
