"""M11: the level of exports since the cut-off against the level before it."""

from collections import defaultdict
from dataclasses import replace
from typing import Any

from pydantic import Field

from entrepot.flows.coalition_exports import RESCOPED_NOTE, cut_note, figures_of, prepare_exports
from entrepot.flows.levels import (
    Level,
    Spans,
    corridor_rows,
    cut_between,
    goods_rows,
    levels_of,
    months_of,
    rise_by_goods,
    spans_of,
)
from entrepot.indicators.base import Context, Evaluation, Finding, Meta, Outcome, Params, not_applicable
from entrepot.indicators.flow_evidence import figure_evidence
from entrepot.indicators.reference_group import standings
from entrepot.store.engine import Row

META = Meta(
    id="M11",
    slug="period_comparison",
    version=1,
    status="experimental",
    title="Level against baseline",
    question="Which third countries receive far more listed goods each month than before, and how far did the destination fall?",
    description=(
        "Raised for a corridor from the coalition to a third country where the monthly average of listed goods since the "
        "cut-off is at least twice that of the baseline window and reaches 100,000. The stockpiling months before the "
        "cut-off are left out of the baseline; the figure with them stands beside it. The destination's own fall is "
        "given and never raised."
    ),
    why=(
        "A fall of direct exports that comes with a lasting rise to a neighbour is what re-routing looks like in "
        "statistics. The months before the cut-off are a poor yardstick, because buyers were filling their stores."
    ),
    unit="ratio",
    subject_kind="corridor",
    needs=("linked__trade_flow",),
    innocent_explanations=(
        "The third country's economy, population or investment grew; goods stayed there.",
        "The baseline holds the pandemic year 2020, when trade was low.",
        "Exporters now state the real country of consumption where they used to state the destination.",
        "The euro fell or prices rose, so that the value grew more than the amount.",
    ),
    references=(
        "KSE Institute, June 2023: stockpiling of dual-use goods from October 2021 on",
        "Chupilkin, Javorcik and Plekhanov, The Eurasian roundabout, EBRD Working Paper 276, February 2023",
        "Bloomberg on Trade Data Monitor figures, 2023; The New York Times, April 2023 (Armenia, Kazakhstan)",
    ),
    not_applicable={
        "linked__trade_flow": "There are no trade statistics to compare periods with.",
        "no_exports": "No monthly figures of listed goods exported by the coalition are in the statistics.",
        "no_baseline": "The trade statistics hold no month of the baseline window.",
        "no_period": "The trade statistics hold no month after the cut-off.",
    },
    related=("M1",),
)


class Settings(Params):
    """Settings of M11."""

    min_ratio: float = Field(  # [P] as in M1: a doubling
        2.0, gt=0, description="Monthly average since the cut-off against the baseline's, from which a rise is raised"
    )
    min_monthly_value: float = Field(  # [P] about EUR 1 million a year, the floor of the EU rule
        100_000, ge=0, description="Monthly average since the cut-off, in the currency of the statistics"
    )
    skip_months: int = Field(0, ge=0, description="Whole months after the cut-off that are left out")


PARAMS = Settings
_CLOSE = 0.75  # clear findings are written from three quarters of a threshold on


def evaluate(context: Context, params: Settings) -> Evaluation:
    """Return a finding for each corridor that rose, near misses, and the destination's own fall."""
    study = context.study
    if prepare_exports(context.engine, context.study) == 0:
        return Evaluation((not_applicable(META, "no_exports", study),), 0)
    spans = spans_of(study, params.skip_months)
    rows = corridor_rows(context.engine, spans)
    for reason, column in (("no_baseline", "baseline_months"), ("no_period", "period_months")):
        if not any(row[column] for row in rows):
            return Evaluation((not_applicable(META, reason, study),), 0)
    levels = [level for level in levels_of(rows) if level.period_average > 0 or level.baseline_average > 0]
    destination = study.destination_iso
    shown = [level for level in levels if level.partner_iso == destination or _is_close(level, params)]
    findings = [_with_standing(finding, levels) for finding in _findings(context, params, spans, levels, shown)]
    return Evaluation(tuple(findings), sum(level.partner_iso != destination for level in levels))


def _with_standing(finding: Finding, levels: list[Level]) -> Finding:
    """Return a third country's finding with where its ratio stands among those of all third countries."""
    ratios = {f"{level.reporter_block}:{level.partner_iso}": level.ratio for level in levels if level.ratio is not None}
    key = f"{finding.details['reporter']}:{finding.details['partner_iso']}"
    if finding.details["role"] == "destination" or key not in ratios:
        return finding
    ranked = standings(ratios, {key: (key.partition(":")[0],) for key in ratios})
    return replace(finding, details={**finding.details, **ranked[key].details()})


