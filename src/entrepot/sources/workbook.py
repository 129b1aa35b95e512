"""Rows of an XLSX workbook's sheet as text; stored results are read, formulas are never evaluated."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import pyarrow as pa
from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook

from entrepot.errors import SourceError
from entrepot.evidence.locator import cell_text
from entrepot.sources.base import ParseContext

SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_ROWS_AT_ONCE = 10_000


def header(path: Path, sheet: str | None) -> list[str]:
    """Return the first row of the sheet; empty where the sheet is.

    Raises:
        SourceError: The file is no workbook or has no such sheet.
    """
    with _opened(path) as book:
        return [cell_text(cell) for cell in next(_sheet(path, book, sheet).iter_rows(), [])]


class Workbook:
    """One sheet of a workbook; `sheet_name` is its name, for locators."""

    def __init__(self, context: ParseContext, column_count: int, sheet: str | None) -> None:
        self._context = context
        self._column_count = column_count
        with _opened(context.path) as book:
            self.sheet_name = _sheet(context.path, book, sheet).name
            others = [name for name in book.sheet_names if name != self.sheet_name]
        if others:
            context.warn(f"Sheet {self.sheet_name} is read; not read: {', '.join(others)}")

    def batches(self) -> Iterator[tuple[pa.Array, pa.Table]]:
        """Yield row numbers and text columns."""
        with _opened(self._context.path) as book:
            numbered = enumerate(_sheet(self._context.path, book, self.sheet_name).iter_rows(), start=1)
            while chunk := list(islice(numbered, _ROWS_AT_ONCE)):
                texts = [[cell_text(cell) for cell in row] for _, row in chunk]
                columns = [
                    pa.array([row[i] if i < len(row) else "" for row in texts], type=pa.string())
                    for i in range(self._column_count)
                ]
                table = pa.table(columns, names=[f"column {i}" for i in range(self._column_count)])
                yield pa.array([number for number, _ in chunk], type=pa.int64()), table


def _opened(path: Path) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_path(path)
    except (CalamineError, OSError) as fault:
        raise SourceError.unreadable(path, f"it is no readable workbook ({fault})") from fault


def _sheet(path: Path, book: CalamineWorkbook, name: str | None) -> CalamineSheet:
    """Return the named sheet, or the first that holds anything (the first where none does)."""
    if name is not None and name not in book.sheet_names:
        raise SourceError.unreadable(path, f"it has no sheet {name}; sheets: {', '.join(book.sheet_names)}")
    if name is not None:
        return book.get_sheet_by_name(name)
    sheets = [book.get_sheet_by_name(sheet_name) for sheet_name in book.sheet_names]
    return next((sheet for sheet in sheets if sheet.total_height), sheets[0])
