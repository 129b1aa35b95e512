"""S5, a building of shell firms; N8, a contact of a listed firm used again."""

from datetime import date, timedelta

from entrepot.world.entities import Firm
from entrepot.world.schemes.consignments import orders
from entrepot.world.schemes.stage import Stage


def address_cluster(stage: Stage) -> None:
    """S5: eight unit addresses in one building (methods 4.3, the address-only entries; 12.5, 135 Bonham Strand)."""
    begin, building = stage.start_on(), stage.draft.addresses.new_building(stage.looks, "HK")
    buyers = [stage.pick("destination_importer", active_on=begin) for _ in range(stage.between(2, 4))]
    parts = [stage.part(chapters=("85",)) for _ in range(5)]
    unit = stage.between(3, 17) * 100
    tenants: list[Firm] = []
    for number in range(stage.between(5, 8)):  # methods 11.7: eight unit addresses
        born_on = begin + timedelta(days=stage.between(-200, 260))
        unit += stage.between(0, 5)  # some share the very unit, neighbours mostly
        place = stage.draft.addresses.place(building, unit)
        tenant = stage.found("HK", "neutral_exporter", born_on, place=place)
        total = stage.total_usd(450_000.0)
        first = max(born_on + timedelta(days=20), begin)
        if number % 4 != 3:  # one tenant in four sleeps until it is needed
            days = stage.days(first, stage.calendar.last_on, stage.line_count(total, most=30))
            orders(stage, [tenant], buyers, parts, days, total)
        stage.involve(tenant, "tenant", is_subject=number % 4 != 3)
        for neighbour in tenants[:1]:
            stage.link(neighbour, tenant, "same_building", born_on)
        tenants.append(tenant)
    stage.tell("Neighbouring units of one Hong Kong building house firms that all ship listed goods.", "N3", "F4")


def contact_reuse(stage: Stage) -> None:
    """N8: a new trader answers the phone, mail or website of a listed one (methods 8.3 N8)."""
    listed_on, regime = stage.wave(date(2022, 3, 15), date(2023, 6, 30))
    listed = stage.found("RU", "destination_importer", date(2007, 1, 1) + timedelta(stage.between(0, 4000)))
    stage.draft.list_party(listed, listed_on, regime=regime)
    parts = [stage.part() for _ in range(3)]
    before = [stage.pick("neutral_exporter", active_on=date(2020, 1, 1)) for _ in range(2)]
    earlier = stage.total_usd(500_000.0)
    days = stage.days(date(2019, 6, 1), listed_on, stage.line_count(earlier, most=40))
    orders(stage, before, [listed], parts, days, earlier, is_context=True)
    begin = listed_on + timedelta(days=stage.between(20, 250))
    iso = "RU" if stage.chance(0.5) else stage.hub()
    other = stage.found(iso, "destination_importer" if iso == "RU" else "hub_trader", begin)
    _reuse(stage, listed, other)
    total = stage.total_usd(500_000.0)
    span = stage.days(begin + timedelta(days=15), stage.calendar.last_on, stage.line_count(total, most=40))
    if iso == "RU":
        orders(stage, [stage.pick("hub_trader", active_on=begin)], [other], parts, span, total)
    else:
        orders(stage, [other], [stage.pick("destination_importer", active_on=begin)], parts, span, total)
    stage.involve(other, "firm with the listed firm's contact", is_subject=True)
    stage.involve(listed, "listed firm")
    stage.tell("A new trader of listed goods uses a phone, mail address or website of a listed firm.", "N8")


def _reuse(stage: Stage, listed: Firm, other: Firm) -> None:
    """Give the other firm one or two of the listed firm's contacts, beside or instead of its own."""
    for kind in sorted(stage.traces({"phones": 0.5, "emails": 0.4, "websites": 0.35})):
        stage.share_contact(kind, listed, other)
        stage.link(listed, other, f"same_{kind[:-1]}", other.born_on)
