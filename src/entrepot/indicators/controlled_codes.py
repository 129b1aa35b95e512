"""The goods codes under control as a small table, so that a statement need not join ten million lines by their ids."""

from pathlib import Path

from entrepot.indicators.base import Context
from entrepot.store.sql import read_statement

CONTROLLED_CODE = "controlled__code"
_CODES = read_statement(Path(__file__).with_name("controlled_codes.sql"))


def prepare_controlled_codes(context: Context) -> None:
    """Materialise `controlled__code` (hs6, group_id), one row a code, unless it is there.

    A line is in `linked__controlled_line` exactly where its hs6 is in this table.
    """
    if CONTROLLED_CODE not in context.prepared:
        context.engine.materialise(CONTROLLED_CODE, _CODES, {"controls_list": context.study.controls_list})
        context.prepared.add(CONTROLLED_CODE)
