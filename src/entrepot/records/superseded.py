"""Lines of declarations that a later statement of the same line replaced: kept, and not counted."""

from entrepot.records.base import TEXT, Column, Table
from entrepot.records.declaration import DECLARATION

SUPERSEDED_DECLARATION = Table(
    "core__superseded_declaration",
    "A goods line as it stood before an amendment: out of every count, with the line that counts instead",
    (
        *DECLARATION.own_columns,
        Column("superseded_by", TEXT, "declaration_id of the line that counts instead", required=True),
        Column("superseded_by_snapshot_id", TEXT, "File of that line", required=True),
        Column("superseded_by_locator", TEXT, "Place of that line", required=True),
        Column("reason", TEXT, "What states the line anew, and what shows that it is later, in words", required=True),
    ),
)
