"""What a register says of a party as evidence: size and line of business, the same words wherever they are shown."""

from entrepot.indicators.base import Evidence
from entrepot.store.engine import Row


def fact_evidence(row: Row) -> Evidence:
    """Return a row of linked__party_fact in words: its days and its figure or text."""
    days = f"{row['from_on'] or 'day not known'} to {row['to_on'] or 'open'}"
    return Evidence(row["snapshot_id"], row["locator"], f"{days}: {_said(row)}", row["provenance"], row["publication"])


def _said(row: Row) -> str:
    kind, amount = row["fact_kind"], row["amount"]
    if kind == "business":
        return f"line of business {row['fact_text']}"
    if kind == "employees":
        return f"{amount:,.10g} employees"
    if row["amount_usd"] is not None:
        return f"{kind} USD {row['amount_usd']:,.0f}"
    return f"{kind} {amount:,.0f} {row['currency_code'] or '(currency not stated)'}, not in USD"
