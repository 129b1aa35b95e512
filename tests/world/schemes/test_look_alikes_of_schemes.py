"""What makes a look-alike honest is in the rows; what makes it look alike is there too."""

from datetime import date, timedelta

from planted_kind import planted, value_usd

from entrepot.world.settings import DESTINATION_ISO


def test_competitor_picks_up_orders_and_shares_nothing_with_the_listed_firm() -> None:
    for scheme in planted("competitor"):
        (rival,), (listed,) = scheme.firms("competitor"), scheme.firms("listed firm")
        assert rival.address != listed.address
        assert not set(rival.phones) & set(listed.phones)
        assert not scheme.directors(rival) & scheme.directors(listed)
        assert {ln.exporter for ln in scheme.bought(rival)} & {ln.exporter for ln in scheme.bought(listed)}


def test_startup_and_movers_send_nothing_to_the_destination() -> None:
    for kind in ("startup", "relocated_it", "emigrant"):
        for scheme in planted(kind):
            (firm,) = scheme.firms(subjects=True)
            assert firm.born_on
            assert firm.born_on > scheme.draft.calendar.cutoff_on
            assert all(ln.importer and ln.importer.country_iso != DESTINATION_ISO for ln in scheme.sold(firm))


def test_formation_agents_tenants_stand_at_a_mass_address() -> None:
    for scheme in planted("formation_agent"):
        tenants = [*scheme.firms("tenant"), *scheme.firms("listed tenant")]
        places = [scheme.draft.addresses.place_of(firm.address).building for firm in tenants]
        known = scheme.draft.addresses.mass_buildings[tenants[0].country_iso]
        assert all(place in known for place in places)


def test_merged_firm_takes_over_while_nobody_of_the_group_is_listed() -> None:
    for scheme in planted("merger"):
        (heir,), (old,) = scheme.firms("merged firm"), scheme.firms("firm merged away")
        listed = {row.party_id for row in scheme.draft.records.listings}
        assert heir.address == old.address
        assert not {heir.firm_id, old.firm_id} & listed
        assert scheme.directors(heir) == scheme.directors(old)


def test_distributor_sells_by_the_reel_before_t0_as_after() -> None:
    for scheme in planted("round_quantities"):
        (firm,) = scheme.firms("distributor")
        cutoff = scheme.draft.calendar.cutoff_on
        assert all(line.quantity % 500 == 0 for line in scheme.lines)
        assert any(line.day < cutoff for line in scheme.sold(firm))
        assert any(line.day > cutoff for line in scheme.sold(firm))


def test_assembler_exports_other_goods_than_it_imports() -> None:
    for scheme in planted("assembler"):
        (firm,) = scheme.firms("assembler")
        assert not {ln.part.hs6 for ln in scheme.bought(firm)} & {ln.part.hs6 for ln in scheme.sold(firm)}


def test_forwarder_is_consignee_for_many_others_before_t0_too() -> None:
    for scheme in planted("global_forwarder"):
        (firm,) = scheme.firms("forwarder")
        assert len({line.importer for line in scheme.lines}) >= 5
        assert firm not in {line.importer for line in scheme.lines}
        assert any("c/o" in (line.consignee_text or "") for line in scheme.lines)
        assert scheme.lines[0].day < scheme.draft.calendar.cutoff_on


def test_urgent_lots_are_dear_small_and_for_all_customers() -> None:
    for scheme in planted("urgent_premium"):
        assert {line.importer.country_iso == DESTINATION_ISO for line in scheme.lines if line.importer} <= {True, False}
        assert all(line.unit_price_usd for line in scheme.lines)
    buyers = {ln.importer.country_iso for scheme in planted("urgent_premium") for ln in scheme.lines if ln.importer}
    assert DESTINATION_ISO in buyers
    assert len(buyers) > 3


def test_honest_transit_arrives_within_two_months() -> None:
    for scheme in planted("honest_transit"):
        (firm,) = scheme.firms("consignee")
        arrivals = [line for line in scheme.bought(firm) if line.direction == "import"]
        transit = [line for line in scheme.lines if line.direction == "transit"]
        arrived = [
            any(ln.part is line.part and timedelta(0) < ln.day - line.day <= timedelta(days=60) for ln in arrivals)
            for line in transit
        ]
        assert sum(arrived) >= 0.75 * len(transit)


