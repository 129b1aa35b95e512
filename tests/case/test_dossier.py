"""What a case knows of a party: who a query means, and every section with its place."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from entrepot.case.dossier import dossier_of, find_parties, the_party
from entrepot.case.intake import add_file
from entrepot.case.results import Results, open_results
from entrepot.case.run import run_case
from entrepot.errors import CaseError
from small_case import ALFA_INN, FILES, WRONG_INN, make_case

SAME_NAMES = "id,kind,name,aliases,country\n" + "".join(
    f"{native},company,{name},{alias},{country}\n"
    for native, name, alias, country in (
        ("x1", "Delta Trade", "Delta Trade Group", "AE"),
        ("x2", "Delta Trade", "", "TR"),
        ("x3", "Delta Trade Logistics", "", "AE"),
        ("x4", "[bold]Sigma[/] 100%", "", "AE"),
    )
)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Results]:
    folder = tmp_path_factory.mktemp("dossier") / "case"
    make_case(folder, {**FILES, "same names.csv": SAME_NAMES})
    run_case(folder)
    with open_results(folder) as opened:
        yield opened


def named(results: Results, query: str) -> list[str]:
    return [row["name"] for row in find_parties(results, query)]


@pytest.mark.parametrize(
    "query",
    ["Firma Alfa OOO", "FIRMA ALFA, ООО", "Alfa Firm LLC", ALFA_INN, f"  {ALFA_INN} ", "irma alf"],
)
def test_a_party_is_found_by_name_alias_number_and_part_of_a_name(results: Results, query: str) -> None:
    assert named(results, query) == ["Firma Alfa OOO"]


def test_a_person_is_found_whatever_the_order_of_names(results: Results) -> None:
    assert named(results, "PRIMEROV, Ivan") == ["Ivan Primerov"]


def test_a_party_is_found_by_its_id(results: Results) -> None:
    party_id, others = the_party(results, "Firma Beta OOO")

    assert the_party(results, party_id) == (party_id, [])
    assert others == []


def test_an_exact_name_goes_before_a_part_of_one_and_nobody_is_named_twice(results: Results) -> None:
    assert named(results, "Delta Trade") == ["Delta Trade", "Delta Trade", "Delta Trade Logistics"]
    assert named(results, "delta trade log") == ["Delta Trade Logistics"]
    _, others = the_party(results, "Delta Trade")
    assert [other["country_iso"] for other in others] == ["TR", "AE"] or [o["country_iso"] for o in others] == [
        "AE",
        "AE",
    ]


@pytest.mark.parametrize("query", ["Nobody Anywhere", "", "   ", WRONG_INN, "%", "' OR 1=1 --"])
def test_a_query_that_fits_nobody_says_what_to_try(results: Results, query: str) -> None:
    if query == "%":  # a character like any other: one invented name holds it
        assert named(results, query) == ["[bold]Sigma[/] 100%"]
        return
    with pytest.raises(CaseError, match="Try another spelling"):
        the_party(results, query)


def test_every_section_tells_its_rows_and_their_places(results: Results) -> None:
    dossier = dossier_of(results, the_party(results, "Firma Alfa OOO")[0])

    assert dossier.party["record_count"] == 2  # the register and the declarations
    assert {row["name"] for row in dossier.sections["names"]} == {"Firma Alfa OOO", "Alfa Firm LLC"}
    assert {row["identifier"] for row in dossier.sections["identifiers"]} == {ALFA_INN}
    assert [row["native_id"] for row in dossier.sections["listings"]] == ["1001"]
    assert [row["other_name"] for row in dossier.sections["owners"]] == ["Omega Holding OOO"]
    assert [(row["link_kind"], row["other_name"]) for row in dossier.sections["links"]] == [
        ("owns", "Omega Holding OOO"),
        ("shared_address", "Firma Beta OOO"),
    ]
    for name, rows in dossier.sections.items():
        assert all(row["snapshot_id"] in results.snapshots and row["locator"] for row in rows), name


def test_trade_is_summed_by_partner_and_year_from_its_first_line(results: Results) -> None:
    [alfa] = dossier_of(results, the_party(results, "Firma Alfa OOO")[0]).sections["trade"]
    gamma = dossier_of(results, the_party(results, "Gamma Trading Ltd")[0]).sections["trade"]

    assert (alfa["side"], alfa["other_name"], alfa["year"]) == ("imports from", "Gamma Trading Ltd", 2021)
    assert (alfa["line_count"], alfa["value_usd"], alfa["locator"]) == (12, 24000.0, "row 2")
    assert alfa["provenance"] == "synthetic"
    assert [(row["side"], row["other_name"], row["year"]) for row in gamma] == [
        ("exports to", "Firma Alfa OOO", 2021),
        ("exports to", "Firma Beta OOO", 2022),
    ]


def test_findings_about_the_party_are_those_it_appears_in(results: Results) -> None:
    party_id, _ = the_party(results, "Ivan Primerov")
    mine = dossier_of(results, party_id).findings

    assert {finding["subject_name"] for finding in mine} >= {"Ivan Primerov", "Firma Beta OOO", "Omega Holding OOO"}
    assert all(party_id == f["subject_id"] or party_id in f["related_ids"] for f in mine)


def test_a_case_folder_may_be_called_anything(tmp_path: Path) -> None:
    folder = tmp_path / "O'Hara's [1] case * ?{a}"
    make_case(folder, {"parties.csv": FILES["parties.csv"]})
    run_case(folder)

    with open_results(folder) as opened:
        assert named(opened, "Firma Beta OOO") == ["Firma Beta OOO"]


def test_a_party_known_by_its_number_alone_is_found_by_it_and_so_are_its_owners(tmp_path: Path) -> None:
    sample = Path(__file__).parents[1] / "sources" / "gleif_level2" / "sample_relationships.xml"
    make_case(tmp_path / "case")
    add_file(tmp_path / "case", sample, is_partial=True)
    run_case(tmp_path / "case")

    with open_results(tmp_path / "case") as results:
        [stake, *_] = [
            row
            for row in results.engine.read("linked__interest").to_pylist()
            if "consolidation" in row["interest_kind"]
        ]
        leis = {
            row["party_id"]: row["identifier"]
            for row in results.engine.read("linked__identifier").to_pylist()
            if row["scheme"] == "lei"
        }
        owner, subject = leis[stake["owner_party_id"]], leis[stake["subject_party_id"]]
        party_id, others = the_party(results, subject)
        dossier = dossier_of(results, party_id)

    assert (party_id, others) == (stake["subject_party_id"], [])
    assert dossier.party["name"] == f"name not in this case (LEI {subject})"
    assert f"name not in this case (LEI {owner})" in {row["other_name"] for row in dossier.sections["owners"]}
