"""How a table is declared: columns with their type, unit and meaning, and the evidence every row carries."""

from dataclasses import dataclass
from enum import StrEnum

import pyarrow as pa


class Provenance(StrEnum):
    """How a row came to be known, weakest last; a finding takes the weakest of its rows."""

    OBSERVED = "observed"  # read by the program in the publisher's own file
    REPORTED = "reported"  # stated by a publication that the row names
    RECONSTRUCTED = "reconstructed"  # filled in so that a reported total adds up
    SYNTHETIC = "synthetic"  # invented


TEXT, INT, REAL, DATE, BOOL = pa.string(), pa.int64(), pa.float64(), pa.date32(), pa.bool_()


@dataclass(frozen=True)
class Column:
    """One column: `doc` says what it holds and what null means; required columns are never null."""

    name: str
    type: pa.DataType
    doc: str
    required: bool = False


EVIDENCE = (
    Column("snapshot_id", TEXT, "The file the row was read from", required=True),
    Column(
        "locator",
        TEXT,
        "The place in that file: `row 12`, `sheet Sheet1 row 12`, `line 3`, `item 3`, `value 3`, an XPath",
        required=True,
    ),
    Column("provenance", TEXT, "observed, reported, reconstructed or synthetic", required=True),
    Column("publication", TEXT, "Who published it, with date; required unless observed or synthetic"),
)


@dataclass(frozen=True)
class Table:
    """A table of records; `columns` are followed by the evidence columns unless `is_reference`."""

    name: str
    doc: str
    own_columns: tuple[Column, ...]
    is_reference: bool = False

    @property
    def columns(self) -> tuple[Column, ...]:
        """All columns in storage order."""
        return self.own_columns if self.is_reference else self.own_columns + EVIDENCE

    @property
    def schema(self) -> pa.Schema:
        """The Arrow schema rows are written with."""
        return pa.schema([pa.field(c.name, c.type, nullable=not c.required) for c in self.columns])

    @property
    def column_names(self) -> tuple[str, ...]:
        """The column names in storage order."""
        return tuple(c.name for c in self.columns)

    def linked(self) -> "Table":
        """Return the table of the same records after resolution: `source_party_id` columns become `party_id`.

        The original ids stay beside the resolved ones, so that a merge can be traced and undone.
        """
        extra = tuple(
            Column(c.name.replace("source_party_id", "party_id"), TEXT, f"{c.doc}, after resolution")
            for c in self.own_columns
            if c.name.endswith("source_party_id")
        )
        return Table(self.name.replace("core__", "linked__"), f"{self.doc}, after resolution", extra + self.own_columns)
