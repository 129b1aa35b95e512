"""Look-alikes among traders: competitors, distributors, assemblers, forwarders, premiums, routes (methods 11.8)."""

from datetime import date, timedelta

from entrepot.world.schemes.consignments import hand_on, orders, quantity_for, sell
from entrepot.world.schemes.stage import Stage
from entrepot.world.schemes.transit import arrive, transit_lines

_FIRST = date(2019, 2, 1)


def round_quantities(stage: Stage) -> None:
    """S3, F5: a distributor buys and sells whole reels since long before T0 (methods 8.2 F5: round quantities)."""
    firm = stage.pick("hub_trader", stage.hub(), own=True, active_on=_FIRST, active_until=stage.calendar.last_on)
    part, reel = stage.part(brand_is_coalition=False, chapters=("85",)), (1000.0, 2500.0, 3000.0)[stage.between(0, 2)]
    seller = stage.pick("neutral_exporter", active_on=_FIRST, active_until=stage.calendar.last_on)
    buyers = [stage.pick("destination_importer", active_on=_FIRST, active_until=stage.calendar.last_on)]
    buyers += [stage.pick("hub_trader", active_on=_FIRST, active_until=stage.calendar.last_on) for _ in range(2)]
    for day in stage.days(_FIRST, stage.calendar.last_on - timedelta(days=30), stage.between(18, 40)):
        reels = stage.between(1, 3)
        sell(stage, day, seller, firm, part, reel * reels)
        for _ in range(reels):
            later = day + timedelta(days=stage.between(5, 60))
            if later <= stage.calendar.last_on:
                sell(stage, later, firm, buyers[stage.between(0, 2)], part, reel)
    stage.involve(firm, "distributor", is_subject=True)
    stage.tell("A distributor sells by the reel, before T0 as after, at home and abroad.", "F5", "N5", "F6")


def assembler(stage: Stage) -> None:
    """F5: chips in, meters out (methods 12.5: Milur, genuine assembly in Armenia)."""
    iso = "AM" if "AM" in stage.draft.hubs else stage.hub()
    firm = stage.found(
        iso, "hub_trader", date(2012, 1, 1) + timedelta(stage.between(0, 2000)), business=_METERS, employees=120
    )
    chips = [stage.part(chapters=("85",)) for _ in range(3)]
    meters = stage.civilian(("84", "85", "90"))
    sellers = [stage.pick("coalition_exporter", active_on=_FIRST), stage.pick("neutral_exporter", active_on=_FIRST)]
    buyers = [stage.pick("destination_importer", active_on=_FIRST) for _ in range(2)]
    total = stage.total_usd(900_000.0, 0.6)
    orders(stage, sellers, [firm], chips, stage.days(_FIRST, stage.calendar.last_on, stage.between(20, 45)), total)
    orders(
        stage, [firm], buyers, [meters], stage.days(_FIRST, stage.calendar.last_on, stage.between(20, 45)), total * 2.5
    )
    stage.involve(firm, "assembler", is_subject=True)
    stage.tell("A maker of meters imports chips and exports meters to Russia.", "F5", "F1")


_METERS = "2651 manufacture of instruments for measuring"


def global_forwarder(stage: Stage) -> None:
    """F10: a large forwarder named c/o for many unrelated importers (methods 8.2 F10)."""
    iso = stage.hub()
    firm = stage.found(
        iso, "forwarder", date(1996, 1, 1) + timedelta(stage.between(0, 3000)), tags=("forwarder",), employees=900
    )
    owners = [stage.pick("hub_trader", (iso, None)[n % 2], active_on=_FIRST) for n in range(stage.between(8, 16))]
    sellers = [stage.seller("coalition_exporter", "neutral_exporter", active_on=_FIRST) for _ in range(6)]
    goods = [stage.civilian() for _ in range(5)] + [stage.part() for _ in range(2)]
    days = stage.days(_FIRST, stage.calendar.last_on, stage.between(25, 60))
    for line in orders(stage, sellers, owners, goods, days, stage.total_usd(800_000.0, 0.6)):
        name = line.importer.latin_name if line.importer else ""
        line.consignee, line.declarant = (None, firm) if stage.chance(0.4) else (firm, firm)
        line.consignee_text = f"{firm.latin_name} c/o {name}" if line.consignee is None else None
    stage.involve(firm, "forwarder", is_subject=True)
    stage.tell("A forwarder receives and declares for many importers, as it did before T0.", "F10")


