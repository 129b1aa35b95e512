"""Reads a table of trade statistics in canonical columns, or in a publisher's own by a mapping beside the file."""

from pathlib import Path

from entrepot.errors import SourceError
from entrepot.sources.base import ParseContext, Source, read_meta
from entrepot.sources.tabular import batches, first_cells, looks_like
from entrepot.sources.trade_flow_table.layout import SUFFIX, layout_beside
from entrepot.sources.trade_flows import COLUMNS, emit_flows

_CONFIDENCE = 0.99  # a person said so


def recognise(path: Path, head: bytes) -> float:
    """Return how surely the file has the canonical columns, or those that the mapping beside it names."""
    try:
        layout = layout_beside(path)
    except SourceError:
        return _CONFIDENCE  # to be refused with what is wrong with the mapping
    if layout is not None:
        return _CONFIDENCE if not layout.wanted.missing(first_cells(path)) else 0.0
    return looks_like(path, COLUMNS)


def parse(context: ParseContext) -> None:
    """Emit the file's figures."""
    layout = layout_beside(context.path)
    if layout is None:
        emit_flows(context, batches(context, COLUMNS))
        return
    rows = (layout.canonical(batch) for batch in batches(context, layout.wanted))
    emit_flows(context, rows, scales=layout.scales)


def settings(path: Path) -> str:
    """Return the text of the mapping beside the file, empty where there is none: it decides the rows."""
    beside = path.with_name(path.name + SUFFIX)
    return beside.read_text("utf-8") if beside.is_file() else ""


SOURCE = Source(read_meta(__file__), recognise, parse, columns=COLUMNS, settings=settings)
