"""M8: a country that never sent the goods to the destination, and begins to after the cut-off."""

from pydantic import Field

from entrepot.flows.months import month_start
from entrepot.flows.new_origins import Origin, origin_keys, origins_of
from entrepot.indicators.base import Context, Evaluation, Evidence, Finding, Meta, Outcome, Params, not_applicable
from entrepot.indicators.cell_evidence import evidence_by_name
from entrepot.indicators.corridor_statistics import prepare_corridor_cells
from entrepot.indicators.reference_group import Standing, standings

META = Meta(
    id="M8",
    slug="new_origin_entry",
    version=1,
    status="experimental",
    title="New country of dispatch",
    question="From which countries do listed goods reach the destination that never came from there before the cut-off?",
    description=(
        "Raised for a dispatch country and goods group that reach the destination for the first time after the cut-off, to a "
        "value of at least 100,000 within a year, and still three months later. Only where the statistics would have shown the "
        "trade before, and never for a code that began or changed with an edition of the HS."
    ),
    why=(
        "When goods can no longer come the old way, new ways open within months. A country that begins to send what it never "
        "sent is such a way, or a new customer for its own makers."
    ),
    unit="value in the first year",
    subject_kind="corridor",
    needs=("linked__trade_flow",),
    innocent_explanations=(
        "A maker in that country found a market that others had left.",
        "The country now writes down as its export what used to pass as transit, or was written under another country.",
        "A firm closed in the destination, and its stock or its machines are sent back and forth once.",
        "Earlier trade was too small to be published, or was kept secret.",
    ),
    references=(
        "Chupilkin, Javorcik, Peeva and Plekhanov, AEA Papers and Proceedings 2025 (new combinations of goods and countries)",
        "UN Statistics Division, HS 2022 to HS 2017 correlation tables (for the guard against new codes)",
    ),
    not_applicable={
        "linked__trade_flow": "There are no trade statistics in which a new origin could appear.",
        "no_arrivals": "The statistics hold no trade in listed goods with the destination since the cut-off, by either side.",
        "not_covered": (
            "Routes of which the statistics hold fewer than twelve months before the cut-off: their first appearance is that of "
            "the statistics."
        ),
        "new_code": "Routes in goods whose code began, ended or changed its scope with an edition of the HS.",
    },
    related=("M1", "F7"),
)


class Settings(Params):
    """Settings of M8."""

    min_value: float = Field(  # [P] a tenth of the EU rule's million: an entry is smaller than a surge
        100_000, ge=0, description="Value within twelve months of the first month, in the currency of the statistics"
    )
    min_months: int = Field(3, ge=1, description="Months from the first with trade to the last")  # methods 8.1 M8
    min_months_before: int = Field(  # [P] a year: goods that are sent once a year would have shown
        12, ge=1, description="Months before the cut-off of which the statistics would have shown the trade"
    )


PARAMS = Settings
_CLOSE = 0.75  # clear findings are written from three quarters of the value on


def evaluate(context: Context, params: Settings) -> Evaluation:
    """Return a finding for each new route that lasts, those that came close, and how many cannot be asked and why."""
    study = context.study
    prepare_corridor_cells(context)
    origins = origins_of(context.engine, study)
    if not origins:
        return Evaluation((not_applicable(META, "no_arrivals", study),), 0)
    cut = [origin for origin in origins if origin.is_cut]
    whole = [origin for origin in origins if not origin.is_cut]
    unknown = [o for o in whole if not o.months_before and o.covered_months < params.min_months_before]
    tested = [origin for origin in whole if origin not in unknown]
    new = [origin for origin in tested if not origin.months_before]
    shown = [origin for origin in new if origin.first_year_value >= _CLOSE * params.min_value]
    keys = origin_keys(context.engine, study, shown)
    ranked = standings({o.key: o.first_year_value for o in new}, {o.key: (o.group_id[:2],) for o in new})
    evidence = evidence_by_name(context.engine, {origin.key: keys.get(origin.key, []) for origin in shown})
    findings = [_finding(context, params, origin, ranked[origin.key], evidence[origin.key]) for origin in shown]
    left_out = {"not_covered": unknown, "new_code": cut}
    findings += [not_applicable(META, key, study, subjects=len(left)) for key, left in left_out.items() if left]
    return Evaluation(tuple(findings), len(tested))


def _is_raised(params: Settings, origin: Origin) -> bool:
    return origin.first_year_value >= params.min_value and origin.months_survived >= params.min_months


def _finding(
    context: Context, params: Settings, origin: Origin, standing: Standing, evidence: tuple[Evidence, ...]
) -> Finding:
    first, last = f"{month_start(origin.first_month):%Y-%m}", f"{month_start(origin.last_month):%Y-%m}"
    destination = context.study.destination_iso
    return Finding(
        indicator=META.id,
        version=META.version,
        outcome=Outcome.RAISED if _is_raised(params, origin) else Outcome.CLEAR,
        subject_id=f"corridor:{origin.exporter_iso}:{destination}:{origin.group_id}",
        subject_name=f"{origin.exporter_iso} → {destination} {origin.group_id}",
        subject_kind=META.subject_kind,
        reason=f"First in {first}, {origin.currency_code} {origin.first_year_value:,.0f} within a year, last in {last}; nothing "
        f"in {origin.covered_months} months before the cut-off of which there are figures.",
        value=origin.first_year_value,
        unit=META.unit,
        threshold=params.min_value,
        window=(first, last),
        evidence=evidence,
        caveats=_caveats(params, origin),
        details={
            "reporter": origin.exporter_iso,
            "partner_iso": destination,
            "goods": origin.group_id,
            "currency_code": origin.currency_code,
            "first_month": first,
            "last_month": last,
            "months_survived": origin.months_survived,
            "months_with_trade": origin.traded_months,
            "value_since": origin.traded_value,
            "months_covered_before": origin.covered_months,
            **standing.details(),
        },
    )


def _caveats(params: Settings, origin: Origin) -> tuple[str, ...]:
    said = ["What is too small to be published counts as nothing: earlier trade of that size cannot be seen."]
    if origin.months_survived < params.min_months:
        said.append(f"Trade was seen over {origin.months_survived} months only, so it is not raised.")
    return tuple(said)
