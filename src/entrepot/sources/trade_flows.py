"""Trade statistics in canonical text columns to record rows; levels of goods are kept apart, never added."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import reduce
from types import MappingProxyType

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from entrepot.codes.cleaned import Cleaned
from entrepot.codes.hs import edition_on
from entrepot.codes.territories import iso2
from entrepot.records.trade_flow import TRADE_FLOW
from entrepot.sources.base import ParseContext
from entrepot.sources.checked import CheckedColumns, derived, editions
from entrepot.sources.columns import EVIDENCE_COLUMNS, Columns
from entrepot.sources.days import FIRST_DAY, LAST_DAY
from entrepot.sources.repeats import without_repeats
from entrepot.sources.tabular import LOCATOR, why_refused

COLUMNS = Columns(
    required=("reporter", "partner", "flow", "goods_code", "period"),
    optional=("goods_level", "hs_edition", "value_eur", "value_usd", "net_mass_kg", "valuation", *EVIDENCE_COLUMNS),
)
KEYS = ("reporter_iso", "partner_iso", "flow_code", "goods_code", "period_on", "frequency", "valuation")
_MEASURES = ("value_eur", "value_usd", "net_mass_kg")
_PERIOD = re.compile(r"(\d{4})(?:-(\d{2})|-Q([1-4]))?")
# RX and RM are parts of X and M (IMTS 2010, 2.16): kept beside them, never added. RECONCILED: records/trade_flow.py.
_FLOWS = {"X": "X", "M": "M", "EXPORT": "X", "IMPORT": "M", "RX": "RX", "RM": "RM", "RECONCILED": "RECONCILED"}
_RECONCILED = "RECONCILED"
PART = "part"  # which part of a figure a row holds, where a file divides figures over rows
_WITHHELD = "withheld"  # not null where the publisher withholds the value: such a row stands there without one
WORLD = "WORLD"  # the published total of all partners
_LEVEL_BY_DIGITS = {2: "HS2", 4: "HS4", 6: "HS6", 8: "CN8"}
_EU_TOTAL = frozenset({"EU", "EU27", "EU27_2020"})  # Eurostat codes of the aggregate


def period_start(raw: str) -> Cleaned[date]:
    """Return the first day of a month (2022-03), quarter (2022-Q1) or year (2022)."""
    found = _PERIOD.fullmatch(raw)
    month = 1 if found is None else int(found[2] or 0) or (int(found[3] or 1) - 1) * 3 + 1
    if found is None or month > 12 or found[2] == "00":
        return Cleaned(None, why_refused(raw, "a period such as 2022-03, 2022-Q1 or 2022"))
    if not FIRST_DAY.year <= int(found[1]) <= LAST_DAY.year:
        return Cleaned(None, f"{raw} is outside {FIRST_DAY.year} to {LAST_DAY.year}")
    return Cleaned(date(int(found[1]), month, 1))


def place(raw: str) -> Cleaned[str]:
    """Return the ISO code of a reporter or partner; EU for the total of its members, WORLD for that of all partners."""
    if raw.upper() == WORLD:
        return Cleaned(WORLD)
    return Cleaned("EU") if raw in _EU_TOTAL else iso2(raw)


_SAME_UNITS: Mapping[str, float] = MappingProxyType({})
_NO_CONSTANT: Mapping[str, str] = MappingProxyType({})


def canonical(rows: pa.Table, found: Mapping[str, pa.Array], constant: Mapping[str, str] = _NO_CONSTANT) -> pa.Table:
    """Return the rows under the canonical names and their locator; a column that is not found holds a constant or nothing.

    `part` among the found ones says which part of a figure a row holds (see `emit_flows`); `withheld` is not null where the
    publisher keeps the value to himself, so that the row is kept without one.
    """
    columns = {
        name: found[name] if name in found else pa.repeat(pa.scalar(constant.get(name), pa.string()), rows.num_rows)
        for name in (*COLUMNS.names, *(extra for extra in (PART, _WITHHELD) if extra in found))
    }
    return pa.table({**columns, LOCATOR: rows.column(LOCATOR)})


def emit_flows(
    context: ParseContext,
    batches: Iterator[pa.Table],
    *,
    places: Callable[[str], Cleaned[str]] = place,
    scales: Mapping[str, float] = _SAME_UNITS,
    added_over: str | None = None,
) -> None:
    """Emit the rows of canonical text columns; faulty and repeated ones go to quarantine.

    Args:
        context: Where they go.
        batches: The rows (see `canonical`).
        places: What makes an ISO code of a reporter or partner.
        scales: What a measure is multiplied with to be in its own unit; one where not named.
        added_over: For files with a column `part`: what the parts of a figure are, in words. Parts become one row, its
            locator that of the first part with a value.
    """
    checked = [checked_flows(context, batch, places, scales) for batch in batches]
    if checked:
        keys = (*KEYS, PART) if added_over else KEYS
        kept = without_repeats(context, checked, keys, "the same reporter, partner, flow, goods and period")
        for rows in [added_parts(context, kept, added_over)] if added_over else kept:
            context.emit_bulk(TRADE_FLOW, rows.select(list(TRADE_FLOW.column_names)))


def added_parts(context: ParseContext, batches: Sequence[pa.Table], over: str) -> pa.Table:
    """Return one row a figure: the sum of its parts, in the place of the first part that has a value."""
    rows = pa.concat_tables(batches)
    has_value = reduce(pc.or_, [pc.is_valid(rows.column(name)) for name in ("value_eur", "value_usd")])
    order = np.arange(rows.num_rows) + np.where(has_value.to_numpy(), 0, rows.num_rows)
    some = pc.ScalarAggregateOptions(min_count=1)  # nothing and nothing is nothing, not zero
    sums = [(name, "sum", some) for name in _MEASURES]
    counts = [(name, "count") for name in _MEASURES]
    numbered = rows.append_column("at", pa.array(order))
    groups = numbered.group_by(list(KEYS), use_threads=False).aggregate([("at", "min"), *sums, *counts])
    groups = groups.sort_by("at_min")
    several = reduce(pc.max_element_wise, [groups.column(f"{name}_count") for name in _MEASURES])
    context.count(
        f"{{}} figures are the sum of several rows of the file ({over}); the place is that of the first",
        pc.greater(several, 1),
    )
    first = rows.take(pa.array(groups.column("at_min").to_numpy() % max(rows.num_rows, 1)))
    for name in _MEASURES:
        position = first.column_names.index(name)
        first = first.set_column(position, name, groups.column(f"{name}_sum"))
    return first


def checked_flows(
    context: ParseContext, batch: pa.Table, places: Callable[[str], Cleaned[str]], scales: Mapping[str, float]
) -> pa.Table:
    """Return the rows of a batch of canonical text columns without a fault; the others go to quarantine."""
    cells = CheckedColumns(context, batch)
    code = cells.mapped("goods_code", _goods_code, is_required=True)
    level = cells.mapped("goods_code", _goods_level)
    _refuse_other_level(cells, level)
    period_on = cells.day("period", period_start, is_required=True)
    measures = {name: pc.multiply(cells.number(name), scales.get(name, 1.0)) for name in _MEASURES}
    _refuse_without_measure(cells, batch)
    return cells.kept(
        {
            "reporter_iso": cells.mapped("reporter", places, is_required=True),
            "partner_iso": cells.mapped("partner", places, is_required=True),
            "flow_code": cells.mapped("flow", _flow, is_required=True),
            "goods_code": code,
            "goods_level": level,
            "hs6": pc.if_else(
                pc.is_in(level, value_set=pa.array(["HS6", "CN8"])), pc.utf8_slice_codeunits(code, 0, 6), None
            ),
            "hs_edition": pc.coalesce(cells.mapped("hs_edition", editions), derived(period_on, edition_on)),
            "period_on": period_on,
            "frequency": cells.mapped("period", _frequency),
            **measures,
            "valuation": cells.mapped("valuation", _valuation),
            **cells.evidence(),
            **({PART: cells.text(PART)} if PART in batch.column_names else {}),
        }
    )


def _flow(raw: str) -> Cleaned[str]:
    flow = _FLOWS.get(raw.upper())
    return Cleaned(flow, None if flow else f"{raw[:60]!r} is none of {', '.join(_FLOWS)}")


def _goods_code(raw: str) -> Cleaned[str]:
    if raw.upper() == "TOTAL":
        return Cleaned("TOTAL")
    if raw.isascii() and raw.isdigit() and len(raw) in _LEVEL_BY_DIGITS:
        return Cleaned(raw)
    lost = "; a leading zero may be lost" if raw.isdigit() and len(raw) + 1 in _LEVEL_BY_DIGITS else ""
    return Cleaned(None, f"{why_refused(raw, 'TOTAL or a code of 2, 4, 6 or 8 digits')}{lost}")


def _goods_level(raw: str) -> Cleaned[str]:
    return Cleaned("TOTAL") if raw.upper() == "TOTAL" else Cleaned(_LEVEL_BY_DIGITS.get(len(raw), "unknown"))


def _refuse_other_level(cells: CheckedColumns, level: pa.Array) -> None:
    """Put rows aside whose stated level is not that of their code."""
    stated = pc.utf8_upper(cells.text("goods_level"))
    cells.refuse(pc.fill_null(pc.not_equal(stated, level), False), "goods_level", "is not the level of the goods code")


def _refuse_without_measure(cells: CheckedColumns, batch: pa.Table) -> None:
    lacking = reduce(pc.and_, [batch.column(name).is_null() for name in _MEASURES])
    if _WITHHELD in batch.column_names:
        lacking = pc.and_(lacking, batch.column(_WITHHELD).is_null())
    cells.refuse(lacking, "value_eur", "and value_usd and net_mass_kg are missing")


def _frequency(raw: str) -> Cleaned[str]:
    return Cleaned("Q" if "Q" in raw else "M" if "-" in raw else "A")


def _valuation(raw: str) -> Cleaned[str]:
    word = raw.upper()
    return (
        Cleaned(word) if word in ("FOB", "CIF", _RECONCILED) else Cleaned(None, f"{raw[:60]!r} is neither FOB nor CIF")
    )
