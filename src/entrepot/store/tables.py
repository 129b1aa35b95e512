"""Parquet files of one record table, written whole or not at all."""

from collections.abc import Iterable, Mapping, Sequence
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
    listed = list(rows)
    named = set().union(*listed) if listed else set()
    return columns_to_arrow(table, {name: [row.get(name) for row in listed] for name in named}, len(listed))


def columns_to_arrow(table: Table, columns: Mapping[str, Sequence[Any]], row_count: int | None = None) -> pa.Table:
    """Return columns as Arrow in the table's schema; those that are not given are null.

    Args:
        table: What the rows are of.
        columns: Values by column name, all of one length.
        row_count: That length, needed where there is no column.

    Raises:
        ValueError: a column is unknown, or a required one has nulls.
    """
    count = row_count if row_count is not None else len(next(iter(columns.values())))
    if unknown := set(columns) - set(table.column_names):
        raise ValueError(f"{table.name} has no column {', '.join(sorted(unknown))}")
    given = {
        c.name: pa.array(columns[c.name], type=c.type) if c.name in columns else pa.nulls(count, c.type)
        for c in table.columns
    }
    made = pa.table(given, schema=table.schema)
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
