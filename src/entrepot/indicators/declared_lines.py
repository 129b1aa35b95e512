"""Declaration lines as evidence: the same words for a line wherever it is shown."""

from collections.abc import Iterable

from entrepot.indicators.base import Evidence
from entrepot.store.engine import Row


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
