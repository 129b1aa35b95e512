"""Goods lines that two files of a case both hold (customs dumps overlap): counted once, the others put aside with a reason."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

import pyarrow as pa

from entrepot.case.parsing import Parsed
from entrepot.evidence.snapshot import Snapshot
from entrepot.records.declaration import DECLARATION
from entrepot.records.quarantine import QUARANTINE
from entrepot.store.engine import Engine, Row, rows_of
from entrepot.store.sql import statement_beside
from entrepot.store.tables import to_arrow


def put_repeats_aside(engine: Engine, parsed: list[Parsed], snapshots: Mapping[str, Snapshot]) -> list[Parsed]:
    """Leave each line in one file (the lowest snapshot id), quarantine the others, and return the files so counted.

    Within one file the source has done the same while reading it.
    """
    if sum(DECLARATION.name in item.rows_kept for item in parsed) < 2:
        return parsed
    repeats = engine.materialise("case__repeated_line", statement_beside(__file__, "line"))
    if not repeats:
        return parsed
    rows = rows_of(engine.read("case__repeated_line"))
    engine.materialise(DECLARATION.name, statement_beside(__file__, "kept"))
    sources = {item.snapshot_id: item.source_id for item in parsed}
    aside = to_arrow(QUARANTINE, [_aside(row, sources, snapshots) for row in rows])
    engine.register(QUARANTINE.name, pa.concat_tables([engine.read(QUARANTINE.name).cast(QUARANTINE.schema), aside]))
    counts = Counter(row["snapshot_id"] for row in rows)
    return [_counted(item, counts[item.snapshot_id]) for item in parsed]


def _aside(row: Row, sources: Mapping[str, str], snapshots: Mapping[str, Snapshot]) -> Row:
    original = f"{row['first_locator']} of {snapshots[row['first_snapshot_id']].file_name}"
    return {
        "snapshot_id": row["snapshot_id"],
        "locator": row["locator"],
        "source_id": sources[row["snapshot_id"]],
        "field": None,
        "reason": f"duplicate of {original}: the same goods line",
        "raw": f"declaration_id={row['declaration_id']}",
    }


def _counted(item: Parsed, count: int) -> Parsed:
    """Return a file's counts with `count` lines moved from the kept to the quarantined."""
    if not count:
        return item
    kept = {**item.rows_kept, DECLARATION.name: item.rows_kept[DECLARATION.name] - count}
    return replace(item, rows_kept=kept, quarantined=item.quarantined + count)
