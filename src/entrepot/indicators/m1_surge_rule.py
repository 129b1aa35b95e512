"""M1: the EU's rule for goods whose exports to a third country surged."""

from collections import defaultdict
from dataclasses import replace

from pydantic import Field

from entrepot.flows.coalition_exports import cut_groups, cut_note, figures_of, prepare_exports
from entrepot.flows.months import month_index, month_start
from entrepot.indicators.base import Context, Evaluation, Finding, Meta, Outcome, Params, not_applicable
from entrepot.indicators.flow_evidence import figure_evidence
from entrepot.indicators.statistics import tail_score
from entrepot.store.engine import Row
from entrepot.store.sql import statement_beside

META = Meta(
    id="M1",
    slug="surge_rule",
    version=1,
    status="experimental",
    title="Export surge to third countries",
    question="To which third countries did exports of listed goods at least double against 2019 to 2021?",
    description=(
        "Raised for a corridor from the coalition to a third country and a goods group where exports over the last twelve "
        "months reach one million and at least twice the yearly mean of 2019 to 2021. Asked of each goods group and of "
        "the whole list. Groups are joined over HS editions; codes that begin or end with an edition are left out; currencies "
        "are never mixed."
    ),
    why=(
        "When direct exports to a destination are forbidden and exports of the same goods to its neighbours double, part "
        "of the rise may go on. The EU selects goods for closer control by this rule."
    ),
    unit="ratio",
    subject_kind="corridor",
    needs=("linked__trade_flow",),
    innocent_explanations=(
        "Demand at home grew: people and companies moved there, or a large project was built.",
        "The baseline was low, so that one contract doubles it.",
        "Prices rose: the mass in kilograms then rose less than the value.",
        "Goods that used to be routed or booked through the destination are now shipped and booked directly.",
    ),
    references=(
        "European Commission, rule for economically critical goods, as reported by Daryo, 28 October 2023",
        "van den Berg and others, Statistics Netherlands and University of Groningen, December 2024",
        "UN Statistics Division, HS 2022 to HS 2017 correlation tables (for the edition guard)",
    ),
    not_applicable={
        "linked__trade_flow": "There are no trade statistics in this case.",
        "no_exports": "The trade statistics hold no monthly exports of listed goods from the coalition.",
        "ends_before_cutoff": "The trade statistics end before the cut-off.",
        "short_baseline": "The trade statistics hold fewer than twelve months of the baseline years.",
        "no_predecessor": (
            "Codes that are new with HS2022 and whose predecessor has no figures: a new code cannot have a history."
        ),
        "edition_cut": (
            "Codes that begin or end with an HS edition in these figures, which hold nothing of them under the other one on any "
            "corridor: the code came or went, and not the trade."
        ),
    },
    related=("M11", "F1"),
)


class Settings(Params):
    """Settings of M1."""

    min_ratio: float = Field(2.0, gt=0, description="Twelve months against the yearly baseline mean")  # EU rule
    min_value: float = Field(  # EU rule: EUR 1 million; statistics in dollars are held to the same number
        1_000_000, ge=0, description="Value over the twelve months, in the currency of the statistics"
    )
    baseline_from_year: int = Field(2019, description="First year of the baseline")  # EU rule
    baseline_to_year: int = Field(2021, description="Last year of the baseline")  # EU rule


PARAMS = Settings
_CORRIDORS = statement_beside(__file__)
_SPAN = statement_beside(__file__, "span")
_CLOSE = 0.75  # clear findings are written from three quarters of a threshold on
_ALL_GOODS = "*"


def evaluate(context: Context, params: Settings) -> Evaluation:
    """Return a finding for each corridor and goods group that surged, near misses, and each corridor's whole list."""
    prepare_exports(context.engine, context.study)
    spans = context.rows(_SPAN)
    reason = _why_not(context, spans)
    if reason is not None:
        return Evaluation((not_applicable(META, reason, context.study),), 0)
    cut = _cut(context, spans, params)
    corridors = context.rows(
        _CORRIDORS,
        {
            "destination_iso": context.study.destination_iso,
            "baseline_from_month": params.baseline_from_year * 12,
            "baseline_to_month": params.baseline_to_year * 12 + 11,
            "cut_groups": [*cut, ""],
        },
    )
    covered = [row for row in corridors if row["baseline_months"] >= 12]
    if not covered:
        return Evaluation((not_applicable(META, "short_baseline", context.study),), 0)
    whole = [row for row in covered if row["group_id"] not in cut]
    tested = [row for row in whole if not row["is_rescoped"] or float(row["baseline_12m"]) > 0]
    shown = [row for row in tested if _is_raised(row, params) or _is_close(row, params)]
    findings = _findings(context, params, shown, tested, cut)
    for reason_key, count in (("no_predecessor", len(whole) - len(tested)), ("edition_cut", len(covered) - len(whole))):
        if count:
            findings.append(not_applicable(META, reason_key, context.study, subjects=count))
    return Evaluation(tuple(findings), len(tested))


def _findings(
    context: Context, params: Settings, shown: list[Row], tested: list[Row], cut: tuple[str, ...]
) -> list[Finding]:
    figures = defaultdict(list)
    for row in figures_of(context.engine, [(row["reporter_block"], row["partner_iso"]) for row in shown]):
        if row["group_id"] not in cut:
            figures[row["reporter_block"], row["partner_iso"]].append(row)
    values = {row["group_id"] == _ALL_GOODS: _values(tested, row["group_id"] == _ALL_GOODS) for row in tested}
    findings = []
    for row in shown:
        behind = _behind(row, figures[row["reporter_block"], row["partner_iso"]], params)
        finding = _finding(params, row, behind, values)
        is_all = row["group_id"] == _ALL_GOODS
        findings.append(replace(finding, caveats=finding.caveats + cut_note(cut)) if is_all else finding)
    return findings


