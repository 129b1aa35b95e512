"""Measures tracing beside a naive SQL self-join and a recursive path query of DuckDB, on the same invented lines.

Every measurement is a process of its own. `pairs`: all two-hop pass-through pairs into Russia for the CHPL codes, by both
accounts with conserved quantity. `part`: `trace --part` of one part number, asked the second time. The rivals may take 5 GB of
memory and 20 GB of disk, and each way ten minutes of a processor. Firms and part numbers are as many at every size; then
tracing is measured where they grow with the lines. Last, three million lines of which a million are one forwarder's. Run on a
quiet machine: python bench/tracing.py [--millions 1 3 10 30] [--folder DIR]; writes bench/results/tracing.md.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path

from entrepot.trace.finds import FindQuestion, find_lines
from entrepot.trace.scope import Question
from entrepot.trace.tracing import match, trace
from tracing_data import FORWARDER, LARGEST_BUYER, SUPERNODE_PERCENT, open_case, sort_case, write_case
from tracing_rivals import PART, WINDOW_DAYS, cost_since, part_self_join, recursive, self_join
from tracing_tables import CPU_LIMIT_S, GROWING_WORDS, SUPERNODE_WORDS, WORDS, Measured, said, table

PROJECT = Path(__file__).parents[1]
AS_OF = date(2024, 12, 31)
RUNS = {"pairs": 3}  # others' work on the machine slows the processor's memory too
SUPERNODE_MILLIONS = 3.0


def pairs(folder: Path) -> dict[str, float]:
    """Return the cost of all lots into Russia; the listed codes are asked for by the question's goods list."""
    engine = open_case(folder)
    start, before = time.monotonic(), time.process_time()
    found = match(engine, Question(as_of_on=AS_OF, to_iso="RU", hops=2), window_days=WINDOW_DAYS)
    cost = cost_since(start, before)
    engine.close()
    return {**cost, "found": float(len(found.accounts[0].lots)), "looked_at": float(len(found.ledger))}


def part(folder: Path) -> dict[str, float]:
    """Return the cost of one part's lines and chains, as `entrepot trace --part` asks for both, the second time."""
    engine = open_case(folder)
    lines = FindQuestion(as_of_on=AS_OF, parts=(PART,), destination_iso="RU")
    question = Question(as_of_on=AS_OF, parts=(PART,))
    find_lines(engine, lines)
    trace(engine, question)
    start, before = time.monotonic(), time.process_time()
    find_lines(engine, lines)
    found = trace(engine, question)
    cost = cost_since(start, before)
    engine.close()
    return {**cost, "found": float(found.chain_count)}


def sort(folder: Path) -> dict[str, float]:
    """Return the cost of keeping the lines in the order of their codes; `entrepot trace` does it before its first answer."""
    start, before = time.monotonic(), time.process_time()
    sort_case(folder)
    return {**cost_since(start, before), "found": 0.0}


def to(folder: Path) -> dict[str, float]:
    """Return the cost of all chains into Russia."""
    return _asked(folder, Question(as_of_on=AS_OF, to_iso="RU"))


def buyer(folder: Path) -> dict[str, float]:
    """Return the cost of all chains to the largest buyer."""
    return _asked(folder, Question(as_of_on=AS_OF, to=(LARGEST_BUYER,)))


def through(folder: Path) -> dict[str, float]:
    """Return the cost of all chains by way of the forwarder."""
    return _asked(folder, Question(as_of_on=AS_OF, through=(FORWARDER,)))


def _asked(folder: Path, question: Question) -> dict[str, float]:
    engine = open_case(folder)
    start, before = time.monotonic(), time.process_time()
    found = trace(engine, question)
    cost = cost_since(start, before)
    engine.close()
    return {**cost, "found": float(found.chain_count), "dropped": float(found.dropped)}


WAYS: dict[str, Callable[[Path], dict[str, float]]] = {
    "sort": sort,
    "pairs": pairs,
    "to": to,
    "buyer": buyer,
    "through": through,
    "self_join": self_join,
    "recursive": recursive,
    "part": part,
    "part_self_join": part_self_join,
}


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
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        if done.returncode > 0 and "Out of Memory" not in done.stderr:
            raise RuntimeError(f"{way} failed: {done.stderr}")
        return None
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def measure(folder: Path, ways: Iterable[str]) -> Measured:
    """Return what every way costs: of ways measured more than once the run of least CPU time."""
    found: Measured = {}
    for way in ways:
        runs = [run for _ in range(RUNS.get(way, 1)) if (run := measured(way, folder)) is not None]
        found[way] = min(runs, key=lambda run: run["cpu_s"], default=None)
    return found


def supernode(folder: Path) -> str:
    """Return the table of a case in which one forwarder has a million of three million lines."""
    rows = int(SUPERNODE_MILLIONS * 1_000_000)
    write_case(folder, rows, forwarder_percent=SUPERNODE_PERCENT)
    measured("sort", folder)
    return table(f"{rows:,} lines, a million of one forwarder", SUPERNODE_WORDS, measure(folder, SUPERNODE_WORDS))


def main() -> None:
    """Write the tables, or measure one way and print its figures as JSON."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--millions", type=float, nargs="+", default=[1.0, 3.0, 10.0, 30.0])
    asked.add_argument("--folder", type=Path)
    asked.add_argument("--only", choices=sorted(WAYS))
    asked.add_argument("--no-write", action="store_true")
    given = asked.parse_args()
    if given.only is not None:
        resource.setrlimit(resource.RLIMIT_CPU, (CPU_LIMIT_S, CPU_LIMIT_S))
        found = WAYS[given.only](given.folder)
        print(json.dumps({**found, "peak_gb": _peak_gb()}))
        return
    with tempfile.TemporaryDirectory() as temporary:
        base = given.folder or Path(temporary)
        sizes: dict[float, Measured] = {}
        growing: dict[float, Measured] = {}
        last = supernode(base / "supernode")
        for size in sorted(given.millions):
            write_case(base / f"{size:g}m", int(size * 1_000_000))
            sizes[size] = measure(base / f"{size:g}m", WORDS)
            write_case(base / f"{size:g}m_growing", int(size * 1_000_000), is_growing=True)
            growing[size] = measure(base / f"{size:g}m_growing", GROWING_WORDS)
            if not given.no_write:  # after every size: the largest may take hours on a busy machine
                (PROJECT / "bench" / "results" / "tracing.md").write_text(said(sizes, growing, last), "utf-8")
    print(said(sizes, growing, last))


if __name__ == "__main__":
    main()
