"""Reported figures of trade statistics as evidence of a finding."""

from collections.abc import Iterable

from entrepot.indicators.base import Evidence
from entrepot.store.engine import Row


def figure_evidence(rows: Iterable[Row]) -> tuple[Evidence, ...]:
    """Return reported figures as evidence, in the order given."""
    return tuple(
        Evidence(
            row["snapshot_id"],
            row["locator"],
            f"{row['period_on']:%Y-%m}: {row['reporter_iso']} exports to {row['partner_iso']}, goods {row['goods_code']}, "
            f"{row['currency_code']} {row['value']:,.0f}",
            row["provenance"],
            row["publication"],
        )
        for row in rows
    )
