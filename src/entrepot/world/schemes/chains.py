"""F5, goods in and goods out; F6, chains over two or three borders; S9, many small orders; F15, an old customer's new payer."""

from collections.abc import Sequence
from datetime import date, timedelta

from entrepot.world.entities import Firm, PlannedLine
from entrepot.world.goods import Part
from entrepot.world.schemes.consignments import context_trade, hand_on, orders, quantity_for, sell
from entrepot.world.schemes.stage import Stage


def pass_through(stage: Stage) -> None:
    """F5: a trader of long standing hands consignments on to Russia (methods 8.2 F5, 12.3)."""
    start, iso = stage.start_on(), stage.hub()
    firm = stage.pick("hub_trader", iso, own=True, active_on=start)
    sellers = [stage.pick("coalition_exporter", active_on=start) for _ in range(stage.between(1, 4))]
    buyers = [stage.pick("destination_importer", active_on=start) for _ in range(stage.between(1, 3))]
    total = stage.total_usd(900_000.0)
    days = stage.days(start, stage.calendar.last_on - timedelta(days=50), stage.line_count(total, most=70))
    came_in = orders(stage, sellers, [firm], [stage.part() for _ in range(stage.between(2, 6))], days, total)
    hand_on(stage, came_in, firm, buyers)
    stage.involve(firm, "pass-through firm", is_subject=True)
    for buyer in dict.fromkeys(buyers):
        stage.involve(buyer, "buyer")
    stage.tell("A trader with much honest trade also hands listed consignments on to Russia.", "F5")


def border_chain(stage: Stage) -> None:
    """F6: coalition, one hub, another, Russia (methods 8.2 F6: at most three hops; 12.5: Smart Trading, Elmec)."""
    start, first_iso = stage.start_on(), stage.hub()
    isos = [first_iso, stage.hub(besides=first_iso)][: 1 + int(stage.chance(0.65))]
    middles = [_middle(stage, iso, start) for iso in isos]
    seller = stage.pick("coalition_exporter", active_on=start)
    buyer = stage.pick("destination_importer", active_on=start)
    total = stage.total_usd(700_000.0)
    days = stage.days(start, stage.calendar.last_on - timedelta(days=100), stage.line_count(total, most=40))
    moving = orders(stage, [seller], [middles[0]], [stage.part() for _ in range(3)], days, total)
    for here, there in zip(middles, [*middles[1:], buyer], strict=True):
        moving = hand_on(stage, moving, here, [there])
        stage.link(here, there, "supplies", start)
    for middle in middles:
        stage.involve(middle, "link of the chain", is_subject=True)
    stage.involve(seller, "supplier")
    stage.involve(buyer, "buyer")
    stage.tell("Consignments cross two or three borders from hand to hand until they reach Russia.", "F6", "F5")


def _middle(stage: Stage, iso: str, start: date) -> Firm:
    if stage.chance(0.6):
        return stage.pick("hub_trader", iso, own=True, active_on=start)
    return stage.found(iso, "hub_trader", start - timedelta(days=stage.between(30, 1200)), honest_weight=0.15)


def structuring(stage: Stage) -> None:
    """S9: one buyer's large need in small orders to six similar suppliers (methods 4.4 NECC 3, 11.7)."""
    start, iso = stage.start_on(), stage.hub()
    firm = (
        stage.pick("hub_trader", iso, own=True, active_on=date(2021, 6, 1), active_until=stage.calendar.last_on)
        if stage.chance(0.5)
        else stage.found(iso, "hub_trader", date(2012, 1, 1) + timedelta(stage.between(0, 2500)))
    )
    wide = stage.part(dearest_usd=200.0)  # small orders need small pieces
    parts = [p for p in stage.draft.catalogue.parts_of(wide.hs6) if p.price_usd <= wide.price_usd * 2][:6]
    old = [stage.pick("coalition_exporter", active_on=date(2020, 1, 1)) for _ in range(2)]
    total = stage.spread(450_000.0, 0.5)  # methods 8.2 F13: a quarter of a million and more within 60 days
    history = stage.days(date(2020, 3, 1), start - timedelta(days=100), stage.between(6, 16))
    orders(stage, old, [firm], parts, history, len(history) * total / 5, ln_sd=0.6, is_context=True)
    sellers = [
        stage.pick("coalition_exporter", active_on=start, active_until=stage.calendar.last_on)
        for _ in range(stage.between(5, 8))
    ]  # methods 11.7: six
    came_in: list[PlannedLine] = []
    for _ in range(stage.between(1, 3)):
        came_in += _burst(stage, firm, sellers, parts, start=start, total_usd=total)
    hand_on(stage, came_in, firm, [stage.pick("destination_importer", active_on=start)])
    stage.involve(firm, "buyer that splits its orders", is_subject=True)
    for seller in dict.fromkeys(sellers):
        stage.involve(seller, "supplier")
    stage.tell("A buyer cuts one need into small orders to six or so suppliers within weeks.", "F13", "F5")


