"""Goods lines that two files of a case both hold (customs dumps overlap): counted once, the others put aside with a reason."""

from entrepot.records.quarantine import QUARANTINE
from entrepot.store.engine import Engine
from entrepot.store.sql import statement_beside


def put_repeats_aside(engine: Engine, file_count: int) -> int:
    """Materialise `case__repeated_line` and quarantine its lines; return how many there are, none in a single file.

    The copy in the first file by `place` of `case__file` is the one that counts. Within one file the import has done the
    same. `core__declaration` stays as it is.
    """
    count = engine.materialise("case__repeated_line", statement_beside(__file__, "line" if file_count > 1 else "none"))
    if count:
        engine.materialise(QUARANTINE.name, statement_beside(__file__, "quarantine"))
    return count
