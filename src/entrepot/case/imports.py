"""Imports of single files of a case: at once when a file is added, and again when its mapping was corrected."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from entrepot.case.config import read_config
from entrepot.case.intake import DECLARATION_SOURCES, source_of
from entrepot.case.overlaps import Overlap, overlaps_of
from entrepot.case.parsing import Parsed, parse_snapshot
from entrepot.case.results import WORK_FOLDER, read_snapshots
from entrepot.errors import CaseError
from entrepot.evidence.snapshot import Snapshot
from entrepot.records.quarantine import QUARANTINE
from entrepot.sources.totals import Totals
from entrepot.store.engine import Row

Progress = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Imported:
    """A file after its import."""

    snapshot: Snapshot
    parsed: Parsed
    overlaps: tuple[Overlap, ...] = ()

    def balance(self) -> list[tuple[str, str, str, str, str]]:
        """Return lines of file, what is counted, in the file, kept and put aside: rows, then the value by currency."""
        if self.parsed.totals is None:
            return []
        totals = Totals.from_json(self.parsed.totals)
        name = self.snapshot.file_name
        lines = [(name, "rows", f"{totals.read:,}", f"{totals.kept:,}", f"{totals.aside:,}")]
        for currency, value in sorted(totals.value_read.items()):
            kept, aside = totals.value_kept.get(currency, 0.0), totals.value_aside.get(currency, 0.0)
            lines.append((name, f"value, {currency}", f"{value:,.2f}", f"{kept:,.2f}", f"{aside:,.2f}"))
        if totals.unread:
            lines.append((name, "rows whose value could not be read", f"{totals.unread:,}", "", f"{totals.unread:,}"))
        return lines


def is_imported_on_adding(snapshot: Snapshot) -> bool:
    """Return whether a file's rows are read when it is added: tables of declarations, whose totals a person wants to see."""
    return source_of(snapshot).meta.id in DECLARATION_SOURCES


def import_file(case: Path, snapshot: Snapshot, *, on_progress: Progress = lambda *_: None) -> Imported:
    """Import a file of a case, or take what an earlier import of the same bytes, mapping and code left.

    Raises:
        CaseError: a run is at work in the case.
    """
    (case / WORK_FOLDER).mkdir(exist_ok=True)
    on_progress(f"reading {snapshot.file_name}", 0, 1)
    try:
        with FileLock(case / WORK_FOLDER / "run.lock", timeout=0):
            parsed = parse_snapshot(case, snapshot)[0]
            others = [each for each in read_snapshots(case).values() if is_imported_on_adding(each)]
            return Imported(snapshot, parsed, tuple(overlaps_of(case, snapshot, others)))
    except Timeout as fault:
        raise CaseError.busy(case) from fault


def import_again(case: Path, *, on_progress: Progress = lambda *_: None) -> list[tuple[int, Imported]]:
    """Import every file that has rows put aside, and return how many it had with what it has now.

    A file whose mapping did not change keeps its import: the same bytes by the same mapping give the same rows.

    Raises:
        CaseError: the folder is not a case, or a run is at work in it.
    """
    read_config(case)
    made = []
    for snapshot in read_snapshots(case).values():
        before = _quarantined(case, snapshot)
        if before and is_imported_on_adding(snapshot):
            made.append((before, import_file(case, snapshot, on_progress=on_progress)))
    return made


def _quarantined(case: Path, snapshot: Snapshot) -> int:
    """Return how many rows the last import of a file put aside; 0 where there is none."""
    for record in (case / WORK_FOLDER / "parsed").glob(f"{snapshot.snapshot_id}-*/parse.json"):
        return int(json.loads(record.read_text("utf-8"))["quarantined"])
    return 0


def put_aside(case: Path) -> list[Row]:
    """Return the rows that the imports of a case put aside, before any run, in a fixed order.

    Raises:
        CaseError: the folder is not a case.
    """
    read_config(case)
    paths = sorted((case / WORK_FOLDER / "parsed").glob(f"*/{QUARANTINE.name}/part-*.parquet"))
    paths += sorted((case / WORK_FOLDER / "parsed").glob(f"*/{QUARANTINE.name}.parquet"))
    rows = [
        row
        for path in paths
        if not path.parts[-3].endswith(".partial")
        for row in pq.ParquetFile(path).read().to_pylist()
    ]
    return sorted(rows, key=lambda row: (row["snapshot_id"], row["source_id"], row["locator"], row["field"] or ""))
