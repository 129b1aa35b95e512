"""S1, a listed firm's business goes on under other names; N11, a series of short-lived firms of one person."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta

from entrepot.world.entities import Firm, PlannedLine
from entrepot.world.goods import Part
from entrepot.world.schemes.consignments import orders
from entrepot.world.schemes.stage import Stage

Goods = tuple[Sequence[Firm], Sequence[Part]]  # from whom, what
_HALF_YEAR, _YEAR = timedelta(days=182), timedelta(days=365)
_THIRD_GENERATION_DAYS = 425  # methods 11.7: 14 months later; 12.1: Treydtuls Apr 2022, Tireks June 2023


def succession(stage: Stage) -> None:
    """S1: Serniya, Robin Trade, Treydtuls, Tireks (methods 12.1): the listed firm's orders move on, then move on again."""
    last_round = (
        date(2022, 7, 31) if stage.chance(0.6) else date(2023, 5, 31)
    )  # methods 12.1: March 2022; or a later round
    listed_on, regime = stage.wave(date(2022, 3, 15), last_round)
    boss = stage.person("RU")
    listed = stage.found("RU", "destination_importer", date(2006, 1, 1) + timedelta(stage.between(0, 4000)), boss=boss)
    sellers = _sellers(stage, listed_on)
    parts = [stage.part() for _ in range(stage.between(2, 5))]
    # methods 12.1: $12.2M of Robin Trade, $1.2M of its heirs; lower by proposal
    yearly_usd = stage.total_usd(1_500_000.0)
    _rise_and_fall(stage, listed, (sellers, parts), listed_on, yearly_usd)
    stage.draft.list_party(listed, listed_on, regime=regime)
    stage.involve(listed, "listed predecessor")
    heir = _heir(stage, listed, boss, listed_on)
    kept = sellers if stage.chance(0.6) else sellers[: max(1, len(sellers) - 1)]
    takeover = yearly_usd * float(stage.rng.uniform(0.25, 0.9))  # methods 12.1: an eighth and more of the earlier trade
    end = stage.calendar.last_on
    third_on = heir[1] + timedelta(days=int(stage.rng.normal(_THIRD_GENERATION_DAYS, 60)))
    has_third = third_on < end - timedelta(days=150) and stage.chance(0.65)
    span = (heir[1] + timedelta(days=25), third_on if has_third else end)
    bought = _trade(stage, heir[0], (kept, parts), span, takeover)
    if has_third:
        constant = Counter(line.exporter for line in bought if line.exporter).most_common(1)[0][0]
        _third_generation(stage, heir[0], third_on, ([constant], parts), takeover * 0.4)
    stage.tell(
        "A listed importer's orders move to a firm tied to it, and in some cases on to an employee's firm.", "N2"
    )


def _sellers(stage: Stage, listed_on: date) -> list[Firm]:
    return [
        stage.seller(
            *("coalition_exporter", "hub_trader", "neutral_exporter"),
            active_on=date(2020, 6, 1),
            active_until=listed_on + _YEAR,
        )
        for _ in range(stage.between(1, 4))
    ]


def _rise_and_fall(
    stage: Stage,
    listed: Firm,
    goods: Goods,
    listed_on: date,
    yearly_usd: float,
) -> None:
    """Orders up to the listing, and a tenth of them for half a year after it."""
    sellers, parts = goods
    first = date(2019, 2, 1) + timedelta(stage.between(0, 500))
    years = (listed_on - first).days / 365
    count = max(stage.line_count(yearly_usd * years, most=90), 14)
    days = stage.days(first, listed_on, count) + stage.days(listed_on - _HALF_YEAR, listed_on, 4)
    lines = orders(stage, sellers, [listed], parts, days, yearly_usd * years, is_context=True)
    recent = sum(line.quantity * line.part.price_usd for line in lines if line.day >= listed_on - _HALF_YEAR)
    rest = float(stage.rng.uniform(0.02, 0.15)) * recent  # methods 11.7: decline of 90 percent
    cheapest = min(parts, key=lambda part: part.price_usd)
    after = stage.days(listed_on + timedelta(days=3), listed_on + _HALF_YEAR, stage.between(1, 3))
    if rest > cheapest.price_usd * len(after):  # else nothing at all
        orders(stage, sellers, [listed], [cheapest], after, rest, ln_sd=0.4, is_context=True)


