"""Look-alikes among firms: start-ups, movers, serial founders, nominees, tenants (methods 11.6 and 11.8)."""

from datetime import date, timedelta

from entrepot.world.entities import Firm
from entrepot.world.schemes.consignments import orders
from entrepot.world.schemes.stage import Stage

_SOFTWARE = "6201 computer programming activities"
_LAPTOP = "847130"


def startup(stage: Stage) -> None:
    """F2: founded after T0, civilian goods first, some listed goods soon, for the home market (methods 11.6: most are honest)."""
    iso, born_on = stage.hub(), date(2022, 3, 5) + timedelta(stage.between(0, 330))
    firm = stage.found(iso, "hub_trader", born_on)
    total = stage.total_usd(250_000.0)
    first, last = born_on + timedelta(days=stage.between(20, 120)), stage.calendar.last_on
    goods = [stage.civilian(("84", "85", "90", "94")) for _ in range(3)]
    sellers = [stage.pick("neutral_exporter", active_on=first) for _ in range(2)]
    orders(stage, sellers, [firm], goods, stage.days(first, last, stage.between(8, 30)), total)
    makers = [stage.pick("coalition_exporter", active_on=first) for _ in range(2)]
    own_use = [stage.part() for _ in range(2)]
    orders(stage, makers, [firm], own_use, stage.days(first, last, stage.between(2, 9)), total * 0.35)
    stage.involve(firm, "start-up", is_subject=True)
    stage.tell("A firm founded after T0 sells at home; what it imports stays there.", "F2", "F1", "F5")


def relocated_it(stage: Stage) -> None:
    """F2, N10: a software house that moved buys laptops for its staff (methods 11.8)."""
    owner, born_on = stage.person("RU"), date(2022, 3, 10) + timedelta(stage.between(0, 150))
    old = stage.found(
        "RU",
        "destination_importer",
        date(2014, 1, 1) + timedelta(stage.between(0, 2000)),
        boss=owner,
        business=_SOFTWARE,
    )
    new = stage.found(
        stage.hub(), "hub_trader", born_on, boss=owner, business=_SOFTWARE, employees=stage.between(20, 300)
    )
    laptops = stage.draft.catalogue.parts_of(_LAPTOP)[:4] or [stage.civilian(("84", "85"))]
    sellers = [stage.pick("neutral_exporter", active_on=born_on), stage.pick("coalition_exporter", active_on=born_on)]
    days = stage.days(born_on + timedelta(days=25), stage.calendar.last_on, stage.between(4, 14))
    orders(stage, sellers, [new], laptops, days, stage.total_usd(180_000.0, 0.8))
    if stage.chance(0.5):  # servers, which are listed
        servers = [stage.part(chapters=("84",))]
        orders(stage, sellers[1:], [new], servers, days[:3], stage.spread(90_000.0, 0.5))
    stage.involve(new, "relocated firm", is_subject=True)
    stage.involve(old, "firm left behind")
    stage.link(old, new, "same_controller", born_on)
    stage.tell("A software house moved abroad and equips its staff; nothing goes back.", "F2", "N10", "F3")


def emigrant(stage: Stage) -> None:
    """N10: an emigrant with a firm still in Russia trades for customers elsewhere (methods 8.3 N10: no return flow)."""
    owner, iso = stage.person("RU"), stage.hub()
    born_on = date(2022, 4, 1) + timedelta(stage.between(0, 500))
    old = stage.found("RU", "destination_importer", date(2011, 1, 1) + timedelta(stage.between(0, 2500)), boss=owner)
    new = stage.found(iso, "hub_trader", born_on, boss=owner)
    sellers = [stage.pick("coalition_exporter", active_on=born_on) for _ in range(2)]
    first, total = born_on + timedelta(days=40), stage.total_usd(300_000.0)
    goods = [stage.part(), stage.civilian(("84", "85", "90"))]
    orders(stage, sellers, [new], goods, stage.days(first, stage.calendar.last_on, stage.between(8, 25)), total)
    elsewhere = [stage.pick("hub_trader", stage.hub(besides=iso), active_on=born_on)]
    later = stage.days(first + timedelta(days=60), stage.calendar.last_on, stage.between(4, 12))
    orders(stage, [new], elsewhere, goods[1:], later, total / 3)
    early = [stage.pick("neutral_exporter", active_on=date(2019, 3, 1))]
    orders(stage, early, [old], [stage.civilian()], stage.days(date(2019, 3, 1), date(2022, 2, 1), 10), total / 2)
    stage.involve(new, "emigrant's firm", is_subject=True)
    stage.involve(old, "firm left behind")
    stage.tell("An emigrant's firm imports for customers outside Russia.", "N10", "N4", "F2", "F15")


