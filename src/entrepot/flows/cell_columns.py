"""Cells from the table as columns of numbers, zeros written out where they are known to be zeros."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from entrepot.flows.cells import Cells, Flags, Whole
from entrepot.flows.months import month_index
from entrepot.store.engine import Engine, Value
from entrepot.store.sql import Statement, statement_beside

Role = Literal["listed", "placebo", "sibling", "other"]
LISTED_AND_PLACEBO: Final[tuple[Role, ...]] = ("listed", "placebo")
_CURRENCY = Statement("flows/cell_columns/currency", "SELECT MIN(currency_code) AS currency_code FROM flows__cell")
_ALWAYS: Final = (0, 9999 * 12)


@dataclass(frozen=True)
class Choice:
    """Which cells are read.

    `exporters` and `importers` None mean all. `roles` are the goods by their place to the goods list; groups whose scope
    changed with the edition, or whose code began or ended with it, are left out unless `with_rescoped`; unlisted goods
    that stand on another goods list stay unless `with_other_lists` is False (as controls they answer for that list).
    `months` are month indexes, both included. `is_dated`:
    goods count as listed from the day their list named them, not over the whole time (the list as it stood at the end,
    which is what a retrospective scan asks).
    """

    exporters: tuple[str, ...] | None = None
    importers: tuple[str, ...] | None = None
    roles: tuple[Role, ...] = LISTED_AND_PLACEBO
    months: tuple[int, int] = _ALWAYS
    with_rescoped: bool = False
    with_other_lists: bool = True
    is_dated: bool = False

    def parameters(self) -> dict[str, Value]:
        """Return the choice as the statement's parameters."""
        return {
            "is_any_exporter": self.exporters is None,
            "exporters": list(self.exporters or ("",)),
            "is_any_importer": self.importers is None,
            "importers": list(self.importers or ("",)),
            "roles": [str(role) for role in self.roles],
            "with_rescoped": self.with_rescoped,
            "with_other_lists": self.with_other_lists,
            "from_month": self.months[0],
            "to_month": self.months[1],
        }


def cells_of(engine: Engine, choice: Choice | None = None) -> Cells:
    """Return cells of `flows__cell` as columns, one row a corridor, goods group and month that is known.

    A corridor and group with a cell in the chosen months gets one row for every month in which a side whose statistics
    cover it reported: its value, or zero where it left none. Months in which neither side reported, or a value is
    withheld or below zero (a correction of another month), have no row. Values in the table's currency, FOB.
    """
    chosen = choice or Choice()
    rows = engine.run(statement_beside(__file__), chosen.parameters())
    currency = engine.run(_CURRENCY).column("currency_code")[0].as_py() or "EUR"
    coded = {name: _coded(rows.column(name)) for name in ("exporter_iso", "importer_iso", "group_id", "chapter")}
    return Cells(
        exporter=coded["exporter_iso"][0],
        importer=coded["importer_iso"][0],
        group=coded["group_id"][0],
        chapter=coded["chapter"][0],
        month=rows.column("month_index").to_numpy().astype(np.int64),
        value=rows.column("value").to_numpy().astype(np.float64),
        is_listed=_listed(rows, is_dated=chosen.is_dated),
        exporter_names=coded["exporter_iso"][1],
        importer_names=coded["importer_iso"][1],
        group_names=coded["group_id"][1],
        chapter_names=coded["chapter"][1],
        currency_code=str(currency),
    )


def totals_by_month(cells: Cells, kept: Flags) -> dict[int, float]:
    """Return the sum of the rows kept by month, in order of time; a month without a known row is not there."""
    months = cells.month[kept]
    if not len(months):
        return {}
    first = int(months.min())
    sums = np.bincount(months - first, weights=cells.value[kept])
    known = np.bincount(months - first)
    return {first + place: round(float(sums[place]), 2) for place in np.flatnonzero(known).tolist()}


def _coded(column: pa.ChunkedArray) -> tuple[Whole, tuple[str, ...]]:
    """Return the codes of a column of text, and the names they stand for, sorted."""
    names: Sequence[str] = sorted(pc.unique(column).to_pylist())
    places = pc.index_in(column, value_set=pa.array(names, pa.string()))
    return places.to_numpy().astype(np.int64), tuple(names)


def _listed(rows: pa.Table, *, is_dated: bool) -> Flags:
    is_on_list: Flags = pc.equal(rows.column("goods_role"), "listed").to_numpy().astype(np.bool_)
    if not is_dated:
        return is_on_list
    since = [9999 * 12 if day is None else month_index(day) for day in rows.column("listed_from_on").to_pylist()]
    dated: Flags = is_on_list & (rows.column("month_index").to_numpy() >= np.array(since, dtype=np.int64))
    return dated
