"""Reads UN Comtrade: the total of each figure is taken, its breakdowns are left aside, re-exports stay apart."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from entrepot.evidence.files import head_of
from entrepot.evidence.json_items import answer_start
from entrepot.sources.base import ParseContext, Source, State, read_meta, streamed
from entrepot.sources.comtrade import columns
from entrepot.sources.comtrade.areas import area
from entrepot.sources.comtrade.columns import COLUMNS
from entrepot.sources.flow_stream import stream_flows
from entrepot.sources.json_rows import json_batches
from entrepot.sources.repeats import raw_rows
from entrepot.sources.tabular import LOCATOR, batches, looks_like_wide
from entrepot.sources.trade_flows import canonical

_CONFIDENCE = 0.98
_MARKS = (b'"reporterCode"', b'"cmdCode"', b'"primaryValue"')
_EMPTY_MARKS = (b'"elapsedTime"', b'"count"')  # an answer without rows
_LEFT_ASIDE = "{} rows of a breakdown (second partner, procedure, transport) are not read: their totals are"
# Domestic exports, foreign imports, trade under processing: parts of X and M (UN Comtrade, tradeRegimes.json).
_PART_FLOWS = pa.array(["DX", "FM", "MIP", "MOP", "XIP", "XOP", "DRX"])


def recognise(path: Path, head: bytes) -> float:
    """Return how surely a file is an answer of the API or a bulk file: by the names of its fields."""
    if answer_start(head) is not None:
        return _CONFIDENCE if all(m in head for m in _MARKS) or all(m in head for m in _EMPTY_MARKS) else 0.0
    return looks_like_wide(path, COLUMNS)


def stream(context: ParseContext, _state: State | None) -> Iterator[State | None]:
    """Emit the totals in US dollars, piece by piece; a breakdown without its total in the file goes to quarantine."""
    kept = _Breakdowns(context)
    yield from stream_flows(context, kept.totals(), places=area)
    kept.put_aside_rest()
    yield None


class _Breakdowns:
    """Divides the rows into totals and their breakdowns, and remembers which totals were there."""

    def __init__(self, context: ParseContext) -> None:
        self._context = context
        self._totals: list[pa.Array] = []
        self._parts: list[pa.Table] = []

    def totals(self) -> Iterator[pa.Table]:
        """Yield the totals under the canonical names; count what is left aside."""
        for rows in _rows(self._context):
            is_part_flow = pc.fill_null(pc.is_in(rows.column("flowCode"), value_set=_PART_FLOWS), False)
            message = "{} rows of flows that are parts of X and M (domestic exports, processing) are not read"
            self._context.count(message, is_part_flow)
            whole = rows.filter(pc.invert(is_part_flow))
            is_total = columns.is_total(whole)
            totals, parts = whole.filter(is_total), whole.filter(pc.invert(is_total))
            self._keep(totals, parts)
            yield _canonical(self._context, totals)

    def _keep(self, totals: pa.Table, parts: pa.Table) -> None:
        """Remember the totals, and the parts whose total does not stand near them, as it mostly does."""
        known = columns.figure_key(totals)
        self._totals.append(known)
        keys = columns.figure_key(parts)
        has_total = pc.is_in(keys, value_set=pa.chunked_array(_chunks(known), pa.string()))
        self._context.count(_LEFT_ASIDE, has_total)
        rest = pa.table({LOCATOR: parts.column(LOCATOR), "key": keys}).filter(pc.invert(has_total))
        if rest.num_rows:
            self._parts.append(rest)

    def put_aside_rest(self) -> None:
        """Count the breakdowns whose total was read, and put the others aside."""
        if not self._parts:
            return
        parts = pa.concat_tables(self._parts)
        known = pa.chunked_array([a for held in self._totals for a in _chunks(held)], pa.string())
        has_total = pc.is_in(parts.column("key"), value_set=known)
        self._context.count(_LEFT_ASIDE, has_total)
        lost = parts.filter(pc.invert(has_total)).column(LOCATOR).to_pylist()
        raw = raw_rows(self._context.path, lost)
        for locator in lost:
            why = "is part of a figure whose total (0, C00, 0) the file does not hold; parts are not added"
            self._context.quarantine(locator, why, field_name="customsCode, motCode", raw=raw.get(locator, ""))


def _chunks(column: pa.Array | pa.ChunkedArray) -> list[pa.Array]:
    return column.chunks if isinstance(column, pa.ChunkedArray) else [column]


def _rows(context: ParseContext) -> Iterator[pa.Table]:
    if answer_start(head_of(context.path)) is not None:
        return json_batches(context, COLUMNS.names)
    return batches(context, COLUMNS)


def _canonical(context: ParseContext, rows: pa.Table) -> pa.Table:
    estimated = "{} net weights are left out: the United Nations estimated them from a standard price"
    context.count(estimated, columns.is_estimated_weight(rows))
    context.count("{} figures are neither reported nor a sum of reported ones: estimates", columns.is_estimate(rows))
    found = {
        "reporter": rows.column("reporterCode"),
        "partner": rows.column("partnerCode"),
        "flow": rows.column("flowCode"),
        "goods_code": rows.column("cmdCode"),
        "hs_edition": columns.edition(rows),
        "period": columns.period(rows.column("period")),
        "value_usd": rows.column("primaryValue"),
        "net_mass_kg": columns.net_weight(rows),
        "valuation": columns.valuation(rows),
    }
    return canonical(rows, found)


SOURCE = Source(read_meta(__file__), recognise, streamed(stream), columns=COLUMNS, stream=stream)
