"""Rows that could not be used, with the reason."""

from entrepot.records.base import TEXT, Column, Table

QUARANTINE = Table(
    "core__quarantine",
    "A row or element left out, and why",
    (
        Column("snapshot_id", TEXT, "The file", required=True),
        Column("locator", TEXT, "The place in it", required=True),
        Column("source_id", TEXT, "The source that refused it", required=True),
        Column("field", TEXT, "The field at fault; null where it is the whole row"),
        Column("reason", TEXT, "What is wrong, in words", required=True),
        Column("raw", TEXT, "The offending text, cut at 500 characters"),
    ),
    is_reference=True,
)
