"""S6, prices far over the market; S7, the same goods under a neighbouring code; F7, a brand that comes a new way."""

from datetime import date, timedelta
from functools import cache

import numpy as np

from entrepot.codes.controls import entries
from entrepot.world.entities import Firm, PlannedLine
from entrepot.world.goods import Part
from entrepot.world.schemes.consignments import context_trade, orders
from entrepot.world.schemes.stage import Stage


def price_markup(stage: Stage) -> None:
    """S6: a distributor whose price to Russia stands over what others ask (methods 11.4; 2.2: +25 to +102 percent)."""
    start = stage.start_on()
    iso, role = stage.seat()
    seller = (
        stage.pick(role, iso, own=True, active_on=start)
        if stage.chance(0.5)
        else stage.found(iso, role, start - timedelta(days=stage.between(30, 2000)), honest_weight=0.2)
    )
    buyers = [stage.pick("destination_importer", active_on=start) for _ in range(stage.between(1, 3))]
    parts, total = [stage.part() for _ in range(stage.between(2, 4))], stage.total_usd()
    days = stage.days(start, stage.calendar.last_on, stage.line_count(total, most=60))
    markup = float(np.exp(max(stage.rng.normal(0.56, 0.25), 0.2)))  # methods 11.4: ln N(.56, .25), about +75 percent
    orders(stage, [seller], buyers, parts, days, total, markup=markup)
    if role == "hub_trader":
        supplier = stage.pick("coalition_exporter", active_on=start)
        orders(stage, [supplier], [seller], parts, days[: len(days) // 2], total / 3)
    elsewhere = stage.pick("hub_trader", active_on=start)
    orders(stage, [seller], [elsewhere], parts, days[::4], total / 8, is_context=True)
    stage.involve(seller, "distributor", is_subject=True)
    for buyer in dict.fromkeys(buyers):
        stage.involve(buyer, "buyer")
    stage.tell("A distributor sells parts to Russia far above what others pay for them there.", "F9", "F5")


def sibling_switch(stage: Stage) -> None:
    """S7: on the day a code is listed, its value moves to an unlisted code of the heading (methods 8.2 F14, 11.7)."""
    importer = stage.found("RU", "destination_importer", date(2009, 1, 1) + timedelta(stage.between(0, 3500)))
    sellers = [
        stage.pick("neutral_exporter", active_on=date(2020, 1, 1), active_until=stage.calendar.last_on)
        for _ in range(stage.between(1, 3))
    ]
    parts = _parts_with_siblings(stage, stage.between(1, 3))
    yearly = stage.total_usd(500_000.0)
    first, last = date(2020, 1, 10) + timedelta(stage.between(0, 200)), stage.calendar.last_on
    level = float(stage.rng.uniform(0.7, 1.2))  # proposed: the two changes nearly cancel (methods 8.2 F14)
    for part in parts:
        switch_on = listed_since(part.hs6) + timedelta(days=stage.between(-10, 20))  # proposed: goods under way
        daily = yearly / len(parts) / 365
        early, late = daily * (switch_on - first).days, daily * level * (last - switch_on).days
        before = stage.days(first, switch_on, stage.line_count(early))
        orders(stage, sellers, [importer], [part], before, early, is_context=True)
        after = stage.days(switch_on + timedelta(days=3), last, stage.line_count(late))
        _relabel(stage, orders(stage, sellers, [importer], [part], after, late))
    context_trade(stage, importer, first, last, count=12, total_usd=yearly / 4)
    stage.involve(importer, "importer", is_subject=True)
    stage.tell("From the listing on, the same parts come in under an unlisted code of their heading.", "F14")


def _relabel(stage: Stage, lines: list[PlannedLine]) -> None:
    """Declare most of the lines under an unlisted code of their heading, the part number at times kept back."""
    for line in lines:
        siblings = stage.draft.catalogue.siblings_of(line.part.hs6)
        if stage.chance(0.88):
            line.hs6 = siblings[line.part.position % len(siblings)]
            line.part_number = None if stage.chance(0.75) else ""


@cache
def listed_since(hs6: str) -> date:
    """Return the day a listed code came on the Common High Priority List. Source: codes/controls (methods 6.3)."""
    return min(entry.valid_from_on for entry in entries() if entry.list_id == "chpl" and entry.hs6 == hs6)


def _parts_with_siblings(stage: Stage, count: int) -> list[Part]:
    """Return listed parts whose heading has unlisted codes."""
    found: list[Part] = []
    while len(found) < count:
        part = stage.part()
        if stage.draft.catalogue.siblings_of(part.hs6):
            found.append(part)
    return found


def new_route(stage: Stage) -> None:
    """F7: product, brand and country of dispatch never seen together before (methods 2.1, Chupilkin et al.)."""
    start = stage.start_on()
    iso = stage.hub()
    importer = _importer(stage, start)
    sellers = [stage.pick("hub_trader", iso, active_on=start)]
    if stage.chance(0.5):
        sellers.append(stage.found(iso, "hub_trader", start - timedelta(days=stage.between(15, 200))))
    first = stage.part()
    brand = [p for hs6 in stage.draft.catalogue.listed() for p in stage.draft.catalogue.parts_of(hs6, first.brand)]
    parts = [brand[int(index)] for index in stage.rng.permutation(len(brand))[: stage.between(2, 5)]]
    total = stage.total_usd(900_000.0)
    before = stage.pick("coalition_exporter", first.brand_iso, active_on=date(2020, 1, 1))
    early = stage.days(date(2019, 8, 1), stage.calendar.cutoff_on, stage.line_count(total, most=40))
    orders(stage, [before], [importer], parts, early, total, is_context=True)
    days = stage.days(start, stage.calendar.last_on, stage.line_count(total, most=60))
    orders(stage, sellers, [importer], parts, days, total, dispatch_iso=iso, seller_iso=iso)
    stage.involve(importer, "importer", is_subject=True)
    for seller in sellers:
        stage.involve(seller, "new distributor")
    stage.tell("A coalition brand that came directly comes from a hub where it was never sent from.", "F7", "F8")


def _importer(stage: Stage, start: date) -> Firm:
    if stage.chance(0.5):
        return stage.pick("destination_importer", own=True, active_on=date(2020, 1, 1), active_until=start)
    return stage.found(
        "RU", "destination_importer", date(2010, 1, 1) + timedelta(stage.between(0, 3000)), honest_weight=0.2
    )
