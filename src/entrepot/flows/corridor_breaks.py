"""Whether listed goods to a third country broke upwards: triple difference, list shuffled, what came before, and the month.

One PPML fit holds every third country as an arm of its own, the destination as another (its fall must not pass for the
others' rise), and the unaffected partners as controls. Months of stockpiling and the cut-off's own month count for neither side.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from entrepot.flows.arms import listed_ever
from entrepot.flows.breaks import Break, break_of
from entrepot.flows.cell_columns import Choice, cells_of, totals_by_month
from entrepot.flows.cells import Cells
from entrepot.flows.corridor_trade import coalition_blocks, unaffected_partners
from entrepot.flows.event_study import EventStudy, event_study
from entrepot.flows.fit import Coefficient, Fit, NotApplicable
from entrepot.flows.months import month_index
from entrepot.flows.permutations import Permutation, Placebos, permute_list, placebo_dates
from entrepot.flows.triple_difference import Effect, TripleDifference, refitted, triple_difference
from entrepot.settings import Study
from entrepot.store.engine import Engine

_REFERENCE_MONTHS: Final = 3  # [P] a quarter before stockpiling: one month alone would lend its noise to every other
_LEADS: Final = (
    6  # [P] single months of the pre-trend test; the earlier ones are one, for few clusters bear few restrictions
)
_LEAST_AFTER: Final = 3  # [P] months since the cut-off: fewer are no level
DESTINATION: Final = "destination"
NOT_ASKED: Final = NotApplicable("Not asked: another condition does not hold already.")


@dataclass(frozen=True)
class BreakPanel:
    """The cells of the question: coalition exports of listed goods and unlisted goods of the same chapters.

    `cells` are without the months of stockpiling and of the cut-off; `all_months` has them. `post_from` is the first month after.
    """

    cells: Cells
    all_months: Cells
    partners: tuple[str, ...]
    controls: tuple[str, ...]
    destination_iso: str
    post_from: int
    last_before: int

    @property
    def arms(self) -> dict[str, tuple[str, ...]]:
        """Every partner as an arm, and the destination."""
        arms: dict[str, tuple[str, ...]] = {partner: (partner,) for partner in self.partners}
        return arms | {DESTINATION: (self.destination_iso,)}

    def without(self, partner: str) -> tuple[str, ...]:
        """Return the importers that are no controls of a partner: the destination and the other third countries."""
        return (*(other for other in self.partners if other != partner), self.destination_iso)


@dataclass(frozen=True)
class PartnerBreak:
    """What is known of one partner's break beside its effect; each part may say why it cannot be had.

    `left_out` holds the PPML effect without each chapter of listed goods, None where it then cannot be estimated; it is empty,
    and `event` NOT_ASKED, where these were not wanted.
    """

    effect: Effect
    event: EventStudy | NotApplicable
    since: Break | NotApplicable
    placebos: Placebos | NotApplicable
    left_out: Mapping[str, Coefficient | None]


def break_panel(engine: Engine, study: Study, *, min_monthly: float) -> BreakPanel | str:
    """Return the panel, or the key of why there is none.

    Args:
        engine: Holds the tables of `prepare_cells`.
        study: Its coalition, destination, dates and goods list.
        min_monthly: Third countries whose listed goods come to less in a mean month since the cut-off are left out.
    Returns:
        `no_listed`, `no_months`, `no_control_goods` or `no_control_partners` where one of these lacks.
    """
    cells = cells_of(engine, Choice(exporters=coalition_blocks(study), with_other_lists=False))
    if not cells.is_listed.any():
        return "no_listed"
    cutoff = month_index(study.cutoff_on)
    stock = study.stockpiling
    hidden = cells.month == cutoff
    if stock is not None:
        hidden |= (cells.month >= month_index(stock.from_on)) & (cells.month <= month_index(stock.to_on))
    kept = cells.where(~hidden)
    after = np.unique(kept.month[kept.month > cutoff])
    before = np.unique(kept.month[kept.month < cutoff])
    if len(after) < _LEAST_AFTER or len(before) < _LEAST_AFTER:
        return "no_months"
    if listed_ever(cells).all():
        return "no_control_goods"
    controls = _present(cells, unaffected_partners(study))
    if not controls:
        return "no_control_partners"
    apart = {*controls, *coalition_blocks(study), study.destination_iso}
    partners = tuple(
        name
        for name in _present(cells, cells.importer_names)
        if name not in apart and _monthly(kept, name, cutoff, len(after)) >= min_monthly
    )
    asked = (*partners, *controls, study.destination_iso)
    return BreakPanel(
        kept.where(kept.importers(asked)),
        cells.where(cells.importers(asked)),
        partners,
        controls,
        study.destination_iso,
        cutoff + 1,
        int(before.max()),
    )


def permuted_lists(panel: BreakPanel) -> dict[str, Permutation | NotApplicable]:
    """Return for every partner how often a list shuffled within HS2 rises as much, one-sided."""
    return {
        partner: permute_list(panel.cells, (partner,), panel.post_from, without=panel.without(partner))
        for partner in panel.partners
    }


def partner_effects(panel: BreakPanel) -> TripleDifference | NotApplicable:
    """Return the effects on all partners from one fit."""
    return triple_difference(panel.cells, panel.arms, panel.post_from)


def partner_breaks(
    panel: BreakPanel, result: TripleDifference, partners: Collection[str], is_wanted: Callable[[PartnerBreak], bool]
) -> dict[str, PartnerBreak]:
    """Return what stands beside some partners' effects: month, placebo dates, pre-trend, and the fit without each chapter.

    The last two cost most: `is_wanted` is asked, of what is known so far, whether to go on, before the one and the other.
    """
    found = {}
    for effect in result.effects:
        if effect.arm in partners:
            known = _cheap_parts(panel, effect)
            found[effect.arm] = replace(known, event=_event(panel, effect.arm)) if is_wanted(known) else known
    chosen = [arm for arm, known in found.items() if known.event is not NOT_ASKED and is_wanted(known)]
    without = _without_chapters(panel, result.fit) if chosen else {}
    for arm in chosen:
        left_out = {
            chapter: None if isinstance(fit, NotApplicable) else fit.coefficient(arm)
            for chapter, fit in without.items()
        }
        found[arm] = replace(found[arm], left_out=left_out)
    return found


def _cheap_parts(panel: BreakPanel, effect: Effect) -> PartnerBreak:
    share = listed_share(panel.all_months, effect.arm)
    since = break_of(list(share), list(share.values()))
    placebos = placebo_dates(panel.cells, (effect.arm,), panel.post_from, without=panel.without(effect.arm))
    return PartnerBreak(effect, NOT_ASKED, since, placebos, {})


def _event(panel: BreakPanel, partner: str) -> EventStudy | NotApplicable:
    last = panel.last_before
    return event_study(
        panel.cells,
        (partner,),
        panel.post_from,
        without=panel.without(partner),
        reference=range(last - _REFERENCE_MONTHS + 1, last + 1),
        leads=panel.post_from - last + _LEADS,
        with_ols=False,
    )


def listed_share(cells: Cells, partner: str) -> dict[int, float]:
    """Return by month the share of listed goods in trade of their chapters with a partner, where there was any trade.

    A share does not move with who has reported, nor with the partner's whole economy.
    """
    here = cells.importers((partner,))
    listed = totals_by_month(cells, here & listed_ever(cells))
    whole = totals_by_month(cells, here)
    return {month: listed.get(month, 0.0) / value for month, value in whole.items() if value > 0}


def _without_chapters(panel: BreakPanel, fit: Fit) -> dict[str, Fit | NotApplicable]:
    """Return all partners' fit without each chapter that holds listed goods, by chapter."""
    cells = panel.cells
    held = np.unique(cells.chapter[listed_ever(cells)]).tolist()
    return {
        cells.chapter_names[code]: refitted(cells, panel.arms, panel.post_from, fit, cells.chapter != code)
        for code in sorted(held, key=lambda code: cells.chapter_names[code])
    }


def _present(cells: Cells, names: Sequence[str]) -> tuple[str, ...]:
    seen = {cells.importer_names[code] for code in np.unique(cells.importer).tolist()}
    return tuple(sorted(set(names) & seen))


def _monthly(cells: Cells, partner: str, cutoff: int, months: int) -> float:
    rows = cells.importers((partner,)) & cells.is_listed & (cells.month > cutoff)
    return float(cells.value[rows].sum()) / months
