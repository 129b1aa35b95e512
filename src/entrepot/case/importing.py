"""A streamed import: rows leave memory part by part, a journal says how far it came, and a killed one goes on from there."""

import gc
import json
import os
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from entrepot.evidence.snapshot import Snapshot
from entrepot.records.declaration import DECLARATION
from entrepot.records.quarantine import QUARANTINE
from entrepot.records.trade_flow import TRADE_FLOW
from entrepot.sources.base import ParseContext, Source, State
from entrepot.sources.totals import Totals
from entrepot.store.parts import part_paths, remove_parts, write_part

DAY_COLUMNS = {DECLARATION.name: "declared_on"}
PART_ROWS = 1_000_000  # lines of a part, kept or put aside: below 1 GB of memory, and few enough files a month
_JOURNAL = "journal.jsonl"
_COUNTED = (DECLARATION.name, TRADE_FLOW.name, QUARANTINE.name)


def import_stream(source: Source, snapshot: Snapshot, path: Path, folder: Path) -> ParseContext:
    """Write the tables of a file into a folder, part by part, and return the context with its counts and warnings.

    Where the folder holds the parts of an import that was killed, it goes on after the last that is whole; the files are
    those of an import that was not.

    Raises:
        SourceError: The file cannot be read.
    """
    assert source.stream is not None  # noqa: S101 (the caller chose by it)
    context = ParseContext(snapshot, path, source.meta, snapshot.is_partial)
    context.earlier = lambda table, columns: _earlier(folder, table, columns)
    last = _last_entry(folder)
    if last is not None and last["state"] is None:  # a source that cannot go on in the middle begins again
        last = None
    number = 0 if last is None else int(last["part"])
    remove_parts(folder, number)
    if last is None:
        (folder / _JOURNAL).unlink(missing_ok=True)
    if last is not None:
        _restore(context, last)
    with _quiet_memory():
        _import_parts(source.stream(context, None if last is None else last["state"]), folder, context, number)
    return context


def _import_parts(stream: Iterator[State | None], folder: Path, context: ParseContext, number: int) -> None:
    """Write what a stream emits, in parts that follow the given number."""
    held: list[dict[str, pa.Table]] = []
    state = None
    for state in stream:
        held.append(context.drained())
        if sum(_row_count(tables) for tables in held) >= PART_ROWS:
            number += 1
            _finish_part(folder, number, held, state, context)
            held = []
    held.append(context.drained())
    if any(rows.num_rows for tables in held for rows in tables.values()):
        _finish_part(folder, number + 1, held, state, context)


@contextmanager
def _quiet_memory() -> Iterator[None]:
    """Spend little on memory: look for cycles seldom (an import makes none; looking costs a fifth), and let the system's
    allocator keep what pieces of one size need again (Arrow's own gives it back each time, which costs a seventh).
    """
    thresholds, pool = gc.get_threshold(), pa.default_memory_pool()
    gc.freeze()
    gc.set_threshold(200_000, 50, 100)
    pa.set_memory_pool(pa.system_memory_pool())
    try:
        yield
    finally:
        pa.set_memory_pool(pool)
        gc.set_threshold(*thresholds)
        gc.unfreeze()


def forget_journal(folder: Path) -> None:
    """Remove what only an unfinished import needs."""
    (folder / _JOURNAL).unlink(missing_ok=True)


def start_folder(folder: Path) -> None:
    """Make the folder of an import; what an unfinished one of the same file and settings left stays."""
    if not (folder / _JOURNAL).is_file():
        shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True, exist_ok=True)


def _row_count(tables: Mapping[str, pa.Table]) -> int:
    return sum(int(tables[name].num_rows) for name in _COUNTED if name in tables)


def _finish_part(
    folder: Path, number: int, held: list[dict[str, pa.Table]], state: State | None, context: ParseContext
) -> None:
    names = dict.fromkeys(name for tables in held for name in tables)
    whole = {name: pa.concat_tables([tables[name] for tables in held if name in tables]) for name in names}
    write_part(folder, number, whole, DAY_COLUMNS)
    entry = {
        "part": number,
        "state": None if state is None else dict(state),
        "rows_read": context.rows_read,
        "warnings": context.warnings,
        "counts": context.counts,
        "totals": context.totals.to_json(),
    }
    with (folder / _JOURNAL).open("a", encoding="utf-8") as stream:
        stream.write(json.dumps(entry, ensure_ascii=False) + "\n")
        stream.flush()
        os.fsync(stream.fileno())


def _last_entry(folder: Path) -> dict[str, Any] | None:
    """Return the last line of the journal that is whole; None where nothing was finished."""
    journal = folder / _JOURNAL
    if not journal.is_file():
        return None
    whole = [line for line in journal.read_text("utf-8").split("\n")[:-1] if line]
    journal.write_text("".join(line + "\n" for line in whole), "utf-8")  # a line cut off by the kill goes
    last: dict[str, Any] | None = json.loads(whole[-1]) if whole else None
    return last


def _restore(context: ParseContext, entry: Mapping[str, Any]) -> None:
    context.rows_read = entry["rows_read"]
    context.warnings = list(entry["warnings"])
    context.counts = dict(entry["counts"])
    context.totals = Totals.from_json(entry["totals"])


def _earlier(folder: Path, table: str, columns: list[str]) -> pa.Table:
    parts = [pq.ParquetFile(path).read(columns=columns) for path in part_paths(folder, table)]
    return pa.concat_tables(parts) if parts else pa.table({name: pa.array([], pa.string()) for name in columns})