def urgent_premium(stage: Stage) -> None:
    """S6: real premiums for small urgent lots (methods 8.2 F9: small lots)."""
    iso, role = stage.seat()
    seller = stage.pick(role, iso, own=True, active_on=date(2021, 1, 1), active_until=stage.calendar.last_on)
    buyers = [
        stage.seller(
            "hub_trader", "destination_importer", active_on=date(2021, 1, 1), active_until=stage.calendar.last_on
        )
        for _ in range(4)
    ]
    parts = [stage.part() for _ in range(3)]
    for day in stage.days(date(2021, 1, 15), stage.calendar.last_on, stage.between(10, 24)):
        buyer, part = buyers[stage.between(0, 3)], parts[stage.between(0, 2)]
        price = stage.draft.price(part, day, seller_iso=iso, destination_iso=buyer.country_iso, rng=stage.rng)
        premium = stage.spread(1.9, 0.25)  # proposed: what brokers of scarce parts take
        quantity = quantity_for(stage, part, day, exporter=seller, importer=buyer, value_usd=stage.spread(900.0, 0.7))
        sell(stage, day, seller, buyer, part, quantity, unit_price_usd=round(price * premium, 4))
    stage.involve(seller, "broker of scarce parts", is_subject=True)
    stage.tell("A broker asks a premium for a few pieces at once, of all customers alike.", "F9")


def honest_transit(stage: Stage) -> None:
    """S4: goods through Russia arrive where they were declared to, but for gaps in the hub's data (methods 8.2 F12)."""
    iso = ("KZ", "UZ", "KG", "MN", "TJ")[stage.between(0, 4)]
    iso = iso if iso in stage.draft.hubs else "KZ"
    firm = stage.pick("hub_trader", iso, own=True, active_on=date(2021, 1, 1), active_until=stage.calendar.last_on)
    sellers = [stage.pick("coalition_exporter", active_on=date(2021, 1, 1)) for _ in range(2)]
    parts = [stage.part(), stage.part(), stage.civilian(("84", "85", "90"))]
    days = stage.days(date(2021, 1, 10), stage.calendar.last_on - timedelta(days=75), stage.between(10, 30))
    for line in transit_lines(stage, sellers, firm, parts, days=days, total_usd=stage.total_usd(600_000.0, 0.8)):
        if stage.chance(0.94):  # methods 8.2 F12: some of the hub's data are missing
            arrive(stage, line, firm, exact=0.95)
    stage.involve(firm, "consignee", is_subject=True)
    stage.tell("Goods cross Russia in transit and arrive, some weeks later and mostly whole.", "F12", "F11")


def hub_and_spoke(stage: Stage) -> None:
    """F11: airlines' hubs make long ways usual (methods 8.2 F11: DXB, IST, HKG)."""
    iso = stage.hub()
    firm = stage.pick("hub_trader", iso, own=True, active_on=_FIRST, active_until=stage.calendar.last_on)
    sellers = [stage.pick("neutral_exporter", active_on=_FIRST), stage.pick("coalition_exporter", active_on=_FIRST)]
    days = stage.days(_FIRST, stage.calendar.last_on, stage.between(12, 30))
    goods = [stage.part(), stage.civilian(("85", "90"))]
    for line in orders(stage, sellers, [firm], goods, days, stage.total_usd(400_000.0, 0.8)):
        sender = line.exporter.country_iso if line.exporter else "CN"
        by = ("AE", "TR", "HK")[stage.between(0, 2)]
        line.dispatch_iso, line.mode = sender, "air"
        line.route_iso = ">".join(dict.fromkeys([sender, by, iso]))
    stage.involve(firm, "importer by air", is_subject=True)
    stage.tell("Air freight changes planes at Dubai, Istanbul or Hong Kong.", "F11")


