"""Fixtures shared by all tests: the real data beside the project, and small cases built in temporary folders."""

import fcntl
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from both_engines import SparkAndDuck
from command_line import DemoRun
from entrepot.store.engine import DuckEngine, Engine
from entrepot.world.settings import WorldSettings
from world_made import Made, made

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
def demo_run(tmp_path_factory: pytest.TempPathFactory) -> DemoRun:
    """Return the bundled case as the command line builds it: once a test run, however many processes test."""
    own = tmp_path_factory.getbasetemp()
    base = own.parent if "PYTEST_XDIST_WORKER" in os.environ else own
    told = base / "demo.json"
    with (base / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not told.is_file():
            folder = str(base / "demo")
            done = subprocess.run(
                [sys.executable, "-m", "entrepot", "demo", folder], capture_output=True, text=True, check=False
            )
            told.write_text(json.dumps(asdict(DemoRun(folder, done.returncode, done.stdout, done.stderr))), "utf-8")
    return DemoRun(**json.loads(told.read_text("utf-8")))


@pytest.fixture(scope="session")
def spark() -> Iterator["SparkSession"]:
    """Return the one Spark session of a test run."""
    from entrepot.store.spark import spark_session

    # Tables of a few rows: compiling a statement to Java costs far more than running it, and one partition is enough.
    small = {
        "spark.sql.shuffle.partitions": "1",
        "spark.default.parallelism": "1",
        "spark.sql.codegen.wholeStage": "false",
        "spark.sql.codegen.factoryMode": "NO_CODEGEN",
        "spark.sql.adaptive.enabled": "false",
    }
    session = spark_session(more=small)
    yield session
    session.stop()


@pytest.fixture
def duck() -> Iterator[DuckEngine]:
    """Return DuckDB alone, for what needs no second engine: figures, dates and wordings over statements run elsewhere."""
    alone = DuckEngine()
    yield alone
    alone.close()


@pytest.fixture(params=["duckdb", pytest.param("both", marks=pytest.mark.spark)])
def engine(request: pytest.FixtureRequest) -> Iterator[Engine]:
    """Return DuckDB; and once more, in a test marked `spark`, an engine that compares every statement with Spark."""
    if request.param == "duckdb":
        opened: DuckEngine | SparkAndDuck = DuckEngine()
    else:
        from entrepot.store.spark import SparkEngine

        opened = SparkAndDuck(SparkEngine(request.getfixturevalue("spark")))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def planted_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """Return a planted world of 20,000 lines."""
    world = made(tmp_path_factory.mktemp("planted"), WorldSettings(20_000, 7))
    yield world
    world.db.close()


@pytest.fixture(scope="session")
def null_world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Made]:
    """Return a world of 20,000 lines without schemes."""
    world = made(tmp_path_factory.mktemp("null"), WorldSettings(20_000, 7, kind="null"))
    yield world
    world.db.close()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put last the test that asks which statements the others ran."""
    items.sort(key=lambda item: item.name == "test_every_shared_statement_ran_on_both_engines")
