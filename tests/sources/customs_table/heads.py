"""Heads of invented tables for the tests of the mapping."""

from pathlib import Path

from entrepot.evidence.reading.preview import Preview


def head(columns: dict[str, list[str | None]] | list[str], name: str = "table.csv") -> Preview:
    """Return a table's head from its columns: headers alone, or with their cells."""
    cells = columns if isinstance(columns, dict) else {column: [] for column in columns}
    rows = tuple(zip(*cells.values(), strict=True))
    return Preview(Path(name), None, 1, 2, tuple(cells), rows)
