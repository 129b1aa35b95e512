"""Which exporters and partners are drawn, and their months: read from the cells of flows/corridor_cells.py."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from entrepot.case.results import Results
from entrepot.flows.cell_columns import Choice, cells_of, totals_by_month
from entrepot.flows.cells import Cells, Flags
from entrepot.flows.corridor_cells import prepare_cells
from entrepot.flows.months import month_index, month_start
from entrepot.flows.partner_rises import PartnerRise, partner_rises
from entrepot.flows.period_comparison import Windows, study_windows
from entrepot.report.flow_model import BASELINE, Basis, Corridor, FlowBlock, FlowMonth, OtherPartners, block_name
from entrepot.settings import Study
from entrepot.store.engine import Row, Value
from entrepot.store.sql import Statement, statement_beside

MOST_BLOCKS: Final = 3  # [P] exporters with a section of their own; those with most to lose come first
MOST_PARTNERS: Final = 17  # [P] drawn beside the destination; the others are added up in one line
_PROVENANCES: Final = ("observed", "reported", "reconstructed", "synthetic")  # by the statement's `weakness`
_GROUPS = Statement(
    "report/flow_corridors/groups",
    "SELECT group_id, is_rescoped, is_cut FROM flows__goods_group WHERE goods_role = 'listed' ORDER BY group_id",
)


@dataclass(frozen=True)
class _Known:
    """What every block reads: cells of listed goods, how months are known, and guards by goods group."""

    cells: Cells
    is_plain: Flags
    ways: Mapping[tuple[str, str], Mapping[int, Row]]
    guarded: Mapping[str, str]
    coalition: frozenset[str]


def flow_blocks(results: Results) -> tuple[FlowBlock, ...]:
    """Return the coalition's exporters with trade in listed goods, those with the largest direct exports first.

    Makes the tables of `prepare_cells` on the case's engine. Empty where the case has no monthly six-digit statistics.
    """
    study = results.config.study
    prepare_cells(results.engine, study)
    cells = cells_of(results.engine, Choice(roles=("listed",), with_rescoped=True))
    if not len(cells):
        return ()
    known = _known(results, cells)
    blocks = [name for name in cells.exporter_names if name in known.coalition and name != study.destination_iso]
    ranked = sorted(blocks, key=lambda name: (-_direct(known, name, study), name))
    made = (_block(results, known, name, study) for name in ranked[:MOST_BLOCKS])
    return tuple(block for block in made if block.corridors)


def _known(results: Results, cells: Cells) -> _Known:
    study = results.config.study
    guarded: dict[str, str] = {}
    for row in results.rows(_GROUPS):
        if row["is_cut"]:
            guarded[row["group_id"]] = "no figures under one of the HS editions"
        elif row["is_rescoped"]:
            guarded[row["group_id"]] = "changed in scope with HS2022"
    ways: dict[tuple[str, str], dict[int, Row]] = {}
    for row in results.rows(statement_beside(__file__)):
        ways.setdefault((row["exporter_iso"], row["importer_iso"]), {})[int(row["month_index"])] = row
    parameters: dict[str, Value] = {"coalition_set": study.coalition_set, "cutoff_on": study.cutoff_on}
    members = results.rows(statement_beside(__file__, "scope"), parameters)
    coalition = {row["country_iso"] for row in members} | ({"EU"} if any(row["is_eu"] for row in members) else set())
    is_guarded = np.array([name in guarded for name in cells.group_names], dtype=np.bool_)
    return _Known(cells, ~is_guarded[cells.group], ways, guarded, frozenset(coalition))


def _of(cells: Cells, exporter: str) -> Flags:
    here: Flags = cells.exporter == cells.exporter_names.index(exporter)
    return here


def _direct(known: _Known, exporter: str, study: Study) -> float:
    """Return the exporter's sales to the destination before the cut-off, or to anybody where it had none, as a small part."""
    before = _of(known.cells, exporter) & known.is_plain & (known.cells.month < month_index(study.cutoff_on))
    direct = before & known.cells.importers((study.destination_iso,))
    return float(known.cells.value[direct].sum()) + float(known.cells.value[before].sum()) * 1e-12


