"""Makers whose direct dispatch to the destination stopped: what came directly before, what comes since, and from whom."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from entrepot.store.engine import Engine, Row, rows_of
from entrepot.store.sql import statement_beside
from entrepot.trace.route_answer import Lines, Sender, StoppedMaker
from entrepot.trace.route_lines import RUN_OUT_DAYS, Gathered, RouteQuestion, Side, shown_lines

STOP_RATIO_MAX = 0.2  # methods 11.4: a fall of 80 to 95 %
_DIRECT_USD_MIN = 10_000.0  # [P] leaves out single parcels, as F8 does
_USUAL_SHARE = 0.05  # [P] a regular place of dispatch, as in F8
_SENDERS_SHOWN = 5


@dataclass(frozen=True)
class Stopped:
    """Makers shown, how many there are, and why none can be told."""

    makers: tuple[StoppedMaker, ...]
    count: int
    why_not: str | None = None


def stopped_makers(engine: Engine, question: RouteQuestion, known: Gathered, *, shown: int) -> Stopped:
    """Return brands whose daily direct value fell to `STOP_RATIO_MAX` or less once orders ran out, most since first.

    Direct is what is dispatched from the maker's seat, of a maker in the coalition from within it, or sent by a firm of its
    name. Source: methods 8.2 F8.

    Args:
        engine: After `gather`.
        question: What is asked; its country of dispatch limits what came since.
        known: What `gather` returned.
        shown: Makers worked out.
    """
    run_out_on = question.since_on + timedelta(days=RUN_OUT_DAYS)
    if known.first_on is None or known.last_on is None or known.first_on >= question.since_on:
        return Stopped((), 0, "the destination's import ledger does not reach back before the day")
    if known.last_on < run_out_on:
        return Stopped((), 0, f"the destination's import ledger ends within {RUN_OUT_DAYS} days of the day")
    days_before = (question.since_on - known.first_on).days
    days_later = (known.last_on - run_out_on).days + 1
    rows = rows_of(engine.run(statement_beside(__file__), {"direct_usd_min": _DIRECT_USD_MIN}))
    every = []
    for row in rows:
        ratio = (row["direct_usd_later"] / days_later) / (row["direct_usd_before"] / days_before)
        if ratio <= STOP_RATIO_MAX and known.is_asked(row["brand_key"]):
            every.append(_maker(row, known, ratio))
    every.sort(key=lambda one: (-one.other_usd_since, -one.direct_usd_before, one.brand_key))
    makers = _with_senders(engine, question, every)
    return Stopped(_with_lines(engine, question, makers[:shown]), len(makers))


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
