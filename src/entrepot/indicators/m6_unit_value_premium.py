"""M6: the destination pays ever more for a kilogram than the same exporter's other customers."""

from dataclasses import dataclass
from math import expm1, log
from typing import Any

from pydantic import Field

from entrepot.flows.months import month_index, month_start
from entrepot.flows.unit_values import (
    Drawn,
    PriceChange,
    Spans,
    change_intervals,
    prepare_unit_values,
    price_changes,
    priced_rows,
)
from entrepot.indicators.base import Context, Evaluation, Evidence, Finding, Meta, Outcome, Params, not_applicable
from entrepot.indicators.corridor_statistics import prepare_corridor_cells
from entrepot.indicators.multiplicity import FALSE_DISCOVERY_RATE, adjusted
from entrepot.indicators.reference_group import Standing, standings
from entrepot.store.engine import Row

META = Meta(
    id="M6",
    slug="unit_value_premium",
    version=2,
    status="experimental",
    title="Destination pays a premium",
    question="For which listed goods does the destination now pay more a kilogram than an exporter's other customers?",
    description=(
        "Raised for an exporter and a goods group where the price per kilogram to the destination, over that to all its other "
        "customers in the same months, rose by a quarter or more since the cut-off against 2019 to 2021, and blocks of months "
        "drawn again seldom give less (adjusted over all asked). Months are weighted by the mass sent to the destination."
    ),
    why=(
        "Goods that are hard to get cost more: intermediaries are paid for the way around and for the risk. Studies of Chinese "
        "and Turkish exports find such premiums for controlled goods and none for others."
    ),
    unit="log points",
    subject_kind="corridor",
    needs=("linked__trade_flow",),
    innocent_explanations=(
        "The mix within the goods group changed: the destination now buys the dearer kinds, or the rest the cheaper ones.",
        "Smaller lots or air freight, because the old way of shipping was closed, cost more a kilogram.",
        "Insurance, payment and currency risk rose for every seller to the destination, of controlled goods or not.",
        "Masses are reported by few exporters or are estimated from values, so that the price per kilogram is off.",
    ),
    references=(
        "Korhonen and Simola, in the Financial Times, 24 November 2025: Turkish prices 25 to 55 per cent above others",
        "CEPII Policy Brief on compensation of sanctioned goods: Russian import prices of strategic products up by 122 per cent",
        "Chupilkin, Javorcik and Plekhanov, CEPR Discussion Paper 20097, April 2025 (unit values rose)",
    ),
    not_applicable={
        "linked__trade_flow": "There are no trade statistics from which a price per kilogram could be taken.",
        "no_prices": "No exporter states both value and mass of listed goods to the destination.",
        "no_rest": "No exporter states both value and mass of the same goods to the destination and to another customer.",
        "few_months": "Fewer months than are needed with both prices, in the baseline or since the cut-off.",
        "few_masses": "Too few of the rows state a mass, so that the price is that of a part of the trade.",
    },
    related=("F9", "M1"),
)


class Settings(Params):
    """Settings of M6."""

    min_change: float = Field(  # methods 8.1 M6: ln 1.25, the low end of the range reported for Türkiye
        log(1.25), gt=0, description="Rise of the premium since the cut-off, in logarithms, from which it is raised"
    )
    baseline_from_year: int = Field(2019, description="First year of the baseline")  # methods 3.9
    baseline_to_year: int = Field(2021, description="Last year of the baseline")  # methods 3.9
    min_months: int = Field(6, ge=2, description="Months with both prices needed on either side")  # [P] two quarters
    min_value: float = Field(  # methods 3.3: the floor of a flow, for a year
        120_000,
        ge=0,
        description="Priced exports to the destination since the cut-off, in the currency of the statistics",
    )
    min_priced_share: float = Field(  # [P] most of the trade
        0.5, ge=0, le=1, description="Share of rows with value and mass, to the destination and to the rest, at least"
    )


PARAMS = Settings
_CLOSE = 0.75  # clear findings are written from three quarters of the threshold on
_COMPOSITION = (
    "Price per kilogram of a goods group: a change of the kinds of goods within it looks the same as a change of price."
)


@dataclass(frozen=True)
class _Asked:
    """What an evaluation needs beside a change: draws, q-values, the same over the study's own baseline, standings, rows."""

    spans: Spans
    drawn: dict[str, Drawn]
    q_values: dict[str, float]
    study: dict[str, float | None]
    standings: dict[str, Standing]
    rows: dict[str, list[Row]]


def evaluate(context: Context, params: Settings) -> Evaluation:
    """Return a finding for each exporter and listed goods group whose premium rose, near misses, and what cannot be asked."""
    study = context.study
    prepare_corridor_cells(context)
    prepare_unit_values(context.engine, study.destination_iso)
    since = month_index(study.cutoff_on) + 1
    baseline = (params.baseline_from_year * 12, min(params.baseline_to_year * 12 + 11, since - 1))
    spans = Spans(baseline, (since, 9999 * 12))
    every = price_changes(context.engine, spans)
    listed = [change for change in every if change.goods_role == "listed"]
    if reason := _why_not(listed):
        return Evaluation((not_applicable(META, reason, study),), 0)
    short = [c for c in listed if min(c.baseline_months, c.period_months) < params.min_months]
    sparse = [c for c in listed if c not in short and not _has_masses(c, params)]
    tested = [c for c in listed if c not in short and c not in sparse]
    compared = [c for c in every if _is_comparable(c, params)]
    asked = _asked(context, params, spans, tested, compared)
    findings = [_finding(params, c, asked) for c in tested if _is_close(c, params)]
    left_out = {"few_months": short, "few_masses": sparse}
    findings += [not_applicable(META, key, study, subjects=len(left)) for key, left in left_out.items() if left]
    return Evaluation(tuple(findings), len(tested))


