"""From a find to lines: parts found in equipment, the lines that name such parts, who sent them to whom, and their controls.

A line that names the part a weapon holds does not say that this piece was in that weapon.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, timedelta

import pyarrow as pa

from entrepot.normalise.maker_names import agree, maker_keys
from entrepot.normalise.part_grammar import PartMatch, compare_parts, read_marking
from entrepot.records.base import Provenance
from entrepot.store.engine import Engine, Row, Value, rows_of
from entrepot.store.sql import statement_beside
from entrepot.trace.find_answer import Control, Find, Finds, FirmLines, Place
from entrepot.trace.part_keys import PartKey, agreeing, part_keys
from entrepot.trace.scope import Wording

_WEAK = "too_little"  # a number that many makers use, and nothing else agrees
_PLACES = (1, 2, 3)
_LONGEST_MONTH = 31


@dataclass(frozen=True)
class FindQuestion:
    """What is asked of finds by a day: equipment whose name holds `weapon` in any case, part numbers in any writing, or both."""

    as_of_on: date
    weapon: str | None = None
    parts: tuple[str, ...] = ()
    destination_iso: str | None = None


@dataclass(frozen=True)
class _Wanted:
    """What the finds of one part say: their makers and codes."""

    makers: frozenset[str]
    codes: frozenset[str]


def find_lines(engine: Engine, question: FindQuestion, *, with_lines: bool = False) -> Finds:
    """Return the finds asked about, the lines that name such parts by seller and buyer, and the lists that hold their codes.

    Leaves the lines on the engine as trace__find_line.

    Args:
        engine: With linked__component, linked__declaration, linked__party, linked__controlled_line and the reference tables.
        question: A weapon, parts, or both.
        with_lines: Whether to return every line.
    """
    every = _finds(engine, question)
    finds = _asked_about(every, question.parts)
    parts = question.parts or tuple(sorted({find.part_number for find in finds if find.part_number}))
    keys = part_keys(engine, parts)
    wanted = _wanted(finds, parts)
    found_by = _found_by(every, keys)
    engine.register("trace__find_part", _part_table(keys, found_by))
    said = _said(engine, question, keys, wanted)
    counts: Counter[str] = Counter()
    for row in said:
        counts[row["maker_says"]] += row["lines"]
    engine.register("trace__find_said", _said_table([row for row in said if row["maker_says"] != _WEAK]))
    given = {"destination_iso": question.destination_iso}
    engine.materialise("trace__find_line", statement_beside(__file__, "line"), given)
    engine.register("trace__find_code", _codes(finds))
    return Finds(
        finds=finds,
        parts=parts,
        not_parts=_of_others(said),
        left_out=_left_out(said),
        found_by=_stated(found_by) if question.weapon is not None else (),
        firms=tuple(_firm(row) for row in rows_of(engine.run(statement_beside(__file__, "firm")))),
        controls=_controls(rows_of(engine.run(statement_beside(__file__, "control")))),
        weak_left_out=counts[_WEAK],
        other_maker_count=counts["differs"],
        lines=rows_of(engine.run(statement_beside(__file__, "shown"))) if with_lines else (),
    )


def _finds(engine: Engine, question: FindQuestion) -> tuple[Find, ...]:
    """Return the finds in the weapon asked about by the day asked."""
    names = {field.name for field in fields(Find)} - {"tier", "reason"}
    given: dict[str, Value] = {"weapon": (question.weapon or "").casefold(), "as_of_on": question.as_of_on}
    rows = rows_of(engine.run(statement_beside(__file__, "component"), given))
    return tuple(Find(**{name: row[name] for name in sorted(names)}) for row in rows)


def _asked_about(finds: tuple[Find, ...], parts: Sequence[str]) -> tuple[Find, ...]:
    """Return the finds of parts, the nearest first; all finds where no part is asked about."""
    if not parts:
        return finds
    near = [(find, _nearest(find.part_number, parts)) for find in finds if find.part_number]
    kept = [(find, best[1]) for find, best in near if best is not None]
    kept.sort(key=lambda pair: pair[1].rank)
    return tuple(replace(find, tier=match.tier, reason=match.reason) for find, match in kept)


def _nearest(found: str, parts: Sequence[str]) -> tuple[str, PartMatch] | None:
    """Return the part that a find's number agrees with best, and how."""
    read = read_marking(found)
    matches = [
        (match.rank, part, match)
        for part in parts
        if (asked := read_marking(part)) is not None and read is not None and (match := compare_parts(asked, read))
    ]
    best = min(matches, key=lambda entry: entry[:2], default=None)
    return None if best is None else (best[1], best[2])


def _wanted(finds: Iterable[Find], parts: Sequence[str]) -> dict[str, _Wanted]:
    """Return what the finds of each part say, by the key of the part."""
    own = {read.key: part for part in parts if (read := read_marking(part)) is not None}
    by_part: dict[str, list[Find]] = defaultdict(list)
    for find in finds:
        read = read_marking(find.part_number) if find.part_number else None
        if read is None or find.part_number is None:
            continue
        best = (own[read.key],) if read.key in own else _nearest(find.part_number, parts)
        if best is not None and (asked := read_marking(best[0])) is not None:
            by_part[asked.key].append(find)
    return {key: _told(found) for key, found in by_part.items()}


def _told(finds: Sequence[Find]) -> _Wanted:
    makers = {key for find in finds if find.maker_name for key in maker_keys(find.maker_name)}
    return _Wanted(frozenset(makers), frozenset(find.hs6 for find in finds if find.hs6))


