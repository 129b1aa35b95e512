"""Figures of a world beside those that methods 10 and 11 state; tolerances are wide, for worlds here are small."""

# ruff: noqa: S608 (statements over the test's own tables)

import pytest

from world_made import Made


@pytest.fixture
def world(null_world: Made) -> Made:
    from entrepot.settings import resources_dir

    folder = resources_dir()
    null_world.db.execute(
        f"""CREATE OR REPLACE TEMP TABLE listed AS
        SELECT hs6 FROM read_csv('{folder}/controls/chpl.csv', all_varchar=true) WHERE list_id = 'chpl'
        UNION SELECT predecessor FROM read_csv('{folder}/hs/predecessors.csv', all_varchar=true) WHERE role = 'chpl'"""
    )
    null_world.db.execute(
        """CREATE OR REPLACE TEMP TABLE line AS
        SELECT d.*, d.hs_code[:6] IN (FROM listed) AS is_listed, e.country_iso AS seller_country, e.role AS seller_role,
            t.importer_firm_id, t.exporter_firm_id
        FROM declarations AS d JOIN truth_line_firm AS t USING (declaration_number, line_number)
        LEFT JOIN truth_firm AS e ON e.firm_id = t.exporter_firm_id"""
    )
    return null_world


def test_mondays_have_most_declarations_and_sundays_fewest(world: Made) -> None:
    share = "SELECT avg((isodow(declared_on) = {})::INT) FROM declarations"
    assert world.number(share.format(1)) == pytest.approx(0.286, abs=0.03)
    assert world.number(share.format(7)) == pytest.approx(0.02, abs=0.015)


def test_listed_lines_of_the_destination_are_small_with_a_heavy_tail(world: Made) -> None:
    rows = "FROM line WHERE is_listed AND reporting_iso = 'RU' AND direction = 'import'"
    assert 80 < world.number(f"SELECT median(value_usd) {rows}") < 800  # methods 10: 250
    assert 1_500 < world.number(f"SELECT avg(value_usd) {rows}") < 15_000  # methods 10: 5,000
    assert world.number(f"SELECT stddev(ln(value_usd)) {rows}") == pytest.approx(2.45, abs=0.4)


def test_direct_deliveries_of_listed_goods_fall_and_others_grow_after_the_cutoff(world: Made) -> None:
    def monthly(role: str, since: str, until: str) -> float:
        rows = f"SELECT count(*) FROM line WHERE is_listed AND reporting_iso = 'RU' AND seller_role = '{role}'"
        count = world.number(f"{rows} AND declared_on BETWEEN DATE '{since}' AND DATE '{until}'")
        return count / world.number(f"SELECT date_diff('month', DATE '{since}', DATE '{until}') + 1")

    fall = monthly("coalition_exporter", "2022-07-01", "2024-06-30") / monthly(
        "coalition_exporter", "2019-01-01", "2021-09-30"
    )
    assert 0.05 < fall < 0.25  # methods 11.4: falls by 80 to 95 percent
    rise = monthly("neutral_exporter", "2022-07-01", "2024-06-30") / monthly(
        "neutral_exporter", "2019-01-01", "2021-09-30"
    )
    assert 1.2 < rise < 3.2  # methods 11.4: 1.2 to 3
    hubs = monthly("hub_trader", "2022-09-01", "2024-06-30") / monthly("hub_trader", "2019-01-01", "2021-12-31")
    assert hubs > 1.8  # honest growth


def test_yuan_become_a_third_of_what_the_destination_pays(world: Made) -> None:
    paid = "SELECT avg((currency_code = 'CNY')::INT) FROM declarations WHERE reporting_iso = 'RU' AND declared_on"
    assert world.number(f"{paid} < DATE '2022-02-24'") == pytest.approx(0.04, abs=0.025)
    assert world.number(f"{paid} >= DATE '2023-07-01'") == pytest.approx(0.32, abs=0.13)


def test_trade_is_concentrated_as_in_real_ledgers(world: Made) -> None:
    by_firm = "SELECT importer_firm_id, sum(value_usd) AS v, count(*) AS n FROM line GROUP BY 1"
    ranked = f"SELECT *, row_number() OVER (ORDER BY v DESC) AS place, count(*) OVER () AS firms FROM ({by_firm})"
    assert (
        0.6 < world.number(f"SELECT sum(v) FILTER (place <= firms * 0.1) / sum(v) FROM ({ranked})") < 0.95
    )  # methods 10: .824
    sellers = "SELECT median(c) FROM (SELECT count(DISTINCT exporter_firm_id) AS c FROM line GROUP BY importer_firm_id)"
    assert 1 <= world.number(sellers) <= 4  # methods 10: 2
    codes = "SELECT avg(c) FROM (SELECT count(DISTINCT hs_code[:6]) AS c FROM line GROUP BY importer_firm_id)"
    assert world.number(codes) == pytest.approx(3.64, abs=1.2)  # methods 10


def test_exporters_are_missing_as_often_as_reported(world: Made) -> None:
    missing = "SELECT avg((exporter_name IS NULL)::INT) FROM declarations WHERE direction = 'import'"
    assert world.number(missing) == pytest.approx(0.096, abs=0.03)  # methods 10


def test_prices_of_a_part_scatter_far_less_than_those_of_its_code(world: Made) -> None:
    price = "ln(value_usd / quantity)"
    within = f"SELECT stddev({price}) AS s FROM line WHERE part_number IS NOT NULL AND declared_on < DATE '2022-01-01'"
    of_part = world.number(f"SELECT median(s) FROM ({within} GROUP BY part_number, reporting_iso HAVING count(*) >= 8)")
    of_code = world.number(f"SELECT median(s) FROM ({within} GROUP BY hs_code[:6], reporting_iso HAVING count(*) >= 8)")
    assert 0.08 < of_part < 0.25
    assert of_code > 1.8 * of_part


def test_codes_follow_the_edition_of_the_day(world: Made) -> None:
    old = "SELECT count(*) FROM declarations WHERE hs_code[:6] IN ('854800', '852589', '854149', '880730', '854151', '854159')"
    assert world.number(f"{old} AND declared_on < DATE '2022-01-01'") == 0
    assert world.number(f"{old} AND declared_on >= DATE '2022-01-01'") > 0
    new = "SELECT count(*) FROM declarations WHERE hs_code[:6] IN ('854890', '854140', '880330', '854150')"
    assert world.number(f"{new} AND declared_on >= DATE '2022-01-01'") == 0
    assert world.number(f"{new} AND declared_on < DATE '2022-01-01'") > 0


def test_every_listed_code_and_siblings_and_civilian_goods_are_traded() -> None:
    from entrepot.world.draft import Draft
    from entrepot.world.settings import WorldSettings

    catalogue = Draft(WorldSettings(3_000, 7)).catalogue
    kinds = [good.kind for good in catalogue.goods]
    assert kinds.count("listed") == 50
    assert kinds.count("civilian") >= 150
    assert len({good.hs6[:2] for good in catalogue.goods}) >= 24
    assert all(catalogue.siblings_of(hs6) for hs6 in ("854231", "853224", "851762", "848210"))
