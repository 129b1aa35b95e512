"""Measures the ownership fixpoint on a million interests: the rounds in SQL beside a sparse matrix iteration of scipy.

Two random graphs; every measurement is a process of its own, and all ways must reach the same firms. CPU is user and system time
of the process on one thread, memory its peak. Run on a quiet machine; writes bench/results/ownership.md:
python bench/ownership.py [--interests N] [--before SRC]
SRC is the `src` of an earlier tree: its rounds are measured in the same sitting.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy import sparse

from entrepot.graph import ownership
from entrepot.graph.ownership import explain, fixpoint, reach
from entrepot.graph.ownership_result import ReachStatus
from entrepot.records.catalogue import table_named
from entrepot.records.linked import LINKED_PARTY
from entrepot.store.engine import DuckEngine
from entrepot.store.tables import empty

DAY = date(2025, 10, 1)  # all four rules apply
INTERESTS = 1_000_000
SEED = 20260101
LISTED_IN = 200  # one party in so many is listed
REGIME = "OFAC"
THRESHOLD_PCT = 50.0
PROJECT = Path(__file__).parents[1]
WORDS = {
    "scipy": "both bounds: sparse products, scipy, numbers given",
    "before": "both bounds: rounds in SQL, the tree before",
    "sql": "both bounds: rounds in SQL, DuckDB",
    "one_before": "owners of one firm, with paths and support, the tree before",
    "one": "owners of one firm, with paths and support",
    "all_before": "a quarter of the interests, all four rules, paths to every firm reached, the tree before",
    "all": "a quarter of the interests, all four rules, paths to every firm reached",
}
SHOWN = (ReachStatus.BLOCKED, ReachStatus.POSSIBLE)

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]


class Graph:
    """Stakes: owner, firm, percent (less than zero: not stated), each pair once, in no order; one party in 200 is listed.

    `random`: 1.5 owners a firm on average, everybody's: two thirds hang together, with many cycles, and most of that stands
    below a listed party. `register`: as registers have it, one to five owners a firm, four of five of them people, the others
    firms that were there before (so chains are short); one stake in a thousand closes a cycle.
    """

    def __init__(self, interests: int, shape: str) -> None:
        draw = np.random.default_rng(SEED)
        self.parties = max(10, int(interests / 1.5))
        pairs = draw.permutation(np.unique(self._pairs(draw, interests, shape), axis=0))
        self.owner: Whole = pairs[:, 0]
        self.firm: Whole = pairs[:, 1]
        held: Floats = draw.choice([100.0, 75.0, 60.0, 51.0, 50.0, 40.0, 30.0, 25.0, 10.0], size=len(pairs))
        self.percent: Floats = np.where(draw.random(len(pairs)) < 0.1, -1.0, held)
        self.listed: Whole = np.flatnonzero(draw.random(self.parties) < 1 / LISTED_IN)

    def _pairs(self, draw: np.random.Generator, interests: int, shape: str) -> Whole:
        if shape == "random":
            pairs: Whole = draw.integers(0, self.parties, size=(interests, 2))
            kept: Whole = pairs[pairs[:, 0] != pairs[:, 1]]
            return kept
        firms = self.parties // 2  # the rest are people
        firm = np.repeat(np.arange(firms), draw.integers(1, 6, size=firms))[:interests]
        earlier = (firm * draw.random(len(firm))).astype(np.int64)
        people = draw.integers(firms, self.parties, size=len(firm))
        owner = np.where(draw.random(len(firm)) < 0.2, earlier, people)
        closing = draw.random(len(firm)) < 0.001
        owner = np.where(closing, draw.integers(0, firms, size=len(firm)), owner)
        stakes: Whole = np.stack([owner, firm], axis=1)[owner != firm]
        return stakes


def in_sql(graph: Graph) -> dict[str, float]:
    """Return the cost of the rounds on DuckDB, one thread; the tables are there before the clock starts."""
    engine = DuckEngine(threads=1)
    load(engine, graph)
    start, before = time.monotonic(), time.process_time()
    fixpoint(engine, REGIME, DAY, designated=listed(graph))
    cost = {"cpu_s": time.process_time() - before, "wall_s": time.monotonic() - start}
    found = engine.read("ownership__reached")
    engine.close()
    if "run" in found.column_names:  # as a tree before kept it
        runs = found.column("run").to_pylist()
        return cost | {"reached": float(runs.count("lower")), "possible": float(runs.count("upper"))}
    counts = [found.num_rows - found.column(f"{run}_round").null_count for run in ("lower", "upper")]
    return cost | {"reached": float(counts[0]), "possible": float(counts[1])}


def of_one(graph: Graph) -> dict[str, float]:
    """Return the cost of `entrepot owners` for one firm under one regime: the rounds, its owners, paths and support set."""
    engine = DuckEngine(threads=1)
    load(engine, graph)
    firm = f"p{graph.firm[np.isin(graph.owner, graph.listed)][0]:07}"
    start, before = time.monotonic(), time.process_time()
    explain(reach(engine, REGIME, DAY, designated=listed(graph), about=[firm]), firm)
    cost = {"cpu_s": time.process_time() - before, "wall_s": time.monotonic() - start}
    engine.close()
    return cost


def of_all(graph: Graph) -> dict[str, float]:
    """Return the cost of what indicator N1 asks: every rule, and how each firm is reached or may be."""
    engine = DuckEngine(threads=1)
    load(engine, graph)
    names = listed(graph)
    start, before = time.monotonic(), time.process_time()
    if hasattr(ownership, "reaches"):
        for found in ownership.reaches(engine, ownership.REGIMES, DAY, designated=names, is_reached_only=True):
            _ = [found.followed(party) for party in found.parties if party.status in SHOWN]
    else:  # a tree before, which follows the paths of all parties at once
        _ = [reach(engine, regime, DAY, designated=names) for regime in ownership.REGIMES]
    cost = {"cpu_s": time.process_time() - before, "wall_s": time.monotonic() - start}
    engine.close()
    return cost


def listed(graph: Graph) -> list[str]:
    """Return the ids of the listed parties."""
    return [f"p{number:07}" for number in graph.listed.tolist()]


def load(engine: DuckEngine, graph: Graph) -> None:
    """Register the graph as the linked tables that the rules read."""
    names = np.array([f"p{number:07}" for number in range(graph.parties)])
    owner, firm = pa.array(names[graph.owner]), pa.array(names[graph.firm])
    share = pa.array(np.where(graph.percent < 0, 0.0, graph.percent), mask=graph.percent < 0)
    sides = {"owner_party_id": owner, "subject_party_id": firm}
    given = {**sides, "share_min_pct": share, "share_max_pct": share}
    engine.register("linked__interest", filled("core__interest", given, {"interest_kind": "shares"}, len(owner)))
    named = {"party_id": pa.array(names), "name": pa.array(names)}
    parties = {"party_kind": "company", "snapshot_id": "bench", "locator": "row 2", "provenance": "synthetic"}
    columns = [
        named.get(c.name, pa.repeat(pa.scalar(parties.get(c.name), c.type), len(names))) for c in LINKED_PARTY.columns
    ]
    engine.register(LINKED_PARTY.name, pa.table(columns, names=list(LINKED_PARTY.column_names)))
    for core in ("core__identifier", "core__designation", "core__list_change"):
        linked = table_named(core).linked()
        engine.register(linked.name, empty(linked))


def filled(core: str, given: dict[str, pa.Array], fixed: dict[str, str], count: int) -> pa.Table:
    """Return rows of a linked table: given columns, one value all the way, or null."""
    linked = table_named(core).linked()
    fixed = {"snapshot_id": "bench", "locator": "row 2", "provenance": "synthetic", **fixed}
    columns = [given.get(c.name, pa.repeat(pa.scalar(fixed.get(c.name), c.type), count)) for c in linked.columns]
    return pa.table(columns, names=list(linked.column_names))


def in_scipy(graph: Graph) -> dict[str, float]:
    """Return the cost of both bounds by sparse matrix products, the matrices built from the rows included."""
    start, before = time.monotonic(), time.process_time()
    shape = (graph.parties, graph.parties)
    stated = np.maximum(graph.percent, 0.0)
    disclosed = np.bincount(graph.firm, weights=stated, minlength=graph.parties)
    left = np.maximum(0.0, 100.0 - disclosed)
    most = np.where(graph.percent < 0, left[graph.firm], stated)
    low = sparse.csr_matrix((stated, (graph.firm, graph.owner)), shape=shape)
    high = sparse.csr_matrix((most, (graph.firm, graph.owner)), shape=shape)
    counts = []
    for is_upper in (False, True):
        reached = np.zeros(graph.parties, dtype=bool)
        reached[graph.listed] = True
        while True:
            held = low @ reached.astype(np.float64)
            if is_upper:
                held = np.maximum(held, np.minimum(high @ reached.astype(np.float64), left + held))
            grown = reached | (np.round(held, 6) >= THRESHOLD_PCT)
            if (grown == reached).all():
                break
            reached = grown
        counts.append(float(reached.sum()))
    cost = {"cpu_s": time.process_time() - before, "wall_s": time.monotonic() - start}
    return cost | {"reached": counts[0], "possible": counts[1]}


def nothing(_graph: Graph) -> dict[str, float]:
    """Return no cost: what the process takes to make the graph."""
    return {"cpu_s": 0.0, "wall_s": 0.0}


def measured(way: str, shape: str, interests: int, src: Path) -> dict[str, float]:
    """Return what a way of a tree costs in a process of its own, with its peak memory in GB."""
    command = [sys.executable, __file__, "--interests", str(interests), "--only", way.removesuffix("_before"), shape]
    done = subprocess.run(
        command, check=True, capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(src)}
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def table(shape: str, interests: int, before: Path | None) -> tuple[str, bool]:
    """Return the rows of one graph as Markdown, and whether all ways reach the same firms."""
    here = PROJECT / "src"
    rows = {"scipy": measured("scipy", shape, interests, here)}
    if before is not None:
        rows |= {"before": measured("sql", shape, interests, before)}
    rows |= {"sql": measured("sql", shape, interests, here)}
    if before is not None:
        rows |= {"one_before": measured("one", shape, interests, before)}
    rows |= {"one": measured("one", shape, interests, here)}
    if before is not None:
        rows |= {"all_before": measured("all", shape, interests // 4, before)}
    rows |= {"all": measured("all", shape, interests // 4, here)}
    graph = measured("graph", shape, interests, here)["peak_gb"]
    lines = [f"| {shape} | CPU s | wall s | peak GB | reached | possible |", "|---|--:|--:|--:|--:|--:|"]
    for way, row in rows.items():
        cost = " | ".join(f"{row[name]:.2f}" for name in ("cpu_s", "wall_s", "peak_gb"))
        counts = " | ".join(f"{row[name]:,.0f}" if name in row else "" for name in ("reached", "possible"))
        lines.append(f"| {WORDS[way]} | {cost} | {counts} |")
    answers = {(row["reached"], row["possible"]) for row in rows.values() if "reached" in row}
    lines.append(f"\nMaking the graph alone takes {graph:.2f} GB of each peak.")
    return "\n".join(lines), len(answers) == 1


def main() -> None:
    """Write the tables, or measure one way and print its figures as JSON."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--interests", type=int, default=INTERESTS)
    asked.add_argument("--before", type=Path)
    asked.add_argument("--only", nargs=2)
    given = asked.parse_args()
    if given.only is not None:
        way, shape = given.only
        ways = {"sql": in_sql, "scipy": in_scipy, "one": of_one, "all": of_all, "graph": nothing}
        found = ways[way](Graph(given.interests, shape))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        print(json.dumps({**found, "peak_gb": peak}))
        return
    tables = [table(shape, given.interests, given.before) for shape in ("random", "register")]
    same = all(is_same for _, is_same in tables)
    text = (
        f"# Ownership\n\n{given.interests:,} invented interests, one party in {LISTED_IN} listed, {REGIME} on {DAY}; "
        f"{datetime.now(UTC):%Y-%m-%d}, one thread of {os.cpu_count()} cores, one run each. `random` hangs together in one "
        "piece with many cycles; `register` is as registers are: owners are mostly people, chains are short.\n\n"
        + "\n\n".join(text for text, _ in tables)
        + f"\n\n{'All ways reach the same number of firms.' if same else 'THEY DISAGREE.'} scipy starts from numbers in "
        "arrays; SQL from the case's tables, whose parties are texts.\n"
    )
    (PROJECT / "bench" / "results" / "ownership.md").write_text(text, "utf-8")
    print(text)
    raise SystemExit(0 if same else 1)


if __name__ == "__main__":
    main()
