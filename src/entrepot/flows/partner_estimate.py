"""One partner's part of the estimate sheet."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from entrepot.codes.territories import name_of
from entrepot.flows.alternatives import HEADLINE, Settings, alternatives
from entrepot.flows.breaks import Break, break_of
from entrepot.flows.cells import Cells
from entrepot.flows.corridor_trade import Corridors, PartnerTrade
from entrepot.flows.counterfactual import Counterfactual, amount, counterfactual
from entrepot.flows.estimate import (
    BASIS_WORDS,
    Amount,
    MonthEstimate,
    PartnerEstimate,
    month_text,
    rounded,
)
from entrepot.flows.fit import NotApplicable
from entrepot.flows.onward import PassedOn, passed_on
from entrepot.flows.partner_mix import partner_mix
from entrepot.flows.period_comparison import SMALL_BASE, Comparison, compare

_NAME_REACHED: Final = 0.8  # [P] a baseline goes by its name where the figures reach most of its months


@dataclass(frozen=True)
class Shared:
    """What all partners of a sheet share: cells from the coalition and onward, the lost direct exports, provenance by partner.

    `moved` are countries that the event moved as well, or may have: none of them stands in for a partner.
    """

    corridors: Corridors
    onward: Cells
    settings: Settings
    lost: Counterfactual | None
    provenance: Mapping[str, str]
    moved: tuple[str, ...]


def partner_estimate(shared: Shared, partner: str, found: PartnerTrade, result: Counterfactual) -> PartnerEstimate:
    """Return a partner's part of the sheet: `found` is its trade, `result` the headline's counterfactual."""
    settings = shared.settings
    naive = counterfactual(found.trade, settings.windows[HEADLINE], "own_baseline", draws=settings.draws)
    own = result if isinstance(naive, str) else naive
    series = _series(found)
    passed = _passed_on(shared, partner, found, result)
    comparisons = _comparisons(series, settings)
    mix = partner_mix(shared.corridors, partner, found, settings.windows[HEADLINE], shared.moved)
    return PartnerEstimate(
        partner_iso=partner,
        partner_name=name_of(partner) or partner,
        exporters=found.exporters,
        goods_groups=_goods_groups(shared, found),
        basis=result.basis,
        basis_words=BASIS_WORDS[result.basis],
        naive=amount(own.total, own.totals),
        total=amount(result.total, result.totals),
        log_effect=None if result.log_effect is None else amount(result.log_effect, result.log_effects),
        share_of_lost=None if shared.lost is None else _share(result, shared.lost),
        passed_on_max=None if passed.most is None else rounded(passed.most),
        passed_on_words=passed.words,
        comparisons=comparisons,
        since=_since(series, settings.draws),
        months=_months(result, passed),
        alternatives=alternatives(partner, result, found, shared.corridors, settings, mix=mix),
        synthetic=mix,
        baseline_months=tuple(result.baseline.tolist()),
        period_months=tuple(result.period.tolist()),
        control_partners=found.controls if "partners" in result.basis else (),
        control_groups=_control_groups(found) if "unlisted" in result.basis else 0,
        provenance=shared.provenance.get(partner, "observed"),
        notes=_notes(result, comparisons, shared.corridors),
    )


def _goods_groups(shared: Shared, found: PartnerTrade) -> tuple[str, ...]:
    traded = found.trade.own[found.trade.is_listed].sum(axis=1) > 0
    return tuple(np.array(shared.corridors.cells.group_names)[found.trade.is_listed][traded].tolist())


def _since(series: dict[int, float], draws: int) -> Break | NotApplicable:
    return break_of(list(series), list(series.values()), draws=draws) if series else NotApplicable("No months.")


def _passed_on(shared: Shared, partner: str, found: PartnerTrade, result: Counterfactual) -> PassedOn:
    trade = found.trade
    columns = np.isin(trade.months, result.period)
    came_in = np.where(trade.is_listed[:, None], trade.own[:, columns], 0.0)
    return passed_on(shared.onward, partner, shared.corridors.cells.group_names, came_in, result.period)


def _series(found: PartnerTrade) -> dict[int, float]:
    sums = found.trade.own[found.trade.is_listed].sum(axis=0)
    return dict(zip(found.trade.months.tolist(), sums.tolist(), strict=True))


def _comparisons(series: dict[int, float], settings: Settings) -> dict[str, Comparison]:
    found = {}
    for name, windows in settings.windows.items():
        if sum(windows.in_baseline(month) for month in series) >= _NAME_REACHED * windows.baseline_length:
            comparison = compare(series, windows)
            if comparison is not None:
                found[name] = comparison
    return found


def _months(result: Counterfactual, passed: PassedOn) -> tuple[MonthEstimate, ...]:
    made = []
    for place, month in enumerate(result.period.tolist()):
        observed, drawn = float(result.observed[place]), result.by_month[:, place]
        most = passed.by_month.get(month)
        made.append(
            MonthEstimate(
                month_text(month),
                rounded(observed),
                amount(result.level, observed - drawn),
                amount(observed - result.level, drawn),
                None if most is None else rounded(most),
            )
        )
    return tuple(made)


def _share(result: Counterfactual, lost: Counterfactual) -> Amount:
    fallen = np.where(lost.totals < 0, -lost.totals, np.nan)
    with np.errstate(invalid="ignore"):  # without an end over without an end
        shares = result.totals / fallen
    return amount(result.total / -lost.total, shares)


def _control_groups(found: PartnerTrade) -> int:
    return int((found.trade.own[~found.trade.is_listed].sum(axis=1) > 0).sum())


def _notes(result: Counterfactual, comparisons: dict[str, Comparison], corridors: Corridors) -> tuple[str, ...]:
    base, currency = comparisons.get(HEADLINE), corridors.cells.currency_code
    notes = []
    if base is not None and base.is_small_base:
        notes.append(
            f"Listed goods came to {base.baseline_mean:,.0f} {currency} in a mean month before (small is below "
            f"{SMALL_BASE:,.0f}, or none in most months): read the amounts, not the ratios."
        )
    if result.basis == "own_baseline":
        notes.append("Nothing in the data says what growth was to be expected: the estimate equals the naive figure.")
    lacking = corridors.last_month - int(result.period[0]) + 1 - len(result.period)
    if lacking:
        notes.append(f"{lacking} months since the cut-off without figures of all exporters that count are left out.")
    return tuple(notes)