def _why_not(context: Context, spans: list[Row]) -> str | None:
    if not spans:
        return "no_exports"
    last = max(row["last_month"] for row in spans)
    return "ends_before_cutoff" if last < month_index(context.study.cutoff_on) else None


def _cut(context: Context, spans: list[Row], params: Settings) -> tuple[str, ...]:
    """Return the goods groups that an HS edition cut between the baseline and the last twelve months."""
    last = max(row["last_month"] for row in spans)
    baseline = (params.baseline_from_year * 12, min(params.baseline_to_year * 12 + 11, last - 12))
    return cut_groups(context.engine, baseline, (last - 11, last))


def _ratio(row: Row) -> float | None:
    baseline = float(row["baseline_12m"])
    return round(float(row["value_12m"]) / baseline, 6) if baseline > 0 else None


def _is_raised(row: Row, params: Settings) -> bool:
    ratio = _ratio(row)
    return round(float(row["value_12m"]), 2) >= params.min_value and (ratio is None or ratio >= params.min_ratio)


def _is_close(row: Row, params: Settings) -> bool:
    ratio = _ratio(row)
    is_large = float(row["value_12m"]) >= _CLOSE * params.min_value
    return is_large and (row["group_id"] == _ALL_GOODS or ratio is None or ratio >= _CLOSE * params.min_ratio)


def _values(tested: list[Row], is_all_goods: bool) -> list[float]:
    chosen = [row for row in tested if (row["group_id"] == _ALL_GOODS) == is_all_goods]
    return [ratio for row in chosen if (ratio := _ratio(row)) is not None]


def _behind(row: Row, figures: list[Row], params: Settings) -> list[Row]:
    """Return the figures of the twelve months and of the baseline, for the corridor's goods."""
    first = params.baseline_from_year * 12
    last = min(params.baseline_to_year * 12 + 11, row["last_month"] - 12)
    return [
        figure
        for figure in figures
        if (figure["group_id"] == row["group_id"] or (row["group_id"] == _ALL_GOODS and not figure["is_rescoped"]))
        and (first <= figure["month_index"] <= last or figure["month_index"] > row["last_month"] - 12)
    ]


def _finding(params: Settings, row: Row, figures: list[Row], values: dict[bool, list[float]]) -> Finding:
    ratio = _ratio(row)
    is_all = row["group_id"] == _ALL_GOODS
    goods = "all listed goods" if is_all else row["group_id"]
    value, baseline = round(float(row["value_12m"]), 2), round(float(row["baseline_12m"]), 2)
    first, last = month_start(row["last_month"] - 11), month_start(row["last_month"])
    times = f"{ratio:.2f} times" if ratio is not None else "with nothing in"
    return Finding(
        indicator=META.id,
        version=META.version,
        outcome=Outcome.RAISED if _is_raised(row, params) else Outcome.CLEAR,
        subject_id=f"corridor:{row['reporter_block']}:{row['partner_iso']}:{'all' if is_all else row['group_id']}",
        subject_name=f"{row['reporter_block']} → {row['partner_iso']} {goods}",
        subject_kind=META.subject_kind,
        reason=f"{row['currency_code']} {value:,.0f} from {first:%Y-%m} to {last:%Y-%m}, {times} the yearly baseline "
        f"of {baseline:,.0f}.",
        value=ratio,
        unit=META.unit,
        threshold=params.min_ratio,
        window=(f"{first:%Y-%m}", f"{last:%Y-%m}"),
        evidence=figure_evidence(figures),
        caveats=_caveats(params, row),
        details={
            "reporter": row["reporter_block"],
            "partner_iso": row["partner_iso"],
            "goods": goods,
            "currency_code": row["currency_code"],
            "value_12m": value,
            "baseline_12m": baseline,
            "excess": round(value - baseline, 2),
            "baseline_months": row["baseline_months"],
            "mass_ratio": _mass_ratio(row),
            "score": _score(row, ratio, values[is_all]),
        },
    )


def _mass_ratio(row: Row) -> float | None:
    baseline_kg = float(row["baseline_mass_12m_kg"])
    return round(float(row["mass_12m_kg"]) / baseline_kg, 6) if baseline_kg > 0 else None


def _score(row: Row, ratio: float | None, values: list[float]) -> float | None:
    if ratio is None:
        return None
    score = tail_score(ratio, values)
    return min(score, 0.5) if row["is_rescoped"] else score  # methods 6.4: a break caps the score


def _caveats(params: Settings, row: Row) -> tuple[str, ...]:
    caveats = []
    months = (params.baseline_to_year - params.baseline_from_year + 1) * 12
    if row["baseline_months"] < months:
        caveats.append(f"The statistics hold {row['baseline_months']} of the {months} baseline months.")
    if row["is_rescoped"]:
        caveats.append(
            "The goods code changed its scope with HS2022, or its predecessor is not confirmed: before and after differ."
        )
    if row["currency_code"] != "EUR":
        caveats.append(f"The rule is written in euro; these statistics are in {row['currency_code']}.")
    if float(row["baseline_12m"]) == 0:
        caveats.append("There is nothing in the baseline, so no ratio can be given.")
    return tuple(caveats)
