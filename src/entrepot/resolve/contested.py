"""Components that hold a contradiction, divided so that no party has two different numbers of which it can have only one.

A list contradicts itself where two of its entries, in one state, carry one number and share no name: they stay apart too.

The keys are tried one by one, identifiers before names, each kind in the order of its text. A key joins all its
records or, where that would bring contradicting numbers or such entries together, none: which of them it speaks of is
not known. So no chain of matches leads through a contradiction, and the result does not depend on the order of the
rows. Only contested components come here; everywhere else every order gives the same parties, and plain statements
find them.
"""

from collections.abc import Iterable, Mapping
from itertools import combinations

import pyarrow as pa

from entrepot.resolve.strength import EXCLUSIVE
from entrepot.store.engine import Engine, rows_of
from entrepot.store.sql import statement_beside

Number = tuple[str, str]  # scheme, identifier
_DIVIDED = pa.schema([("source_party_id", pa.string()), ("label", pa.string())])


def divide_contested(engine: Engine) -> int:
    """Materialise `resolve__rival` and `resolve__divided`: the records of contested components with their party's lowest.

    Returns:
        The number of contested components.
    """
    exclusive = {"exclusive": list(EXCLUSIVE)}
    engine.materialise("resolve__rival", statement_beside(__file__, "rival"))
    count = engine.materialise("resolve__contested", statement_beside(__file__, "component"), exclusive)
    carriers = rows_of(engine.run(statement_beside(__file__, "carrier")))
    numbers: dict[str, set[Number]] = {}
    for row in rows_of(engine.run(statement_beside(__file__, "number"), exclusive)):
        numbers.setdefault(row["source_party_id"], set()).add((row["scheme"], row["identifier"]))
    apart = [(row["record_a_id"], row["record_b_id"]) for row in rows_of(engine.read("resolve__rival"))]
    keys = [(row["link_key"], row["source_party_id"]) for row in carriers]
    label_of = join_without_contradiction(keys, numbers, apart)
    rows = [{"source_party_id": record, "label": label} for record, label in sorted(label_of.items())]
    engine.register("resolve__divided", pa.Table.from_pylist(rows, schema=_DIVIDED))
    return count


def join_without_contradiction(
    carriers: Iterable[tuple[str, str]],
    numbers: Mapping[str, set[Number]],
    apart: Iterable[tuple[str, str]] = (),
) -> dict[str, str]:
    """Return every record with the lowest record of its cluster.

    Args:
        carriers: Key and record, in any order; keys are tried in the order of their text.
        numbers: The exclusive numbers of each record; two numbers of one scheme on one record do not contradict.
        apart: Pairs of records that are never joined, whatever else agrees.
    """
    rivals_of: dict[str, set[str]] = {}
    for one, other in apart:
        rivals_of.setdefault(one, set()).add(other)
    records_of: dict[str, set[str]] = {}
    for key, record in carriers:
        records_of.setdefault(key, set()).add(record)
    together = {frozenset(pair) for held in numbers.values() for pair in combinations(sorted(held), 2)}
    label_of = {record: record for records in records_of.values() for record in records}
    members = {record: {record} for record in label_of}
    held_by = {record: set(numbers.get(record, ())) for record in label_of}
    for key in sorted(records_of):
        labels = {label_of[record] for record in records_of[key]}
        held = set[Number]().union(*(held_by[label] for label in labels))
        joined = set[str]().union(*(members[label] for label in labels))
        if len(labels) == 1 or _contradict(held, together) or _are_rivals(joined, rivals_of):
            continue
        lowest = min(labels)
        members[lowest] = joined
        held_by[lowest] = held
        label_of |= dict.fromkeys(members[lowest], lowest)
    return label_of


def _contradict(held: set[Number], together: set[frozenset[Number]]) -> bool:
    """Return whether two numbers of one scheme are held that no record carries together."""
    return any(a[0] == b[0] and frozenset((a, b)) not in together for a, b in combinations(sorted(held), 2))


def _are_rivals(joined: set[str], rivals_of: Mapping[str, set[str]]) -> bool:
    """Return whether two of the records are to stay apart."""
    return bool(rivals_of) and any(not joined.isdisjoint(rivals_of.get(record, ())) for record in joined)
