"""Reads answers of the Census API: an array whose first item names the columns of the others."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from entrepot.codes.cleaned import Cleaned
from entrepot.errors import SourceError
from entrepot.evidence.json_items import is_array, json_items
from entrepot.sources.base import ParseContext, Source, read_meta
from entrepot.sources.census.countries import country_of
from entrepot.sources.checked import derived
from entrepot.sources.json_rows import as_text, text_table
from entrepot.sources.tabular import LOCATOR
from entrepot.sources.trade_flows import WORLD, canonical, emit_flows, place

_CONFIDENCE = 0.98
_ROWS = 50_000
_HEAD = 2_000  # bytes that hold the first item
_EXPORTS, _IMPORTS = "E_COMMODITY", "I_COMMODITY"
_VALUES = {_EXPORTS: "ALL_VAL_MO", _IMPORTS: "GEN_VAL_MO"}
_FLOWS = {_EXPORTS: "X", _IMPORTS: "M"}
_OPTIONAL = ("CTY_CODE", "CTY_NAME", "time", "YEAR", "MONTH", "SUMMARY_LVL", "DF")
# Census, Guide to International Trade Datasets: what divides a figure where it is asked for; the parts are not added here.
_DIVIDING = frozenset({"DISTRICT", "DIST_NAME", "PORT", "PORT_NAME", "STATE", "RP", "RP_DESC"})
_ALL_COUNTRIES = "-"  # Census, Guide to International Trade Datasets: code of TOTAL FOR ALL COUNTRIES
_GROUP = "CGP"  # as above: SUMMARY_LVL of country groups; DET is a country
_DOMESTIC, _FOREIGN = "1", "2"  # as above: DF, domestic exports and exports of foreign goods (re-exports)
_SPELLINGS = {"BURMA": "MM", "BURMA (MYANMAR)": "MM", "KOREA, SOUTH": "KR", "KOREA, NORTH": "KP", "MACEDONIA": "MK"}


def recognise(_path: Path, head: bytes) -> float:
    """Return how surely a file is such an answer: its first item names a commodity column and its value."""
    if not is_array(head):
        return 0.0
    start = head[:_HEAD]
    is_one = any(f'"{code}"'.encode() in start and f'"{value}"'.encode() in start for code, value in _VALUES.items())
    return _CONFIDENCE if is_one else 0.0


def parse(context: ParseContext) -> None:
    """Emit values in US dollars; groups of countries and domestic exports are counted and left aside."""
    emit_flows(context, (_canonical(context, code, rows) for code, rows in _batches(context)), places=_country)


def _country(raw: str) -> Cleaned[str]:
    return Cleaned(_SPELLINGS[raw]) if raw in _SPELLINGS else place(raw)


def _batches(context: ParseContext) -> Iterator[tuple[str, pa.Table]]:
    """Yield the rows as text with the name of their commodity column."""
    header: list[str] | None = None
    held: list[dict[str, str | None]] = []
    code, absent = "", None
    for item in json_items(context.path):
        context.rows_read += 1
        cells = item.values
        if item.fault is not None or not isinstance(cells, list):
            context.quarantine(item.locator, item.fault or "the item is no row", raw=item.text)
        elif header is None:
            header = [str(cell) for cell in cells]
            code = _commodity(context, header)
            absent = None if "CTY_CODE" in header else _ALL_COUNTRIES  # not asked for by country: the sum of all
        elif len(cells) != len(header):
            context.quarantine(item.locator, f"has {len(cells)} cells, {len(header)} expected", raw=item.text)
        else:
            held.append({"CTY_CODE": absent, **_named(header, cells), LOCATOR: item.locator})
        if len(held) == _ROWS:
            yield code, text_table(held, _names(code))
            held.clear()
    if held:
        yield code, text_table(held, _names(code))
    elif header is None or context.rows_read == 1:
        context.warn("The answer holds no rows")


def _named(header: list[str], cells: list[object]) -> dict[str, str | None]:
    """Return the cells by column; of a column that the service repeats, the first."""
    named: dict[str, str | None] = {}
    for name, cell in zip(header, cells, strict=True):
        named.setdefault(name, as_text(cell))
    return named


def _names(code: str) -> tuple[str, ...]:
    return (*_OPTIONAL, code, _VALUES[code])


def _commodity(context: ParseContext, header: list[str]) -> str:
    """Return the commodity column of a header.

    Raises:
        SourceError: It has none, lacks the value, names countries without their code, or divides figures by district.
    """
    code = next((one for one in _VALUES if one in header), None)
    if code is None:
        raise SourceError.missing_columns(context.path, [" or ".join(_VALUES)], header)
    needed = (_VALUES[code], "CTY_CODE") if "CTY_NAME" in header else (_VALUES[code],)
    if missing := [name for name in needed if name not in header]:
        raise SourceError.missing_columns(context.path, missing, header)
    if dividing := sorted(_DIVIDING.intersection(header)):
        why = f"its figures are divided by {', '.join(dividing)}, and parts are not added: ask without"
        raise SourceError.unreadable(context.path, why)
    return code


def _partner(rows: pa.Table, is_all: pa.Array) -> pa.Array:
    """Return names of countries, or ISO codes where the answer gives only numbers; numbers that are not known stay."""
    codes = rows.column("CTY_CODE")
    named = pc.coalesce(rows.column("CTY_NAME"), derived(codes.combine_chunks(), country_of), codes)
    return pc.if_else(is_all, pa.scalar(WORLD), named)


def _canonical(context: ParseContext, code: str, batch: pa.Table) -> pa.Table:
    is_all = pc.fill_null(pc.equal(batch.column("CTY_CODE"), _ALL_COUNTRIES), False)
    is_group = pc.and_(pc.fill_null(pc.equal(batch.column("SUMMARY_LVL"), _GROUP), False), pc.invert(is_all))
    is_domestic = pc.fill_null(pc.equal(batch.column("DF"), _DOMESTIC), False)
    context.count("{} rows of groups of countries are not read: their members are", is_group)
    context.count("{} rows of domestic exports are not read: they are a part of all exports", is_domestic)
    keep = pc.invert(pc.or_(is_group, is_domestic))
    rows, is_all = batch.filter(keep), is_all.filter(keep)
    none = pa.scalar(None, pa.string())
    stated = pc.binary_join_element_wise(rows.column("YEAR"), rows.column("MONTH"), "-")
    is_foreign = pc.fill_null(pc.equal(rows.column("DF"), _FOREIGN), False)
    found = {
        "partner": _partner(rows, is_all),
        "goods_code": pc.if_else(pc.equal(rows.column(code), _ALL_COUNTRIES), pa.scalar("TOTAL"), rows.column(code)),
        "period": pc.coalesce(rows.column("time"), stated, none),
        "flow": pc.if_else(is_foreign, pa.scalar("RX"), pa.scalar(_FLOWS[code])),
        "value_usd": rows.column(_VALUES[code]),
    }
    return canonical(rows, found, {"reporter": "US", "valuation": "FOB"})


SOURCE = Source(read_meta(__file__), recognise, parse)
