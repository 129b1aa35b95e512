"""Honest firms that look like the ones a rule seeks: what a rule raises among them is a false alarm (methods 11.8)."""

from collections.abc import Callable
from datetime import date, timedelta

from numpy.random import Generator

from entrepot.world.bundled.declared import special_line
from entrepot.world.bundled.firms import Register
from entrepot.world.bundled.goods import parts
from entrepot.world.bundled.planted import Planted, found, group_of, owned_by, pick, usd


def plant(rng: Generator, register: Register) -> Planted:
    """Return the look-alikes of every kind; their firms are added to the register."""
    planted = Planted()
    for kind in KINDS:
        kind(rng, register, planted)
    return planted


def honest_startups(rng: Generator, register: Register, planted: Planted) -> None:
    """Firms founded after the cut-off that trade civilian goods, and listed ones late, little and for the home market."""
    for iso, count in (("KZ", 16), ("TR", 10), ("AM", 8), ("RU", 12)):
        for _ in range(count):
            founded_on = date(2022, 3, 10) + timedelta(days=int(rng.integers(0, 300)))
            firm = found(rng, register, iso, founded_on)
            sellers = group_of(register, "asia", "CN")
            for number in range(int(rng.integers(5, 14))):
                day = founded_on + timedelta(days=40 + number * 21)
                value_usd = usd(rng, 1500, 12000)
                goods = ("841821", "850980", "940360", "852872")[number % 4]
                if day.year < 2024:
                    planted.lines.append(
                        special_line(pick(rng, sellers), firm, goods, day, (value_usd, float(20 + number)))
                    )
            late = founded_on + timedelta(days=260)
            if late.year < 2024 and iso != "RU":
                planted.lines.append(
                    special_line(pick(rng, sellers), firm, "850440", late, (usd(rng, 500, 3000), 40.0))
                )
            planted.note("honest_startup", firm, "Founded after the cut-off; listed goods only late, little, and kept.")


def formation_agent(rng: Generator, register: Register, planted: Planted) -> None:
    """A listed invented firm and many strangers at one formation agent's address."""
    russians = group_of(register, "destination", "RU")
    crowded = max((firm.address for firm in russians), key=[firm.address for firm in russians].count)
    tenants = [firm for firm in russians if firm.address == crowded]
    planted.put_on_list(tenants[0], date(2022, 9, 15))
    for tenant in tenants[1:6]:
        planted.note(
            "formation_agent", tenant, "Shares the address of a listed invented firm with over a hundred strangers."
        )


