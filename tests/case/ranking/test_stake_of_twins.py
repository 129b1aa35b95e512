"""The trade at stake counts a delivery once that the customs of both countries declare."""

from datetime import date
from typing import Any

import pyarrow as pa
from ranking_findings import WEIGHTS, finding

from entrepot.case.ranking.ranked import rank_parties
from entrepot.records.catalogue import CORE_TABLES
from entrepot.records.declaration import DECLARATION
from entrepot.records.linked import CONTROLLED_LINE, LINKED_PARTY
from entrepot.settings import Study
from entrepot.store.engine import Engine
from entrepot.store.tables import empty, to_arrow

_PLACE = {"snapshot_id": "s", "locator": "row 2", "provenance": "synthetic"}


def _line(name: str, direction: str, reporting: str, on: date) -> dict[str, Any]:
    table = DECLARATION.linked()
    fill = {c.name: "x" for c in table.columns if c.required and pa.types.is_string(c.type)}
    told = {
        "declaration_id": name,
        "declared_on": on,
        "direction": direction,
        "reporting_iso": reporting,
        "importer_party_id": "a",
        "importer_country_iso": "KZ",
        "exporter_party_id": "x",
        "value_usd": 100.0,
    }
    return {**fill, **_PLACE, **told}


def test_trade_at_stake_counts_a_delivery_once(engine: Engine) -> None:
    lines = [
        _line("seen by the exporter's customs", "export", "DE", date(2023, 1, 7)),
        _line("seen by the importer's customs", "import", "KZ", date(2023, 1, 9)),
        _line("on its way", "transit", "GE", date(2023, 1, 8)),
        _line("seen by the exporter's customs alone", "export", "DE", date(2023, 5, 7)),
    ]
    controlled = [
        {"declaration_id": row["declaration_id"], "hs_group_id": "g", "is_break": False, "is_listed_then": True}
        for row in lines
    ]
    for table in CORE_TABLES:
        engine.register(table.linked().name, empty(table.linked()))
    party = {
        "party_id": "a",
        "party_kind": "company",
        "name": "Firm a",
        "country_iso": "KZ",
        "record_count": 1,
        **_PLACE,
    }
    engine.register(LINKED_PARTY.name, to_arrow(LINKED_PARTY, [party]))
    engine.register("linked__declaration", to_arrow(DECLARATION.linked(), lines))
    engine.register(CONTROLLED_LINE.name, to_arrow(CONTROLLED_LINE, controlled))

    rows = rank_parties(engine, [finding("F1", "a")], Study(), weights=WEIGHTS)

    assert [row["trade_at_stake_usd"] for row in rows] == [200.0]
