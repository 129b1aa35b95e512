"""Trade figures as a reader asks for them: levels by partner, and series to draw."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from entrepot.settings import Study
from entrepot.store.engine import Engine, Row, Value, rows_of
from entrepot.store.sql import statement_beside

RECENT_MONTHS = 12


@dataclass(frozen=True)
class Panel:
    """One partner's series: `points` are (first day of month, value in `currency`)."""

    partner_iso: str
    title: str
    currency: str
    points: tuple[tuple[date, float], ...]
    provenance: str
    source: str


def partner_levels(engine: Engine, study: Study) -> list[Row]:
    """Return the mean month of each partner in the baseline and in the latest twelve months, with their ratio.

    `ratio` is None where the baseline is empty. Stockpiling months are left out of the baseline.
    """
    nowhere = date(1900, 1, 1)
    stock = study.stockpiling
    parameters: dict[str, Value] = {
        "base_from_on": study.baseline.from_on,
        "base_to_on": study.baseline.to_on,
        "stock_from_on": stock.from_on if stock else nowhere,
        "stock_to_on": stock.to_on if stock else nowhere,
        "after_on": study.cutoff_on,
        "recent_months": RECENT_MONTHS,
    }
    return rows_of(engine.run(statement_beside(__file__, "levels"), parameters))


def goods_by_partner(engine: Engine, study: Study) -> list[Row]:
    """Return value before and after the cut-off by partner and goods group."""
    return rows_of(engine.run(statement_beside(__file__, "goods"), {"cutoff_on": study.cutoff_on}))


def panels_of(engine: Engine, study: Study) -> list[Panel]:
    """Return one panel a partner: the destination first, then by value since the cut-off."""
    grouped: dict[tuple[str, str, str], list[Row]] = {}
    for row in rows_of(engine.run(statement_beside(__file__, "series"))):
        grouped.setdefault((row["partner_iso"], row["currency"], row["snapshot_id"]), []).append(row)

    def rank(rows: list[Row]) -> tuple[Any, ...]:
        after = sum(r["month_value"] for r in rows if r["period_on"] >= study.cutoff_on)
        return rows[0]["partner_iso"] != study.destination_iso, -after, rows[0]["partner_iso"]

    return [_panel(rows) for rows in sorted(grouped.values(), key=rank)]


def _panel(rows: list[Row]) -> Panel:
    first = rows[0]
    return Panel(
        partner_iso=first["partner_iso"],
        title=f"Exports to {first['partner_name']}",
        currency=first["currency"],
        points=tuple((r["period_on"], r["month_value"]) for r in rows),
        provenance=max(r["provenance"] for r in rows),
        source=first["publication"] or first["snapshot_id"],
    )
