"""All record tables by name."""

from entrepot.records.base import Table
from entrepot.records.claim import CLAIM
from entrepot.records.component import COMPONENT
from entrepot.records.declaration import DECLARATION
from entrepot.records.designation import DESIGNATION, LIST_CHANGE
from entrepot.records.party import ADDRESS, CONTACT, IDENTIFIER, PARTY, PARTY_FACT, PARTY_NAME, TAG
from entrepot.records.quarantine import QUARANTINE
from entrepot.records.reference import CONTROLLED_GOOD, COUNTRY_SET, HS_GROUP, TERRITORY
from entrepot.records.relation import INTEREST, ROLE
from entrepot.records.superseded import SUPERSEDED_DECLARATION
from entrepot.records.trade_flow import TRADE_FLOW

# What sources fill. Tables with `source_party_id` columns have a linked form (Table.linked).
CORE_TABLES: tuple[Table, ...] = (
    PARTY,
    PARTY_NAME,
    IDENTIFIER,
    ADDRESS,
    CONTACT,
    TAG,
    PARTY_FACT,
    INTEREST,
    ROLE,
    DESIGNATION,
    LIST_CHANGE,
    DECLARATION,
    SUPERSEDED_DECLARATION,
    TRADE_FLOW,
    COMPONENT,
    CLAIM,
    QUARANTINE,
)
REFERENCE_TABLES: tuple[Table, ...] = (CONTROLLED_GOOD, COUNTRY_SET, HS_GROUP, TERRITORY)


def table_named(name: str) -> Table:
    """Return the record table of that name.

    Raises:
        KeyError: there is no such table.
    """
    return {table.name: table for table in (*CORE_TABLES, *REFERENCE_TABLES)}[name]
