"""Fixtures shared by all tests: the real data beside the project, and small cases built in temporary folders."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from both_engines import SparkAndDuck

from entrepot.store.engine import DuckEngine, Engine

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

PROJECT = Path(__file__).parents[1]


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Return the folder of real lists and statistics beside the project; skip where it is absent."""
    folder = PROJECT.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("../shared/data is not there: this test reads real published files")
    return folder


@pytest.fixture(scope="session")
def spark() -> Iterator["SparkSession"]:
    """Return the one Spark session of a test run."""
    from entrepot.store.spark import spark_session

    session = spark_session()
    yield session
    session.stop()


@pytest.fixture(params=["duckdb", pytest.param("both", marks=pytest.mark.spark)])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Return DuckDB; and once more, in a test marked `spark`, an engine that compares every statement with Spark."""
    if request.param == "duckdb":
        made: DuckEngine | SparkAndDuck = DuckEngine()
    else:
        from entrepot.store.spark import SparkEngine

        made = SparkAndDuck(SparkEngine(request.getfixturevalue("spark")))
    yield made
    made.close()
