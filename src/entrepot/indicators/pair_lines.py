"""Trade between two firms as evidence: their largest declaration lines, and deliveries that a publication reports."""

from collections.abc import Iterable
from pathlib import Path

import pyarrow as pa

from entrepot.indicators.base import Context, Evidence
from entrepot.indicators.declared_lines import line_summary
from entrepot.records.base import TEXT
from entrepot.store.engine import Row
from entrepot.store.sql import read_statement

_STATEMENT = read_statement(Path(__file__).with_name("pair_lines.sql"))
_SCHEMA = pa.schema([("exporter_party_id", TEXT), ("importer_party_id", TEXT)])
Pair = tuple[str, str]  # exporter, importer


def pair_evidence(context: Context, pairs: Iterable[Pair], *, lines_shown: int) -> dict[Pair, tuple[Evidence, ...]]:
    """Return what shows the trade of each pair: its largest lines, at most `lines_shown`, then reported deliveries.

    A pair without either is left out. Reads `trade__line` (trade_lines.prepare_trade_lines).
    """
    rows = [{"exporter_party_id": exporter, "importer_party_id": importer} for exporter, importer in sorted(set(pairs))]
    context.engine.register("pair__shown", pa.Table.from_pylist(rows, schema=_SCHEMA))
    found: dict[Pair, list[Evidence]] = {}
    for row in context.rows(_STATEMENT, {"as_of_on": context.as_of_on, "lines_shown": lines_shown}):
        pair = (row["exporter_party_id"], row["importer_party_id"])
        place = (row["snapshot_id"], row["locator"])
        found.setdefault(pair, []).append(Evidence(*place, _summary(row), row["provenance"], row["publication"]))
    return {pair: tuple(items) for pair, items in found.items()}


def _summary(row: Row) -> str:
    if row["note"] is not None:
        return f"{row['exporter_name']} supplies {row['importer_name']}: {row['note']}"
    return line_summary(row)
