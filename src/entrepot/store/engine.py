"""The engine interface: register tables, run a statement, keep a result. DuckDB is the default."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import duckdb
import pyarrow as pa

from entrepot.errors import StatementError
from entrepot.store.sql import Statement

Value = str | int | float | bool | date | list[str] | None
Row = dict[str, Any]


class Engine(Protocol):
    """What a rule may ask of an engine; the same statement gives the same rows on every engine."""

    name: str

    def register(self, table: str, rows: pa.Table) -> None:
        """Make rows readable under a table name, replacing what stood there."""
        ...

    def register_parquet(self, table: str, paths: list[Path]) -> None:
        """Make Parquet files of one schema readable under a table name."""
        ...

    def run(self, statement: Statement, parameters: Mapping[str, Value] | None = None) -> pa.Table:
        """Return the statement's rows."""
        ...

    def materialise(self, table: str, statement: Statement, parameters: Mapping[str, Value] | None = None) -> int:
        """Keep the statement's rows under a table name and return how many there are."""
        ...

    def read(self, table: str) -> pa.Table:
        """Return all rows of a registered or materialised table."""
        ...

    def tables(self) -> list[str]:
        """Return the names of all registered and materialised tables, sorted."""
        ...

    def close(self) -> None:
        """Give back the engine's memory and files."""
        ...


class DuckEngine:
    """DuckDB in memory, over Parquet."""

    name = "duckdb"

    def __init__(self, *, memory_limit: str | None = None, threads: int | None = None) -> None:
        settings: dict[str, str | bool | int | float | list[str]] = {"preserve_insertion_order": True}
        if memory_limit is not None:
            settings["memory_limit"] = memory_limit
        if threads is not None:
            settings["threads"] = threads
        self._connection = duckdb.connect(config=settings)

    @property
    def connection(self) -> duckdb.DuckDBPyConnection:
        """The connection itself, for reading files; rules go through `run` and `materialise`."""
        return self._connection

    def register(self, table: str, rows: pa.Table) -> None:
        """Make rows readable under a table name, replacing what stood there."""
        self._drop(table)
        self._connection.register("incoming_rows", rows)
        self._connection.execute(f'CREATE TABLE "{table}" AS SELECT * FROM incoming_rows')
        self._connection.unregister("incoming_rows")

    def register_parquet(self, table: str, paths: list[Path]) -> None:
        """Make Parquet files of one schema readable under a table name."""
        self._drop(table)
        listed = ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths)
        self._connection.execute(f'CREATE VIEW "{table}" AS SELECT * FROM read_parquet([{listed}])')

    def run(self, statement: Statement, parameters: Mapping[str, Value] | None = None) -> pa.Table:
        """Return the statement's rows."""
        given = {name: (parameters or {})[name] for name in statement.parameters}
        try:
            # `sql` and not `execute`: the rows of a cursor are copied once more on their way to Arrow.
            return self._connection.sql(statement.text, params=given).to_arrow_table()
        except duckdb.Error as fault:
            raise StatementError.failed(statement.name, self.name, str(fault)) from fault

    def materialise(self, table: str, statement: Statement, parameters: Mapping[str, Value] | None = None) -> int:
        """Keep the statement's rows under a table name and return how many there are."""
        rows = self.run(statement, parameters)
        self.register(table, rows)
        return int(rows.num_rows)

    def read(self, table: str) -> pa.Table:
        """Return all rows of a registered or materialised table."""
        return self._connection.sql(f'SELECT * FROM "{table}"').to_arrow_table()

    def tables(self) -> list[str]:
        """Return the names of all registered and materialised tables, sorted."""
        found = self._connection.execute("SELECT table_name FROM information_schema.tables ORDER BY 1").fetchall()
        return [row[0] for row in found]

    def close(self) -> None:
        """Give back the engine's memory and files."""
        self._connection.close()

    def _drop(self, table: str) -> None:
        row = self._connection.execute(
            "SELECT table_type FROM information_schema.tables WHERE table_name = ?", [table]
        ).fetchone()
        if row is not None:
            self._connection.execute(f'DROP {"VIEW" if row[0] == "VIEW" else "TABLE"} "{table}"')


def rows_of(table: pa.Table) -> list[Row]:
    """Return an Arrow table as dictionaries, one a row."""
    listed: list[Row] = table.to_pylist()
    return listed
