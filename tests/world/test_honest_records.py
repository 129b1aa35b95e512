"""What honest firms have in common with those of schemes: kinds of record, ledgers, listings, mistakes."""

# ruff: noqa: S608 (statements over the test's own tables)

from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from entrepot.world.draft import Draft
from entrepot.world.entities import PlannedLine
from entrepot.world.generate import drafted
from entrepot.world.schemes import SCHEMES
from entrepot.world.settings import WorldSettings
from world_made import Made, made

_IN_SCHEMES = "(SELECT firm_id FROM truth_scheme_firm)"
_LEDGERS = {  # of the setting `base`
    "import": {"RU", "KZ", "KG", "AM", "UZ", "GE", "TR", "AE", "RS"},
    "export": {"KZ", "KG", "AM", "UZ", "GE", "TR", "AE", "RS"},
    "transit": {"RU"},
}


@pytest.mark.parametrize("role_kind", ["director", "founder", "manager", "employee", "former_owner", "family"])
def test_every_kind_of_role_stands_at_firms_outside_schemes(null_world: Made, role_kind: str) -> None:
    outside = f"holder_id NOT IN {_IN_SCHEMES} AND subject_id NOT IN {_IN_SCHEMES}"
    assert null_world.number(f"SELECT count(*) FROM roles WHERE role_kind = '{role_kind}' AND {outside}") >= 3


def test_most_known_firms_have_a_founder_and_few_an_employee(null_world: Made) -> None:
    known = null_world.number("SELECT count(DISTINCT subject_id) FROM interests")
    share = {
        kind: null_world.number(f"SELECT count(DISTINCT subject_id) FROM roles WHERE role_kind = '{kind}'") / known
        for kind in ("founder", "employee")
    }
    assert share["founder"] > 0.5
    assert 0.02 < share["employee"] < 0.2


def test_shares_of_honest_firms_change_hands_at_all_dates_and_add_up(null_world: Made) -> None:
    sold = f"FROM interests WHERE to_on IS NOT NULL AND subject_id NOT IN {_IN_SCHEMES}"
    assert null_world.number(f"SELECT count(*) {sold}") >= 10
    assert null_world.number(f"SELECT count(DISTINCT to_on[:4]) {sold}") >= 6
    today = "SELECT subject_id, sum(CAST(share_max_pct AS DOUBLE)) AS s FROM interests WHERE to_on IS NULL GROUP BY 1"
    assert null_world.number(f"SELECT count(*) FROM ({today}) WHERE s > 100.01") == 0
    assert null_world.number("SELECT count(*) FROM interests WHERE to_on < from_on") == 0


def test_honest_firms_switch_their_line_of_business(null_world: Made) -> None:
    switched = f"""SELECT count(*), count(DISTINCT d) FROM (SELECT party_id, max(from_on) AS d FROM facts
        WHERE fact_kind = 'business' AND party_id NOT IN {_IN_SCHEMES} GROUP BY 1 HAVING count(DISTINCT fact_text) = 2)"""
    count, days = null_world.rows(switched)[0]
    assert isinstance(count, int)
    assert isinstance(days, int)
    assert 4 <= count <= 0.06 * null_world.files.firm_count
    assert days > 3


def test_honest_transit_mostly_arrives(null_world: Made) -> None:
    transit = """SELECT d.*, t.importer_firm_id AS buyer, t.exporter_firm_id AS seller FROM declarations AS d
        JOIN truth_line_firm AS t USING (declaration_number, line_number) WHERE NOT EXISTS (FROM truth_scheme_line AS s
            WHERE s.declaration_number = d.declaration_number AND s.line_number = d.line_number)"""
    sent = f"({transit} AND direction = 'transit' AND declared_on < DATE '2024-01-01')"
    came = f"({transit} AND direction = 'import')"
    count = null_world.number(f"SELECT count(*) FROM {sent}")
    assert count >= 20
    arrived = null_world.number(f"""SELECT count(*) FROM {sent} AS s WHERE EXISTS (FROM {came} AS c
        WHERE c.buyer = s.buyer AND c.seller = s.seller AND c.hs_code[:6] = s.hs_code[:6]
            AND c.declared_on BETWEEN s.declared_on + 4 AND s.declared_on + 120)""")
    assert 0.8 < arrived / count < 1.0
    codes = "substr(hs_code, 1, 6)"
    assert null_world.number(f"SELECT count(DISTINCT {codes}) FROM {sent}") >= 3


@pytest.mark.parametrize("world", ["planted_world", "null_world"])
def test_no_line_is_in_a_ledger_that_is_closed(world: str, request: pytest.FixtureRequest) -> None:
    here: Made = request.getfixturevalue(world)
    rows = here.rows("SELECT direction, reporting_iso, count(*) FROM declarations GROUP BY ALL")
    assert {(direction, iso) for direction, iso, _ in rows if iso not in _LEDGERS[str(direction)]} == set()


