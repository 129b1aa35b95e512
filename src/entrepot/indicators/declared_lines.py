"""Declaration lines as evidence: the same words for a line wherever it is shown."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from entrepot.indicators.base import Context, Evidence
from entrepot.store.engine import Row, Value
from entrepot.store.sql import read_statement

LINES_OF_PARTIES = read_statement(Path(__file__).with_name("declared_lines.sql"))


def lines_of_parties(context: Context, party_ids: Sequence[str], extra_hs: Sequence[str] = ()) -> list[Row]:
    """Return the lines of goods on the study's list that the parties import or export, the highest value first.

    Args:
        context: The case.
        party_ids: Whose lines.
        extra_hs: Headings or codes that count as controlled although the study's list does not hold them.
    """
    if not party_ids:
        return []
    parameters: dict[str, Value] = {
        "as_of_on": context.as_of_on,
        "party_ids": sorted(party_ids),
        "extra_hs": sorted(extra_hs),
        "controls_list": context.study.controls_list,
    }
    return context.rows(LINES_OF_PARTIES, parameters)


def line_summary(row: Row) -> str:
    """Return a declaration line in words: day, goods, amount, value, from whom to whom."""
    goods = row["part_number"] or row["goods_description"] or "goods"
    amount = f", {row['quantity']:,.10g} {row['quantity_unit'] or 'units'}" if row["quantity"] is not None else ""
    value = f", USD {row['value_usd']:,.0f}" if row["value_usd"] is not None else ", no value in USD"
    parties = f"{row['exporter_name'] or 'exporter not named'} to {row['importer_name'] or 'importer not named'}"
    return f"{row['declared_on']}: {parties}, HS {row['hs6'] or 'not known'} {goods}{amount}{value}"


def line_evidence(rows: Iterable[Row]) -> tuple[Evidence, ...]:
    """Return declaration lines as evidence, in the order given."""
    return tuple(
        Evidence(row["snapshot_id"], row["locator"], line_summary(row), row["provenance"], row["publication"])
        for row in rows
    )
