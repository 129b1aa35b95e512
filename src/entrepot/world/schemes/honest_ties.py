"""Look-alikes of ties and listings: mergers, sales of shares, goods under way, namesakes, minority owners (methods 11.8)."""

from datetime import date, timedelta

import numpy as np

from entrepot.world.schemes.consignments import context_trade, orders
from entrepot.world.schemes.family import defence_customer
from entrepot.world.schemes.stage import Stage

_FIRST = date(2019, 2, 1)


def competitor(stage: Stage) -> None:
    """S1: a rival picks up the orders of a listed firm; no person, address or contact in common (methods 8.3 N2)."""
    listed_on, regime = stage.wave(date(2022, 4, 1), date(2023, 5, 31))
    listed = stage.found("RU", "destination_importer", date(2008, 1, 1) + timedelta(stage.between(0, 3000)))
    rival = stage.found("RU", "destination_importer", date(2008, 1, 1) + timedelta(stage.between(0, 3000)))
    sellers = [stage.seller("neutral_exporter", "hub_trader", active_on=_FIRST) for _ in range(3)]
    parts, yearly = [stage.part() for _ in range(4)], stage.total_usd(500_000.0)
    years, last = (listed_on - _FIRST).days / 365, stage.calendar.last_on
    orders(stage, sellers, [listed], parts, stage.days(_FIRST, listed_on, stage.between(20, 45)), yearly * years)
    orders(stage, sellers[:1], [listed], parts, stage.days(listed_on, listed_on + timedelta(days=90), 2), yearly * 0.03)
    orders(stage, sellers, [rival], parts, stage.days(_FIRST, listed_on, stage.between(8, 20)), yearly * years * 0.2)
    rest = yearly * (last - listed_on).days / 365
    orders(stage, sellers, [rival], parts, stage.days(listed_on, last, stage.between(20, 40)), rest * 0.8)
    stage.draft.list_party(listed, listed_on, regime=regime)
    stage.involve(rival, "competitor", is_subject=True)
    stage.involve(listed, "listed firm")
    stage.tell("A rival without any tie serves the customers a listed firm lost.", "N2")


def merger(stage: Stage) -> None:
    """S1: a group merges two firms into one at one address; nobody is listed, or a stranger is at that time (methods 8.3 N2)."""
    owner, merged_on = stage.person("RU"), stage.day_in(date(2021, 3, 1), date(2023, 6, 30))
    old = stage.found("RU", "destination_importer", date(2006, 1, 1) + timedelta(stage.between(0, 3000)), boss=owner)
    heir = stage.found(
        "RU", "destination_importer", merged_on - timedelta(days=stage.between(0, 900)), boss=owner, name_like=old
    )
    heir.address, heir.latin_address, heir.city = old.address, old.latin_address, old.city
    sellers = [stage.pick("neutral_exporter", active_on=_FIRST) for _ in range(2)]
    goods, yearly = [stage.part(), stage.civilian(), stage.civilian(("84", "85"))], stage.total_usd(400_000.0)
    for firm, first, last in ((old, _FIRST, merged_on), (heir, merged_on, stage.calendar.last_on)):
        years = max((last - first).days, 60) / 365
        orders(stage, sellers, [firm], goods, stage.days(first, last, stage.between(12, 35)), yearly * years)
    old.died_on = merged_on + timedelta(days=stage.between(30, 150))
    if stage.chance(0.5):
        stranger = stage.found("RU", "destination_importer", date(2011, 1, 1))
        stage.draft.list_party(stranger, merged_on + timedelta(days=stage.between(-40, 40)))
        stage.involve(stranger, "listed stranger")
    stage.involve(heir, "merged firm", is_subject=True)
    stage.involve(old, "firm merged away")
    stage.link(old, heir, "same_controller", merged_on)
    stage.tell("A group folds one firm into another at the same address, with no listing of either.", "N2", "N3", "N11")


