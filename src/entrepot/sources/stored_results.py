"""Puts aside the rows of a workbook with formulas that were never calculated; stored results are taken as they are."""

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from entrepot.evidence.reading.container import Kind, on_disk
from entrepot.evidence.reading.preview import Preview, part_of
from entrepot.sources.base import ParseContext
from entrepot.sources.formulas import Formula, formulas_by_row

_NOT_STORED = "is a formula without a stored result: open the workbook in a spreadsheet, let it calculate, and save it"
_STORED = "Sheet {}: {{}} cells that are read hold formulas; their stored results are taken as they are"
_NO_CELLS: dict[int, str | None] = {}


class StoredResults:
    """The formulas of one table, in the columns that are read; a table of another kind than a workbook's has none."""

    def __init__(self, context: ParseContext, table: Preview, columns: Mapping[str, int]) -> None:
        self._context = context
        self._table = table
        self._columns = {position: name for name, position in columns.items()}
        self._open_rows: dict[int, list[Formula]] = {}
        for number, found in self._found().items():
            read = [formula for formula in found if number > table.header_row and formula.column in self._columns]
            context.count(_STORED.format(table.sheet), pa.array([formula.is_stored for formula in read], pa.bool_()))
            if unstored := [formula for formula in read if not formula.is_stored]:
                self._open_rows[number] = unstored

    def without_open(self, numbers: pa.Array, rows: pa.Table) -> tuple[pa.Array, pa.Table]:
        """Return the rows whose formulas are calculated; the others go to quarantine."""
        if not self._open_rows:
            return numbers, rows
        is_open = pc.is_in(numbers, value_set=pa.array(sorted(self._open_rows), pa.int64()))
        for number, row in zip(numbers.filter(is_open).to_pylist(), rows.filter(is_open).to_pylist(), strict=True):
            self._put_aside(number, dict(enumerate(row.values())))
        keep = pc.invert(is_open)
        return numbers.filter(keep), rows.filter(keep)

    def put_aside_rest(self) -> None:
        """Quarantine the rows that hold nothing but formulas, which a reader of results takes for blank."""
        for number in sorted(self._open_rows):
            self._put_aside(number, _NO_CELLS)

    def _found(self) -> dict[int, list[Formula]]:
        part = part_of(self._table.path, self._table.sheet)
        if part.kind is not Kind.WORKBOOK:
            return {}
        with on_disk(part) as path:
            return formulas_by_row(path, (self._table.sheet or "").removeprefix(f"{part.member}/"))

    def _put_aside(self, number: int, row: Mapping[int, str | None]) -> None:
        formulas = self._open_rows.pop(number)
        names = [self._columns[formula.column] for formula in formulas]
        texts = [f"{name}=={formula.text}" for name, formula in zip(names, formulas, strict=True)]
        cells = [f"{name}={row[at]}" for at, name in sorted(self._columns.items()) if row.get(at)]
        reason = "; ".join(f"{name} {_NOT_STORED}" for name in names)
        place = f"sheet {self._table.sheet} row {number}"
        self._context.quarantine(place, reason, field_name=", ".join(names), raw="; ".join([*texts, *cells]))
        self._context.rows_read += 1
