"""Reads answers of the Comext API: value and quantity of a figure stand in two rows, which become one."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from entrepot.evidence.files import head_of
from entrepot.evidence.json_stat import Figure, figures, is_dataset
from entrepot.sources.base import ParseContext, Source, read_meta
from entrepot.sources.columns import Columns
from entrepot.sources.comext_codes import comext_place, flow_letter, statistical_valuation
from entrepot.sources.json_rows import text_table
from entrepot.sources.tabular import LOCATOR, batches, looks_like_wide
from entrepot.sources.trade_flows import canonical, emit_flows

_COLUMNS = Columns(
    required=("reporter", "partner", "product", "flow", "indicators", "TIME_PERIOD", "OBS_VALUE"),
    optional=("OBS_FLAG",),
)
_CONFIDENCE = 0.98
_ROWS = 50_000
_VALUE = pa.array(["VALUE_IN_EUROS", "VALUE_EUR"])  # Eurostat, codelist CXT_INDICATORS (ESTAT/INDICATORS of DS-045409)
_CONFIDENTIAL = "c"  # SDMX, code list of observation status CL_OBS_STATUS and Eurostat's flags: confidential
_QUANTITY = "QUANTITY_IN_100KG"
_KG = 100.0


def recognise(path: Path, head: bytes) -> float:
    """Return how surely a file is such an answer: by its columns, or as a JSON-stat dataset of these dimensions."""
    if is_dataset(head):
        return _CONFIDENCE if all(f'"{name}"'.encode() in head for name in _COLUMNS.required[:5]) else 0.0
    return looks_like_wide(path, _COLUMNS)


def parse(context: ParseContext) -> None:
    """Emit value in euro and net mass; other indicators are counted and left aside."""
    rows = _of_dataset(context) if is_dataset(head_of(context.path)) else batches(context, _COLUMNS)
    made = (_canonical(context, batch) for batch in rows)
    emit_flows(context, made, places=comext_place, scales={"net_mass_kg": _KG}, added_over="indicators")


def _of_dataset(context: ParseContext) -> Iterator[pa.Table]:
    held: list[dict[str, str | None]] = []
    for figure in figures(context.path):
        context.rows_read += 1
        held.append(_row(figure))
        if len(held) == _ROWS:
            yield text_table(held, _COLUMNS.names)
            held.clear()
    if context.rows_read == 0:
        context.warn("The answer holds no figures")
    if held:
        yield text_table(held, _COLUMNS.names)


def _row(figure: Figure) -> dict[str, str | None]:
    codes = figure.codes
    return {
        **{name: codes.get(name) for name in _COLUMNS.required[:5]},
        "TIME_PERIOD": codes.get("time") or codes.get("TIME_PERIOD"),
        "OBS_VALUE": figure.number,
        "OBS_FLAG": figure.status,
        LOCATOR: figure.locator,
    }


def _canonical(context: ParseContext, batch: pa.Table) -> pa.Table:
    """Return the rows of the two indicators that are read, as parts of a figure."""
    is_value = pc.fill_null(pc.is_in(batch.column("indicators"), value_set=_VALUE), False)
    is_quantity = pc.fill_null(pc.equal(batch.column("indicators"), _QUANTITY), False)
    is_secret = pc.and_(pc.is_null(batch.column("OBS_VALUE")), _is_confidential(batch.column("OBS_FLAG")))
    context.count(
        "{} rows of other indicators (supplementary quantities) are not read", _neither(is_value, is_quantity)
    )
    context.count("{} confidential quantities have no number and are not read", pc.and_(is_secret, is_quantity))
    context.count("{} values are confidential: their rows are kept without one", pc.and_(is_secret, is_value))
    is_read = pc.or_(is_value, pc.and_(is_quantity, pc.invert(is_secret)))
    rows, is_value, is_secret = batch.filter(is_read), is_value.filter(is_read), is_secret.filter(is_read)
    number, none = rows.column("OBS_VALUE"), pa.scalar(None, pa.string())
    found = {
        "reporter": rows.column("reporter"),
        "partner": rows.column("partner"),
        "goods_code": rows.column("product"),
        "period": rows.column("TIME_PERIOD"),
        "flow": flow_letter(rows.column("flow")),
        "valuation": statistical_valuation(rows.column("flow")),
        "value_eur": pc.if_else(is_value, number, none),
        "net_mass_kg": pc.if_else(is_value, none, number),
        "withheld": pc.if_else(is_secret, pa.scalar("yes"), none),
        "part": pc.if_else(is_value, pa.scalar("value"), pa.scalar("quantity")),
    }
    return canonical(rows, found)


def _is_confidential(flags: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.fill_null(pc.match_substring(flags, _CONFIDENTIAL), False)


def _neither(one: pa.ChunkedArray, other: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.invert(pc.or_(one, other))


SOURCE = Source(read_meta(__file__), recognise, parse, columns=_COLUMNS)
