"""What registers and ledgers show of the schemes about ties: S1, S2, S3, S5, S10, S11, N7 to N11."""

from datetime import timedelta
from statistics import median

import pytest
from planted_kind import Planted, planted, value_usd

HALF_YEAR = timedelta(days=182)


def _listed_on(scheme: Planted, firm_id: str) -> object:
    return min(row.listed_on for row in scheme.draft.records.listings if row.party_id == firm_id)


@pytest.mark.parametrize("scheme", planted("S1"), ids=lambda s: s.scheme.scheme_id)
def test_s1_the_listed_firms_orders_fall_steeply_and_its_successor_shares_what_the_truth_says(
    scheme: Planted,
) -> None:
    (listed,), (heir,) = scheme.firms("listed predecessor"), scheme.firms("successor")
    listed_on = next(r.listed_on for r in scheme.draft.records.listings if r.party_id == listed.firm_id)
    orders = scheme.bought(listed, scheme_only=False)
    before = value_usd([line for line in orders if listed_on - HALF_YEAR <= line.day < listed_on])
    after = value_usd([line for line in orders if listed_on < line.day])

    assert value_usd(orders) > 0
    assert after <= 0.25 * before
    shown = {
        "same_address": heir.address == listed.address,
        "same_controller": bool(scheme.directors(heir) & scheme.directors(listed)),
        "same_phone": bool(set(heir.phones) & set(listed.phones)),
    }
    assert {kind for kind, is_shown in shown.items() if is_shown} >= scheme.links() & set(shown)
    assert scheme.bought(heir)
    assert {line.part.part_number for line in scheme.bought(heir)} <= {line.part.part_number for line in orders}


def test_s1_orders_of_the_listed_firms_fall_by_nine_tenths_or_so_in_the_middle() -> None:
    ratios = []
    for scheme in planted("S1", 16):
        (listed,) = scheme.firms("listed predecessor")
        listed_on = next(r.listed_on for r in scheme.draft.records.listings if r.party_id == listed.firm_id)
        rows = scheme.bought(listed, scheme_only=False)
        before = value_usd([line for line in rows if listed_on - HALF_YEAR <= line.day < listed_on])
        ratios.append(value_usd([line for line in rows if listed_on < line.day]) / before)
    assert sum(ratio <= 0.2 for ratio in ratios) >= 14
    assert median(ratios) < 0.15


def test_s1_a_third_generation_comes_about_fourteen_months_later_from_a_former_employee() -> None:
    schemes = [scheme for scheme in planted("S1", 16) if scheme.firms("third generation")]
    assert len(schemes) >= 4
    for scheme in schemes:
        (heir,), (last,) = scheme.firms("successor"), scheme.firms("third generation")
        staff = {
            r.holder_id
            for r in scheme.draft.records.roles
            if r.subject_id == heir.firm_id and r.role_kind == "employee"
        }
        assert staff & scheme.directors(last)
        assert last.born_on
        first_order = min(line.day for line in scheme.bought(heir))
        assert 120 < (last.born_on - first_order).days < 700
        assert {ln.exporter for ln in scheme.bought(last)} <= {ln.exporter for ln in scheme.bought(heir)}


def test_s1_leaves_now_this_trace_and_now_that() -> None:
    links = [frozenset(scheme.links() - {"former_employee"}) for scheme in planted("S1", 16)]

    assert len(set(links)) >= 4
    assert all(links)


def test_s2_one_person_founded_the_seller_and_owns_the_buyer_under_one_record_or_two() -> None:
    records = []
    for scheme in planted("S2"):
        (seller,), (buyer,) = scheme.firms("firm abroad"), scheme.firms("buyer in the destination")
        owners = [scheme.draft.firm(i) for i in scheme.shares(buyer)]
        founders = [scheme.draft.firm(i) for i in scheme.directors(seller)]
        pairs = [
            (a, b) for a in owners for b in founders if a.latin_name == b.latin_name and a.birth_date == b.birth_date
        ]
        assert pairs
        records.append(pairs[0][0] is pairs[0][1])
        assert buyer in {line.importer for line in scheme.sold(seller)}
    assert {True, False} == set(records)


def test_s3_father_and_son_stand_on_both_sides_and_an_odd_quantity_is_handed_on() -> None:
    handed_on = 0
    for scheme in planted("S3"):
        (maker,), (middle,) = scheme.firms("family's firm at the source"), scheme.firms("son's firm")
        family = {person.firm_id for person in scheme.firms("family member")}
        assert len(family) == 3
        assert set(scheme.shares(maker)) <= family
        assert scheme.directors(middle) & family
        came_in = {(ln.part.part_number, ln.quantity) for ln in scheme.bought(middle) if ln.quantity % 2}
        handed_on += any((ln.part.part_number, ln.quantity) in came_in for ln in scheme.sold(middle))
    assert handed_on >= 5


