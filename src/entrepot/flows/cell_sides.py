"""The same cells by another side's figures: the importer's instead of the exporter's, or another rate of freight."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from entrepot.flows.cells import Cells, Flags, Floats
from entrepot.store.engine import Engine
from entrepot.store.sql import statement_beside


@dataclass(frozen=True)
class Sides:
    """Per row of some cells: what the importer says, as reported and without freight (not-a-number where it is silent).

    `is_mirror` marks rows whose value is the importer's because the exporter is silent.
    """

    cells: Cells
    importer: Floats
    importer_fob: Floats
    is_mirror: Flags

    def with_freight(self, cif_over_fob: float) -> Cells:
        """Return the cells with freight and insurance at another rate; values given free on board stay as they are."""
        has_freight = self.is_mirror & (self.importer != self.importer_fob)
        value = np.where(has_freight, self.importer / (1.0 + cif_over_fob), self.cells.value)
        return replace(self.cells, value=value.astype(np.float64))

    def mirrored(self) -> Cells:
        """Return the cells as the importers tell them; rows on which they are silent are left out."""
        told = np.isfinite(self.importer_fob)
        return replace(self.cells, value=np.where(told, self.importer_fob, 0.0)).where(told)


def sides_of(engine: Engine, cells: Cells) -> Sides:
    """Return what the importers say of cells; the engine holds the tables of `prepare_cells`."""
    rows = engine.run(statement_beside(__file__), {"exporters": list(cells.exporter_names) or [""]})
    sizes = (len(cells.exporter_names), len(cells.importer_names), len(cells.group_names))
    named = (
        _places(rows.column("exporter_iso"), cells.exporter_names),
        _places(rows.column("importer_iso"), cells.importer_names),
        _places(rows.column("group_id"), cells.group_names),
    )
    known = np.all([places >= 0 for places in named], axis=0)
    months = rows.column("month_index").to_numpy().astype(np.int64)
    keys = ((named[0] * sizes[1] + named[1]) * sizes[2] + named[2]) * (9999 * 12) + months
    order = np.argsort(keys[known], kind="stable")
    asked = ((cells.exporter * sizes[1] + cells.importer) * sizes[2] + cells.group) * (9999 * 12) + cells.month
    held = keys[known][order]
    place = np.minimum(np.searchsorted(held, asked), max(len(held) - 1, 0))
    is_held = held[place] == asked if len(held) else np.zeros(len(asked), dtype=np.bool_)

    def found(values: npt.NDArray[np.float64]) -> Floats:
        sorted_values = values[known][order]
        if not len(sorted_values):
            return np.full(len(asked), np.nan)
        return np.where(is_held, sorted_values[place], np.nan).astype(np.float64)

    mirror = pc.equal(rows.column("basis"), "mirror").to_numpy().astype(np.float64)
    return Sides(
        cells,
        found(rows.column("importer_value").to_numpy().astype(np.float64)),
        found(rows.column("importer_value_fob").to_numpy().astype(np.float64)),
        found(mirror) == 1.0,
    )


def _places(column: pa.ChunkedArray, names: Sequence[str]) -> npt.NDArray[np.int64]:
    places = pc.fill_null(pc.index_in(column, value_set=pa.array(names, pa.string())), -1)
    codes: npt.NDArray[np.int64] = places.to_numpy().astype(np.int64)
    return codes
