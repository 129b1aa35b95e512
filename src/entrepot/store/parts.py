"""A table as a folder of Parquet files: one a part of an import, or one a part and month where the table has a day."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

# Columns whose values hardly repeat: looking for repeats in them costs a third of the writing.
_DISTINCT = frozenset(
    {
        "declaration_id",
        "declaration_number",
        "goods_description",
        "locator",
        "value_reported",
        "value_usd",
        "net_mass_kg",
    }
    | {"gross_mass_kg", "quantity", "quantity_reported", "raw"}
)
# Columns whose smallest and largest value let a reader skip a file's rows; working them out for all costs a fifth of the writing.
_LOOKED_UP = ("declared_on", "hs6", "source_party_id")
_DICTIONARY_BYTES = 1 << 22  # names of the firms of a month: at 1 MiB, the default, they are written in full
_NAME = "part-{:05d}.parquet"


def write_part(folder: Path, number: int, tables: Mapping[str, pa.Table], day_columns: Mapping[str, str]) -> None:
    """Write the rows of one part of every table.

    Args:
        folder: Holds one folder a table.
        number: Of the part; files of that number are replaced.
        tables: Rows by table name; a table without rows gets no file.
        day_columns: The day by whose month a table is split, by table name: `TABLE/month=2023-04/part-00001.parquet`.
    """
    for name, rows in tables.items():
        day = day_columns.get(name)
        if rows.num_rows and day is not None:
            _write_months(folder / name, number, rows, day)
        elif rows.num_rows:
            write_table(folder / name / _NAME.format(number), rows)


def part_paths(folder: Path, table: str) -> list[Path]:
    """Return the files of a table: by month, then by part."""
    return sorted((folder / table).rglob("part-*.parquet"))


def row_count(folder: Path, table: str) -> int:
    """Return how many rows a table's files hold."""
    return sum(int(pq.read_metadata(path).num_rows) for path in part_paths(folder, table))


def remove_parts(folder: Path, after: int) -> None:
    """Remove the files of parts above a number: those of a part that was not finished."""
    for path in folder.rglob("part-*"):
        number = path.name.removeprefix("part-").partition(".")[0]
        if number.isdecimal() and int(number) > after:
            path.unlink()


def _write_months(folder: Path, number: int, rows: pa.Table, day: str) -> None:
    days = rows.column(day).combine_chunks()
    months = (pc.year(days).to_numpy() * 12 + pc.month(days).to_numpy() - 1).astype(np.int32)
    order = None if bool(np.all(months[1:] >= months[:-1])) else np.argsort(months, kind="stable")
    found, starts = np.unique(months if order is None else months[order], return_index=True)
    ends = [*starts[1:].tolist(), len(months)]
    for month, start, end in zip(found.tolist(), starts.tolist(), ends, strict=True):
        name = f"month={month // 12:04d}-{month % 12 + 1:02d}"
        # Most files are in order of day: their rows are not gathered but cut.
        of_month = rows.slice(start, end - start) if order is None else rows.take(pa.array(order[start:end]))
        write_table(folder / name / _NAME.format(number), of_month)


def write_table(path: Path, rows: pa.Table) -> None:
    """Write rows to a Parquet file, in place only once complete."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_suffix(".partial")
    repeating = [name for name in rows.column_names if name not in _DISTINCT]
    looked_up = [name for name in rows.column_names if name in _LOOKED_UP]
    pq.write_table(
        rows,
        partial,
        compression="zstd",
        compression_level=1,
        use_dictionary=repeating,
        write_statistics=looked_up or False,
        dictionary_pagesize_limit=_DICTIONARY_BYTES,
    )
    partial.replace(path)
