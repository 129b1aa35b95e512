"""Rows of totals: sums that a table's maker wrote below or between its lines, which are no trade."""

from functools import reduce

import pyarrow as pa
import pyarrow.compute as pc

from entrepot.sources.customs_table.cells import Cells
from entrepot.sources.customs_table.distinct import Remarks

_WORD = (
    r"(?i:totals?|grand total|sub-?total|итого|всего|разом|усього|барлығы|toplam|genel toplam|total general|ensemble|"
    r"tổng cộng|合计|总计|合計|總計)"
)
_BEGINS = rf"^{_WORD}(\b|$)"
_ALONE = rf"^\s*{_WORD}\s*[:：.=]?\s*[\d\s.,]*$"  # perhaps with a colon or a number
_LONGEST = 40  # bytes of a party's cell that is such a word alone; longer ones are not asked
_SAYING = ("declaration_id", "importer_name", "exporter_name", "goods_description")
_PARTIES = ("importer_name", "exporter_name", "consignee_name", "consignor_name")


def note_totals(cells: Cells, days: pa.Array, faults: Remarks) -> None:
    """Say which rows are sums: the word for total begins a cell and there is no date, or is alone in it and there is no party.

    Args:
        cells: The batch.
        days: The day of each row, null where there is none.
        faults: Where it is said.
    """
    dateless, nameless = days.is_null(), _without_party(cells)
    for name in (*_SAYING, "hs_code", "declared_on"):
        if cells.has(name):
            _note(name, cells.text(name), dateless, _BEGINS, faults)
            if name in _SAYING:
                _note(name, cells.text(name), pc.and_not(nameless, dateless), _ALONE, faults)


def _note(name: str, texts: pa.Array, rows: pa.Array, pattern: str, faults: Remarks) -> None:
    if pc.any(rows).as_py():
        found = pc.fill_null(pc.match_substring_regex(texts.filter(rows), pattern), False)
        faults.add_where(
            name, pc.replace_with_mask(pa.repeat(pa.scalar(False), len(rows)), rows, found), "is a row of totals"
        )


def _without_party(cells: Cells) -> pa.Array:
    """Return True for rows whose parties are empty, or only the word for total."""
    names = [cells.text(name) for name in _PARTIES if cells.has(name)]
    if not names:
        return pa.repeat(pa.scalar(False), cells.row_count)
    short = [pc.fill_null(pc.less_equal(pc.binary_length(text), _LONGEST), True) for text in names]
    rows = reduce(pc.and_, short)
    alone = [_is_empty_or_total(text.filter(rows)) for text in names]
    return pc.replace_with_mask(pa.repeat(pa.scalar(False), cells.row_count), rows, reduce(pc.and_, alone))


def _is_empty_or_total(texts: pa.Array) -> pa.Array:
    return pc.or_(texts.is_null(), pc.fill_null(pc.match_substring_regex(texts, _ALONE), False))