def honest_sale(stage: Stage) -> None:
    """S10: an owner of a listed firm's size sells to a stranger, months before or after (methods 8.3 N6: genuine exits)."""
    listed_on, regime = stage.wave(date(2022, 5, 1), date(2023, 12, 31))
    owner, buyer = stage.person("RU"), stage.person("RU")
    firm = stage.found(
        "RU", "destination_importer", date(2006, 1, 1) + timedelta(stage.between(0, 4000)), is_owned=False
    )
    sold_on = listed_on - timedelta(days=stage.between(40, 400))
    stage.draft.own(owner, firm, 100.0, firm.born_on, sold_on)
    stage.draft.own(buyer, firm, 100.0, sold_on + timedelta(days=1))
    own = stage.found("RU", "destination_importer", date(2004, 1, 1) + timedelta(stage.between(0, 4000)), boss=buyer)
    stage.draft.list_party(owner, listed_on, regime=regime)
    context_trade(stage, own, _FIRST, stage.calendar.last_on, count=10, total_usd=stage.total_usd(300_000.0))
    goods = [stage.civilian(), stage.part(), stage.civilian(("84", "85", "90"))]
    sellers = [stage.pick("neutral_exporter", active_on=_FIRST)]
    days = stage.days(_FIRST, stage.calendar.last_on, stage.between(15, 35))
    orders(stage, sellers, [firm], goods, days, stage.total_usd(400_000.0))
    stage.involve(firm, "sold firm", is_subject=True)
    stage.involve(owner, "seller")
    stage.involve(buyer, "buyer")
    stage.tell("An owner sells an importer to a stranger of the trade, keeps nothing, and is listed later.", "N6")


def under_way(stage: Stage) -> None:
    """F16: what was ordered and shipped before the listing still arrives, then nothing more (methods 8.2 F16)."""
    listed_on, regime = stage.wave(date(2022, 4, 1), date(2023, 9, 30))
    firm = stage.found("RU", "destination_importer", date(2005, 1, 1) + timedelta(stage.between(0, 4500)))
    stage.draft.list_party(firm, listed_on, regime=regime)
    sellers = [stage.pick("neutral_exporter", active_on=date(2020, 1, 1)) for _ in range(2)]
    goods, total = [stage.part(), stage.part(), stage.civilian()], stage.total_usd(500_000.0)
    orders(stage, sellers, [firm], goods, stage.days(date(2020, 1, 15), listed_on, stage.between(18, 40)), total)
    late = stage.days(listed_on + timedelta(days=2), listed_on + timedelta(days=28), stage.between(1, 4))
    orders(stage, sellers, [firm], goods, late, total * 0.06)
    stage.involve(firm, "listed firm", is_subject=True)
    stage.tell("Goods already under way reach a listed firm within weeks of the listing, and then no more.", "F16")


def namesake(stage: Stage) -> None:
    """S2, S3: people of one name, or one common family name, with nothing else in common (methods 8.3 N4, N5)."""
    person = stage.person("RU", birth_date=date(1962, 1, 1) + timedelta(stage.between(0, 9000)))
    other = stage.person(
        "RU",
        birth_date=date(1962, 1, 1) + timedelta(stage.between(0, 9000)) if stage.chance(0.5) else None,
        name=person.name,
        latin_name=person.latin_name,
    )
    iso, start = stage.hub(), date(2021, 2, 1) + timedelta(stage.between(0, 400))
    seller = stage.found(iso, "hub_trader", start - timedelta(days=stage.between(200, 2500)), boss=person)
    buyer = stage.found("RU", "destination_importer", start - timedelta(days=stage.between(200, 2500)), boss=other)
    goods = [stage.part(brand_is_coalition=False), stage.civilian()]
    days = stage.days(start, stage.calendar.last_on, stage.between(6, 16))
    orders(stage, [seller], [buyer], goods, days, stage.spread(150_000.0, 0.6))
    context_trade(stage, seller, date(2019, 5, 1), stage.calendar.last_on, count=12, total_usd=300_000.0)
    stage.involve(seller, "seller", is_subject=True)
    stage.involve(buyer, "buyer", is_subject=True)
    stage.tell("Seller and buyer have directors of one name who are two people.", "N4", "N5")


