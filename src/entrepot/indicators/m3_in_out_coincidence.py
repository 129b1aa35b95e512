"""M3: listed goods that come into a third country while as many more go on to the destination."""

from dataclasses import dataclass
from typing import Any

from pydantic import Field

from entrepot.flows.coincidence import Passage, Trade, chance_of, passage_trade, passages
from entrepot.flows.corridor_cells import CellKey
from entrepot.flows.months import month_start
from entrepot.indicators.base import Context, Evaluation, Evidence, Finding, Meta, Outcome, Params, not_applicable
from entrepot.indicators.cell_evidence import evidence_by_name, traded_keys
from entrepot.indicators.corridor_statistics import prepare_corridor_cells
from entrepot.indicators.multiplicity import FALSE_DISCOVERY_RATE, adjusted
from entrepot.indicators.passage_ranks import Ranks, passage_key, ranks_of, weaker_rank

META = Meta(
    id="M3",
    slug="in_out_coincidence",
    version=2,
    status="experimental",
    title="In and out together",
    question="Where did imports of listed goods outgrow the rest of the world while exports to the destination did not fall?",
    description=(
        "Raised for a third country and goods group (and for the whole list) where imports from the coalition grew by a margin "
        "more than the coalition's exports to the rest of the world, and the country's exports of the same goods to the "
        "destination, by its own figures or the destination's, did not fall, and where both last over the months: a bootstrap of "
        "blocks of months seldom gives anything else (adjusted over all corridors tested). The most that could have been passed "
        "on is the lesser of the two, by goods group and quarter: a bound from nothing up, never an estimate."
    ),
    why=(
        "Goods that are passed on must come in and must go out. Statistics Netherlands names countries of risk by these two "
        "conditions. Either alone says little; both together are a reason to look at the firms."
    ),
    unit="growth above the rest of the world",
    subject_kind="corridor",
    needs=("linked__trade_flow",),
    innocent_explanations=(
        "Two things grew at once: the country buys more for itself, and sells more of its own make to the destination.",
        "What goes on is of other origin: the same code holds goods from the coalition and from elsewhere.",
        "Trade within a customs union is surveyed, not declared: its figures rise when the survey is widened.",
        "The destination's market was left by other sellers, whom the country's own makers replace.",
    ),
    references=(
        "van den Berg and others, Statistics Netherlands and University of Groningen, December 2024 (countries of risk)",
        "Iyoha, Malesky, Wen, Wu and Feng, Exports in disguise?, Harvard Business School Working Paper 24-072 (overlap)",
        "Politis and Romano, A circular block-resampling procedure for stationary data, 1992",
    ),
    not_applicable={
        "linked__trade_flow": "There are no trade statistics in which goods could come in and go out.",
        "no_inward": "The statistics hold no monthly exports of listed goods from the coalition whose codes kept their scope.",
        "no_onward": (
            "No third country's trade with the destination in listed goods is in the statistics, by its own figures or the "
            "destination's: what went on cannot be seen."
        ),
        "no_period": "The statistics on what comes in do not reach both sides of the cut-off.",
        "no_rest_of_world": (
            "The statistics hold no other third country, or not the months on both sides of the cut-off: growth has no yardstick."
        ),
    },
    related=("M1", "M2", "M7"),
)


class Settings(Params):
    """Settings of M3."""

    margin: float = Field(  # CBS: +74 to +90 % against +25 % to the rest of the world; half that distance [P]
        0.25, ge=0, description="By how much growth has to exceed that to the rest of the world (0.25: 25 points)"
    )
    min_monthly_value: float = Field(  # [P] as in M11: about EUR 1 million a year, the floor of the EU rule
        100_000, ge=0, description="What has to come in, in a mean month since the cut-off, in the statistics' currency"
    )
    min_monthly_onward: float = Field(  # methods 3.3: flows under USD 10,000 are left out
        10_000, ge=0, description="What has to go on to the destination in a mean month since the cut-off"
    )


PARAMS = Settings
_CLOSE = 0.5  # clear findings are written from half the growth on
_NOTES = (
    "A coincidence of two flows at the level of countries: by firms the measure was nine times smaller where both are known.",
    "Goods groups whose code began, ended or changed its scope with an edition of the HS are left out.",
)


@dataclass(frozen=True)
class _Beside:
    """Ranks of both growths (whole lists apart), the chances of passages that grew enough and the rows behind all shown."""

    ranks: Ranks
    p_values: dict[str, float | None]
    q_values: dict[str, float]
    evidence: dict[str, tuple[Evidence, ...]]


def evaluate(context: Context, params: Settings) -> Evaluation:
    """Return a finding for each third country and goods group that grew in and did not fall out, and near misses."""
    prepare_corridor_cells(context)
    trade = passage_trade(context.engine, context.study)
    if isinstance(trade, str):
        return Evaluation((not_applicable(META, trade, context.study),), 0)
    tested = passages(trade)
    if not tested:
        return Evaluation((not_applicable(META, "no_rest_of_world", context.study),), 0)
    large = [passage for passage in tested if _is_large(passage, params)]
    chances = {
        passage_key(each): chance_of(each, trade.windows, params.margin) for each in large if _is_grown(each, params)
    }
    p_values = [1.0 if chance is None else chance for chance in chances.values()]  # too few months for one
    q_values = dict(zip(chances, adjusted(p_values, subjects_tested=len(tested)), strict=True))
    shown = [each for each in large if passage_key(each) in chances or _is_close(each, params)]
    beside = _Beside(ranks_of(tested), chances, q_values, evidence_by_name(context.engine, _keys(trade, shown)))
    return Evaluation(tuple(_finding(params, trade, each, beside) for each in shown), len(tested))


