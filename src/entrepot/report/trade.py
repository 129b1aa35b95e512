"""What parties traded, read once for all pages: sums by month, and the lines that findings rest on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pyarrow as pa
import pyarrow.compute as pc

from entrepot.case.results import Results
from entrepot.store.engine import Row, rows_of
from entrepot.store.sql import statement_beside

Place = tuple[str, str]  # snapshot id and locator


@dataclass(frozen=True)
class MonthSum:
    """What a party received or sent in a month, of one provenance; the value is None where no line has one."""

    party_id: str
    side: str
    month_on: date
    provenance: str
    value_usd: Decimal | None
    line_count: int


def trade_by_month(results: Results, party_ids: Iterable[str]) -> dict[str, list[MonthSum]]:
    """Return the monthly sums of these parties by party id, in US dollars as declared."""
    found: dict[str, list[MonthSum]] = {}
    for row in results.rows(statement_beside(__file__, "by_month"), {"party_ids": sorted(set(party_ids))}):
        found.setdefault(row["party_id"], []).append(MonthSum(**row))
    return found


def lines_at(results: Results, party_ids: Iterable[str], places: Sequence[Place]) -> dict[Place, Row]:
    """Return the declaration lines of these parties that stand at these places."""
    wanted = pa.array(sorted({"\n".join(place) for place in places}), pa.string())
    lines = results.engine.run(statement_beside(__file__, "lines"), {"party_ids": sorted(set(party_ids))})
    keys = pc.binary_join_element_wise(lines["snapshot_id"], lines["locator"], "\n")
    kept = rows_of(lines.filter(pc.is_in(keys, wanted)))
    return {(row["snapshot_id"], row["locator"]): row for row in kept}


def rows_about(results: Results, table: str, column: str, ids: Iterable[str]) -> list[Row]:
    """Return the rows of a table whose column holds one of the ids, in the table's order made stable by all columns."""
    rows = results.engine.read(table)
    kept = rows.filter(pc.is_in(rows[column], pa.array(sorted(set(ids)), pa.string())))
    return sorted(rows_of(kept), key=lambda row: [(value is None, str(value)) for value in row.values()])
