"""The tables of ownership interests and roles between parties."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from entrepot.records.base import BOOL
from entrepot.records.relation import INTEREST, INTEREST_KINDS, ROLE
from entrepot.sources.base import ParseContext
from entrepot.sources.checked import CheckedColumns, derived, one_of
from entrepot.sources.columns import EVIDENCE_COLUMNS, Columns
from entrepot.sources.party_tables.parties import party_id
from entrepot.sources.repeats import without_repeats
from entrepot.sources.tabular import LOCATOR, batches

INTEREST_COLUMNS = Columns(
    required=("owner_id", "subject_id", "interest_kind"),
    optional=("share_min_pct", "share_max_pct", "from_on", "to_on", *EVIDENCE_COLUMNS),
)
ROLE_COLUMNS = Columns(
    required=("holder_id", "subject_id", "role_kind"), optional=("from_on", "to_on", "note", *EVIDENCE_COLUMNS)
)
ROLE_KINDS = (
    *("director", "founder", "manager", "employee", "former_owner", "family", "linked_to", "part_of"),
    *("supplies", "procures_for"),
)
_ROUNDING_PCT = 0.05  # 33.3 + 33.3 + 33.4: registers round to one decimal


def parse_interests(context: ParseContext) -> None:
    """Emit the ownership interests; shares that add up to more than the whole are kept and named in a warning."""
    checked = [_interests(CheckedColumns(context, batch)) for batch in batches(context, INTEREST_COLUMNS)]
    if checked:
        keys = [*(column.name for column in INTEREST.own_columns), "publication"]
        rows = pa.concat_tables(without_repeats(context, checked, keys, "the same interest"))
        _warn_above_whole(context, rows.to_pylist())
        context.emit_bulk(INTEREST, rows.select(list(INTEREST.column_names)))


def parse_roles(context: ParseContext) -> None:
    """Emit the roles."""
    checked = [_roles(CheckedColumns(context, batch)) for batch in batches(context, ROLE_COLUMNS)]
    if checked:
        keys = [*(column.name for column in ROLE.own_columns), "publication"]
        for rows in without_repeats(context, checked, keys, "the same role"):
            context.emit_bulk(ROLE, rows.select(list(ROLE.column_names)))


def _interests(cells: CheckedColumns) -> pa.Table:
    owner, subject = _parties(cells, "owner_id")
    bounds = {name: cells.number(name) for name in ("share_min_pct", "share_max_pct")}
    for name, share in bounds.items():
        cells.refuse(pc.fill_null(pc.greater(share, 100.0), False), name, "is above 100 percent")
    is_reversed = pc.greater(bounds["share_min_pct"], bounds["share_max_pct"])
    cells.refuse(pc.fill_null(is_reversed, False), "share_min_pct", "is above share_max_pct")
    return cells.kept(
        {
            "owner_source_party_id": owner,
            "subject_source_party_id": subject,
            "subject_id": cells.text("subject_id"),
            "interest_kind": cells.mapped("interest_kind", one_of(*INTEREST_KINDS), is_required=True),
            **bounds,
            # The table has bounds that belong to the share; "more than 50" is written as 50.000001.
            **{name: pa.nulls(cells.row_count, BOOL) for name in ("is_share_min_exclusive", "is_share_max_exclusive")},
            **cells.span("from_on", "to_on"),
            **cells.evidence(),
        }
    )


def _roles(cells: CheckedColumns) -> pa.Table:
    holder, subject = _parties(cells, "holder_id")
    return cells.kept(
        {
            "holder_source_party_id": holder,
            "subject_source_party_id": subject,
            "role_kind": cells.mapped("role_kind", one_of(*ROLE_KINDS), is_required=True),
            **cells.span("from_on", "to_on"),
            "note": cells.text("note"),
            **cells.evidence(),
        }
    )


def _parties(cells: CheckedColumns, first: str) -> tuple[pa.Array, pa.Array]:
    """Return the party ids of both sides, which must not be the same party."""
    a, b = (cells.text(name, is_required=True) for name in (first, "subject_id"))
    cells.refuse(pc.fill_null(pc.equal(a, b), False), first, "is the subject itself")
    return derived(a, party_id), derived(b, party_id)


def _warn_above_whole(context: ParseContext, rows: Sequence[dict[str, Any]]) -> None:
    """Warn once a subject whose known shares add up to more than 100 percent on some day."""
    by_subject: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for row in rows:
        if row["interest_kind"] in ("shares", "votes") and row["share_min_pct"] is not None:
            by_subject.setdefault((row["subject_id"], row["interest_kind"]), []).append(row)
    for (subject, kind), held in sorted(by_subject.items()):
        total, day = max((_total(held, day), day) for day in sorted({row["from_on"] or date.min for row in held}))
        if total > 100.0 + _ROUNDING_PCT:
            since = "at all times" if day == date.min else f"on {day}"
            places = ", ".join(row[LOCATOR] for row in held if _holds(row, day))
            context.warn(f"The {kind} in {subject} add up to {total:g} percent {since} ({places}); they are kept")


def _total(held: Sequence[dict[str, Any]], day: date) -> float:
    """Return the sum of what the owners hold on a day, percent; what two publications say of one owner counts once."""
    by_owner: dict[str, float] = {}
    for row in held:
        if _holds(row, day):
            owner = row["owner_source_party_id"]
            by_owner[owner] = max(by_owner.get(owner, 0.0), row["share_min_pct"])
    return sum(by_owner.values())


def _holds(row: dict[str, Any], day: date) -> bool:
    return bool((row["from_on"] or date.min) <= day <= (row["to_on"] or date.max))
