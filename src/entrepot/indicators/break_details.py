"""The figures beside a break in listed goods: estimates, tests and the series."""

from math import isfinite
from typing import Any

from entrepot.flows.breaks import Break
from entrepot.flows.corridor_breaks import BreakPanel, PartnerBreak, listed_share
from entrepot.flows.event_study import EventStudy
from entrepot.flows.fit import Coefficient, NotApplicable
from entrepot.flows.months import month_start
from entrepot.flows.permutations import Permutation, Placebos


def break_details(panel: BreakPanel, more: PartnerBreak, permutation: Permutation, q_value: float) -> dict[str, Any]:
    """Return the estimates by PPML and least squares, the tests beside them, and the series, as JSON values."""
    partner = more.effect.arm
    share = listed_share(panel.all_months, partner)
    return {
        "partner_iso": partner,
        "currency_code": panel.cells.currency_code,
        "ppml": _effect(more.effect.ppml),
        "ols_log": _effect(more.effect.ols),
        "wild_bootstrap_p": None if more.effect.wild is None else shortened(more.effect.wild.p_value),
        "listed_groups_treated": more.effect.treated_clusters,
        "baseline_monthly": shortened(more.effect.baseline_monthly),
        "permutation_p": permutation.p_value,
        "q_value": shortened(q_value),
        "permutation_draws": permutation.draws,
        "permutation_quantiles": [shortened(value) for value in permutation.quantiles],
        "permutation_statistic": shortened(permutation.statistic),
        **_pre_trend(more.event),
        **_since(more.since),
        "placebo_dates": _placebos(more.placebos),
        "without_chapter": {chapter: _effect(effect) for chapter, effect in more.left_out.items()},
        "control_partners": list(panel.controls),
        "control_goods_groups": permutation.movable - permutation.listed,
        "monthly_listed_share": [[f"{month_start(month):%Y-%m}", shortened(value)] for month, value in share.items()],
    }


def _effect(effect: Coefficient | None) -> dict[str, float | None] | None:
    if effect is None:
        return None
    return {
        "b": shortened(effect.estimate),
        "low": shortened(effect.low),
        "high": shortened(effect.high),
        "percent": shortened(effect.percent),
        "percent_low": shortened(effect.percent_interval[0]),
        "percent_high": shortened(effect.percent_interval[1]),
    }


def _pre_trend(event: EventStudy | NotApplicable) -> dict[str, Any]:
    trend = event.pre_trend if isinstance(event, EventStudy) else None
    points = event.points if isinstance(event, EventStudy) else ()
    return {
        "pre_trend_p": None if trend is None else shortened(trend[1]),
        "pre_trend_restrictions": None if trend is None else trend[2],
        "event_study": [
            [f"{month_start(p.month):%Y-%m}", shortened(p.ppml.estimate), shortened(p.ppml.low), shortened(p.ppml.high)]
            for p in points
        ],
    }


def _since(since: Break | NotApplicable) -> dict[str, Any]:
    if isinstance(since, NotApplicable):
        return {"break_month": None, "break_from": None, "break_to": None, "break_p": None}
    return {
        "break_month": f"{month_start(since.month):%Y-%m}",
        "break_from": f"{month_start(since.low):%Y-%m}",
        "break_to": f"{month_start(since.high):%Y-%m}",
        "break_p": shortened(since.p_value),
    }


def _placebos(placebos: Placebos | NotApplicable) -> dict[str, Any]:
    if isinstance(placebos, NotApplicable):
        return {"reason": placebos.reason}
    return {"tried": len(placebos.dates), "as_far": placebos.as_far}


def shortened(value: float) -> float | None:
    """Return a number with six digits: an estimate has no more; None where it is not finite."""
    return float(f"{value:.6g}") if isfinite(value) else None
