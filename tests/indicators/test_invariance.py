"""What must not change a finding: the order of rows, the ids of parties, and rows that have nothing to do with it."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

import pytest
from harness import Rows, case_paths, case_rows, read_case, run_rows

from entrepot.indicators.base import Finding
from entrepot.indicators.registry import to_json

RAISED = [path for path in case_paths() if path.stem.startswith(("raised", "fence"))]
CASE = pytest.mark.parametrize("path", RAISED, ids=lambda path: f"{path.parent.name}/{path.stem}")


def outcome(path: Path, change: Callable[[Rows], Rows] = lambda rows: rows) -> list[Finding]:
    case = read_case(path)
    return run_rows(path.parent.name, case, change(case_rows(case)))


def essence(findings: list[Finding], rename: Callable[[str], str] = str) -> list[tuple[Any, ...]]:
    return sorted(
        (rename(f.subject_id), f.outcome.value, f.value, f.threshold, f.p_value, len(f.evidence)) for f in findings
    )


def is_party_id(column: str) -> bool:
    return column.endswith("party_id") or column in ("party_a_id", "party_b_id")


def in_order(row: dict[str, Any]) -> dict[str, Any]:
    """Return a link with its lower party id first, as the graph writes it; other rows as they are."""
    if row.get("party_a_id", "") <= row.get("party_b_id", ""):
        return row
    swapped = {"party_a_id": row["party_b_id"], "party_b_id": row["party_a_id"]}
    if "b_locator" in row:
        places = {"snapshot_id": row["b_snapshot_id"], "locator": row["b_locator"]}
        swapped |= {**places, "b_snapshot_id": row["snapshot_id"], "b_locator": row["locator"]}
    return {**row, **swapped}


@CASE
def test_order_of_rows_changes_no_byte(path: Path) -> None:
    def shuffled(rows: Rows) -> Rows:
        return {name: Random(7).sample(listed, len(listed)) for name, listed in rows.items()}  # noqa: S311 (no secret)

    before = [json.dumps(to_json(finding)) for finding in outcome(path)]
    after = [json.dumps(to_json(finding)) for finding in outcome(path, shuffled)]

    assert after == before


@CASE
def test_other_party_ids_give_the_same_findings(path: Path) -> None:
    def named(party_id: str) -> str:
        return f"Z{party_id[::-1]}" if not party_id.startswith(("corridor", "goods", "case")) else party_id

    def renamed(rows: Rows) -> Rows:
        return {
            name: [
                in_order({k: named(v) if is_party_id(k) and isinstance(v, str) else v for k, v in row.items()})
                for row in listed
            ]
            for name, listed in rows.items()
        }

    assert essence(outcome(path, renamed)) == essence(outcome(path), named)


@CASE
def test_unrelated_rows_change_nothing(path: Path) -> None:
    evidence = {"snapshot_id": "unrelated", "provenance": "synthetic"}

    def more(rows: Rows) -> Rows:
        wheat = [
            {
                "declaration_id": f"wheat {n}",
                "declared_on": date(2022, 7, 1),
                "direction": "import",
                "importer_party_id": "Mill",
                "importer_source_party_id": "Mill",
                "hs6": "100119",
                "value_usd": 5_000_000.0,
                "locator": f"row {n}",
                **evidence,
            }
            for n in range(20)
        ]
        mill = {"party_id": "Mill", "party_kind": "company", "name": "Mill", "record_count": 1, "country_iso": "PE"}
        bread = {
            "reporter_iso": "FR",
            "partner_iso": "KG",
            "flow_code": "X",
            "goods_code": "190590",
            "goods_level": "HS6",
            "hs6": "190590",
            "period_on": date(2022, 7, 1),
            "frequency": "M",
            "value_eur": 9_000_000.0,
            "locator": "row 1",
            **evidence,
        }
        return {
            **rows,
            "linked__declaration": [*rows.get("linked__declaration", []), *wheat],
            "linked__party": [*rows["linked__party"], {**mill, "locator": "row 1", **evidence}],
            "linked__trade_flow": [*rows.get("linked__trade_flow", []), bread],
        }

    assert essence(outcome(path, more)) == essence(outcome(path))


@pytest.mark.parametrize("path", [p for p in RAISED if p.parent.name in ("M1", "M11")], ids=lambda p: p.stem)
def test_ratios_ignore_the_scale_of_the_statistics(path: Path) -> None:
    def tenfold(rows: Rows) -> Rows:
        flows = [
            {k: v * 10 if k in ("value_eur", "value_usd") else v for k, v in row.items()}
            for row in rows["linked__trade_flow"]
        ]
        return {**rows, "linked__trade_flow": flows}

    before = {finding.subject_id: finding.value for finding in outcome(path)}
    after = {finding.subject_id: finding.value for finding in outcome(path, tenfold)}

    assert before.items() <= after.items()


@pytest.mark.parametrize("path", [p for p in RAISED if p.parent.name in ("F1", "F2")], ids=lambda p: p.stem)
def test_later_trade_never_lowers_a_raised_flag(path: Path) -> None:
    def continued(rows: Rows) -> Rows:
        last = max(row["declared_on"] for row in rows["linked__declaration"])
        again = [
            {**row, "declaration_id": f"again {row['declaration_id']}", "locator": f"again {row['locator']}"}
            for row in rows["linked__declaration"]
            if row["declared_on"] >= date(2022, 3, 1) and row["declared_on"] <= last
        ]
        return {**rows, "linked__declaration": [*rows["linked__declaration"], *again]}

    raised = {f.subject_id for f in outcome(path) if f.outcome == "raised"}

    assert raised <= {f.subject_id for f in outcome(path, continued) if f.outcome == "raised"}
