"""The bundled case's closing table: twelve published investigations, each with what the program found in the case."""

import re
from pathlib import Path

import pytest

from command_line import DemoRun
from entrepot.case.closing import ClosingRow, closing_rows
from entrepot.case.closing.asked import NOT_FOUND
from entrepot.case.results import open_results
from entrepot.case.run import run_case
from entrepot.records.base import Provenance
from small_case import FILES, make_case


@pytest.fixture(scope="module")
def rows(demo_run: DemoRun) -> dict[str, ClosingRow]:
    with open_results(demo_run.case) as results:
        return {row.row: row for row in closing_rows(results)}


def test_every_investigation_has_a_row_with_something_found(rows: dict[str, ClosingRow]) -> None:
    assert list(rows) == [f"S{number}" for number in range(1, 13)]
    for row in rows.values():
        told = (row.investigation, row.found, row.reported, row.computed)
        assert all(told), row
        assert NOT_FOUND not in " ".join(told), row
        assert set(row.provenance.split(", ")) <= {word.value for word in Provenance}


def test_s1_the_successor_and_both_amounts(rows: dict[str, ClosingRow]) -> None:
    assert "Robin Trade to Treydtuls" in rows["S1"].found
    assert "same address" in rows["S1"].found
    assert "same person" in rows["S1"].found
    assert "$12.2M" in rows["S1"].computed
    assert "$0.9M" in rows["S1"].computed
    assert "-90%" in rows["S1"].computed
    assert rows["S1"].provenance == "reconstructed"


def test_s2_the_network_with_its_end_users_and_listings(rows: dict[str, ClosingRow]) -> None:
    members = re.match(r"(\d+) firms and persons", rows["S2"].found)

    assert members is not None
    assert int(members[1]) >= 15
    for end_user in ("Federal Security Service", "Foreign Intelligence", "Ministry of Defence", "Rosatom", "Rostec"):
        assert end_user in rows["S2"].found
    assert "2 regimes" in rows["S2"].computed


def test_s3_direct_exports_fall_and_neighbours_rise(rows: dict[str, ClosingRow]) -> None:
    assert "-97%" in rows["S3"].computed
    for partner in ("Kyrgyzstan x4.9 since 2022-04", "Armenia x3.5 since 2022-03", "Kazakhstan x2.6 since 2022-05"):
        assert partner in rows["S3"].found
    assert rows["S3"].provenance == "observed"


def test_s4_the_growth_of_nine_months_and_the_other_periods(rows: dict[str, ClosingRow]) -> None:
    assert rows["S4"].computed == "+36.1%"
    assert "different periods" in rows["S4"].found


def test_s5_four_countries_of_one_ledger(rows: dict[str, ClosingRow]) -> None:
    shares = dict(re.findall(r"(producer|origin|dispatch|seller) (\d+)%", rows["S5"].computed))

    assert set(shares) == {"producer", "origin", "dispatch", "seller"}
    assert int(shares["producer"]) > int(shares["origin"]) > int(shares["dispatch"])
    assert "not supplied by them" in rows["S5"].found


def test_s6_founded_after_the_cut_off_with_common_controllers(rows: dict[str, ClosingRow]) -> None:
    assert "40 days after registration" in rows["S6"].found
    assert "Ilya Golberg" in rows["S6"].found
    assert "Mikhail Sapozhnikov" in rows["S6"].found
    assert "3 customers onward" in rows["S6"].computed


def test_s7_the_same_quantity_in_and_out_and_three_new_listings(rows: dict[str, ClosingRow]) -> None:
    assert "2,598 in, 2,598 out" in rows["S7"].found
    assert "family tie raised, low weight" in rows["S7"].found
    assert rows["S7"].computed == "on the OFAC list of 2024-02-23 and not of 2024-02-20: Da Group 22, Elix-St, Stek"


def test_s8_the_watchlist_is_named_and_weighs_little(rows: dict[str, ClosingRow]) -> None:
    assert "private watchlist" in rows["S8"].found
    assert "myrotvorets" in rows["S8"].found
    assert rows["S8"].computed.startswith("1 raised, weight low")


def test_s9_levels_and_mirrors(rows: dict[str, ClosingRow]) -> None:
    assert rows["S9"].found.count("missing") == 4
    assert "less directly" in rows["S9"].computed
    assert "more to 5 neighbours (Belarus -" in rows["S9"].computed


def test_s10_components_meet_codes_and_lines(rows: dict[str, ClosingRow]) -> None:
    assert re.match(r"\d+ part numbers joined to \d+ goods codes and [\d,]+ ledger lines", rows["S10"].found)
    assert "US 70%" in rows["S10"].computed
    assert rows["S10"].computed.endswith("of 1,057")


def test_s11_shares_by_dispatch_and_by_origin_and_on_what_they_rest(rows: dict[str, ClosingRow]) -> None:
    assert re.search(r"\d+% of the pre-war month", rows["S11"].computed)
    assert re.search(r"\d+% by dispatch, \d+% by origin", rows["S11"].computed)
    assert rows["S11"].provenance == "synthetic"


def test_s12_the_lists_that_control_a_code(rows: dict[str, ClosingRow]) -> None:
    assert "chpl since 2023-05-19, tier 1" in rows["S12"].found
    assert rows["S12"].computed == "3 lists"
    assert rows["S12"].provenance == "reported"


def test_a_case_of_ones_own_has_no_closing_table(tmp_path: Path) -> None:
    make_case(tmp_path / "case", {"parties.csv": FILES["parties.csv"]})
    run_case(tmp_path / "case")

    with open_results(tmp_path / "case") as results:
        assert closing_rows(results) == []