def merger(rng: Generator, register: Register, planted: Planted) -> None:
    """A buyer that takes over suppliers, staff and address of a firm nobody listed."""
    for turn in range(3):
        sellers = group_of(register, "coalition", "DE")[turn * 3 : turn * 3 + 2]
        target = found(rng, register, "RU", date(2009, 5, 4))
        buyer = found(rng, register, "RU", date(2008, 2, 11), target.address)
        owner = owned_by(register, target)
        register.add_owner(owner, buyer, "20")
        for month in range(48):
            holder = target if month < 20 else buyer
            day = date(2020 + month // 12, month % 12 + 1, 10)
            hs6 = ("841430", "848180")[month % 2]
            planted.lines.append(
                special_line(sellers[month % 2], holder, hs6, day, (usd(rng, 8000, 16000), 30.0 + turn))
            )
        planted.note("merger_successor", buyer, "Bought the other firm in 2021; neither was ever listed.")


def competitor(rng: Generator, register: Register, planted: Planted) -> None:
    """A rival that picks up the orders of a listed invented firm, with no tie to it."""
    for turn in range(3):
        sellers = group_of(register, "asia", "HK")[turn * 4 : turn * 4 + 3]
        listed = found(rng, register, "RU", date(2011, 3, 1))
        rival = found(rng, register, "RU", date(2012, 6, 1))
        for firm in (listed, rival):
            owned_by(register, firm)
        listed_on = date(2022, 6, 15)
        planted.put_on_list(listed, listed_on)
        for month in range(48):
            day = date(2020 + month // 12, month % 12 + 1, 6)
            large, small = (listed, rival) if day < listed_on else (rival, listed)
            for place, (firm, value_usd) in enumerate(((large, 20000.0), (small, 1500.0))):
                seller, hs6 = sellers[(month + place) % 3], ("854239", "854129", "853669")[(month + place) % 3]
                planted.lines.append(
                    special_line(seller, firm, hs6, day, (value_usd + usd(rng, 0, 900), float(700 + month * 7 + place)))
                )
        planted.note(
            "competitor", rival, "Serves the customers that a listed firm lost; no shared person, address or contact."
        )


def round_quantities(rng: Generator, register: Register, planted: Planted) -> None:
    """Distributors that buy and sell reels of 1,000 and 2,500 pieces since long before the cut-off."""
    for turn, iso in enumerate(("KZ", "TR", "AE")):
        reel = [part for part in parts() if part.hs6.startswith("8542")][turn * 9]
        own = {"brand": reel.brand, "producer_name": reel.brand, "part_number": reel.part_number}
        own["producer_hq_iso"] = own["origin_iso"] = reel.seat_iso
        firm = found(rng, register, iso, date(2010, 4, 1))
        seller, buyers = pick(rng, group_of(register, "asia", "CN")), group_of(register, "destination", "RU")
        for month in range(48):
            quantity = (1000.0, 2500.0, 5000.0)[(month + turn) % 3]
            day = date(2020 + month // 12, month % 12 + 1, 7)
            planted.lines.append(special_line(seller, firm, reel.hs6, day, (quantity * 4.1, quantity), **own))
            later = day + timedelta(days=12)
            planted.lines.append(
                special_line(firm, pick(rng, buyers[:40]), reel.hs6, later, (quantity * 4.4, quantity), **own)
            )
        planted.note("round_quantities", firm, "Sells in reels of round size, as it did before the cut-off.")


def relocated_it(rng: Generator, register: Register, planted: Planted) -> None:
    """Software firms that left Russia and import laptops for their staff; nothing goes back."""
    for iso in ("KZ", "AM", "TR", "KZ"):
        old = found(rng, register, "RU", date(2014, 9, 1))
        new = found(rng, register, iso, date(2022, 4, 4) + timedelta(days=int(rng.integers(0, 60))))
        new.business = old.business = "Software development"
        owner = owned_by(register, old)
        register.add_owner(owner, new, "100")
        for number in range(6):
            day = new.incorporated_on + timedelta(days=30 + number * 45)
            seller = pick(rng, group_of(register, "asia", "HK"))
            planted.lines.append(special_line(seller, new, "847130", day, (usd(rng, 9000, 40000), float(12 + number))))
        planted.note(
            "relocated_it", new, "Owner has a Russian firm too; imports laptops for staff and exports nothing."
        )


def assembler(rng: Generator, register: Register, planted: Planted) -> None:
    """Armenian makers of meters that import chips and export meters to Russia."""
    for _ in range(2):
        firm = found(rng, register, "AM", date(2013, 5, 6))
        firm.business = "Manufacture of electricity meters"
        chips, buyers = pick(rng, group_of(register, "asia", "HK")), group_of(register, "destination", "RU")
        for month in range(48):
            day = date(2020 + month // 12, month % 12 + 1, 3)
            planted.lines.append(special_line(chips, firm, "854231", day, (usd(rng, 9000, 14000), 5130.0 + month * 17)))
            meters = 900.0 + month * 3
            planted.lines.append(
                special_line(firm, buyers[month % 5], "902830", day + timedelta(days=20), (meters * 31, meters))
            )
        planted.note("assembler", firm, "Chips go in, meters come out: another code, another quantity.")


def forwarder(rng: Generator, register: Register, planted: Planted) -> None:
    """A forwarder named as consignee of many unrelated importers."""
    firm = found(rng, register, "KZ", date(2006, 1, 16))
    firm.business, firm.tags = "Freight forwarding", "forwarder"
    sellers, owners = group_of(register, "coalition", "NL"), group_of(register, "hub", "KZ")
    for month in range(48):
        day = date(2020 + month // 12, month % 12 + 1, 14)
        planted.lines.append(
            special_line(
                pick(rng, sellers),
                pick(rng, owners),
                "851762",
                day,
                (usd(rng, 3000, 30000), float(11 + month)),
                consignee_name=firm.name,
            )
        )
    planted.note("forwarder", firm, "Consignee for others by trade, before and after the cut-off.")


def chinese_brand(rng: Generator, register: Register, planted: Planted) -> None:
    """Chinese firms that sell goods of their own brand, made and sent from China."""
    for turn in range(3):
        firm = found(rng, register, "CN", date(2007, 8, 1))
        buyer = group_of(register, "destination", "RU")[turn * 11]
        own = {"brand": "Longvexin", "producer_name": firm.name, "producer_hq_iso": "CN", "origin_iso": "CN"}
        for month in range(48):
            day = date(2020 + month // 12, month % 12 + 1, 21)
            value_usd = usd(rng, 4000, 7000) * (1.0 if month < 26 else 1.6)
            planted.lines.append(special_line(firm, buyer, "851762", day, (round(value_usd, 2), 55.0 + month), **own))
        planted.note("chinese_brand", firm, "Maker, origin, dispatch and seller are all in China.")


def new_code_only(rng: Generator, register: Register, planted: Planted) -> None:
    """Importers whose codes are new because the nomenclature changed, not their trade."""
    for iso, hs2022, hs2017 in (("KZ", "852589", "852580"), ("TR", "854149", "854140"), ("KG", "880730", "880330")):
        firm = found(rng, register, iso, date(2012, 2, 1))
        seller = pick(rng, group_of(register, "asia", "CN"))
        for month in range(48):
            day = date(2020 + month // 12, month % 12 + 1, 16)
            hs6 = hs2022 if day.year >= 2022 else hs2017
            planted.lines.append(special_line(seller, firm, hs6, day, (usd(rng, 3000, 5000), 60.0 + month)))
        planted.note("new_code_only", firm, f"{hs2022} did not exist before 2022; the same goods were {hs2017}.")


KINDS: tuple[Callable[[Generator, Register, Planted], None], ...] = (
    honest_startups,
    formation_agent,
    merger,
    competitor,
    round_quantities,
    relocated_it,
    assembler,
    forwarder,
    chinese_brand,
    new_code_only,
)
