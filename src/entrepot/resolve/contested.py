"""Components that may hold a contradiction, divided so that no party does.

A list contradicts itself where two of its entries, in one state, carry one number and share no name: they stay apart too.

The keys are tried one by one, the strongest first, each kind in the order of its text (entrepot.resolve.clusters). So no chain
of matches leads through a contradiction, the weakest edges give way, and the result does not depend on the order of the
rows. Only contested components come here; everywhere else every order gives the same parties, and plain statements
find them.
"""

import pyarrow as pa

from entrepot.resolve.clusters import Side, join_without_contradiction
from entrepot.resolve.contradictions import Fact
from entrepot.resolve.strength import EXCLUSIVE
from entrepot.store.engine import Engine, rows_of
from entrepot.store.sql import statement_beside

_DIVIDED = pa.schema([("source_party_id", pa.string()), ("label", pa.string())])


def divide_contested(engine: Engine) -> int:
    """Materialise `resolve__rival` and `resolve__divided`: the records of contested components with their party's lowest.

    Returns:
        The number of contested components.
    """
    engine.materialise("resolve__rival", statement_beside(__file__, "rival"))
    engine.materialise("resolve__fact", statement_beside(__file__, "fact"), {"exclusive": list(EXCLUSIVE)})
    count = engine.materialise("resolve__contested", statement_beside(__file__, "component"))
    carriers = rows_of(engine.run(statement_beside(__file__, "carrier")))
    facts: dict[str, set[Fact]] = {}
    for row in rows_of(engine.run(statement_beside(__file__, "held"))):
        facts.setdefault(row["source_party_id"], set()).add((row["fact_kind"], row["fact"]))
    sides: dict[str, set[Side]] = {}
    for row in rows_of(engine.run(statement_beside(__file__, "parted"))):
        sides.setdefault(row["source_party_id"], set()).add((row["number"], row["side"]))
    apart = [(row["record_a_id"], row["record_b_id"]) for row in rows_of(engine.read("resolve__rival"))]
    keys = [(row["link_key"], row["source_party_id"]) for row in carriers]
    label_of = join_without_contradiction(keys, facts, apart, sides)
    rows = [{"source_party_id": record, "label": label} for record, label in sorted(label_of.items())]
    engine.register("resolve__divided", pa.Table.from_pylist(rows, schema=_DIVIDED))
    return count
