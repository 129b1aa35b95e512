"""Small tables of trade statistics for tests of the panels; every figure in them is invented."""

from datetime import date
from typing import Any

from entrepot.codes.hs import edition_on
from entrepot.codes.tables import reference_tables
from entrepot.flows.corridor_cells import prepare_cells
from entrepot.records.trade_flow import TRADE_FLOW
from entrepot.settings import Study
from entrepot.store.engine import Engine
from entrepot.store.tables import to_arrow

_LEVELS = {4: "HS4", 5: "TOTAL", 6: "HS6", 8: "CN8"}
_CURRENCIES = {"EUR": "value_eur", "USD": "value_usd"}


class FlowRows:
    """Rows of linked__trade_flow, each with a place of its own."""

    def __init__(self) -> None:
        self.rows: list[dict[str, Any]] = []

    def add(
        self,
        way: str,
        goods: str,
        month: str,
        value: float | None,
        *,
        currency: str = "EUR",
        snapshot: str = "file",
        **values: str | float | date,
    ) -> "FlowRows":
        """Add a figure; `way` is `DE X KG` (who reports, which flow, with whom), `month` as `2022-03`."""
        reporter, flow, partner = way.split()
        on = date.fromisoformat(f"{month}-01")
        row: dict[str, Any] = {
            "reporter_iso": reporter,
            "partner_iso": partner,
            "flow_code": flow,
            "goods_code": goods,
            "goods_level": _LEVELS[len(goods)],
            "hs6": goods[:6] if len(goods) > 5 else None,
            "hs_edition": edition_on(on),
            "period_on": on,
            "frequency": "M",
            "snapshot_id": snapshot,
            "locator": f"row {len(self.rows) + 2}",
            "provenance": "synthetic",
            _CURRENCIES[currency]: value,
        }
        self.rows.append(row | values)
        return self

    def register(self, engine: Engine) -> None:
        """Register the rows and the reference tables."""
        engine.register("linked__trade_flow", to_arrow(TRADE_FLOW.linked(), self.rows))
        for name, rows in reference_tables().items():
            engine.register(name, rows)

    def prepare(self, engine: Engine, study: Study | None = None) -> dict[tuple[str, ...], dict[str, Any]]:
        """Make the cells and return them by exporter, importer, goods group and month (`2022-03`)."""
        self.register(engine)
        prepare_cells(engine, study or Study())
        return {
            (row["exporter_iso"], row["importer_iso"], row["group_id"], f"{row['period_on']:%Y-%m}"): row
            for row in engine.read("flows__cell").to_pylist()
        }
