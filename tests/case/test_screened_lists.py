"""Which listings count on which day, which names an entry had then, and when the index is made anew."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from entrepot.case.results import Results, open_results
from entrepot.case.run import run_case
from entrepot.case.screened_lists import Choice, lists_of
from entrepot.errors import CaseError
from small_case import FILES, make_case

DESIGNATIONS = """\
party_id,native_id,list_id,regime,programme,measure,listed_on,delisted_on,reason,provenance,publication
alfa,1001,us_ofac_sdn,OFAC,P-1,Asset freeze,2022-03-31,,Invented,reported,"Invented Gazette, 1 April 2022"
owner,1002,us_ofac_sdn,OFAC,P-1,Asset freeze,2022-03-31,2023-01-01,Invented,reported,"Invented Gazette, 1 April 2022"
beta,7,eu_833_iv,EU,P-2,Export control,2023-06-01,,Invented,reported,"Invented Gazette, 2 June 2023"
"""
TAGGED = FILES["parties.csv"].replace(
    '"1 Example Road, Kowloon",,synthetic', '"1 Example Road, Kowloon",watchlist|forwarder,synthetic'
)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Results]:
    folder = tmp_path_factory.mktemp("lists") / "case"
    make_case(folder, {**FILES, "parties.csv": TAGGED, "designations.csv": DESIGNATIONS})
    run_case(folder)
    with open_results(folder) as opened:
        yield opened


def listed(results: Results, choice: Choice) -> set[tuple[str, str]]:
    """Return main names with the lists they stand on."""
    found, _ = lists_of(results, choice)
    name_of = {row["entry_id"]: row["name"] for row in found.entry.to_pylist()}
    return {(name_of[row["entry_id"]], row["list_id"]) for row in found.listing.to_pylist()}


ALFA, OWNER, BETA = ("Firma Alfa OOO", "us_ofac_sdn"), ("Ivan Primerov", "us_ofac_sdn"), ("Firma Beta OOO", "eu_833_iv")
GAMMA = ("Gamma Trading Ltd", "tag:watchlist")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2022, 3, 30), {GAMMA}),
        (date(2022, 3, 31), {GAMMA, ALFA, OWNER}),
        (date(2022, 12, 31), {GAMMA, ALFA, OWNER}),
        (date(2023, 1, 1), {GAMMA, ALFA}),
        (date(2023, 6, 1), {GAMMA, ALFA, BETA}),
    ],
)
def test_a_listing_counts_from_its_first_day_until_the_day_it_ends(
    results: Results, day: date, expected: set[tuple[str, str]]
) -> None:
    assert listed(results, Choice(day)) == expected


def test_lists_are_chosen_by_id_regime_or_tag(results: Results) -> None:
    day = date(2024, 1, 1)

    assert listed(results, Choice(day, ("EU_833_IV",))) == {BETA}
    assert listed(results, Choice(day, ("OFAC",))) == {ALFA}
    assert listed(results, Choice(day, ("tag:forwarder",))) == {("Gamma Trading Ltd", "tag:forwarder")}


def test_all_parties_are_screened_where_asked(results: Results) -> None:
    assert ("Omega Holding OOO", "case") in listed(results, Choice(date(2024, 1, 1), with_all=True))


def test_a_list_the_case_does_not_hold_is_refused_with_those_it_holds(results: Results) -> None:
    with pytest.raises(CaseError, match=r"no list uk_hmt.*eu_833_iv"):
        lists_of(results, Choice(date(2024, 1, 1), ("uk_hmt",)))


def test_a_day_on_which_nobody_is_listed_is_said(results: Results) -> None:
    with pytest.raises(CaseError, match="Nobody is on these lists on 2020-01-01"):
        lists_of(results, Choice(date(2020, 1, 1), ("OFAC",)))


def test_the_index_is_kept_and_found_again(results: Results) -> None:
    day = Choice(date(2024, 1, 1))
    first, _ = lists_of(results, day)
    kept = results.folder / ".entrepot" / "screening"
    folders = sorted(path.name for path in kept.iterdir())
    again, states = lists_of(results, day)

    assert sorted(path.name for path in kept.iterdir()) == folders
    assert again == first
    assert {state.list_id for state in states} == {"us_ofac_sdn", "eu_833_iv", "tag:watchlist"}
    assert all(len(state.sha256) == 64 for state in states)


def test_a_damaged_index_is_made_again(results: Results) -> None:
    day = Choice(date(2024, 1, 1))
    first, _ = lists_of(results, day)
    for folder in (results.folder / ".entrepot" / "screening").iterdir():
        (folder / "name.parquet").write_bytes(b"damaged")
    again, _ = lists_of(results, day)

    assert again == first


def test_of_several_states_of_a_list_the_one_known_on_the_day_counts(tmp_path: Path) -> None:
    folder = Path(__file__).parents[2] / "resources" / "cases" / "microelectronics-2022" / "lists"
    from entrepot.case.config import CaseConfig, write_config
    from entrepot.case.intake import add_file

    write_config(tmp_path / "case", CaseConfig(title="States"))
    for name in ("ofac_sdn_2024-02-20_excerpt.csv", "ofac_sdn_2024-02-23_excerpt.csv"):
        add_file(tmp_path / "case", folder / name, is_partial=True)
    run_case(tmp_path / "case")
    with open_results(tmp_path / "case") as opened:
        before, after = (listed(opened, Choice(date(2024, 2, day))) for day in (22, 23))
        early, _ = lists_of(opened, Choice(date(2020, 1, 1)))

    assert not any("DA GROUP 22" in name for name, _ in before)
    assert any("DA GROUP 22" in name for name, _ in after)
    assert all(row["is_later_state"] for row in early.listing.to_pylist())
