"""What could have been passed on at most by the declarations of a case, beside the statistics' bound in the estimate sheet."""

from dataclasses import dataclass
from typing import Final

from entrepot.case.results import Results
from entrepot.flows.passed_on import PassedOnBound, passed_on_bounds
from entrepot.indicators.trade_lines import define_trade_lines
from entrepot.sources.base import worst
from entrepot.store.sql import Statement

_PROVENANCE: Final = Statement(
    "case/ledger_bounds/provenance",
    "SELECT DISTINCT provenance FROM trade__line WHERE declared_on >= CAST($cutoff_on AS DATE) ORDER BY provenance",
)


@dataclass(frozen=True)
class LedgerBound:
    """A country's bound in US dollars, with the weakest provenance of the declarations since the cut-off."""

    bound: PassedOnBound
    provenance: str


def ledger_bounds(results: Results) -> dict[str, LedgerBound]:
    """Return the bounds by country, of those with listed goods in the ledgers since the cut-off.

    Each delivery counts once, whoever declared it (indicators/trade_lines.py).
    """
    define_trade_lines(results.engine, results.as_of_on)
    found = passed_on_bounds(results.engine, results.config.study)
    told = results.rows(_PROVENANCE, {"cutoff_on": results.config.study.cutoff_on}) if found else []
    provenance = worst([row["provenance"] for row in told]) if told else "observed"
    return {bound.hub_iso: LedgerBound(bound, provenance) for bound in found}
