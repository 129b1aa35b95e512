"""Published claims: how two of one topic disagree, what the evidence adds up to, and the conflicts of the bundled case."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from command_line import DemoRun
from entrepot.case.claims import ClaimConflict, compare_claims, conflict_kind
from entrepot.case.results import Results, open_results
from entrepot.case.run import run_case
from small_case import ALFA_INN, CLAIMS, declaration, declarations, make_case

CLAIM: dict[str, Any] = {
    "publisher": "Invented Gazette",
    "attributed_to": None,
    "metric": "import_value",
    "subject_kind": "country",
    "subject": "RU",
    "partner": None,
    "country_basis": "unstated",
    "goods": "chips",
    "period_from_on": date(2022, 1, 1),
    "period_to_on": date(2022, 9, 30),
    "value": 1000.0,
    "unit": "USD",
}
MIRROR = {"metric": "export_value", "subject": "KZ", "partner": "RU"}


@pytest.mark.parametrize(
    ("first", "second", "kind"),
    [
        ({}, {}, None),
        ({}, {"period_to_on": date(2022, 12, 31)}, "same_figure_other_period"),
        ({}, {"period_to_on": date(2022, 12, 31), "value": 1030.0}, "same_figure_other_period"),
        ({}, {"period_to_on": date(2022, 12, 31), "value": 1032.0}, None),
        ({"country_basis": "producer_hq"}, {"country_basis": "seller"}, "producer_taken_for_supplier"),
        ({"country_basis": "origin"}, {"country_basis": "seller"}, None),
        ({"subject_kind": "company", "subject": "Firma Alfa OOO"}, {}, "firm_taken_for_country"),
        ({"metric": "component_count", "unit": "count"}, {"value": 2.0}, None),
        (
            {"metric": "component_count", "unit": "count"},
            {"metric": "component_count", "unit": "count", "value": 2.0},
            "other_dataset",
        ),
        ({}, {"value": 2000.0, "goods": "chips and boards"}, "other_goods_or_source"),
        ({}, {"value": 2000.0, "publisher": "Second Gazette"}, "other_goods_or_source"),
        ({}, {"value": 2000.0}, None),
        (
            {},
            {"value": 2000.0, "goods": "x", "period_from_on": date(2023, 1, 1), "period_to_on": date(2023, 2, 1)},
            None,
        ),
        ({}, {"value": 2000.0, "goods": "x", "period_from_on": None}, "other_goods_or_source"),
        ({"partner": "KZ"}, MIRROR, "mirror_gap"),
        ({"partner": "KZ"}, {**MIRROR, "period_to_on": date(2022, 8, 31)}, None),
        ({"partner": "KZ"}, {**MIRROR, "partner": "BY"}, None),
        ({}, {"unit": "EUR", "value": 2000.0, "goods": "x"}, None),
    ],
)
def test_how_two_claims_of_one_topic_disagree(first: dict[str, Any], second: dict[str, Any], kind: str | None) -> None:
    a, b = {**CLAIM, **first}, {**CLAIM, **second}

    assert conflict_kind(a, b) == kind
    assert conflict_kind(b, a) == kind


@contextmanager
def case_of(folder: Path, **files: str) -> Iterator[Results]:
    make_case(folder, {f"{name}.csv": text for name, text in files.items()})
    run_case(folder)
    with open_results(folder) as results:
        yield results


def mirrored(claim_id: str, metric: str, subject: str, partner: str, value: int) -> str:
    return (
        f"{claim_id},Invented Gazette,2023-05-03,trade,{metric},country,{subject},unstated,chips,"
        f"2022-01-01,2022-12-31,{value},USD,eq,{partner}\n"
    )


def test_mirrored_figures_are_compared_pair_by_pair_after_freight(tmp_path: Path) -> None:
    table = CLAIMS.splitlines()[0] + ",partner\n"
    table += mirrored("lt", "export_value", "LT", "KZ", 1000) + mirrored("kz-lt", "import_value", "KZ", "LT", 530)
    table += mirrored("nl", "export_value", "NL", "KZ", 200) + mirrored("kz-nl", "import_value", "KZ", "NL", 212)
    table += mirrored("pl", "export_value", "PL", "KZ", 0) + mirrored("kz-pl", "import_value", "KZ", "PL", 5)
    with case_of(tmp_path / "case", claims=table) as results:
        gaps = [c for c in compare_claims(results) if c.kind == "mirror_gap"]

    by_exporter = {next(r["subject"] for r in c.claims if r["metric"] == "export_value"): c for c in gaps}
    computed = {exporter: conflict.computed for exporter, conflict in by_exporter.items()}
    assert len({conflict.conflict_id for conflict in by_exporter.values()}) == 3
    assert computed == {"LT": pytest.approx(0.5), "NL": pytest.approx(0.0), "PL": None}
    assert by_exporter["LT"].computed_words.startswith("50.0%")


def test_a_firms_claim_is_put_beside_its_declarations(tmp_path: Path) -> None:
    with case_of(tmp_path / "case", claims=CLAIMS, declarations=declarations()) as results:
        conflicts = {conflict.conflict_id: conflict for conflict in compare_claims(results)}

    check = conflicts["alfa/evidence/alfa-2021"]
    assert (check.kind, check.computed) == ("against_evidence", 24000.0)
    assert "12 lines" in check.computed_words
    assert "100.0% of the claim" in check.computed_words
    assert "Synthetic lines are invented" in check.resolution
    assert check.evidence is not None
    assert (check.evidence["locator"], check.evidence["provenance"]) == ("row 2", "synthetic")
    assert [row["claim_id"] for row in conflicts["chips/same_figure_other_period"].claims] == [
        "nine-months",
        "full-year",
    ]
    assert len(conflicts) == 2


def test_the_weakest_provenance_of_the_lines_is_told(tmp_path: Path) -> None:
    words = ("reported", "reconstructed", "observed")
    lines = [
        declaration(f"A-{word}", "2021-12-20", "Firma Alfa OOO", ALFA_INN, 1).replace("synthetic", word)
        for word in words
    ]
    text = "\n".join((declarations().splitlines()[0] + ",publication", *(f"{line},Invented Gazette" for line in lines)))
    with case_of(tmp_path / "case", claims=CLAIMS, declarations=text + "\n") as results:
        [check] = [c for c in compare_claims(results) if c.kind == "against_evidence"]

    assert "provenance reconstructed" in check.computed_words
    assert "confirms the arithmetic, not the claim" in check.resolution


def test_a_case_without_claims_has_no_conflicts(tmp_path: Path) -> None:
    with case_of(tmp_path / "case", declarations=declarations()) as results:
        assert compare_claims(results) == []


@pytest.fixture(scope="module")
def demo_conflicts(demo_run: DemoRun) -> list[ClaimConflict]:
    with open_results(demo_run.case) as results:
        return compare_claims(results)


# Methods 13: K1 to K10, each with how its claims disagree.
KINDS = {
    "K1": "same_figure_other_period",
    "K2": "producer_taken_for_supplier",
    "K3": "firm_taken_for_country",
    "K4": "other_dataset",
    "K5": "other_goods_or_source",
    "K6": "other_goods_or_source",
    "K7": "other_goods_or_source",
    "K8": "same_figure_other_period",
    "K9": "other_goods_or_source",
    "K10": "same_figure_other_period",
}


@pytest.mark.parametrize(("number", "kind"), KINDS.items())
def test_the_bundled_case_surfaces_the_conflict(demo_conflicts: list[ClaimConflict], number: str, kind: str) -> None:
    found = [c for c in demo_conflicts if any(re.search(rf"\b{number}\b", row["note"] or "") for row in c.claims)]

    assert [c.kind for c in found if c.kind != "against_evidence"] == [kind]
    conflict = next(c for c in found if c.kind == kind)
    assert len(conflict.claims) >= 2
    assert all(row["locator"] and row["publisher"] for row in conflict.claims)
    assert number in conflict.resolution


def test_a_conflict_of_the_bundled_case_keeps_what_each_publication_says(demo_conflicts: list[ClaimConflict]) -> None:
    by_id = {conflict.conflict_id: conflict for conflict in demo_conflicts}
    chips = {row["claim_id"]: row for row in by_id["ru_chip_imports/same_figure_other_period"].claims}
    slip = by_id["ru_western_made_components/producer_taken_for_supplier"].claims

    assert {(row["value"], str(row["period_to_on"])) for row in chips.values()} == {
        (1.8e9, "2021-09-30"),
        (1.8e9, "2021-12-31"),
        (2.45e9, "2022-09-30"),
        (2.5e9, "2022-12-31"),
    }
    assert {(row["value"], row["country_basis"]) for row in slip} == {(777e6, "producer_hq"), (777e6, "seller")}


def test_reconstructed_lines_add_up_to_what_was_reported(demo_conflicts: list[ClaimConflict]) -> None:
    checks = [conflict for conflict in demo_conflicts if conflict.kind == "against_evidence"]

    assert len(checks) >= 5
    assert all(check.computed == pytest.approx(check.claims[0]["value"], rel=0.01) for check in checks)
    assert all("arithmetic" in check.resolution for check in checks)
