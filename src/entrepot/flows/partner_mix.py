"""A partner of the estimate sheet against a mix of others: synthetic control over the headline's exporters and months."""

from collections.abc import Sequence
from typing import Final

import numpy as np

from entrepot.codes.territories import name_of
from entrepot.flows.corridor_trade import Corridors, PartnerTrade
from entrepot.flows.fit import NotApplicable
from entrepot.flows.period_comparison import Windows
from entrepot.flows.synthetic_control import SyntheticControl, listed_by_month, synthetic_control

_NAMED: Final = 3  # partners of a mix that are named in words; all stand in its weights


def partner_mix(
    corridors: Corridors, partner: str, found: PartnerTrade, windows: Windows, without: Sequence[str]
) -> SyntheticControl | NotApplicable:
    """Return a partner's synthetic control over the months and exporters that its headline counts, or why there is none.

    The months are those of baseline and period alone: months of stockpiling count for neither side. A partner of which one
    of the exporters lacks a month cannot stand in.

    Args:
        corridors: Cells of the coalition's exports with what is known of each corridor.
        partner: The partner asked of.
        found: Its trade, with the exporters that count.
        windows: The headline's baseline and period.
        without: Partners that may not stand in.
    """
    months = [month for month in found.trade.months.tolist() if windows.in_baseline(month) or windows.in_period(month)]
    cells = corridors.cells
    exporters = [cells.exporter_names.index(name) for name in found.exporters]
    kept = cells.is_listed & np.isin(cells.exporter, exporters) & np.isin(cells.month, months)
    known = {}
    for name, series in listed_by_month(cells.where(kept)).items():
        whole = _whole(corridors, name, found.exporters)
        known[name] = {month: value for month, value in series.items() if month in whole}
    return synthetic_control(known, partner, windows.period[0], without=without)


def mix_words(mix: SyntheticControl) -> str:
    """Return what a mix holds, how well it follows the partner before, and where the partner stands among placebos."""
    largest = [f"{name_of(iso) or iso} {weight:.0%}" for iso, weight in list(mix.weights.items())[:_NAMED]]
    more = len(mix.weights) - len(largest)
    held = ", ".join(largest) + (f" and {more} more" if more > 0 else "")
    return (
        f"synthetic control: a mix of partners not named as ways round ({held}), which misses it by "
        f"{mix.own.error_before:.0%} of a mean month before; p {mix.p_value:.3f} by rank among {len(mix.placebos)} placebos"
    )


def _whole(corridors: Corridors, importer: str, exporters: Sequence[str]) -> frozenset[int]:
    """Return the months in which every exporter that trades with an importer is known."""
    known = [corridors.known[exporter, importer] for exporter in exporters if (exporter, importer) in corridors.known]
    return frozenset.intersection(*known) if known else frozenset()
