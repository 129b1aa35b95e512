"""The kept rows of a cleaned batch as the record's table, with their evidence."""

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from entrepot.records.base import Provenance
from entrepot.records.declaration import DECLARATION
from entrepot.sources.customs_table.clean import CleanBatch
from entrepot.sources.customs_table.distinct import TEXT

_MOST_CUTS = 32


def records(batch: CleanBatch, snapshot_id: str, locators: pa.Array) -> pa.Table:
    """Return the kept rows of a batch as the record's table, with their evidence."""
    row_count = batch.table.num_rows
    columns = {
        **{name: batch.table.column(name) for name in batch.table.column_names},
        "snapshot_id": pa.repeat(pa.scalar(snapshot_id, TEXT), row_count),
        "locator": locators,
        "provenance": pa.repeat(pa.scalar(Provenance.OBSERVED.value, TEXT), row_count),
    }
    absent = {c.name: pa.nulls(row_count, c.type) for c in DECLARATION.columns if c.name not in columns}
    whole = pa.table({name: {**columns, **absent}[name] for name in DECLARATION.column_names})
    return _kept(whole, batch.is_kept)


def _kept(rows: pa.Table, is_kept: npt.NDArray[np.bool_]) -> pa.Table:
    """Return the rows that are kept: the pieces between a few others, which costs nothing, or copies."""
    others = np.flatnonzero(~is_kept).tolist()
    if len(others) > _MOST_CUTS:
        return rows.filter(pa.array(is_kept))
    bounds = zip([0, *(row + 1 for row in others)], [*others, rows.num_rows], strict=True)
    pieces = [rows.slice(start, end - start) for start, end in bounds if end > start]
    return pa.concat_tables(pieces) if pieces else rows.slice(0, 0)
