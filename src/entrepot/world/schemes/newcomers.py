"""S8, the three patterns of importers; F2, a firm of after T0; F3, goods outside the line of business; F4, no staff to do it."""

from datetime import date, timedelta

from entrepot.world.entities import Firm
from entrepot.world.schemes.consignments import context_trade, hand_on, orders
from entrepot.world.schemes.stage import Stage

_CHIPS = ("85",)


def three_patterns(stage: Stage) -> None:
    """S8: new to trade, new to the codes, or a spike in them (methods 4.2, FIN-2023-Alert004); the pattern goes round."""
    start, iso = stage.start_on(), stage.hub()
    pattern = ("P1", "P2", "P3")[stage.number % 3]
    born_on = date(2007, 1, 1) + timedelta(stage.between(0, 4400))
    firm = stage.found(iso, "hub_trader", born_on)
    total = stage.total_usd(800_000.0)
    parts = [stage.part(chapters=_CHIPS) for _ in range(stage.between(2, 5))]
    sellers = [stage.pick("coalition_exporter", active_on=start) for _ in range(stage.between(1, 4))]
    first = date(2019, 3, 1) + timedelta(stage.between(0, 300))
    if pattern != "P1":
        until = stage.calendar.last_on if stage.chance(0.7) else start
        context_trade(stage, firm, first, until, count=stage.between(8, 40), total_usd=total / 4)
    if pattern == "P3":
        rise = float(stage.rng.uniform(4.0, 15.0))  # methods 8.2 F1 reads "significant" as three times (proposed)
        early = total / rise * (stage.calendar.cutoff_on - first).days / max((stage.calendar.last_on - start).days, 1)
        days = stage.days(first, stage.calendar.cutoff_on, stage.between(5, 12))
        orders(stage, sellers, [firm], parts, days, early, is_context=True)
    days = stage.days(start, stage.calendar.last_on - timedelta(days=40), stage.line_count(total, most=60))
    came_in = orders(stage, sellers, [firm], parts, days, total)
    hand_on(stage, came_in, firm, _buyers(stage, start))
    stage.involve(firm, f"importer, pattern {pattern}", is_subject=True)
    stories = {
        "P1": "A firm that never imported before T0 imports listed chips and sends them on.",
        "P2": "An importer of other goods takes up listed chips after T0 and sends them on.",
        "P3": "A small importer of listed chips multiplies them after T0 and sends them on.",
    }
    stage.tell(stories[pattern], "F1", "F5")


def _buyers(stage: Stage, start: date) -> list[Firm]:
    return [stage.pick("destination_importer", active_on=start) for _ in range(stage.between(1, 3))]


def new_firm(stage: Stage) -> None:
    """F2: registered after T0, listed goods within months (methods 12.5: Azu, Fortap, Agu; 12.2, 12.3)."""
    start = stage.start_on()
    born_on = max(start - timedelta(days=int(stage.spread(50.0, 0.6))), stage.calendar.cutoff_on + timedelta(days=5))
    start = max(start, born_on + timedelta(days=10))
    iso, total = (
        stage.hub(),
        stage.total_usd(1_500_000.0),
    )  # methods 12.5: $18M to $138M made the news; lower by proposal
    firm = stage.found(iso, "hub_trader", born_on, honest_weight=0.1 if stage.chance(0.5) else 0.0)
    sellers = [stage.pick("coalition_exporter", active_on=start) for _ in range(stage.between(1, 5))]
    parts = [stage.part() for _ in range(stage.between(2, 6))]
    days = stage.days(start, stage.calendar.last_on - timedelta(days=40), stage.line_count(total, most=70))
    came_in = orders(stage, sellers, [firm], parts, days, total)
    hand_on(stage, came_in, firm, _buyers(stage, start))
    stage.involve(firm, "new firm", is_subject=True)
    stage.tell("A firm registered after T0 imports listed goods within months and sends them on.", "F2", "F5", "F1")


