"""S4, transit that never arrives; F10, a forwarder named as the consignee; F11, a way that makes no sense."""

from datetime import date, timedelta

from entrepot.world.entities import Firm, PlannedLine
from entrepot.world.goods import Part
from entrepot.world.schemes.consignments import hand_on, orders, sell
from entrepot.world.schemes.stage import Stage
from entrepot.world.settings import DESTINATION_ISO

_ENTRIES = ("LT", "LV", "PL", "FI")  # methods 2.4 and 14: the overland ways that statistics of ghost trade name
_CARRIES = "5229 other transportation support activities"  # NACE Rev. 2
_ARRIVES = 0.12  # proposed: a few consignments do arrive, as cover


def false_transit(stage: Stage) -> None:
    """S4: declared through Russia to a hub and never imported there (methods 12.4, 11.7)."""
    start, iso = stage.start_on(), stage.hub()
    hub_firm = (
        stage.pick("hub_trader", iso, own=True, active_on=start)
        if stage.chance(0.5)
        else stage.found(iso, "hub_trader", start - timedelta(days=stage.between(30, 900)), honest_weight=0.3)
    )
    sellers = [stage.pick("coalition_exporter", active_on=start) for _ in range(stage.between(1, 3))]
    parts = [stage.part() for _ in range(stage.between(2, 5))]
    total = stage.total_usd()
    days = stage.days(start, stage.calendar.last_on - timedelta(days=70), stage.line_count(total, most=60))
    lines = transit_lines(stage, sellers, hub_firm, parts, days=days, total_usd=total)
    for line in lines:
        if stage.chance(_ARRIVES):
            arrive(stage, line, hub_firm)
    stage.involve(hub_firm, "consignee of the transit", is_subject=True)
    for seller in dict.fromkeys(sellers):
        stage.involve(seller, "supplier")
    stage.tell("Goods are declared in transit through Russia to a hub firm that never imports them.", "F12")


def transit_lines(
    stage: Stage, sellers: list[Firm], hub_firm: Firm, parts: list[Part], *, days: list[date], total_usd: float
) -> list[PlannedLine]:
    """Return transit declarations through the destination to a hub firm, as the transit country holds them."""
    lines = []
    for line in orders(
        stage,
        sellers,
        [hub_firm],
        parts,
        days,
        total_usd,
        direction="transit",
        reporting_iso=DESTINATION_ISO,
        procedure_code="transit",
        destination_iso=hub_firm.country_iso,
        is_mirrored=False,
    ):
        entry = _ENTRIES[stage.between(0, len(_ENTRIES) - 1)]
        sender = line.exporter.country_iso if line.exporter else "DE"
        way = [sender, entry, DESTINATION_ISO, hub_firm.country_iso]
        line.dispatch_iso = sender
        line.route_iso = ">".join(dict.fromkeys(way)) if stage.chance(0.75) else None
        lines.append(line)
    return lines


def arrive(stage: Stage, line: PlannedLine, hub_firm: Firm, *, exact: float = 0.8) -> None:
    """Plan the import in the hub that answers a transit declaration, some days later, whole or a little short."""
    day = line.day + timedelta(days=max(4, int(stage.spread(16.0, 0.5))))  # proposed: two weeks by road and rail
    if line.exporter is None or day > stage.calendar.last_on:
        return
    quantity = line.quantity if stage.chance(exact) else float(max(1, round(line.quantity * 0.5)))
    sell(
        stage,
        day,
        line.exporter,
        hub_firm,
        line.part,
        quantity,
        direction="import",
        is_mirrored=False,
        unit_price_usd=line.unit_price_usd,
    )


def forwarder_consignee(stage: Stage) -> None:
    """F10: the papers name a forwarder as the one who receives, and nobody behind it (methods 4.1, flag 9)."""
    start, iso = stage.start_on(), stage.hub()
    forwarder = stage.found(
        iso, "forwarder", start - timedelta(days=stage.between(60, 2500)), tags=("forwarder",), business=_CARRIES
    )
    buyer = stage.pick("destination_importer", own=True, active_on=start)
    sellers = [stage.pick("coalition_exporter", active_on=start) for _ in range(stage.between(1, 4))]
    parts, total = [stage.part() for _ in range(3)], stage.total_usd(500_000.0)
    days = stage.days(start, stage.calendar.last_on - timedelta(days=45), stage.line_count(total, most=50))
    came_in = orders(stage, sellers, [forwarder], parts, days, total)
    for line in came_in:
        if stage.chance(0.8):
            line.consignee = forwarder
        if stage.chance(0.6):
            line.declarant = forwarder
    hand_on(stage, came_in, forwarder, [buyer])
    stage.involve(forwarder, "forwarder as consignee", is_subject=True)
    stage.involve(buyer, "true buyer")
    stage.link(forwarder, buyer, "supplies", start)
    stage.tell("A forwarder is importer and consignee of listed goods that it sends on to Russia.", "F10", "F5")


def abnormal_route(stage: Stage) -> None:
    """F11: goods for a hub nearby travel around half the world, or through the destination (methods 4.1, flag 10)."""
    start, iso = stage.start_on(), stage.hub()
    importer = stage.pick("hub_trader", iso, own=True, active_on=start)
    sellers = [stage.pick("coalition_exporter", active_on=start) for _ in range(stage.between(1, 2))]
    detours = [other for other in stage.draft.hubs if other != iso]
    total = stage.total_usd(500_000.0)
    days = stage.days(start, stage.calendar.last_on - timedelta(days=45), stage.line_count(total, most=50))
    came_in = orders(stage, sellers, [importer], [stage.part() for _ in range(3)], days, total)
    for line in came_in:
        if line.exporter is not None and stage.chance(0.7):  # proposed: the others do not state their way
            through = (
                [DESTINATION_ISO]
                if stage.chance(0.5)
                else [detours[stage.between(0, len(detours) - 1)] for _ in range(stage.between(1, 2))]
            )
            line.dispatch_iso = line.exporter.country_iso
            line.route_iso = ">".join(dict.fromkeys([line.dispatch_iso, *through, importer.country_iso]))
    hand_on(stage, came_in, importer, [stage.pick("destination_importer", active_on=start) for _ in range(2)])
    stage.involve(importer, "importer", is_subject=True)
    stage.tell("Listed goods for a hub go a way that no cost explains, and leave it for Russia.", "F11", "F5")
