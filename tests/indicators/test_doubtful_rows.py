"""Raised findings say which of their lines may be counted twice or have a wrong unit."""

from dataclasses import replace

from entrepot.indicators.base import Context, Evidence, Finding, Outcome
from entrepot.indicators.doubtful_rows import with_caveats_on_doubtful_rows
from entrepot.records.linked import LINE_DOUBT
from entrepot.settings import Study
from entrepot.store.engine import Engine
from entrepot.store.tables import to_arrow


def doubt(place: str, kind: str) -> dict[str, object]:
    return {"declaration_id": place, "doubt_kind": kind, "size": 2.0, "snapshot_id": "file", "locator": place}


def test_doubtful_rows_are_counted_by_kind_in_raised_findings_only(engine: Engine) -> None:
    doubts = [
        doubt("row 2", "possible_duplicate"),
        doubt("row 3", "possible_duplicate"),
        doubt("row 3", "power_of_ten"),
        doubt("row 99", "power_of_ten"),
    ]
    engine.register(LINE_DOUBT.name, to_arrow(LINE_DOUBT, doubts))
    rows = tuple(Evidence("file", f"row {n}", "a line", "observed") for n in (2, 3, 4))
    elsewhere = tuple(Evidence("another file", f"row {n}", "a line", "observed") for n in (2, 3, 4))
    raised = Finding("F1", 1, Outcome.RAISED, "a", "A", "party", "Because.", evidence=rows, caveats=("First.",))
    clear = replace(raised, outcome=Outcome.CLEAR)

    found = with_caveats_on_doubtful_rows(
        Context(engine, Study()), [raised, clear, replace(raised, evidence=elsewhere)]
    )

    assert [len(f.caveats) for f in found] == [3, 1, 1]
    assert found[0].caveats[0] == "First."
    assert found[0].caveats[1].startswith("2 of 3 rows stand in other declarations of that day")
    assert found[0].caveats[2].startswith("1 of 3 rows have a price")
