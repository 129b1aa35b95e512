"""What ledgers show of the schemes about goods: S4, S6 to S9 and F2 to F16."""

import itertools
from datetime import timedelta
from statistics import median

from planted_kind import Planted, planted, value_usd

from entrepot.world.schemes.labels import listed_since


def _into_destination(scheme: Planted) -> bool:
    return any(line.importer and line.importer.country_iso == "RU" for line in scheme.lines)


def test_s4_most_transit_through_the_destination_never_arrives() -> None:
    for scheme in planted("S4"):
        (firm,) = scheme.firms("consignee of the transit")
        transit = [line for line in scheme.lines if line.direction == "transit"]
        assert {line.reporting_iso for line in transit} == {"RU"}
        assert {line.destination_iso for line in transit} == {firm.country_iso}
        assert all("RU" in line.route_iso for line in transit if line.route_iso)
        arrivals = [line for line in scheme.bought(firm) if line.direction == "import"]
        assert len(arrivals) <= 0.4 * len(transit)
        assert len(arrivals) + len(transit) == len(scheme.lines)


def test_s6_prices_stand_over_the_market() -> None:
    ratios = []
    for scheme in planted("S6", 12):
        (seller,) = scheme.firms("distributor")
        dear = [
            line.unit_price_usd
            / scheme.draft.price(line.part, line.day, seller_iso=seller.country_iso, destination_iso="RU")
            for line in scheme.sold(seller)
            if line.unit_price_usd
        ]
        ratios.append(median(dear))
    assert 1.4 < median(ratios) < 2.3  # exp(.56) = 1.75
    assert min(ratios) > 0.9


def test_s7_value_moves_from_the_listed_code_to_an_unlisted_one_of_its_heading() -> None:
    for scheme in planted("S7"):
        moved = [line for line in scheme.lines if line.hs6]
        assert moved
        listed = set(scheme.draft.catalogue.listed())
        assert all(line.hs6 not in listed and line.hs6[:4] == line.part.hs6[:4] for line in moved if line.hs6)
        assert all(line.day >= listed_since(line.part.hs6) - timedelta(days=10) for line in scheme.lines)
        (importer,) = scheme.firms(subjects=True)
        parts = {line.part.position for line in scheme.lines}
        early = [
            line
            for line in scheme.bought(importer, scheme_only=False)
            if line.part.position in parts and line not in scheme.lines
        ]
        assert early
        assert all(line.hs6 is None for line in early)
        assert any(line.part_number is None for line in moved)


def test_s8_each_pattern_has_its_history() -> None:
    for scheme in planted("S8", 9):
        (firm,) = scheme.firms(subjects=True)
        (row,) = [
            r for r in scheme.draft.records.scheme_firms if r.scheme_id == scheme.scheme.scheme_id and r.is_subject
        ]
        cutoff = scheme.draft.calendar.cutoff_on
        early = [line for line in scheme.bought(firm, scheme_only=False) if line.day < cutoff]
        listed = [line for line in early if line.part.kind == "listed"]
        late = [line for line in scheme.bought(firm) if line.part.kind == "listed" and line.day > cutoff]
        assert late
        history = {"P1": (False, False), "P2": (True, False), "P3": (True, True)}[row.scheme_role[-2:]]
        assert (bool(early), bool(listed)) == history
        if listed:
            months = (scheme.draft.calendar.last_on - min(line.day for line in late)).days
            rate = value_usd(late) / months / (value_usd(listed) / (cutoff - listed[0].day).days)
            assert rate > 1.5


def test_s9_five_or_more_suppliers_of_one_code_within_two_months() -> None:
    for scheme in planted("S9"):
        (firm,) = scheme.firms("buyer that splits its orders")
        orders = sorted(scheme.bought(firm), key=lambda line: line.day)
        widest = max(len({ln.exporter for ln in orders if 0 <= (ln.day - first.day).days <= 60}) for first in orders)
        assert widest >= 4
        assert len({line.part.hs6 for line in orders}) == 1
        history = [ln for ln in scheme.bought(firm, scheme_only=False) if ln.scheme_id is None]
        assert median(value_usd([ln]) for ln in orders) < median(value_usd([ln]) for ln in history)


def test_f2_the_first_listed_goods_come_within_months_of_a_registration_after_t0() -> None:
    for scheme in planted("F2"):
        (firm,) = scheme.firms("new firm")
        assert firm.born_on
        assert firm.born_on > scheme.draft.calendar.cutoff_on
        assert 0 <= (scheme.bought(firm)[0].day - firm.born_on).days < 400
        assert _into_destination(scheme)


