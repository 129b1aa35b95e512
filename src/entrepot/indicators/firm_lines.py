"""The controlled lines of some firms as evidence: each firm's largest, joined and not listed, so that many cost one pass."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Literal

import pyarrow as pa

from entrepot.indicators.base import Context
from entrepot.store.engine import Row, Value
from entrepot.store.sql import read_statement

_LINES = read_statement(Path(__file__).with_name("firm_lines.sql"))
_NAMED = read_statement(Path(__file__).with_name("named_lines.sql"))
_LINE = pa.schema([pa.field("declaration_id", pa.string(), nullable=False)])
_PARTY = pa.schema(
    [
        pa.field("party_id", pa.string(), nullable=False),
        pa.field("from_on", pa.date32()),
        pa.field("to_on", pa.date32()),
    ]
)
Span = tuple[date, date]  # first and last day
_FIRST_DAY = date(1900, 1, 1)  # before every ledger; engines do not agree on days of the first centuries
_ALL = 2**31 - 1  # more lines than a party has; a comparison with null is refused by one of the engines
LINES_SHOWN = 20  # [P] of one firm; the counts and sums of a finding are over all its lines


def show_parties(context: Context, party_ids: Iterable[str], spans: Mapping[str, Span] | None = None) -> None:
    """Make the parties that are written out readable as `shown__party`, for statements that join their evidence."""
    within = spans or {}
    rows = []
    for party_id in sorted(set(party_ids)):
        first_on, last_on = within.get(party_id, (None, None))
        rows.append({"party_id": party_id, "from_on": first_on, "to_on": last_on})
    context.engine.register("shown__party", pa.Table.from_pylist(rows, schema=_PARTY))


def largest_lines(
    context: Context,
    party_ids: Iterable[str],
    *,
    side: Literal["importer", "exporter", "either"] = "either",
    from_on: date = _FIRST_DAY,
    spans: Mapping[str, Span] | None = None,
    extra_hs: Sequence[str] = (),
    lines_shown: int | None = LINES_SHOWN,
) -> dict[str, list[Row]]:
    """Return each party's controlled lines from a day on, the highest value first, by party id.

    Reads `controlled__code` (controlled_codes.prepare_controlled_codes) and `trade__line` (trade_lines.prepare_trade_lines).

    Args:
        context: The case.
        party_ids: Whose lines.
        side: On which side of a line the party stands.
        from_on: Earliest day of declaration.
        spans: The days that count for a party, by party id; without one, all since `from_on`.
        extra_hs: Headings or codes that count as controlled although the study's list does not hold them.
        lines_shown: How many lines of one party, at most; None is all of them.
    """
    show_parties(context, party_ids, spans)
    found: dict[str, list[Row]] = defaultdict(list)
    parameters: dict[str, Value] = {
        "side": side,
        "from_on": from_on,
        "as_of_on": context.as_of_on,
        "extra_hs": sorted(extra_hs),
        "lines_shown": _ALL if lines_shown is None else lines_shown,
    }
    for row in context.rows(_LINES, parameters):
        found[row["party_id"]].append(row)
    return found


def with_lines(context: Context, ranked: Sequence[Row]) -> list[Row]:
    """Return rows that name a declaration line (`declaration_id`), in their order, with what the line says."""
    lines = named_lines(context, (row["declaration_id"] for row in ranked))
    return [{**lines[row["declaration_id"]], **row} for row in ranked if row["declaration_id"] in lines]


def named_lines(context: Context, declaration_ids: Iterable[str]) -> dict[str, Row]:
    """Return declaration lines by their ids, in order of day, file and place; a line that does not exist is left out."""
    rows = [{"declaration_id": line_id} for line_id in sorted(set(declaration_ids))]
    context.engine.register("shown__line", pa.Table.from_pylist(rows, schema=_LINE))
    return {row["declaration_id"]: row for row in context.rows(_NAMED)}
