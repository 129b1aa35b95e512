"""Spark as an engine: the same statements, translated by sqlglot, for cases that one machine cannot hold.

Needs the extra `spark` (PySpark, sqlglot) and Java 17; both are imported only when an engine is made.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from entrepot.errors import StatementError
from entrepot.store.engine import Value
from entrepot.store.sql import Statement
from entrepot.store.tables import write_parquet

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_SETTINGS = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.shuffle.partitions": "2",  # suits a laptop; raise it with the size of the case
    # Loud errors instead of nulls: a division by zero or a bad cast is a fault of the rule on both engines.
    "spark.sql.ansi.enabled": "true",
    "spark.sql.execution.arrow.pyspark.enabled": "true",
    # Spark 4.3 fails with "key not found" where it carries constraints over a local checkpoint of a self join.
    "spark.sql.constraintPropagation.enabled": "false",
    "spark.driver.host": "localhost",
    "spark.driver.bindAddress": "127.0.0.1",
}


@lru_cache(maxsize=512)
def translate(text: str, empty_lists: frozenset[str] = frozenset()) -> str:
    """Return a statement of DuckDB's dialect in Spark SQL, `$name` written `:name`.

    Args:
        text: The statement.
        empty_lists: Parameters given as an empty list: Spark cannot tell the type of one and gets it written out.
    """
    import sqlglot  # noqa: PLC0415 (part of the extra `spark`)
    from sqlglot import exp  # noqa: PLC0415

    tree = sqlglot.parse_one(text, read="duckdb")
    for placeholder in list(tree.find_all(exp.Placeholder)):
        if placeholder.name in empty_lists:
            placeholder.replace(sqlglot.parse_one("CAST(ARRAY() AS ARRAY<STRING>)", read="spark"))
    return str(tree.sql(dialect="spark"))


def spark_session(cores: int = 2, more: Mapping[str, str] | None = None) -> SparkSession:
    """Return a local Spark session without web interface, in UTC, logging errors only; the running one where there is one.

    Args:
        cores: Threads to use.
        more: Settings of Spark by name, which win over those of this module: partitions, memory.
    """
    from pyspark.sql import SparkSession  # noqa: PLC0415

    logging.getLogger("py4j").setLevel(logging.ERROR)
    logging.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL)  # a refusal is raised, once is enough
    builder = SparkSession.builder.master(f"local[{cores}]").appName("entrepot")
    # Never in the working folder: Spark leaves its warehouse where it is started.
    warehouse = {"spark.sql.warehouse.dir": str(Path(gettempdir()) / "entrepot-spark-warehouse")}
    settings = _SETTINGS | warehouse | dict(more or {})
    for name, value in settings.items():
        builder = builder.config(name, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    return session


class SparkEngine:
    """Spark SQL over temporary views; results that are kept are cut off from what they were computed from."""

    name = "spark"

    def __init__(self, session: SparkSession | None = None) -> None:
        """Use a running session, or start one that `close` stops."""
        self._is_owner = session is None
        self._session = session if session is not None else spark_session()
        self._tables: set[str] = set()

    def register(self, table: str, rows: pa.Table) -> None:
        """Make rows readable under a table name, replacing what stood there."""
        self._show(table, self._session.createDataFrame(rows))

    def register_parquet(self, table: str, paths: list[Path]) -> None:
        """Make Parquet files of one schema readable under a table name."""
        self._show(table, self._session.read.parquet(*(str(path) for path in paths)))

    def run(self, statement: Statement, parameters: Mapping[str, Value] | None = None) -> pa.Table:
        """Return the statement's rows.

        Raises:
            StatementError: Spark refuses the statement.
        """
        try:
            return self._frame(statement, parameters).toArrow()
        except _refusals() as fault:
            raise StatementError.failed(statement.name, self.name, str(fault)) from fault

    def materialise(self, table: str, statement: Statement, parameters: Mapping[str, Value] | None = None) -> int:
        """Keep the statement's rows under a table name and return how many there are.

        The rows are computed at once and kept where they were computed: a loop that replaces its own table does not grow
        an ever longer plan.

        Raises:
            StatementError: Spark refuses the statement.
        """
        try:
            kept = self._frame(statement, parameters).localCheckpoint(eager=True)
            count = int(kept.count())
        except _refusals() as fault:
            raise StatementError.failed(statement.name, self.name, str(fault)) from fault
        self._show(table, kept)
        return count

    def keep(self, table: str, statement: Statement, path: Path) -> None:
        """Write the rows of a statement without parameters to a Parquet file and give that file a table name.

        Raises:
            StatementError: Spark refuses the statement.
        """
        write_parquet(path, self.run(statement))
        self.register_parquet(table, [path])

    def define(self, table: str, statement: Statement) -> None:
        """Give a statement without parameters a table name: its rows are computed each time they are read.

        Raises:
            StatementError: Spark refuses the statement.
        """
        try:
            self._show(table, self._frame(statement, None))
        except _refusals() as fault:
            raise StatementError.failed(statement.name, self.name, str(fault)) from fault

    def rename(self, table: str, name: str) -> None:
        """Give a table another name, which no table must have."""
        self._show(name, self._session.table(table))
        self._session.catalog.dropTempView(table)
        self._tables.discard(table)

    def read(self, table: str) -> pa.Table:
        """Return all rows of a registered or materialised table."""
        return self._session.table(table).toArrow()

    def tables(self) -> list[str]:
        """Return the names of all registered and materialised tables, sorted."""
        return sorted(self._tables)

    def close(self) -> None:
        """Give back the engine's tables, and the session where this engine started it."""
        for table in sorted(self._tables):
            self._session.catalog.dropTempView(table)
        self._tables.clear()
        if self._is_owner:
            self._session.stop()

    def _frame(self, statement: Statement, parameters: Mapping[str, Value] | None) -> DataFrame:
        given = {name: (parameters or {})[name] for name in statement.parameters}
        empty = frozenset(name for name, value in given.items() if value == [])
        arguments: dict[str, Any] = {name: value for name, value in given.items() if name not in empty}
        return self._session.sql(translate(statement.text, empty), args=arguments)

    def _show(self, table: str, frame: DataFrame) -> None:
        frame.createOrReplaceTempView(table)
        self._tables.add(table)


def _refusals() -> tuple[type[Exception], ...]:
    """Return the exceptions by which Spark refuses a statement: its own, and those that Java throws through."""
    from py4j.protocol import Py4JError  # noqa: PLC0415
    from pyspark.errors import PySparkException  # noqa: PLC0415

    return (PySparkException, Py4JError)
