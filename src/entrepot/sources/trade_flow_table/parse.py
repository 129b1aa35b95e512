"""Reads a table of trade statistics in canonical columns."""

from pathlib import Path

from entrepot.sources.base import ParseContext, Source, read_meta
from entrepot.sources.tabular import batches, looks_like
from entrepot.sources.trade_flows import COLUMNS, emit_flows


def recognise(path: Path, head: bytes) -> float:
    """Return how surely the file has the canonical columns."""
    return looks_like(path, COLUMNS)


def parse(context: ParseContext) -> None:
    """Emit the file's figures."""
    emit_flows(context, batches(context, COLUMNS))


SOURCE = Source(read_meta(__file__), recognise, parse, columns=COLUMNS)