def _found_by(finds: Iterable[Find], keys: Sequence[PartKey]) -> dict[str, date | None]:
    """Return the last day that a number of the lines may have been found, over all finds that agree with it in any way.

    None where one of these has no day.
    """
    days: dict[str, list[date | None]] = defaultdict(list)
    texts = [find.part_number for find in finds if find.part_number]
    for find in finds:
        read = read_marking(find.part_number) if find.part_number else None
        if read is not None:
            days[read.key].append(None if find.found_on is None else _last_day(find.found_on))
    found: dict[str, date | None] = {}
    for part_key, own in agreeing(keys, texts).items():
        every = [day for key in own for day in days[key]]
        stated = [day for day in every if day is not None]
        found[part_key] = max(stated) if stated and len(stated) == len(every) else None
    return found


def _stated(found_by: Mapping[str, date | None]) -> tuple[tuple[str, date], ...]:
    return tuple((key, day) for key, day in sorted(found_by.items()) if day is not None)


def _last_day(found_on: date) -> date:
    """Return the last day a find may have been made: the first of a month may stand for the month."""
    if found_on.day != 1:
        return found_on
    return (found_on + timedelta(days=_LONGEST_MONTH)).replace(day=1) - timedelta(days=1)


def _said(engine: Engine, question: FindQuestion, keys: Sequence[PartKey], wanted: Mapping[str, _Wanted]) -> list[Row]:
    """Return what lines say of the makers and codes of the parts, each wording judged beside the finds of its part."""
    by_key = {key.part_key: key for key in keys}
    engine.materialise("trace__find_near", statement_beside(__file__, "near"), {"as_of_on": question.as_of_on})
    rows = rows_of(engine.run(statement_beside(__file__, "said")))
    for row in rows:
        key = by_key[row["part_key"]]
        row["maker_says"] = _maker_says(row, key, wanted.get(key.asked_key))
    return rows


def _maker_says(row: Row, key: PartKey, wanted: _Wanted | None) -> str:
    if wanted is None:
        return "not_stated"
    named = {key for column in ("brand", "producer_name") for key in maker_keys(row[column])}
    if row["maker_id"]:
        named.add(f"={row['maker_id']}")
    is_same = agree(wanted.makers, named)
    asked = read_marking(key.asked)
    if asked is not None and asked.is_weak and not is_same and row["hs6"] not in wanted.codes:
        return _WEAK
    return "not_stated" if is_same is None else "agrees" if is_same else "differs"


def _of_others(said: Iterable[Row]) -> tuple[str, ...]:
    """Return the part numbers of which every line names another maker, or says too little."""
    ways: dict[str, Counter[bool]] = defaultdict(Counter)
    for row in said:
        ways[row["part_key"]][row["maker_says"] in ("differs", _WEAK)] += row["lines"]
    return tuple(sorted(key for key, count in ways.items() if not count[False]))


def _left_out(said: Iterable[Row]) -> tuple[Wording, ...]:
    """Return the wordings of lines that name another maker, or say too little: chains are not led over them."""
    names = [field.name for field in fields(Wording)]
    return tuple(Wording(**{n: row[n] for n in names}) for row in said if row["maker_says"] in ("differs", _WEAK))


def _part_table(keys: Sequence[PartKey], found_by: Mapping[str, date | None]) -> pa.Table:
    days = [found_by.get(key.part_key) for key in keys]
    texts = {
        "part_key": [key.part_key for key in keys],
        "asked_key": [key.asked_key for key in keys],
        "tier": [key.match.tier for key in keys],
        "reason": [key.match.reason for key in keys],
    }
    columns = {name: pa.array(values, pa.string()) for name, values in texts.items()}
    ranks = pa.array([key.match.rank for key in keys], pa.int64())
    return pa.table({**columns, "tier_rank": ranks, "found_by": pa.array(days, pa.date32())})


def _said_table(rows: Sequence[Row]) -> pa.Table:
    names = ("part_key", "maker_id", "brand", "producer_name", "hs6", "maker_says")
    return pa.table({name: pa.array([row[name] for row in rows], pa.string()) for name in names})


def _codes(finds: Iterable[Find]) -> pa.Table:
    return pa.table({"hs6": pa.array(sorted({find.hs6 for find in finds if find.hs6}), pa.string())})


def _controls(rows: Sequence[Row]) -> tuple[Control, ...]:
    """Return the entries of each code and list: those of the code itself, else of codes joined to it."""
    own = {(row["hs6"], row["list_id"]) for row in rows if row["listed_hs6"] == row["hs6"]}
    listed = {row["hs6"] for row in rows if row["list_id"] is not None}
    kept = []
    for row in rows:
        is_own = row["listed_hs6"] == row["hs6"]
        if (
            is_own
            or (row["list_id"] is not None and (row["hs6"], row["list_id"]) not in own)
            or row["hs6"] not in listed
        ):
            kept.append(Control(**row))
    return tuple(dict.fromkeys(kept))


def _firm(row: Row) -> FirmLines:
    places = [(row[f"snapshot_{n}"], row[f"locator_{n}"]) for n in _PLACES]
    own = {field.name for field in fields(FirmLines)} - {"provenance", "places", "quantity", "value_usd"}
    return FirmLines(
        **{name: row[name] for name in sorted(own)},
        quantity=None if row["quantity"] is None else round(row["quantity"], 6),
        value_usd=None if row["value_usd"] is None else round(row["value_usd"], 2),
        provenance=list(Provenance)[row["weakest"]].value,
        places=tuple(Place(*place) for place in places if place[0] is not None),
    )