def minority_owner(stage: Stage) -> None:
    """S11: a listed owner's stakes stay under half, a circle or not (methods 5: unknown and minority shares)."""
    listed_on, regime = stage.wave(date(2022, 4, 1), date(2023, 9, 30))
    listed, other, born_on = (
        stage.person("RU"),
        stage.person("RU"),
        date(2010, 1, 1) + timedelta(stage.between(0, 2500)),
    )
    stage.draft.list_party(listed, listed_on, regime=regime)
    importer, holding = (stage.found("RU", "destination_importer", born_on, is_owned=False) for _ in range(2))
    share = float(stage.between(15, 49))
    stage.draft.own(listed, holding, share, born_on)
    stage.draft.own(other, holding, 100.0 - share - 10.0, born_on)
    stage.draft.own(importer, holding, 10.0, born_on)
    stage.draft.own(holding, importer, 60.0, born_on)
    stage.draft.own(other, importer, 40.0, born_on)
    sellers, goods = [stage.pick("neutral_exporter", active_on=_FIRST)], [stage.civilian(("84", "85")), stage.part()]
    days = stage.days(_FIRST, stage.calendar.last_on, stage.between(12, 30))
    orders(stage, sellers, [importer], goods, days, stage.total_usd(400_000.0))
    stage.involve(importer, "importer with a listed minority owner", is_subject=True)
    stage.involve(listed, "listed minority owner")
    stage.tell("A listed person holds less than half of a holding that owns an importer.", "N1", "F16")


def large_distributor(stage: Stage) -> None:
    """N9: a distributor with customers everywhere, a defence plant among them (methods 8.3 N9)."""
    firm = stage.pick("destination_importer", own=True, active_on=_FIRST, active_until=stage.calendar.last_on)
    plant = defence_customer(stage, firm)
    for _ in range(stage.between(15, 35)):
        stage.draft.hold_role(
            firm, stage.pick("destination_importer", active_on=_FIRST), "supplies", note="reported customer"
        )
    goods = [stage.civilian() for _ in range(5)]
    sellers = [stage.pick("neutral_exporter", active_on=_FIRST) for _ in range(4)]
    days = stage.days(_FIRST, stage.calendar.last_on, stage.between(30, 60))
    orders(stage, sellers, [firm], goods, days, stage.total_usd(900_000.0, 0.6))
    stage.involve(firm, "distributor", is_subject=True)
    stage.involve(plant, "one customer of many")
    stage.tell("A distributor of office and workshop goods supplies dozens of firms, one a defence plant.", "N9")


def lean_trader(stage: Stage) -> None:
    """F3, F4: a trading arm whose staff the group employs, with a broad line of business (methods 8.2 F3, F4)."""
    group = stage.pick("coalition_exporter", active_on=_FIRST, active_until=stage.calendar.last_on)
    iso, role = stage.seat()
    firm = stage.found(
        iso,
        role,
        date(2012, 1, 1) + timedelta(stage.between(0, 2000)),
        owner=group,
        business="4690 non-specialised wholesale trade",
        employees=stage.between(1, 3),
        capital_usd=round(float(np.exp(stage.rng.normal(9.0, 1.0))), 2),
    )
    parts, total = [stage.part(), stage.part(), stage.civilian(("84", "85"))], stage.total_usd(1_500_000.0, 0.6)
    days = stage.days(_FIRST, stage.calendar.last_on, stage.between(20, 45))
    if role == "hub_trader":
        orders(stage, [group], [firm], parts, days, total)
    else:
        orders(stage, [firm], [stage.pick("hub_trader", active_on=_FIRST) for _ in range(3)], parts, days, total)
    stage.involve(firm, "group's trading arm", is_subject=True)
    stage.involve(group, "parent")
    stage.tell("A group's trading arm has few staff of its own and sells to the region.", "F4", "F3")
