"""Reported rows of both sides behind cells of trade, as evidence of a finding."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

import numpy as np

from entrepot.flows.cells import Cells, Flags
from entrepot.flows.corridor_cells import CellKey, rows_behind
from entrepot.indicators.base import Evidence
from entrepot.store.engine import Engine, Row

_FLOWS = {"X": "exports to", "M": "imports from"}


def cell_evidence(engine: Engine, cells: Iterable[CellKey]) -> tuple[Evidence, ...]:
    """Return the reported rows behind cells, exporter's and importer's, in order of corridor, goods and month."""
    return tuple(_evidence(row) for row in rows_behind(engine, cells))


def evidence_by_name(engine: Engine, named: Mapping[str, Iterable[CellKey]]) -> dict[str, tuple[Evidence, ...]]:
    """Return `cell_evidence` of many findings' cells by the findings' names, read at once."""
    cells = {name: sorted(set(keys)) for name, keys in named.items()}
    behind: dict[CellKey, list[Evidence]] = defaultdict(list)
    for row in rows_behind(engine, {key for keys in cells.values() for key in keys}):
        key = CellKey(row["exporter_iso"], row["importer_iso"], row["group_id"], int(row["month_index"]))
        behind[key].append(_evidence(row))
    return {name: tuple(each for key in keys for each in behind.get(key, ())) for name, keys in cells.items()}


def _evidence(row: Row) -> Evidence:
    return Evidence(
        row["snapshot_id"],
        row["locator"],
        f"{row['period_on']:%Y-%m}: {row['reporter_iso']} {_FLOWS[row['flow_code']]} "
        f"{row['importer_iso'] if row['flow_code'] == 'X' else row['exporter_iso']}, goods {row['goods_code']}, "
        + (f"{row['currency_code']} {row['value']:,.0f}" if row["value"] is not None else "value withheld"),
        row["provenance"],
        row["publication"],
    )


def traded_keys(cells: Cells, kept: Flags) -> list[CellKey]:
    """Return the keys of the rows kept in which something was traded: a zero has no row behind it."""
    return [
        CellKey(
            cells.exporter_names[cells.exporter[place]],
            cells.importer_names[cells.importer[place]],
            cells.group_names[cells.group[place]],
            int(cells.month[place]),
        )
        for place in np.flatnonzero(kept & (cells.value > 0)).tolist()
    ]