def _is_raised(level: Level, params: Settings) -> bool:
    is_rise = level.ratio is None or level.ratio >= params.min_ratio
    return is_rise and level.period_average >= params.min_monthly_value


def _is_close(level: Level, params: Settings) -> bool:
    is_rise = level.ratio is None or level.ratio >= _CLOSE * params.min_ratio
    return is_rise and level.period_average >= _CLOSE * params.min_monthly_value


def _findings(
    context: Context, params: Settings, spans: Spans, levels: list[Level], shown: list[Level]
) -> list[Finding]:
    cut = cut_between(context.engine, spans)
    figures: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in figures_of(context.engine, [level.corridor for level in shown]):
        is_compared = not row["is_rescoped"] and row["group_id"] not in cut
        if is_compared and spans.baseline[0] <= row["month_index"] <= spans.period[1]:
            figures[row["reporter_block"], row["partner_iso"]].append(row)
    months: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in goods_rows(context.engine, [level.corridor for level in shown], spans):
        months[row["reporter_block"], row["partner_iso"]].append(row)
    findings = []
    for level in shown:
        details = _details(level, spans, months[level.corridor], params)
        if level.partner_iso == context.study.destination_iso:
            findings.append(_fall(level, spans, figures[level.corridor], details | _third_countries(level, levels)))
        else:
            findings.append(_rise(level, spans, figures[level.corridor], details, params))
    return [replace(finding, caveats=finding.caveats + cut_note(cut)) for finding in findings]


def _rise(level: Level, spans: Spans, figures: list[Row], details: dict[str, Any], params: Settings) -> Finding:
    outcome = Outcome.RAISED if _is_raised(level, params) else Outcome.CLEAR
    return _finding(level, spans, figures, details, outcome=outcome, threshold=params.min_ratio)


def _fall(level: Level, spans: Spans, figures: list[Row], details: dict[str, Any]) -> Finding:
    return _finding(level, spans, figures, details, outcome=Outcome.CLEAR, threshold=None)


def _finding(
    level: Level,
    spans: Spans,
    figures: list[Row],
    details: dict[str, Any],
    *,
    outcome: Outcome,
    threshold: float | None,
) -> Finding:
    times = f"{level.ratio:.2f} times" if level.ratio is not None else "with nothing in"
    return Finding(
        indicator=META.id,
        version=META.version,
        outcome=outcome,
        subject_id=f"corridor:{level.reporter_block}:{level.partner_iso}:level",
        subject_name=f"{level.reporter_block} → {level.partner_iso} all listed goods",
        subject_kind=META.subject_kind,
        reason=f"{level.currency_code} {level.period_average:,.0f} a month since the cut-off, {times} the baseline of "
        f"{level.baseline_average:,.0f}.",
        value=level.ratio,
        unit=META.unit,
        threshold=threshold,
        window=spans.window(level.last_month),
        evidence=figure_evidence(figures),
        caveats=_caveats(level, spans),
        details=details,
    )


def _details(level: Level, spans: Spans, months: list[Row], params: Settings) -> dict[str, Any]:
    monthly = months_of(months)
    floor = params.min_ratio * level.baseline_average
    after = [month for month, value in monthly.items() if month >= spans.period[0] and value >= floor > 0]
    return {
        "role": "third country",
        "reporter": level.reporter_block,
        "partner_iso": level.partner_iso,
        "currency_code": level.currency_code,
        "baseline_monthly": level.baseline_average,
        "baseline_with_stockpiling_monthly": level.baseline_with_stockpiling,
        "period_monthly": level.period_average,
        "ratio_with_stockpiling": level.ratio_with_stockpiling,
        "since_month": spans.text(min(after)) if after else None,
        "monthly": [[spans.text(month), value] for month, value in monthly.items()],
        "goods": rise_by_goods(months, spans, level)[:10],
    }


def _third_countries(destination: Level, levels: list[Level]) -> dict[str, Any]:
    """Return the destination's fall beside the rise of the third countries, in the same statistics."""
    others = [
        level
        for level in levels
        if level.reporter_block == destination.reporter_block and level.partner_iso != destination.partner_iso
    ]
    return {
        "role": "destination",
        "fall_monthly": round(destination.baseline_average - destination.period_average, 2),
        "rise_of_third_countries_monthly": round(sum(o.period_average - o.baseline_average for o in others), 2),
    }


def _caveats(level: Level, spans: Spans) -> tuple[str, ...]:
    caveats = [RESCOPED_NOTE]
    if level.baseline_months < spans.baseline_length:
        caveats.append(f"The statistics hold {level.baseline_months} of the {spans.baseline_length} baseline months.")
    if level.ratio is None:
        caveats.append("There is nothing in the baseline, so no ratio can be given.")
    return tuple(caveats)
