"""Makes the estimate sheet from the cells: every partner with its counterfactual, interval, bound and alternatives."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from entrepot.flows.alternatives import HEADLINE, Settings
from entrepot.flows.cell_columns import Choice, cells_of
from entrepot.flows.corridor_trade import (
    Corridors,
    coalition_blocks,
    never_stand_in,
    partner_trade,
    unaffected_partners,
)
from entrepot.flows.counterfactual import Counterfactual, amount, as_fall, counterfactual
from entrepot.flows.estimate import Amount, EstimateSheet, LeftOut, PartnerEstimate, month_text
from entrepot.flows.estimate_figures import coalition_cells, other_figures, ppml_totals
from entrepot.flows.partner_estimate import Shared, partner_estimate
from entrepot.flows.period_comparison import DRAWS, study_windows
from entrepot.settings import Study
from entrepot.sources.base import worst
from entrepot.store.engine import Engine, rows_of
from entrepot.store.sql import Statement

_PROVENANCE: Final = Statement(
    "flows/estimating/provenance",
    "SELECT DISTINCT importer_iso, provenance FROM flows__cell WHERE list_contains($exporters, exporter_iso) "
    "AND goods_role = 'listed' ORDER BY importer_iso, provenance",
)
_GUARDED: Final = Statement(
    "flows/estimating/guarded",
    "SELECT group_id, is_rescoped, is_cut FROM flows__goods_group WHERE goods_role = 'listed' AND (is_rescoped OR is_cut) "
    "ORDER BY group_id",
)
CAVEATS: Final = (
    "A rise above the counterfactual is linked to the event in time; it does not say which goods went on, nor who sent them.",
    "The counterfactual's level is that of a mean month: single months still hold the season, their sum does not.",
    "The interval holds how growth differs by goods, months and (from four) unaffected partners, not a wrong baseline or list.",
    "Values are free on board, in the currency stated, at current prices: a rise in prices counts as trade.",
)


def estimate_sheet(
    engine: Engine,
    study: Study,
    *,
    partners: Sequence[str] | None = None,
    draws: int = DRAWS,
    with_ppml: bool = True,
) -> EstimateSheet:
    """Return the estimate sheet of a study's destination, goods list and dates.

    Args:
        engine: Holds the tables of `corridor_cells.prepare_cells`.
        study: Destination, goods list, coalition, cut-off, baseline, stockpiling.
        partners: Only these; all partners outside the coalition with listed goods otherwise.
        draws: Behind every interval.
        with_ppml: Also estimate by PPML on single cells, as one of the alternatives (seconds on large tables).
    """
    shared, wanted = _shared(engine, study, partners, draws=draws, with_ppml=with_ppml)
    corridors = shared.corridors
    made, left_out = _estimates(shared, wanted)
    left_out += _missing(partners or (), wanted, corridors)
    return EstimateSheet(
        destination_iso=study.destination_iso,
        controls_list=study.controls_list,
        cutoff_on=study.cutoff_on.isoformat(),
        as_of_on=month_text(corridors.last_month) if len(corridors.cells) else "",
        currency_code=corridors.cells.currency_code,
        baseline_words=_baseline_words(study),
        lost_direct=None if shared.lost is None else amount(-shared.lost.total, -shared.lost.totals),
        total=_added([result for result, _ in made]),
        partners=tuple(sorted((each for _, each in made), key=lambda each: (-each.total.value, each.partner_iso))),
        left_out=tuple(left_out),
        guards=_guards(engine),
        caveats=CAVEATS,
    )


def _shared(
    engine: Engine, study: Study, partners: Sequence[str] | None, *, draws: int, with_ppml: bool
) -> tuple[Shared, tuple[str, ...]]:
    """Return what the partners share, and which partners are asked for and known."""
    corridors = Corridors.of(
        coalition_cells(engine, coalition_blocks(study), with_other_lists=False), unaffected_partners(study)
    )
    seen = _partners(corridors, study)
    wanted = seen if partners is None else tuple(iso for iso in seen if iso in partners)
    windows = study_windows(study, corridors.last_month)
    settings = Settings(
        windows,
        draws,
        other_figures(engine, corridors, study),
        ppml_totals(corridors, study, wanted, windows[HEADLINE]) if with_ppml else {},
    )
    onward = Choice(exporters=wanted or ("",), importers=(study.destination_iso,), roles=("listed",))
    lost = _lost(corridors, study, settings)
    return Shared(
        corridors, cells_of(engine, onward), settings, lost, _provenance(engine, study), never_stand_in(study)
    ), wanted


def _missing(asked: Sequence[str], known: Sequence[str], corridors: Corridors) -> list[LeftOut]:
    """Return those asked for who are no partners of this sheet, with the reason."""
    serves = "It serves for comparison, as a partner that was not affected."
    nothing = "No listed goods to it in the statistics of this case."
    missing = sorted(set(asked) - set(known))
    return [LeftOut(partner, serves if partner in corridors.controls else nothing) for partner in missing]


def _estimates(
    shared: Shared, partners: Sequence[str]
) -> tuple[list[tuple[Counterfactual, PartnerEstimate]], list[LeftOut]]:
    """Return each partner's counterfactual and estimate, and those without one."""
    made, left_out, windows = [], [], shared.settings.windows[HEADLINE]
    for partner in partners:
        found = partner_trade(shared.corridors, partner, windows)
        if isinstance(found, str):
            left_out.append(LeftOut(partner, found))
            continue
        result = counterfactual(found.trade, windows, draws=shared.settings.draws)
        if isinstance(result, str):
            left_out.append(LeftOut(partner, result))
            continue
        made.append((result, partner_estimate(shared, partner, found, result)))
    return made, left_out


