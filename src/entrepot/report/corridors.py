"""Monthly series of the corridors that findings name: one exporting block, one partner, one goods group."""

from collections.abc import Iterable
from datetime import date

from entrepot.case.results import Results
from entrepot.flows.coalition_exports import TABLE
from entrepot.report.trade import rows_about
from entrepot.store.engine import Row

Corridor = tuple[str, str, str]  # reporting block, partner and goods group
Points = tuple[tuple[date, float | None], ...]


def corridor_of(finding: Row) -> Corridor | None:
    """Return the block, partner and goods group of a finding; None where it is about all goods, or no corridor."""
    details = finding.get("details", {})
    named = [details.get(key) for key in ("reporter", "partner_iso", "goods")]
    if not all(isinstance(value, str) for value in named) or not named[2].isdigit():
        return None
    return named[0], named[1], named[2]


def corridor_series(results: Results, findings: Iterable[Row]) -> dict[Corridor, Points]:
    """Return the value by month of every corridor that the findings name, in the currency of its statistics.

    All codes of a goods group count, its predecessors included.
    """
    wanted = {corridor for finding in findings if (corridor := corridor_of(finding)) is not None}
    if not wanted:
        return {}
    sums: dict[Corridor, dict[date, float]] = {}
    for row in rows_about(results, TABLE, "partner_iso", {partner for _, partner, _ in wanted}):
        corridor = (row["reporter_block"], row["partner_iso"], row["group_id"])
        if corridor in wanted and row["value"] is not None:
            months = sums.setdefault(corridor, {})
            months[row["period_on"]] = months.get(row["period_on"], 0.0) + row["value"]
    return {corridor: tuple(sorted(months.items())) for corridor, months in sums.items()}
