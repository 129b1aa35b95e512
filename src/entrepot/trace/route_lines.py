"""Goods lines into a destination, counted once for all that is asked of routes, with brands by the names they may have."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import pyarrow as pa

from entrepot.normalise.maker_names import maker_keys
from entrepot.records.base import Provenance
from entrepot.store.engine import Engine, Row, Value, rows_of
from entrepot.store.sql import statement_beside
from entrepot.trace.route_answer import Lines

RUN_OUT_DAYS = 90  # methods 11.4: direct trade fell within three months
LINES_SHOWN = 5


@dataclass(frozen=True)
class RouteQuestion:
    """What is asked of routes into `destination_iso`: never seen before `since_on`.

    `hs` holds first digits of goods codes, `controls_list` a list where only its goods count (not beside `hs`). `brand` is
    a name in any writing, `dispatch_iso` one country of dispatch. `value_min` is the least value of a route, US dollars.
    """

    as_of_on: date
    since_on: date
    destination_iso: str
    brand: str | None = None
    hs: tuple[str, ...] = ()
    dispatch_iso: str | None = None
    controls_list: str | None = None
    coalition_set: str = "gecc"
    value_min: float = 10_000.0  # [P] leaves out single parcels, as F7 and N2 do


@dataclass(frozen=True)
class Gathered:
    """Brands by key with the name most lines give them, the keys asked about (None: all), and how far the ledger reaches.

    `months` are those of the destination's import ledger, as 12 times the year plus the month;
    `unvalued_lines` how many lines state no value that one could add up.
    """

    names: Mapping[str, str]
    asked: frozenset[str] | None
    first_on: date | None
    last_on: date | None
    months_before: int
    months: tuple[int, ...] = ()
    unvalued_lines: int = 0

    def is_asked(self, brand_key: str) -> bool:
        """Return whether a brand is asked about."""
        return self.asked is None or brand_key in self.asked

    def days_between(self, from_on: date, until_on: date) -> int:
        """Return the days of the import ledger from one day to another, both included: months without imports have none."""
        if self.first_on is None or self.last_on is None:
            return 0
        first_on, last_on = max(from_on, self.first_on), min(until_on, self.last_on)
        return sum(
            max(0, (min(last_on, end) - max(first_on, start)).days + 1) for start, end in map(_ends, self.months)
        )


@dataclass(frozen=True)
class Side:
    """Lines to show of a row: '' is any; `way` is any, direct, other or third; a `brand_key` of * is any;
    `is_since` is 0 before the day, 1 since, 2 both; `is_from_end`: the last lines first."""

    row_key: str
    side: str
    brand_key: str
    hs_group_id: str = ""
    dispatch_iso: str = ""
    way: str = "any"
    is_since: int = 1
    is_from_end: int = 0


def _ends(month_index: int) -> tuple[date, date]:
    """Return the first and last day of a month."""
    year, month = divmod(month_index - 1, 12)
    start = date(year, month + 1, 1)
    return start, start + timedelta(days=monthrange(year, month + 1)[1] - 1)


def gather(engine: Engine, question: RouteQuestion) -> Gathered:
    """Read the lines asked about once and name what they say: trace__route_line, _cell, _brand, _own and ledgers.

    Args:
        engine: With linked__declaration, linked__party and the reference tables.
        question: What is asked.
    """
    given: dict[str, Value] = {"destination_iso": question.destination_iso, "as_of_on": question.as_of_on}
    engine.materialise("trace__route_ledger", statement_beside(__file__, "ledger"), given)
    engine.materialise("trace__route_export_ledger", statement_beside(__file__, "export_ledger"), given)
    engine.register("trace__route_asked", _asked_table(question))
    engine.register("trace__route_code", _codes(engine, question))
    members: dict[str, Value] = {"coalition_set": question.coalition_set, "since_on": question.since_on}
    engine.materialise("trace__route_coalition", statement_beside(__file__, "coalition"), members)
    engine.define("trace__route_line", statement_beside(__file__))
    engine.materialise("trace__route_cell", statement_beside(__file__, "cell"))
    texts = rows_of(engine.run(statement_beside(__file__, "text")))
    keys = [brand_keys(text) for text in texts]
    engine.register("trace__route_brand", _brand_table(texts, keys))
    engine.register("trace__route_own", _own_table(rows_of(engine.run(statement_beside(__file__, "seller")))))
    ledger = engine.read("trace__route_ledger").to_pylist()
    last_month = question.since_on.year * 12 + question.since_on.month
    return Gathered(
        names=_names(texts, keys),
        asked=None if question.brand is None else _meant(question.brand, keys),
        first_on=min((row["first_on"] for row in ledger), default=None),
        last_on=max((row["last_on"] for row in ledger), default=None),
        months_before=sum(row["month_index"] < last_month for row in ledger),
        unvalued_lines=sum(text["unvalued"] for text in texts),
        months=tuple(sorted(row["month_index"] for row in ledger)),
    )


def brand_keys(text: Row) -> tuple[str, ...]:
    """Return the keys of the brand that a line names, its own first; ('',) where it names none.

    A maker that the goods show comes first, then the brand as written, then the producer. A text of two brands has both keys.
    """
    if text["maker_id"]:
        return (f"={text['maker_id']}",)
    for column in ("brand", "producer_name"):
        if keys := maker_keys(text[column]):
            return tuple(sorted(keys, key=lambda key: (len(key), key)))
    return ("",)


def shown_lines(engine: Engine, sides: Iterable[Side], as_of_on: date) -> dict[tuple[str, str], Lines]:
    """Return the first lines of each row and side, at most `LINES_SHOWN`, with their number."""
    rows = sorted(sides, key=lambda one: (one.row_key, one.side))
    texts = ("row_key", "side", "brand_key", "hs_group_id", "dispatch_iso", "way")
    columns = {name: pa.array([getattr(one, name) for one in rows], pa.string()) for name in texts}
    flags = {n: pa.array([getattr(one, n) for one in rows], pa.int64()) for n in ("is_since", "is_from_end")}
    engine.register("trace__route_shown", pa.table({**columns, **flags}))
    given: dict[str, Value] = {"lines_shown": LINES_SHOWN, "as_of_on": as_of_on}
    found: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows_of(engine.run(statement_beside(__file__, "shown"), given)) if rows else ():
        found[row["row_key"], row["side"]].append(row)
    dropped = ("row_key", "side", "place", "line_count", "weakest")
    return {
        key: Lines(
            lines[0]["line_count"],
            list(Provenance)[lines[0]["weakest"]].value,
            tuple({name: value for name, value in line.items() if name not in dropped} for line in lines),
        )
        for key, lines in found.items()
    }


def _asked_table(question: RouteQuestion) -> pa.Table:
    days = {
        "since_on": question.since_on,
        "run_out_on": question.since_on + timedelta(days=RUN_OUT_DAYS),
        "as_of_on": question.as_of_on,
    }
    columns = {name: pa.array([day], pa.date32()) for name, day in days.items()}
    return pa.table({**columns, "destination_iso": pa.array([question.destination_iso], pa.string())})


def _codes(engine: Engine, question: RouteQuestion) -> pa.Table:
    """Return the goods codes asked about: a group over editions is asked about where one of its codes is."""
    rows = rows_of(engine.run(statement_beside(__file__, "code"), {"controls_list": question.controls_list or ""}))
    if question.hs:
        wanted = {row["hs_group_id"] for row in rows if row["hs6"].startswith(question.hs)}
        rows = [row for row in rows if row["hs_group_id"] in wanted]
    elif question.controls_list is not None:
        rows = [row for row in rows if row["is_listed"]]
    texts = {name: pa.array([row[name] for row in rows], pa.string()) for name in ("hs6", "hs_group_id")}
    flags = {name: pa.array([row[name] for row in rows], pa.int64()) for name in ("is_broken", "is_new")}
    return pa.table({**texts, **flags})


def _brand_table(texts: Sequence[Row], keys: Sequence[Sequence[str]]) -> pa.Table:
    rows = [(*_text(t), key, int(n == 0)) for t, own in zip(texts, keys, strict=True) for n, key in enumerate(own)]
    names = ("maker_id", "brand", "producer_name", "brand_key")
    columns = {name: pa.array([row[place] for row in rows], pa.string()) for place, name in enumerate(names)}
    return pa.table({**columns, "is_first": pa.array([row[-1] for row in rows], pa.int64())})


def _text(row: Row) -> tuple[str, str, str]:
    return row["maker_id"], row["brand"], row["producer_name"]


def _own_table(sellers: Iterable[Row]) -> pa.Table:
    """Return the senders that bear the name of the brand they send: the maker itself, or a firm named just like it."""
    # Never empty: DuckDB 2.0.0 returns no rows at all where an outer join meets a table known to be empty under a filter.
    own = sorted({("*", "*"), *((row["brand_key"], row["exporter_id"]) for row in sellers if _is_maker(row))})
    names = ("brand_key", "exporter_id")
    return pa.table({name: pa.array([row[place] for row in own], pa.string()) for place, name in enumerate(names)})


def _is_maker(row: Row) -> bool:
    return bool(row["exporter_id"]) and row["brand_key"] in maker_keys(row["exporter_name"])


def _names(texts: Sequence[Row], keys: Sequence[Sequence[str]]) -> dict[str, str]:
    """Return each brand's name: the text of most lines, of a known maker its id where no line writes a brand."""
    best: dict[str, tuple[int, str]] = {}
    for text, own in zip(texts, keys, strict=True):
        name = text["brand"] or text["producer_name"] or text["maker_id"]
        rank = (-text["lines"], name)
        if own[0] not in best or rank < best[own[0]]:
            best[own[0]] = rank
    return {key: name for key, (_, name) in best.items()}


def _meant(brand: str, keys: Iterable[Sequence[str]]) -> frozenset[str]:
    """Return the keys that a name asked about may mean: equal, or one of which it is the beginning in whole words.

    Words that name nobody (N/A, none) mean no brand.
    """
    asked = maker_keys(brand)
    known = {key for own in keys for key in own if key}
    equal = asked & known
    return frozenset(equal or {key for key in known if any(f"{key} ".startswith(f"{one} ") for one in asked)})
