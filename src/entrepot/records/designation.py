"""Listings under sanctions and export-control regimes, and what changed between two states of a list."""

from entrepot.records.base import DATE, TEXT, Column, Table

DESIGNATION = Table(
    "core__designation",
    "A party on a list, in one state of that list",
    (
        Column("source_party_id", TEXT, "The party record", required=True),
        Column("native_id", TEXT, "The publisher's entry number", required=True),
        Column("list_id", TEXT, "us_ofac_sdn, eu_833_iv, eu_269, un_sc, watchlist ...", required=True),
        Column("regime", TEXT, "OFAC, EU, UK, UN, BIS or none (a private watchlist)", required=True),
        Column("programme", TEXT, "The publisher's programme code"),
        Column("measure", TEXT, "Asset freeze, export control, ..."),
        Column("listed_on", DATE, "Day of listing; null where the list does not say"),
        Column("delisted_on", DATE, "Day of removal; null while listed"),
        Column("seen_on", DATE, "State of the list the row was read from"),
        Column("reason", TEXT, "The publisher's reasons, shortened"),
    ),
)

LIST_CHANGE = Table(
    "core__list_change",
    "An entry added to, removed from or changed in a list between two of its states",
    (
        Column("list_id", TEXT, "The list", required=True),
        Column("native_id", TEXT, "The entry", required=True),
        Column("source_party_id", TEXT, "The party record", required=True),
        Column("name", TEXT, "Its name in the newer state, or the older where removed", required=True),
        Column("change_kind", TEXT, "added, removed or changed", required=True),
        Column("after_on", DATE, "State in which the entry was still the old one"),
        Column("by_on", DATE, "First state with the change"),
        Column("fields", TEXT, "The fields that changed, comma separated"),
        Column("before_snapshot_id", TEXT, "The older file"),
    ),
)
