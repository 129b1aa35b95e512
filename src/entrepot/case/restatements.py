"""Goods lines that a case's files state more than once: equal ones are put aside, amended ones superseded, both reported."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import fsum
from typing import Any

import pyarrow as pa

from entrepot.case.amendments import is_versioned, supersede
from entrepot.case.parsing import Parsed
from entrepot.case.repeats import put_repeats_aside
from entrepot.evidence.snapshot import Snapshot
from entrepot.records.base import DATE, INT, TEXT
from entrepot.records.declaration import DECLARATION
from entrepot.sources.totals import NO_CURRENCY
from entrepot.store.engine import Engine, Row, rows_of
from entrepot.store.sql import statement_beside

_FILE = pa.schema(
    [
        ("snapshot_id", TEXT),
        ("file_name", TEXT),
        ("source_id", TEXT),
        ("as_of_on", DATE),
        ("accessed_on", DATE),
        ("place", INT),
    ]
)


@dataclass(frozen=True)
class Pair:
    """Two files of which one holds lines of the other: `line_count` of `other` do not count because `counted` states them.

    `value` is that of the lines that do not count, by currency; a currency whose lines have no value is left out.
    """

    counted: Snapshot
    other: Snapshot
    line_count: int
    value: dict[str, float]

    def to_json(self) -> dict[str, Any]:
        """Return the pair for the manifest."""
        return {
            "counted_snapshot_id": self.counted.snapshot_id,
            "counted_file": self.counted.file_name,
            "snapshot_id": self.other.snapshot_id,
            "file": self.other.file_name,
            "line_count": self.line_count,
            "value": self.value,
        }


@dataclass(frozen=True)
class Restatements:
    """The files with their counts after it, the pairs of files that overlap or amend one another, and warnings."""

    parsed: list[Parsed]
    overlaps: tuple[Pair, ...] = ()
    amendments: tuple[Pair, ...] = ()
    warnings: tuple[str, ...] = ()


def settle_restatements(engine: Engine, parsed: list[Parsed], snapshots: Mapping[str, Snapshot]) -> Restatements:
    """Leave each goods line in `core__declaration` once, as it was last stated.

    Lines of equal content stay in the file of the latest state, the others go to quarantine. Of a line that is stated anew
    the former versions go to `core__superseded_declaration`. A case of one file without versions is left as it is.
    """
    files = [item for item in parsed if DECLARATION.name in item.rows_kept]
    if not files or (len(files) < 2 and not is_versioned(engine)):
        return Restatements(parsed)
    engine.register("case__file", _file_table(files, snapshots))
    put_repeats_aside(engine, len(files))
    names = {key: snapshot.file_name for key, snapshot in snapshots.items()}
    amended = supersede(engine, names)
    if engine.materialise("case__left_out", statement_beside(__file__, "left_out")):
        engine.rename(DECLARATION.name, "case__declaration_as_read")
        engine.define(DECLARATION.name, statement_beside(__file__, "counted"))
    rows = rows_of(engine.run(statement_beside(__file__, "pair"), {"no_currency": NO_CURRENCY}))
    return Restatements(
        [_counted(item, [row for row in rows if row["snapshot_id"] == item.snapshot_id]) for item in parsed],
        _pairs(rows, "overlap", snapshots),
        _pairs(rows, "amendment", snapshots),
        amended.warnings,
    )


def _file_table(files: list[Parsed], snapshots: Mapping[str, Snapshot]) -> pa.Table:
    """Return the files of declarations: the latest state has the first `place`, files that state none come last."""
    by_id = sorted((snapshots[item.snapshot_id] for item in files), key=lambda s: s.snapshot_id)
    by_id.sort(key=_lateness, reverse=True)
    sources = {item.snapshot_id: item.source_id for item in files}
    rows = [
        {
            "snapshot_id": snapshot.snapshot_id,
            "file_name": snapshot.file_name,
            "source_id": sources[snapshot.snapshot_id],
            "as_of_on": snapshot.as_of_on,
            "accessed_on": snapshot.accessed_on,
            "place": place,
        }
        for place, snapshot in enumerate(by_id, start=1)
    ]
    return pa.Table.from_pylist(rows, schema=_FILE)


def _lateness(snapshot: Snapshot) -> tuple[str, str]:
    return str(snapshot.as_of_on or ""), str(snapshot.accessed_on or "")


def _pairs(rows: list[Row], kind: str, snapshots: Mapping[str, Snapshot]) -> tuple[Pair, ...]:
    grouped: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if row["kind"] == kind:
            grouped[row["counted_snapshot_id"], row["snapshot_id"]].append(row)
    return tuple(
        Pair(
            snapshots[counted],
            snapshots[other],
            sum(row["line_count"] for row in found),
            {row["currency"]: float(row["value"]) for row in found if row["value"] is not None},
        )
        for (counted, other), found in sorted(grouped.items())
    )


def _counted(item: Parsed, rows: list[Row]) -> Parsed:
    """Return a file's counts and totals with the lines that do not count moved from the kept."""
    if not rows:
        return item
    repeated = sum(row["line_count"] for row in rows if row["kind"] == "overlap")
    superseded = sum(row["line_count"] for row in rows if row["kind"] == "amendment")
    kept = {**item.rows_kept, DECLARATION.name: item.rows_kept[DECLARATION.name] - repeated - superseded}
    return replace(
        item,
        rows_kept=kept,
        quarantined=item.quarantined + repeated,
        superseded=item.superseded + superseded,
        totals=None if item.totals is None else _moved(item.totals, rows),
    )


def _moved(totals: Mapping[str, Any], rows: list[Row]) -> dict[str, Any]:
    """Return the totals of an import with rows and values moved; what is superseded has sums of its own."""
    moved: dict[str, Any] = {
        "superseded": 0,
        **totals,
        "value_kept": dict(totals["value_kept"]),
        "value_aside": dict(totals["value_aside"]),
        "value_superseded": dict(totals.get("value_superseded", {})),
    }
    for row in rows:
        place = "aside" if row["kind"] == "overlap" else "superseded"
        moved["kept"] -= row["line_count"]
        moved[place] += row["line_count"]
        if row["reported_value"] is not None:
            currency, value = row["currency"], float(row["reported_value"])
            moved["value_kept"][currency] = fsum((moved["value_kept"].get(currency, 0.0), -value))
            moved[f"value_{place}"][currency] = fsum((moved[f"value_{place}"].get(currency, 0.0), value))
    return moved
