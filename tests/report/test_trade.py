"""The report's statements: sums by month, and lines at their places."""

from datetime import date
from decimal import Decimal
from pathlib import Path

from entrepot.case.config import CaseConfig
from entrepot.case.results import Results
from entrepot.records.declaration import DECLARATION
from entrepot.report.trade import MonthSum, lines_at, rows_about, trade_by_month
from entrepot.store.engine import DuckEngine, Engine, rows_of
from entrepot.store.sql import Statement, shared_statements
from entrepot.store.tables import to_arrow

from .conftest import LEDGER, shipment

LINES = [
    shipment(2, date(2022, 3, 1), ("maker", "buyer"), 0.1),
    shipment(3, date(2022, 3, 31), ("maker", "buyer"), 0.2),
    shipment(4, date(2022, 3, 31), ("maker", "buyer"), 5.0, provenance="synthetic"),
    shipment(5, date(2022, 4, 1), ("buyer", "third"), 7.0),
    shipment(6, date(2022, 4, 1), ("maker", "third"), 9.0) | {"value_usd": None},
]


def statement(name: str) -> Statement:
    return next(found for found in shared_statements() if found.name == name)


def case_of(engine: DuckEngine, folder: Path) -> Results:
    engine.register("linked__declaration", to_arrow(DECLARATION.linked(), LINES))
    return Results(folder, CaseConfig(title="t"), engine, [], {}, {})


def test_statements_give_the_same_rows_on_every_engine(engine: Engine) -> None:
    engine.register("linked__declaration", to_arrow(DECLARATION.linked(), LINES))
    parties = {"party_ids": ["buyer", "third"]}
    sums = rows_of(engine.run(statement("report/trade__by_month"), parties))
    lines = rows_of(engine.run(statement("report/trade__lines"), parties))
    assert [(row["party_id"], row["side"], row["line_count"]) for row in sums] == [
        ("buyer", "received", 2),
        ("buyer", "received", 1),
        ("buyer", "sent", 1),
        ("third", "received", 2),
    ]
    assert [row["locator"] for row in lines] == ["row 2", "row 3", "row 4", "row 5", "row 6"]


def test_sums_are_exact_and_kept_apart_by_provenance(duck: DuckEngine, tmp_path: Path) -> None:
    found = trade_by_month(case_of(duck, tmp_path), ["buyer"])["buyer"]
    march = date(2022, 3, 1)
    assert found == [
        MonthSum("buyer", "received", march, "reconstructed", Decimal("0.30"), 2),
        MonthSum("buyer", "received", march, "synthetic", Decimal("5.00"), 1),
        MonthSum("buyer", "sent", date(2022, 4, 1), "reconstructed", Decimal("7.00"), 1),
    ]


def test_lines_without_a_value_are_counted_but_not_summed(duck: DuckEngine, tmp_path: Path) -> None:
    third = trade_by_month(case_of(duck, tmp_path), ["third"])["third"]
    assert [(month.value_usd, month.line_count) for month in third] == [(Decimal("7.00"), 2)]


def test_lines_are_found_by_file_and_place(duck: DuckEngine, tmp_path: Path) -> None:
    places = [(LEDGER, "row 3"), ("other", "row 2")]
    found = lines_at(case_of(duck, tmp_path), ["buyer"], places)
    assert list(found) == [(LEDGER, "row 3")]


def test_rows_about_nobody_are_none(duck: DuckEngine, tmp_path: Path) -> None:
    results = case_of(duck, tmp_path)
    assert rows_about(results, "linked__declaration", "importer_party_id", []) == []
    assert len(rows_about(results, "linked__declaration", "importer_party_id", ["third"])) == 2
