"""The listed goods by tier: value before and after, ratio with interval, small bases, and codes an HS edition guards."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from entrepot.case.results import Results
from entrepot.codes.hs import description_of
from entrepot.flows.cell_columns import totals_by_month
from entrepot.flows.cells import Cells, Flags
from entrepot.flows.period_comparison import Comparison, Windows, compare, study_windows
from entrepot.report.flow_model import BASELINE, FlowBlock
from entrepot.settings import Study
from entrepot.store.sql import Statement

NO_TIER: Final = "none"
_REACHED: Final = 0.8  # of the baseline's months must be known, as in flows/partner_rises.py
_LISTED = Statement(
    "report/flow_goods/listed",
    "SELECT c.hs6, COALESCE(g.group_id, c.hs6) AS group_id, MIN(c.tier) AS tier, MIN(c.description) AS description, "
    "MIN(c.valid_from_on) AS valid_from_on FROM codes__controlled_good AS c "
    "LEFT JOIN codes__hs_group AS g ON g.hs6 = c.hs6 WHERE c.list_id = $controls_list "
    "GROUP BY c.hs6, COALESCE(g.group_id, c.hs6) ORDER BY c.hs6",
)


@dataclass(frozen=True)
class Side:
    """One side of a goods row: the comparison, or None with the reason why there is none."""

    found: Comparison | None
    why_not: str = ""


@dataclass(frozen=True)
class GoodsRow:
    """A goods group, or a whole tier (`codes` empty): to the destination, and to all other partners together.

    `guard` says why a group's ratio is not shown; empty where it is.
    """

    tier: str
    group_id: str
    codes: tuple[str, ...]
    description: str
    direct: Side
    others: Side
    guard: str = ""


@dataclass(frozen=True)
class GoodsTable:
    """Rows by tier, each tier's own row first; `absent` are codes of the list without a figure in these files."""

    rows: tuple[GoodsRow, ...]
    absent: tuple[str, ...]

    @property
    def guarded(self) -> tuple[GoodsRow, ...]:
        """The goods that an HS edition guards."""
        return tuple(row for row in self.rows if row.guard)


@dataclass(frozen=True)
class _Listed:
    tier: str
    codes: tuple[str, ...]
    description: str


def goods_table(results: Results, block: FlowBlock) -> GoodsTable:
    """Return the block's listed goods by tier, in the order of the tiers and of the codes."""
    study = results.config.study
    listed = _listed(results, study)
    cells = block.cells
    met = {cells.group_names[code] for code in np.unique(cells.group).tolist()}
    groups = sorted((name for name in met if name in listed), key=lambda name: (listed[name].tier, name))
    rows: list[GoodsRow] = []
    for tier in dict.fromkeys(listed[name].tier for name in groups):
        inside = [name for name in groups if listed[name].tier == tier]
        whole = [name for name in inside if name not in block.guarded]
        if whole:
            rows.append(GoodsRow(tier, "", (), "", *_sides(cells, whole, study)))
        rows += [_row(cells, name, listed[name], block.guarded.get(name, ""), study) for name in inside]
    absent = [code for name, goods in sorted(listed.items()) if name not in met for code in goods.codes]
    return GoodsTable(tuple(rows), tuple(sorted(absent)))


def _listed(results: Results, study: Study) -> Mapping[str, _Listed]:
    found: dict[str, _Listed] = {}
    for row in results.rows(_LISTED, {"controls_list": study.controls_list}):
        said = row["description"] or description_of(row["hs6"]) or ""
        known = found.get(row["group_id"])
        tier = row["tier"] or NO_TIER
        if known is None:
            found[row["group_id"]] = _Listed(tier, (row["hs6"],), said)
        else:
            codes = (*known.codes, row["hs6"])
            found[row["group_id"]] = _Listed(min(known.tier, tier), codes, f"{known.description}; {said}")
    return found


def _row(cells: Cells, name: str, listed: _Listed, guard: str, study: Study) -> GoodsRow:
    if guard:
        shown = Side(None, guard)
        return GoodsRow(listed.tier, name, listed.codes, listed.description, shown, shown, guard)
    return GoodsRow(listed.tier, name, listed.codes, listed.description, *_sides(cells, [name], study))


def _sides(cells: Cells, groups: Sequence[str], study: Study) -> tuple[Side, Side]:
    """Return the comparison of direct exports and of those to all others."""
    is_wanted = np.array([name in groups for name in cells.group_names], dtype=np.bool_)
    here = is_wanted[cells.group]
    direct = cells.importers((study.destination_iso,))
    windows = study_windows(study, int(cells.month.max()))[BASELINE]
    whole = _whole_months(cells, here & ~direct)
    return _side(cells, here & direct, windows), _side(cells, here & ~direct & whole, windows)


def _whole_months(cells: Cells, here: Flags) -> Flags:
    """Return for each row whether its month is known of as many partners as most months are.

    Where the exporter is silent, a few partners' own figures remain: a sum of those would fall with who has reported.
    """
    pairs = np.unique(np.column_stack([cells.month[here], cells.importer[here]]), axis=0)
    months, partners = np.unique(pairs[:, 0], return_counts=True)
    if not len(months):
        return here
    counts, times = np.unique(partners, return_counts=True)
    usual = int(counts[len(times) - 1 - int(np.argmax(times[::-1]))])  # the larger of two that are as frequent
    whole: Flags = np.isin(cells.month, months[partners >= usual])
    return whole


def _side(cells: Cells, here: Flags, windows: Windows) -> Side:
    months = totals_by_month(cells, here)
    if not any(months.values()):
        return Side(None, "no trade in the files")
    if sum(windows.in_baseline(month) for month in months) < _REACHED * windows.baseline_length:
        return Side(None, "the figures do not reach the baseline")
    found = compare(months, windows)
    return Side(found, "" if found is not None else "no figures since the cut-off")


def listing_days(results: Results) -> list[tuple[date, int]]:
    """Return the days on which the study's goods list took up codes, and how many."""
    study = results.config.study
    days = [row["valid_from_on"] for row in results.rows(_LISTED, {"controls_list": study.controls_list})]
    return [(day, days.count(day)) for day in sorted(set(days))]