def _why_not(listed: list[PriceChange]) -> str | None:
    if not any(change.priced_share > 0 for change in listed):
        return "no_prices"
    return None if any(change.rest_priced_share for change in listed) else "no_rest"


def _has_masses(change: PriceChange, params: Settings) -> bool:
    return min(change.priced_share, change.rest_priced_share or 0.0) >= params.min_priced_share


def _is_comparable(change: PriceChange, params: Settings) -> bool:
    return min(change.baseline_months, change.period_months) >= params.min_months and _has_masses(change, params)


def _is_close(change: PriceChange, params: Settings) -> bool:
    rise = change.change
    return rise is not None and rise >= _CLOSE * params.min_change and change.period_value >= _CLOSE * params.min_value


def _is_risen(change: PriceChange, params: Settings) -> bool:
    return (change.change or 0.0) >= params.min_change and change.period_value >= params.min_value


def _asked(
    context: Context, params: Settings, spans: Spans, tested: list[PriceChange], compared: list[PriceChange]
) -> _Asked:
    """Return the figures beside the changes shown; they are ranked among those compared, listed or not."""
    shown = [change for change in tested if _is_close(change, params)]
    keys = [change.key for change in shown]
    drawn = change_intervals(context.engine, spans, keys, asked=params.min_change)
    risen = [change.key for change in shown if _is_risen(change, params)]
    chances = [drawn[key].p_value or 1.0 for key in risen]
    study = context.study
    own = Spans((month_index(study.baseline.from_on), month_index(study.baseline.to_on)), spans.period)
    rows: dict[str, list[Row]] = {key: [] for key in keys}
    for row in priced_rows(context.engine, spans, study.destination_iso, keys):
        rows[f"{row['reporter_iso']}>{row['group_id']}"].append(row)
    return _Asked(
        spans,
        drawn,
        dict(zip(risen, adjusted(chances, subjects_tested=len(tested)), strict=True)),
        {change.key: change.change for change in price_changes(context.engine, own)} if keys else {},
        standings(
            {c.key: c.change for c in compared if c.change is not None},
            {c.key: (c.group_id[:2], c.reporter_iso) for c in compared},
        ),
        rows,
    )


def _finding(params: Settings, change: PriceChange, asked: _Asked) -> Finding:
    rise = change.change or 0.0
    drawn, q_value = asked.drawn[change.key], asked.q_values.get(change.key)
    is_raised = q_value is not None and q_value <= FALSE_DISCOVERY_RATE
    first = month_start(asked.spans.period[0])
    rows = asked.rows[change.key]
    return Finding(
        indicator=META.id,
        version=META.version,
        outcome=Outcome.RAISED if is_raised else Outcome.CLEAR,
        subject_id=f"corridor:{change.reporter_iso}:price:{change.group_id}",
        subject_name=f"{change.reporter_iso} {change.group_id}, price to the destination",
        subject_kind=META.subject_kind,
        reason=f"A kilogram to the destination cost {_percent(change.period_premium)} against other customers since "
        f"{first:%Y-%m}, {_percent(change.baseline_premium)} in the baseline: a change of {_percent(rise)}.",
        value=rise,
        unit=META.unit,
        threshold=params.min_change,
        p_value=drawn.p_value,
        window=(f"{first:%Y-%m}", max(f"{row['period_on']:%Y-%m}" for row in rows)),
        evidence=tuple(map(_evidence, rows)),
        caveats=_caveats(params, change, drawn, None if is_raised else q_value),
        details=_details(change, asked) | {"change_low": drawn.low, "change_high": drawn.high, "q_value": q_value},
    )


def _details(change: PriceChange, asked: _Asked) -> dict[str, Any]:
    return {
        "reporter": change.reporter_iso,
        "goods": change.group_id,
        "currency_code": change.currency_code,
        "premium": change.period_premium,
        "premium_baseline": change.baseline_premium,
        "change_pct": round(100 * expm1(change.change or 0.0), 4),
        "change_against_study_baseline": asked.study.get(change.key),
        "baseline_months": change.baseline_months,
        "period_months": change.period_months,
        "period_value": change.period_value,
        "share_of_rows_with_mass": change.priced_share,
        "share_of_rest_rows_with_mass": change.rest_priced_share,
        **asked.standings[change.key].details(),
    }


def _caveats(params: Settings, change: PriceChange, drawn: Drawn, q_value: float | None) -> tuple[str, ...]:
    """Return what limits a finding; `q_value` is that of a rise that is large enough and not raised."""
    caveats = [_COMPOSITION]
    if drawn.low is None:
        caveats.append("Too few months for an interval, so the rise is not raised.")
    elif q_value is not None:
        caveats.append(f"Months drawn again often give less, over all asked (q = {q_value:.3f}), so it is not raised.")
    months = (params.baseline_to_year - params.baseline_from_year + 1) * 12
    if change.baseline_months < months:
        caveats.append(f"Both prices are known for {change.baseline_months} of the {months} baseline months.")
    if min(change.priced_share, change.rest_priced_share or 0.0) < 1:
        caveats.append(f"{change.priced_share:.0%} of the rows to the destination state a mass.")
    return tuple(caveats)


def _percent(premium: float | None) -> str:
    return f"{100 * expm1(premium or 0.0):+.0f}%"


def _evidence(row: Row) -> Evidence:
    return Evidence(
        row["snapshot_id"],
        row["locator"],
        f"{row['period_on']:%Y-%m}: {row['reporter_iso']} exports to {row['partner_iso']}, goods {row['goods_code']}, "
        f"{row['currency_code']} {row['value']:,.0f}, {row['net_mass_kg']:,.10g} kg",
        row["provenance"],
        row["publication"],
    )
