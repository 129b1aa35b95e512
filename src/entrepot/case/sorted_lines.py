"""Goods lines of a large case in the order of their codes, kept for tracing: made at the first question after a run."""

import shutil
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from pathlib import Path

import pyarrow.parquet as pq
from filelock import FileLock, Timeout

from entrepot.case.results import WORK_FOLDER, Results, read_manifest
from entrepot.errors import StatementError
from entrepot.records.declaration import DECLARATION
from entrepot.resolve.twins import linked_name
from entrepot.store.engine import DuckEngine
from entrepot.trace.lines import PARTS, SORTED, keep_sorted

FEWEST = 500_000  # lines; [P] fewer are read whole in less time than it takes to notice
_MEMORY = "1500MB"  # half of what a question may take; the rest of the sort lies on disk
_LINES = linked_name(DECLARATION)


def sort_lines(results: Results, *, fewest: int = FEWEST, on_start: Callable[[], None] = lambda: None) -> bool:
    """Make `trace__sorted_line` and `trace__kept_part` readable in the results' engine; return whether they are.

    The files lie among the tables of the run and go with them. Where the case cannot be written to, or a run is at work,
    nothing is kept and tracing reads all lines.

    Args:
        results: Of the last run.
        fewest: Lines from which on it is worth its place.
        on_start: Called before lines are sorted, which takes two to four seconds a million.
    """
    tables = results.folder / WORK_FOLDER / "tables"
    kept = {name: tables / f"{name}.parquet" for name in (SORTED, PARTS)}
    if all(path.is_file() for path in kept.values()):
        return True  # opened with the others
    lines = tables / f"{_LINES}.parquet"
    if not lines.is_file() or pq.read_metadata(lines).num_rows < fewest:
        return False
    with suppress(Timeout, OSError, StatementError), FileLock(results.folder / WORK_FOLDER / "run.lock", timeout=0):
        if (read_manifest(results.folder) or {}).get("run_key") != results.manifest["run_key"]:
            return False  # another run has ended since
        on_start()
        _keep(lines, kept, results.folder / WORK_FOLDER / "spill_sorting")
        for name, path in kept.items():
            results.engine.register_parquet(name, [path])
        return True
    return False


def _keep(lines: Path, kept: Mapping[str, Path], spill: Path) -> None:
    """Write both files beside their places, and put them there once both are whole."""
    partial = {name: path.with_suffix(".partial") for name, path in kept.items()}
    try:
        with closing(DuckEngine(memory_limit=_MEMORY, spill_to=spill)) as engine:
            engine.register_parquet(_LINES, [lines])
            keep_sorted(engine, partial[SORTED], partial[PARTS])
        for name, path in kept.items():
            partial[name].replace(path)
    finally:
        for path in partial.values():
            path.unlink(missing_ok=True)
        shutil.rmtree(spill, ignore_errors=True)
