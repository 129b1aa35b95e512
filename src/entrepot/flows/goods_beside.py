"""Listed goods beside the other goods of the same corridor: those of the statistics, and all goods less these.

An extract may hold sanctioned goods alone, so that its unlisted goods are no placebo. Where a case also holds the published
totals of all goods, what is left of them without the extract's goods serves: it is under no restriction that the extract names.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from entrepot.flows.alternatives import HEADLINE
from entrepot.flows.cell_columns import Choice, Role, cells_of, totals_by_month
from entrepot.flows.cells import Cells, Flags
from entrepot.flows.corridor_trade import EU_BLOCK, coalition_blocks, union_members
from entrepot.flows.estimate_figures import coalition_cells
from entrepot.flows.partner_rises import PartnerRise, partner_rises
from entrepot.flows.period_comparison import Comparison, LogDid, compare, log_did, study_windows
from entrepot.settings import Study
from entrepot.store.engine import Engine, Row, rows_of
from entrepot.store.sql import statement_beside

_EVERY_ROLE: Final[tuple[Role, ...]] = ("listed", "placebo", "sibling", "other")
_Corridor = tuple[str, str]


@dataclass(frozen=True)
class Beside:
    """One corridor's rise, and all goods less those of the statistics by goods over the same months.

    `rest` and `difference` (log difference in differences of listed goods against that rest) are None where no totals of all
    goods are in the case, or do not reach the goods' sum.
    """

    rise: PartnerRise
    rest: Comparison | None
    difference: LogDid | None


def goods_beside(engine: Engine, study: Study) -> list[Beside]:
    """Return every corridor from the coalition with listed goods, the destination first, then by excess.

    Args:
        engine: Holds the tables of `corridor_cells.prepare_cells`.
        study: Destination, goods list, coalition, cut-off, baseline.
    """
    cells = coalition_cells(engine, coalition_blocks(study), with_other_lists=True)
    rises = partner_rises(cells, study)
    every = cells_of(engine, Choice(exporters=coalition_blocks(study) or ("",), roles=_EVERY_ROLE, with_rescoped=True))
    totals = _totals(engine, study, cells.currency_code)
    made = []
    for rise in rises:
        named = totals_by_month(every, _corridor(every, rise))
        listed = totals_by_month(cells, _corridor(cells, rise) & cells.is_listed)
        rest = _rest(totals.get((rise.exporter_iso, rise.importer_iso), {}), named)
        windows = study_windows(study, max(listed))[HEADLINE]
        made.append(
            Beside(rise, compare(rest, windows) if rest else None, log_did(listed, rest, windows) if rest else None)
        )
    return made


def _corridor(cells: Cells, rise: PartnerRise) -> Flags:
    return cells.importers((rise.importer_iso,)) & cells.exporters((rise.exporter_iso,))


def _rest(whole: Mapping[int, float], named: Mapping[int, float]) -> dict[int, float]:
    """Return all goods less those named, of months with both; nothing where a month's goods exceed all goods."""
    rest = {month: whole[month] - value for month, value in named.items() if month in whole}
    return rest if all(value >= 0 for value in rest.values()) else {}


def _totals(engine: Engine, study: Study, currency_code: str) -> dict[_Corridor, dict[int, float]]:
    """Return all goods by exporting block, importer and month; of the EU its own total, else months with all its reporters."""
    blocks, members = coalition_blocks(study), union_members(study)
    rows = rows_of(
        engine.run(
            statement_beside(__file__, "total"),
            {
                "currency_code": currency_code,
                "reporters": sorted({*blocks, *(members if EU_BLOCK in blocks else ())}) or [""],
                "as_of_on": study.as_of_on or date.max,
            },
        )
    )
    own = {row["partner_iso"] for row in rows if row["reporter_iso"] == EU_BLOCK}
    kept = [row for row in rows if not (row["partner_iso"] in own and row["reporter_iso"] in members)]
    whole = _whole_months([row for row in kept if row["reporter_iso"] in members])
    found: dict[_Corridor, dict[int, float]] = {}
    for row in kept:
        is_member, month = row["reporter_iso"] in members, row["month_index"]
        if not is_member or month in whole:
            months = found.setdefault((EU_BLOCK if is_member else row["reporter_iso"], row["partner_iso"]), {})
            months[month] = round(months.get(month, 0.0) + row["value"], 2)
    return found


def _whole_months(rows: Sequence[Row]) -> set[int]:
    """Return the months in which every reporter seen reports anything: one without trade with a partner has no row there."""
    reporters: dict[int, set[str]] = {}
    for row in rows:
        reporters.setdefault(row["month_index"], set()).add(row["reporter_iso"])
    every = set().union(*reporters.values())
    return {month for month, seen in reporters.items() if seen == every}
