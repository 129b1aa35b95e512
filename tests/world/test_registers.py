"""What registers and lists of a world say."""

# ruff: noqa: S608 (statements over the test's own tables)

import re
from collections import Counter

import pytest

from entrepot.codes.makers import makers
from entrepot.normalise.identifiers import check
from entrepot.world.brands import brands_of
from world_made import Made


def test_invented_numbers_are_valid(planted_world: Made) -> None:
    found: Counter[str] = Counter()
    for (cell,) in planted_world.rows("SELECT identifiers FROM parties WHERE identifiers IS NOT NULL"):
        for pair in str(cell).split("|"):
            scheme, _, number = pair.partition("=")
            identifier = check(scheme, number)
            assert identifier.validity != "invalid", (pair, identifier.issue)
            found[f"{scheme} {identifier.validity}"] += 1
    assert {"inn valid", "kz_bin valid", "tr_vkn valid", "cn_uscc valid", "kg_inn unchecked"} <= set(found)


def test_numbers_belong_to_one_party(planted_world: Made) -> None:
    known = "SELECT identifiers FROM parties WHERE identifiers IS NOT NULL"
    shared = f"SELECT count(*) FROM ({known} GROUP BY country, identifiers HAVING count(*) > 1)"
    assert planted_world.number(shared) == 0


def test_names_come_in_several_scripts(planted_world: Made) -> None:
    names = " ".join(str(row[0]) for row in planted_world.rows("SELECT name FROM parties"))
    for letters in ("[а-я]", "[a-z]", "[ა-ჰ]", "[ա-ֆ]", "[一-鿿]", "[şçğ]"):
        assert re.search(letters, names), letters


def test_a_firm_is_declared_under_several_spellings(planted_world: Made) -> None:
    spelled = """SELECT max(c), avg(c) FROM (SELECT count(DISTINCT importer_name) AS c FROM declarations
        JOIN truth_line_firm USING (declaration_number, line_number) GROUP BY importer_firm_id HAVING count(*) > 20)"""
    most, mean = planted_world.rows(spelled)[0]
    assert float(str(most)) >= 5
    assert float(str(mean)) > 2.0


def test_invented_part_numbers_are_those_of_no_known_maker() -> None:
    known = [re.compile(rf"(?:{prefix})") for maker in makers() for prefix in maker.prefixes]
    for setting in ("base", "other"):
        for brand in brands_of(setting):
            assert not any(pattern.match(f"{brand.prefix}12345") for pattern in known), brand


def test_hundreds_share_a_mass_address_and_most_firms_have_their_own(planted_world: Made) -> None:
    tenants = "SELECT addresses, count(*) AS n FROM parties WHERE kind = 'company' AND country = 'RU' GROUP BY 1"
    assert planted_world.number(f"SELECT max(n) FROM ({tenants})") >= 5
    alone = planted_world.number(f"SELECT sum(n) FILTER (n = 1) / sum(n) FROM ({tenants})")
    assert alone > 0.6


def test_a_few_directors_have_many_firms(planted_world: Made) -> None:
    held = "SELECT holder_id, count(*) AS n FROM roles WHERE role_kind = 'director' GROUP BY 1"
    assert planted_world.number(f"SELECT max(n) FROM ({held})") >= 3
    assert planted_world.number(f"SELECT median(n) FROM ({held})") == 1


def test_listed_firms_of_the_background_stop_trading_soon_after(null_world: Made) -> None:
    late = """SELECT count(*) FROM declarations AS d JOIN truth_line_firm AS t USING (declaration_number, line_number)
        JOIN designations AS l ON l.party_id IN (t.importer_firm_id, t.exporter_firm_id)
        WHERE l.party_id NOT IN (SELECT firm_id FROM truth_scheme_firm)
            AND d.declared_on > CAST(l.listed_on AS DATE) + 75"""
    assert null_world.number(late) == 0


def test_figures_are_yearly_and_near_what_a_firm_trades(null_world: Made) -> None:
    both = """SELECT quantile_cont(CAST(f.amount_usd AS DOUBLE) / t.traded, [0.05, 0.5]) FROM facts AS f JOIN (
            SELECT importer_firm_id AS id, year(declared_on) AS y, sum(value_usd) AS traded FROM declarations
            JOIN truth_line_firm USING (declaration_number, line_number) GROUP BY 1, 2) AS t
        ON t.id = f.party_id AND f.fact_kind = 'revenue' AND f.from_on[:4] = CAST(t.y AS VARCHAR)"""
    quantiles = null_world.rows(both)[0][0]
    assert isinstance(quantiles, list)
    assert quantiles[0] > 0.5
    assert quantiles[1] > 1.0


@pytest.mark.parametrize("name", ["interests", "roles"])
def test_links_join_parties_of_the_register(planted_world: Made, name: str) -> None:
    first = "owner_id" if name == "interests" else "holder_id"
    parties = "(SELECT id FROM parties)"
    unknown = f"SELECT count(*) FROM {name} WHERE {first} NOT IN {parties} OR subject_id NOT IN {parties}"
    assert planted_world.number(unknown) == 0
