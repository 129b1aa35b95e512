"""M4: listed goods that left the exporter and that the importer does not record, more than before and more than other goods."""

from typing import Any

from pydantic import Field

from entrepot.flows.corridor_trade import coalition_blocks
from entrepot.flows.mirror_gap import Gap, gap_of, keys_of, two_sided_corridors
from entrepot.flows.months import month_start
from entrepot.flows.period_comparison import Windows, study_windows
from entrepot.indicators.base import Context, Evaluation, Evidence, Finding, Meta, Outcome, Params, not_applicable
from entrepot.indicators.cell_evidence import evidence_by_name
from entrepot.indicators.corridor_statistics import prepare_corridor_cells
from entrepot.indicators.multiplicity import FALSE_DISCOVERY_RATE, adjusted

META = Meta(
    id="M4",
    slug="mirror_gap_excess",
    version=1,
    status="experimental",
    title="Goods lost in transit",
    question="On which corridors did the importer come to record a smaller part of the listed goods that the exporter recorded?",
    description=(
        "Raised for a corridor, from the coalition to a third country or from one to the destination, where the share of listed "
        "goods that the exporter records and the importer does not grew by at least 0.15 against its own past, and grew more "
        "than for unlisted goods of the same chapters and corridor. The level alone is never raised: it can be large in peace."
    ),
    why=(
        "Goods that leave for a third country and never arrive there went elsewhere. Half of one sample of dual-use exports to "
        "Central Asia was not recorded at its stated destination."
    ),
    unit="share",
    subject_kind="corridor",
    needs=("linked__trade_flow",),
    innocent_explanations=(
        "The exporter writes the last country it knows of, the importer the country of origin: goods made elsewhere differ.",
        "The importer records goods in bond, in free zones or in transit under other rules, or months later.",
        "The importer keeps figures of few firms secret, and files them under another code.",
        "Goods are bought by a firm in the third country and delivered to another one, openly.",
    ),
    references=(
        "Financial Times on trade that vanished between the Baltic states and Central Asia, May 2023",
        "Chupilkin, Javorcik and Plekhanov, The Eurasian roundabout, CEPR Discussion Paper 20097, April 2025",
        "Politis and Romano, A circular block-resampling procedure for stationary data, 1992",
    ),
    not_applicable={
        "linked__trade_flow": "There are no trade statistics of which two sides could be compared.",
        "no_both_sides": "The statistics hold both the exporter's and the importer's figures of no corridor with listed goods.",
        "no_listed": "Corridors whose exports of listed goods stay under the floor before or since the cut-off.",
        "no_past": "Corridors of which both sides are known for fewer than six months before, or since, the cut-off.",
        "no_placebo": (
            "Corridors without unlisted goods of the same chapters on both sides: the gap may be one of all goods."
        ),
    },
    related=("M1", "M3"),
)


class Settings(Params):
    """Settings of M4."""

    min_rise: float = Field(  # methods 8.1 M4
        0.15, gt=0, description="Rise of the share that the importer does not record, from which it is raised"
    )
    max_p: float = Field(  # methods 8.1 M4
        0.05,
        gt=0,
        le=1,
        description="Largest p-value of the difference to unlisted goods, by bootstrap of blocks of months",
    )
    floor: float = Field(  # methods 3.3
        10_000,
        gt=0,
        description="Value under which a flow is left out, or counts as this much, in the statistics' currency",
    )


PARAMS = Settings
_CLOSE = 0.5  # clear findings are written from half the rise on


def evaluate(context: Context, params: Settings) -> Evaluation:
    """Return a finding for each corridor whose gap grew, near misses, and how many corridors cannot be asked and why."""
    prepare_corridor_cells(context)
    coalition = set(coalition_blocks(context.study))
    corridors = [
        each
        for each in two_sided_corridors(context.engine)
        if each.importer_iso not in coalition
        and (each.exporter_iso in coalition or each.importer_iso == context.study.destination_iso)
    ]
    if not corridors:
        return Evaluation((not_applicable(META, "no_both_sides", context.study),), 0)
    windows = study_windows(context.study, max(int(each.months.max()) for each in corridors))["mean_month"]
    made = [gap_of(each, windows, floor=params.floor) for each in corridors]
    gaps = [gap for gap in made if isinstance(gap, Gap)]
    q_values = adjusted([gap.p_value for gap in gaps])
    shown = [
        (gap, q_value) for gap, q_value in zip(gaps, q_values, strict=True) if _rise(gap) >= _CLOSE * params.min_rise
    ]
    evidence = evidence_by_name(
        context.engine, {_subject(gap): keys_of(context.engine, gap, windows) for gap, _ in shown}
    )
    findings = [_finding(context, params, windows, *each, evidence[_subject(each[0])]) for each in shown]
    left_out = {key: made.count(key) for key in ("no_past", "no_listed", "no_placebo")}
    findings += [not_applicable(META, key, context.study, subjects=count) for key, count in left_out.items() if count]
    return Evaluation(tuple(findings), len(gaps))