def _added(results: Sequence[Counterfactual]) -> Amount | None:
    """Return the partners' totals added draw by draw: goods are drawn alike for all of them."""
    if not results:
        return None
    return amount(sum(each.total for each in results), np.sum([each.totals for each in results], axis=0))


def _partners(corridors: Corridors, study: Study) -> tuple[str, ...]:
    """Return who takes listed goods, without the destination and the unaffected."""
    cells = corridors.cells
    seen = {cells.importer_names[code] for code in np.unique(cells.importer[cells.is_listed]).tolist()}
    return tuple(sorted(seen - {study.destination_iso} - set(unaffected_partners(study))))


def _lost(corridors: Corridors, study: Study, settings: Settings) -> Counterfactual | None:
    """Return direct exports of listed goods against their own baseline; None without any, or where they did not fall."""
    direct = partner_trade(corridors, study.destination_iso, settings.windows[HEADLINE])
    if isinstance(direct, str):
        return None
    found = counterfactual(direct.trade, settings.windows[HEADLINE], "own_baseline", draws=settings.draws)
    return None if isinstance(found, str) or found.total >= 0 else as_fall(found)


def _provenance(engine: Engine, study: Study) -> dict[str, str]:
    """Return the weakest provenance of the listed goods' figures by importer."""
    told: dict[str, list[str]] = {}
    for row in rows_of(engine.run(_PROVENANCE, {"exporters": list(coalition_blocks(study)) or [""]})):
        told.setdefault(row["importer_iso"], []).append(row["provenance"])
    return {iso: worst(words) for iso, words in told.items()}


def _baseline_words(study: Study) -> str:
    words = f"mean month of {study.baseline.from_on:%Y-%m} to {study.baseline.to_on:%Y-%m}"
    if study.stockpiling is None:
        return words
    return f"{words}; {study.stockpiling.from_on:%Y-%m} to {study.stockpiling.to_on:%Y-%m} (stockpiling) count for neither side"


def _guards(engine: Engine) -> tuple[str, ...]:
    rows = rows_of(engine.run(_GUARDED))
    rescoped = [row["group_id"] for row in rows if row["is_rescoped"]]
    cut = [row["group_id"] for row in rows if row["is_cut"] and not row["is_rescoped"]]
    said = []
    if rescoped:
        said.append(f"Listed goods whose scope changed with an HS edition are left out: {', '.join(rescoped)}.")
    if cut:
        said.append(
            f"Listed goods whose code begins or ends with an HS edition in these figures are left out: {', '.join(cut)}."
        )
    return tuple(said)