def line_of_business(stage: Stage) -> None:
    """F3: a trader in cloth or charcoal takes up chips (methods 12.5: Bion Group, Piraclinos)."""
    start = stage.start_on()
    iso, role = stage.seat()
    heading = ("5208", "6203", "4011", "6907", "0902")[stage.between(0, 4)]
    old = [part for part in stage.draft.catalogue.parts if part.heading == heading][:4]
    business = stage.draft.catalogue.business(stage.looks, role, old[0].hs6)
    firm = stage.found(iso, role, date(2008, 1, 1) + timedelta(stage.between(0, 4000)), business=business)
    first, total = date(2019, 2, 1), stage.total_usd(900_000.0)  # methods 12.5: over $2.5M in one month
    stops = stage.chance(0.5)
    until = start if stops else stage.calendar.last_on
    if role == "hub_trader":
        context_trade(stage, firm, first, until, count=stage.between(10, 30), total_usd=total / 3, parts=old)
    else:
        customers = [stage.pick("destination_importer", active_on=first)]
        days = stage.days(first, until, stage.between(10, 30))
        orders(stage, [firm], customers, old, days, total / 3, is_context=True)
    if stage.chance(0.3):  # methods 8.2 F3: or the industry is switched within a year before
        switched_on = start - timedelta(days=stage.between(20, 300))
        stage.draft.state(firm, "business", to_on=switched_on - timedelta(days=1), text=business)
        firm.business = stage.draft.catalogue.business(stage.looks, role, "854231")
        stage.draft.state(firm, "business", from_on=switched_on, text=firm.business)
    _chips(stage, firm, role, start, total)
    stage.involve(firm, "trader outside its line", is_subject=True)
    stage.tell(
        "A trader in quite other goods takes up listed electronics for Russia.",
        "F3",
        "F1" if role == "hub_trader" else "F3",
    )


def _chips(stage: Stage, firm: Firm, role: str, start: date, total_usd: float) -> None:
    """Listed electronics: in and on through a hub, or straight to the destination from elsewhere."""
    parts = [stage.part(chapters=_CHIPS) for _ in range(stage.between(2, 4))]
    days = stage.days(start, stage.calendar.last_on - timedelta(days=30), stage.line_count(total_usd, most=50))
    buyers = _buyers(stage, start)
    if role == "hub_trader":
        sellers = [stage.pick("coalition_exporter", active_on=start) for _ in range(2)]
        hand_on(stage, orders(stage, sellers, [firm], parts, days, total_usd), firm, buyers)
    else:
        orders(stage, [firm], buyers, parts, days, total_usd)


def no_capacity(stage: Stage) -> None:
    """F4: one employee, hardly any capital, millions in chips (methods 12.5: one-employee exporters, a house in a forest)."""
    start = stage.start_on()
    is_importer = stage.chance(0.3)  # methods 12.5: Titan-Micro imported
    iso, role = ("RU", "destination_importer") if is_importer else stage.seat()
    born_on = start - timedelta(days=int(stage.spread(200.0, 1.0)))
    firm = stage.found(
        iso,
        role,  # type: ignore[arg-type]  # one of the three roles
        born_on,
        employees=1 if stage.chance(0.8) else 2,
        capital_usd=round(stage.spread(1_300.0, 0.4), 2),  # proposed: near HK$10,000, the usual least capital
        revenue_usd=round(stage.spread(30_000.0, 0.8), 2) if stage.chance(0.5) else None,
    )
    total = max(stage.total_usd(2_500_000.0, 0.8), 1_000_000.0)  # methods 8.2 F4: a million and more
    if is_importer:
        sellers = [stage.pick("neutral_exporter", active_on=start) for _ in range(stage.between(1, 4))]
        days = stage.days(start, stage.calendar.last_on, stage.line_count(total, most=70))
        orders(stage, sellers, [firm], [stage.part() for _ in range(4)], days, total)
    else:
        _chips(stage, firm, role, start, total)
    stage.involve(firm, "firm without staff", is_subject=True)
    stage.tell("A firm of one employee and little capital moves listed goods worth millions.", "F4")
