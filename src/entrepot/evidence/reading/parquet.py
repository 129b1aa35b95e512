"""Rows of a Parquet file as text, numbered as if its column names were row 1."""

from collections.abc import Collection, Generator, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from entrepot.errors import SourceError

MAGIC = b"PAR1"  # Apache Parquet, file format
_ROWS_AT_ONCE = 100_000
_FIRST_ROW = 2


def header(path: Path) -> list[str]:
    """Return the column names.

    Raises:
        SourceError: The file is no readable Parquet file.
    """
    with _opened(path) as file:
        return list(file.schema_arrow.names)


def batches(
    path: Path, rows_at_once: int = _ROWS_AT_ONCE, wanted: Collection[int] | None = None
) -> Generator[tuple[pa.Array, pa.Table], None, None]:
    """Yield row numbers, the first row being 2, and text columns.

    Args:
        path: The file.
        rows_at_once: Rows of a batch at most.
        wanted: Numbers of rows; groups of rows that hold none of them are not read. None: all are.

    Raises:
        SourceError: The file is damaged, or a column holds lists or structures.
    """
    number = _FIRST_ROW
    with _opened(path) as file:
        try:
            for groups, first, after in _runs(file, wanted):
                number = first
                for batch in file.iter_batches(batch_size=rows_at_once, row_groups=groups):
                    batch.validate(full=True)  # damaged text is no UTF-8, which reading does not check
                    columns = [_as_text(path, name, batch.column(name)) for name in batch.schema.names]
                    numbers = pa.array(range(number, number + batch.num_rows), type=pa.int64())
                    number += batch.num_rows
                    yield numbers, pa.table(columns, names=[f"column {i}" for i in range(len(columns))])
                    if number >= after:
                        break
        except (pa.ArrowException, OSError) as fault:
            raise SourceError.unreadable(path, f"its data are damaged after row {number - 1} ({fault})") from fault


def _runs(file: pq.ParquetFile, wanted: Collection[int] | None) -> Iterator[tuple[list[int], int, int]]:
    """Yield groups of rows to be read at once, the number of their first row, and that from which none is wanted."""
    if wanted is None:
        yield list(range(file.num_row_groups)), _FIRST_ROW, file.metadata.num_rows + _FIRST_ROW
        return
    first = _FIRST_ROW
    for group in range(file.num_row_groups):
        after = first + file.metadata.row_group(group).num_rows
        if inside := [row for row in wanted if first <= row < after]:
            yield [group], first, max(inside) + 1
        first = after


def _as_text(path: Path, name: str, column: pa.Array) -> pa.Array:
    """Return a column as text: midnight as the ISO date of the day, whole numbers without a decimal point."""
    try:
        text = column.cast(pa.string())
        if pa.types.is_timestamp(column.type):
            days = column.cast(pa.date32(), safe=False)
            return pc.if_else(pc.equal(days.cast(column.type), column), days.cast(pa.string()), text)
    except (pa.ArrowNotImplementedError, pa.ArrowInvalid) as fault:
        raise SourceError.unreadable(path, f"column {name} holds {column.type}, which is no text") from fault
    return pc.if_else(pc.equal(text, ""), pa.scalar(None, pa.string()), text)


def _opened(path: Path) -> pq.ParquetFile:
    try:
        return pq.ParquetFile(path)
    except (pa.ArrowException, OSError) as fault:
        raise SourceError.unreadable(path, f"it is no readable Parquet file ({fault})") from fault
