"""Which records become one party, which do not, and what is said of those left apart."""

import pyarrow as pa
import pytest

from core_rows import CoreRows
from entrepot.records.catalogue import CORE_TABLES
from entrepot.records.linked import LINKED_PARTY, POSSIBLE_MATCH
from entrepot.resolve.linking import MAX_SHARING, link_parties
from entrepot.resolve.twins import linked_name
from entrepot.store.engine import DuckEngine, Engine, Row, rows_of


def clusters(engine: Engine) -> set[frozenset[str]]:
    """Return the records of each party that has several."""
    members: dict[str, set[str]] = {}
    for row in rows_of(engine.read("linked__party_record")):
        members.setdefault(row["party_id"], set()).add(row["source_party_id"])
    return {frozenset(records) for records in members.values() if len(records) > 1}


def possible(engine: Engine) -> dict[tuple[str, str], Row]:
    """Return the possible matches by pair."""
    return {(row["party_a_id"], row["party_b_id"]): row for row in rows_of(engine.read("linked__possible_match"))}


def linked(engine: Engine, rows: CoreRows) -> set[frozenset[str]]:
    """Link the rows and return the parties of several records."""
    rows.load(engine)
    link_parties(engine)
    return clusters(engine)


def test_states_of_one_list_entry_are_one_party(duck: DuckEngine) -> None:
    rows = CoreRows()
    rows.party("a", "Alpha Trading")
    rows.party("a", "Alpha Trading", "KZ")

    assert linked(duck, rows) == set()
    party = rows_of(duck.read("linked__party"))
    assert [(p["party_id"], p["country_iso"], p["record_count"]) for p in party] == [("a", "KZ", 1)]


def test_an_equal_strong_number_joins_records_of_different_names_and_says_so(engine: Engine) -> None:
    rows = CoreRows()
    rows.party("b", "LIMITED LIABILITY PARTNERSHIP BETA 22", kz_bin="220340015320")
    rows.party("a", "Beta Group", "KZ", kz_bin="220340015320")

    assert linked(engine, rows) == {frozenset({"a", "b"})}
    (party,) = rows_of(engine.read("linked__party"))
    assert (party["party_id"], party["country_iso"]) == ("a", "KZ")
    assert party["joined_by"] == "identifier kz_bin 220340015320"


@pytest.mark.parametrize(
    ("scheme", "validity", "joins"),
    [
        ("inn", "valid", True),
        ("inn", "invalid", False),
        ("inn", "unchecked", False),
        ("uz_stir", "unchecked", True),
        ("okpo", "valid", False),
        ("kpp", "unchecked", False),
        ("tax_number", "unchecked", False),
    ],
)
def test_only_strong_numbers_that_are_not_faulty_join(
    duck: DuckEngine, scheme: str, validity: str, joins: bool
) -> None:
    rows = CoreRows()
    for record in ("a", "b"):
        rows.party(record, f"Firm {record}", "RU")
        rows.number(record, scheme, "123", validity)

    assert linked(duck, rows) == ({frozenset({"a", "b"})} if joins else set())


def test_an_equal_name_and_country_join_firms_over_alias_case_and_legal_form(engine: Engine) -> None:
    rows = CoreRows()
    rows.party("a", "ООО «Ромашка»", "RU")
    rows.party("b", "Romashka Export", "RU")
    rows.name("b", "РОМАШКА")
    rows.party("c", "Romashka", "RU")
    rows.name("c", "Ромашка", name_kind="weak_alias")

    assert linked(engine, rows) == {frozenset({"a", "b"})}
    assert {p["joined_by"] for p in rows_of(engine.read("linked__party"))} == {"name and country", None}


def test_one_name_in_two_countries_is_two_firms_without_remark(duck: DuckEngine) -> None:
    rows = CoreRows()
    rows.party("a", "Stek", "RU")
    rows.party("b", "Stek", "BY")

    assert linked(duck, rows) == set()
    assert possible(duck) == {}


def test_one_name_and_country_with_different_numbers_is_two_firms_and_a_possible_match(duck: DuckEngine) -> None:
    rows = CoreRows()
    rows.party("a", "Stek", "RU", inn="7701")
    rows.party("b", "Stek", "RU", inn="7802")

    assert linked(duck, rows) == set()
    match = possible(duck)["a", "b"]
    assert match["rule"] == "name_but_identifier_conflict"
    assert match["reason"] == "Same name (stek) in RU, but inn 7701 stands against 7802: not joined"


def test_a_number_that_would_join_a_contradiction_joins_nothing_and_says_so(duck: DuckEngine) -> None:
    rows = CoreRows()
    rows.party("a", "Alpha", ogrn="1027", inn="7701")
    rows.party("b", "Beta", ogrn="1027", inn="7802")

    assert linked(duck, rows) == set()
    match = possible(duck)["a", "b"]
    assert match["rule"] == "identifier_conflict"
    assert match["reason"] == "Both carry ogrn 1027, but inn 7701 stands against 7802: not joined"