def multi_sourcing(stage: Stage) -> None:
    """S9: an importer that always bought from many suppliers (methods 8.2 F13)."""
    firm = stage.pick("hub_trader", stage.hub(), own=True, active_on=_FIRST, active_until=stage.calendar.last_on)
    sellers = [stage.pick("coalition_exporter", active_on=_FIRST) for _ in range(stage.between(6, 10))]
    wide = stage.part(dearest_usd=200.0)
    parts = [p for p in stage.draft.catalogue.parts_of(wide.hs6) if p.price_usd <= wide.price_usd * 2][:6]
    days = stage.days(_FIRST, stage.calendar.last_on, stage.between(60, 110))
    orders(stage, sellers, [firm], parts, days, stage.total_usd(2_000_000.0, 0.5))
    stage.involve(firm, "importer with many suppliers", is_subject=True)
    stage.tell("An importer buys one good from many suppliers, year in, year out.", "F13")


def regional_distributor(stage: Stage) -> None:
    """F15: a supplier leaves Russia and serves the region through an honest distributor (methods 8.2 F15)."""
    iso = stage.hub()
    supplier = stage.pick("coalition_exporter", active_on=_FIRST, active_until=stage.calendar.last_on)
    former = stage.pick("destination_importer", active_on=_FIRST)
    start = date(2022, 4, 1) + timedelta(stage.between(0, 250))
    distributor = stage.pick("hub_trader", iso, own=True, active_on=start)
    parts = [stage.part() for _ in range(3)]
    total = stage.total_usd(600_000.0, 0.8)
    orders(
        stage, [supplier], [former], parts, stage.days(_FIRST, stage.calendar.cutoff_on, stage.between(10, 25)), total
    )
    last = stage.calendar.last_on - timedelta(days=30)
    came_in = orders(stage, [supplier], [distributor], parts, stage.days(start, last, stage.between(10, 25)), total)
    customers = [stage.pick("hub_trader", active_on=start) for _ in range(3)]
    hand_on(stage, came_in[::2], distributor, customers, exact=0.1)
    stage.involve(distributor, "regional distributor", is_subject=True)
    stage.involve(former, "former customer")
    stage.tell("A supplier that left Russia sells the same parts to a distributor for other countries.", "F15", "F6")


def new_code(stage: Stage) -> None:
    """S8, S7: codes that are new since HS2022 alone (methods 6.4, 11.8)."""
    codes = [
        code for code in ("852589", "854149", "880730", "854151", "854800") if stage.draft.catalogue.parts_of(code)
    ]
    parts = stage.draft.catalogue.parts_of(codes[stage.between(0, len(codes) - 1)])[:3]
    firm = stage.pick("hub_trader", stage.hub(), own=True, active_on=_FIRST, active_until=stage.calendar.last_on)
    sellers = [stage.pick("neutral_exporter", active_on=_FIRST), stage.pick("coalition_exporter", active_on=_FIRST)]
    days = stage.days(_FIRST, stage.calendar.last_on, stage.between(25, 50))
    orders(stage, sellers, [firm], parts, days, stage.total_usd(400_000.0, 0.8))
    stage.involve(firm, "importer of one good", is_subject=True)
    stage.tell("The same good under a code that the nomenclature of 2022 made.", "F1", "F14", "F7")


def chinese_brand(stage: Stage) -> None:
    """F7: a Chinese brand sold by a Chinese firm, more and dearer after T0 (methods 2.2, 11.8)."""
    seller = stage.pick("neutral_exporter", "CN", own=True, active_on=_FIRST, active_until=stage.calendar.last_on)
    catalogue = stage.draft.catalogue
    own = [part for code in catalogue.listed() for part in catalogue.parts_of(code) if part.brand_iso == "CN"]
    brand = own[stage.between(0, len(own) - 1)].brand
    parts = [part for part in own if part.brand == brand][:4]
    buyers = [stage.pick("destination_importer", active_on=_FIRST) for _ in range(2)]
    days = stage.days(_FIRST, stage.calendar.last_on, stage.between(20, 45))
    orders(
        stage,
        [seller],
        buyers,
        parts,
        days,
        stage.total_usd(700_000.0, 0.7),
        dispatch_iso="CN",
        seller_iso="CN",
        origin_iso="CN",
    )
    stage.involve(seller, "maker's own seller", is_subject=True)
    stage.tell("A Chinese firm sells its own country's brand from China.", "F7", "F8", "F9")
