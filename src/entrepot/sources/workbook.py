"""Rows of a workbook's sheet as text; stored results are read, formulas are never evaluated."""

from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import islice
from pathlib import Path

import pyarrow as pa
from python_calamine import CalamineError, CalamineWorkbook

from entrepot.errors import SourceError
from entrepot.evidence.locator import cell_text
from entrepot.sources.base import ParseContext
from entrepot.sources.formulas import Formula, formulas_by_row

SUFFIXES = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")
_ROWS_AT_ONCE = 10_000
_NOT_STORED = "is a formula without a stored result: open the workbook in a spreadsheet, let it calculate, and save it"
_STORED = "Sheet {}: {{}} cells that are read hold formulas; their stored results are taken as they are"


def headers(path: Path) -> dict[str, list[str]]:
    """Return the first row of each sheet by its name, in the order of the workbook; empty where the sheet is.

    Raises:
        SourceError: The file is no workbook.
    """
    state = path.stat()
    return {name: list(cells) for name, cells in _headers(path, state.st_mtime_ns, state.st_size)}


@lru_cache(maxsize=4)  # every source looks at the header to recognise the file, and a sheet is only ever opened whole
def _headers(path: Path, _changed: int, _size: int) -> tuple[tuple[str, tuple[str, ...]], ...]:
    with _opened(path) as book:
        first = {name: next(book.get_sheet_by_name(name).iter_rows(), []) for name in book.sheet_names}
    return tuple((name, tuple(cell_text(cell).strip() for cell in row)) for name, row in first.items())


def main_sheet(path: Path, name: str | None = None) -> str:
    """Return the name of the sheet itself, or of the first that holds anything (the first where none does).

    Raises:
        SourceError: The file is no workbook or has no such sheet.
    """
    found = headers(path)
    if name is not None and name not in found:
        raise SourceError.unreadable(path, f"it has no sheet {name}; sheets: {', '.join(found)}")
    return name if name is not None else next((sheet for sheet, cells in found.items() if cells), next(iter(found), ""))


class Sheet:
    """One sheet of a workbook. `columns` are the positions that are read, with their names."""

    def __init__(self, context: ParseContext, name: str, column_count: int, columns: dict[str, int]) -> None:
        self._context = context
        self._name = name
        self._column_count = column_count
        self._columns = {position: column for column, position in columns.items()}

    def batches(self) -> Iterator[tuple[pa.Array, pa.Table]]:
        """Yield row numbers and text columns; a row with a formula that was never calculated goes to quarantine."""
        open_rows = self._formulas()
        with _opened(self._context.path) as book:
            numbered = enumerate(book.get_sheet_by_name(self._name).iter_rows(), start=1)
            while chunk := list(islice(numbered, _ROWS_AT_ONCE)):
                rows = [(number, [cell_text(cell) for cell in row]) for number, row in chunk]
                for number, row in rows:
                    if number in open_rows:
                        self._put_aside(number, row, open_rows.pop(number))
                yield self._whole([row for row in rows if row[0] not in self._aside])
        for number in sorted(open_rows):  # rows at the end that hold nothing else
            self._put_aside(number, [], open_rows[number])

    def _formulas(self) -> dict[int, list[Formula]]:
        """Return the formulas without a stored result in columns that are read, by row; count the stored ones."""
        self._aside: set[int] = set()
        open_rows: dict[int, list[Formula]] = {}
        for number, found in formulas_by_row(self._context.path, self._name).items():
            read = [formula for formula in found if number > 1 and formula.column in self._columns]
            self._context.count(
                _STORED.format(self._name), pa.array([formula.is_stored for formula in read], pa.bool_())
            )
            if unstored := [formula for formula in read if not formula.is_stored]:
                open_rows[number] = unstored
        return open_rows

    def _put_aside(self, number: int, row: list[str], formulas: Collection[Formula]) -> None:
        names = [self._columns[formula.column] for formula in formulas]
        texts = [f"{name}=={formula.text}" for name, formula in zip(names, formulas, strict=True)]
        cells = [f"{name}={row[at]}" for at, name in sorted(self._columns.items()) if at < len(row) and row[at]]
        reason = "; ".join(f"{name} {_NOT_STORED}" for name in names)
        place = f"sheet {self._name} row {number}"
        self._context.quarantine(place, reason, field_name=", ".join(names), raw="; ".join([*texts, *cells]))
        self._context.rows_read += 1
        self._aside.add(number)

    def _whole(self, rows: list[tuple[int, list[str]]]) -> tuple[pa.Array, pa.Table]:
        columns = [
            pa.array([row[i] if i < len(row) else "" for _, row in rows], type=pa.string())
            for i in range(self._column_count)
        ]
        table = pa.table(columns, names=[f"column {i}" for i in range(self._column_count)])
        return pa.array([number for number, _ in rows], type=pa.int64()), table


def _opened(path: Path) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_path(path)
    except (CalamineError, OSError) as fault:
        raise SourceError.unreadable(path, f"it is no readable workbook ({fault})") from fault
