"""Reads a month of the Comext bulk download; the statistical procedures of a figure are added, as Eurostat does."""

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from entrepot.errors import SourceError
from entrepot.evidence.reading import seven_zip
from entrepot.sources.base import ParseContext, Source, State, read_meta, streamed
from entrepot.sources.columns import Columns
from entrepot.sources.comext_bulk.scope import SUFFIX, Scope, read_scope, scope_text
from entrepot.sources.comext_codes import comext_place, flow_letter, statistical_valuation
from entrepot.sources.flow_stream import stream_flows
from entrepot.sources.tabular import batches, looks_like_wide
from entrepot.sources.trade_flows import canonical

COLUMNS = Columns(
    required=("REPORTER", "PARTNER", "PRODUCT_NC", "FLOW", "STAT_PROCEDURE", "PERIOD", "VALUE_EUR", "QUANTITY_KG"),
)
_CONFIDENTIAL = "X"  # Eurostat user guide: letters X in a code stand for goods that are not disclosed
_SUPPLEMENT = "partxixu"  # full_partxixu_v2_YYYYMM.7z: partners GB, XI and XU alone
_LOST_ZERO = r"^(\d{7})$"  # every code has eight digits; some tools drop the zero of chapters 1 to 9
_YEAR = r"^(\d{4})52$"  # Eurostat user guide: month 52 is the whole year
_MONTH = r"^(\d{4})(\d{2})$"


def recognise(path: Path, head: bytes) -> float:
    """Return how surely a file is such a month, packed or not.

    Raises:
        SourceError: It is packed as 7z, and no unpacker is installed.
    """
    if head.startswith(seven_zip.MAGIC) and seven_zip.unpacker() is None:
        raise seven_zip.no_unpacker(path)
    return looks_like_wide(path, COLUMNS)


def stream(context: ParseContext, _state: State | None) -> Iterator[State | None]:
    """Emit value in euro and net mass, piece by piece; goods that are not disclosed are counted and left aside.

    Raises:
        SourceError: The file is packed as 7z, and no unpacker is installed or the archive is damaged; or it is the
            supplement that divides the United Kingdom.
    """
    if _SUPPLEMENT in context.snapshot.file_name.lower():
        why = "it divides trade with the United Kingdom once more, which the month itself (full_v2_YYYYMM) holds: leave it out"
        raise SourceError.unreadable(context.path, why)
    yield from stream_flows(context, _canonical(context), places=comext_place, added_over="statistical procedures")


def _canonical(context: ParseContext) -> Iterator[pa.Table]:
    scope = read_scope(context.path)
    for batch in (_wanted(context, each, scope) for each in batches(context, COLUMNS)):
        is_hidden = pc.fill_null(pc.match_substring(batch.column("PRODUCT_NC"), _CONFIDENTIAL), False)
        context.count("{} rows of goods that are not disclosed (X in the code) are not read", is_hidden)
        rows = batch.filter(pc.invert(is_hidden))
        found = {
            "reporter": rows.column("REPORTER"),
            "partner": rows.column("PARTNER"),
            "goods_code": pc.replace_substring_regex(rows.column("PRODUCT_NC"), pattern=_LOST_ZERO, replacement=r"0\1"),
            "period": _period(rows.column("PERIOD")),
            "flow": flow_letter(rows.column("FLOW")),
            "valuation": statistical_valuation(rows.column("FLOW")),
            "value_eur": rows.column("VALUE_EUR"),
            "net_mass_kg": rows.column("QUANTITY_KG"),
            "part": rows.column("STAT_PROCEDURE"),
        }
        yield canonical(rows, found)


def _wanted(context: ParseContext, batch: pa.Table, scope: Scope) -> pa.Table:
    is_wanted = scope.wanted(batch)
    if is_wanted is None:
        return batch
    name = context.path.name + SUFFIX
    context.count(
        f"{{}} rows of other reporters, partners or goods than {name} names are not read", pc.invert(is_wanted)
    )
    return batch.filter(is_wanted)


def _period(column: pa.ChunkedArray) -> pa.ChunkedArray:
    whole = pc.replace_substring_regex(column, pattern=_YEAR, replacement=r"\1")
    return pc.replace_substring_regex(whole, pattern=_MONTH, replacement=r"\1-\2")


SOURCE = Source(read_meta(__file__), recognise, streamed(stream), columns=COLUMNS, stream=stream, settings=scope_text)
