"""Reads Comext extracts: exports by goods code, and monthly totals by flow; both in long form, one value a row."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from entrepot.sources.base import ParseContext, Source, read_meta
from entrepot.sources.columns import Columns
from entrepot.sources.tabular import LOCATOR, batches, looks_like
from entrepot.sources.trade_flows import canonical, emit_flows

_GOODS = Columns(("reporter", "partner", "product_code", "period", "value_eur"))
_TOTALS = Columns(("reporter", "partner", "flow", "period", "value_eur"))


def _is_goods(path: Path, head: bytes) -> float:
    """Return how surely the file is an extract by goods code."""
    return looks_like(path, _GOODS)


def _is_totals(path: Path, head: bytes) -> float:
    """Return how surely the file holds totals: no column of goods codes."""
    return looks_like(path, _TOTALS)


def parse_goods(context: ParseContext) -> None:
    """Emit exports by goods code; four digits are HS4 rows, eight CN8 rows."""
    emit_flows(context, _canonical(batches(context, _GOODS), {"product_code": "goods_code"}, {"flow": "X"}))


def parse_totals(context: ParseContext) -> None:
    """Emit exports and imports of all goods together."""
    emit_flows(context, _canonical(batches(context, _TOTALS), {}, {"goods_code": "TOTAL"}))


def _canonical(rows: Iterator[pa.Table], renamed: dict[str, str], constant: dict[str, str]) -> Iterator[pa.Table]:
    """Yield the rows under the canonical names; columns the extract lacks hold a constant or nothing."""
    for batch in rows:
        names = [name for name in batch.column_names if name != LOCATOR]
        yield canonical(batch, {renamed.get(name, name): batch.column(name) for name in names}, constant)


SOURCES = (
    Source(read_meta(__file__, "source_comext_cn8.toml"), _is_goods, parse_goods, columns=_GOODS),
    Source(read_meta(__file__, "source_comext_totals.toml"), _is_totals, parse_totals, columns=_TOTALS),
)
