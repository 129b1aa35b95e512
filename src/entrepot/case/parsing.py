"""The first step of a run: each source file to record tables in Parquet, once per content and code."""

import json
import shutil
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from entrepot.case.fingerprint import code_fingerprint, combined
from entrepot.case.intake import source_of
from entrepot.case.results import WORK_FOLDER
from entrepot.errors import SourceError
from entrepot.evidence.snapshot import Snapshot, file_sha256
from entrepot.records.quarantine import QUARANTINE
from entrepot.sources import registry
from entrepot.store.tables import to_arrow, write_parquet


@dataclass(frozen=True)
class Parsed:
    """One source file as tables. `error` says why the whole file could not be read; then it is one quarantine row."""

    snapshot_id: str
    source_id: str
    folder: Path
    rows_read: int
    rows_kept: dict[str, int]
    quarantined: int
    warnings: list[str] = field(default_factory=list)
    error: str | None = None

    def table_path(self, name: str) -> Path:
        """Return where the Parquet file of a table lies; it may not exist."""
        return self.folder / f"{name}.parquet"


def parse_snapshot(case_folder: Path, snapshot: Snapshot) -> tuple[Parsed, bool]:
    """Return the parsed file and whether it was read now (True) or found in the cache (False)."""
    source = source_of(snapshot)
    key = combined(
        snapshot.sha256,
        source.meta.id,
        str(source.meta.version),
        str(snapshot.as_of_on),
        str(snapshot.accessed_on),
        str(snapshot.is_partial),
        # A file that is gone or changed is read again, and refused.
        _bytes_now(case_folder / "sources" / snapshot.file_name),
        code_fingerprint(),
    )
    folder = case_folder / WORK_FOLDER / "parsed" / f"{snapshot.snapshot_id}-{key[:8]}"
    record = folder / "parse.json"
    if record.is_file():
        values: dict[str, Any] = json.loads(record.read_text("utf-8"))
        return Parsed(**{**values, "folder": folder}), False
    _forget_older(folder)
    building = folder.with_name(folder.name + ".partial")
    shutil.rmtree(building, ignore_errors=True)
    building.mkdir(parents=True)
    parsed = _parse(case_folder, snapshot, building)
    values = {**asdict(parsed), "folder": ""}
    (building / "parse.json").write_text(json.dumps(values, indent=2, ensure_ascii=False), "utf-8")
    building.replace(folder)
    return Parsed(**{**values, "folder": folder}), True


def _parse(case_folder: Path, snapshot: Snapshot, folder: Path) -> Parsed:
    source = source_of(snapshot)
    path = case_folder / "sources" / snapshot.file_name
    try:
        must_be_as_received(path, snapshot)
        context = registry.parse_file(source, snapshot, path, is_partial=snapshot.is_partial)
    except SourceError as fault:
        why = str(fault).replace(str(path), path.name)  # the same words wherever the case lies
        rows = to_arrow(QUARANTINE, [_whole_file(snapshot, why)])
        write_parquet(folder / f"{QUARANTINE.name}.parquet", rows)
        return Parsed(snapshot.snapshot_id, source.meta.id, folder, 0, {}, 1, error=why)
    tables = context.results()
    for name, rows in tables.items():
        write_parquet(folder / f"{name}.parquet", rows)
    kept = {name: int(rows.num_rows) for name, rows in sorted(tables.items()) if name != QUARANTINE.name}
    quarantined = int(tables.get(QUARANTINE.name, pa.table({})).num_rows)
    return Parsed(
        snapshot.snapshot_id, source.meta.id, folder, context.rows_read, kept, quarantined, sorted(context.warnings)
    )


def _bytes_now(path: Path) -> str:
    """Return the hash of the file as it is on this run: evidence is worth what its file's hash is worth."""
    return file_sha256(path) if path.is_file() else "gone"


def must_be_as_received(path: Path, snapshot: Snapshot) -> None:
    """Refuse a file whose bytes are no longer those that were added: its hash is the evidence.

    Raises:
        SourceError: the file is gone or was changed.
    """
    if not path.is_file():
        raise SourceError.unreadable(path, "it is no longer in the case")
    if file_sha256(path) != snapshot.sha256:
        raise SourceError.unreadable(path, "it was changed after it was added, and its hash no longer fits")


def _whole_file(snapshot: Snapshot, why: str) -> dict[str, str | None]:
    return {
        "snapshot_id": snapshot.snapshot_id,
        "locator": "file",
        "source_id": snapshot.source_id,
        "field": None,
        "reason": why,
        "raw": snapshot.file_name,
    }


def _forget_older(folder: Path) -> None:
    """Remove tables of the same file made by older code."""
    prefix = folder.name.split("-")[0]
    for old in folder.parent.glob(f"{prefix}-*"):
        shutil.rmtree(old)
