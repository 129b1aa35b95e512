"""M5: how much of the direct exports lost came back as exports to third countries."""

from collections.abc import Collection
from typing import Any

from pydantic import Field

from entrepot.codes.country_sets import memberships
from entrepot.flows.corridor_cells import CellKey
from entrepot.flows.corridor_trade import coalition_blocks
from entrepot.flows.months import month_start
from entrepot.flows.substitution import ALL_GOODS, LossAndRise, Substitution, loss_and_rise, substitutions
from entrepot.indicators.base import Context, Evaluation, Evidence, Finding, Meta, Outcome, Params, not_applicable
from entrepot.indicators.cell_evidence import evidence_by_name, traded_keys
from entrepot.indicators.corridor_statistics import prepare_corridor_cells
from entrepot.indicators.multiplicity import FALSE_DISCOVERY_RATE, adjusted

META = Meta(
    id="M5",
    slug="substitution_ratio",
    version=2,
    status="experimental",
    title="Lost exports that reappear",
    question="Of which listed goods did third countries take more than half of what the destination no longer took?",
    description=(
        "Raised for a goods group where the coalition's additional exports to the third countries named as ways round come to "
        "more than half of its lost exports to the destination, month by month against the same month of the year before the "
        "cut-off, and where blocks of months drawn again seldom give less (adjusted over all goods groups). Asked only where "
        "something was lost; a small loss is said and not raised. Raw and clipped to 0 to 5, with its interval."
    ),
    why=(
        "Goods that are no longer sold directly and reappear next door in like amounts are where re-routing would show. The "
        "ratio says which goods to look at first, and does not say that the goods went on."
    ),
    unit="ratio",
    subject_kind="goods",
    needs=("linked__trade_flow",),
    innocent_explanations=(
        "Trade with the third countries grew anyway, in these goods as in others: the ratio takes off no trend.",
        "The year before the cut-off held stockpiling by the destination, or a slump next door.",
        "Distribution centres moved: third countries are now served directly and no longer from the destination.",
        "The value rose with prices, not with the amount.",
    ),
    references=(
        "Chupilkin, Javorcik and Plekhanov, The Eurasian roundabout, CEPR Discussion Paper 20097, April 2025",
        "CEPII Policy Brief on sanctioned goods and their compensation by other sources",
        "Politis and Romano, A circular block-resampling procedure for stationary data, 1992",
    ),
    not_applicable={
        "linked__trade_flow": "There are no trade statistics of exports lost or gained.",
        "no_listed": "No monthly exports of listed goods to the destination or the third countries asked are in the statistics.",
        "no_destination": "The statistics hold no exports of listed goods to the destination: what was lost cannot be seen.",
        "no_partners": "The statistics hold no exports of listed goods to any of the third countries named as ways round.",
        "no_year": "The statistics do not hold the whole year before the cut-off and a month after it.",
        "no_loss": "Goods groups whose exports to the destination did not fall: there is nothing to come back.",
    },
    related=("M1", "M2"),
)


class Settings(Params):
    """Settings of M5."""

    min_ratio: float = Field(  # methods 8.1 M5
        0.5, gt=0, description="Rise to third countries over loss to the destination, above which it is raised"
    )
    min_loss: float = Field(  # methods 3.3: the floor of a flow, USD 10,000 a month
        120_000, ge=0, description="Loss to the destination in a year under which the ratio is said but not raised"
    )
    partner_sets: tuple[str, ...] = Field(  # docs: the sets of countries that agencies or studies name as ways round
        ("bis_chpl_diversion", "cbs_risk", "cca3", "eeu_plus", "wsj5"),
        description="Country sets whose members count as third countries",
    )


PARAMS = Settings
_CLOSE = 0.5  # clear findings are written from half the ratio on


