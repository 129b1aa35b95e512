"""The tables that a trace leaves hold the columns that records/trace.py promises."""

import pyarrow as pa
import pytest
from traced_rows import line, load, question

from entrepot.records.base import Table
from entrepot.records.trace import TRACE_TABLES
from entrepot.store.engine import Engine
from entrepot.trace.tracing import trace


@pytest.mark.parametrize("table", TRACE_TABLES, ids=[table.name for table in TRACE_TABLES])
def test_a_trace_leaves_its_tables_as_declared(engine: Engine, table: Table) -> None:
    load(engine, [line(0, "A.DE>B.KZ", 0, 2598), line(1, "B.KZ>D.RU", 14, 2598)])
    trace(engine, question(to=("D",)))

    rows = engine.read(table.name)

    assert set(rows.column_names) == set(table.column_names)
    assert rows.num_rows == 2
    for column in table.columns:
        found = rows.column(column.name)
        assert pa.types.is_null(found.type) or found.type == column.type, column.name
        assert not (column.required and found.null_count), column.name
