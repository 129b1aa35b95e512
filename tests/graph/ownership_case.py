"""Puts rows of the oracle into the linked tables that the ownership rules read; every firm in them is invented."""

from collections.abc import Iterable, Mapping
from typing import Any

import pyarrow as pa
from ownership_oracle import Held

from entrepot.records.base import Table
from entrepot.records.catalogue import table_named
from entrepot.records.designation import DESIGNATION
from entrepot.records.linked import LINKED_PARTY
from entrepot.records.party import IDENTIFIER
from entrepot.records.relation import INTEREST
from entrepot.store.engine import Engine
from entrepot.store.tables import empty, to_arrow

UNIDENTIFIED = "unidentified"


def load(engine: Engine, rows: Iterable[Held], firms: Iterable[str], countries: Mapping[str, str]) -> None:
    """Register the tables that `reach` reads; `UNIDENTIFIED` is a holder of whom nothing is known."""
    interests = [
        {
            **_place(number),
            "owner_party_id": row.owner,
            "owner_source_party_id": row.owner,
            "subject_party_id": row.firm,
            "subject_source_party_id": row.firm,
            "interest_kind": row.kind,
            "share_min_pct": row.low,
            "share_max_pct": row.high,
            "is_share_min_exclusive": row.is_low_open or None,
            "is_share_max_exclusive": row.is_high_open or None,
            "from_on": row.from_on,
            "to_on": row.to_on,
        }
        for number, row in enumerate(rows, start=2)
    ]
    parties = [
        {
            **_place(number),
            "party_id": firm,
            "party_kind": "unknown" if firm == UNIDENTIFIED else "company",
            "name": f"Firm {firm}",
            "country_iso": countries.get(firm),
            "record_count": 1,
        }
        for number, firm in enumerate(sorted({*firms, UNIDENTIFIED}), start=2)
    ]
    engine.register("linked__interest", to_arrow(INTEREST.linked(), interests))
    engine.register(LINKED_PARTY.name, to_arrow(LINKED_PARTY, parties))
    for table in (IDENTIFIER, DESIGNATION):
        engine.register(table.linked().name, empty(table.linked()))
    engine.register("linked__list_change", _no_changes())


def _place(number: int) -> dict[str, Any]:
    return {"snapshot_id": "file", "locator": f"row {number}", "provenance": "synthetic"}


def _no_changes() -> pa.Table:
    change: Table = table_named("core__list_change")
    return empty(change.linked())
