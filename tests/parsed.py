"""Parses a file as a source would be parsed in a case, and compares the result with a golden file."""

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

from entrepot.evidence.snapshot import Snapshot, file_sha256
from entrepot.sources.base import ParseContext
from entrepot.sources.registry import parse_file, source_named, state_of

# Set to 1 to write golden files anew; the difference is then reviewed like code.
WRITE_GOLDEN = "ENTREPOT_WRITE_GOLDEN"


def snapshot_of(path: Path, source_id: str) -> Snapshot:
    """Return the snapshot of a file as a case records it."""
    source = source_named(source_id)
    sha256 = file_sha256(path)
    meta = source.meta
    return Snapshot(
        sha256[:16],
        sha256,
        path.name,
        path.stat().st_size,
        meta.id,
        meta.producer,
        meta.title,
        meta.url,
        meta.licence,
        as_of_on=state_of(source, path),
    )


def parsed(path: Path, source_id: str, *, is_partial: bool = True) -> ParseContext:
    """Return the context a source filled from a file."""
    return parse_file(source_named(source_id), snapshot_of(path, source_id), path, is_partial)


def rows_of(context: ParseContext, table: str) -> list[dict[str, Any]]:
    """Return the rows of a table by column name."""
    tables = context.results()
    rows: list[dict[str, Any]] = tables[table].to_pylist() if table in tables else []
    return rows


def only(rows: list[dict[str, Any]], **wanted: object) -> dict[str, Any]:
    """Return the one row that has these values."""
    found = [row for row in rows if all(row[name] == value for name, value in wanted.items())]
    assert len(found) == 1, f"{len(found)} rows have {wanted}"
    return found[0]


def assert_golden(context: ParseContext, expected: Path) -> None:
    """Assert that all emitted tables are those of a golden file: every value that is not null, the snapshot id apart."""
    emitted = {
        name: [
            {
                column: value.isoformat() if isinstance(value, date) else value
                for column, value in row.items()
                if value is not None and column != "snapshot_id"
            }
            for row in rows_of(context, name)
        ]
        for name in sorted(context.results())
    }
    if os.environ.get(WRITE_GOLDEN) == "1":
        expected.write_text(json.dumps(emitted, ensure_ascii=False, indent=1) + "\n", "utf-8")
    assert emitted == json.loads(expected.read_text("utf-8"))
