"""New routes: a brand's goods from a country that no line before a day shows, as far as the ledger can tell."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from rapidfuzz.distance import Levenshtein

from entrepot.normalise.maker_names import agree
from entrepot.store.engine import Engine, Row, rows_of
from entrepot.store.sql import statement_beside
from entrepot.trace.dispatch_shares import dispatch_shares
from entrepot.trace.route_answer import LASTING_MONTHS, MIN_MONTHS, NEW, NOT_KNOWN, Firm, Lines, Route, Routes
from entrepot.trace.route_lines import Gathered, RouteQuestion, Side, gather, shown_lines
from entrepot.trace.stopped_dispatch import stopped_makers

_KINDS = ("dispatch", "goods", "brand")
_FILLED_RATIO = (
    0.5  # [P] brands on less than half as many lines before as since: a new brand may be a newly filled field
)
_ALIKE = 0.8  # [P] one sign in five: MURATA, MURATTA
_ALIKE_LENGTH = 5  # [P] shorter names differ in one sign by chance
_FIRMS_SHOWN = 5
_MANY_RECEIVERS = 10  # [P] a hub serves many


def new_routes(engine: Engine, question: RouteQuestion, *, shown: int = 20) -> Routes:
    """Return the routes never seen before the day, makers that stopped sending directly, and shares of dispatch.

    Adding lines before the day can take routes off the list and change `new` to `not known` or back, never put one on it.

    Args:
        engine: With linked__declaration, linked__party, and the reference tables.
        question: Destination, day, goods, brand, country of dispatch.
        shown: Rows of each kind that are worked out and returned; the counts are of all.
    """
    known = gather(engine, question)
    every = _routes(engine, question, known)
    stopped = stopped_makers(engine, question, known, shown=shown)
    shares, share_count = dispatch_shares(engine, question, known, shown=shown)
    return Routes(
        since_on=question.since_on,
        destination_iso=question.destination_iso,
        ledger={"first_on": known.first_on, "last_on": known.last_on, "months_before": known.months_before},
        routes=_with_firms(engine, question, every[:shown]),
        new_count=sum(route.status == NEW for route in every),
        not_known_count=sum(route.status == NOT_KNOWN for route in every),
        makers=stopped.makers,
        maker_count=stopped.count,
        makers_why_not=stopped.why_not,
        shares=shares,
        share_count=share_count,
        makers_unclear_count=stopped.unclear_count,
        unvalued_lines=known.unvalued_lines,
    )


def _routes(engine: Engine, question: RouteQuestion, known: Gathered) -> list[Route]:
    """Return all routes asked about, without their firms and lines: new ones first, new ways of known goods before new brands."""
    rows = [
        row
        for row in rows_of(engine.run(statement_beside(__file__), {"value_min": question.value_min}))
        if known.is_asked(row["brand_key"]) and question.dispatch_iso in (None, row["dispatch_iso"])
    ]
    earlier: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows_of(engine.run(statement_beside(__file__, "seen"))) if rows else ():
        earlier[row["hs_group_id"], row["dispatch_iso"]].append(row["brand_key"])
    found = [_route(row, question, known, earlier[row["hs_group_id"], row["dispatch_iso"]]) for row in rows]
    found.sort(
        key=lambda r: (
            r.status != NEW,
            _KINDS.index(r.what_is_new),
            -r.value_usd,
            r.brand_key,
            r.hs_group_id,
            r.dispatch_iso,
        )
    )
    return found


def _route(row: Row, question: RouteQuestion, known: Gathered, earlier: Iterable[str]) -> Route:
    reasons = tuple(_doubts(row, known, earlier))
    kind = "dispatch" if row["pair_lines_before"] else "goods" if row["brand_lines_before"] else "brand"
    last_on = known.last_on or row["last_on"]
    could_last = (last_on.year - row["first_on"].year) * 12 + last_on.month - row["first_on"].month + 1
    is_lasting = True if row["months"] >= LASTING_MONTHS else False if could_last >= LASTING_MONTHS else None
    copied = (
        "brand_key",
        "hs_group_id",
        "dispatch_iso",
        "first_on",
        "last_on",
        "lines",
        "unvalued_lines",
        "months",
        "months_before",
        "brand_lines_before",
        "pair_lines_before",
    )
    return Route(
        status=NOT_KNOWN if reasons else NEW,
        what_is_new=kind,
        brand=known.names.get(row["brand_key"], row["brand_key"]),
        destination_iso=question.destination_iso,
        value_usd=round(row["value_usd"], 2),
        is_lasting=is_lasting,
        is_hs_new=bool(row["is_new"]),
        reasons=reasons,
        innocent=tuple(_innocent(row)),
        **{name: row[name] for name in copied},
    )


def _doubts(row: Row, known: Gathered, earlier: Iterable[str]) -> Iterable[str]:
    """Yield why it is not known whether a route is new."""
    if row["months_before"] < MIN_MONTHS:
        yield f"only {row['months_before']} months before the day have lines of the brand or the goods; {MIN_MONTHS} are needed"
    if row["months_any"] > row["months_before"] and row["months_before"] < MIN_MONTHS:
        yield (
            f"{row['months_any'] - row['months_before']} months more have lines of other countries' exports only, which do "
            f"not show what {row['dispatch_iso']} sends"
        )
    if row["is_broken"]:
        yield "the goods code changed with an edition of the Harmonised System, so that before and since are not the same goods"
    before = row["goods_branded_before"] / row["goods_lines_before"] if row["goods_lines_before"] else 0.0
    since = row["goods_branded_since"] / row["goods_lines_since"]
    if not row["pair_lines_before"] and row["goods_lines_before"] and before < _FILLED_RATIO * since:
        yield f"{before:.0%} of lines of the goods name a brand before the day and {since:.0%} since"
    if row["pair_lines_before"] and row["unplaced_before"] >= _FILLED_RATIO * row["pair_lines_before"]:
        yield f"{row['unplaced_before']} of {row['pair_lines_before']} lines before do not say from where they were sent"
    for other in sorted(earlier):
        if _is_alike(row["brand_key"], other):
            yield f"a brand spelled alike came this way before: {known.names.get(other, other)}"


def _innocent(row: Row) -> Iterable[str]:
    if row["unbranded_before"]:
        yield f"{row['unbranded_before']} lines of the goods came from there before without a brand, perhaps of this one"
    if row["unplaced_before"]:
        yield f"{row['unplaced_before']} lines of the brand and goods before do not say from where"
    if row["is_new"]:
        yield "a code that is new in HS2022 is in use"


def _is_alike(key: str, other: str) -> bool:
    """Return whether two brands that are not both known makers may be spellings of one."""
    if key == other or (key.startswith("=") and other.startswith("=")):
        return False
    one, two = key.removeprefix("="), other.removeprefix("=")
    if agree((one,), (two,)):
        return True
    is_long = min(len(one), len(two)) >= _ALIKE_LENGTH
    return is_long and float(Levenshtein.normalized_similarity(one, two)) >= _ALIKE


def _with_firms(engine: Engine, question: RouteQuestion, routes: Sequence[Route]) -> tuple[Route, ...]:
    """Return routes with who sent and received by them, the innocent explanations that these suggest, and their lines."""
    keyed = {f"{place:06d}": route for place, route in enumerate(routes)}
    sides = [Side(key, "route", r.brand_key, r.hs_group_id, r.dispatch_iso) for key, r in keyed.items()]
    lines = shown_lines(engine, sides, question.as_of_on)
    firms: Mapping[tuple[str, str], list[Firm]] = defaultdict(list)
    for row in rows_of(engine.run(statement_beside(__file__, "firm"))) if keyed else ():
        firms[row["row_key"], row["side"]].append(_firm(row))
    return tuple(
        _with(route, firms[key, "sent"], firms[key, "received"], lines[key, "route"]) for key, route in keyed.items()
    )


def _with(route: Route, senders: Sequence[Firm], receivers: Sequence[Firm], lines: Lines) -> Route:
    words = list(route.innocent)
    for firm in senders:
        if firm.is_maker:
            words.append(f"{firm.name} bears the maker's name: a new hub of the maker")
        elif firm.earlier_iso and firm.earlier_iso != route.dispatch_iso:
            words.append(f"{firm.name} sent the brand before from {firm.earlier_iso}: a distributor that moved")
    if len(receivers) >= _MANY_RECEIVERS:
        words.append(f"{len(receivers)} receivers: a hub that serves many")
    return replace(
        route,
        senders=tuple(senders[:_FIRMS_SHOWN]),
        receivers=tuple(receivers[:_FIRMS_SHOWN]),
        sender_count=len(senders),
        receiver_count=len(receivers),
        innocent=tuple(words),
        evidence=lines,
    )


def _firm(row: Row) -> Firm:
    return Firm(
        party_id=row["party_id"],
        name=row["name"],
        country_iso=row["country_iso"],
        lines=row["lines"],
        value_usd=round(row["value_usd"], 2),
        unvalued_lines=row["unvalued_lines"],
        is_maker=bool(row["is_maker"]),
        earlier_iso=row["earlier_iso"],
    )
