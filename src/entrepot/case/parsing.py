"""The first step of a run: each source file to record tables in Parquet, once per content and code."""

import json
import shutil
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from entrepot.case.fingerprint import code_fingerprint, combined
from entrepot.case.hashes import sha256_now
from entrepot.case.importing import forget_journal, import_stream, start_folder
from entrepot.case.intake import CUSTOMS_TABLE, DECLARATION_SOURCES, source_of
from entrepot.case.own_repeats import forget_plan, put_own_repeats_aside
from entrepot.case.results import WORK_FOLDER
from entrepot.errors import EntrepotError, SourceError
from entrepot.evidence.snapshot import Snapshot
from entrepot.records.catalogue import CORE_TABLES
from entrepot.records.quarantine import QUARANTINE
from entrepot.sources import registry
from entrepot.sources.base import Source
from entrepot.store.parts import part_paths, row_count
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
    totals: dict[str, Any] | None = None
    superseded: int = 0  # lines that a later statement replaced: known once all files of a case are read

    def table_paths(self, name: str) -> list[Path]:
        """Return the Parquet files of a table: one, or for a streamed file one a part and month; none where it has no rows."""
        whole = self.folder / f"{name}.parquet"
        return [whole] if whole.is_file() else part_paths(self.folder, name)


def parse_snapshot(case_folder: Path, snapshot: Snapshot) -> tuple[Parsed, bool]:
    """Return the parsed file and whether it was read now (True) or found in the cache (False)."""
    source = source_of(snapshot)
    key = combined(
        snapshot.sha256,
        source.meta.id,
        str(source.meta.version),
        # The state a table of declarations is of orders its amendments; it changes no row.
        str(snapshot.as_of_on) if source.stream is None else "",
        str(snapshot.accessed_on) if source.meta.id != CUSTOMS_TABLE else "",
        str(snapshot.is_partial),
        # A file that is gone or changed is read again, and refused.
        sha256_now(case_folder, snapshot.file_name) or "gone",
        source.settings(case_folder / "sources" / snapshot.file_name) if source.settings is not None else "",
        code_fingerprint(),
    )
    folder = case_folder / WORK_FOLDER / "parsed" / f"{snapshot.snapshot_id}-{key[:8]}"
    record = folder / "parse.json"
    if record.is_file():
        values: dict[str, Any] = json.loads(record.read_text("utf-8"))
        return Parsed(**{**values, "folder": folder}), False
    building = folder.with_name(folder.name + ".partial")
    _forget_older(folder, building)
    parsed = _parse(case_folder, snapshot, building)
    values = {**asdict(parsed), "folder": ""}
    (building / "parse.json").write_text(json.dumps(values, indent=2, ensure_ascii=False), "utf-8")
    building.replace(folder)
    return Parsed(**{**values, "folder": folder}), True


def _parse(case_folder: Path, snapshot: Snapshot, folder: Path) -> Parsed:
    source = source_of(snapshot)
    path = case_folder / "sources" / snapshot.file_name
    try:
        must_be_as_received(case_folder, path, snapshot)
        if source.stream is not None:
            return _imported(source, snapshot, path, folder)
        context = registry.parse_file(source, snapshot, path, is_partial=snapshot.is_partial)
    except EntrepotError as fault:  # one file that cannot be read stops no other
        why = str(fault).replace(str(path), path.name)  # the same words wherever the case lies
        _empty(folder)
        rows = to_arrow(QUARANTINE, [_whole_file(snapshot, why)])
        write_parquet(folder / f"{QUARANTINE.name}.parquet", rows)
        return Parsed(snapshot.snapshot_id, source.meta.id, folder, 0, {}, 1, error=why)
    _empty(folder)
    tables = context.results()
    for name, rows in tables.items():
        write_parquet(folder / f"{name}.parquet", rows)
    kept = {name: int(rows.num_rows) for name, rows in sorted(tables.items()) if name != QUARANTINE.name}
    quarantined = int(tables.get(QUARANTINE.name, pa.table({})).num_rows)
    return Parsed(
        snapshot.snapshot_id, source.meta.id, folder, context.rows_read, kept, quarantined, sorted(context.warnings)
    )


def _imported(source: Source, snapshot: Snapshot, path: Path, folder: Path) -> Parsed:
    """Import a file of any size: part by part, going on where an earlier import was killed."""
    start_folder(folder)
    context = import_stream(source, snapshot, path, folder)
    put_own_repeats_aside(folder, context)
    context.warn_of_counts()
    forget_journal(folder)
    forget_plan(folder)
    kept = {table.name: row_count(folder, table.name) for table in CORE_TABLES if part_paths(folder, table.name)}
    quarantined = kept.pop(QUARANTINE.name, 0)
    registry.check_assertions(context, kept)
    return Parsed(
        snapshot.snapshot_id,
        source.meta.id,
        folder,
        context.rows_read,
        kept,
        quarantined,
        sorted(context.warnings),
        totals=context.totals.to_json() if source.meta.id in DECLARATION_SOURCES else None,  # only these count them
    )


def _empty(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)


def must_be_as_received(case_folder: Path, path: Path, snapshot: Snapshot) -> None:
    """Refuse a file whose bytes are no longer those that were added: its hash is the evidence.

    Raises:
        SourceError: the file is gone or was changed.
    """
    sha256 = sha256_now(case_folder, snapshot.file_name)
    if sha256 is None:
        raise SourceError.unreadable(path, "it is no longer in the case")
    if sha256 != snapshot.sha256:
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


def _forget_older(folder: Path, building: Path) -> None:
    """Remove tables of the same file made by older code or settings; what an unfinished import of these left stays."""
    prefix = folder.name.split("-")[0]
    for old in folder.parent.glob(f"{prefix}-*"):
        if old != building:
            shutil.rmtree(old)
