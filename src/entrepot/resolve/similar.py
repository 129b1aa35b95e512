"""Joins the parties of the exact rules that scoring found to be the same, likeliest pair first, never through a contradiction.

A party of the exact rules is never taken apart here: it is one cluster from the start, with all that its records say.
"""

import pyarrow as pa

from entrepot.normalise.names import split_legal_form
from entrepot.resolve.clusters import Side, join_without_contradiction
from entrepot.resolve.contradictions import Fact
from entrepot.resolve.strength import EXCLUSIVE
from entrepot.store.engine import Engine, rows_of
from entrepot.store.sql import Statement, statement_beside

_NAME_FORM = pa.schema([("name", pa.string()), ("form_class", pa.string())])
_LABEL = pa.schema([("party_id", pa.string()), ("label", pa.string())])


def name_forms(engine: Engine, names: Statement) -> pa.Table:
    """Return the names of a statement with the class of their legal form, null where they show none."""
    found = engine.run(names)["name"].to_pylist()
    rows = [{"name": name, "form_class": split_legal_form(name).form_class} for name in found]
    return pa.Table.from_pylist(rows, schema=_NAME_FORM)


def join_similar(engine: Engine) -> None:
    """Rewrite `resolve__party_of`, and `resolve__carrier` with the pairs that joined, from `resolve__scored_pair`."""
    engine.materialise("resolve__similar_key", statement_beside(__file__, "key"))
    keys = [(row["link_key"], row["party_id"]) for row in rows_of(engine.read("resolve__similar_key"))]
    if not keys:
        return
    engine.register("resolve__similar_form", name_forms(engine, statement_beside(__file__, "name")))
    facts: dict[str, set[Fact]] = {}
    for row in rows_of(engine.run(statement_beside(__file__, "fact"), {"exclusive": list(EXCLUSIVE)})):
        facts.setdefault(row["party_id"], set()).add((row["fact_kind"], row["fact"]))
    sides: dict[str, set[Side]] = {}
    for row in rows_of(engine.run(statement_beside(__file__, "side"))):
        sides.setdefault(row["party_id"], set()).add((row["number"], row["side"]))
    rivals = rows_of(engine.run(statement_beside(__file__, "rival")))
    apart = [(row["party_a_id"], row["party_b_id"]) for row in rivals]
    label_of = join_without_contradiction(keys, facts, apart, sides)
    rows = [{"party_id": party, "label": label} for party, label in sorted(label_of.items())]
    engine.register("resolve__similar_label", pa.Table.from_pylist(rows, schema=_LABEL))
    engine.materialise("resolve__party_of", statement_beside(__file__, "party_of"))
    engine.materialise("resolve__carrier", statement_beside(__file__, "carrier"))
