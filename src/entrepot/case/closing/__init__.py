"""The bundled case's closing table: twelve published investigations, what the program found, reported against computed."""

from entrepot.case.claims import compare_claims
from entrepot.case.closing.asked import Asked, ClosingRow
from entrepot.case.closing.firms import s1, s2, s6, s7, s8
from entrepot.case.closing.trade import s3, s4, s5, s9, s10, s11, s12
from entrepot.case.results import Results

__all__ = ["ClosingRow", "closing_rows"]


def closing_rows(results: Results) -> list[ClosingRow]:
    """Return the twelve rows, computed from the case's findings and tables; empty for a case that is not the bundled one."""
    if results.config.demo is None:
        return []
    asked = Asked(results, compare_claims(results))
    return [row(asked) for row in (s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, s12)]
