"""Declaration lines with each trade once: what two customs both declare is one delivery."""

from datetime import date

from entrepot.indicators.base import Context
from entrepot.store.engine import Engine
from entrepot.store.sql import statement_beside

TRADE_LINE = "trade__line"
_RECEIVERS_MIN = 3  # [P] a ledger of one or two firms says nothing of others' goods
_LINES = statement_beside(__file__)
_LEDGER = statement_beside(__file__, "ledger")


def prepare_trade_lines(context: Context) -> None:
    """Name the lines that sums may be drawn from `trade__line` (columns of `linked__declaration`), unless it is there."""
    if TRADE_LINE not in context.prepared:
        define_trade_lines(context.engine, context.as_of_on)
        context.prepared.add(TRADE_LINE)


def define_trade_lines(engine: Engine, as_of_on: date) -> None:
    """Name the lines `trade__line` on an engine with `linked__declaration` and `linked__party`.

    An export is left out where the importer's customs declare, up to `as_of_on`, any import of the importer or imports of the
    code by several in its month or the two after it, and kept where they do not: a ledger of a few firms makes no trade of
    others vanish.
    """
    engine.materialise("trade__ledger", _LEDGER, {"as_of_on": as_of_on, "receivers_min": _RECEIVERS_MIN})
    engine.define(TRADE_LINE, _LINES)