def test_s5_tenants_have_units_of_one_building_and_sell_to_the_destination() -> None:
    for scheme in planted("S5"):
        tenants = scheme.firms("tenant")
        assert 5 <= len(tenants) <= 8
        buildings = {firm.address.split(", ", 1)[1] for firm in tenants}
        assert len(buildings) == 1
        assert len({firm.address for firm in tenants}) >= 3
        assert {line.destination_iso or line.importer.country_iso for line in scheme.lines if line.importer} == {"RU"}


def test_s10_shares_move_near_the_listing_to_a_relative_or_an_employee_and_trade_goes_on() -> None:
    kinds = set()
    for scheme in planted("S10", 12):
        (owner,) = scheme.firms("listed owner")
        (moved,) = [r for r in scheme.draft.records.interests if r.owner_id == owner.firm_id]
        assert moved.to_on
        listed_on = next(r.listed_on for r in scheme.draft.records.listings if r.party_id == owner.firm_id)
        assert -120 <= (listed_on - moved.to_on).days <= 90
        assert scheme.lines[0].day >= moved.to_on
        kinds |= scheme.links()
    assert kinds == {"family", "employee"}


def test_s11_blocked_owners_hold_half_or_more_through_firms_that_own_each_other() -> None:
    for scheme in planted("S11"):
        (importer,) = scheme.firms("importer owned in a circle")
        blocked = {scheme.firms("owner")[-1].firm_id}
        while True:
            more = {
                firm.firm_id
                for firm in scheme.firms()
                if sum(pct for owner, pct in scheme.shares(firm).items() if owner in blocked) >= 50
            }
            if more <= blocked:
                break
            blocked |= more
        assert importer.firm_id in blocked
        owned = {firm.firm_id: set(scheme.shares(firm)) for firm in scheme.firms("owner")}
        assert any(a in owned.get(b, ()) and b in owned.get(a, ()) for a in owned for b in owned if a != b)


def test_n7_a_listed_firms_director_directs_the_customer_within_a_year() -> None:
    for scheme in planted("N7"):
        (customer,), (listed,) = scheme.firms("new customer"), scheme.firms("listed firm")
        names = [{scheme.draft.firm(i).latin_name for i in scheme.directors(firm)} for firm in (customer, listed)]
        assert names[0] & names[1]
        assert customer.born_on
        listed_on = next(r.listed_on for r in scheme.draft.records.listings if r.party_id == listed.firm_id)
        assert 0 < (customer.born_on - listed_on).days < 366


def test_n8_the_new_trader_has_a_contact_of_the_listed_firm() -> None:
    for scheme in planted("N8"):
        (other,), (listed,) = scheme.firms("firm with the listed firm's contact"), scheme.firms("listed firm")
        assert {*other.phones, *other.emails, *other.websites} & {*listed.phones, *listed.emails, *listed.websites}


def test_n9_a_defence_end_user_is_one_or_two_steps_away() -> None:
    steps = set()
    for scheme in planted("N9"):
        (trader,), (end_user,) = scheme.firms("trader"), scheme.firms("military end user")
        assert set(end_user.tags) & {"defence_end_user", "security_service"}
        near = {
            r.subject_id
            for r in scheme.draft.records.roles
            if r.holder_id == trader.firm_id and r.role_kind == "supplies"
        }
        near |= {r.subject_id for r in scheme.draft.records.interests if r.owner_id == trader.firm_id}
        steps.add(end_user.firm_id in near)
        suppliers = {r.holder_id for r in scheme.draft.records.roles if r.subject_id == end_user.firm_id}
        assert suppliers & (near | {trader.firm_id})
    assert steps == {True, False}


def test_n10_the_parent_owns_the_subsidiary_that_buys_from_its_suppliers_and_sells_back() -> None:
    for scheme in planted("N10"):
        (child,), (parent,) = scheme.firms("subsidiary abroad"), scheme.firms("parent")
        assert scheme.shares(child) == {parent.firm_id: 100.0}
        before = {
            ln.exporter for ln in scheme.bought(parent, scheme_only=False) if ln.day < scheme.draft.calendar.cutoff_on
        }
        assert {line.exporter for line in scheme.bought(child)} <= before
        assert any(line.importer is parent for line in scheme.sold(child))


def test_n11_one_director_opens_firm_after_firm() -> None:
    for scheme in planted("N11"):
        series = scheme.firms("member of the series")
        assert len(series) >= 3
        assert len(set.intersection(*(scheme.directors(firm) for firm in series))) == 1
        assert sum(firm.died_on is not None for firm in series) >= len(series) - 2
        assert len({f.address for f in series}) == 1 or len({f.business for f in series}) == 1
