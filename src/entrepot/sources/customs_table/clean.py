"""Makes records of declaration lines from the cells of a customs table, keeping what was reported beside what was cleaned."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from entrepot.codes.cleaned import Cleaned
from entrepot.codes.hs import edition_on
from entrepot.codes.makers import maker
from entrepot.codes.rates import Rates
from entrepot.codes.territories import iso2
from entrepot.normalise.date_columns import DateReading, clean_date
from entrepot.normalise.goods_text import GoodsReader
from entrepot.normalise.hs_columns import HsReading, clean_hs
from entrepot.normalise.part_numbers import part_number_key
from entrepot.sources.customs_table.amounts import AmountReader
from entrepot.sources.customs_table.cells import Cells
from entrepot.sources.customs_table.directions import direction_of_cell
from entrepot.sources.customs_table.distinct import TEXT, Remarks
from entrepot.sources.customs_table.mapping import Mapping
from entrepot.sources.customs_table.other_parties import identity_field, note_stand_in, other_parties, trader_cells
from entrepot.sources.customs_table.readings import Readings
from entrepot.sources.customs_table.sides import SIDES, Side, SideColumns, SideReader
from entrepot.sources.customs_table.total_rows import note_totals
from entrepot.store.hashing import hash_columns

_PLAIN = {
    "line_number": "line_no",
    "version": "version",
    "procedure_code": "procedure_code",
    "customs_office": "customs_office",
    "declarant_name": "declarant_name",
    "producer_name": "manufacturer_name",
    "incoterms": "incoterms",
    "transport_mode": "transport_mode",
    "bill_of_lading_number": "bill_of_lading_no",
    "container_number": "container_no",
    "vessel_name": "vessel_name",
    "port_of_lading": "port_of_lading",
    "port_of_unlading": "port_of_unlading",
}
_COUNTRIES = {
    "origin": "origin_country",
    "dispatch": "dispatch_country",
    "seller": "trading_country",
    "destination": "destination_country",
}
# What tells one goods line from another, as reported: a change in cleaning changes no id.
_IDENTITY = (
    *("declaration_id", "line_no", "version", "declared_on", "direction"),
    *("importer_name", "importer_id", "exporter_name", "exporter_id", "hs_code", "goods_description"),
    *("quantity", "net_mass_kg", "value_amount", "value_currency"),
)
_LOW_VARIETY = frozenset({"line_no", "version", "declared_on", "direction", "hs_code", "value_currency"})
_WITH_BLANKS = frozenset(
    {"importer_name", "importer_id", "exporter_name", "exporter_id", "consignee_name", "consignor_name"}
)
# Chapters whose goods have makers' part numbers: machinery, electronics, vehicles, instruments, clocks, arms (HS sections XVI
# to XIX). Article numbers of clothes or food are no parts; a line without a usable code is read as well.
_ENGINEERED = pa.array(["84", "85", "86", "87", "88", "89", "90", "91", "93"])


@dataclass
class CleanBatch:
    """The records of a batch before the faulty ones are taken out: `table` lacks the evidence columns.

    `firsts` are the parties that kept rows name for the first time, each with its row.
    """

    table: pa.Table
    is_kept: npt.NDArray[np.bool_]
    faults: Remarks
    reasons: pa.Array
    repairs: Remarks
    firsts: list[tuple[int, Side]]


@dataclass
class LineReader:
    """Reads the batches of one table by its mapping; whatever is remembered changes no result."""

    mapping: Mapping
    readings: Readings
    rates: Rates
    known: dict[str, dict[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        home = self.mapping.reporting_iso
        at_home = {"import": "importer", "export": "exporter"}.get(self.mapping.direction or "")
        self._sides = {side: SideReader(side, home if side == at_home else None) for side in SIDES}
        self._amounts = AmountReader(self.readings, self.rates)
        self._goods = GoodsReader()

    def read(self, rows: pa.Table) -> CleanBatch:
        """Return the records of a batch of text rows."""
        cells = Cells(self.mapping, rows)
        faults, repairs = Remarks(cells.row_count), Remarks(cells.row_count)
        days = self._days(cells, faults, repairs)
        is_month = pc.fill_null(pc.equal(days["declared_precision"], "month"), False)
        sides = {side: self._side(cells, side) for side in SIDES}
        for side, columns in sides.items():
            repairs.add(f"{side}_name", columns.repairs)
            note_stand_in(cells, f"{side}_name", columns.columns[f"{side}_name"], repairs)
        codes = self._codes(cells, days["declared_on"], faults, repairs)
        made = {
            "declaration_id": hash_columns(*(self._identity(cells, name) for name in _IDENTITY)),
            **days,
            "direction": self._direction(cells, faults),
            "reporting_iso": pa.repeat(pa.scalar(self.mapping.reporting_iso, TEXT), cells.row_count),
            "declaration_number": pc.utf8_trim_whitespace(cells.text("declaration_id")),
            **{name: cells.stated(field) for name, field in _PLAIN.items() if cells.has(field)},
            **{name: column for side in sides.values() for name, column in side.columns.items()},
            **other_parties(cells, repairs),
            "is_to_order": pc.or_(*(side.is_to_order for side in sides.values())),
            **codes,
            **self._goods_columns(cells, codes["hs6"]),
            **self._countries(cells, repairs),
            **self._amounts.quantities(cells, faults, repairs),
            **self._amounts.masses(cells, faults, repairs),
            **self._amounts.values(cells, days["declared_on"], is_month, faults, repairs),
        }
        note_totals(cells, made["declared_on"], faults)
        made["repairs"] = repairs.joined()
        is_kept = ~faults.rows().to_numpy(zero_copy_only=False)
        firsts = [pair for side in SIDES for pair in self._sides[side].firsts(sides[side], is_kept)]
        firsts.sort(key=lambda pair: pair[0])
        return CleanBatch(pa.table(made), is_kept, faults, faults.joined(), repairs, firsts)

    def _cleaned(self, cells: Cells, field_name: str, clean: Callable[[str], Cleaned[Any]]) -> list[Cleaned[Any]]:
        return cells.distinct(field_name).cleaned(clean, self.known.setdefault(field_name, {}))

    def _identity(self, cells: Cells, name: str) -> pa.Array:
        name = identity_field(name, cells.fields)
        if name in _LOW_VARIETY:
            return cells.distinct(name).identity()
        return pc.utf8_trim_whitespace(cells.text(name)) if name in _WITH_BLANKS else cells.text(name)

    def _side(self, cells: Cells, side: str) -> SideColumns:
        others = (f"{side}_id", f"{side}_country", f"{side}_address")
        return self._sides[side].read(trader_cells(cells, f"{side}_name"), *(cells.text(name) for name in others))

    def _days(self, cells: Cells, faults: Remarks, repairs: Remarks) -> dict[str, pa.Array]:
        column = cells.distinct("declared_on")
        reading = self.readings.dates or DateReading("iso")
        results = self._cleaned(cells, "declared_on", partial(clean_date, reading=reading))
        faults.add("declared_on", column.spread([r.issue if r.value is None else None for r in results]))
        repairs.add("declared_on", column.spread([r.issue if r.value is not None else None for r in results]))
        days = [None if r.value is None else r.value.day for r in results]
        precision = ["month" if r.value is not None and r.value.precision == "month" else None for r in results]
        other = [
            text if day is None or day.isoformat() != text else None
            for day, text in zip(days, column.texts, strict=True)
        ]
        made = {
            "declared_on": column.spread(days, pa.date32()),
            "declared_precision": column.spread(precision),
            "declared_reported": column.spread(other),
        }
        faults.add_where("declared_on", column.column().is_null(), "is missing")
        return made

    def _direction(self, cells: Cells, faults: Remarks) -> pa.Array:
        own = pa.repeat(pa.scalar(self.mapping.direction, TEXT), cells.row_count)
        if cells.has("direction"):
            column = cells.distinct("direction")
            results = self._cleaned(cells, "direction", direction_of_cell)
            if self.mapping.direction is None:
                faults.add("direction", column.spread([r.issue for r in results]))
            own = pc.coalesce(column.spread([r.value for r in results]), own)
        faults.add_where(
            "direction", own.is_null(), "is missing: neither the row nor the mapping says import or export"
        )
        return own

    def _codes(self, cells: Cells, days: pa.Array, faults: Remarks, repairs: Remarks) -> dict[str, pa.Array]:
        column = cells.distinct("hs_code")
        reading = self.readings.hs or HsReading(0, self.mapping.reporting_iso)
        results = self._cleaned(cells, "hs_code", partial(clean_hs, reading=reading))
        faults.add("hs_code", column.spread([r.issue if r.value is None else None for r in results]))
        repairs.add("hs_code", column.spread([r.issue if r.value is not None else None for r in results]))
        editions = days.dictionary_encode()
        home = self.mapping.reporting_iso
        names = [edition_on(day, home) for day in editions.dictionary.to_pylist()]
        return {
            "hs_reported": column.column(),
            "hs_code": column.spread([None if r.value is None else r.value.code for r in results]),
            "hs6": column.spread([None if r.value is None else r.value.hs6 for r in results]),
            "hs_edition": pa.array(names, TEXT).take(editions.indices),
        }

    def _goods_columns(self, cells: Cells, hs6: pa.Array) -> dict[str, pa.Array]:
        text = cells.text("goods_description")
        is_engineered = pc.fill_null(pc.is_in(pc.utf8_slice_codeunits(hs6, 0, 2), value_set=_ENGINEERED), True)
        found = self._goods.read_column(text.filter(is_engineered))
        brands, makers, parts, part_keys = (
            _spread_out(column, is_engineered)
            for column in (found.brand, found.maker_id, found.part_number, found.part_number_key)
        )
        brand, number, keys = cells.stated("brand"), cells.stated("part_number"), cells.distinct("part_number")
        coded = makers.dictionary_encode()
        seats = pa.array([_seat(maker_id) for maker_id in coded.dictionary.to_pylist()], TEXT).take(coded.indices)
        reported_key = keys.spread([None if t is None else part_number_key(t) for t in keys.texts])
        return {
            "goods_description": text,
            "brand": pc.coalesce(brand, brands),
            "brand_basis": _basis(brand, brands),
            "part_number": pc.coalesce(number, parts),
            "part_number_basis": _basis(number, parts),
            "part_number_key": pc.coalesce(reported_key, part_keys),
            "maker_id": makers,
            "producer_hq_iso": seats,
        }

    def _countries(self, cells: Cells, repairs: Remarks) -> dict[str, pa.Array]:
        made = {}
        for name, field_name in _COUNTRIES.items():
            if not cells.has(field_name):
                continue
            column = cells.distinct(field_name)
            results = self._cleaned(cells, field_name, iso2)
            repairs.add(field_name, column.spread([r.issue for r in results]))
            codes = [r.value for r in results]
            made[f"{name}_iso"] = column.spread(codes)
            made[f"{name}_reported"] = column.spread(
                [text if code != text else None for code, text in zip(codes, column.texts, strict=True)]
            )
        return made


def _spread_out(values: pa.Array, rows: pa.Array) -> pa.Array:
    """Return the values at the rows that are True, null at the others."""
    values = values.cast(TEXT)
    return values if len(values) == len(rows) else pc.replace_with_mask(pa.nulls(len(rows), TEXT), rows, values)


def _basis(reported: pa.Array, found: pa.Array) -> pa.Array:
    text = pc.if_else(found.is_valid(), pa.scalar("goods text", TEXT), pa.scalar(None, TEXT))
    return pc.if_else(reported.is_valid(), pa.scalar("reported", TEXT), text)


def _seat(maker_id: str) -> str | None:
    found = maker(maker_id)
    return None if found is None else found.seat_iso
