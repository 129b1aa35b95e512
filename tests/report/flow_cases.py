"""Small invented statistics whose flows are drawn: a loss, rises, a silent month, a mirrored one, a code that an edition cut."""

from datetime import date
from pathlib import Path
from typing import cast

from entrepot.case.config import CaseConfig
from entrepot.case.results import Results
from entrepot.codes.hs import edition_on
from entrepot.codes.tables import reference_tables
from entrepot.records.trade_flow import TRADE_FLOW
from entrepot.store.engine import DuckEngine, Engine, Row
from entrepot.store.tables import to_arrow

from .conftest import LIST, snapshot, toy_engine

CHIPS, BEARINGS = "854231", "848220"  # tiers 1 and 3.B, of every edition
BEFORE_ONLY, SINCE_2022 = "854150", "854151"  # one goods group: the edition replaced the code
CUT = "901380"  # without figures since the edition changed
SILENT = date(2021, 5, 1)  # Germany reports nothing; Kazakhstan's own imports stand in its place
MONTHS = [date(year, month, 1) for year in (2020, 2021, 2022) for month in range(1, 13)]
LEVELS = {"RU": (9_000_000.0, 90_000.0), "KZ": (400_000.0, 1_900_000.0), "KG": (20_000.0, 700_000.0)} | {
    "BY": (800_000.0, 80_000.0),
    "TJ": (500.0, 4_000.0),
}


def flow(way: str, goods: str, month: date, value: float, number: int, **more: object) -> Row:
    """Return a row of linked__trade_flow; `way` is `DE X KG`: who reports, which flow, with whom."""
    reporter, code, partner = way.split()
    return {
        "reporter_iso": reporter,
        "partner_iso": partner,
        "flow_code": code,
        "goods_code": goods,
        "goods_level": "HS6",
        "hs6": goods,
        "hs_edition": edition_on(month),
        "period_on": month,
        "frequency": "M",
        "value_eur": value,
        "snapshot_id": LIST,
        "locator": f"row {number}",
        "provenance": "synthetic",
        **more,
    }


def flow_rows(exporter: str = "DE", scale: float = 1.0) -> list[Row]:
    """Return the exporter's listed goods by month, each partner at one level before March 2022 and at another since."""
    rows: list[Row] = []
    for k, month in enumerate(MONTHS):
        for partner, levels in LEVELS.items():
            value = scale * levels[month >= date(2022, 3, 1)] * (1 + 0.03 * ((5 * k) % 7 - 3))
            goods: tuple[tuple[str, float], ...] = (
                (CHIPS, 0.6),
                (BEARINGS, 0.4),
                (BEFORE_ONLY if month.year < 2022 else SINCE_2022, 0.1),
            )
            goods += ((CUT, 0.05),) if month.year < 2022 else ()
            if month != SILENT:
                rows += [flow(f"{exporter} X {partner}", g, month, value * s, len(rows) + 2) for g, s in goods]
    rows.append(flow(f"KZ M {exporter}", CHIPS, SILENT, 212_000.0, len(rows) + 2))
    return rows


def results_of_flows(folder: Path, rows: list[Row], engine: Engine | None = None) -> Results:
    """Return a case of these statistics, run; on its own engine, or on one that is given."""
    used = engine or toy_engine({})
    used.register("linked__trade_flow", to_arrow(TRADE_FLOW.linked(), rows))
    for name, table in reference_tables().items():
        used.register(name, table)
    kept = {LIST: snapshot(LIST, "flows.csv", "Invented statistics")}
    run = {"as_of_on": "2023-06-30"}
    return Results(folder, CaseConfig(title="Flows <b>"), cast("DuckEngine", used), [], kept, run)
