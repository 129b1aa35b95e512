"""What a run left in a case folder, opened for reading: tables, findings, snapshots, manifest."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any

from entrepot.case.config import CaseConfig, read_config
from entrepot.errors import CaseError
from entrepot.evidence.snapshot import Snapshot
from entrepot.sources.base import worst
from entrepot.store.engine import DuckEngine, Row, Value, rows_of
from entrepot.store.sql import Statement

WORK_FOLDER = ".entrepot"  # derived tables; deleting it loses nothing
SNAPSHOT_SUFFIX = ".snapshot.json"


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

    @cached_property
    def ranking(self) -> list[dict[str, Any]]:
        """The ranked parties (case/ranking), the likeliest first; none where the run left none."""
        path = self.folder / WORK_FOLDER / "ranking.jsonl"
        return _json_lines(path) if path.is_file() else []

    @property
    def as_of_on(self) -> date:
        """The day the case stands at: the study's, or the newest date in its sources."""
        return date.fromisoformat(self.manifest["as_of_on"])

    def source_path(self, snapshot_id: str) -> Path:
        """Return where the received file lies."""
        return self.folder / "sources" / self.snapshots[snapshot_id].file_name

    @property
    def files_since(self) -> list[str]:
        """Names of files that were added after the run: the results do not rest on them."""
        read = {item["snapshot_id"] for item in self.manifest["coverage"]}
        return [snapshot.file_name for key, snapshot in self.snapshots.items() if key not in read]


def with_weakest(row: Row) -> Row:
    """Return an aggregated row with `provenance`, the weakest of its list `provenances`; None where that is null.

    SQL's max would take them in the order of the alphabet.
    """
    if "provenances" not in row:
        return row
    kept = {name: value for name, value in row.items() if name != "provenances"}
    known = [word for word in row["provenances"] or () if word is not None]
    return {**kept, "provenance": worst(known) if known else None}


@contextmanager
def open_results(folder: Path) -> Iterator[Results]:
    """Open what the last run left.

    Raises:
        CaseError: the folder is not a case, was never run, or lost files since.
    """
    config = read_config(folder)
    work = folder / WORK_FOLDER
    manifest, snapshots = read_manifest(folder), read_snapshots(folder)
    if manifest is None:
        raise CaseError.not_run(folder)
    if any(item["snapshot_id"] not in snapshots for item in manifest["coverage"]):
        raise CaseError.sources_removed(folder)
    findings = _json_lines(work / "findings.jsonl")
    engine = DuckEngine()
    try:
        for path in sorted((work / "tables").glob("*.parquet")):
            engine.register_parquet(path.stem, [path])
        yield Results(folder, config, engine, findings, snapshots, manifest)
    finally:
        engine.close()


def _json_lines(path: Path) -> list[dict[str, Any]]:
    # Not splitlines: a name may hold one of the characters that Unicode calls a line end.
    return [json.loads(line) for line in path.read_text("utf-8").removesuffix("\n").split("\n") if line]


def read_manifest(folder: Path) -> dict[str, Any] | None:
    """Return run.json of the last run; None where there is none, or where its results are not whole."""
    work = folder / WORK_FOLDER
    if not (work / "findings.jsonl").is_file() or not (work / "tables").is_dir():
        return None
    try:
        manifest: dict[str, Any] = json.loads((work / "run.json").read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    return manifest


def read_snapshots(folder: Path) -> dict[str, Snapshot]:
    """Return the snapshots of the case's sources by id.

    Raises:
        CaseError: a record was damaged.
    """
    snapshots = [_read_snapshot(path) for path in sorted((folder / "sources").glob(f"*{SNAPSHOT_SUFFIX}"))]
    return {snapshot.snapshot_id: snapshot for snapshot in snapshots}


def _read_snapshot(path: Path) -> Snapshot:
    try:
        return Snapshot.from_json(json.loads(path.read_text("utf-8")))
    except (ValueError, TypeError, AttributeError, KeyError) as fault:
        raise CaseError.damaged(path, "Delete this record and add the file again.") from fault
