"""Makers whose direct dispatch to the destination stopped: what came directly before, what comes since, and from whom."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from entrepot.store.engine import Engine, Row, rows_of
from entrepot.store.sql import statement_beside
from entrepot.trace.route_answer import Lines, Sender, StoppedMaker
from entrepot.trace.route_lines import RUN_OUT_DAYS, Gathered, RouteQuestion, Side, shown_lines

STOP_RATIO_MAX = 0.2  # methods 11.4: a fall of 80 to 95 %
WATCH_DAYS_MIN = 90  # [P] a quarter of the ledger after orders ran out; less says nothing of a stop
DIRECT_MONTHS_MIN = 3  # [P] as many months of direct trade before as make a route a lasting one (methods 8.1 M8)
_DIRECT_USD_MIN = 10_000.0  # [P] leaves out single parcels, as F8 does
_USUAL_SHARE = 0.05  # [P] a regular place of dispatch, as in F8
_SENDERS_SHOWN = 5


@dataclass(frozen=True)
class Stopped:
    """Makers shown, how many there are, why none can be told, and of how many that fell it cannot be told."""

    makers: tuple[StoppedMaker, ...]
    count: int
    why_not: str | None = None
    unclear_count: int = 0


def stopped_makers(engine: Engine, question: RouteQuestion, known: Gathered, *, shown: int) -> Stopped:
    """Return brands whose daily direct value fell to `STOP_RATIO_MAX` or less once orders ran out, most since first.

    Direct is what is dispatched from the maker's seat, of a maker in the coalition from within it, or sent by a firm of its
    name. Days and dollars are those of months of the destination's import ledger. A brand that was sent in few months, that was
    silent before as long as now, or whose lines since state no value is not said to have stopped. Source: methods 8.2 F8.

    Args:
        engine: After `gather`.
        question: What is asked; its country of dispatch limits what came since.
        known: What `gather` returned.
        shown: Makers worked out.
    """
    run_out_on = question.since_on + timedelta(days=RUN_OUT_DAYS)
    if known.first_on is None or known.last_on is None or known.first_on >= question.since_on:
        return Stopped((), 0, "the destination's import ledger does not reach back before the day")
    before = known.days_between(known.first_on, question.since_on - timedelta(days=1))
    later = known.days_between(run_out_on, known.last_on)
    if later < WATCH_DAYS_MIN:
        why_not = f"the destination's import ledger has {later} days from {run_out_on} on, when orders had run out"
        return Stopped((), 0, f"{why_not}; {WATCH_DAYS_MIN} are needed")
    given = {"direct_usd_min": _DIRECT_USD_MIN, "direct_months_min": DIRECT_MONTHS_MIN}
    rows = rows_of(engine.run(statement_beside(__file__), given))
    fallen = [
        (row, ratio)
        for row in rows
        if known.is_asked(row["brand_key"])
        and (ratio := (row["direct_usd_later"] / later) / (row["direct_usd_before"] / before)) <= STOP_RATIO_MAX
    ]
    every = [_maker(row, known, ratio) for row, ratio in fallen if _is_clear(row, known.last_on, before, later)]
    every.sort(key=lambda one: (-one.other_usd_since, -one.direct_usd_before, one.brand_key))
    makers = _with_senders(engine, question, every)
    unclear = len(fallen) - len(every)
    return Stopped(_with_lines(engine, question, makers[:shown]), len(makers), unclear_count=unclear)


def _is_clear(row: Row, ledger_last_on: date, days_before: int, days_later: int) -> bool:
    """Return whether a fall is no more than a gap as there were before, and no mere want of stated values."""
    if row["direct_unvalued_later"] / days_later > STOP_RATIO_MAX * row["direct_lines_before"] / days_before:
        return False
    # Where some lines came later it is not silent, and it must have been watched for longer than its gaps.
    silent = days_later if row["direct_lines_later"] else (ledger_last_on - row["last_direct_on"]).days
    return bool(silent > row["longest_gap_days"])


def _maker(row: Row, known: Gathered, ratio: float) -> StoppedMaker:
    sums = {name: round(value, 2) for name, value in row.items() if "_usd_" in name}
    return StoppedMaker(
        **{**row, **sums}, brand=known.names.get(row["brand_key"], row["brand_key"]), daily_ratio=round(ratio, 6)
    )


def _with_senders(engine: Engine, question: RouteQuestion, makers: Sequence[StoppedMaker]) -> list[StoppedMaker]:
    """Return makers with who sent directly before and another way since; with a country asked about, only those it sends to."""
    by_brand: dict[str, list[Row]] = defaultdict(list)
    given = {"brand_keys": [one.brand_key for one in makers]}
    for row in rows_of(engine.run(statement_beside(__file__, "sender"), given)) if makers else ():
        by_brand[row["brand_key"]].append(row)
    found = []
    for one in makers:
        before, since = _replaced(by_brand[one.brand_key], question.dispatch_iso)
        if question.dispatch_iso is None or since:
            found.append(
                replace(
                    one,
                    before=tuple(before[:_SENDERS_SHOWN]),
                    since=tuple(since[:_SENDERS_SHOWN]),
                    before_count=len(before),
                    since_count=len(since),
                )
            )
    return found


def _replaced(rows: Sequence[Row], dispatch_iso: str | None) -> tuple[list[Sender], list[Sender]]:
    lines: dict[str, int] = defaultdict(int)
    for row in rows:
        if row["side"] == "before":
            lines[row["dispatch_iso"]] += row["lines"]
    total = sum(lines.values())
    usual = {iso for iso, count in lines.items() if count >= _USUAL_SHARE * total}
    senders = {row["party_id"] for row in rows if row["side"] == "before"}
    before = [_sender(row, senders, usual) for row in rows if row["side"] == "before" and row["is_direct"]]
    since = [
        _sender(row, senders, usual)
        for row in rows
        if row["side"] == "since" and not row["is_direct"] and dispatch_iso in (None, row["dispatch_iso"])
    ]
    return before, since


def _sender(row: Row, senders: set[str], usual: set[str]) -> Sender:
    return Sender(
        party_id=row["party_id"],
        name=row["name"],
        dispatch_iso=row["dispatch_iso"],
        lines=row["lines"],
        value_usd=round(row["value_usd"], 2),
        unvalued_lines=row["unvalued_lines"],
        first_on=row["first_on"],
        last_on=row["last_on"],
        is_new=row["party_id"] not in senders,
        is_usual=row["dispatch_iso"] in usual,
    )


def _with_lines(engine: Engine, question: RouteQuestion, makers: Sequence[StoppedMaker]) -> tuple[StoppedMaker, ...]:
    iso = question.dispatch_iso or ""
    sides = [
        side
        for one in makers
        for side in (
            Side(one.brand_key, "direct", one.brand_key, way="direct", is_since=2, is_from_end=1),
            Side(one.brand_key, "other", one.brand_key, dispatch_iso=iso, way="other"),
        )
    ]
    lines: Mapping[tuple[str, str], Lines] = shown_lines(engine, sides, question.as_of_on)
    return tuple(
        replace(
            one,
            direct_evidence=lines.get((one.brand_key, "direct")),
            other_evidence=lines.get((one.brand_key, "other")),
        )
        for one in makers
    )
