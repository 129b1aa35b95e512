"""Rows of a Parquet file as text, numbered as if its column names were row 1."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from entrepot.errors import SourceError

MAGIC = b"PAR1"  # Apache Parquet, file format
_ROWS_AT_ONCE = 100_000


def header(path: Path) -> list[str]:
    """Return the column names.

    Raises:
        SourceError: The file is no readable Parquet file.
    """
    with _opened(path) as file:
        return list(file.schema_arrow.names)


def batches(path: Path, rows_at_once: int = _ROWS_AT_ONCE) -> Iterator[tuple[pa.Array, pa.Table]]:
    """Yield row numbers, the first row being 2, and text columns.

    Raises:
        SourceError: The file is damaged, or a column holds lists or structures.
    """
    number = 2
    with _opened(path) as file:
        try:
            for batch in file.iter_batches(batch_size=rows_at_once):
                batch.validate(full=True)  # damaged text is no UTF-8, which reading does not check
                columns = [_as_text(path, name, batch.column(name)) for name in batch.schema.names]
                numbers = pa.array(range(number, number + batch.num_rows), type=pa.int64())
                number += batch.num_rows
                yield numbers, pa.table(columns, names=[f"column {i}" for i in range(len(columns))])
        except (pa.ArrowException, OSError) as fault:
            raise SourceError.unreadable(path, f"its data are damaged after row {number - 1} ({fault})") from fault


def _as_text(path: Path, name: str, column: pa.Array) -> pa.Array:
    """Return a column as text: days as ISO dates, whole numbers without a decimal point."""
    if pa.types.is_timestamp(column.type):
        days = column.cast(pa.date32(), safe=False)
        if pc.all(pc.equal(days.cast(column.type), column)).as_py() is not False:
            column = days
    try:
        return column.cast(pa.string())
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid) as fault:
        raise SourceError.unreadable(path, f"column {name} holds {column.type}, which is no text") from fault


def _opened(path: Path) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(path)
    except (pa.ArrowException, OSError) as fault:
        raise SourceError.unreadable(path, f"it is no readable Parquet file ({fault})") from fault
