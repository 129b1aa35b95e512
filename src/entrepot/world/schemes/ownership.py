"""S10, shares sold just before a listing; S11, ownership in a circle; F16, goods that still come after a listing."""

from datetime import date, timedelta

from entrepot.world.entities import Firm
from entrepot.world.schemes.consignments import context_trade, orders
from entrepot.world.schemes.stage import Stage


def divestment(stage: Stage) -> None:
    """S10: two weeks before the listing the shares go to a relative or an employee (methods 4.4, EU best practices; 11.7)."""
    draft = stage.draft
    listed_on, regime = stage.wave(date(2022, 4, 1), date(2024, 1, 31))
    owner = stage.person("RU", birth_date=date(1950, 1, 1) + timedelta(stage.between(0, 8000)))
    firm = stage.found(
        "RU", "destination_importer", date(2006, 1, 1) + timedelta(stage.between(0, 4500)), is_owned=False
    )
    draft.list_party(owner, listed_on, regime=regime)
    moved_on = listed_on - timedelta(days=max(2, int(stage.spread(14.0, 0.6))))  # methods 11.7: 14 days before
    if stage.chance(0.25):
        moved_on = listed_on + timedelta(days=stage.between(2, 120))  # methods 8.3 N6: or soon after
    _hand_over(stage, owner, firm, moved_on)
    sellers = [stage.seller("neutral_exporter", "hub_trader", active_on=date(2021, 6, 1)) for _ in range(2)]
    parts, total = [stage.part() for _ in range(3)], stage.total_usd(900_000.0)
    first = date(2020, 1, 1) + timedelta(stage.between(0, 400))
    before = stage.days(first, moved_on, stage.line_count(total, most=30))
    orders(stage, sellers, [firm], parts, before, total * 0.6, is_context=True)
    after = stage.days(moved_on + timedelta(days=5), stage.calendar.last_on, stage.line_count(total, most=50))
    orders(stage, sellers, [firm], parts, after, total)
    stage.involve(firm, "divested firm", is_subject=True)
    stage.involve(owner, "listed owner")
    stage.tell("A person about to be listed hands an importer to a relative or an employee, and it trades on.", "N6")


def _hand_over(stage: Stage, owner: Firm, firm: Firm, moved_on: date) -> None:
    """Move the shares; what is left of the old owner at the firm is drawn."""
    draft, share = stage.draft, float(stage.between(51, 100))
    draft.own(owner, firm, share, firm.born_on, moved_on)
    if stage.chance(0.5):
        heir = stage.person("RU", surname=draft.names.surname_of(owner.name))
        if stage.chance(0.6 * stage.tactics.trace):
            draft.hold_role(owner, heir, "family")
        kind = "family"
    else:
        heir, kind = stage.person("RU"), "employee"
        draft.hold_role(heir, firm, "employee", firm.born_on, moved_on)
    draft.own(heir, firm, share, moved_on + timedelta(days=1))
    if share < 100:
        draft.own(stage.person("RU"), firm, 100.0 - share, firm.born_on)
    if stage.chance(0.4 * stage.tactics.trace):
        draft.hold_role(owner, firm, "manager", firm.born_on)
    if stage.chance(0.3 * stage.tactics.trace) and firm.phones:
        owner.phones = firm.phones
    stage.link(owner, heir, kind, moved_on)
    stage.involve(heir, "new owner")


def ownership_circle(stage: Stage) -> None:
    """S11: more than half of an importer is a listed owner's, through firms that own each other (methods 5, 11.7)."""
    draft = stage.draft
    listed_on, regime = stage.wave(date(2022, 3, 15), date(2023, 9, 30))
    listed = stage.person("RU")
    draft.list_party(listed, listed_on, regime=regime)
    born_on = date(2009, 1, 1) + timedelta(stage.between(0, 3000))
    first, second = (_holding(stage, born_on) for _ in range(2))
    importer = stage.found("RU", "destination_importer", born_on + timedelta(days=400), is_owned=False)
    other = stage.person("RU")
    form = stage.between(0, 2)
    direct, crossed = ((55.0, 0.0), (30.0, 25.0), (51.0, 20.0))[
        form
    ]  # methods 5: sums of stakes of blocked owners count
    shares = [
        (listed, first, direct),
        (second, first, max(crossed, 15.0)),
        (first, second, float(stage.between(20, 25))),
    ]
    shares += [(listed, second, float(stage.between(52, 65))), (second, importer, float(stage.between(50, 80)))]
    if form == 1:  # the importer owns a part of its own owner
        shares.append((importer, second, 10.0))
    for owner, subject, share in shares:
        draft.own(owner, subject, share, born_on)
    for firm in (first, second, importer):
        rest = 100.0 - sum(share for _, subject, share in shares if subject is firm)
        if rest > 0:
            draft.own(other, firm, rest, born_on)
    _receipts(stage, importer, listed_on)
    stage.involve(importer, "importer owned in a circle", is_subject=True)
    for firm in (first, second, listed):
        stage.involve(firm, "owner")
    stage.link(listed, importer, "owns", born_on)
    stage.tell("Firms that own each other hide that a listed person holds over half of an importer.", "N1", "F16")


def _holding(stage: Stage, born_on: date) -> Firm:
    return stage.found(
        "RU", "destination_importer", born_on, business="6420 activities of holding companies", is_owned=False
    )


def _receipts(stage: Stage, importer: Firm, listed_on: date) -> None:
    """Trade before the listing, and listed goods after it at much the same pace."""
    sellers = [stage.seller("neutral_exporter", "hub_trader", active_on=listed_on) for _ in range(3)]
    parts, total = [stage.part() for _ in range(3)], stage.total_usd(900_000.0)
    first = date(2020, 6, 1) + timedelta(stage.between(0, 300))
    before = stage.days(first, listed_on, stage.line_count(total, most=30))
    orders(stage, sellers, [importer], parts, before, total * 0.7, is_context=True)
    after = stage.days(listed_on + timedelta(days=25), stage.calendar.last_on, stage.line_count(total, most=50))
    orders(stage, sellers, [importer], parts, after, total)


def receipts_after_listing(stage: Stage) -> None:
    """F16: listed firms still receive, themselves or through a firm they own (methods 12.5: BMK, Testkomplekt)."""
    listed_on, regime = stage.wave(date(2022, 3, 15), date(2023, 9, 30))
    if stage.number % 2 == 0:
        importer = listed = stage.pick(
            "destination_importer", own=True, active_on=date(2020, 1, 1), active_until=stage.calendar.last_on
        )
        stage.involve(importer, "listed importer", is_subject=True)
        stage.aim("N12")
    else:
        listed = stage.found("RU", "destination_importer", date(2005, 1, 1) + timedelta(stage.between(0, 4000)))
        born_on = date(2012, 1, 1) + timedelta(stage.between(0, 2500))
        importer = stage.found("RU", "destination_importer", born_on, is_owned=False)
        share = float(stage.between(50, 100))
        stage.draft.own(listed, importer, share, importer.born_on)
        if share < 100:
            stage.draft.own(stage.person("RU"), importer, 100 - share, importer.born_on)
        stage.involve(importer, "firm owned by a listed firm", is_subject=True)
        stage.involve(listed, "listed owner")
        stage.link(listed, importer, "owns", importer.born_on)
        stage.aim("N1")
        context_trade(stage, listed, date(2019, 5, 1), listed_on, count=10, total_usd=200_000.0)
    stage.draft.list_party(listed, listed_on, regime=regime)
    _receipts(stage, importer, listed_on)
    stage.tell("Listed goods keep coming to a listed firm, or to a firm it owns half of or more.", "F16")
