"""Consignee, consignor and notify party of a line; the first two stand for a trader whom no column names (bills of lading)."""

from collections.abc import Container

import pyarrow as pa
import pyarrow.compute as pc

from entrepot.normalise.party_relations import names_nobody
from entrepot.sources.customs_table.cells import Cells
from entrepot.sources.customs_table.distinct import TEXT, Remarks

_STAND_INS = {
    "importer_name": ("consignee_name", "consignee"),
    "exporter_name": ("consignor_name", "consignor or shipper"),
}
_OTHERS = ("consignee_name", "consignor_name", "notify_name")


def stand_in(field: str, fields: Container[str]) -> str | None:
    """Return the field that stands for a trader's name; None where the table names the trader, or nobody in its stead.

    Args:
        field: Any field; only `importer_name` and `exporter_name` have a stand-in.
        fields: The fields that the table has.
    """
    other = _STAND_INS.get(field)
    return other[0] if other is not None and other[0] in fields and field not in fields else None


def stand_in_notes(fields: Container[str]) -> list[str]:
    """Return what is to be said of a table in which somebody stands for a trader, in words; [] where nobody does."""
    return [
        f"No column names the {field.removesuffix('_name')}: the {who} stands for it, and each line says so"
        for field, (_, who) in _STAND_INS.items()
        if stand_in(field, fields)
    ]


def trader_cells(cells: Cells, field: str) -> pa.Array:
    """Return the cells of a trader's name, or of who stands for it.

    The consignee of an export who is the exporter himself is no buyer.
    """
    other = stand_in(field, cells.fields)
    if other is None:
        return cells.text(field)
    names = cells.text(other)
    if field == "importer_name" and cells.direction != "import":
        is_own = pc.equal(*(pc.utf8_upper(pc.utf8_trim_whitespace(each)) for each in (names, _exporter(cells))))
        return pc.if_else(pc.fill_null(is_own, False), pa.scalar(None, TEXT), names)
    return names


def identity_field(name: str, fields: Container[str]) -> str:
    """Return the field that tells lines apart in the stead of one that the table does not have."""
    if name == "declaration_id" and name not in fields and "bill_of_lading_no" in fields:
        return "bill_of_lading_no"
    return stand_in(name, fields) or name


def note_stand_in(cells: Cells, field: str, names: pa.Array, repairs: Remarks) -> None:
    """Say of every line with a trader's name whose name that is, where somebody stands for the trader."""
    if stand_in(field, cells.fields) is not None:
        who = _STAND_INS[field][1]
        repairs.add_where(
            field, names.is_valid(), f"it is the {who}, as no column names the {field.removesuffix('_name')}"
        )


def other_parties(cells: Cells, repairs: Remarks) -> dict[str, pa.Array]:
    """Return the columns of the other parties; cells that name nobody (`TO THE ORDER OF A BANK`) are empty, and said."""
    made = {}
    for field in _OTHERS:
        if not cells.has(field):
            continue
        column = cells.distinct(field)
        is_nobody = [text is not None and names_nobody(text) for text in column.texts]
        if any(is_nobody):
            said = [
                f"{text[:60]!r} names nobody" if text and nobody else None
                for text, nobody in zip(column.texts, is_nobody, strict=True)
            ]
            repairs.add(field, column.spread(said))
            made[field] = column.spread(
                [None if nobody else text for text, nobody in zip(column.texts, is_nobody, strict=True)]
            )
        else:
            made[field] = column.column()
    return made


def _exporter(cells: Cells) -> pa.Array:
    return cells.text(stand_in("exporter_name", cells.fields) or "exporter_name")
