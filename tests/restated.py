"""Files of declaration lines in an engine, as the imports of a case leave them; every name in them is invented."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from entrepot.case.parsing import Parsed
from entrepot.case.restatements import Restatements, settle_restatements
from entrepot.evidence.snapshot import Snapshot
from entrepot.records.declaration import DECLARATION
from entrepot.records.quarantine import QUARANTINE
from entrepot.records.superseded import SUPERSEDED_DECLARATION
from entrepot.sources.base import hash_id
from entrepot.store.engine import Engine, Row, rows_of
from entrepot.store.tables import empty, to_arrow

DAY = date(2023, 3, 1)
Column = str | float | date | None


def line(number: str | None, usd: float, *, on: date = DAY, **values: Column) -> dict[str, Column]:
    """Return one line of an import; its id is the hash of what it states, its version apart."""
    stated: dict[str, Column] = {
        "declaration_number": number,
        "line_number": "1",
        "declared_on": on,
        "direction": "import",
        "reporting_iso": "KZ",
        "importer_source_party_id": "mention of Firma Alfa",
        "importer_name": "Firma Alfa",
        "value_reported": usd,
        "currency_code": "USD",
        **values,
    }
    identity = [value for name, value in stated.items() if name not in ("version", "provenance")]
    return {"declaration_id": hash_id(*(None if v is None else str(v) for v in identity)), **stated}


@dataclass
class File:
    """A file as received: its snapshot id is also its name, and its lines stand in rows 2, 3, ..."""

    name: str
    lines: list[dict[str, Column]]
    as_of_on: date | None = None
    accessed_on: date | None = None

    def snapshot(self) -> Snapshot:
        """Return its snapshot."""
        name, source = self.name, "declaration_table"
        return Snapshot(name, "", f"{name}.csv", 0, source, "", "", "", "", self.accessed_on, self.as_of_on)

    def parsed(self) -> Parsed:
        """Return its counts."""
        count = len(self.lines)
        return Parsed(self.name, "declaration_table", Path(), count, {"core__declaration": count}, 0)


def settle(engine: Engine, *files: File) -> Restatements:
    """Load the files in the order given and settle what they state more than once."""
    rows = [
        {"snapshot_id": file.name, "locator": f"row {number}", "provenance": "synthetic", **values}
        for file in files
        for number, values in enumerate(file.lines, start=2)
    ]
    engine.register(DECLARATION.name, to_arrow(DECLARATION, rows))
    for table in (QUARANTINE, SUPERSEDED_DECLARATION):
        engine.register(table.name, empty(table))
    return settle_restatements(engine, [f.parsed() for f in files], {f.name: f.snapshot() for f in files})


def places(engine: Engine, table: str) -> set[str]:
    """Return file and place of a table's rows: `a row 2`."""
    return {f"{row['snapshot_id']} {row['locator']}" for row in all_rows(engine, table)}


def all_rows(engine: Engine, table: str) -> list[Row]:
    """Return a table's rows in the order of files and places."""
    return sorted(rows_of(engine.read(table)), key=lambda row: (row["snapshot_id"], row["locator"]))


def counts(restated: Restatements) -> dict[str, tuple[int, int, int]]:
    """Return kept, quarantined and superseded lines by file."""
    return {p.snapshot_id: (p.rows_kept["core__declaration"], p.quarantined, p.superseded) for p in restated.parsed}
