"""Decisions of people as linking reads them: records that are one party or not, and records that speak of two firms."""

from collections.abc import Iterable

import pyarrow as pa

from entrepot.records.catalogue import table_named
from entrepot.store.engine import Engine, Row, rows_of
from entrepot.store.sql import statement_beside

# One row a record of a decision: `same` joins all its records, `not_same` keeps its two sides apart.
JUDGEMENT = pa.schema(
    [
        ("number", pa.int64()),  # of the decision; of two that contradict, the higher wins
        ("kind", pa.string()),  # same or not_same
        ("side", pa.string()),  # left or right
        ("source_party_id", pa.string()),
        ("reason", pa.string()),  # who, when and why, in words
    ]
)
# One row a part that moves from a record to the new one; a part is `scheme identifier`, a name, an address or a contact.
SPLIT = pa.schema(
    [
        ("source_party_id", pa.string()),
        ("new_source_party_id", pa.string()),
        ("part_kind", pa.string()),  # identifier, name, address or contact
        ("part", pa.string()),
    ]
)
_MOVED = ("identifier", "party_name", "address", "contact")
_COPIED = ("designation", "list_change", "tag")


def take_judgements(
    engine: Engine, judgements: Iterable[Row] = (), splits: Iterable[Row] = (), *, is_again: bool = False
) -> None:
    """Register `resolve__judgement` and `resolve__split` for the linking that follows.

    Args:
        engine: The engine on which the parties will be linked.
        judgements: Rows of JUDGEMENT.
        splits: Rows of SPLIT.
        is_again: Keep what is registered already.
    """
    known = engine.tables()
    for name, rows, schema in (
        ("resolve__judgement", judgements, JUDGEMENT),
        ("resolve__split", splits, SPLIT),
    ):
        if not (is_again and name in known):
            engine.register(name, pa.Table.from_pylist(list(rows), schema=schema))


def split_records(engine: Engine) -> int:
    """Rewrite the core rows of records that speak of two firms; return how many new records there are.

    The named numbers, names, addresses and contacts move to the new record with their evidence. What is said of the entry as
    a whole stands for both: kind and country, listings, tags. Holdings, roles and trade stay with the first. A record that was
    split already is left as it is.
    """
    new = len({row["new_source_party_id"] for row in rows_of(engine.read("resolve__split"))})
    if not new:
        return 0
    for part in ("party", *_MOVED, *_COPIED):
        table = table_named(f"core__{part}")
        rows = engine.run(statement_beside(__file__, part))
        engine.register(table.name, rows.select(list(table.column_names)))
    return new
