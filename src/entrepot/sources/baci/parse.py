"""Reads a year of BACI; every figure is marked as reconciled, so that no comparison of two sides can take it."""

import re
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from entrepot.errors import SourceError
from entrepot.sources.base import ParseContext, Source, read_meta
from entrepot.sources.columns import Columns
from entrepot.sources.comtrade.areas import area
from entrepot.sources.tabular import batches, first_cells
from entrepot.sources.trade_flows import canonical, emit_flows

COLUMNS = Columns(required=("t", "i", "j", "k", "v", "q"))
_CONFIDENCE = 0.97
_IN_NAME = re.compile(r"HS(12|17|22)_Y\d{4}(?:_V(\d{4})(\d{2})[a-z]?)?")  # CEPII: BACI_HS17_Y2020_V202301.csv
_DIGITS = 6
_THOUSAND = 1_000.0  # CEPII, BACI readme: v in thousands of current US dollars, q in metric tons
_NO_QUANTITY = pa.array(["NA", "na"])


def recognise(path: Path, _head: bytes) -> float:
    """Return how surely a file is a year of BACI: it has these six columns and no others."""
    return _CONFIDENCE if first_cells(path) == COLUMNS.names else 0.0


def parse(context: ParseContext) -> None:
    """Emit values in US dollars and masses, exporter as reporter.

    Raises:
        SourceError: The file name does not say the edition of the codes; the file itself does not either.
    """
    found = _IN_NAME.search(context.snapshot.file_name)
    if found is None:
        why = "its name must say the edition of the codes, as in BACI_HS17_Y2020_V202301.csv: the file does not"
        raise SourceError.unreadable(context.path, why)
    edition, year, month = found.groups()
    release = f", release {year}-{month}" if year else ""
    constant = {
        "flow": "RECONCILED",
        "hs_edition": f"HS20{edition}",
        "valuation": "RECONCILED",  # free on board, but no reporter's own value
        "provenance": "reconstructed",
        "publication": f"CEPII, BACI HS{edition}{release} (Gaulier and Zignago 2010)",
    }
    scales = {"value_usd": _THOUSAND, "net_mass_kg": _THOUSAND}
    emit_flows(context, _canonical(context, constant), places=area, scales=scales)


def _canonical(context: ParseContext, constant: dict[str, str]) -> Iterator[pa.Table]:
    for rows in batches(context, COLUMNS):
        quantity = rows.column("q")
        is_missing = pc.fill_null(pc.is_in(quantity, value_set=_NO_QUANTITY), False)
        found = {
            "reporter": rows.column("i"),
            "partner": rows.column("j"),
            "goods_code": pc.utf8_lpad(rows.column("k"), _DIGITS, padding="0"),  # every code has six digits
            "period": rows.column("t"),
            "value_usd": rows.column("v"),
            "net_mass_kg": pc.if_else(is_missing, pa.scalar(None, pa.string()), quantity),
        }
        yield canonical(rows, found, constant)


SOURCE = Source(read_meta(__file__), recognise, parse, columns=COLUMNS)
