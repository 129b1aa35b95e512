"""Measures every indicator of the catalogue over a case's tables, beside one scan of the Parquet columns that it reads.

Each indicator runs in a process of its own over the tables that `entrepot run` left; the whole catalogue runs in one process, as
in a run. CPU is user and system time over both threads, memory the peak of the process. The scan reads once every column that
the indicator's statements name, of every table they name. Run on a quiet machine; writes bench/results/indicators.md:
python bench/indicators.py CASE [--runs N]
A case: `entrepot world w --rows 10000000 --seed 31 && entrepot run w`.
"""

import argparse
import json
import os
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from entrepot.case.config import read_config
from entrepot.indicators.base import Context
from entrepot.indicators.registry import all_indicators, evaluate_all, evaluate_one, indicator_named, settings_of
from entrepot.store.engine import DuckEngine, Value
from entrepot.store.sql import Statement

PROJECT = Path(__file__).parents[1]
RESULT = PROJECT / "bench" / "results" / "indicators.md"
MOST_SCANS, MOST_MINUTES, MOST_GB = 15, 10, 4  # issue 5: on average, the whole catalogue, on two cores
_WORD = re.compile(r"[A-Za-z_][A-Za-z_0-9]*")
WHOLE = "the whole catalogue in one process"


class Recorder(DuckEngine):
    """An engine that remembers which words its statements held."""

    def __init__(self) -> None:
        super().__init__(
            memory_limit="3GB", spill_to=Path(tempfile.gettempdir()) / "entrepot-bench-spill"
        )  # as in a run
        self.words: set[str] = set()

    def run(self, statement: Statement, parameters: Mapping[str, Value] | None = None) -> pa.Table:
        """Return the statement's rows."""
        self.words |= set(_WORD.findall(statement.text))
        return super().run(statement, parameters)

    def materialise(self, table: str, statement: Statement, parameters: Mapping[str, Value] | None = None) -> int:
        """Keep the statement's rows under a table name and return how many there are."""
        self.words |= set(_WORD.findall(statement.text))
        return super().materialise(table, statement, parameters)


def main() -> None:
    """Measure every indicator, or (with --part) one and print its figures as JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("case", type=Path)
    parser.add_argument("--runs", type=int, default=1, help="how often each is measured; the median is shown")
    parser.add_argument("--part", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.part:
        print(json.dumps(_measure(given.case, given.part)))
        return
    parts = [WHOLE, *(indicator.META.id for indicator in all_indicators())]
    figures = {part: [_in_process(given.case, part) for _ in range(given.runs)] for part in parts}
    RESULT.write_text(_page(given.case, figures), "utf-8")
    print(RESULT.read_text("utf-8"))


def _in_process(case: Path, part: str) -> dict[str, Any]:
    command = [sys.executable, str(Path(__file__)), str(case), "--part", part]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    print(f"{part}: {figures}", file=sys.stderr)
    return figures


def _measure(case: Path, part: str) -> dict[str, Any]:
    """Return CPU and wall seconds, peak GB, subjects, raised, and the CPU seconds of the scan."""
    all_indicators()  # imported before the clock starts
    config = read_config(case)
    tables = {path.stem: path for path in sorted((case / ".entrepot" / "tables").glob("*.parquet"))}
    with closing(Recorder()) as engine:
        for name, path in tables.items():
            engine.register_parquet(name, [path])
        context = Context(engine, config.study)
        before, began = _cpu(), time.perf_counter()
        if part == WHOLE:
            run = evaluate_all(context, config.indicators)
            subjects = sum(c.subjects_tested for c in run.counts.values())
            raised = sum(c.raised for c in run.counts.values())
        else:
            indicator = indicator_named(part)
            found = evaluate_one(context, indicator, settings_of(indicator, config.indicators.get(part, {})))
            subjects = found.subjects_tested
            raised = sum(finding.outcome == "raised" for finding in found.findings)
        spent, wall = _cpu() - before, time.perf_counter() - began
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
        scan = _scan(engine, engine.words, tables)
    return {"cpu": spent, "wall": wall, "peak": peak, "subjects": subjects, "raised": raised, "scan": scan}


def _scan(engine: DuckEngine, words: set[str], tables: Mapping[str, Path]) -> float:
    """Return the CPU seconds of reading once every column named in the statements."""
    before = _cpu()
    for name in sorted(words & set(tables)):
        columns = [column for column in engine.connection.table(name).columns if column in words]
        if columns:
            chosen = ", ".join(f'max("{column}")' for column in columns)
            engine.connection.execute(f'SELECT {chosen} FROM "{name}"').fetchall()
    return _cpu() - before


def _cpu() -> float:
    used = os.times()
    return used.user + used.system


def _page(case: Path, figures: Mapping[str, list[dict[str, Any]]]) -> str:
    middle = {
        part: {key: statistics.median(run[key] for run in runs) for key in runs[0]} for part, runs in figures.items()
    }
    whole = middle[WHOLE]
    single = {part: row for part, row in middle.items() if part != WHOLE}
    ratios = [row["cpu"] / row["scan"] for row in single.values() if row["scan"] > 0]
    rows = [f"| {part} | {_cells(row)} |" for part, row in middle.items()]
    runs = len(next(iter(figures.values())))
    head = (
        f"{_lines(case)}; {datetime.now(UTC):%Y-%m-%d}, 2 cores, {runs} run{'s' if runs > 1 else ''} each. "
        "`scan` is one reading of the Parquet columns that the indicator's statements name; "
        f"asked: {MOST_SCANS} scans on average, the whole in {MOST_MINUTES} minutes and {MOST_GB} GB."
    )
    total = (
        f"The whole catalogue: {whole['wall'] / 60:.1f} minutes, {whole['peak']:.2f} GB. "
        f"On average {statistics.mean(ratios):.1f} scans an indicator, {statistics.median(ratios):.1f} at the median."
    )
    return "\n".join(
        [
            "# The catalogue",
            "",
            head,
            "",
            total,
            "",
            "| indicator | CPU s | wall s | peak GB | scan, CPU s | scans | subjects asked | raised |",
            "|---|--:|--:|--:|--:|--:|--:|--:|",
            *rows,
            "",
        ]
    )


def _cells(row: Mapping[str, float]) -> str:
    scans = row["cpu"] / row["scan"] if row["scan"] > 0 else 0.0
    figures = [f"{row['cpu']:.2f}", f"{row['wall']:.2f}", f"{row['peak']:.2f}", f"{row['scan']:.2f}", f"{scans:.1f}"]
    return " | ".join([*figures, f"{row['subjects']:,.0f}", f"{row['raised']:,.0f}"])


def _lines(case: Path) -> str:
    with closing(DuckEngine()) as engine:
        for name in ("linked__declaration", "linked__party"):
            engine.register_parquet(name, [case / ".entrepot" / "tables" / f"{name}.parquet"])
        counts = [engine.connection.execute(f'SELECT count(*) FROM "{n}"').fetchall()[0][0] for n in engine.tables()]
    return f"{counts[0]:,} declaration lines and {counts[1]:,} parties of a synthetic world"


if __name__ == "__main__":
    main()