def test_two_entries_of_one_state_of_a_list_with_one_number_and_no_common_name_are_not_joined(engine: Engine) -> None:
    rows = CoreRows()
    rows.party("a", "Alpha Optics", "RU", inn="7701")
    rows.party("b", "Beta Drones", "RU", inn="7701")
    rows.party("c", "Beta Drones", "RU", inn="7701")
    rows.party("d", "Delta", "RU", inn="7701")
    for record in ("a", "b"):
        rows.listed(record, "EU", list_id="eu_833_iv", snapshot_id="one state")

    assert linked(engine, rows) == {frozenset({"b", "c"})}
    matches = possible(engine)
    assert {row["rule"] for row in matches.values()} == {"identifier_conflict"}
    assert matches["a", "b"]["reason"] == ("two entries of eu_833_iv carry the INN 7701 and share no name: not joined")
    assert matches["a", "d"]["reason"] == (
        "Both carry inn 7701, but two entries of eu_833_iv carry it and share no name: not joined"
    )


@pytest.mark.parametrize(
    ("name", "native", "state"),
    [("OOO Alpha Optics", "b", "one state"), ("Beta", "a", "one state"), ("Beta", "b", "a later state")],
)
def test_entries_that_share_a_name_or_number_of_entry_or_stand_in_other_states_are_joined(
    duck: DuckEngine, name: str, native: str, state: str
) -> None:
    rows = CoreRows()
    rows.party("a", "Alpha Optics", "RU", inn="7701")
    rows.party("b", name, "RU", inn="7701")
    rows.listed("a", "EU", list_id="eu_833_iv", snapshot_id="one state")
    rows.listed("b", "EU", list_id="eu_833_iv", native_id=native, snapshot_id=state)

    assert linked(duck, rows) == {frozenset({"a", "b"})}


def test_no_chain_of_matches_leads_through_a_contradiction(engine: Engine) -> None:
    rows = CoreRows()
    rows.party("a", "Alpha", "RU", inn="7701", lei="L1")
    rows.party("b", "Bridge", "RU", lei="L1", ogrn="1027")
    rows.party("c", "Gamma", "RU", inn="7802", ogrn="1027")
    rows.party("d", "Gamma", "RU")

    assert linked(engine, rows) == {frozenset({"a", "b"}), frozenset({"c", "d"})}
    assert possible(engine)["a", "c"]["rule"] == "identifier_conflict"


def test_two_numbers_on_one_record_do_not_contradict_each_other(duck: DuckEngine) -> None:
    rows = CoreRows()
    rows.party("a", "Alpha", "RU", inn="7701")
    rows.number("a", "inn", "7802")
    rows.party("b", "Beta", "RU", inn="7802")

    assert linked(duck, rows) == {frozenset({"a", "b"})}


def test_legal_forms_that_differ_keep_firms_of_one_name_apart(engine: Engine) -> None:
    rows = CoreRows()
    rows.party("a", "OOO Vega", "RU")
    rows.party("b", "JSC Vega", "RU")
    rows.party("c", "Vega LLC", "RU")
    rows.party("d", "Vega", "RU")

    assert linked(engine, rows) == {frozenset({"a", "c"})}
    rules = {pair: row["rule"] for pair, row in possible(engine).items()}
    assert rules == {("a", "b"): "name_but_legal_form", ("a", "d"): "name_ambiguous", ("b", "d"): "name_ambiguous"}


def test_people_need_an_equal_birth_date(engine: Engine) -> None:
    rows = CoreRows()
    rows.party("a", "IVANOVA, Anna Petrovna", "RU", kind="person", born="1970-01-02")
    rows.party("b", "Anna Petrovna Ivanova", "RU", kind="person", born="1970-01-02")
    rows.party("c", "Anna Petrovna Ivanova", "RU", kind="person", born="1981-05-05")
    rows.party("d", "Anna Petrovna Ivanova", "RU", kind="person")
    rows.party("e", "Anna Petrovna Ivanova", "RU", kind="person", born="1981")
    rows.party("f", "Anna Petrovna Ivanova", "RU")

    assert linked(engine, rows) == {frozenset({"a", "b"})}
    found = possible(engine)
    assert set(found) == {("a", "d"), ("c", "d"), ("d", "e"), ("c", "e")}
    assert {row["rule"] for row in found.values()} == {"name_without_birth_date"}


def test_an_unknown_country_gives_a_possible_match_only(duck: DuckEngine) -> None:
    rows = CoreRows()
    rows.party("a", "Delta Optics", None)
    rows.party("b", "Delta Optics", "AM")

    assert linked(duck, rows) == set()
    assert possible(duck)["a", "b"]["rule"] == "name_without_country"


