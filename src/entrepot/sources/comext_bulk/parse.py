"""Reads a month of the Comext bulk download; the statistical procedures of a figure are added, as Eurostat does."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from entrepot.errors import SourceError
from entrepot.evidence.files import head_of
from entrepot.sources.base import ParseContext, Source, read_meta
from entrepot.sources.columns import Columns
from entrepot.sources.comext_codes import comext_place, flow_letter, statistical_valuation
from entrepot.sources.tabular import batches, looks_like_wide
from entrepot.sources.trade_flows import canonical, emit_flows

COLUMNS = Columns(
    required=("REPORTER", "PARTNER", "PRODUCT_NC", "FLOW", "STAT_PROCEDURE", "PERIOD", "VALUE_EUR", "QUANTITY_KG"),
)
_MAGIC_7Z = b"7z\xbc\xaf\x27\x1c"  # 7zFormat.txt of the LZMA SDK: signature header
_CONFIDENTIAL = "X"  # Eurostat user guide: letters X in a code stand for goods that are not disclosed
_YEAR = r"^(\d{4})52$"  # Eurostat user guide: month 52 is the whole year
_MONTH = r"^(\d{4})(\d{2})$"


def recognise(path: Path, head: bytes) -> float:
    """Return how surely a file is such a month.

    Raises:
        SourceError: It is packed as 7z, which nothing here can unpack.
    """
    _refuse_packed(path, head)
    return looks_like_wide(path, COLUMNS)


def _refuse_packed(path: Path, head: bytes) -> None:
    if head.startswith(_MAGIC_7Z):
        why = "it is packed as 7z, which Entrepot cannot unpack: unpack it (7z x FILE) and add the .dat file inside"
        raise SourceError.unreadable(path, why)


def parse(context: ParseContext) -> None:
    """Emit value in euro and net mass; goods that are not disclosed are counted and left aside.

    Raises:
        SourceError: The file is packed as 7z, which nothing here can unpack.
    """
    _refuse_packed(context.path, head_of(context.path, len(_MAGIC_7Z)))
    emit_flows(context, _canonical(context), places=comext_place, added_over="statistical procedures")


def _canonical(context: ParseContext) -> Iterator[pa.Table]:
    for batch in batches(context, COLUMNS):
        is_hidden = pc.fill_null(pc.match_substring(batch.column("PRODUCT_NC"), _CONFIDENTIAL), False)
        context.count("{} rows of goods that are not disclosed (X in the code) are not read", is_hidden)
        rows = batch.filter(pc.invert(is_hidden))
        found = {
            "reporter": rows.column("REPORTER"),
            "partner": rows.column("PARTNER"),
            "goods_code": rows.column("PRODUCT_NC"),
            "period": _period(rows.column("PERIOD")),
            "flow": flow_letter(rows.column("FLOW")),
            "valuation": statistical_valuation(rows.column("FLOW")),
            "value_eur": rows.column("VALUE_EUR"),
            "net_mass_kg": rows.column("QUANTITY_KG"),
            "part": rows.column("STAT_PROCEDURE"),
        }
        yield canonical(rows, found)


def _period(column: pa.ChunkedArray) -> pa.ChunkedArray:
    whole = pc.replace_substring_regex(column, pattern=_YEAR, replacement=r"\1")
    return pc.replace_substring_regex(whole, pattern=_MONTH, replacement=r"\1-\2")


SOURCE = Source(read_meta(__file__), recognise, parse, columns=COLUMNS)
