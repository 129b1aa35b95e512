import csv
import re
from pathlib import Path

import pytest

from entrepot.case.config import read_config
from entrepot.case.demo import DEMO, bundled_folder
from entrepot.normalise.addresses import address_keys
from entrepot.normalise.identifiers import check
from entrepot.records.claim import CLAIM

FILES = ("parties", "designations", "interests", "roles", "claims", "components", "ledger", "comext_chpl_monthly")


def rows_of(name: str) -> list[dict[str, str]]:
    with (bundled_folder() / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


@pytest.mark.parametrize("name", FILES)
def test_every_row_has_provenance_and_publication(name: str) -> None:
    rows = rows_of(name)

    assert rows
    assert {row["provenance"] for row in rows} <= {"observed", "reported", "reconstructed"}
    assert all(row["publication"] for row in rows)


def test_ids_are_unique_and_those_referred_to_exist() -> None:
    ids = [row["id"] for row in rows_of("parties")]
    used = {row["party_id"] for row in rows_of("designations")}
    used |= {row[name] for row in rows_of("interests") for name in ("owner_id", "subject_id")}
    used |= {row[name] for row in rows_of("roles") for name in ("holder_id", "subject_id")}

    assert len(ids) == len(set(ids))
    assert used <= set(ids)


def test_people_carry_a_publication_and_no_private_particulars() -> None:
    people = [row for row in rows_of("parties") if row["kind"] == "person"]

    assert len(people) > 10
    for row in people:
        assert row["publication"]
        assert not any(row[name] for name in ("birth_date", "identifiers", "addresses", "phones", "emails"))


def test_numbers_are_consistent_apart_from_one_that_the_list_misprints() -> None:
    wrong = {
        (row["id"], scheme)
        for row in rows_of("parties")
        for scheme, value in (pair.split("=", 1) for pair in row["identifiers"].split("|") if pair)
        if check(scheme, value).validity == "invalid"
    }

    assert wrong == {("metrotek", "ogrn")}


def test_robin_trade_and_treydtuls_share_an_address_that_nobody_else_has() -> None:
    units: dict[str, set[str]] = {}
    for row in rows_of("parties"):
        for address in filter(None, row["addresses"].split("|")):
            if (key := address_keys(address, row["country"]).unit_key) is not None:
                units.setdefault(key, set()).add(row["name"])

    assert [names for names in units.values() if len(names) > 1] == [{"Robin Trade", "Treydtuls"}]


def test_both_wordings_on_the_owner_of_da_group_22_stand() -> None:
    owners = {
        (row["owner_id"], row["publication"][:7]) for row in rows_of("interests") if row["subject_id"] == "da-group-22"
    }

    assert owners == {("chernet-son", "iStorie"), ("chernet-y", "News su"), ("chernet-l", "News su")}


def test_listings_name_the_regime_and_unstated_days_stay_empty() -> None:
    rows = rows_of("designations")
    by_party = {(row["party_id"], row["list_id"]): row["listed_on"] for row in rows}

    assert by_party["robin-trade", "us_ofac_sdn"] == "2022-03-31"
    assert by_party["robin-trade", "eu_833_iv"] == by_party["serniya", "eu_833_iv"] == "2022-03-15"
    assert by_party["da-group-22", "eu_833_iv"] == "2024-06-25"
    assert by_party["treydtuls", "eu_833_iv"] == "2025-02-25"
    assert {by_party[firm, "us_ofac_sdn"] for firm in ("da-group-22", "stek", "elix-st")} == {"2024-02-23"}
    assert by_party["fortap", "us_ofac_sdn"] == ""
    assert [row["party_id"] for row in rows if row["regime"] == "none"] == ["rys-founder"]


def test_new_listings_are_in_the_later_state_of_the_list_only(shared_data: Path) -> None:
    new = {
        row["native_id"]
        for row in rows_of("designations")
        if row["listed_on"] == "2024-02-23" and row["regime"] == "OFAC"
    }

    assert new == {"47923", "47924", "47928", "47933", "47936"}
    assert new <= _numbers(shared_data, "2024-02-23")
    assert not new & _numbers(shared_data, "2024-02-20")


def _numbers(shared_data: Path, state: str) -> set[str]:
    with (shared_data / "sanctions" / f"ofac_sdn_{state}.csv").open(encoding="latin-1", newline="") as stream:
        return {row[0] for row in csv.reader(stream) if row}


@pytest.mark.parametrize("name", ["designations", "roles"])
def test_rows_of_the_list_are_where_the_publication_says(name: str, shared_data: Path) -> None:
    place = re.compile(r"SDN list, state of ([\d-]+) \(sha256 \w+, row (\d+)\)")
    lists: dict[str, list[list[str]]] = {}
    rows = [row for row in rows_of(name) if place.search(row["publication"])]
    assert rows
    for row in rows:
        found = place.search(row["publication"])
        assert found is not None
        state, number = found[1], int(found[2])
        if state not in lists:
            path = shared_data / "sanctions" / f"ofac_sdn_{state}.csv"
            with path.open(encoding="latin-1", newline="") as stream:
                lists[state] = list(csv.reader(stream))
        entry = lists[state][number - 1]
        assert entry[0] == row.get("native_id", entry[0])
        assert row.get("role_kind") != "linked_to" or "Linked To:" in entry[11]


def test_claims_cover_every_conflict_and_target() -> None:
    notes = " ".join(row["note"] for row in rows_of("claims"))

    assert {f"K{number}" for number in range(1, 11)} <= set(re.findall(r"K\d+", notes))
    assert {f"V{number:02}" for number in range(1, 49)} <= set(re.findall(r"V\d\d", notes))


def test_claims_fill_what_the_record_requires() -> None:
    required = [column.name for column in CLAIM.own_columns if column.required]

    assert all(row[name] for row in rows_of("claims") for name in required)


def test_the_conflicting_claims_on_chips_keep_their_own_periods() -> None:
    claims = {row["claim_id"]: row for row in rows_of("claims")}
    same = [claims[name] for name in ("a-chips-2021-9m", "c-chips-2021")]

    assert {row["value"] for row in same} == {"1800000000"}
    assert [row["period_to_on"] for row in same] == ["2021-09-30", "2021-12-31"]
    assert claims["a-western-chips"]["country_basis"] == "seller"
    assert claims["reuters-western-made"]["country_basis"] == "producer_hq"
    assert claims["a-headline-900k"]["subject"] == "RU"
    assert claims["ft-treydtuls-900k"]["subject_kind"] == "company"


def test_comext_figures_hold_nineteen_priority_codes_and_one_predecessor() -> None:
    codes = {row["goods_code"] for row in rows_of("comext_chpl_monthly")}

    assert len(codes) == 20
    assert "880330" in codes
    assert {row["goods_level"] for row in rows_of("comext_chpl_monthly")} == {"HS6"}


def test_settings_are_those_of_a_case() -> None:
    config = read_config(bundled_folder())

    assert config.demo == DEMO
    assert [key.on for key in config.key_dates] == sorted(key.on for key in config.key_dates)
    assert all(key.publication for key in config.key_dates)


def test_excerpts_are_small_and_hold_no_people() -> None:
    for path in (bundled_folder() / "lists").glob("ofac_sdn_*.csv"):
        text = path.read_text("latin-1")

        assert len(text.splitlines()) <= 40
        assert '"individual"' not in text
