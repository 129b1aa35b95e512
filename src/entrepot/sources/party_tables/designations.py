"""The table of designations: one listing of a party a row."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from entrepot.codes.cleaned import Cleaned
from entrepot.records.base import DATE
from entrepot.records.designation import DESIGNATION
from entrepot.sources.base import ParseContext
from entrepot.sources.checked import CheckedColumns, derived
from entrepot.sources.columns import EVIDENCE_COLUMNS, Columns
from entrepot.sources.party_tables.parties import party_id
from entrepot.sources.repeats import raw_rows
from entrepot.sources.tabular import LOCATOR, batches

COLUMNS = Columns(
    required=("party_id", "list_id", "regime"),
    optional=("native_id", "programme", "measure", "listed_on", "delisted_on", "reason", *EVIDENCE_COLUMNS),
)
_REGIMES = {regime.upper(): regime for regime in ("OFAC", "EU", "UK", "UN", "BIS", "none")}


def parse_designations(context: ParseContext) -> None:
    """Emit the listings; one that contradicts an earlier row of the same party and list goes to quarantine."""
    checked = [_checked(context, CheckedColumns(context, batch)) for batch in batches(context, COLUMNS)]
    if checked:
        rows = pa.concat_tables(checked)
        is_kept = _without_contradictions(context, rows.to_pylist())
        context.emit_bulk(DESIGNATION, rows.filter(pa.array(is_kept, pa.bool_())))


def _checked(context: ParseContext, cells: CheckedColumns) -> pa.Table:
    native = cells.text("party_id", is_required=True)
    seen_on = pa.repeat(pa.scalar(context.snapshot.as_of_on, DATE), cells.row_count)
    rows = cells.kept(
        {
            "source_party_id": derived(native, party_id),
            "native_id": pc.coalesce(cells.text("native_id"), native),
            "list_id": cells.text("list_id", is_required=True),
            "regime": cells.mapped("regime", _regime, is_required=True),
            "programme": cells.text("programme"),
            "measure": cells.text("measure"),
            **cells.span("listed_on", "delisted_on"),
            "seen_on": seen_on,
            "reason": cells.text("reason"),
            **cells.evidence(),
        }
    )
    return rows.select(list(DESIGNATION.column_names))


def _regime(raw: str) -> Cleaned[str]:
    regime = _REGIMES.get(raw.upper())
    return Cleaned(regime, None if regime else f"{raw[:60]!r} is none of {', '.join(_REGIMES.values())}")


def _without_contradictions(context: ParseContext, rows: Sequence[dict[str, Any]]) -> list[bool]:
    """Return which rows stand: two listings of one party on one list must not overlap, unless two publications agree."""
    earlier: dict[tuple[str, str, str], list[dict[str, Any]]] = {}
    is_kept: list[bool] = []
    refused: list[tuple[str, str]] = []
    for row in rows:
        known = earlier.setdefault((row["source_party_id"], row["list_id"], row["native_id"]), [])
        against = next((other for other in known if _overlap(row, other) and not _agree(row, other)), None)
        is_kept.append(against is None)
        if against is None:
            known.append(row)
        else:
            refused.append((row[LOCATOR], _contradiction(row, against)))
    raw = raw_rows(context.path, [locator for locator, _ in refused])
    for locator, why in refused:
        context.quarantine(locator, why, field_name="listed_on", raw=raw.get(locator, ""))
    return is_kept


def _overlap(row: dict[str, Any], other: dict[str, Any]) -> bool:
    first, second = sorted((row, other), key=lambda listing: listing["listed_on"] or date.min)
    return bool((first["delisted_on"] or date.max) > (second["listed_on"] or date.min))


def _agree(row: dict[str, Any], other: dict[str, Any]) -> bool:
    """Return whether another publication tells of the same listing."""
    return row["publication"] != other["publication"] and _days(row) == _days(other)


def _days(row: dict[str, Any]) -> tuple[date | None, date | None]:
    return row["listed_on"], row["delisted_on"]


def _contradiction(row: dict[str, Any], other: dict[str, Any]) -> str:
    days = [_days(row), _days(other)]
    if days[0] == days[1]:
        return f"duplicate of {other[LOCATOR]}: the same listing"
    told = [
        f"listed on {on or 'an unknown day'}, {f'delisted on {off}' if off else 'not delisted'}" for on, off in days
    ]
    return f"contradicts {other[LOCATOR]} of the same party and list: {told[0]}; there {told[1]}"
