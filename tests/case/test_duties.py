"""What is said of edition breaks, gaps in ledgers, doubtful lines, hindsight and chance."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any, cast

from entrepot.case.config import CaseConfig
from entrepot.case.duties import Duty, duties_of
from entrepot.case.results import Results
from entrepot.records.base import Table
from entrepot.records.declaration import DECLARATION
from entrepot.records.designation import DESIGNATION
from entrepot.records.linked import CONTROLLED_LINE, LINE_DOUBT
from entrepot.records.party import PARTY_FACT
from entrepot.records.relation import INTEREST, ROLE
from entrepot.settings import Study
from entrepot.store.engine import DuckEngine, Engine
from entrepot.store.tables import to_arrow

_EVIDENCE = {"snapshot_id": "file", "provenance": "synthetic"}


def line(name: str, day: date, **more: object) -> dict[str, Any]:
    usual = {"direction": "import", "reporting_iso": "KZ", "locator": name, **_EVIDENCE}
    return {"declaration_id": name, "declared_on": day, **usual, **more}


def duties(engine: Engine, *, as_of_on: date | None = None, **tables: Iterable[dict[str, Any]]) -> dict[str, Duty]:
    known: dict[str, tuple[str, Table]] = {
        "lines": ("linked__declaration", DECLARATION.linked()),
        "listings": ("linked__designation", DESIGNATION.linked()),
        "interests": ("linked__interest", INTEREST.linked()),
        "roles": ("linked__role", ROLE.linked()),
        "facts": ("linked__party_fact", PARTY_FACT.linked()),
        "controlled": (CONTROLLED_LINE.name, CONTROLLED_LINE),
        "doubts": (LINE_DOUBT.name, LINE_DOUBT),
    }
    for key, (name, table) in known.items():
        engine.register(name, to_arrow(table, list(tables.get(key, []))))
    findings: list[dict[str, Any]] = [
        {"indicator": "F5", "outcome": "raised", "p_value": 0.001},
        {"indicator": "F2", "outcome": "raised", "p_value": None},
        {"indicator": "F1", "outcome": "clear", "p_value": 0.5},
    ]
    counts = {"subjects_tested": 30, "raised": 2, "clear": 28, "not_applicable": 0}
    manifest = {"as_of_on": "2024-06-30", "indicators": {"F5": counts, "F2": counts}}
    config = CaseConfig(title="Invented", study=Study(as_of_on=as_of_on))
    results = Results(Path("folder"), config, cast("DuckEngine", engine), findings, {}, manifest)
    return {duty.id: duty for duty in duties_of(results)}


def test_nine_duties_stand_in_order_even_in_an_empty_case(engine: Engine) -> None:
    assert list(duties(engine)) == [f"C{n}" for n in range(1, 10)]


def test_months_without_lines_and_thin_ones_are_named_by_ledger(engine: Engine) -> None:
    lines = [
        line(f"{year}-{month} {n}", date(year, month, 1 + n))
        for year, month, count in [(2022, 11, 1), (2022, 12, 9), (2023, 1, 9), (2023, 3, 9), (2023, 4, 2), (2023, 5, 1)]
        for n in range(count)
    ]
    lines.append(line("alone", date(2020, 2, 2), reporting_iso=None, direction="export"))

    duty = duties(engine, lines=lines)["C2"]

    by_ledger = {(f["reporting_iso"], f["direction"]): f for f in duty.figures}
    assert by_ledger["KZ", "import"]["empty"] == ["2023-02"]
    assert by_ledger["KZ", "import"]["thin"] == ["2023-04"]
    assert (by_ledger["KZ", "import"]["from_month"], by_ledger["KZ", "import"]["to_month"]) == ("2022-11", "2023-05")
    assert by_ledger["not stated", "export"]["lines"] == 1
    assert "KZ import: 2023-02, 2023-04." in duty.said


def test_breaks_and_doubts_are_counted(engine: Engine) -> None:
    controlled = [
        {"declaration_id": str(n), "hs_group_id": group, "is_break": is_break, "is_listed_then": True}
        for n, (group, is_break) in enumerate([("a", True), ("a", True), ("b", True), ("c", False)])
    ]
    doubts = [
        {"declaration_id": str(n), "doubt_kind": kind, "size": 2.0, "snapshot_id": "file", "locator": str(n)}
        for n, kind in enumerate(["possible_duplicate"] * 3 + ["power_of_ten"])
    ]

    made = duties(engine, controlled=controlled, doubts=doubts)

    assert made["C1"].figures == [{"lines": 4, "break_lines": 3, "break_groups": 2}]
    assert made["C3"].figures == [{"possible_duplicate": 3}]
    assert made["C4"].figures == [{"power_of_ten": 1}]


def test_rows_after_the_day_of_the_case_are_counted(engine: Engine) -> None:
    lines = [line("before", date(2023, 1, 1)), line("on the day", date(2023, 2, 1)), line("after", date(2023, 2, 2))]
    listing = {"party_id": "a", "source_party_id": "a", "native_id": "1", "list_id": "eu_269", "regime": "EU"}
    listings = [{**listing, "listed_on": date(2023, 2, 2), "locator": "row 2", **_EVIDENCE}]

    days = [None, date(2023, 2, 1), date(2023, 2, 2), date(2023, 3, 1)]
    owner = {"owner_party_id": "a", "owner_source_party_id": "a"}
    holder = {"holder_party_id": "a", "holder_source_party_id": "a", "role_kind": "director"}
    subject = {"subject_party_id": "b", "subject_source_party_id": "b", "locator": "row 2", **_EVIDENCE}
    fact = {"party_id": "a", "source_party_id": "a", "fact_kind": "employees", "locator": "row 2", **_EVIDENCE}

    duty = duties(
        engine,
        as_of_on=date(2023, 2, 1),
        lines=lines,
        listings=listings,
        interests=[{**owner, **subject, "interest_kind": "shares", "from_on": day} for day in days],
        roles=[{**holder, **subject, "from_on": day} for day in days[:3]],
        facts=[{**fact, "from_on": day} for day in [*days, days[3]]],
    )["C5"]

    counted = {what: count for what, count in duty.figures[0].items() if what != "as_of_on"}
    assert counted == {"declarations": 1, "facts": 3, "interests": 2, "listings": 1, "roles": 1}
    assert "2 interests, 1 roles, 3 facts" in duty.said


def test_chance_and_number_of_questions_are_said(engine: Engine) -> None:
    made = duties(engine)

    assert made["C8"].figures == [{"raised": 2, "with_p_value": 1, "indicators": ["F1", "F5"]}]
    assert made["C9"].said.startswith("60 questions were asked")
