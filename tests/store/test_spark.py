"""Spark as an engine: translation, types, faults, and that every shared statement was run on both engines."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from both_engines import SparkAndDuck, executed_on_both
from entrepot.errors import StatementError
from entrepot.store.engine import DuckEngine, Value
from entrepot.store.spark import SparkEngine, translate
from entrepot.store.sql import Statement, shared_statements

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

ROWS = pa.table(
    {
        "name": pa.array(["Ада", "beta", None], pa.string()),
        "on_date": pa.array([date(2022, 2, 24), None, date(2024, 2, 29)], pa.date32()),
        "value_usd": pa.array([1.5, 2.5, None], pa.float64()),
        "is_new": pa.array([True, None, False], pa.bool_()),
        "line_count": pa.array([1, 2, 3], pa.int64()),
    }
)


@pytest.mark.parametrize(
    ("duck", "spark"),
    [
        ("SELECT $day AS d", "SELECT :day AS d"),
        ("SELECT list_contains($names, n) FROM t", "SELECT ARRAY_CONTAINS(:names, n) FROM t"),
        ("SELECT CAST(d AS DATE) + 30 FROM t", "SELECT CAST(d AS DATE) + 30 FROM t"),
        ("SELECT n FROM t ORDER BY n NULLS LAST", "SELECT n FROM t ORDER BY n NULLS LAST"),
        ("SELECT date_diff('day', a, b) FROM t", "SELECT DATEDIFF(DAY, a, b) FROM t"),
    ],
)
def test_statements_are_translated(duck: str, spark: str) -> None:
    assert translate(duck) == spark


def test_an_empty_list_is_written_out() -> None:
    assert translate("SELECT list_contains($names, n)", frozenset({"names"})) == (
        "SELECT ARRAY_CONTAINS(CAST(ARRAY() AS ARRAY<STRING>), n)"
    )


@pytest.fixture
def on_spark(spark: "SparkSession") -> Iterator[SparkEngine]:
    """Return an engine on the session of the test run."""
    engine = SparkEngine(spark)
    yield engine
    engine.close()


@pytest.mark.spark
def test_rows_come_back_as_they_went_in(on_spark: SparkEngine, tmp_path: Path) -> None:
    pq.write_table(ROWS, tmp_path / "rows.parquet")

    on_spark.register("given", ROWS)
    on_spark.register_parquet("filed", [tmp_path / "rows.parquet"])

    assert on_spark.read("given").to_pylist() == ROWS.to_pylist()
    assert on_spark.read("filed").to_pylist() == ROWS.to_pylist()
    assert on_spark.read("given").schema.types == ROWS.schema.types
    assert on_spark.tables() == ["filed", "given"]


@pytest.mark.spark
def test_parameters_of_every_type_reach_the_statement(on_spark: SparkEngine) -> None:
    on_spark.register("given", ROWS)
    statement = Statement(
        "test/parameters",
        "SELECT name FROM given WHERE (list_contains($names, name) OR list_contains($none, name)) "
        "AND on_date >= CAST($day AS DATE) AND value_usd > $least AND $is_on AND $nothing IS NULL",
    )
    values: dict[str, Value] = {
        "names": ["Ада"],
        "none": [],
        "day": date(2022, 2, 24),
        "least": 1.0,
        "is_on": True,
        "nothing": None,
    }

    assert on_spark.run(statement, values).to_pylist() == [{"name": "Ада"}]


@pytest.mark.spark
def test_a_kept_table_can_be_replaced_by_a_statement_that_reads_it(on_spark: SparkEngine) -> None:
    on_spark.register("number", pa.table({"n": pa.array([1], pa.int64())}))
    step = Statement("test/step", "SELECT n FROM number UNION ALL SELECT max(n) + 1 AS n FROM number")

    assert [on_spark.materialise("number", step) for _ in range(5)] == [2, 3, 4, 5, 6]
    assert sorted(row["n"] for row in on_spark.read("number").to_pylist()) == [1, 2, 3, 4, 5, 6]


@pytest.mark.spark
@pytest.mark.parametrize("text", ["SELECT absent FROM given", "SELECT CAST(name AS INTEGER) AS n FROM given"])
def test_a_refused_statement_is_named(on_spark: SparkEngine, text: str) -> None:
    on_spark.register("given", ROWS)

    with pytest.raises(StatementError, match="Statement test/refused failed on spark"):
        on_spark.run(Statement("test/refused", text))
    with pytest.raises(StatementError, match="Statement test/refused failed on spark"):
        on_spark.materialise("kept", Statement("test/refused", text))


@pytest.mark.spark
def test_different_answers_of_the_engines_are_found(on_spark: SparkEngine) -> None:
    engine = SparkAndDuck(on_spark)
    engine.register("given", ROWS)
    engine.duck.register("given", ROWS.slice(0, 2))

    with pytest.raises(AssertionError, match="test/count, row 0: DuckDB"):
        engine.run(Statement("test/count", "SELECT count(*) AS n FROM given"))
    engine.duck.close()


def test_both_engines_refuse_a_statement_by_the_same_error() -> None:
    engine = DuckEngine()

    with pytest.raises(StatementError, match="Statement test/refused failed on duckdb"):
        engine.run(Statement("test/refused", "SELECT absent FROM nowhere"))
    engine.close()


@pytest.mark.spark
def test_every_shared_statement_ran_on_both_engines(request: pytest.FixtureRequest) -> None:
    if request.config.args != request.config.getini("testpaths") or request.config.option.keyword:
        pytest.skip("only a run of all tests (pytest -m spark) can tell")
    missing = sorted({statement.name for statement in shared_statements()} - executed_on_both)

    assert missing == [], f"no test ran these on both engines (use the fixture `engine`): {', '.join(missing)}"
