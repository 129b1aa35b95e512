"""Reads answers of the Census API: an array whose first item names the columns of the others."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from entrepot.codes.cleaned import Cleaned
from entrepot.errors import SourceError
from entrepot.evidence.json_items import is_array, json_items
from entrepot.sources.base import ParseContext, Source, read_meta
from entrepot.sources.json_rows import as_text, text_table
from entrepot.sources.tabular import LOCATOR
from entrepot.sources.trade_flows import WORLD, canonical, emit_flows, place

_CONFIDENCE = 0.98
_ROWS = 50_000
_HEAD = 2_000  # bytes that hold the first item
_EXPORTS, _IMPORTS = "E_COMMODITY", "I_COMMODITY"
_VALUES = {_EXPORTS: "ALL_VAL_MO", _IMPORTS: "GEN_VAL_MO"}
_FLOWS = {_EXPORTS: "X", _IMPORTS: "M"}
_NEEDED = ("CTY_CODE", "CTY_NAME")
_OPTIONAL = ("time", "YEAR", "MONTH", "SUMMARY_LVL", "DF")
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
    return _CONFIDENCE if is_one and b'"CTY_CODE"' in start else 0.0


def parse(context: ParseContext) -> None:
    """Emit values in US dollars; groups of countries and domestic exports are counted and left aside."""
    emit_flows(context, (_canonical(context, code, rows) for code, rows in _batches(context)), places=_country)


def _country(raw: str) -> Cleaned[str]:
    return Cleaned(_SPELLINGS[raw]) if raw in _SPELLINGS else place(raw)


def _batches(context: ParseContext) -> Iterator[tuple[str, pa.Table]]:
    """Yield the rows as text with the name of their commodity column."""
    header: list[str] | None = None
    held: list[dict[str, str | None]] = []
    code = ""
    for item in json_items(context.path):
        context.rows_read += 1
        cells = item.values
        if item.fault is not None or not isinstance(cells, list):
            context.quarantine(item.locator, item.fault or "the item is no row", raw=item.text)
        elif header is None:
            header = [str(cell) for cell in cells]
            code = _commodity(context, header)
        elif len(cells) != len(header):
            context.quarantine(item.locator, f"has {len(cells)} cells, {len(header)} expected", raw=item.text)
        else:
            held.append({**_named(header, cells), LOCATOR: item.locator})
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
    return (*_NEEDED, *_OPTIONAL, code, _VALUES[code])


def _commodity(context: ParseContext, header: list[str]) -> str:
    """Return the commodity column of a header.

    Raises:
        SourceError: It has none, or lacks the value or the country.
    """
    for code, value in _VALUES.items():
        if code in header:
            missing = [name for name in (*_NEEDED, value) if name not in header]
            if not missing:
                return code
            raise SourceError.missing_columns(context.path, missing, header)
    raise SourceError.missing_columns(context.path, [" or ".join(_VALUES)], header)


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
        "partner": pc.if_else(is_all, pa.scalar(WORLD), rows.column("CTY_NAME")),
        "goods_code": pc.if_else(pc.equal(rows.column(code), _ALL_COUNTRIES), pa.scalar("TOTAL"), rows.column(code)),
        "period": pc.coalesce(rows.column("time"), stated, none),
        "flow": pc.if_else(is_foreign, pa.scalar("RX"), pa.scalar(_FLOWS[code])),
        "value_usd": rows.column(_VALUES[code]),
    }
    return canonical(rows, found, {"reporter": "US", "valuation": "FOB"})


SOURCE = Source(read_meta(__file__), recognise, parse)