def _threshold(passage: Passage, params: Settings) -> float:
    return round((passage.rest_of_world.change or 0.0) + params.margin, 6)


def _is_large(passage: Passage, params: Settings) -> bool:
    return (
        passage.came_in.period_mean >= params.min_monthly_value
        and passage.went_on.period_mean >= params.min_monthly_onward
    )


def _is_grown(passage: Passage, params: Settings) -> bool:
    grew, kept = passage.came_in.change, passage.went_on.change
    is_rest_known = passage.rest_of_world.change is not None
    is_growth = grew is None or round(grew, 6) >= _threshold(passage, params)
    return is_rest_known and is_growth and (kept is None or kept >= 0)


def _is_close(passage: Passage, params: Settings) -> bool:
    grew = passage.came_in.change
    return grew is None or grew >= _CLOSE * _threshold(passage, params) or passage.goods == "all"


def _finding(params: Settings, trade: Trade, passage: Passage, beside: _Beside) -> Finding:
    grew, windows = passage.came_in.change, trade.windows
    q_value = beside.q_values.get(passage_key(passage))
    is_raised = q_value is not None and q_value <= FALSE_DISCOVERY_RATE
    goods = "all listed goods" if passage.goods == "all" else passage.goods
    return Finding(
        indicator=META.id,
        version=META.version,
        outcome=Outcome.RAISED if is_raised else Outcome.CLEAR,
        subject_id=f"corridor:{passage.partner_iso}:{trade.destination_iso}:{passage.goods}",
        subject_name=f"coalition → {passage.partner_iso} → {trade.destination_iso} {goods}",
        subject_kind=META.subject_kind,
        reason=f"In: {_percent(grew)}, elsewhere {_percent(passage.rest_of_world.change)}; out to {trade.destination_iso}: "
        f"{_percent(passage.went_on.change)}. Between 0 and {passage.passed_on_max:,.0f} {trade.inward.currency_code} could "
        "have been passed on.",
        value=None if grew is None else round(grew - (passage.rest_of_world.change or 0.0), 6),
        unit=META.unit,
        threshold=params.margin,
        p_value=beside.p_values.get(passage_key(passage)),
        window=(f"{month_start(windows.period[0]):%Y-%m}", f"{month_start(windows.period[1]):%Y-%m}"),
        evidence=beside.evidence[passage_key(passage)],
        caveats=_caveats(passage, None if is_raised else q_value),
        details=_details(trade, passage, params) | {"q_value": q_value} | weaker_rank(passage, beside.ranks),
    )


def _keys(trade: Trade, shown: list[Passage]) -> dict[str, list[CellKey]]:
    """Return by passage the cells of both flows in baseline and period."""
    found: dict[str, list[CellKey]] = {}
    for partner in sorted({each.partner_iso for each in shown}):
        onward = trade.onward.exporter == trade.onward.exporter_names.index(partner)
        both = (*traded_keys(trade.onward, onward), *traded_keys(trade.inward, trade.inward.importers((partner,))))
        kept = [
            key
            for key in both
            if trade.windows.in_baseline(key.month_index) or trade.windows.in_period(key.month_index)
        ]
        for each in shown:
            if each.partner_iso == partner:
                found[passage_key(each)] = [key for key in kept if each.goods in ("all", key.group_id)]
    return found


def _details(trade: Trade, passage: Passage, params: Settings) -> dict[str, Any]:
    share = passage.passed_on_max / passage.went_on_sum if passage.went_on_sum > 0 else None
    return {
        "partner_iso": passage.partner_iso,
        "goods": passage.goods,
        "currency_code": trade.inward.currency_code,
        "growth_in": passage.came_in.change,
        "growth_in_interval": _interval(passage.came_in.low, passage.came_in.high),
        "growth_out": passage.went_on.change,
        "growth_out_interval": _interval(passage.went_on.low, passage.went_on.high),
        "growth_rest_of_world": passage.rest_of_world.change,
        "growth_needed": _threshold(passage, params),
        "in_monthly": [passage.came_in.baseline_mean, passage.came_in.period_mean],
        "out_monthly": [passage.went_on.baseline_mean, passage.went_on.period_mean],
        "passed_on_bounds": [0.0, passage.passed_on_max],
        "passed_on_max_share_of_out": None if share is None else round(share, 6),
        "lag_months": passage.lag,
        "lag_correlation": passage.correlation,
        "monthly_in": [[f"{month_start(m):%Y-%m}", value] for m, value in passage.inflow.items()],
        "monthly_out": [[f"{month_start(m):%Y-%m}", value] for m, value in passage.outflow.items()],
    }


def _interval(low: float | None, high: float | None) -> list[float | None]:
    return [None if end is None else round(end - 1, 6) for end in (low, high)]


def _percent(change: float | None) -> str:
    return "from nothing" if change is None else f"{100 * change:+.0f} %"


def _caveats(passage: Passage, q_value: float | None) -> tuple[str, ...]:
    """Return what limits a finding; `q_value` is that of one that grew enough and is not raised."""
    said = list(_NOTES)
    if q_value is not None:
        said.append(
            f"Months drawn again often do not show it, over all corridors tested (q = {q_value:.3f}): not raised."
        )
    if passage.came_in.is_small_base or passage.went_on.is_small_base:
        said.append("One of the two baselines is small, so that its growth says little.")
    if passage.rest_of_world.change is None:
        said.append(
            "The coalition sold none of these goods elsewhere before: there is no yardstick, so it is not raised."
        )
    if passage.lag is None:
        said.append("The lag cannot be told: too few months in both series, or one does not move.")
    return tuple(said)
