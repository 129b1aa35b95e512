"""HS editions, groups and the guard of the change of edition."""

from datetime import date
from pathlib import Path

import pytest
import python_calamine

from entrepot.codes import controls, hs


def test_editions_begin_on_the_first_of_january() -> None:
    assert hs.edition_on(date(2022, 1, 1)) == "HS2022"
    assert hs.edition_on(date(2021, 12, 31)) == "HS2017"
    assert hs.edition_on(date(2016, 12, 31)) == "HS2012"
    assert hs.edition_on(date(2011, 1, 1)) is None


def test_customs_that_took_an_edition_up_later_use_the_former_until_then() -> None:
    assert hs.edition_on(date(2022, 1, 26), "US") == "HS2017"
    assert hs.edition_on(date(2022, 1, 27), "US") == "HS2022"
    assert hs.edition_on(date(2022, 1, 26), "KZ") == "HS2022"
    assert hs.edition_on(date(2022, 12, 11), "MX") == "HS2017"
    assert hs.edition_on(date(2016, 12, 31), "MX") == "HS2012"


def test_a_new_code_shares_its_group_with_predecessor_and_siblings() -> None:
    assert hs.group_members(hs.group_of("854149")) == {"854140", "854141", "854142", "854143", "854149"}
    assert hs.group_of("854800") == hs.group_of("854890") == "854800"
    assert hs.group_members(hs.group_of("880730")) == {"880330", "880730"}


def test_drones_and_cameras_are_one_component_through_their_common_predecessor() -> None:
    assert hs.group_of("880622") == hs.group_of("852589") == "852580"


def test_a_code_of_all_editions_is_its_own_group_without_a_break() -> None:
    guard = hs.guard("854231")
    assert guard.group_id == "854231"
    assert (guard.is_break, guard.is_new_2022, guard.is_predecessor_unverified) == (False, False, False)
    assert guard.score_cap == 1.0
    assert guard.predecessors == ()


@pytest.mark.parametrize("code", ["854800", "852589", "854149", "880730"])
def test_a_broader_predecessor_caps_the_score(code: str) -> None:
    guard = hs.guard(code)
    assert guard.is_break
    assert guard.is_new_2022
    assert guard.score_cap == 0.5


@pytest.mark.parametrize("code", ["854151", "854159"])
def test_the_predecessor_from_memory_is_marked_unverified(code: str) -> None:
    guard = hs.guard(code)
    assert guard.is_predecessor_unverified
    assert guard.predecessors == ("854150",)
    assert not guard.is_break


def test_a_predecessor_itself_is_not_new() -> None:
    assert not hs.guard("854140").is_new_2022
    assert hs.guard("854140").is_break


def test_codes_whose_scope_moved_say_so() -> None:
    assert "483" in (hs.guard("852990").note or "")
    assert hs.guard("901380").note is not None
    assert hs.guard("854231").note is None


def test_six_codes_of_the_list_are_new_in_2022() -> None:
    new = {code for code in controls.codes_of("chpl") if hs.guard(code).is_new_2022}
    assert new == {"854800", "852589", "854149", "880730", "854151", "854159"}


def test_every_listed_code_and_drone_has_a_description() -> None:
    assert len(hs.descriptions()) == 5613
    for code in controls.codes_of("chpl") | hs.drones():
        assert hs.description_of(code)
    assert len(hs.drones()) == 11
    assert hs.description_of("854140") is None


def correlations(data: Path) -> set[tuple[str, str]]:
    path = data / "goods" / "HS2022toHS2017ConversionAndCorrelationTables.xlsx"
    sheet = python_calamine.CalamineWorkbook.from_path(path).get_sheet_by_name("HS2022-HS2017 Correlations")
    return {(str(row[0]).strip(), str(row[1]).strip()) for row in sheet.to_python()[2:] if row[0]}


def test_verified_predecessors_are_in_the_un_correlation_table_and_no_others_of_their_code(shared_data: Path) -> None:
    pairs = correlations(shared_data)
    verified = {(link.hs6, link.predecessor) for link in hs.predecessors() if link.is_verified}
    assert verified <= pairs
    codes = {code for code, _ in verified}
    assert {pair for pair in pairs if pair[0] in codes} == verified


def test_the_unverified_predecessor_is_not_in_the_un_correlation_table(shared_data: Path) -> None:
    pairs = correlations(shared_data)
    unverified = {(link.hs6, link.predecessor) for link in hs.predecessors() if not link.is_verified}
    assert unverified == {("854151", "854150"), ("854159", "854150")}
    assert not unverified & pairs


def test_codes_with_predecessors_did_not_exist_in_hs2017(shared_data: Path) -> None:
    old = {predecessor for _, predecessor in correlations(shared_data)}
    assert {link.hs6 for link in hs.predecessors()} & old == set()
    assert {link.predecessor for link in hs.predecessors()} <= old
