"""Measures tracing beside a naive SQL self-join and a recursive path query of DuckDB, on the same invented lines.

Every measurement is a process of its own. `pairs`: all two-hop pass-through pairs into Russia for the CHPL codes, by both
accounts with conserved quantity. `part`: `trace --part` of one part number, asked the second time. Run on a quiet machine;
writes bench/results/tracing.md: python bench/tracing.py [--millions 1 3 10] [--folder DIR]
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import duckdb

from entrepot.trace.scope import Question
from entrepot.trace.tracing import match, trace
from tracing_data import listed_codes, open_case, write_case

PROJECT = Path(__file__).parents[1]
AS_OF = date(2024, 12, 31)
WINDOW_DAYS = 90
PART = "PART17442A"  # of a listed code; 85 lines in a million
TIME_LIMIT_S = 600
WORDS = {
    "pairs": "pass-through pairs into RU, CHPL: lots of both accounts",
    "self_join": "the same by a naive SQL self-join: firm, code, 90 days; pairs, no balance",
    "recursive": "the same by DuckDB's recursive path query, three hops: firms and days, no amounts",
    "part": "trace --part, warm: chains, bounds, p",
    "part_self_join": "the same part by a naive SQL self-join, warm: pairs",
}
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


def pairs(folder: Path) -> dict[str, float]:
    """Return the cost of all lots into Russia; the listed codes are asked for by the question's goods list."""
    engine = open_case(folder)
    start, before = time.monotonic(), time.process_time()
    found = match(engine, Question(as_of_on=AS_OF, to_iso="RU", hops=2), window_days=WINDOW_DAYS)
    cost = _cost(start, before)
    engine.close()
    return {**cost, "found": float(len(found.accounts[0].lots))}


def part(folder: Path) -> dict[str, float]:
    """Return the cost of one part's chains, asked the second time."""
    engine = open_case(folder)
    question = Question(as_of_on=AS_OF, parts=(PART,))
    trace(engine, question)
    start, before = time.monotonic(), time.process_time()
    found = trace(engine, question)
    cost = _cost(start, before)
    engine.close()
    return {**cost, "found": float(found.chain_count)}


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


WAYS: dict[str, Callable[[Path], dict[str, float]]] = {
    "pairs": pairs,
    "self_join": self_join,
    "recursive": recursive,
    "part": part,
    "part_self_join": part_self_join,
}


def _goods(column: str) -> str:
    return f"{column} IN ({', '.join(repr(code) for code in listed_codes())})"


def _query(folder: Path, statement: str, *, is_warm: bool) -> dict[str, float]:
    with duckdb.connect() as connection:
        path = folder / "linked__declaration.parquet"
        connection.execute(f"CREATE VIEW linked__declaration AS SELECT * FROM '{path}'")
        if is_warm:
            connection.execute(statement).fetchall()
        start, before = time.monotonic(), time.process_time()
        row = connection.execute(statement).fetchone()
        assert row is not None
        return {**_cost(start, before), "found": float(row[0])}


def _cost(start: float, before: float) -> dict[str, float]:
    return {"cpu_s": time.process_time() - before, "wall_s": time.monotonic() - start}


def _peak_gb() -> float:
    """Return the peak memory of this process; `ru_maxrss` would count the parent it was started from."""
    status = Path("/proc/self/status")
    if not status.is_file():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024 / 1e9


def measured(way: str, folder: Path) -> dict[str, float] | None:
    """Return what a way costs in a process of its own, with its peak memory in GB; None where it did not end in time."""
    command = [sys.executable, __file__, "--only", way, "--folder", str(folder)]
    try:
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=TIME_LIMIT_S)
    except subprocess.TimeoutExpired:
        return None
    if done.returncode:
        print(done.stderr, file=sys.stderr)
        return None
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def table(millions: float, folder: Path) -> str:
    """Return the rows of one size as Markdown."""
    rows = int(millions * 1_000_000)
    write_case(folder, rows)
    lines = [f"| {rows:,} lines | wall s | CPU s | peak GB | found |", "|---|--:|--:|--:|--:|"]
    for way, words in WORDS.items():
        found = measured(way, folder)
        if found is None:
            lines.append(f"| {words} | not done in {TIME_LIMIT_S} s or out of memory | | | |")
            continue
        cost = " | ".join(f"{found[name]:.2f}" for name in ("wall_s", "cpu_s", "peak_gb"))
        lines.append(f"| {words} | {cost} | {found['found']:,.0f} |")
    return "\n".join(lines)


def main() -> None:
    """Write the tables, or measure one way and print its figures as JSON."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--millions", type=float, nargs="+", default=[1.0, 3.0, 10.0])
    asked.add_argument("--folder", type=Path)
    asked.add_argument("--only", choices=sorted(WAYS))
    asked.add_argument("--no-write", action="store_true")
    given = asked.parse_args()
    if given.only is not None:
        found = WAYS[given.only](given.folder)
        print(json.dumps({**found, "peak_gb": _peak_gb()}))
        return
    with tempfile.TemporaryDirectory() as temporary:
        tables = [table(size, (given.folder or Path(temporary)) / f"{size:g}m") for size in given.millions]
    text = (
        f"# Tracing\n\n{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, one run each, every way a process of its own; "
        "invented lines as bench/tracing_data.py says. The self-join counts pairs that share firm, code and 90 days, and the "
        "recursive query firms and days that goods may have come through: neither conserves quantity, so their counts are "
        "no answers to the same question. Pairs of a forwarder with a tenth of the hub lines are among them.\n\n"
        + "\n\n".join(tables)
        + "\n"
    )
    if not given.no_write:
        (PROJECT / "bench" / "results" / "tracing.md").write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
