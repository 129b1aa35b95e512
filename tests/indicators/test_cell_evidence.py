"""Rows behind cells: those of many findings at once are those of each alone."""

from datetime import date

import pyarrow as pa

from entrepot.flows.corridor_cells import CellKey
from entrepot.indicators.cell_evidence import cell_evidence, evidence_by_name
from entrepot.store.engine import Engine


def row(way: str, month: int, flow: str, value: float, place: int) -> dict[str, object]:
    """Return a reported row of `flows__cell_row` of a month of 2022; `way` is exporter>importer>goods."""
    exporter, importer, goods = way.split(">")
    return {
        "exporter_iso": exporter,
        "importer_iso": importer,
        "group_id": goods,
        "month_index": 2022 * 12 + month - 1,
        "flow_code": flow,
        "reporter_iso": exporter if flow == "X" else importer,
        "goods_code": goods,
        "period_on": date(2022, month, 1),
        "currency_code": "EUR",
        "value": value,
        "is_converted": False,
        "is_withheld": False,
        "valuation": "FOB",
        "net_mass_kg": 1.0,
        "snapshot_id": "s",
        "locator": f"row {place}",
        "provenance": "synthetic",
        "publication": "invented",
    }


def test_many_findings_get_the_rows_of_each_in_its_order(engine: Engine) -> None:
    rows = [
        row("EU>KZ>854231", 4, "X", 10.0, 2),
        row("EU>KZ>854231", 4, "X", 90.0, 3),
        row("EU>KZ>854231", 4, "M", 95.0, 4),
        row("EU>KG>854231", 3, "X", 5.0, 5),
        row("KZ>RU>854231", 4, "X", 7.0, 6),
    ]
    engine.register("flows__cell_row", pa.Table.from_pylist(rows))
    april, march = 2022 * 12 + 3, 2022 * 12 + 2
    corridor, other = CellKey("EU", "KZ", "854231", april), CellKey("EU", "KG", "854231", march)
    named = {
        "both": [CellKey("KZ", "RU", "854231", april), corridor, other, corridor],
        "one": [corridor],
        "none": [CellKey("EU", "UZ", "854231", april)],
    }

    found = evidence_by_name(engine, named)

    assert [each.locator for each in found["both"]] == ["row 5", "row 4", "row 3", "row 2", "row 6"]
    assert found == {name: cell_evidence(engine, keys) for name, keys in named.items()}
    assert found["none"] == ()
    assert evidence_by_name(engine, {}) == {}
