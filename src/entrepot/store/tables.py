"""Parquet files of one record table, written whole or not at all."""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from entrepot.records.base import Table


def to_arrow(table: Table, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Return rows as Arrow in the table's schema.

    Columns a row does not name are null; a column the table does not have, or a null in a required one, is an error.

    Raises:
        ValueError: a row names an unknown column or leaves a required one null.
    """
    known = set(table.column_names)
    listed = list(rows)
    for row in listed:
        if unknown := set(row) - known:
            raise ValueError(f"{table.name} has no column {', '.join(sorted(unknown))}")
    named = set().union(*listed) if listed else set()
    columns = {
        c.name: pa.array([row.get(c.name) for row in listed], type=c.type)
        if c.name in named
        else pa.nulls(len(listed), c.type)
        for c in table.columns
    }
    made = pa.table(columns, schema=table.schema)
    for column in table.columns:
        if column.required and made[column.name].null_count:
            raise ValueError(f"{table.name}.{column.name} is required but null")
    return made


def write_parquet(path: Path, rows: pa.Table) -> None:
    """Write rows to a Parquet file, in place only once complete."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    pq.write_table(rows, partial, compression="zstd")
    partial.replace(path)


def empty(table: Table) -> pa.Table:
    """Return the table without rows, for what a case has no source of."""
    return table.schema.empty_table()
