"""Measures the ownership fixpoint on a million interests: the rounds in SQL beside a sparse matrix iteration of scipy.

A random graph with cycles, ranges and unknown shares; every measurement is a process of its own, and both must reach the same
firms. CPU is user and system time of the process on one thread, memory its peak. Run on a quiet machine:
python bench/ownership.py [interests]
"""

import json
import resource
import subprocess
import sys
import time
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from scipy import sparse

from entrepot.graph.ownership import REGIMES, fixpoint
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

Floats = npt.NDArray[np.float64]
Whole = npt.NDArray[np.int64]


class Graph:
    """Random stakes: owner, firm, percent (less than zero: not stated); each pair once, 1.5 owners a firm on average."""

    def __init__(self, interests: int) -> None:
        draw = np.random.default_rng(SEED)
        self.parties = max(10, int(interests / 1.5))
        pairs = np.unique(draw.integers(0, self.parties, size=(interests, 2)), axis=0)
        pairs = draw.permutation(pairs[pairs[:, 0] != pairs[:, 1]])
        self.owner: Whole = pairs[:, 0]
        self.firm: Whole = pairs[:, 1]
        held: Floats = draw.choice([100.0, 75.0, 60.0, 51.0, 50.0, 40.0, 30.0, 25.0, 10.0], size=len(pairs))
        self.percent: Floats = np.where(draw.random(len(pairs)) < 0.1, -1.0, held)
        self.listed: Whole = np.flatnonzero(draw.random(self.parties) < 1 / LISTED_IN)


def in_sql(graph: Graph) -> dict[str, float]:
    """Return the cost of the rounds on DuckDB, one thread; the tables are there before the clock starts."""
    engine = DuckEngine(threads=1)
    load(engine, graph)
    names = [f"p{number:07}" for number in graph.listed.tolist()]
    start, before = time.monotonic(), time.process_time()
    fixpoint(engine, REGIME, DAY, designated=names)
    cost = {"cpu_s": time.process_time() - before, "wall_s": time.monotonic() - start}
    runs = engine.read("ownership__reached").column("run").to_pylist()
    engine.close()
    return cost | {"reached": float(runs.count("lower")), "possible": float(runs.count("upper"))}


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


def measured(way: str, interests: int) -> dict[str, float]:
    """Return what a way costs in a process of its own, with its peak memory in GB."""
    done = subprocess.run([sys.executable, __file__, str(interests), way], check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Print the table, or measure one way and print its figures as JSON."""
    interests = int(sys.argv[1]) if len(sys.argv) > 1 else INTERESTS
    ways = {"sql": in_sql, "scipy": in_scipy, "graph": nothing}
    if len(sys.argv) > 2:
        found = ways[sys.argv[2]](Graph(interests))
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
        print(json.dumps({**found, "peak_gb": peak}))
        return
    assert REGIME in REGIMES
    rows = {way: measured(way, interests) for way in ("sql", "scipy", "graph")}
    print(
        f"| {interests:,} interests, {REGIME} on {DAY}, both bounds | CPU s | wall s | peak GB | reached | possible |"
    )
    print("|---|--:|--:|--:|--:|--:|")
    for way, words in (("sql", "rounds in SQL, DuckDB, one thread"), ("scipy", "sparse products, scipy")):
        row = rows[way]
        cost = " | ".join(f"{row[name]:.2f}" for name in ("cpu_s", "wall_s", "peak_gb"))
        print(f"| {words} | {cost} | {row['reached']:,.0f} | {row['possible']:,.0f} |")
    print(f"\nMaking the graph alone takes {rows['graph']['peak_gb']:.2f} GB of each peak.")
    same = all(rows["sql"][name] == rows["scipy"][name] for name in ("reached", "possible"))
    print("Both reach the same number of firms." if same else "THEY DISAGREE.")
    raise SystemExit(0 if same else 1)


if __name__ == "__main__":
    main()
