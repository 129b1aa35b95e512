"""Reads a table of components, or of published counts of components, in canonical columns."""

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from entrepot.codes.territories import iso2
from entrepot.normalise.hs_code import hs6
from entrepot.normalise.part_numbers import part_number_key
from entrepot.records.component import COMPONENT
from entrepot.sources.base import ParseContext, Source, read_meta
from entrepot.sources.checked import CheckedColumns, derived, hash_ids, one_of
from entrepot.sources.columns import EVIDENCE_COLUMNS, Columns
from entrepot.sources.days import iso_day_or_month
from entrepot.sources.repeats import without_repeats
from entrepot.sources.tabular import batches, looks_like

COLUMNS = Columns(
    required=("equipment", "maker_name", "part_number"),
    optional=(
        *("found_on", "maker_country_iso", "description", "hs6", "component_count", "count_basis"),
        *EVIDENCE_COLUMNS,
    ),
)
# As reported; description, country and basis tell the rows of one published total apart.
_IDENTITY = (
    *("equipment", "maker_name", "part_number", "publication"),
    *("maker_country_iso", "description", "count_basis"),
)


def recognise(path: Path, head: bytes) -> float:
    """Return how surely the file has the canonical columns."""
    return looks_like(path, COLUMNS)


def parse(context: ParseContext) -> None:
    """Emit the components of the file."""
    checked = [_checked(CheckedColumns(context, batch)) for batch in batches(context, COLUMNS)]
    for rows in without_repeats(context, checked, ["component_id"], "the same component") if checked else ():
        context.emit_bulk(COMPONENT, rows.select(list(COMPONENT.column_names)))


def _checked(cells: CheckedColumns) -> pa.Table:
    part_number, count = cells.text("part_number"), cells.number("component_count")
    basis = cells.mapped("count_basis", one_of("pieces", "kinds", "share_pct"))
    is_share = pc.fill_null(pc.equal(basis, "share_pct"), False)
    cells.refuse(
        pc.and_(is_share, pc.fill_null(pc.greater(count, 100.0), False)),
        "component_count",
        "is a share above 100 percent",
    )
    cells.refuse(pc.and_(count.is_valid(), basis.is_null()), "count_basis", "is missing where a count is given")
    return cells.kept(
        {
            "component_id": hash_ids(*(cells.text(name) for name in _IDENTITY)),
            "equipment": cells.text("equipment", is_required=True),
            "found_on": cells.day("found_on", iso_day_or_month),
            "maker_name": cells.text("maker_name"),
            "maker_country_iso": cells.mapped("maker_country_iso", iso2),
            "part_number": part_number,
            "part_number_key": derived(part_number, part_number_key),
            "description": cells.text("description"),
            "hs6": cells.mapped("hs6", hs6),
            "component_count": count,
            "count_basis": basis,
            **cells.evidence(),
        }
    )


SOURCE = Source(read_meta(__file__), recognise, parse, columns=COLUMNS)
