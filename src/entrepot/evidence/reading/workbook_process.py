"""The process that reads a workbook for its caller, so that a damaged or dishonest file can end only this process.

A workbook of some hundred bytes can claim 17 billion cells, and its reader would ask for the memory of all. The process has
limits of memory and time; its rows go out as an Arrow stream, its first rows as JSON.
"""

import json
import sys
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path

import pyarrow as pa
from python_calamine import CalamineSheet, CalamineWorkbook

MOST_MEMORY_BYTES = 6 << 30  # address space: 1.5 GiB of libraries, 4 for a sheet of a million rows and 40 columns
MOST_CPU_SECONDS = 900  # such a sheet takes about one minute
NUMBER = "row"  # the stream's last column: row numbers as the sheet shows them
_ROWS_AT_ONCE = 10_000
_MIDNIGHT = time(0)
Cell = int | float | str | bool | time | date | datetime | timedelta


def _limit() -> None:
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 (Unix only)

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY_BYTES, MOST_MEMORY_BYTES))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_CPU_SECONDS, MOST_CPU_SECONDS))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def cell_text(cell: Cell) -> str:
    """Return a cell of a workbook as text: whole numbers without a decimal point, days as ISO dates."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == _MIDNIGHT else cell.isoformat()
    return cell.isoformat() if isinstance(cell, date | time) else str(cell)


def _rows(sheet: CalamineSheet, most: int | None = None) -> Iterator[list[str]]:
    for row in islice(sheet.iter_rows(), most):
        yield [cell_text(cell) for cell in row]


def _heads(book: CalamineWorkbook, wanted: str, most: int) -> list[dict[str, object]]:
    names = [name for name in book.sheet_names if wanted in {"", name}]
    return [{"name": name, "rows": list(_rows(book.get_sheet_by_name(name), most))} for name in names]


def _stream(sheet: CalamineSheet) -> None:
    width = sheet.end[1] + 1 if sheet.end is not None else 0  # total_width counts one column too few
    schema = pa.schema([(f"column {i}", pa.string()) for i in range(width)] + [(NUMBER, pa.int64())])
    rows, first = _rows(sheet), 1
    with pa.ipc.new_stream(sys.stdout.buffer, schema) as writer:
        while chunk := list(islice(rows, _ROWS_AT_ONCE)):
            columns = [
                pa.array([(row[i] if i < len(row) else "") or None for row in chunk], pa.string()) for i in range(width)
            ]
            numbers = pa.array(range(first, first + len(chunk)), pa.int64())
            writer.write_batch(pa.record_batch([*columns, numbers], schema=schema))
            first += len(chunk)


def main(path: str, mode: str, sheet: str, most: str) -> int:
    """Write the heads of a workbook's sheets (`heads`) or the rows of one (`rows`); a fault goes to standard error."""
    _limit()
    try:
        with CalamineWorkbook.from_path(Path(path)) as book:
            if mode == "heads":
                sys.stdout.write(json.dumps({"sheets": book.sheet_names, "heads": _heads(book, sheet, int(most))}))
            else:
                _stream(book.get_sheet_by_name(sheet))
            sys.stdout.flush()
    except BaseException as fault:  # noqa: BLE001 (a panic of the reader, written in Rust, is no Exception)
        sys.stderr.write(f"{type(fault).__name__}: {fault}"[:300])
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
