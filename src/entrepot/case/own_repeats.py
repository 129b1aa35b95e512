"""Goods lines that stand twice in one imported file: the first is kept, the others are put aside with its place."""

import json
import re
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from entrepot.records.declaration import DECLARATION
from entrepot.records.quarantine import QUARANTINE
from entrepot.sources.base import ParseContext
from entrepot.sources.totals import Totals
from entrepot.store.engine import Row
from entrepot.store.parts import part_paths, write_table
from entrepot.store.tables import to_arrow

_LAST_NUMBER = re.compile(r"(\d+)$")
_SHOWN = ("declaration_number", "line_number", "hs_reported", "value_reported", "currency_code")
_REPEATS_FILE = "part-repeats.parquet"
_PLAN = "repeats.json"


def put_own_repeats_aside(folder: Path, context: ParseContext) -> None:
    """Take repeated lines out of the parts of an import and add them to its quarantine, with the totals moved.

    What is to be taken out is written down first: after a kill the same is done again, with the same files in the end.
    """
    plan = folder / _PLAN
    if not plan.is_file() and not _planned(folder, context, plan):
        return
    values = json.loads(plan.read_text("utf-8"))
    context.totals = Totals.from_json(values["totals"])
    for name, locators in values["aside"].items():
        table = pq.ParquetFile(folder / name).read()
        is_aside = pc.is_in(table.column("locator"), value_set=pa.array(locators))
        write_table(folder / name, table.filter(pc.invert(is_aside)))


def forget_plan(folder: Path) -> None:
    """Remove the plan, once the journal is gone: while there is a journal, an import goes on and needs the plan."""
    (folder / _PLAN).unlink(missing_ok=True)


def _planned(folder: Path, context: ParseContext, plan: Path) -> bool:
    """Write the quarantine rows and the plan; return False where no line is repeated."""
    paths = part_paths(folder, DECLARATION.name)
    repeated = _repeated_ids(paths)
    if not len(repeated):
        return False
    aside = _later_rows(_rows_of(paths, repeated))
    locators: dict[str, list[str]] = {}
    for row in aside:
        context.totals.move_aside(row["currency_code"], row["value_reported"])
        locators.setdefault(row["path"].relative_to(folder).as_posix(), []).append(row["locator"])
    write_table(
        folder / QUARANTINE.name / _REPEATS_FILE, to_arrow(QUARANTINE, [_quarantined(row, context) for row in aside])
    )
    partial = plan.with_suffix(".partial")
    partial.write_text(
        json.dumps({"totals": context.totals.to_json(), "aside": dict(sorted(locators.items()))}), "utf-8"
    )
    partial.replace(plan)
    return True


def _repeated_ids(paths: list[Path]) -> npt.NDArray[np.uint64]:
    """Return the ids that more than one row has, as numbers: eight bytes a row, whatever the size of the file."""
    if not paths:
        return np.array([], dtype=np.uint64)
    ids = np.sort(np.concatenate([id_numbers(pq.ParquetFile(path).read(columns=["declaration_id"])) for path in paths]))
    found: npt.NDArray[np.uint64] = np.unique(ids[1:][ids[1:] == ids[:-1]])
    return found


def id_numbers(table: pa.Table) -> npt.NDArray[np.uint64]:
    """Return the ids of a table's lines as numbers of 64 bits."""
    digits = "".join(table.column("declaration_id").to_pylist())
    return np.frombuffer(bytes.fromhex(digits), dtype=">u8").astype(np.uint64)


def _rows_of(paths: list[Path], repeated: npt.NDArray[np.uint64]) -> list[Row]:
    found: list[Row] = []
    for path in paths:
        file = pq.ParquetFile(path)
        table = file.read(columns=["declaration_id", "locator", *_SHOWN])
        is_repeated = np.isin(id_numbers(table), repeated)
        if is_repeated.any():
            found.extend({**row, "path": path} for row in table.filter(pa.array(is_repeated)).to_pylist())
    return found


def _later_rows(rows: list[Row]) -> list[Row]:
    """Return all but the first row of each id, in the order of the file, with the place of the first."""
    rows.sort(key=lambda row: _order(row["locator"]))
    first: dict[str, str] = {}
    aside = []
    for row in rows:
        original = first.setdefault(row["declaration_id"], row["locator"])
        if original != row["locator"]:
            aside.append({**row, "original": original})
    return aside


def _order(locator: str) -> tuple[str, int]:
    found = _LAST_NUMBER.search(locator)
    return (locator[: found.start()], int(found[1])) if found else (locator, 0)


def _quarantined(row: Row, context: ParseContext) -> Row:
    return {
        "snapshot_id": context.snapshot.snapshot_id,
        "locator": row["locator"],
        "source_id": context.meta.id,
        "field": None,
        "reason": f"duplicate of {row['original']}: the same goods line",
        "raw": "; ".join(f"{name}={row[name]}" for name in _SHOWN if row[name] is not None),
    }
