"""The cells of a batch by field: the mapped columns, a second one filling the gaps of the first, constants."""

from collections.abc import Collection

import pyarrow as pa
import pyarrow.compute as pc

from entrepot.normalise.not_branded import is_not_branded
from entrepot.normalise.not_stated import is_not_stated
from entrepot.sources.customs_table.distinct import TEXT, Distinct
from entrepot.sources.customs_table.mapping import Mapping

# What says in a column that nothing is stated, where it has words of its own.
_NOTHING = dict.fromkeys(("brand", "part_number", "manufacturer_name"), is_not_branded)


class Cells:
    """The fields of a batch as text columns of equal length; null where a cell is empty or the field is not in the table."""

    def __init__(self, mapping: Mapping, rows: pa.Table) -> None:
        self._mapping = mapping
        self._rows = rows
        self.row_count: int = rows.num_rows
        self._distinct: dict[str, Distinct] = {}
        self._whole: dict[str, pa.Array] = {}

    def has(self, field: str) -> bool:
        """Return whether the table holds a field, or the mapping states it."""
        return field in self._mapping.fields

    @property
    def fields(self) -> Collection[str]:
        """The fields that the table has."""
        return self._mapping.fields.keys()

    @property
    def direction(self) -> str | None:
        """Direction of trade of every row; None where rows say it."""
        return self._mapping.direction

    def header(self, field: str) -> str:
        """Return the header of the field's first column; "" where it has none."""
        entry = self._mapping.fields.get(field)
        return entry.columns[0] if entry is not None and entry.columns else ""

    def text(self, field: str) -> pa.Array:
        """Return a column of many different texts as it stands: descriptions, amounts, numbers of documents."""
        entry = self._mapping.fields.get(field)
        if entry is None:
            return pa.nulls(self.row_count, TEXT)
        if not entry.columns:
            return pa.repeat(pa.scalar(entry.constant, TEXT), self.row_count)
        first, *others = (self._column(name) for name in entry.columns)
        if not others:
            return first
        stated = Distinct(first).column()
        return pc.coalesce(stated, *others)

    def distinct(self, field: str) -> Distinct:
        """Return a column as its distinct texts, made once."""
        if field not in self._distinct:
            self._distinct[field] = Distinct(self.text(field), is_nothing=_NOTHING.get(field, is_not_stated))
        return self._distinct[field]

    def stated(self, field: str) -> pa.Array:
        """Return a column without blanks around and without cells that state nothing."""
        return self.distinct(field).column()

    def raw(self, row: int) -> str:
        """Return a row as the file has it: `COLUMN=cell; ...`, empty cells left out."""
        cells = self._rows.slice(row, 1).to_pylist()[0]
        return "; ".join(f"{name}={cell}" for name, cell in cells.items() if cell is not None)

    def _column(self, name: str) -> pa.Array:
        if name not in self._whole:
            column = self._rows.column(name)
            self._whole[name] = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
        return self._whole[name]