def serial_founder(stage: Stage) -> None:
    """N11: a founder whose ventures in different trades failed (methods 8.3 N11)."""
    iso = stage.hub() if stage.chance(0.5) else "RU"
    founder = stage.person(iso)
    born_on = date(2018, 1, 1) + timedelta(stage.between(0, 400))
    for number in range(stage.between(3, 5)):
        role = stage.role_in(iso)
        firm = stage.found(iso, role, born_on, boss=founder)
        ended_on = born_on + timedelta(days=stage.between(250, 600))
        goods, seller = [stage.civilian()], stage.pick("neutral_exporter", active_on=born_on)
        days = stage.days(
            born_on + timedelta(days=30),
            min(ended_on - timedelta(days=1), stage.calendar.last_on),
            stage.between(3, 10),
        )
        orders(stage, [seller], [firm], goods, days, stage.spread(60_000.0, 0.7))
        if ended_on < stage.calendar.last_on and number < 4:
            firm.died_on = ended_on
        stage.involve(firm, "venture", is_subject=True)
        born_on = ended_on + timedelta(days=stage.between(20, 200))
        if born_on > stage.calendar.last_on - timedelta(days=90):
            break
    stage.involve(founder, "founder")
    stage.tell("A founder of several failed shops in different trades, at different addresses.", "N11")


def nominee_director(stage: Stage) -> None:
    """N7, S2: a professional director of dozens of firms, one of them listed later (methods 8.3 N7)."""
    nominee = stage.person("RU")
    count = stage.between(14, 40)
    clients = [stage.pick("destination_importer", active_on=date(2021, 1, 1)) for _ in range(count)]
    listed_on, regime = stage.wave(date(2022, 4, 1), date(2023, 6, 30))
    listed = stage.found(
        "RU", "destination_importer", date(2012, 1, 1) + timedelta(stage.between(0, 2000)), boss=nominee
    )
    stage.draft.list_party(listed, listed_on, regime=regime)
    customer = stage.found(
        "RU",
        "destination_importer",
        listed_on + timedelta(days=stage.between(30, 300)),
        boss=nominee,
        owner=stage.person("RU"),
    )
    for firm in dict.fromkeys(clients):
        stage.draft.hold_role(nominee, firm, "director", date(2019, 1, 1) + timedelta(stage.between(0, 700)))
    sellers = [stage.pick("neutral_exporter", active_on=listed_on)]
    first = customer.born_on or listed_on
    days = stage.days(first + timedelta(days=20), stage.calendar.last_on, stage.between(5, 15))
    orders(stage, sellers, [customer], [stage.civilian(("84", "85")), stage.part()], days, stage.spread(150_000.0, 0.6))
    stage.involve(customer, "client of the nominee", is_subject=True)
    stage.involve(listed, "listed client")
    stage.involve(nominee, "professional director")
    stage.tell("A director for hire sits on the boards of a listed firm and of many strangers.", "N7", "N2", "N4")


def formation_agent(stage: Stage) -> None:
    """S5: strangers at the mass address of a formation agent, one of them listed (methods 8.3 N3, 11.6)."""
    iso = "HK" if stage.chance(0.5) else stage.hub()
    role = stage.role_in(iso)
    listed = _tenant(stage, iso)
    listed_on, regime = stage.wave(date(2022, 5, 1), date(2023, 9, 30))
    stage.draft.list_party(listed, listed_on, regime=regime)
    stage.involve(listed, "listed tenant")
    for _ in range(stage.between(3, 6)):
        tenant = _tenant(stage, iso)
        days = stage.days(date(2021, 1, 1), stage.calendar.last_on, stage.between(4, 14))
        goods = [stage.civilian(), stage.civilian(("84", "85", "90")), stage.part()]
        if role == "hub_trader":
            orders(stage, [stage.pick("neutral_exporter")], [tenant], goods, days, stage.total_usd(150_000.0, 0.8))
        else:
            orders(stage, [tenant], [stage.pick("hub_trader")], goods, days, stage.total_usd(150_000.0, 0.8))
        stage.involve(tenant, "tenant", is_subject=True)
        stage.link(listed, tenant, "same_address")
    stage.tell("Strangers share a formation agent's mass address with a listed firm.", "N3")


def _tenant(stage: Stage, iso: str) -> Firm:
    place = stage.draft.addresses.mass_place(stage.looks, iso, is_shared_unit=stage.chance(0.7))
    born_on = date(2013, 1, 1) + timedelta(stage.between(0, 2500))
    return stage.found(iso, stage.role_in(iso), born_on, place=place)


def accountant(stage: Stage) -> None:
    """N8: an accountant's phone in the register for all clients, one of which is listed (methods 8.3 N8)."""
    iso = "RU"
    phone = (f"+7000{stage.draft.serial('contact'):07}",)
    listed = stage.found(
        iso, "destination_importer", date(2010, 1, 1) + timedelta(stage.between(0, 3000)), phones=phone
    )
    listed_on, regime = stage.wave(date(2022, 4, 1), date(2023, 9, 30))
    stage.draft.list_party(listed, listed_on, regime=regime)
    stage.involve(listed, "listed client")
    for _ in range(stage.between(6, 14)):
        client = stage.found(
            iso, "destination_importer", date(2010, 1, 1) + timedelta(stage.between(0, 4000)), phones=phone
        )
        days = stage.days(date(2021, 1, 1), stage.calendar.last_on, stage.between(3, 12))
        goods = [stage.civilian(), stage.civilian(("84", "85")), stage.part()]
        orders(stage, [stage.pick("neutral_exporter")], [client], goods, days, stage.spread(80_000.0, 0.7))
        stage.involve(client, "client of the accountant", is_subject=True)
        stage.link(listed, client, "same_phone")
    stage.tell("An accountant's phone stands in the register for every client, a listed one among them.", "N8")