def test_many_suppliers_were_there_before_t0() -> None:
    for scheme in planted("multi_sourcing"):
        early = {line.exporter for line in scheme.lines if line.day < scheme.draft.calendar.cutoff_on}
        assert len(early) >= 4


def test_sold_firm_went_to_a_stranger_well_before_the_listing() -> None:
    for scheme in planted("honest_sale"):
        (firm,), (owner,) = scheme.firms("sold firm"), scheme.firms("seller")
        listed_on = next(r.listed_on for r in scheme.draft.records.listings if r.party_id == owner.firm_id)
        sale = next(r.to_on for r in scheme.draft.records.interests if r.owner_id == owner.firm_id)
        assert sale
        assert (listed_on - sale).days >= 40
        assert not [r for r in scheme.draft.records.roles if r.holder_id == owner.firm_id]
        assert firm.firm_id in {row.subject_id for row in scheme.draft.records.interests}


def test_nothing_more_arrives_a_month_after_the_listing() -> None:
    for scheme in planted("under_way"):
        (firm,) = scheme.firms("listed firm")
        listed_on = next(r.listed_on for r in scheme.draft.records.listings if r.party_id == firm.firm_id)
        assert timedelta(0) < scheme.lines[-1].day - listed_on <= timedelta(days=31)
        late = [line for line in scheme.lines if line.day > listed_on]
        assert value_usd(late) < 0.5 * value_usd(scheme.lines)


def test_listed_minority_owner_never_reaches_half() -> None:
    for scheme in planted("minority_owner"):
        (importer,), (listed,) = scheme.firms(subjects=True), scheme.firms("listed minority owner")
        (holding,) = [
            scheme.draft.firm(row.subject_id)
            for row in scheme.draft.records.interests
            if row.owner_id == listed.firm_id
        ]
        assert scheme.shares(holding)[listed.firm_id] < 50
        assert listed.firm_id not in scheme.shares(importer)


def test_namesakes_are_two_people() -> None:
    for scheme in planted("namesake"):
        (seller,), (buyer,) = scheme.firms("seller"), scheme.firms("buyer")
        one, other = scheme.directors(seller), scheme.directors(buyer)
        assert not one & other
        assert {scheme.draft.firm(i).latin_name for i in one} == {scheme.draft.firm(i).latin_name for i in other}


def test_nominee_and_accountant_serve_many() -> None:
    for scheme in planted("nominee_director", 3):
        (nominee,) = scheme.firms("professional director")
        assert len({r.subject_id for r in scheme.draft.records.roles if r.holder_id == nominee.firm_id}) >= 10
    for scheme in planted("accountant", 3):
        clients = [*scheme.firms("client of the accountant"), *scheme.firms("listed client")]
        assert len(clients) >= 7
        assert len({client.phones for client in clients}) == 1


def test_new_code_did_not_exist_before_2022() -> None:
    for scheme in planted("new_code"):
        assert all(line.part.hs6 != line.part.hs2017 for line in scheme.lines)
        assert scheme.lines[0].day < date(2022, 1, 1)


def test_regional_distributor_serves_no_one_in_the_destination() -> None:
    for scheme in planted("regional_distributor"):
        (firm,) = scheme.firms("regional distributor")
        assert all(ln.importer and ln.importer.country_iso != DESTINATION_ISO for ln in scheme.sold(firm))


def test_serial_founders_firms_share_neither_address_nor_trade() -> None:
    for scheme in planted("serial_founder"):
        ventures = scheme.firms("venture")
        assert len({firm.address for firm in ventures}) == len(ventures)


def test_chinese_brand_comes_from_china() -> None:
    for scheme in planted("chinese_brand"):
        assert {(ln.dispatch_iso, ln.seller_iso, ln.part.brand_iso) for ln in scheme.lines} == {("CN", "CN", "CN")}
