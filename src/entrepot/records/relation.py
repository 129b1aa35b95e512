"""Ownership interests and other roles between parties."""

from entrepot.records.base import BOOL, DATE, REAL, TEXT, Column, Table

# What is held. `indirect`: a share held through others, whose own stakes may stand in the data too. `consolidation` and
# `ultimate_consolidation`: the accounts are part of those of a parent (the next one, the last one); no share is stated.
INTEREST_KINDS = ("shares", "votes", "board", "indirect", "consolidation", "ultimate_consolidation", "unknown")

INTEREST = Table(
    "core__interest",
    "Who holds what share of whom",
    (
        Column("owner_source_party_id", TEXT, "The holder", required=True),
        Column("subject_source_party_id", TEXT, "The party held", required=True),
        Column("interest_kind", TEXT, ", ".join(INTEREST_KINDS[:-1]) + " or unknown", required=True),
        Column("share_min_pct", REAL, "Lower bound of the share, percent; null where no share is known"),
        Column("share_max_pct", REAL, "Upper bound of the share, percent; null where no share is known"),
        Column(
            "is_share_min_exclusive",
            BOOL,
            "True where the share is more than its lower bound; null: it may be the bound",
        ),
        Column(
            "is_share_max_exclusive",
            BOOL,
            "True where the share is less than its upper bound; null: it may be the bound",
        ),
        Column("from_on", DATE, "First day held; null where not known"),
        Column("to_on", DATE, "Last day held; null where still held or not known"),
    ),
)

ROLE = Table(
    "core__role",
    "What one party is to another, other than its owner",
    (
        Column("holder_source_party_id", TEXT, "Who holds the role", required=True),
        Column("subject_source_party_id", TEXT, "Towards whom", required=True),
        Column(
            "role_kind",
            TEXT,
            "director, founder, manager, employee, former_owner, family, linked_to, part_of, supplies or procures_for",
            required=True,
        ),
        Column("from_on", DATE, "First day; null where not known"),
        Column("to_on", DATE, "Last day; null where it goes on or is not known"),
        Column("note", TEXT, "In the source's words, shortened"),
    ),
)
