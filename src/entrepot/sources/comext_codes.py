"""Eurostat's own codes: places of its geonomenclature where they differ from ISO 3166-1, and flows."""

import pyarrow as pa
import pyarrow.compute as pc

from entrepot.codes.cleaned import Cleaned
from entrepot.sources.trade_flows import place

# Commission Implementing Regulation (EU) 2020/1470, Annex I (geonomenclature), and Eurostat's codes for the aggregates.
_FLOWS = {"1": "M", "2": "X"}  # Eurostat, codelist FLOW: 1 import, 2 export
_VALUATIONS = {"1": "CIF", "2": "FOB"}  # Regulation (EU) 2020/1197, Annex V: statistical value at the reporter's border
_OWN = {"XS": "RS", "XU": "GB", "EL": "GR"}
_NORTHERN_IRELAND = "XI"
_GROUPS = frozenset(
    {"EU27_2020_EXTRA", "EU27_2020_INTRA", "EXT_EU27_2020", "INT_EU27_2020", "EU_EXTRA", "EU_INTRA"}
    | {"EXTRA_EU27_2020", "INTRA_EU27_2020", "EA20", "EA19", "EA", "EUZ"}
)
_NOWHERE = {
    "QP": "high seas",
    "QQ": "stores and provisions",
    "QR": "stores and provisions within the Union",
    "QS": "stores and provisions outside the Union",
    "QU": "countries not specified",
    "QV": "countries not specified within the Union",
    "QW": "countries not specified outside the Union",
    "QX": "countries not stated for commercial or military reasons",
    "QY": "countries of the Union not stated for commercial or military reasons",
    "QZ": "third countries not stated for commercial or military reasons",
    "XC": "Ceuta",
    "XL": "Melilla",
}


def comext_place(raw: str) -> Cleaned[str]:
    """Return the ISO code of a reporter or partner; None with the reason for groups, stores and undisclosed countries.

    Northern Ireland (XI) reports and receives trade of its own since 2021 and is not the United Kingdom (XU).
    """
    if raw == _NORTHERN_IRELAND:
        return Cleaned(None, "XI is Northern Ireland alone, whose trade is not that of the United Kingdom")
    if raw in _GROUPS:
        return Cleaned(None, f"{raw} is a group of countries, which is not added to its members")
    if raw in _NOWHERE:
        return Cleaned(None, f"{raw} ({_NOWHERE[raw]}) names no country")
    return Cleaned(_OWN[raw]) if raw in _OWN else place(raw)


def flow_letter(flow: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return X or M; another code stays as it is, and is refused where it is checked."""
    return _named(flow, _FLOWS, flow)


def statistical_valuation(flow: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return FOB for exports and CIF for imports; null for another code."""
    return _named(flow, _VALUATIONS, pa.scalar(None, pa.string()))


def _named(codes: pa.ChunkedArray, names: dict[str, str], other: pa.ChunkedArray | pa.Scalar) -> pa.ChunkedArray:
    answer = other
    for code, name in names.items():
        answer = pc.if_else(pc.equal(codes, code), pa.scalar(name), answer)
    return answer
