"""The columns of UN Comtrade: the names of the API and, where they differ in case, those of the bulk files."""

from collections.abc import Mapping

import pyarrow as pa
import pyarrow.compute as pc

from entrepot.sources.columns import Columns

COLUMNS = Columns(
    required=("period", "reporterCode", "flowCode", "partnerCode", "classificationCode", "cmdCode", "primaryValue"),
    optional=(
        *("typeCode", "partner2Code", "customsCode", "motCode", "mosCode", "netWgt"),
        *("isNetWgtEstimated", "isnetWgtEstimated", "cifvalue", "CIFValue", "cifValue"),
        *("fobvalue", "FOBValue", "fobValue", "isReported", "isAggregate"),
    ),
)
_EDITIONS: Mapping[str, str] = {"H4": "HS2012", "H5": "HS2017", "H6": "HS2022"}  # UN Comtrade, HS.json classifications
_TRUE = pa.array(["true", "True", "TRUE", "1"])
_TOTALS = {
    "partner2Code": "0",
    "customsCode": "C00",
    "motCode": "0",
    "mosCode": "0",
}  # UN Comtrade, breakdown mode "plus"
_NO_WEIGHT = pa.array(["0", "0.0"])  # not a weight of nothing: the reporter gave none


def is_total(rows: pa.Table) -> pa.Array:
    """Return whether each row is the total over second partners, procedures and modes; a column that is absent says so."""
    answer = pa.repeat(pa.scalar(True), rows.num_rows)
    for name, total in _TOTALS.items():
        answer = pc.and_(answer, pc.fill_null(pc.equal(rows.column(name), total), True))
    return answer


def figure_key(rows: pa.Table) -> pa.Array:
    """Return one text a figure, the same for its total and its breakdown."""
    names = ("reporterCode", "partnerCode", "flowCode", "cmdCode", "period", "classificationCode")
    return pc.binary_join_element_wise(*(pc.fill_null(rows.column(name), "") for name in names), "|")


def is_estimated_weight(rows: pa.Table) -> pa.Array:
    """Return whether the United Nations estimated the net weight."""
    said = pc.coalesce(rows.column("isNetWgtEstimated"), rows.column("isnetWgtEstimated"))
    return pc.and_(pc.fill_null(pc.is_in(said, value_set=_TRUE), False), pc.is_valid(rows.column("netWgt")))


def is_estimate(rows: pa.Table) -> pa.Array:
    """Return whether a row is neither reported nor a sum of reported rows."""
    said = [pc.fill_null(pc.is_in(rows.column(name), value_set=_TRUE), True) for name in ("isReported", "isAggregate")]
    return pc.invert(pc.or_(*said))


def net_weight(rows: pa.Table) -> pa.Array:
    """Return the net weight in kilograms as text; null where it is estimated or not given."""
    weight = rows.column("netWgt")
    is_none = pc.or_(is_estimated_weight(rows), pc.fill_null(pc.is_in(weight, value_set=_NO_WEIGHT), False))
    return pc.if_else(is_none, pa.scalar(None, pa.string()), weight)


def valuation(rows: pa.Table) -> pa.Array:
    """Return FOB or CIF, whichever value the primary value is; null where it is neither or both."""
    primary = _plain(rows.column("primaryValue"))
    is_fob = pc.fill_null(pc.equal(_plain(_first(rows, "fobvalue", "FOBValue", "fobValue")), primary), False)
    is_cif = pc.fill_null(pc.equal(_plain(_first(rows, "cifvalue", "CIFValue", "cifValue")), primary), False)
    none = pa.scalar(None, pa.string())
    return pc.if_else(pc.equal(is_fob, is_cif), none, pc.if_else(is_fob, pa.scalar("FOB"), pa.scalar("CIF")))


def edition(rows: pa.Table) -> pa.Array:
    """Return the edition of the Harmonized System; the classification itself where it is none since 2012."""
    answer = rows.column("classificationCode")
    for code, name in _EDITIONS.items():
        answer = pc.if_else(pc.equal(answer, code), pa.scalar(name), answer)
    return answer


def period(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """Return months as 2023-05 where the file says 202305; years stay."""
    return pc.replace_substring_regex(column, pattern=r"^(\d{4})(\d{2})$", replacement=r"\1-\2")


def _first(rows: pa.Table, *names: str) -> pa.Array:
    return pc.coalesce(*(rows.column(name) for name in names))


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.replace_substring_regex(column, pattern=r"\.0+$", replacement="")
