"""Engines: a result that is written to a file is read from there, in the order of what it was made from."""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from entrepot.errors import StatementError
from entrepot.store.engine import DuckEngine, Engine, rows_of
from entrepot.store.sql import Statement

_JOINED = Statement("store/joined", "SELECT t.n, k.word FROM many t LEFT JOIN few k ON k.n = t.n % 7")


def test_kept_rows_stand_in_a_file_under_the_name(engine: Engine, tmp_path: Path) -> None:
    engine.register("many", pa.table({"n": pa.array([3, 1, 2], pa.int64())}))
    engine.register("few", pa.table({"n": pa.array([1, 2], pa.int64()), "word": pa.array(["one", "two"])}))

    engine.keep("kept", _JOINED, tmp_path / "kept.parquet")

    assert sorted(map(str, engine.read("kept").to_pylist())) == [
        "{'n': 1, 'word': 'one'}",
        "{'n': 2, 'word': 'two'}",
        "{'n': 3, 'word': None}",
    ]
    assert pq.read_metadata(tmp_path / "kept.parquet").num_rows == 3


def test_kept_rows_stand_in_the_order_asked_for(tmp_path: Path) -> None:
    size = 300_000
    engine = DuckEngine(threads=2)
    engine.register("t", pa.table({"n": pa.array([(n * 7919) % size for n in range(size)], pa.int64())}))
    engine.register(
        "k", pa.table({"n": pa.array(range(2 * size), pa.int64()), "word": pa.array(map(str, range(2 * size)))})
    )
    ordered = Statement("store/ordered", "SELECT t.n, k.word FROM t LEFT JOIN k ON k.n = t.n ORDER BY t.n")

    engine.keep("kept", ordered, tmp_path / "kept.parquet")

    assert pq.read_table(tmp_path / "kept.parquet").column("n").to_pylist() == list(range(size))
    engine.close()


def test_statement_that_fails_is_named(tmp_path: Path) -> None:
    engine = DuckEngine()

    with pytest.raises(StatementError, match="store/wrong"):
        engine.keep("kept", Statement("store/wrong", "SELECT no_such FROM nothing"), tmp_path / "kept.parquet")
    engine.close()


def test_a_left_join_to_an_empty_table_loses_no_rows(engine: Engine) -> None:
    """The engine's own optimiser once gave nothing here: a wrong answer without an error."""
    engine.register("line", pa.table({"k": ["x", "x", "y"], "e": ["a", "b", "a"], "v": [1, 5, 7]}))
    engine.register("brand", pa.table({"k": ["x", "y"], "key": ["X", "Y"]}))
    engine.register("known", pa.table({"key": pa.array([], pa.string()), "e": pa.array([], pa.string())}))
    statement = Statement(
        "test",
        "WITH way AS (SELECT b.key, l.v, CASE WHEN o.key IS NOT NULL OR l.v > 0 THEN 'd' ELSE 'n' END AS way "
        "FROM line AS l JOIN brand AS b ON b.k = l.k LEFT JOIN known AS o ON o.key = b.key AND o.e = l.e "
        "WHERE b.key <> ''), "
        "total AS (SELECT key, SUM(CASE WHEN way = 'd' THEN v ELSE 0 END) AS value FROM way GROUP BY key) "
        "SELECT key, CAST(value AS BIGINT) AS value FROM total WHERE value >= 1 ORDER BY key",
    )

    assert rows_of(engine.run(statement)) == [{"key": "X", "value": 6}, {"key": "Y", "value": 7}]
