"""Runs every statement on DuckDB and on Spark, compares the rows, and remembers which statements were run.

A test that takes the fixture `engine` (tests/conftest.py) is collected twice: on DuckDB, and, marked `spark`, on this engine.
"""

import math
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import sqlglot

from entrepot.store.engine import DuckEngine, Value
from entrepot.store.sql import Statement

if TYPE_CHECKING:
    from entrepot.store.spark import SparkEngine

RELATIVE = 1e-9  # sums of doubles differ in their last digits with the order of the rows
Cell = str | int | float | bool | date | None
executed_on_both: set[str] = set()


class SparkAndDuck:
    """An engine that does everything twice and returns DuckDB's rows once Spark's are found equal."""

    name = "both"

    def __init__(self, spark: "SparkEngine") -> None:
        self.duck = DuckEngine()
        self.spark = spark

    def register(self, table: str, rows: pa.Table) -> None:
        """Make rows readable on both engines."""
        self.duck.register(table, rows)
        self.spark.register(table, rows)

    def register_parquet(self, table: str, paths: list[Path]) -> None:
        """Make Parquet files readable on both engines."""
        self.duck.register_parquet(table, paths)
        self.spark.register_parquet(table, paths)

    def run(self, statement: Statement, parameters: Mapping[str, Value] | None = None) -> pa.Table:
        """Return DuckDB's rows after comparing them with Spark's."""
        rows = self.duck.run(statement, parameters)
        assert_same_rows(statement, rows, self.spark.run(statement, parameters))
        return rows

    def materialise(self, table: str, statement: Statement, parameters: Mapping[str, Value] | None = None) -> int:
        """Keep the rows on each engine, as each computed them, after comparing them."""
        count = self.duck.materialise(table, statement, parameters)
        spark_count = self.spark.materialise(table, statement, parameters)
        assert spark_count == count, f"{statement.name}: {count} rows on DuckDB, {spark_count} on Spark"
        assert_same_rows(statement, self.duck.read(table), self.spark.read(table))
        return count

    def keep(self, table: str, statement: Statement, path: Path) -> None:
        """Write the rows on each engine, after comparing them."""
        self.duck.keep(table, statement, path)
        self.spark.keep(table, statement, path.with_name(f"spark-{path.name}"))
        assert_same_rows(statement, self.duck.read(table), self.spark.read(table))

    def define(self, table: str, statement: Statement) -> None:
        """Name the statement on each engine, after comparing its rows as they are now."""
        self.duck.define(table, statement)
        self.spark.define(table, statement)
        assert_same_rows(statement, self.duck.read(table), self.spark.read(table))

    def rename(self, table: str, name: str) -> None:
        """Rename the table on each engine."""
        self.duck.rename(table, name)
        self.spark.rename(table, name)

    def read(self, table: str) -> pa.Table:
        """Return DuckDB's rows of a table; they were compared when it was made."""
        return self.duck.read(table)

    def tables(self) -> list[str]:
        """Return the names of all tables; both engines must hold the same."""
        assert self.duck.tables() == self.spark.tables()
        return self.duck.tables()

    def close(self) -> None:
        """Close DuckDB and drop the tables on Spark."""
        self.duck.close()
        self.spark.close()


def assert_same_rows(statement: Statement, duck: pa.Table, spark: pa.Table) -> None:
    """Assert that two results hold the same rows in the same order, doubles within a relative 1e-9; note the statement.

    A statement without ORDER BY promises no order: its rows are compared sorted.
    """
    executed_on_both.add(statement.name)
    assert duck.column_names == spark.column_names, (
        f"{statement.name}: columns {duck.column_names}, {spark.column_names}"
    )
    expected, found = _rows(duck), _rows(spark)
    assert len(expected) == len(found), f"{statement.name}: {len(expected)} rows on DuckDB, {len(found)} on Spark"
    if sqlglot.parse_one(statement.text, read="duckdb").args.get("order") is None:
        expected, found = sorted(expected, key=repr), sorted(found, key=repr)
    for number, (left, right) in enumerate(zip(expected, found, strict=True)):
        assert all(map(_same, left, right)), f"{statement.name}, row {number}: DuckDB {left}, Spark {right}"


def _rows(table: pa.Table) -> list[tuple[Cell, ...]]:
    columns = [[*map(_plain, column.to_pylist())] for column in table.columns]
    return [*zip(*columns, strict=True)]


def _plain(value: Cell | Decimal | datetime | list[Cell]) -> Cell:
    """Return a value as both engines write it: decimals as numbers, timestamps as text, lists as text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat()
    return repr(value) if isinstance(value, list | dict) else value


def _same(left: Cell, right: Cell) -> bool:
    if isinstance(left, float) or isinstance(right, float):
        if not isinstance(left, int | float) or not isinstance(right, int | float):
            return False
        return math.isclose(left, right, rel_tol=RELATIVE, abs_tol=1e-12) or (math.isnan(left) and math.isnan(right))
    return left == right and isinstance(left, bool) == isinstance(right, bool)
