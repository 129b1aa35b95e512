"""The same corridors by other figures or another estimator, for the alternatives of the estimate sheet."""

from collections.abc import Sequence

import numpy as np

from entrepot.flows.cell_columns import Choice, cells_of
from entrepot.flows.cell_sides import sides_of
from entrepot.flows.cells import Cells
from entrepot.flows.corridor_trade import Corridors, coalition_blocks
from entrepot.flows.estimate import Amount, rounded
from entrepot.flows.fit import NotApplicable
from entrepot.flows.months import month_index
from entrepot.flows.period_comparison import Windows
from entrepot.flows.triple_difference import attributed, triple_difference
from entrepot.settings import Study
from entrepot.store.engine import Engine


def ppml_totals(
    corridors: Corridors, study: Study, partners: Sequence[str], windows: Windows
) -> dict[str, Amount | str]:
    """Return the PPML triple difference's total by partner, each an arm of its own, the destination too; or why there is none."""
    cells = corridors.cells
    if not corridors.controls:
        return dict.fromkeys(partners, "No unaffected partner in the data.")
    months = np.unique(cells.month).tolist()
    asked = [month for month in months if windows.in_baseline(month) or windows.in_period(month)]
    members = (*partners, study.destination_iso)
    chosen = cells.where(np.isin(cells.month, asked) & cells.importers((*members, *corridors.controls)))
    arms = {iso: (iso,) for iso in members}
    post = month_index(study.cutoff_on) + 1
    result = triple_difference(chosen, arms, post)
    if isinstance(result, NotApplicable):
        return dict.fromkeys(partners, result.reason)
    found: dict[str, Amount | str] = dict.fromkeys(partners, "The effect cannot be told from others.")
    for iso in sorted({effect.arm for effect in result.effects} & set(partners)):
        months_found = attributed(chosen, arms, post, result, iso)
        found[iso] = Amount(*(rounded(sum(month[place] for month in months_found)) for place in (1, 2, 3)))
    return found


def coalition_cells(engine: Engine, blocks: Sequence[str], *, with_other_lists: bool) -> Cells:
    """Return what the coalition exports to partners outside it."""
    cells = cells_of(engine, Choice(exporters=tuple(blocks) or ("",), with_other_lists=with_other_lists))
    return cells.where(~cells.importers(tuple(blocks)))


def other_figures(engine: Engine, corridors: Corridors, study: Study) -> dict[str, tuple[str, Corridors | str]]:
    """Return the corridors under other figures by name, with the words for each; a reason where nothing would change."""
    sides = sides_of(engine, corridors.cells)
    more = coalition_cells(engine, coalition_blocks(study), with_other_lists=True)
    unused = "No importer's figure is used in the headline."
    has_mirror = bool((sides.is_mirror & (sides.importer != sides.importer_fob)).any())
    told = sides.mirrored()

    def of(cells: Cells) -> Corridors:
        return Corridors.of(cells, corridors.controls)

    return {
        "freight_0": (
            "no freight and insurance in importers' values",
            of(sides.with_freight(0.0)) if has_mirror else unused,
        ),
        "freight_10": (
            "freight and insurance of 10 % in importers' values",
            of(sides.with_freight(0.10)) if has_mirror else unused,
        ),
        "importers_figures": (
            "the importers' figures instead of the exporters'",
            of(told) if len(told) else "No importer reports.",
        ),
        "controls_on_other_lists": (
            "unlisted goods that stand on another goods list count for comparison too",
            of(more) if len(more) > len(corridors.cells) else "No unlisted goods stand on another list.",
        ),
    }
