"""S2, one person on both sides of a border; N7, a listed firm's manager at a new customer; N10, a parent's subsidiary abroad."""

from datetime import date, timedelta

from entrepot.world.entities import Firm
from entrepot.world.schemes.consignments import context_trade, hand_on, orders
from entrepot.world.schemes.stage import Stage


def same_person(stage: Stage, person: Firm, iso: str) -> Firm:
    """Return the record another country's register holds of a person: the name in Latin letters, the same birth date or none."""
    record = stage.person(iso, name=person.latin_name, latin_name=person.latin_name)
    record.birth_date = person.birth_date
    return record


def common_controller(stage: Stage) -> None:
    """S2: Aspan Arba and Sky Mechanics (methods 12.2): the founder abroad owns the buyer."""
    draft, start = stage.draft, stage.start_on()
    owner = stage.person("RU", birth_date=date(1960, 1, 1) + timedelta(stage.between(0, 12_000)))
    buyer = stage.found("RU", "destination_importer", start - timedelta(days=stage.between(600, 3000)), boss=owner)
    iso = stage.hub()
    born_on = start - timedelta(days=stage.between(20, 90))  # methods 12.2: registered April 2022, sales the same year
    abroad = same_person(stage, owner, iso) if stage.chance(0.5) else owner
    manager = stage.person(iso)
    weight = 0.15 if stage.chance(0.5) else 0.0
    seller = stage.found(iso, "hub_trader", born_on, boss=manager, owner=abroad, honest_weight=weight)
    draft.hold_role(abroad, seller, "founder", born_on)
    if stage.chance(0.5):  # methods 12.2: its director is an ex-co-owner of the Russian firm
        draft.hold_role(manager, buyer, "former_owner", buyer.born_on, born_on - timedelta(days=10))
    drones = [part for code in ("880621", "880622", "880730") for part in draft.catalogue.parts_of(code)]
    parts = drones[:3] if drones and stage.chance(0.5) else [stage.part() for _ in range(2)]
    suppliers = [stage.seller("coalition_exporter", "neutral_exporter", active_on=start)]
    total = stage.total_usd(
        1_200_000.0
    )  # methods 12.2: licences for $45M, over 500 drones delivered; lower by proposal
    days = stage.days(start, stage.calendar.last_on - timedelta(days=40), stage.line_count(total, most=50))
    came_in = orders(stage, suppliers, [seller], parts, days, total)
    others = [stage.pick("destination_importer", active_on=start)] if stage.chance(0.4) else []
    hand_on(stage, came_in, seller, [buyer, buyer, buyer, *others])
    stage.involve(seller, "firm abroad", is_subject=True)
    stage.involve(buyer, "buyer in the destination", is_subject=True)
    stage.link(seller, buyer, "same_controller", born_on)
    stage.tell("A new firm abroad sells to an importer that the same person owns.", "N4", "F2", "F5", "F6")


def management_overlap(stage: Stage) -> None:
    """N7: directors of a listed firm turn up at a new customer (methods 4.1, flag 24)."""
    draft = stage.draft
    listed_on, regime = stage.wave(date(2022, 3, 15), date(2023, 6, 30))
    manager, listed = stage.person("RU"), _listed_importer(stage, listed_on, regime)
    draft.hold_role(manager, listed, "director", date(2019, 1, 1), listed_on + timedelta(days=stage.between(-60, 60)))
    begin = listed_on + timedelta(days=stage.between(60, 300))
    iso = "RU" if stage.chance(0.6) else stage.hub()
    role = stage.role_in(iso)
    known = manager if iso == "RU" or stage.chance(0.5) else same_person(stage, manager, iso)
    customer = stage.found(iso, role, begin, boss=known, owner=stage.person(iso), honest_weight=0.2)
    sellers = [
        stage.pick("coalition_exporter" if iso != "RU" else "neutral_exporter", active_on=begin) for _ in range(2)
    ]
    total = stage.total_usd(500_000.0)
    span = (begin + timedelta(days=20), stage.calendar.last_on - timedelta(days=30))
    parts = [stage.part() for _ in range(3)]
    came_in = orders(stage, sellers, [customer], parts, stage.days(*span, stage.line_count(total, most=40)), total)
    if iso != "RU":
        hand_on(stage, came_in, customer, [stage.pick("destination_importer", active_on=begin)])
    stage.involve(customer, "new customer", is_subject=True)
    stage.involve(listed, "listed firm")
    stage.involve(manager, "manager of both")
    stage.link(listed, customer, "same_director", begin)
    stage.tell("A director of a listed firm runs a new firm that buys listed goods.", "N7", "N2")


def _listed_importer(stage: Stage, listed_on: date, regime: str) -> Firm:
    """Return an importer that goes on the list, with its trade of before."""
    listed = stage.found("RU", "destination_importer", date(2006, 1, 1) + timedelta(stage.between(0, 4000)))
    sellers = [stage.pick("neutral_exporter", active_on=date(2020, 1, 1)) for _ in range(2)]
    days = stage.days(date(2019, 6, 1), listed_on, stage.between(10, 30))
    parts = [stage.part(), stage.part(), stage.civilian()]
    orders(stage, sellers, [listed], parts, days, stage.total_usd(400_000.0), is_context=True)
    stage.draft.list_party(listed, listed_on, regime=regime)
    return listed


def foreign_subsidiary(stage: Stage) -> None:
    """N10: a parent's new subsidiary abroad buys from the parent's suppliers of before T0 and sends home (methods 4.2)."""
    start = stage.start_on()
    iso, born_on = stage.hub(), start - timedelta(days=stage.between(25, 150))
    parent = stage.found("RU", "destination_importer", born_on - timedelta(days=stage.between(900, 5000)))
    child = stage.found(iso, "hub_trader", born_on, owner=parent, honest_weight=0.15)
    sellers = [
        stage.pick("coalition_exporter", active_on=date(2020, 6, 1), active_until=start)
        for _ in range(stage.between(1, 3))
    ]
    parts = [stage.part() for _ in range(stage.between(2, 4))]
    total = stage.total_usd(1_000_000.0)
    before = stage.days(date(2020, 1, 10), stage.calendar.cutoff_on, stage.line_count(total, most=40))
    orders(stage, sellers, [parent], parts, before, total, is_context=True)
    span = (start, stage.calendar.last_on - timedelta(days=45))
    kept = sellers if stage.chance(0.5) else sellers[:1]
    came_in = orders(stage, kept, [child], parts, stage.days(*span, stage.line_count(total, most=50)), total)
    hand_on(stage, came_in, child, [parent])
    context_trade(
        stage, parent, date(2019, 5, 1), stage.calendar.last_on, count=stage.between(6, 20), total_usd=total / 8
    )
    stage.involve(child, "subsidiary abroad", is_subject=True)
    stage.involve(parent, "parent")
    stage.link(parent, child, "owns", born_on)
    stage.tell(
        "A new subsidiary abroad buys from its Russian parent's old suppliers and sells to the parent.",
        "N10",
        "F15",
        "F5",
    )
