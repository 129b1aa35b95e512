"""What schemes can rely on when they add to a draft."""

# ruff: noqa: S608 (statements over the test's own tables)

from datetime import date
from pathlib import Path

import pytest

from entrepot.world.draft import Draft
from entrepot.world.generate import drafted
from entrepot.world.settings import WorldSettings
from world_made import made

_DAY = date(2022, 9, 14)


@pytest.fixture(scope="module")
def draft() -> Draft:
    return drafted(WorldSettings(3_000, 7, kind="null"))[0]


def test_random_numbers_of_a_purpose_do_not_depend_on_what_else_is_drawn(draft: Draft) -> None:
    first = draft.rng("S3/0").random(4).tolist()
    draft.new_firm(draft.rng("S1/0"), "KZ", "hub_trader", born_on=_DAY)
    assert draft.rng("S3/0").random(4).tolist() == first
    assert draft.rng("S3/1").random(4).tolist() != first


def test_a_new_firm_has_all_that_registers_ask_and_an_opaque_id(draft: Draft) -> None:
    firm = draft.new_firm(draft.rng("one"), "KZ", "hub_trader", born_on=_DAY, quality_band="poor")
    other = draft.new_firm(draft.rng("two"), "RU", "destination_importer", born_on=_DAY, name_like=firm)
    assert (firm.born_on, firm.country_iso, firm.quality_band) == (_DAY, "KZ", "poor")
    assert all((firm.name, firm.latin_name, firm.address, firm.business, firm.identifiers))
    assert draft.firm(firm.firm_id) is firm
    assert firm.latin_name.split()[1] == other.latin_name.split()[1]
    assert firm.firm_id != other.firm_id


def test_a_son_has_his_fathers_surname_and_patronymic(draft: Draft) -> None:
    rng = draft.rng("family")
    father = draft.new_person(rng, "RU")
    son = draft.new_person(rng, "RU", father=father)
    assert father.name.split()[0].rstrip("а") == son.name.split()[0].rstrip("а")
    assert son.name.split()[2][:3] == father.name.split()[1][:3]


def test_a_firm_is_picked_for_one_scheme_only(draft: Draft) -> None:
    rng = draft.rng("picks")
    picked = [draft.pick(rng, "hub_trader", "TR", active_on=date(2021, 1, 1)) for _ in range(3)]
    assert len({firm.firm_id for firm in picked}) == 3
    assert all(firm.country_iso == "TR" and firm.weight > 0 for firm in picked)
    with pytest.raises(LookupError):
        draft.pick(rng, "hub_trader", "BR")


def test_prices_rise_on_the_way_to_the_destination_after_the_cutoff(draft: Draft) -> None:
    part = draft.catalogue.parts_of("854231")[0]
    plain = draft.price(part, date(2023, 9, 1), seller_iso="CN", destination_iso="KZ")
    dear = draft.price(part, date(2023, 9, 1), seller_iso="CN", destination_iso="RU")
    assert 1.5 < dear / plain < 2.1  # methods 11.4: China 87 percent
    assert draft.typical(draft.rng("orders"), part) >= 1


def _plant(draft: Draft) -> None:
    rng = draft.rng("test")
    hub = draft.new_firm(rng, "KZ", "hub_trader", born_on=date(2022, 3, 14))
    maker = draft.pick(rng, "coalition_exporter", is_exclusive=False)
    buyer = draft.pick(rng, "destination_importer", "RU")
    part = draft.catalogue.parts_of("854231")[0]
    scheme = draft.add_scheme("S3", story="A test.", targets=("F5",))
    draft.involve(scheme, hub, "intermediary", is_subject=True)
    draft.add_line(_DAY, importer=hub, exporter=maker, part=part, quantity=2598, scheme=scheme, hides_exporter=True)
    draft.add_line(
        _DAY,
        importer=buyer,
        exporter=hub,
        part=part,
        quantity=2598,
        scheme=scheme,
        is_mirrored=True,
        unit_price_usd=12.5,
        route_iso="KZ>RU",
        description="радиодетали",
        consignee_text="Некто",
        currency="RUB",
    )


def test_planned_lines_are_declared_as_planned_and_on_both_sides_where_mirrored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("entrepot.world.generate.plant_all", _plant)
    world = made(tmp_path, WorldSettings(3_000, 7))
    key = "(declaration_number, line_number)"
    lines = (
        f"declarations JOIN truth_scheme_line USING {key} JOIN truth_line_firm USING {key} WHERE scheme_id = 'S3-0001'"
    )
    sold = f"{lines} AND route_iso = 'KZ>RU'"
    assert world.number("SELECT count(*) FROM declarations") == 3_000
    assert world.rows(f"SELECT DISTINCT quantity FROM {lines}") == [(2598.0,)]
    hidden = (
        f"SELECT exporter_name, exporter_firm_id IS NULL FROM {lines} AND reporting_iso = 'KZ' AND direction = 'import'"
    )
    assert world.rows(hidden) == [(None, False)]
    assert world.rows(f"SELECT direction FROM {sold} ORDER BY 1") == [("export",), ("import",)]
    words = f"SELECT goods_description, consignee_name, currency_code FROM {sold} AND direction = 'import'"
    assert world.rows(words) == [("радиодетали", "Некто", "RUB")]
    assert world.number(f"SELECT value_usd FROM {sold} AND direction = 'import'") == pytest.approx(2598 * 12.5)
    world.db.close()


def test_a_line_through_a_country_that_is_not_here_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def plant(draft: Draft) -> None:
        rng = draft.rng("test")
        hub, maker = draft.pick(rng, "hub_trader", "TR"), draft.pick(rng, "coalition_exporter")
        part = draft.catalogue.parts_of("854231")[0]
        draft.add_line(_DAY, importer=hub, exporter=maker, part=part, quantity=1, origin_iso="ZZ")

    monkeypatch.setattr("entrepot.world.generate.plant_all", plant)
    with pytest.raises(ValueError, match="ZZ"):
        made(tmp_path, WorldSettings(3_000, 7))