def _block(results: Results, known: _Known, exporter: str, study: Study) -> FlowBlock:
    cells = known.cells
    outside = ~cells.importers(tuple(known.coalition - {study.destination_iso}))
    here = _of(cells, exporter) & outside
    plain = cells.where(here & known.is_plain)
    excess = _excess_by_partner(plain, study)
    ranked = sorted((name for name in excess if name != study.destination_iso), key=lambda n: (-excess[n], n))
    # The largest rises, and the largest falls too where there is room: a picture of rises alone would mislead.
    shown = ranked if len(ranked) <= MOST_PARTNERS else [*ranked[: MOST_PARTNERS - 3], *ranked[-3:]]
    left = [name for name in ranked if name not in shown]
    drawn = plain.where(plain.importers((study.destination_iso, *shown)))
    corridors = tuple(_corridor(known, rise, study) for rise in partner_rises(drawn, study)) if len(drawn) else ()
    names = [corridor.importer_iso for corridor in corridors]
    parameters: dict[str, Value] = {"exporter_iso": exporter, "importers": names or [""]}
    return FlowBlock(
        exporter_iso=exporter,
        exporter_name=block_name(exporter),
        currency=cells.currency_code,
        corridors=corridors,
        others=_others([excess[name] for name in left]),
        cells=cells.where(here),
        guarded=known.guarded,
        rows=tuple(results.rows(statement_beside(__file__, "rows"), parameters)),
    )


def _others(excess: Sequence[float]) -> OtherPartners:
    gained, fell = sum(each for each in excess if each > 0), sum(each for each in excess if each < 0)
    return OtherPartners(len(excess), round(gained, 2), round(fell, 2))


def _excess_by_partner(cells: Cells, study: Study) -> dict[str, float]:
    """Return by importer what the months since the cut-off hold above the baseline's mean month; zero without either."""
    if not len(cells):
        return {}
    windows = study_windows(study, int(cells.month.max()))[BASELINE]
    found = {}
    for code in np.unique(cells.importer).tolist():
        months = totals_by_month(cells, cells.importer == code)
        found[cells.importer_names[code]] = _excess(months, windows)
    return found


def _excess(months: Mapping[int, float], windows: Windows) -> float:
    before = [value for month, value in months.items() if windows.in_baseline(month)]
    after = [value for month, value in months.items() if windows.in_period(month)]
    return sum(after) - len(after) * sum(before) / len(before) if before and after else 0.0


def _corridor(known: _Known, rise: PartnerRise, study: Study) -> Corridor:
    cells = known.cells
    place = cells.exporter_names.index(rise.exporter_iso), cells.importer_names.index(rise.importer_iso)
    here = (cells.exporter == place[0]) & (cells.importer == place[1]) & known.is_plain
    values = totals_by_month(cells, here)
    ways = known.ways.get((rise.exporter_iso, rise.importer_iso), {})
    weakest = max((int(way["weakness"]) for way in ways.values()), default=0)
    every = range(int(cells.month.min()), int(cells.month.max()) + 1)
    return Corridor(
        exporter_iso=rise.exporter_iso,
        importer_iso=rise.importer_iso,
        importer_name=block_name(rise.importer_iso),
        is_destination=rise.importer_iso == study.destination_iso,
        months=tuple(_month(index, values.get(index), ways.get(index), weakest) for index in every),
        rise=rise,
    )


def _month(index: int, value: float | None, way: Row | None, weakest: int) -> FlowMonth:
    """Return a month; a zero, which no row states, is as well known as the weakest of the corridor's rows."""
    mirrored = float(way["mirror_value"] or 0.0) if way is not None else 0.0
    is_mirror = way is not None and way["mirror_count"] and not (value and mirrored * 2 < value)
    basis: Basis = "none" if value is None else "mirror" if is_mirror else "exporter"
    withheld = 0 if way is None else int(way["withheld_count"])
    provenance = _PROVENANCES[weakest if way is None else int(way["weakness"])]
    return FlowMonth(month_start(index), value, basis, mirrored, withheld, provenance)
