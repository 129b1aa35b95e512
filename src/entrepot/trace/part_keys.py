"""Which part numbers of the lines are the part asked about: by makers' grammar, blocked by how they begin."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import pyarrow as pa

from entrepot.normalise.part_grammar import Marking, PartMatch, compare_parts, folded, heads, read_marking
from entrepot.store.engine import Engine, rows_of
from entrepot.store.sql import statement_beside
from entrepot.trace.lines import open_lines


@dataclass(frozen=True)
class PartKey:
    """A part number of the lines that agrees with one asked about, and how; of several asked about the nearest.

    `reported` is as a line writes it; `order_key` is equal for one part however packed or mistyped.
    """

    part_key: str
    reported: str
    asked: str
    asked_key: str
    match: PartMatch
    order_key: str


def part_keys(engine: Engine, parts: Iterable[str]) -> tuple[PartKey, ...]:
    """Return the part numbers of linked__declaration that agree with those asked about, sorted by key.

    A number that says little (555) agrees only where it is the same.

    Args:
        engine: With linked__declaration.
        parts: Part numbers as anybody writes them.
    """
    open_lines(engine)
    asked, by_head = _by_head(parts)
    engine.register("trace__part_head", pa.table({"head": pa.array(sorted(by_head), pa.string())}))
    found: dict[str, PartKey] = {}
    for row in rows_of(engine.run(statement_beside(__file__, "known"))) if asked else ():
        near = _nearest(row["part_number"], row["part_number_key"], by_head)
        kept = found.get(row["part_number_key"])
        if near is not None and (kept is None or near.match.rank < kept.match.rank):
            found[near.part_key] = near
    return tuple(found[key] for key in sorted(found))


def agreeing(keys: Iterable[PartKey], parts: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return, by the key of each number of the lines, which parts it agrees with in any way, as their keys."""
    _, by_head = _by_head(parts)
    pairs = ((key, _read(key.reported, key.part_key)) for key in keys)
    return {
        key.part_key: tuple(sorted(marking.key for marking, _ in _matches(read, by_head)))
        for key, read in pairs
        if read is not None
    }


def _by_head(parts: Iterable[str]) -> tuple[list[Marking], dict[str, list[Marking]]]:
    """Return parts taken apart, and the same by what numbers that may agree begin with."""
    asked = [marking for part in sorted(set(parts)) if (marking := read_marking(part)) is not None]
    found: dict[str, list[Marking]] = defaultdict(list)
    for marking in asked:
        for head in heads(marking):
            found[head].append(marking)
    return asked, found


def _read(text: str, key: str) -> Marking | None:
    read = read_marking(text)
    if read is None or read.key != key:  # a line whose key was given, not made from the text
        return read_marking(key)
    return read


def _matches(read: Marking, by_head: Mapping[str, Sequence[Marking]]) -> Iterator[tuple[Marking, PartMatch]]:
    """Yield the parts that a line's number agrees with, and how."""
    beginning = folded(read.key)
    for marking in {m.key: m for size in (6, 5, 4, 3) for m in by_head.get(beginning[:size], ())}.values():
        match = compare_parts(marking, read)
        if match is not None and not (marking.is_weak and match.tier != "exact"):
            yield marking, match


def _nearest(text: str, key: str, by_head: Mapping[str, Sequence[Marking]]) -> PartKey | None:
    """Return the part asked about that a line's number agrees with best."""
    read = _read(text, key)
    if read is None:
        return None
    best: PartKey | None = None
    for marking, match in _matches(read, by_head):
        if best is None or match.rank < best.match.rank:
            best = PartKey(key, text, marking.reported, marking.key, match, read.order_key)
    return best


def part_table(keys: Sequence[PartKey], asked_keys: Iterable[str]) -> pa.Table:
    """Return trace__part: each number with the one that stands for all of one part however packed, `type_key`."""
    wanted = {key.part_key for key in keys}
    standing: dict[str, str] = {}
    for key in sorted(keys, key=lambda k: (k.match.rank, k.part_key)):
        standing.setdefault(key.order_key, key.part_key)
    pairs = {key.part_key: standing[key.order_key] for key in keys}
    pairs |= {key: key for key in asked_keys if key not in wanted}
    names = sorted(pairs)
    return pa.table(
        {"part_key": pa.array(names, pa.string()), "type_key": pa.array([pairs[n] for n in names], pa.string())}
    )
