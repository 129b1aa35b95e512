"""F1: firms outside the coalition whose imports of listed goods begin or jump after the cut-off."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from entrepot.indicators.base import Context, Evaluation, Finding, Meta, Outcome, not_applicable
from entrepot.indicators.controlled_codes import prepare_controlled_codes
from entrepot.indicators.declared_lines import line_evidence
from entrepot.indicators.firm_lines import largest_lines
from entrepot.indicators.import_patterns import ImportRecord, Settings, import_records, raised_by, reason_of
from entrepot.indicators.reference_group import Standing, standings
from entrepot.indicators.trade_lines import prepare_trade_lines
from entrepot.store.engine import Row
from entrepot.store.sql import statement_beside

META = Meta(
    id="F1",
    slug="three_import_patterns",
    version=4,
    status="experimental",
    title="Three import patterns",
    question="Which firms outside the coalition began to import listed goods after the cut-off, or suddenly much more?",
    description=(
        "Raised for a firm outside the coalition and outside the destination that imports listed goods after the cut-off "
        "and (P1) had no import at all before, or (P2) had imports but none of these goods, and sends such goods on to the "
        "destination; or (P3) had these goods and then at least three times as many "
        "lines a day, or three times the value a day from at least USD 1,000 before, more than chance (q at most 0.1) and "
        "more than nineteen in twenty importers of its country."
    ),
    why=(
        "Goods that can no longer be sold to the destination directly need a buyer elsewhere. The US authorities named "
        "these three patterns as what such buyers' import records look like."
    ),
    unit="USD",
    subject_kind="party",
    needs=("linked__declaration", "linked__controlled_line"),
    innocent_explanations=(
        "The data begin late or the firm's earlier trade was declared under another name that was not joined to it.",
        "The firm serves a home market that grew, for example after people and companies moved there in 2022.",
        "A supplier moved its regional stock from the destination to this firm's country and sells there only.",
        "The goods code changed with HS2022 and its predecessor was broader.",
    ),
    references=(
        "FinCEN and BIS, Supplemental Alert FIN-2023-Alert004, 19 May 2023, the three patterns of importers' records",
        "Australia, Canada, New Zealand, UK, US: guidance on high priority items for exporters, 26 September 2023",
        "UN Statistics Division, HS 2022 to HS 2017 correlation tables (for the edition guard)",
    ),
    not_applicable={
        "linked__declaration": "There are no customs declarations in this case, so no firm's imports can be compared.",
        "linked__controlled_line": "No declaration line is on the goods list of the study.",
        "no_history": "The declarations of the importers' country begin after the cut-off: new and long-standing "
        "importers look the same.",
    },
    related=("F2", "M1"),
)


PARAMS = Settings
_COUNTS = statement_beside(__file__)
_COVERAGE = statement_beside(__file__, "coverage")
_BREAK_SCORE_MAX = 0.5  # methods 6.4: a break of editions caps the score
_CLOSE = 0.5  # clear findings are written from half the floor on


def evaluate(context: Context, params: Settings) -> Evaluation:
    """Return a finding for each importer in one of the three patterns, and for those just below the floor."""
    study = context.study
    prepare_controlled_codes(context)
    prepare_trade_lines(context)
    dates = {"cutoff_on": study.cutoff_on, "as_of_on": context.as_of_on}
    coverage = {row["country_iso"]: row for row in context.rows(_COVERAGE, dates)}
    firms = context.rows(
        _COUNTS,
        {
            **dates,
            "coalition_set": study.coalition_set,
            "destination_iso": study.destination_iso,
            "narrow_list": params.narrow_list,
            "controls_list": study.controls_list,
        },
    )
    known = [firm for firm in firms if coverage[firm["country_iso"]]["months_before"] > 0]
    lists = {"narrow": params.narrow_list, "full": study.controls_list}
    records = import_records(known, coverage, study.cutoff_on, lists, peers_min=params.peers_min)
    findings = _findings(context, params, records, coverage)
    if len(known) < len(firms):
        findings.append(not_applicable(META, "no_history", study, subjects=len(firms) - len(known)))
    return Evaluation(tuple(findings), len(known))


@dataclass(frozen=True)
class _Shown:
    """A firm that is written out: the record that heads its finding, and all of them."""

    head: ImportRecord
    records: list[ImportRecord]
    reach: Row


def _findings(
    context: Context, params: Settings, records: list[ImportRecord], coverage: dict[str, Row]
) -> list[Finding]:
    by_firm: dict[str, list[ImportRecord]] = defaultdict(list)
    for record in records:
        by_firm[record.row["party_id"]].append(record)
    # The short list comes first: where both lists raise, it is the one a bank knows.
    heads = {firm: next((r for r in listed if r.is_raised(params)), listed[0]) for firm, listed in by_firm.items()}
    shown = {
        firm: _Shown(head, by_firm[firm], coverage[head.row["country_iso"]])
        for firm, head in heads.items()
        if head.is_raised(params) or _is_close(head, params)
    }
    lines = largest_lines(context, shown, side="importer", lines_shown=None)
    ranked = standings(
        {firm: head.value_usd for firm, head in heads.items()},
        {firm: (head.pattern, head.row["country_iso"]) for firm, head in heads.items()},
    )
    return [_finding(params, one, ranked[firm], lines.get(firm, [])) for firm, one in shown.items()]


def _is_close(asked: ImportRecord, params: Settings) -> bool:
    ratios = [ratio for ratio in (asked.rate_ratio, asked.value_ratio) if ratio is not None]
    is_rising = asked.pattern != "P3" or max(ratios, default=0) >= _CLOSE * params.min_rate_ratio
    return is_rising and asked.value_usd >= _CLOSE * params.min_value_usd


def _finding(params: Settings, shown: _Shown, standing: Standing, lines: list[Row]) -> Finding:
    head, row, reach = shown.head, shown.head.row, shown.reach
    is_raised = head.is_raised(params)
    return Finding(
        indicator=META.id,
        version=META.version,
        outcome=Outcome.RAISED if is_raised else Outcome.CLEAR,
        subject_id=row["party_id"],
        subject_name=row["name"],
        subject_kind=META.subject_kind,
        reason=reason_of(head, params),
        value=head.value_usd,
        unit=META.unit,
        threshold=head.floor(params),
        p_value=_p_value(head, params),
        window=(reach["first_on"].isoformat(), reach["last_on"].isoformat()),
        evidence=line_evidence(lines),
        caveats=_caveats(params, row, reach),
        details=_details(params, shown, standing),
    )


def _p_value(head: ImportRecord, params: Settings) -> float | None:
    """Return the p-value of the arm that raised the firm; None where none did or where no test is behind it."""
    return {"lines": head.p_value, "value": head.value_p}.get(raised_by(head, params) or "")


def _details(params: Settings, shown: _Shown, standing: Standing) -> dict[str, Any]:
    head = shown.head
    return {
        "pattern": head.pattern,
        "list": head.list_id,
        "patterns": {record.list_id: record.pattern for record in shown.records if record.is_raised(params)},
        "country_iso": head.row["country_iso"],
        "lines_before": head.lines_before,
        "lines_after": head.lines_after,
        "value_before_usd": head.value_before_usd,
        "value_after_usd": head.value_usd,
        "days_before": head.days_before,
        "days_after": head.days_after,
        "raised_by": raised_by(head, params),
        "rate_ratio": head.rate_ratio,
        "value_ratio": head.value_ratio,
        "onward_lines": head.row["onward_lines"],
        "would_be_raised_by_value_alone": head.pattern == "P3" and head.is_loose_spike(params),
        "q_value": head.q_value,
        "value_p": head.value_p,
        "value_q": head.value_q,
        "rate_tail": head.rate_tail,
        "value_tail": head.value_tail,
        **standing.details(),
        **(
            {"score": round(min(standing.score, _BREAK_SCORE_MAX), 6), "score_max": _BREAK_SCORE_MAX}
            if _is_only_breaks(head.row)
            else {}
        ),
    }


def _is_only_breaks(row: Row) -> bool:
    return bool(row["full_after_same_scope"] == 0)


def _caveats(params: Settings, row: Row, reach: Row) -> tuple[str, ...]:
    caveats = []
    if reach["months_before"] < params.min_months_before:
        caveats.append(
            f"Coverage: importers of {row['country_iso']} appear in only {reach['months_before']} months before the "
            "cut-off, so trade that was there may not be in the data."
        )
    if _is_only_breaks(row):
        caveats.append(
            "Every line is of a code whose HS2017 predecessor was broader or is not confirmed: before and after differ in scope."
        )
    if row["full_after_without_value"]:
        caveats.append(f"{row['full_after_without_value']} lines have no value in US dollars and count as zero.")
    return tuple(caveats)