def evaluate(context: Context, params: Settings) -> Evaluation:
    """Return a finding for each goods group above the ratio, near misses, the whole list, and how many lost nothing."""
    prepare_corridor_cells(context)
    trade = loss_and_rise(context.engine, context.study, _partners(context, params))
    if isinstance(trade, str):
        return Evaluation((not_applicable(META, trade, context.study),), 0)
    made = substitutions(trade, small_loss=params.min_loss, asked=params.min_ratio)
    asked = [each for each in made if each.ratio is not None]
    q_values = adjusted([1.0 if each.p_value is None else each.p_value for each in asked])
    shown = {
        each.goods: (each, q_value)
        for each, q_value in zip(asked, q_values, strict=True)
        if each.goods == ALL_GOODS or (each.ratio or 0.0) >= _CLOSE * params.min_ratio
    }
    evidence = evidence_by_name(context.engine, _keys(trade, shown))
    findings = [_finding(params, trade, *each, evidence[goods]) for goods, each in shown.items()]
    if len(asked) < len(made):
        findings.append(not_applicable(META, "no_loss", context.study, subjects=len(made) - len(asked)))
    return Evaluation(tuple(findings), len(asked))


def _partners(context: Context, params: Settings) -> tuple[str, ...]:
    """Return the members of the sets at any time since the cut-off, without the coalition and the destination."""
    study = context.study
    named = {
        each.country_iso
        for each in memberships()
        if each.set_id in params.partner_sets and (each.valid_to_on is None or each.valid_to_on >= study.cutoff_on)
    }
    return tuple(sorted(named - {*coalition_blocks(study), study.destination_iso}))


def _finding(
    params: Settings, trade: LossAndRise, found: Substitution, q_value: float, evidence: tuple[Evidence, ...]
) -> Finding:
    ratio, is_sure = found.ratio or 0.0, q_value <= FALSE_DISCOVERY_RATE
    is_raised = ratio > params.min_ratio and not found.is_small and is_sure
    goods = "all listed goods" if found.goods == ALL_GOODS else found.goods
    currency, months = trade.cells.currency_code, found.months
    return Finding(
        indicator=META.id,
        version=META.version,
        outcome=Outcome.RAISED if is_raised else Outcome.CLEAR,
        subject_id=f"goods:{found.goods}",
        subject_name=goods,
        subject_kind=META.subject_kind,
        reason=f"Third countries took {currency} {found.numerator:,.0f} more, {trade.destination_iso} {found.denominator:,.0f} "
        f"less than in the same months of the year before the cut-off: {ratio:.2f} of it.",
        value=round(ratio, 6),
        unit=META.unit,
        threshold=params.min_ratio,
        p_value=found.p_value,
        window=(f"{month_start(months[0]):%Y-%m}", f"{month_start(months[-1]):%Y-%m}"),
        evidence=evidence,
        caveats=(*_caveats(trade, found), *([] if ratio <= params.min_ratio or is_sure else [_unsure(q_value)])),
        details=_details(trade, found) | {"q_value": round(q_value, 9)},
    )


def _unsure(q_value: float) -> str:
    return f"Months drawn again often give less, over all goods groups asked (q = {q_value:.3f}), so it is not raised."


def _keys(trade: LossAndRise, shown: Collection[str]) -> dict[str, list[CellKey]]:
    """Return by goods the cells of the months since the cut-off and the year before it, those of the loss among them."""
    cells = trade.cells
    every = traded_keys(cells, (cells.month >= trade.cutoff - 12) & (cells.month != trade.cutoff))
    return {goods: [key for key in every if goods in (ALL_GOODS, key.group_id)] for goods in shown}


def _details(trade: LossAndRise, found: Substitution) -> dict[str, Any]:
    return {
        "goods": found.goods,
        "currency_code": trade.cells.currency_code,
        "ratio_raw": found.ratio,
        "ratio_clipped": found.clipped,
        "ratio_interval": [found.low, found.high],
        "rise_to_third_countries": found.numerator,
        "loss_to_destination": found.denominator,
        "is_small_loss": found.is_small,
        "rise_by_partner": dict(sorted(found.by_partner.items(), key=lambda item: (-item[1], item[0]))),
        "months_matched": len(found.months),
    }


def _caveats(trade: LossAndRise, found: Substitution) -> tuple[str, ...]:
    said = [
        "The year before the cut-off holds stockpiling: it overstates the destination's loss and understates the ratio.",
        "No trend is taken off: growth that would have come anyway counts as substitution.",
        "Goods groups whose code began, ended or changed its scope with an edition of the HS are left out.",
    ]
    if found.is_small:
        said.append("The loss is small, so that the ratio says little: it is not raised.")
    missing = sorted(set(trade.partners) - set(found.by_partner))
    if missing:
        said.append(f"Without {', '.join(missing)}: no months that could be matched.")
    return tuple(said)
