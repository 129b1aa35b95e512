"""What else a user could ask of the same lines: a naive SQL self-join, and DuckDB's recursive path query."""

import time
from pathlib import Path

import duckdb

from tracing_data import listed_codes

WINDOW_DAYS = 90
PART = "PART17442A"  # of a listed code; 85 lines in a million
_SELF_JOIN = """
    SELECT count(*) FROM linked__declaration i JOIN linked__declaration o
      ON i.importer_party_id = o.exporter_party_id AND i.hs6 = o.hs6
      AND o.declared_on BETWEEN i.declared_on AND i.declared_on + {days}
    WHERE o.importer_country_iso = 'RU' AND {goods}
"""
_RECURSIVE = """
    WITH RECURSIVE line AS (
      SELECT exporter_party_id AS f, importer_party_id AS t, hs6, declared_on AS d, importer_country_iso AS iso
      FROM linked__declaration WHERE {goods}
    ),
    path AS (
      SELECT DISTINCT f, hs6, d, 1 AS hops FROM line WHERE iso = 'RU'
      UNION
      SELECT l.f, l.hs6, l.d, p.hops + 1 FROM path p JOIN line l
        ON l.t = p.f AND l.hs6 = p.hs6 AND l.d <= p.d AND p.d <= l.d + {days}
      WHERE p.hops < 3
    )
    SELECT count(*) FROM path WHERE hops > 1
"""


def self_join(folder: Path) -> dict[str, float]:
    """Return the cost of joining lines in with lines out."""
    return _query(folder, _SELF_JOIN.format(days=WINDOW_DAYS, goods=_goods("o.hs6")), is_warm=False)


def part_self_join(folder: Path) -> dict[str, float]:
    """Return the cost of joining the lines of one part, asked the second time."""
    goods = f"i.part_number_key = '{PART}' AND o.part_number_key = '{PART}'"
    return _query(folder, _SELF_JOIN.format(days=WINDOW_DAYS, goods=goods), is_warm=True)


def recursive(folder: Path) -> dict[str, float]:
    """Return the cost of a recursive path query as a graph database would put it."""
    return _query(folder, _RECURSIVE.format(days=WINDOW_DAYS, goods=_goods("hs6")), is_warm=False)


def _goods(column: str) -> str:
    return f"{column} IN ({', '.join(repr(code) for code in listed_codes())})"


def _query(folder: Path, statement: str, *, is_warm: bool) -> dict[str, float]:
    spill = {"temp_directory": str(folder / "spill"), "max_temp_directory_size": "20GB"}
    with duckdb.connect(config={"memory_limit": "5GB", **spill}) as connection:
        path = folder / "linked__declaration.parquet"
        connection.execute(f"CREATE VIEW linked__declaration AS SELECT * FROM '{path}'")
        if is_warm:
            connection.execute(statement).fetchall()
        start, before = time.monotonic(), time.process_time()
        row = connection.execute(statement).fetchone()
        assert row is not None
        return {**cost_since(start, before), "found": float(row[0])}


def cost_since(start: float, before: float) -> dict[str, float]:
    """Return the seconds since two moments: of the clock, and of the processor."""
    return {"cpu_s": time.process_time() - before, "wall_s": time.monotonic() - start}
