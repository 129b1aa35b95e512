"""The kept rows of a cleaned batch as the record's table, with their evidence."""

import pyarrow as pa

from entrepot.records.base import Provenance
from entrepot.records.declaration import DECLARATION
from entrepot.sources.customs_table.clean import CleanBatch
from entrepot.sources.customs_table.distinct import TEXT


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
    return whole if batch.is_kept.all() else whole.filter(pa.array(batch.is_kept))
