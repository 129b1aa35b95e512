"""The table of what registers say of a party for a time: employees, revenue, capital, line of business."""

import re

import pyarrow as pa
import pyarrow.compute as pc

from entrepot.codes.cleaned import Cleaned
from entrepot.records.party import FACT_KINDS, PARTY_FACT
from entrepot.sources.base import ParseContext
from entrepot.sources.checked import CheckedColumns, derived, one_of
from entrepot.sources.columns import EVIDENCE_COLUMNS, Columns
from entrepot.sources.party_tables.parties import party_id
from entrepot.sources.repeats import without_repeats
from entrepot.sources.tabular import batches

COLUMNS = Columns(
    required=("party_id", "fact_kind"),
    optional=("from_on", "to_on", "amount", "currency_code", "amount_usd", "fact_text", *EVIDENCE_COLUMNS),
)
_TEXT_KIND = "business"
_CURRENCY = re.compile("[A-Z]{3}")  # ISO 4217


def parse_facts(context: ParseContext) -> None:
    """Emit the facts; a figure without its amount, and a line of business without its text, go to quarantine."""
    checked = [_checked(CheckedColumns(context, batch)) for batch in batches(context, COLUMNS)]
    if checked:
        keys = [*(column.name for column in PARTY_FACT.own_columns), "publication"]
        for rows in without_repeats(context, checked, keys, "the same fact"):
            context.emit_bulk(PARTY_FACT, rows.select(list(PARTY_FACT.column_names)))


def _checked(cells: CheckedColumns) -> pa.Table:
    party = cells.text("party_id", is_required=True)
    kind = cells.mapped("fact_kind", one_of(*FACT_KINDS), is_required=True)
    text, amount, amount_usd = cells.text("fact_text"), cells.number("amount"), cells.number("amount_usd")
    currency = cells.mapped("currency_code", _code)
    is_text = pc.fill_null(pc.equal(kind, _TEXT_KIND), False)
    has_no_amount = pc.and_(pc.and_(amount.is_null(), amount_usd.is_null()), pc.invert(is_text))
    cells.refuse(pc.and_(is_text, text.is_null()), "fact_text", "is missing for a line of business")
    cells.refuse(has_no_amount, "amount", "is missing for a figure")
    in_dollars = pc.if_else(pc.equal(currency, "USD"), amount, pa.scalar(None, pa.float64()))
    return cells.kept(
        {
            "source_party_id": derived(party, party_id),
            "fact_kind": kind,
            **cells.span("from_on", "to_on"),
            "amount": amount,
            "currency_code": currency,
            "amount_usd": pc.coalesce(amount_usd, in_dollars),
            "fact_text": text,
            **cells.evidence(),
        }
    )


def _code(raw: str) -> Cleaned[str]:
    code = raw.upper()
    is_code = _CURRENCY.fullmatch(code) is not None
    return Cleaned(code) if is_code else Cleaned(None, f"{raw[:60]!r} is no ISO 4217 code such as USD")
