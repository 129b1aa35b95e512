"""What a run left in a case folder, opened for reading: tables, findings, snapshots, manifest."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from entrepot.case.config import CaseConfig, read_config
from entrepot.errors import CaseError
from entrepot.evidence.snapshot import Snapshot
from entrepot.store.engine import DuckEngine, Row, Value, rows_of
from entrepot.store.sql import Statement

WORK_FOLDER = ".entrepot"  # derived tables; deleting it loses nothing


@dataclass(frozen=True)
class Results:
    """A case after a run.

    `engine` holds every core__, linked__, codes__ and graph__ table (empty where the case has no source of it).
    `findings` are the JSON objects of design.md 6, in a fixed order. `manifest` is run.json: `manifest_hash`,
    `versions`, `coverage` (per source: rows_read, rows_kept, quarantined, missing_fields), `indicators` (per indicator:
    subjects_tested, raised, clear, not_applicable).
    """

    folder: Path
    config: CaseConfig
    engine: DuckEngine
    findings: list[dict[str, Any]]
    snapshots: dict[str, Snapshot]
    manifest: dict[str, Any]

    def rows(self, statement: Statement, parameters: Mapping[str, Value] | None = None) -> list[Row]:
        """Return a statement's rows as dictionaries."""
        return rows_of(self.engine.run(statement, parameters))

    @property
    def as_of_on(self) -> date:
        """The day the case stands at: the study's, or the newest date in its sources."""
        return date.fromisoformat(self.manifest["as_of_on"])

    def source_path(self, snapshot_id: str) -> Path:
        """Return where the received file lies."""
        return self.folder / "sources" / self.snapshots[snapshot_id].file_name


@contextmanager
def open_results(folder: Path) -> Iterator[Results]:
    """Open what the last run left.

    Raises:
        CaseError: the folder is not a case, or was never run.
    """
    config = read_config(folder)
    work = folder / WORK_FOLDER
    manifest_path = work / "run.json"
    if not manifest_path.is_file():
        raise CaseError.not_run(folder)
    manifest = json.loads(manifest_path.read_text("utf-8"))
    findings = [json.loads(line) for line in (work / "findings.jsonl").read_text("utf-8").splitlines()]
    engine = DuckEngine()
    try:
        for path in sorted((work / "tables").glob("*.parquet")):
            engine.register_parquet(path.stem, [path])
        yield Results(folder, config, engine, findings, read_snapshots(folder), manifest)
    finally:
        engine.close()


def read_snapshots(folder: Path) -> dict[str, Snapshot]:
    """Return the snapshots of the case's sources by id."""
    records = sorted((folder / "sources").glob("*.snapshot.json"))
    snapshots = [Snapshot.from_json(json.loads(path.read_text("utf-8"))) for path in records]
    return {snapshot.snapshot_id: snapshot for snapshot in snapshots}
