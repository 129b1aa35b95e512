"""Monthly trade in the study's goods, edition-harmonised: the table flow figures and flow indicators start from."""

from entrepot.store.engine import Engine
from entrepot.store.sql import statement_beside

TABLE = "flows__goods_month"


def build_goods_month(engine: Engine, controls_list: str) -> int:
    """Materialise flows__goods_month from linked__trade_flow and return its number of rows.

    Columns: snapshot_id, reporter_iso, partner_iso, hs_group_id, tier, is_break, is_predecessor_unverified, period_on,
    currency (EUR or USD), month_value (in that currency), row_count, locator (of the first row), provenance, publication.
    """
    return engine.materialise(TABLE, statement_beside(__file__), {"controls_list": controls_list})
