"""The linked twin of a core table: the same rows, every `source_party_id` with its `party_id` beside it."""

from entrepot.records.base import Table
from entrepot.records.party import PARTY
from entrepot.store.sql import Statement

# Rows of these tables are told apart by these columns; ordering ten million wide rows by all of them costs minutes.
_DECLARATION_ORDER = ("snapshot_id", "locator", "declaration_id", "line_number", "goods_description")
_SHORT_ORDER = {"core__declaration": _DECLARATION_ORDER, "core__superseded_declaration": _DECLARATION_ORDER}


def linked_name(core: Table) -> str:
    """Return the name of a core table's twin; that of `core__party` is `linked__party_record`, one row a record."""
    return "linked__party_record" if core.name == PARTY.name else core.linked().name


def twin_statement(core: Table) -> Statement:
    """Return the statement that gives the rows of `core.linked()`, in a fixed order.

    A record that no party table names stays its own party; a side that is not named stays null.
    """
    sides = [column.name for column in core.own_columns if column.name.endswith("source_party_id")]
    resolved = [
        f"coalesce({_joined(side)}.party_id, t.{side}) AS {side.replace('source_party_id', 'party_id')}"
        for side in sides
    ]
    kept = [f"t.{name}" for name in core.column_names]
    joins = [
        f"LEFT JOIN resolve__party_of {_joined(side)} ON {_joined(side)}.source_party_id = t.{side}" for side in sides
    ]
    order = [f"t.{name} NULLS LAST" for name in _SHORT_ORDER.get(core.name, core.column_names)]
    lines = ["SELECT", ",\n".join((*resolved, *kept)), f"FROM {core.name} t", *joins, "ORDER BY", ", ".join(order)]
    return Statement(f"resolve/twins/{linked_name(core)}", "\n".join(lines))


def _joined(side: str) -> str:
    """Return the alias of the join that resolves one side."""
    return f"of_{side.removesuffix('source_party_id').strip('_') or 'party'}"
