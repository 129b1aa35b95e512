"""One partner's trade with the coalition, and that of unaffected partners, over exporters and months that all of them have."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from entrepot.codes.country_sets import memberships
from entrepot.flows.cells import Cells, Flags, Floats
from entrepot.flows.counterfactual import Trade
from entrepot.flows.period_comparison import Windows
from entrepot.settings import Study

# [P] An exporter counts with a partner where its figures reach most months of the baseline and of the period.
REACHED: Final = 0.8
EU_BLOCK: Final = "EU"
# Countries that agencies or studies name as ways round: never among the unaffected partners.
_NAMED_AS_WAYS: Final = ("bis_chpl_diversion", "cbs_risk", "cca3", "eeu_plus", "wsj5")
_CONTROL_SET: Final = "probe_controls"
_TRANSSHIPMENT_SET: Final = "fincen_transship"
# Exports there moved for their own reasons: like sanctions (Council Regulation (EU) 2022/355), most dispatches (methods 2, 2023).
_MOVED_THEMSELVES: Final = ("BY", "CN", "HK")


def coalition_blocks(study: Study) -> tuple[str, ...]:
    """Return the coalition as the cells name it: EU members on the study's cut-off as one block, sorted."""
    union = union_members(study)
    return tuple(sorted({EU_BLOCK if iso in union else iso for iso in _members(study.coalition_set, study)}))


def union_members(study: Study) -> frozenset[str]:
    """Return the members of the EU on the study's cut-off."""
    return frozenset(_members("eu27", study))


def unaffected_partners(study: Study) -> tuple[str, ...]:
    """Return the partners that serve for comparison: the set probe_controls without those named as ways round, sorted."""
    taken = named_as_ways(study) | _members(study.coalition_set, study) | {study.destination_iso}
    return tuple(sorted(_members(_CONTROL_SET, study) - taken))


def named_as_ways(study: Study) -> frozenset[str]:
    """Return the countries that agencies or studies name as ways round, on the study's cut-off."""
    return frozenset(iso for set_id in _NAMED_AS_WAYS for iso in _members(set_id, study))


def never_stand_in(study: Study) -> tuple[str, ...]:
    """Return who stands in for no other partner, sorted: the destination, those named as ways, those the event moved."""
    named = named_as_ways(study) | (_members(_TRANSSHIPMENT_SET, study) - set(unaffected_partners(study)))
    return tuple(sorted(named | {*_MOVED_THEMSELVES, study.destination_iso}))


def _members(set_id: str, study: Study) -> set[str]:
    return {
        each.country_iso
        for each in memberships()
        if each.set_id == set_id and (each.valid_to_on is None or each.valid_to_on >= study.cutoff_on)
    }


@dataclass(frozen=True)
class Corridors:
    """Cells with what each corridor covers: `known` holds the months of each (exporter, importer) by name."""

    cells: Cells
    known: Mapping[tuple[str, str], frozenset[int]]
    controls: tuple[str, ...]

    @classmethod
    def of(cls, cells: Cells, controls: Iterable[str]) -> "Corridors":
        """Return the corridors of cells; controls that do not occur are passed over."""
        known: dict[tuple[str, str], set[int]] = {}
        rows = np.unique(np.column_stack([cells.exporter, cells.importer, cells.month]), axis=0)
        for exporter, importer, month in rows.tolist():
            known.setdefault((cells.exporter_names[exporter], cells.importer_names[importer]), set()).add(month)
        seen = {importer for _, importer in known}
        frozen = {pair: frozenset(months) for pair, months in known.items()}
        return cls(cells, frozen, tuple(sorted(set(controls) & seen)))

    @property
    def last_month(self) -> int:
        """The newest month of any corridor; 0 without cells."""
        return int(self.cells.month.max(initial=0))

    def is_listed(self) -> Flags:
        """Return for each goods group of the cells whether it is listed in any month."""
        ever = np.zeros(len(self.cells.group_names), dtype=np.bool_)
        ever[self.cells.group[self.cells.is_listed]] = True
        return ever


@dataclass(frozen=True)
class PartnerTrade:
    """A partner's trade, with the exporters and the unaffected partners that it is summed over."""

    trade: Trade
    exporters: tuple[str, ...]
    controls: tuple[str, ...]


def partner_trade(corridors: Corridors, partner: str, windows: Windows) -> PartnerTrade | str:
    """Return a partner's trade over the months that all its exporters have, or why there is none.

    Exporters and unaffected partners whose figures reach fewer than REACHED of the baseline's or the period's months are
    left out: a sum over exporters must not rise with who has begun to report.
    """
    everything = set().union(*corridors.known.values()) if corridors.known else set()
    wanted = [
        {month for month in everything if windows.in_baseline(month)},
        {month for month in everything if windows.in_period(month)},
    ]
    exporters = [e for (e, i) in sorted(corridors.known) if i == partner and _reaches(corridors, (e, i), wanted)]
    if not exporters:
        return "No exporter of the coalition has figures of this partner for most months before and since the cut-off."
    own = [(exporter, partner) for exporter in exporters]
    others = [
        (exporter, control)
        for control in corridors.controls
        for exporter in exporters
        if control != partner and _reaches(corridors, (exporter, control), wanted)
    ]
    months = sorted(frozenset.intersection(*(corridors.known[pair] for pair in [*own, *others])))
    controls = tuple(sorted({control for _, control in others}))
    apart = tuple(
        _summed(corridors.cells, [pair for pair in others if pair[1] == control], months) for control in controls
    )
    summed = _summed(corridors.cells, own, months)
    trade = Trade(
        summed,
        np.sum(apart, axis=0) if apart else np.zeros_like(summed),
        corridors.is_listed(),
        np.array(months, dtype=np.int64),
        apart,
    )
    return PartnerTrade(trade, tuple(exporters), controls)


def _reaches(corridors: Corridors, pair: tuple[str, str], wanted: Sequence[set[int]]) -> bool:
    known = corridors.known.get(pair, frozenset())
    return all(bool(months) and len(known & months) >= REACHED * len(months) for months in wanted)


def _summed(cells: Cells, pairs: Sequence[tuple[str, str]], months: Sequence[int]) -> Floats:
    """Return values by goods group and month, summed over corridors."""
    shape = (len(cells.group_names), len(months))
    if not pairs or not months:
        return np.zeros(shape)
    width = len(cells.importer_names)
    exporters = {name: code for code, name in enumerate(cells.exporter_names)}
    importers = {name: code for code, name in enumerate(cells.importer_names)}
    codes = [exporters[exporter] * width + importers[importer] for exporter, importer in pairs]
    rows = np.isin(cells.exporter * width + cells.importer, codes) & np.isin(cells.month, months)
    place = cells.group[rows] * len(months) + np.searchsorted(np.array(months), cells.month[rows])
    return (
        np.bincount(place, weights=cells.value[rows], minlength=shape[0] * shape[1]).reshape(shape).astype(np.float64)
    )