def _rise(gap: Gap) -> float:
    return round(gap.share_since - gap.share_before, 6)


def _failed(params: Settings, gap: Gap, q_value: float) -> list[str]:
    """Return which of the conditions do not hold, in words."""
    tests = {
        f"The share grew by less than {params.min_rise:g}.": _rise(gap) < params.min_rise,
        "Unlisted goods of the same chapters went the same way, so it is not raised.": gap.difference <= 0,
        f"Blocks of months drawn again often give no difference to unlisted goods (p = {gap.p_value:.3f}).": gap.p_value
        >= params.max_p,
        f"Over all corridors tested such a difference is to be expected (q = {q_value:.3f}).": q_value
        > FALSE_DISCOVERY_RATE,
    }
    return [words for words, holds in tests.items() if holds]


def _subject(gap: Gap) -> str:
    return f"corridor:{gap.corridor.exporter_iso}:{gap.corridor.importer_iso}:gap"


def _finding(  # noqa: PLR0917 (the last three come together)
    context: Context, params: Settings, windows: Windows, gap: Gap, q_value: float, evidence: tuple[Evidence, ...]
) -> Finding:
    corridor, failed = gap.corridor, _failed(params, gap, q_value)
    return Finding(
        indicator=META.id,
        version=META.version,
        outcome=Outcome.CLEAR if failed else Outcome.RAISED,
        subject_id=_subject(gap),
        subject_name=f"{corridor.exporter_iso} → {corridor.importer_iso} all listed goods, both sides",
        subject_kind=META.subject_kind,
        reason=f"{corridor.importer_iso} records {1 - gap.share_since:.0%} of what {corridor.exporter_iso} recorded since "
        f"{month_start(windows.period[0]):%Y-%m}, {1 - gap.share_before:.0%} before: {corridor.currency_code} "
        f"{gap.missing_value:,.0f} are missing.",
        value=_rise(gap),
        unit=META.unit,
        threshold=params.min_rise,
        p_value=gap.p_value,
        window=(f"{month_start(windows.period[0]):%Y-%m}", f"{month_start(int(corridor.months.max())):%Y-%m}"),
        evidence=evidence,
        caveats=(*failed, *_caveats(gap)),
        details=_details(gap, q_value, coalition_blocks(context.study)),
    )


def _details(gap: Gap, q_value: float, coalition: tuple[str, ...]) -> dict[str, Any]:
    corridor = gap.corridor
    return {
        "direction": "coalition to third country"
        if corridor.exporter_iso in coalition
        else "third country to destination",
        "reporter": corridor.exporter_iso,
        "partner_iso": corridor.importer_iso,
        "currency_code": corridor.currency_code,
        "share_missing_before": gap.share_before,
        "share_missing_since": gap.share_since,
        "log_gap_before": gap.log_before,
        "log_gap_since": gap.log_since,
        "excess": gap.excess,
        "excess_of_unlisted": gap.placebo_excess,
        "difference": gap.difference,
        "difference_interval": [gap.low, gap.high],
        "q_value": round(q_value, 9),
        "exports_since": gap.exports_since,
        "imports_since_fob": gap.imports_since,
        "missing_value": gap.missing_value,
        "missing_above_past": gap.excess_value,
        "recorded_only_by_importer": gap.surplus_value,
        "chapters": list(gap.chapters),
        "months_before": gap.months_before,
        "months_since": gap.months_since,
        "months_dropped": [f"{month_start(month):%Y-%m}" for month in corridor.dropped],
    }


def _caveats(gap: Gap) -> tuple[str, ...]:
    said = [
        "Imports are taken without 6 % of insurance and freight; goods groups whose code changed with an HS edition are left out."
    ]
    if gap.corridor.dropped:
        importer, count = gap.corridor.importer_iso, len(gap.corridor.dropped)
        said.append(f"{count} months are left out in which {importer} reports nothing in these chapters.")
    if gap.is_at_floor:
        said.append(
            "The importer's record of a chapter lies under the floor and counts as the floor: the gap is understated."
        )
    return tuple(said)