def _burst(
    stage: Stage, firm: Firm, sellers: Sequence[Firm], parts: Sequence[Part], *, start: date, total_usd: float
) -> list[PlannedLine]:
    """Return one need cut into small orders, much alike, within 30 to 60 days."""
    first = stage.day_in(start, stage.calendar.last_on - timedelta(days=120))
    count, lines = len(sellers) * stage.between(3, 5), []
    for place, day in enumerate(stage.days(first, first + timedelta(days=stage.between(30, 60)), count)):
        seller, part = sellers[place % len(sellers)], parts[stage.between(0, len(parts) - 1)]
        value_usd = total_usd / count * stage.spread(1.0, 0.25)
        quantity = quantity_for(stage, part, day, exporter=seller, importer=firm, value_usd=value_usd)
        lines.append(sell(stage, day, seller, firm, part, quantity))
    return lines


def payer_switch(stage: Stage) -> None:
    """F15: a supplier's Russian customer of before T0 buys on through a firm in a hub (methods 4.2, FinCEN trend analysis)."""
    start, iso = stage.start_on(), stage.hub()
    boss, founded_on = stage.person("RU"), date(2008, 1, 1) + timedelta(stage.between(0, 4000))
    customer = stage.found("RU", "destination_importer", founded_on, boss=boss, is_owned=False)
    left = stage.traces({"director": 0.5, "phone": 0.35, "former_owner": 0.4, "owner": 0.3})
    born_on = start - timedelta(days=stage.between(20, 900))
    payer = stage.found(iso, "hub_trader", born_on, is_owned=False, honest_weight=0.1)
    _tie(stage, customer, payer, boss, left)
    suppliers = [stage.pick("coalition_exporter", active_on=date(2019, 6, 1), active_until=start) for _ in range(2)]
    parts, total = [stage.part() for _ in range(stage.between(2, 5))], stage.total_usd(800_000.0)
    early = stage.days(date(2019, 6, 1), stage.calendar.cutoff_on, stage.line_count(total, most=40))
    orders(stage, suppliers, [customer], parts, early, total, is_context=True)
    days = stage.days(start, stage.calendar.last_on - timedelta(days=40), stage.line_count(total, most=50))
    came_in = orders(stage, suppliers, [payer], parts, days, total)
    hand_on(stage, came_in, payer, [customer, customer, stage.pick("destination_importer", active_on=start)])
    context_trade(stage, customer, date(2020, 1, 1), stage.calendar.last_on, count=8, total_usd=total / 8)
    stage.involve(payer, "new payer", is_subject=True)
    stage.involve(customer, "old customer")
    stage.tell("A supplier's Russian customer buys the same parts through a tied firm in a hub after T0.", "F15", "F5")


def _tie(stage: Stage, customer: Firm, payer: Firm, boss: Firm, left: set[str]) -> None:
    """Leave the traces of one hand behind both firms."""
    draft, begin = stage.draft, payer.born_on
    others = [stage.person(firm.country_iso) for firm in (customer, payer)]
    stake = 30.0 if "former_owner" in left else 0.0
    if stake:
        draft.own(boss, customer, 40.0, customer.born_on, begin)
        draft.hold_role(boss, customer, "former_owner", customer.born_on, begin)
        draft.own(boss, payer, stake, begin)
        stage.link(customer, payer, "same_controller", begin)
    draft.own(others[0], customer, 60.0 if stake else 100.0, customer.born_on)
    draft.own(customer if "owner" in left else others[1], payer, 100.0 - stake, begin)
    if "owner" in left:
        stage.link(customer, payer, "owns", begin)
    if "director" in left:
        draft.hold_role(boss, payer, "director", begin)
        stage.link(customer, payer, "same_director", begin)
    if "phone" in left:
        stage.share_contact("phones", customer, payer)
        stage.link(customer, payer, "same_phone", begin)
