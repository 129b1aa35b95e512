"""Sheets of XLSX, XLS and ODS workbooks, read in a process of its own with limits of memory and time."""

import json
import subprocess
import sys
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from entrepot.errors import SourceError
from entrepot.evidence.reading import workbook_process
from entrepot.evidence.reading.container import check_workbook
from entrepot.evidence.reading.xlsx_head import cut_down


@dataclass(frozen=True)
class SheetHead:
    """The first rows of a sheet as text, from row 1; None for an empty cell."""

    name: str
    rows: list[tuple[str | None, ...]]


def heads(path: Path, most: int, sheet: str | None = None) -> tuple[list[str], list[SheetHead]]:
    """Return the names of all sheets, and the first rows of the named one or of all.

    Raises:
        SourceError: The file is no readable workbook, or needs more than 4 GB or 15 minutes.
    """
    check_workbook(path)
    with cut_down(path) as head, _process(head, "heads", sheet, most) as process:
        output, fault = process.communicate()
    if process.returncode:
        raise _refused(path, process.returncode, fault)
    told = json.loads(output)
    cells = [
        SheetHead(head["name"], [tuple(cell or None for cell in row) for row in head["rows"]]) for head in told["heads"]
    ]
    return told["sheets"], cells


def batches(path: Path, sheet: str) -> Generator[tuple[pa.Array, pa.Table], None, None]:
    """Yield row numbers and text columns of a sheet, None for empty cells.

    Raises:
        SourceError: The file is no readable workbook, or needs more than 4 GB or 15 minutes.
    """
    check_workbook(path)
    with _process(path, "rows", sheet, 0) as process:
        try:
            with pa.ipc.open_stream(process.stdout) as reader:
                for batch in reader:
                    table = pa.Table.from_batches([batch])
                    yield (
                        table.column(workbook_process.NUMBER).combine_chunks(),
                        table.drop_columns([workbook_process.NUMBER]),
                    )
        except (pa.ArrowException, OSError) as fault:
            why = process.stderr.read() if process.stderr else b""
            raise _refused(path, process.wait(), why) from fault
        why = process.stderr.read() if process.stderr else b""
        if process.wait():
            raise _refused(path, process.returncode, why)


@contextmanager
def _process(path: Path, mode: str, sheet: str | None, most: int) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", workbook_process.__name__, str(path), mode, sheet or "", str(most)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:  # noqa: S603 (own module)
        try:
            yield process
        finally:
            process.kill()


def _refused(path: Path, code: int, said: bytes) -> SourceError:
    words = said.decode("utf-8", "replace")
    if code < 0 or "memory" in words.lower():
        why = "its sheet needs more than 4 GB or 15 minutes to read; save the sheet as CSV"
    else:
        why = f"it is no readable workbook ({' '.join(words.split())[:200]})"
    return SourceError.unreadable(path, why)
