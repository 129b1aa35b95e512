"""Goods lines that are stated anew: the latest statement counts, the former ones are kept beside it.

Two lines are statements of one line where they agree in reporting country, direction, declaration number, line number, day and
domestic party (the importer of an import, the exporter of an export or re-export, as the mention names it). Number, line, day
and party must be stated. An amended name of the domestic party therefore makes another line.

Many tables give only the serial part of the declaration number. Several lines under one key in one file that no version
tells apart, or lines of several customs offices, are thus lines of their own, and none of them supersedes another.

What is later: the higher version, where every statement of the line has one (as numbers where all are whole numbers, else as
text); then the later state of the file (`as_of_on`); then the later fetch (`accessed_on`); each only where all of them have it.
Where nothing orders two statements both count, and a warning says so: a line counted twice can be seen and mended, a true line
taken out cannot.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from entrepot.records.superseded import SUPERSEDED_DECLARATION
from entrepot.store.engine import Engine, Row, rows_of
from entrepot.store.sql import statement_beside

_PAIRS_NAMED = 5
_STEPS = {
    "case__key_statement": "statement",
    "case__key_rule": "rule",
    "case__ranked_statement": "ranked",
    "case__latest_statement": "latest",
    SUPERSEDED_DECLARATION.name: "superseded",
}


@dataclass(frozen=True)
class Amendments:
    """How many lines were superseded, and what could not be decided, in words."""

    superseded: int
    warnings: tuple[str, ...] = ()


def is_versioned(engine: Engine) -> bool:
    """Return whether any goods line names its version."""
    return bool(rows_of(engine.run(statement_beside(__file__, "versioned")))[0]["line_count"])


def supersede(engine: Engine, file_names: Mapping[str, str]) -> Amendments:
    """Fill `core__superseded_declaration` with the lines that a later statement replaced; `core__declaration` stays as it is.

    Reads `case__file` and `case__repeated_line`.

    Args:
        engine: Holds these and the core tables.
        file_names: By snapshot, for the warnings.
    """
    engine.materialise("case__amendable_day", statement_beside(__file__, "day"))
    engine.define("case__keyed_line", statement_beside(__file__, "keyed"))
    unnumbered = _of_unnumbered(rows_of(engine.run(statement_beside(__file__, "unnumbered")))[0])
    if not engine.materialise("case__several_key", statement_beside(__file__, "key")):
        return Amendments(0, tuple(unnumbered))
    counts = [engine.materialise(table, statement_beside(__file__, part)) for table, part in _STEPS.items()]
    serial = rows_of(engine.run(statement_beside(__file__, "serial")))[0]
    unordered = rows_of(engine.run(statement_beside(__file__, "unordered")))
    return Amendments(counts[-1], (*_of_unordered(unordered, file_names), *_of_serial(serial), *unnumbered))


def _of_unordered(pairs: list[Row], file_names: Mapping[str, str]) -> list[str]:
    """Return the warning of lines that are counted twice, with the pairs of files that hold most of them."""
    if not pairs:
        return []
    pairs.sort(key=lambda row: (-row["line_count"], row["a_snapshot_id"], row["b_snapshot_id"]))
    named = [
        f"{row['line_count']:,} in {file_names[row['a_snapshot_id']]} and {file_names[row['b_snapshot_id']]}"
        for row in pairs[:_PAIRS_NAMED]
    ]
    if len(pairs) > _PAIRS_NAMED:
        named.append(f"and {len(pairs) - _PAIRS_NAMED} more pairs of files")
    text = (
        "Some goods lines are stated twice, differently, and nothing says which statement is later, so BOTH COUNT: "
        f"{'; '.join(named)}. Say which state each of these files has, and run again: entrepot add CASE FILE --as-of DAY"
    )
    return [text]


def _of_unnumbered(row: Row) -> list[str]:
    """Return the warning of declarations that several files state in lines without a number."""
    if not row["declaration_count"]:
        return []
    text = (
        f"{row['declaration_count']:,} declarations stand in more than one file with lines that have no line number: "
        "whether one statement amends the other cannot be told, so BOTH COUNT."
    )
    return [text]


def _of_serial(row: Row) -> list[str]:
    """Return the warning of keys that stand for several lines."""
    if not row["key_count"]:
        return []
    shared = (
        f" {row['shared_count']:,} of them stand in more than one file, where an amended line counts beside its former version."
        if row["shared_count"]
        else ""
    )
    text = (
        f"{row['key_count']:,} times one declaration number, line, day and party stand for several different lines of a file "
        f"or of several customs offices: such a number is only a part of the true one, and all these lines count.{shared}"
    )
    return [text]
