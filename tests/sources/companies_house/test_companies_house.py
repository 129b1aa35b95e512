"""Companies and control in the United Kingdom: bands of shares, statements, and the real snapshots."""

from pathlib import Path

import pytest

from entrepot.sources.companies_house.companies import party_id
from entrepot.sources.companies_house.natures import Nature, nature_of
from entrepot.sources.registry import recognise
from parsed import only, parsed, rows_of

HERE = Path(__file__).parent
PSC = HERE / "sample_psc.jsonl"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("ownership-of-shares-25-to-50-percent", ("shares", 25.0, 50.0, True, False)),
        ("ownership-of-shares-50-to-75-percent", ("shares", 50.0, 75.0, True, True)),
        ("ownership-of-shares-75-to-100-percent", ("shares", 75.0, 100.0, False, False)),
        ("voting-rights-50-to-75-percent-limited-liability-partnership", ("votes", 50.0, 75.0, True, True)),
        ("ownership-of-shares-25-to-50-percent-as-trust", ("indirect", 25.0, 50.0, True, False)),
        ("voting-rights-75-to-100-percent-as-firm", ("indirect", 75.0, 100.0, False, False)),
        ("right-to-share-surplus-assets-75-to-100-percent", ("unknown", 75.0, 100.0, False, False)),
        ("ownership-of-shares-more-than-25-percent-registered-overseas-entity", ("shares", 25.0, 100.0, True, False)),
        ("right-to-appoint-and-remove-directors", ("board", 50.0, 100.0, True, False)),
        ("right-to-appoint-and-remove-members-limited-liability-partnership", ("board", 50.0, 100.0, True, False)),
        ("right-to-appoint-and-remove-directors-as-trust", None),
        ("significant-influence-or-control", None),
        ("ownership-of-shares-10-to-25-percent", None),
    ],
)
def test_a_nature_of_control_is_a_range_or_a_link(
    words: str, expected: tuple[str, float, float, bool, bool] | None
) -> None:
    found = nature_of(words)

    assert (found and (found.kind, found.low_pct, found.high_pct, found.is_low_open, found.is_high_open)) == expected
    assert found is None or isinstance(found, Nature)


def test_holders_and_companies_meet_under_the_number_of_the_table() -> None:
    companies = {
        row["native_id"]: row["source_party_id"]
        for row in rows_of(parsed(HERE / "sample_companies.csv", "companies_house"), "core__party")
    }
    held = {row["subject_source_party_id"] for row in rows_of(parsed(PSC, "companies_house_psc"), "core__interest")}

    assert companies["08999991"] == party_id("8999991")
    assert companies["08999991"] in held


def test_an_interest_runs_from_notice_to_end() -> None:
    rows = rows_of(parsed(PSC, "companies_house_psc"), "core__interest")
    ended = [row for row in rows if row["to_on"] is not None]

    assert {str(row["to_on"]) for row in ended} == {"2021-12-13"}
    assert {str(row["from_on"]) for row in ended} == {"2016-04-06"}


def test_a_holder_whom_the_company_cannot_name_or_the_law_protects_is_not_identified() -> None:
    context = parsed(PSC, "companies_house_psc")
    unknown = {row["name"] for row in rows_of(context, "core__party") if row["party_kind"] == "unknown"}

    assert unknown == {
        "Holder whose details are protected, company 08999994",
        "Holder who is not identified, company 08999996",
    }


def test_a_company_that_states_to_have_no_controller_gets_no_holder() -> None:
    context = parsed(PSC, "companies_house_psc")
    subject = party_id("08999995")

    assert subject not in {row["subject_source_party_id"] for row in rows_of(context, "core__interest")}
    assert only(rows_of(context, "core__tag"), source_party_id=subject)["note"].startswith("no-individual-or-entity")


def test_a_name_stands_without_its_title() -> None:
    names = {row["name"] for row in rows_of(parsed(PSC, "companies_house_psc"), "core__party")}

    assert "Invented Alpha" in names


def test_totals_that_differ_from_what_was_read_are_told(tmp_path: Path) -> None:
    lines = PSC.read_text("utf-8").splitlines()
    path = tmp_path / "psc.jsonl"
    path.write_text("\n".join([lines[0], lines[7]]) + "\n", "utf-8")

    warnings = parsed(path, "companies_house_psc").warnings

    assert warnings == [
        "The snapshot counts 5 persons, 1 are in this file",
        "The snapshot counts 3 statements, 0 are in this file",
    ]


@pytest.mark.parametrize(("name", "interests"), [("ukch_psc-data-1.json", 1), ("ukch_psc-data-8.json", 6)])
def test_real_snapshots_are_read(shared_data: Path, name: str, interests: int) -> None:
    path = shared_data / "registers" / name
    context = parsed(path, recognise(path).meta.id)

    assert context.meta.id == "companies_house_psc"
    assert len(rows_of(context, "core__interest")) == interests
    assert rows_of(context, "core__quarantine") == []


def test_the_real_header_is_recognised_and_read(shared_data: Path, tmp_path: Path) -> None:
    """The shared copy is wrapped after so many characters; the register's own file has one line a record."""
    lines = (shared_data / "registers/ukch_basic-company-data-1.csv").read_text("utf-8").splitlines()
    first = next(place for place, line in enumerate(lines) if line.startswith('"'))
    path = tmp_path / "BasicCompanyData-2024-12-01.csv"
    path.write_text("".join(lines[:first]) + "\n" + "".join(lines[first:]) + "\n", "utf-8")

    context = parsed(path, recognise(path).meta.id)

    assert (context.meta.id, context.warnings) == ("companies_house", [])
    assert only(rows_of(context, "core__party"))["native_id"] == "08209948"
    assert str(context.snapshot.as_of_on) == "2024-12-01"
