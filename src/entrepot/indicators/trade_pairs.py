"""Who trades with whom, materialised once a run: several indicators ask, and the lines are many."""

from pathlib import Path

from entrepot.indicators.base import Context
from entrepot.indicators.controlled_codes import prepare_controlled_codes
from entrepot.indicators.trade_lines import prepare_trade_lines
from entrepot.store.engine import Value
from entrepot.store.sql import read_statement

TRADE_PAIR = "trade__pair"
_PAIRS = read_statement(Path(__file__).with_name("trade_pairs.sql"))


def prepare_trade_pairs(context: Context) -> None:
    """Materialise `trade__pair`, one row a pair of exporter and importer by the day of the case, unless it is there.

    Columns: exporter_party_id, importer_party_id, line_count, controlled_line_count, destination_line_count,
    destination_controlled_count, value_usd and controlled_value_usd (US dollars), first_on, last_on, last_controlled_on (null
    without such goods).
    What both customs declare is one trade (trade_lines.prepare_trade_lines).
    """
    if TRADE_PAIR in context.prepared:
        return
    prepare_controlled_codes(context)
    prepare_trade_lines(context)
    settings: dict[str, Value] = {"as_of_on": context.as_of_on, "destination_iso": context.study.destination_iso}
    context.engine.materialise(TRADE_PAIR, _PAIRS, settings)
    context.prepared.add(TRADE_PAIR)
