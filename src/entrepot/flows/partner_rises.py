"""Per corridor: listed goods since the cut-off against each baseline, unlisted goods beside them, and the month of the break."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from entrepot.flows.breaks import Break, break_of
from entrepot.flows.cell_columns import totals_by_month
from entrepot.flows.cells import Cells, Flags
from entrepot.flows.fit import NotApplicable
from entrepot.flows.period_comparison import Comparison, LogDid, compare, log_did, study_windows
from entrepot.settings import Study

# [P] A baseline goes by its name only where the figures reach most of its months: 2020 and 2021 are no 2017 to 2021.
_REACHED: Final = 0.8


@dataclass(frozen=True)
class PartnerRise:
    """One exporter's trade with one importer, by the names of the baselines (period_comparison.study_windows).

    `listed` and `unlisted` hold the baselines of which the figures reach four months in five; `difference` the log
    difference in differences of the two, where both were traded. `since` is when the listed goods' series broke, or why
    that cannot be said.
    """

    exporter_iso: str
    importer_iso: str
    currency_code: str
    listed: Mapping[str, Comparison]
    unlisted: Mapping[str, Comparison]
    difference: Mapping[str, LogDid]
    since: Break | NotApplicable


def partner_rises(cells: Cells, study: Study, *, draws: int = 999) -> list[PartnerRise]:
    """Return every corridor of the cells with trade in listed goods, the destination first, then by what is in excess.

    A corridor is one exporter's with one importer: sums over exporters would rise and fall with who has reported.

    Args:
        cells: Of which goods, `cells_of` was asked; unlisted ones serve for comparison.
        study: Its cut-off, baseline, stockpiling and destination.
        draws: Of the break's interval and p-value.
    """
    corridors = np.unique(np.column_stack([cells.exporter, cells.importer])[cells.is_listed], axis=0)
    rises = []
    for exporter, importer in corridors.tolist():
        here = (cells.exporter == exporter) & (cells.importer == importer)
        names = cells.exporter_names[exporter], cells.importer_names[importer]
        rises.append(_rise(cells, here, study, names, draws))
    return sorted(rises, key=lambda rise: (rise.importer_iso != study.destination_iso, -_excess(rise), _names(rise)))


def _rise(cells: Cells, here: Flags, study: Study, names: tuple[str, str], draws: int) -> PartnerRise:
    listed = totals_by_month(cells, here & cells.is_listed)
    unlisted = totals_by_month(cells, here & ~cells.is_listed)
    windows = {
        name: window
        for name, window in study_windows(study, max(listed)).items()
        if sum(window.in_baseline(month) for month in listed) >= _REACHED * window.baseline_length
    }
    found = {name: compare(listed, window) for name, window in windows.items()}
    others = {name: compare(unlisted, window) for name, window in windows.items()}
    apart = {name: log_did(listed, unlisted, window) for name, window in windows.items()}
    return PartnerRise(
        *names,
        cells.currency_code,
        {name: each for name, each in found.items() if each is not None},
        {name: each for name, each in others.items() if each is not None},
        {name: each for name, each in apart.items() if each is not None},
        break_of(list(listed), list(listed.values()), draws=draws),
    )


def _excess(rise: PartnerRise) -> float:
    first = rise.listed.get("mean_month")
    return 0.0 if first is None else first.excess


def _names(rise: PartnerRise) -> tuple[str, str]:
    return rise.exporter_iso, rise.importer_iso