def _heir(stage: Stage, listed: Firm, boss: Firm, listed_on: date) -> tuple[Firm, date]:
    """Return the successor and the day it begins; new, or a shell kept in store; tied by the traces drawn."""
    draft, begin = stage.draft, listed_on + timedelta(days=stage.between(-30, 170))
    left = stage.traces({"address": 0.6, "director": 0.65, "phone": 0.35, "name": 0.2})  # methods 12.1: address, owner
    is_shell = stage.chance(0.25)
    born_on = begin - timedelta(days=stage.between(400, 1500)) if is_shell else begin
    heir = stage.found(
        "RU",
        "destination_importer",
        born_on,
        boss=boss if "director" in left and not is_shell else None,
        name_like=listed if "name" in left else None,
    )
    if "director" in left:
        if is_shell:
            draft.hold_role(boss, heir, "director", begin)
        stage.link(listed, heir, "same_controller", begin)
        stage.aim("N2", "N7")
    if "address" in left:
        heir.address, heir.latin_address, heir.city = listed.address, listed.latin_address, listed.city
        stage.link(listed, heir, "same_address", begin)
        stage.aim("N2", "N3")
    if "name" in left:
        stage.link(listed, heir, "same_name", begin)
    if "phone" in left:
        stage.share_contact("phones", listed, heir)
        stage.link(listed, heir, "same_phone", begin)
        stage.aim("N2", "N8")
    stage.involve(heir, "successor", is_subject=True)
    return heir, begin


def _third_generation(stage: Stage, heir: Firm, begin: date, goods: Goods, yearly_usd: float) -> None:
    """A former employee's firm that buys from the same supplier (methods 12.1: Tireks and its one constant supplier)."""
    clerk = stage.person("RU")
    stage.draft.hold_role(clerk, heir, "employee", heir.born_on, begin - timedelta(days=stage.between(10, 60)))
    last = stage.found("RU", "destination_importer", begin, boss=clerk)
    stage.draft.hold_role(clerk, last, "founder", begin)
    stage.involve(last, "third generation", is_subject=True)
    stage.link(heir, last, "former_employee", begin)
    _trade(stage, last, goods, (begin + timedelta(days=25), stage.calendar.last_on), yearly_usd)


def _trade(
    stage: Stage,
    buyer: Firm,
    goods: Goods,
    span: tuple[date, date],
    yearly_usd: float,
) -> list[PlannedLine]:
    value_usd = yearly_usd * max((span[1] - span[0]).days, 60) / 365
    count = stage.line_count(value_usd, most=60)
    return orders(stage, goods[0], [buyer], goods[1], stage.days(*span, count), value_usd)


def phoenix(stage: Stage) -> None:
    """N11: one person closes firm after firm and opens the next at the same office (methods 8.3 N11, stratumapis)."""
    iso = stage.hub() if stage.chance(0.5) else "RU"
    role = stage.role_in(iso)
    boss, born_on = stage.person(iso), stage.start_on() - timedelta(days=stage.between(200, 500))
    left = stage.traces({"office": 0.7, "name": 0.5, "business": 0.8}, fewest=2)
    sellers = [stage.pick("neutral_exporter", active_on=born_on) for _ in range(stage.between(1, 3))]
    buyers = [stage.pick("destination_importer", active_on=born_on) for _ in range(2)]
    parts, first = [stage.part() for _ in range(3)], None
    for _ in range(stage.between(4, 5)):
        firm = stage.found(iso, role, born_on, boss=boss, name_like=first if first and "name" in left else None)
        first = first or firm
        if "office" in left:
            firm.address, firm.latin_address, firm.city = first.address, first.latin_address, first.city
        firm.business = first.business if "business" in left else firm.business
        ended_on = born_on + timedelta(days=stage.between(120, 260))
        if ended_on < stage.calendar.last_on:
            firm.died_on = ended_on
        days = stage.days(born_on + timedelta(days=15), min(ended_on, stage.calendar.last_on), stage.between(3, 9))
        pair = (sellers, [firm]) if iso == "RU" else ([firm], buyers)
        orders(stage, *pair, parts, days, stage.total_usd(120_000.0, 0.8))
        stage.involve(firm, "member of the series", is_subject=True)
        if first is not firm:
            stage.link(first, firm, "same_controller", born_on)
        born_on = ended_on + timedelta(days=stage.between(-30, 45))
        if born_on > stage.calendar.last_on - timedelta(days=60):
            break
    stage.involve(boss, "person behind the series")
    stage.tell("One person runs a row of short-lived trading firms, each following the last.", "N11")