def test_every_open_ledger_holds_honest_lines(null_world: Made) -> None:
    honest = f"""SELECT DISTINCT direction, reporting_iso FROM declarations JOIN truth_line_firm AS t
        USING (declaration_number, line_number) WHERE t.importer_firm_id NOT IN {_IN_SCHEMES}
            AND t.exporter_firm_id NOT IN {_IN_SCHEMES}"""
    open_ledgers = {(direction, iso) for direction, isos in _LEDGERS.items() for iso in isos}
    assert set(null_world.rows(honest)) == open_ledgers


@pytest.mark.parametrize(("setting", "seed"), [("base", 3), ("base", 4), ("other", 3), ("other", 4)])
def test_every_scheme_keeps_lines_that_some_customs_see(setting: str, seed: int) -> None:
    draft = drafted(WorldSettings(60_000, seed, scheme_rate=0.15, setting=setting))[0]  # type: ignore[arg-type]
    lines = Counter(line.scheme_id for line in draft.records.lines)
    assert len(draft.records.schemes) > len(SCHEMES)
    assert [s.scheme_id for s in draft.records.schemes if not lines[s.scheme_id]] == []


def test_a_hubs_sale_to_a_country_without_ledger_is_in_the_hubs_export_ledger(monkeypatch: pytest.MonkeyPatch) -> None:
    def plant(draft: Draft) -> None:
        hub, rng = draft.pick(draft.rng("t"), "hub_trader", "TR"), draft.rng("t")
        there, maker = draft.pick(rng, "neutral_exporter", "CN"), draft.pick(rng, "coalition_exporter")
        part = draft.catalogue.parts_of("854231")[0]
        scheme = draft.add_scheme("S3", story="A test.", targets=("F5",))
        day = draft.calendar.cutoff_on
        draft.add_line(day, importer=there, exporter=hub, part=part, quantity=11, scheme=scheme, is_mirrored=True)
        draft.add_line(day, importer=there, exporter=maker, part=part, quantity=12, scheme=scheme)

    monkeypatch.setattr("entrepot.world.generate.plant_all", plant)
    draft = drafted(WorldSettings(3_000, 7))[0]
    found: list[PlannedLine] = [line for line in draft.records.lines if line.scheme_id]
    assert [(f.quantity, f.direction, f.reporting_iso, f.is_mirrored) for f in found] == [(11, "export", "TR", False)]


def test_listing_numbers_tell_no_order_of_planting() -> None:
    records = drafted(WorldSettings(60_000, 7, scheme_rate=0.1))[0].records
    assert len({listing.native_id for listing in records.listings}) == len(records.listings)
    for regime in ("OFAC", "EU"):
        ids = [listing.native_id for listing in records.listings if listing.regime == regime]
        assert len(ids) > 8
        falls = sum(later < earlier for earlier, later in pairwise(ids))
        assert falls >= len(ids) / 5, "numbers rise in the order of planting"


def test_firms_and_people_outside_schemes_are_listed_under_the_programmes_of_schemes() -> None:
    records = drafted(WorldSettings(60_000, 7, scheme_rate=0.1))[0].records
    planted = {part.firm_id for part in records.scheme_firms}
    names = {
        flag: {(x.regime, x.programme) for x in records.listings if (x.party_id in planted) == flag}
        for flag in (True, False)
    }
    assert names[True]
    assert names[True] <= names[False]


def test_people_outside_schemes_are_listed(null_world: Made) -> None:
    people = f"""SELECT count(*) FROM designations JOIN parties ON id = party_id
        WHERE kind = 'person' AND id NOT IN {_IN_SCHEMES}"""
    assert null_world.number(people) >= 4


def test_supplies_of_schemes_and_others_are_dated_alike(planted_world: Made) -> None:
    dated = "SELECT count(from_on) FROM roles WHERE role_kind = 'supplies'"
    assert planted_world.number(dated) == 0


def test_some_honest_lines_are_declared_twice_and_some_in_a_wrong_unit(tmp_path: Path) -> None:
    world = made(tmp_path, WorldSettings(30_000, 5))
    same = "importer_name, exporter_name, declared_on, hs_code, quantity, value_usd, net_mass_kg"
    twice = world.number(
        f"""SELECT count(*) FROM (SELECT {same} FROM declarations WHERE net_mass_kg IS NOT NULL GROUP BY ALL
            HAVING count(DISTINCT declaration_number) > 1)"""
    )
    assert 8 <= twice <= 90
    middle = """(SELECT part_number, median(value_usd / quantity) AS m FROM declarations
        WHERE part_number IS NOT NULL AND quantity_unit = 'pcs' GROUP BY 1 HAVING count(*) >= 8)"""
    slipped = world.number(
        f"""SELECT count(*) FROM declarations JOIN {middle} USING (part_number)
            WHERE value_usd / quantity / m BETWEEN 400 AND 2500 AND quantity_unit = 'pcs'"""
    )
    assert 1 <= slipped <= 20
    world.db.close()