def test_a_mistyped_number_is_remarked_on_and_not_joined(engine: Engine) -> None:
    rows = CoreRows()
    rows.party("a", "OOO SEVER INZHINIRING")
    rows.number("a", "inn", "971529478", "invalid", "9 digits, an INN has 10 or 12")
    rows.listed("a", "OFAC")
    rows.party("b", "Sever Engineering", inn="9715292478")
    rows.listed("b", "EU")
    rows.party("c", "Far Away", inn="5001234567")

    assert linked(engine, rows) == set()
    match = possible(engine)["a", "b"]
    assert match["rule"] == "near_identifier"
    assert match["reason"] == (
        "OFAC entry OOO SEVER INZHINIRING carries the INN 971529478 (9 digits, an INN has 10 or 12), one digit away from "
        "9715292478 of Sever Engineering (EU): not joined"
    )
    assert (match["snapshot_id"], match["locator"]) == ("file of core__identifier", "row 2")
    assert set(possible(engine)) == {("a", "b")}


def test_a_name_that_too_many_records_share_joins_none_and_is_reported(duck: DuckEngine) -> None:
    rows = CoreRows()
    for number in range(MAX_SHARING + 1):
        rows.party(f"p{number:02}", "Common Trading", "HK")
    rows.load(duck)

    summary = link_parties(duck)

    assert clusters(duck) == set()
    assert summary.mass_names == (("common trading", "HK", MAX_SHARING + 1),)
    assert summary.possible_match_count == 0


def test_a_registers_record_describes_the_party_before_a_lists_and_a_mentions(engine: Engine) -> None:
    rows = CoreRows()
    rows.party("a", "mention ltd", "KZ", native=None, kz_bin="1")
    rows.party("b", "LIST ENTRY", "KZ", kz_bin="1")
    rows.listed("b", snapshot_id="file of core__party")
    rows.party("c", "Register Entry", "KZ", kz_bin="1", kind="unknown")

    assert linked(engine, rows) == {frozenset({"a", "b", "c"})}
    (party,) = rows_of(engine.read("linked__party"))
    assert (party["party_id"], party["name"], party["party_kind"]) == ("a", "Register Entry", "company")
    assert (party["record_count"], party["locator"]) == (3, "row 4")


def test_every_linked_table_has_the_declared_columns(duck: DuckEngine) -> None:
    rows = CoreRows()
    rows.party("a", "Alpha", "RU", inn="1")
    rows.party("b", "Beta", "RU", inn="1")
    rows.role("b", "z", "director")

    linked(duck, rows)

    for table in CORE_TABLES:
        if table.name != "core__quarantine":
            assert tuple(duck.read(linked_name(table)).column_names) == table.linked().column_names
    for table in (LINKED_PARTY, POSSIBLE_MATCH):
        assert duck.read(table.name).schema.names == list(table.column_names)
    (role,) = rows_of(duck.read("linked__role"))
    assert (role["holder_source_party_id"], role["holder_party_id"], role["subject_party_id"]) == ("b", "a", "z")


def mixed_rows() -> CoreRows:
    """Return rows that take every branch of the rules."""
    rows = CoreRows()
    for number in range(12):
        rows.party(f"f{number:02}", f"Firm {number % 5}", ["RU", "KZ", None][number % 3], inn=str(7700 + number // 2))
        rows.number(f"f{number:02}", "ogrn", str(100 + number // 3))
        rows.number(f"f{number:02}", "kz_bin", f"22034001532{number % 10}"[:-1], "invalid", "11 digits")
        rows.name(f"f{number:02}", f"OOO Alias {number % 4}")
        rows.listed(f"f{number:02}", ["OFAC", "EU"][number % 2])
        rows.owns(f"f{number:02}", f"f{(number + 5) % 12:02}", 10.0)
    rows.party("f03", "Firm 3, newer state", "RU")
    rows.party("k1", "Kazakh", "KZ", kz_bin="220340015321")
    return rows


def derived(shuffle: int | None) -> dict[str, pa.Table]:
    """Return every linked table of the mixed rows."""
    engine = DuckEngine()
    mixed_rows().load(engine, shuffle=shuffle)
    link_parties(engine)
    tables = {name: engine.read(name) for name in engine.tables() if name.startswith("linked__")}
    engine.close()
    return tables


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_the_rows_changes_nothing(seed: int) -> None:
    expected, found = derived(None), derived(seed)

    assert len(expected["linked__possible_match"]) > 5
    assert len({row["party_id"] for row in expected["linked__party"].to_pylist()}) < 13
    assert {name: table.to_pylist() for name, table in found.items()} == {
        name: table.to_pylist() for name, table in expected.items()
    }


def test_linking_again_changes_nothing(engine: Engine) -> None:
    mixed_rows().load(engine)
    link_parties(engine)
    first = {name: engine.read(name).to_pylist() for name in engine.tables()}

    link_parties(engine)

    assert {name: engine.read(name).to_pylist() for name in engine.tables()} == first
