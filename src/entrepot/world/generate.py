"""Makes a world: firms, schemes, a month of trade after another, registers, statistics, truth."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow.parquet as pq

from entrepot.errors import EntrepotError
from entrepot.world import declared, statistics
from entrepot.world.block import Block, joined
from entrepot.world.channels import channels_of, levels, rows_a_month
from entrepot.world.crossing import plan_transit
from entrepot.world.declared import Scribe
from entrepot.world.details import Details
from entrepot.world.draft import Draft
from entrepot.world.drawn import Market
from entrepot.world.entities import PlannedLine
from entrepot.world.figures import COMPRESSION
from entrepot.world.firms import populate
from entrepot.world.histories import tell_histories
from entrepot.world.mirrored import mirror_rows
from entrepot.world.planned import Planner
from entrepot.world.population import day_number, population_of, shelf_of
from entrepot.world.registers import defence_customers, list_firms, staff
from entrepot.world.relations import relations_of
from entrepot.world.schemes import plant_all
from entrepot.world.seen import keep_seen_lines
from entrepot.world.settings import WorldSettings
from entrepot.world.slips import with_slips
from entrepot.world.statistics import Statistics
from entrepot.world.truth import TruthWriter
from entrepot.world.write import write_registers

CHUNK = 250_000  # rows held at a time
DECLARATIONS, STATISTICS, TRUTH = "declarations.parquet", "statistics.parquet", "truth"
_MOST_PLANNED = 0.5  # of all rows
Floats = npt.NDArray[np.float64]
Progress = Callable[[str, int, int], None]  # what, done, of how many


@dataclass(frozen=True)
class WorldFiles:
    """What was written: `files` in the order to add them to a case, and the folder of the truth."""

    files: tuple[Path, ...]
    truth: Path
    line_count: int
    firm_count: int
    scheme_count: int
    look_alike_count: int


def drafted(settings: WorldSettings) -> tuple[Draft, dict[str, date]]:
    """Return the draft with background, schemes and look-alikes, and the days that background firms were listed on."""
    draft = Draft(settings)
    populate(draft)
    staff(draft)
    listed = list_firms(draft)
    defence_customers(draft)
    tell_histories(draft, listed)
    draft.seal_background()
    plan_transit(draft)
    plant_all(draft)
    keep_seen_lines(draft)
    return draft, listed


def generate(
    folder: Path, settings: WorldSettings, *, truth: Path | None = None, on_progress: Progress = lambda *_: None
) -> WorldFiles:
    """Write the files of a world into `folder` and the truth into `truth`; both are made where they do not exist.

    The same settings give the same bytes.

    Args:
        folder: Where the files go; files of these names are replaced.
        settings: What is asked for.
        truth: Where the truth goes; None: `folder/truth`.
        on_progress: Called with what is done, how much of it, of how much.

    Raises:
        EntrepotError: The schemes alone would take more than half of the rows.
    """
    folder.mkdir(parents=True, exist_ok=True)
    on_progress("inventing firms", 0, 1)
    draft, listed = drafted(settings)
    truth = truth or folder / TRUTH
    trade = _Trade(folder, truth, draft, listed)
    trade.write(on_progress)
    on_progress("writing registers", 0, 1)
    files = write_registers(folder, draft, draft.rng("facts"), trade.yearly_usd)
    files.append(folder / DECLARATIONS)
    if "statistics" not in settings.without:
        on_progress("writing statistics", 0, 1)
        files.append(trade.write_statistics())
    trade.truth.write(trade.yearly_usd.sum(axis=1) / (draft.calendar.month_count / 12))
    schemes = draft.records.schemes
    look_alikes = sum(scheme.is_look_alike for scheme in schemes)
    firm_count = sum(firm.kind == "company" for firm in draft.firms)
    return WorldFiles(tuple(files), truth, trade.truth.line_count, firm_count, len(schemes) - look_alikes, look_alikes)


class _Trade:
    """Draws and writes the lines month by month, keeping sums for registers and statistics."""

    def __init__(self, folder: Path, truth: Path, draft: Draft, listed: dict[str, date]) -> None:
        self._folder, self._draft = folder, draft
        settings = draft.settings
        self._people = population_of(draft.rng("population"), draft, listed)
        coalition = frozenset(iso for iso, country in draft.countries.items() if country.is_coalition)
        channels = channels_of(settings)
        shelf = shelf_of(draft.catalogue, coalition)
        relations = relations_of(draft.rng("relations"), draft, self._people, shelf=shelf, channels=channels)
        table = levels(channels, settings)
        details = Details(draft.rng("details"), draft, self._people)
        self._market = Market(draft, self._people, relations, channels, table, details)
        self._planner = Planner(draft, self._people, details)
        self._scribe = Scribe(draft.rng("spellings"), draft, self._people)
        self._statistics = Statistics(draft, self._people, draft.rng("statistics"))
        self.yearly_usd: Floats = np.zeros((len(draft.firms), -(-draft.calendar.month_count // 12)))
        self.truth = TruthWriter(truth, draft)
        self._planned: dict[int, list[PlannedLine]] = defaultdict(list)
        for line in draft.records.lines:
            self._planned[draft.calendar.month_of(line.day)].append(line)
        planned = len(draft.records.lines) + sum(self._planner.is_mirrorable(line) for line in draft.records.lines)
        if planned > settings.rows * _MOST_PLANNED:
            raise EntrepotError(
                "The schemes and look-alikes leave no room for honest trade",
                where=f"{planned:,} planned rows of {settings.rows:,}",
                next_step="Ask for more rows or a lower scheme rate.",
            )
        self._counts = rows_a_month(draft.rng("months"), table, settings.rows - planned)

    def write(self, on_progress: Progress) -> None:
        """Write the declarations and the truth of each line."""
        done, rows = 0, self._draft.settings.rows
        with pq.ParquetWriter(self._folder / DECLARATIONS, declared.SCHEMA, **COMPRESSION) as writer:
            try:
                for name, block in self._blocks():
                    rng = self._draft.rng(f"words/{name}")
                    both = joined([block, mirror_rows(rng, block, self._people, self._draft.calendar)])
                    self._add_up(block)
                    written = with_slips(self._draft.rng(f"slips/{name}"), self._scribe.written(rng, both))
                    writer.write_table(written.table, row_group_size=CHUNK)
                    self.truth.add(written)
                    done += written.table.num_rows
                    on_progress("declaring", done, rows)
            finally:
                self.truth.close()

    def _blocks(self) -> Iterator[tuple[str, Block]]:
        """Yield the lines of each month in pieces; planned lines come with the first piece."""
        for month in range(self._draft.calendar.month_count):
            rows, piece = int(self._counts[month]), 0
            planned = self._planned.get(month, [])
            pieces = max(1, -(-rows // (CHUNK - min(2 * len(planned), CHUNK // 2))))
            for piece in range(pieces):
                own = rows // pieces + (piece < rows % pieces)
                blocks = [self._market.month(self._draft.rng(f"lines/{month}/{piece}"), month, own)] if own else []
                if planned and piece == 0:
                    blocks.append(self._planner.block(self._draft.rng(f"planned/{month}"), planned))
                if blocks:
                    yield f"{month}/{piece}", joined(blocks)

    def _add_up(self, block: Block) -> None:
        self._statistics.flows.add(block)
        value = block.quantity * block.price_usd
        year = (block.day - day_number(self._draft.calendar.first_on)) // 366
        for firm in (block.importer, block.exporter):
            known = firm >= 0
            place = firm[known] * self.yearly_usd.shape[1] + year[known]
            self.yearly_usd += np.bincount(place, value[known], self.yearly_usd.size).reshape(self.yearly_usd.shape)

    def write_statistics(self) -> Path:
        """Write the mirror statistics."""
        path = self._folder / STATISTICS
        with pq.ParquetWriter(path, statistics.SCHEMA, **COMPRESSION) as writer:
            for table in self._statistics.rows():
                if table.num_rows:
                    writer.write_table(table)
        return path
