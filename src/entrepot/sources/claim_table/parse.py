"""Reads a table of published claims in canonical columns: those of the record itself."""

import re
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from entrepot.codes.cleaned import Cleaned
from entrepot.records.base import TEXT
from entrepot.records.claim import CLAIM
from entrepot.sources.base import ParseContext, Source, read_meta
from entrepot.sources.checked import CheckedColumns, one_of
from entrepot.sources.columns import EVIDENCE_COLUMNS, Columns
from entrepot.sources.repeats import without_repeats
from entrepot.sources.tabular import batches, looks_like

COLUMNS = Columns(
    required=tuple(column.name for column in CLAIM.own_columns if column.required),
    optional=(*(column.name for column in CLAIM.own_columns if not column.required), *EVIDENCE_COLUMNS),
)
_WORD = re.compile("[a-z][a-z0-9_]*")
_UNITS = {"usd": "USD", "eur": "EUR", "percent": "percent", "count": "count", "ratio": "ratio"}
# What a metric's name says its unit must be; a metric of another name may have any.
_UNITS_OF_METRIC = {"_pct": ("percent",), "_value": ("USD", "EUR"), "_count": ("count",)}


def _word(raw: str) -> Cleaned[str]:
    return Cleaned(raw) if _WORD.fullmatch(raw) else Cleaned(None, f"{raw[:60]!r} is no lower-case word joined by _")


def _unit(raw: str) -> Cleaned[str]:
    unit = _UNITS.get(raw.lower())
    return Cleaned(unit, None if unit else f"{raw[:60]!r} is none of {', '.join(_UNITS.values())}")


_VOCABULARIES: dict[str, Callable[[str], Cleaned[str]]] = {
    "metric": _word,
    "topic": _word,
    "unit": _unit,
    "subject_kind": one_of("country", "company"),
    "country_basis": one_of("producer_hq", "origin", "dispatch", "seller", "unstated"),
    "comparator": one_of("eq", "at_least", "at_most", "more_than", "about"),
}


def recognise(path: Path, head: bytes) -> float:
    """Return how surely the file has the canonical columns."""
    return looks_like(path, COLUMNS)


def parse(context: ParseContext) -> None:
    """Emit the claims of the file, each as its publisher made it."""
    checked = [_checked(CheckedColumns(context, batch)) for batch in batches(context, COLUMNS)]
    for rows in without_repeats(context, checked, ["claim_id"], "the same claim_id") if checked else ():
        context.emit_bulk(CLAIM, rows.select(list(CLAIM.column_names)))


def _checked(cells: CheckedColumns) -> pa.Table:
    words = {name: cells.mapped(name, clean, is_required=True) for name, clean in _VOCABULARIES.items()}
    _refuse_other_unit(cells, words["metric"], words["unit"])
    publisher = cells.text("publisher", is_required=True)
    published_on = cells.day("published_on")
    dated = pc.binary_join_element_wise(publisher, published_on.cast(TEXT), ", ")
    plain = [c.name for c in CLAIM.own_columns if c.type == TEXT and c.name not in {*words, "publisher"}]
    required = set(COLUMNS.required)
    return cells.kept(
        {
            **{name: cells.text(name, is_required=name in required) for name in plain},
            **words,
            "publisher": publisher,
            "published_on": published_on,
            **cells.span("period_from_on", "period_to_on"),
            "value": cells.number("value", is_required=True, is_signed=True),
            **cells.evidence(pc.coalesce(dated, publisher)),
        }
    )


def _refuse_other_unit(cells: CheckedColumns, metric: pa.Array, unit: pa.Array) -> None:
    """Put aside a claim whose unit cannot be that of its metric: a share in dollars, a value in percent."""
    for ending, units in _UNITS_OF_METRIC.items():
        is_other = pc.and_(pc.ends_with(metric, ending), pc.invert(pc.is_in(unit, value_set=pa.array(units))))
        cells.refuse(pc.fill_null(is_other, False), "unit", f"is not {' or '.join(units)}, as the metric requires")


SOURCE = Source(read_meta(__file__), recognise, parse, columns=COLUMNS)
