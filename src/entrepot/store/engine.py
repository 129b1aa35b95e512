"""The engine interface: register tables, run a statement, keep a result. DuckDB is the default."""

import tempfile
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any, Protocol
from uuid import uuid4

import duckdb
import pyarrow as pa

from entrepot.errors import StatementError
from entrepot.store.sql import Statement

Value = str | int | float | bool | date | list[str] | list[int] | None
Row = dict[str, Any]
_INCOMING = "incoming_table"
# DuckDB 2.0.0 takes columns of an empty table to be never null behind a LEFT JOIN, and a filter on a sum of them then leaves
# nothing (tests/store/test_engine.py). Costs about a seventh of a run's CPU time.
_UNSOUND = "statistics_propagation"


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

    def keep(self, table: str, statement: Statement, path: Path) -> None:
        """Write the rows of a statement without parameters to a Parquet file and give that file a table name.

        For tables that memory should not hold. The rows stand in the statement's ORDER BY; a join without one gives any order.
        """
        ...

    def define(self, table: str, statement: Statement) -> None:
        """Give a statement without parameters a table name: its rows are computed each time they are read."""
        ...

    def rename(self, table: str, name: str) -> None:
        """Give a table another name, which no table must have."""
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

    def __init__(
        self, *, memory_limit: str | None = None, threads: int | None = None, spill_to: Path | None = None
    ) -> None:
        """Open an engine.

        Args:
            memory_limit: Such as `3GB`; what needs more goes to disk.
            threads: As many as the machine has where None.
            spill_to: The folder on disk, made when it is needed; where None one in the system's folder for such files.
        """
        settings: dict[str, str | bool | int | float | list[str]] = {
            "preserve_insertion_order": True,
            "disabled_optimizers": _UNSOUND,
        }
        if memory_limit is not None:
            settings["memory_limit"] = memory_limit
        if threads is not None:
            settings["threads"] = threads
        spill_to = spill_to or Path(tempfile.gettempdir()) / f"entrepot-spill-{uuid4().hex}"
        settings["temp_directory"] = str(spill_to)  # DuckDB's own choice is a folder where the command was typed
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
        given = {name: (parameters or {})[name] for name in statement.parameters}
        try:
            # Beside the old table until the rows are complete: the statement may read what it replaces.
            self._drop(_INCOMING)
            made = self._connection.execute(f'CREATE TABLE "{_INCOMING}" AS {statement.text}', given).fetchall()
        except duckdb.Error as fault:
            raise StatementError.failed(statement.name, self.name, str(fault)) from fault
        self._drop(table)
        self._connection.execute(f'ALTER TABLE "{_INCOMING}" RENAME TO "{table}"')
        return int(made[0][0])

    def keep(self, table: str, statement: Statement, path: Path) -> None:
        """Write the rows of a statement without parameters to a Parquet file and give that file a table name."""
        target = str(path).replace("'", "''")
        try:
            self._connection.execute(f"COPY ({statement.text}) TO '{target}' (FORMAT parquet, COMPRESSION zstd)")
        except duckdb.Error as fault:
            raise StatementError.failed(statement.name, self.name, str(fault)) from fault
        self.register_parquet(table, [path])

    def define(self, table: str, statement: Statement) -> None:
        """Give a statement without parameters a table name: its rows are computed each time they are read."""
        self._drop(table)
        try:
            self._connection.execute(f'CREATE VIEW "{table}" AS {statement.text}')
        except duckdb.Error as fault:
            raise StatementError.failed(statement.name, self.name, str(fault)) from fault

    def rename(self, table: str, name: str) -> None:
        """Give a table another name, which no table must have."""
        self._connection.execute(f'ALTER {self._kind(table)} "{table}" RENAME TO "{name}"')

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
        for kind in ("TABLE", "VIEW"):  # trying is many times faster than asking the catalogue, and rounds do it often
            with suppress(duckdb.CatalogException):
                self._connection.execute(f'DROP {kind} IF EXISTS "{table}"')

    def _kind(self, table: str) -> str | None:
        """Return VIEW or TABLE; None where there is no such table."""
        row = self._connection.execute(
            "SELECT table_type FROM information_schema.tables WHERE table_name = ?", [table]
        ).fetchone()
        return None if row is None else "VIEW" if row[0] == "VIEW" else "TABLE"


def rows_of(table: pa.Table) -> list[Row]:
    """Return an Arrow table as dictionaries, one a row."""
    listed: list[Row] = table.to_pylist()
    return listed
