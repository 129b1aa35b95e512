"""What must be said of a finding whose evidence was filled in or invented, whatever the indicator."""

from dataclasses import replace

from entrepot.indicators.base import Context, Evaluation, Finding
from entrepot.records.base import Provenance
from entrepot.store.sql import statement_beside

_LINES = statement_beside(__file__)
_MOST = 0.5  # from more than half on, those compared with are mostly invented


def with_caveats_on_filled_rows(context: Context, evaluation: Evaluation) -> Evaluation:
    """Return an evaluation whose findings say how much of their evidence, and of what they compare with, is not observed."""
    is_compared = any(finding.p_value is not None for finding in evaluation.findings)
    invented = _mostly_invented(context) if is_compared else None
    findings = tuple(
        replace(finding, caveats=(*finding.caveats, *filled_row_caveats(finding), *_comparison(finding, invented)))
        for finding in evaluation.findings
    )
    return Evaluation(findings, evaluation.subjects_tested)


def filled_row_caveats(finding: Finding) -> tuple[str, ...]:
    """Return what a finding's reconstructed and synthetic rows of evidence make doubtful; empty where it has none."""
    provenances = [row.provenance for row in finding.evidence]
    filled, invented = provenances.count(Provenance.RECONSTRUCTED), provenances.count(Provenance.SYNTHETIC)
    caveats = []
    if filled:
        p_value = "" if finding.p_value is None else ", and the p-value then describes the filling"
        caveats.append(
            f"{filled} of {len(provenances)} rows were filled in so that a reported total adds up: what the measure adds to "
            f"the reported facts (days, splits, goods codes, counterparties) was assumed{p_value}."
        )
    if invented:
        caveats.append(f"{invented} of {len(provenances)} rows are invented; the comparison is with invented firms.")
    return tuple(caveats)


def _comparison(finding: Finding, invented: str | None) -> tuple[str, ...]:
    return () if finding.p_value is None or invented is None else (invented,)


def _mostly_invented(context: Context) -> str | None:
    counts = context.rows(_LINES)[0]
    lines, invented = int(counts["lines"]), int(counts["invented_lines"])
    if invented <= _MOST * lines:
        return None
    return f"{invented} of the case's {lines} declaration lines are invented: a p-value that compares firms compares with those."