def test_f3_the_line_of_business_is_another_than_what_is_traded() -> None:
    for scheme in planted("F3"):
        (firm,) = scheme.firms("trader outside its line")
        businesses = {firm.business} | {f.text for f in scheme.draft.records.facts if f.party_id == firm.firm_id}
        assert any(not business.startswith("4652") for business in businesses)
        assert {line.part.hs6[:2] for line in scheme.lines} == {"85"}


def test_f4_one_or_two_employees_move_a_million_dollars() -> None:
    for scheme in planted("F4"):
        (firm,) = scheme.firms("firm without staff")
        assert firm.employees in (1, 2)
        assert firm.capital_usd is not None
        assert firm.capital_usd < 5_000
        assert value_usd(scheme.lines) > 500_000


def test_f5_goods_go_out_after_they_came_in_whole_short_or_in_pieces() -> None:
    whole = other = 0
    for scheme in planted("F5"):
        (firm,) = scheme.firms("pass-through firm")
        came_in = {(line.part.part_number, line.quantity) for line in scheme.bought(firm)}
        for line in scheme.sold(firm):
            same = (line.part.part_number, line.quantity) in came_in
            whole, other = whole + same, other + (not same)
        assert scheme.bought(firm)[0].day < min(line.day for line in scheme.sold(firm))
    assert whole > 10
    assert other > 10


def test_f6_every_firm_hands_on_to_the_next_until_the_destination() -> None:
    hops = set()
    for scheme in planted("F6"):
        links = scheme.firms("link of the chain")
        hops.add(len(links))
        for here, there in itertools.pairwise(links):
            assert any(line.importer is there for line in scheme.sold(here))
        assert any(line.importer and line.importer.country_iso == "RU" for line in scheme.sold(links[-1]))
    assert hops == {1, 2}


def test_f7_the_brand_comes_from_another_country_than_before_t0() -> None:
    for scheme in planted("F7"):
        (importer,) = scheme.firms("importer")
        rows = scheme.bought(importer, scheme_only=False)
        early = {ln.exporter.country_iso for ln in rows if ln.scheme_id is None and ln.exporter}
        late = {line.dispatch_iso for line in scheme.lines}
        assert len({line.part.brand for line in scheme.lines}) == 1
        assert not late & early


def test_f10_importer_and_consignee_are_a_forwarder_without_demand_of_its_own() -> None:
    for scheme in planted("F10"):
        (forwarder,) = scheme.firms("forwarder as consignee")
        assert forwarder.tags == ("forwarder",)
        assert (
            sum(line.consignee is forwarder for line in scheme.bought(forwarder)) >= len(scheme.bought(forwarder)) / 2
        )
        assert _into_destination(scheme)


def test_f11_stated_routes_lead_over_a_third_country() -> None:
    for scheme in planted("F11"):
        (importer,) = scheme.firms("importer")
        routes = [line.route_iso.split(">") for line in scheme.bought(importer) if line.route_iso]
        assert routes
        assert all(len(route) >= 3 and route[-1] == importer.country_iso for route in routes)


def test_f15_the_new_payer_buys_the_old_customers_parts_and_is_tied_to_it() -> None:
    for scheme in planted("F15"):
        (payer,), (customer,) = scheme.firms("new payer"), scheme.firms("old customer")
        early = [ln for ln in scheme.bought(customer, scheme_only=False) if ln.day < scheme.draft.calendar.cutoff_on]
        wanted = {(ln.exporter, ln.part.part_number) for ln in early}
        assert {(ln.exporter, ln.part.part_number) for ln in scheme.bought(payer)} & wanted
        shown = {
            "same_director": bool(scheme.directors(payer) & scheme.directors(customer)),
            "same_phone": bool(set(payer.phones) & set(customer.phones)),
            "owns": customer.firm_id in scheme.shares(payer),
            "same_controller": bool(set(scheme.shares(payer)) & set(scheme.shares(customer))),
        }
        assert scheme.links()
        assert all(shown[kind] for kind in scheme.links())


def test_f16_goods_come_after_the_listing_to_the_listed_firm_or_one_it_owns_half_of() -> None:
    direct, owned = 0, 0
    for scheme in planted("F16"):
        (importer,) = scheme.firms(subjects=True)
        listed_on = {row.party_id: row.listed_on for row in scheme.draft.records.listings}
        owners = [owner for owner, pct in scheme.shares(importer).items() if pct >= 50 and owner in listed_on]
        day = listed_on.get(importer.firm_id) or listed_on[owners[0]]
        direct, owned = direct + (importer.firm_id in listed_on), owned + bool(owners)
        assert scheme.bought(importer)
        assert min(line.day for line in scheme.bought(importer)) > day
    assert direct
    assert owned
