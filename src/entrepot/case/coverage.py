"""What a run read, kept and put aside, and which fields were missing."""

from collections import Counter
from typing import Any

import pyarrow.parquet as pq

from entrepot.case.parsing import Parsed
from entrepot.evidence.snapshot import Snapshot
from entrepot.records.declaration import DECLARATION
from entrepot.records.trade_flow import TRADE_FLOW

# Fields whose absence weakens an indicator; others are optional by nature.
_AUDITED = {
    DECLARATION.name: (
        "importer_identifier",
        "exporter_identifier",
        "hs6",
        "part_number",
        "brand",
        "producer_hq_iso",
        "origin_iso",
        "dispatch_iso",
        "seller_iso",
        "quantity",
        "net_mass_kg",
        "value_usd",
    ),
    TRADE_FLOW.name: ("hs6", "value_eur", "value_usd", "net_mass_kg"),
}


def coverage_of(parsed: list[Parsed], snapshots: dict[str, Snapshot]) -> list[dict[str, Any]]:
    """Return per source file: rows read, kept, quarantined and superseded, warnings, and the share of nulls of audited fields."""
    return [_coverage(item, snapshots[item.snapshot_id], _missing(item)) for item in parsed]


def _coverage(item: Parsed, snapshot: Snapshot, missing: dict[str, float]) -> dict[str, Any]:
    return {
        "snapshot_id": item.snapshot_id,
        "file_name": snapshot.file_name,
        "source_id": item.source_id,
        "as_of_on": snapshot.as_of_on.isoformat() if snapshot.as_of_on else None,
        "rows_read": item.rows_read,
        "rows_kept": item.rows_kept,
        "quarantined": item.quarantined,
        "superseded": item.superseded,
        "missing_fields": missing,
        "warnings": item.warnings,
        "error": item.error,
        "totals": item.totals,
    }


def _missing(item: Parsed) -> dict[str, float]:
    """Return the percentage of nulls by field, from the Parquet files alone; fields never null are left out."""
    missing: dict[str, float] = {}
    for table, fields in _AUDITED.items():
        counts, row_count = Counter[str](), 0
        for path in item.table_paths(table):
            rows = pq.ParquetFile(path).read(columns=list(fields))
            row_count += rows.num_rows
            counts.update({name: rows[name].null_count for name in fields})
        missing |= {name: round(100 * counts[name] / row_count, 2) for name in fields if counts[name]}
    return missing
