"""The goods lines as tracing reads them: those of the case, or their copy in the order of goods codes where one was kept."""

from pathlib import Path

from entrepot.store.engine import Engine
from entrepot.store.sql import statement_beside

SORTED, PARTS = "trace__sorted_line", "trace__kept_part"


def open_lines(engine: Engine) -> None:
    """Define `trace__line`, all goods lines, and `trace__known_part`, their part numbers with the codes of each.

    Args:
        engine: With linked__declaration, or with what `keep_sorted` kept: then that is read.
    """
    kept = set(engine.tables()) >= {SORTED, PARTS}
    engine.define("trace__line", statement_beside(__file__, "kept" if kept else ""))
    engine.define("trace__known_part", statement_beside(__file__, "kept_part" if kept else "part"))


def keep_sorted(engine: Engine, lines: Path, parts: Path) -> None:
    """Write the goods lines to a Parquet file in the order of their codes, and their part numbers to another.

    A question of few codes then skips all other parts of the file: a search for a part in ten million lines reads about a
    hundredth of them.

    Args:
        engine: With linked__declaration; what memory does not hold is sorted on disk.
        lines: File of `trace__sorted_line`.
        parts: File of `trace__kept_part`.
    """
    engine.define("trace__line", statement_beside(__file__))
    engine.keep(SORTED, statement_beside(__file__, "sorted"), lines)
    engine.define("trace__known_part", statement_beside(__file__, "part"))
    engine.keep(PARTS, statement_beside(__file__, "sorted_part"), parts)
