"""Components that hold a contradiction, divided so that no party has two different numbers of which it can have only one.

The keys are tried one by one, identifiers before names, each kind in the order of its text. A key joins all its records or, where
that would bring contradicting numbers together, none: which of them it speaks of is not known. So no chain of matches leads
through a contradiction, and the result does not depend on the order of the rows. Only contested components come here;
everywhere else every order gives the same parties, and plain statements find them.
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
    """Materialise `resolve__divided`: the records of contested components with the lowest record of their party.

    Returns:
        The number of contested components.
    """
    exclusive = {"exclusive": list(EXCLUSIVE)}
    count = engine.materialise("resolve__contested", statement_beside(__file__, "component"), exclusive)
    carriers = rows_of(engine.run(statement_beside(__file__, "carrier")))
    numbers: dict[str, set[Number]] = {}
    for row in rows_of(engine.run(statement_beside(__file__, "number"), exclusive)):
        numbers.setdefault(row["source_party_id"], set()).add((row["scheme"], row["identifier"]))
    label_of = join_without_contradiction([(row["link_key"], row["source_party_id"]) for row in carriers], numbers)
    rows = [{"source_party_id": record, "label": label} for record, label in sorted(label_of.items())]
    engine.register("resolve__divided", pa.Table.from_pylist(rows, schema=_DIVIDED))
    return count


def join_without_contradiction(
    carriers: Iterable[tuple[str, str]], numbers: Mapping[str, set[Number]]
) -> dict[str, str]:
    """Return every record with the lowest record of its cluster.

    Args:
        carriers: Key and record, in any order; keys are tried in the order of their text.
        numbers: The exclusive numbers of each record; two numbers of one scheme on one record do not contradict.
    """
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
        if len(labels) == 1 or _contradict(held, together):
            continue
        lowest = min(labels)
        members[lowest] = set[str]().union(*(members[label] for label in labels))
        held_by[lowest] = held
        label_of |= dict.fromkeys(members[lowest], lowest)
    return label_of


def _contradict(held: set[Number], together: set[frozenset[Number]]) -> bool:
    """Return whether two numbers of one scheme are held that no record carries together."""
    return any(a[0] == b[0] and frozenset((a, b)) not in together for a, b in combinations(sorted(held), 2))
