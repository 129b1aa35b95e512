"""S3, a family on both sides with one odd quantity; N9, a trader close to the military."""

from datetime import date, timedelta

from entrepot.world.entities import Firm
from entrepot.world.schemes.consignments import context_trade, hand_on, orders, sell
from entrepot.world.schemes.stage import Stage


def family_chain(stage: Stage) -> None:
    """S3: Elix-St, Da Group 22, Stek (methods 12.3): parents sell, the son resells, one consignment in the same odd number."""
    draft, start = stage.draft, stage.start_on()
    father = stage.person("RU", birth_date=date(1955, 1, 1) + timedelta(stage.between(0, 4000)))
    surname = draft.names.surname_of(father.name)
    has_dates = stage.chance(0.6 * stage.tactics.trace)
    son = stage.person("RU", father=father)
    son.birth_date = _born(stage) if has_dates else None
    mother = stage.person("RU", surname=surname)
    maker = stage.found(
        "DE", "coalition_exporter", date(2004, 1, 1) + timedelta(stage.between(0, 4500)), boss=father, is_owned=False
    )
    for parent in (father, mother):
        draft.own(parent, maker, 50.0, maker.born_on)
    iso, born_on = stage.hub(), start - timedelta(days=stage.between(20, 120))  # methods 12.3: registered March 2022
    middle = stage.found(iso, "hub_trader", born_on, boss=son, employees=stage.between(1, 3))
    if stage.chance(0.4):  # methods 12.3: later changed founders
        draft.hold_role(stage.person(iso), middle, "founder", born_on + timedelta(days=stage.between(200, 400)))
    if stage.chance(0.4 * stage.tactics.trace):
        draft.hold_role(father, son, "family")
        stage.aim("N5")
    buyer = stage.pick("destination_importer", own=True, active_on=start)
    _odd_trade(stage, maker, middle, buyer, start)
    if stage.chance(0.6):  # methods 12.3: the buyer's customers are FSB, SVR and the ministry of defence
        customer = defence_customer(stage, buyer)
        stage.link(buyer, customer, "supplies")
        stage.aim("N9")
    for firm, part in ((maker, "family's firm at the source"), (middle, "son's firm"), (buyer, "buyer")):
        stage.involve(firm, part, is_subject=firm is not buyer)
    for person in (father, mother, son):
        stage.involve(person, "family member")
    stage.link(father, son, "family")
    stage.link(maker, middle, "family", born_on)
    stage.tell("A family's firm in the coalition sells to the son's new firm, which sells on.", "N5", "F5", "F6", "F2")


def _odd_trade(stage: Stage, maker: Firm, middle: Firm, buyer: Firm, start: date) -> None:
    """One to three consignments of an odd number handed on whole, others as they come, and some honest trade."""
    last = stage.calendar.last_on - timedelta(days=60)
    parts = [stage.part(chapters=("85",)) for _ in range(stage.between(2, 4))]
    total = stage.total_usd(400_000.0)
    came_in = orders(stage, [maker], [middle], parts, stage.days(start, last, stage.line_count(total, most=40)), total)
    hand_on(stage, came_in, middle, [buyer])
    for day in stage.days(start, last, stage.between(1, 3)):
        odd = float(stage.between(180, 5200) | 1)  # methods 12.3: 2,598; a number no reel has (proposed range)
        odd_line = sell(stage, day, maker, middle, parts[0], odd)
        hand_on(stage, [odd_line], middle, [buyer], exact=0.85)
    customers = [stage.pick("coalition_exporter", active_on=start)]
    orders(stage, [maker], customers, parts, stage.days(date(2019, 3, 1), last, 12), total / 3, is_context=True)


def _born(stage: Stage) -> date:
    return date(1982, 1, 1) + timedelta(stage.between(0, 5000))


def defence_customer(stage: Stage, buyer: Firm) -> Firm:
    """Return a new body that the registers tag, and that the buyer supplies as they say."""
    body = stage.draft.new_firm(
        stage.looks,
        "RU",
        "destination_importer",
        born_on=date(1996, 1, 1) + timedelta(stage.between(0, 5000)),
        tags=(("defence_end_user", "security_service")[stage.between(0, 1)],),
        weight=0.0,
    )
    stage.draft.hold_role(buyer, body, "supplies", note="reported customer")
    return body


def military_proximity(stage: Stage) -> None:
    """N9: a plain importer whose customer, or customer's customer, arms the military (methods 8.3 N9, 12.5 Verstka)."""
    start = stage.start_on()
    trader = (
        stage.pick("destination_importer", own=True, active_on=date(2021, 1, 1), active_until=start)
        if stage.chance(0.5)
        else stage.found("RU", "destination_importer", start - timedelta(days=stage.between(60, 2500)))
    )
    nearest = trader
    if stage.chance(0.6):
        kind = "owns" if stage.chance(0.3) else "supplies"
        born_on = start - timedelta(days=stage.between(900, 4000))
        nearest = stage.found("RU", "destination_importer", born_on, is_owned=kind != "owns")
        if kind == "owns":
            stage.draft.own(trader, nearest, 60.0)
            stage.draft.own(stage.person("RU"), nearest, 40.0)
        else:
            stage.draft.hold_role(trader, nearest, "supplies", note="reported customer")
        stage.link(trader, nearest, kind)
        stage.involve(nearest, "supplier of the military")
    end_user = defence_customer(stage, nearest)
    stage.link(nearest, end_user, "supplies")
    stage.involve(end_user, "military end user")
    sellers = [stage.seller("hub_trader", "neutral_exporter", active_on=start) for _ in range(2)]
    total = stage.total_usd(900_000.0)
    days = stage.days(start, stage.calendar.last_on, stage.line_count(total, most=60))
    orders(stage, sellers, [trader], [stage.part() for _ in range(3)], days, total)
    context_trade(stage, trader, date(2021, 2, 1), stage.calendar.last_on, count=10, total_usd=total / 5)
    stage.involve(trader, "trader", is_subject=True)
    for seller in dict.fromkeys(sellers):
        stage.involve(seller, "supplier")
    stage.tell("An importer of listed goods supplies a defence end user, directly or through one more firm.", "N9")
