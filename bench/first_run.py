"""Measures a first use: the demo cold and warm, the real lists with Comext, and reading Comext against plain DuckDB.

Each measurement is a process of its own, repeated; the table gives medians of CPU time (user and system of the process and
its children), wall time and peak memory. Run on a quiet machine: make bench.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

PROJECT = Path(__file__).parents[1]
SHARED = PROJECT.parent / "shared" / "data"
COMEXT = SHARED / "trade" / "eurostat_comext_eu27_exports_cn8_sanctioned_2020-01_2022-11.csv.gz"
LISTS = [SHARED / "sanctions" / n for n in ("ofac_sdn_2024-02-20.csv", "ofac_sdn_2024-02-23.csv", "eu_32014R0833.csv")]
COMEXT_ROWS = 1_141_670  # records in that file, its header not counted
REPEATS = 3
ENTREPOT = [sys.executable, "-m", "entrepot"]
CHECKED, PLAIN = "Comext to checked records (1.14M rows)", "same file, DuckDB COPY (FROM read_csv) TO parquet"
_PLAIN_DUCKDB = """
import duckdb, sys
duckdb.connect().execute(
    f"COPY (FROM read_csv('{sys.argv[1]}', all_varchar=true)) TO '{sys.argv[2]}' (FORMAT parquet, COMPRESSION zstd)"
)
"""
_COMEXT_SOURCE = """
import sys
from pathlib import Path
from entrepot.evidence.snapshot import Snapshot
from entrepot.sources import registry
from entrepot.store.tables import write_parquet
source, path = registry.source_named("comext_cn8"), Path(sys.argv[1])
snapshot = Snapshot("bench", "0" * 64, path.name, 0, source.meta.id, "", "", "", "")
for name, rows in registry.parse_file(source, snapshot, path).results().items():
    write_parquet(Path(sys.argv[2]) / f"{name}.parquet", rows)
"""


def measured(command: list[str]) -> dict[str, float]:
    """Return CPU seconds, wall seconds and peak memory in GB of a command run in a process of its own."""
    probe = (
        "import json, resource, subprocess, sys, time; t = time.monotonic(); "
        "c = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode; "
        "r = resource.getrusage(resource.RUSAGE_CHILDREN); "
        "print(json.dumps([c, r.ru_utime + r.ru_stime, time.monotonic() - t, r.ru_maxrss / 1e6]))"
    )
    done = subprocess.run([sys.executable, "-c", probe, *command], check=True, capture_output=True, text=True)
    code, cpu, wall, peak = json.loads(done.stdout)
    if code not in {0, 3}:
        raise SystemExit(f"{' '.join(command)} ended with {code}")
    return {"cpu_s": cpu, "wall_s": wall, "peak_gb": peak}


def median(runs: list[dict[str, float]]) -> dict[str, float]:
    """Return the medians of several measurements."""
    return {key: statistics.median(run[key] for run in runs) for key in runs[0]}


def demo_rows(folder: Path) -> dict[str, dict[str, float]]:
    """Return the demo built from nothing, and run again with nothing changed."""
    cold, warm = [], []
    for number in range(REPEATS):
        case = folder / f"demo-{number}"
        cold.append(measured([*ENTREPOT, "demo", str(case)]))
        warm.append(measured([*ENTREPOT, "demo", str(case)]))
    return {"demo, first time": median(cold), "demo, second time": median(warm)}


def real_rows(folder: Path) -> dict[str, dict[str, float]]:
    """Return the real lists and Comext added and run, and Comext alone beside plain DuckDB."""
    whole, alone, plain = [], [], []
    for number in range(REPEATS):
        case = folder / f"real-{number}"
        subprocess.run([*ENTREPOT, "init", str(case)], check=True, capture_output=True)
        subprocess.run([*ENTREPOT, "add", str(case), *map(str, LISTS), str(COMEXT)], check=True, capture_output=True)
        whole.append(measured([*ENTREPOT, "run", str(case)]))
        alone.append(measured([sys.executable, "-c", _COMEXT_SOURCE, str(COMEXT), str(folder)]))
        plain.append(measured([sys.executable, "-c", _PLAIN_DUCKDB, str(COMEXT), str(folder / "plain.parquet")]))
    return {
        "run: two OFAC states, EU 833, Comext (1.17M rows)": median(whole),
        CHECKED: median(alone),
        PLAIN: median(plain),
    }


def table(rows: dict[str, dict[str, float]]) -> str:
    """Return the measurements as a Markdown table."""
    lines = [f"| {name} | {r['cpu_s']:.1f} | {r['wall_s']:.1f} | {r['peak_gb']:.2f} |" for name, r in rows.items()]
    return "| what | CPU s | wall s | peak GB |\n|---|---|---|---|\n" + "\n".join(lines) + "\n"


def rates(rows: dict[str, dict[str, float]]) -> str:
    """Return how many rows of Comext are read a second, start of the process included; empty where it was left out."""
    if CHECKED not in rows:
        return ""
    checked, plain = (f"{COMEXT_ROWS / rows[name]['wall_s'] / 1e3:,.0f}" for name in (CHECKED, PLAIN))
    return f"\nComext: {checked} thousand rows a second as checked records, {plain} copied unchecked by DuckDB.\n"


def main() -> None:
    """Measure, print and write the table."""
    folder = Path(tempfile.mkdtemp(prefix="entrepot-bench-"))
    try:
        rows = demo_rows(folder)
        if COMEXT.is_file():
            rows |= real_rows(folder)
        else:
            print("../shared/data is not there: the real files are left out", file=sys.stderr)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    cores = os.cpu_count()
    head = f"# First use\n\n{datetime.now(UTC):%Y-%m-%d}, {cores} cores, medians of {REPEATS}, each in a process of its own.\n\n"
    text = head + table(rows) + rates(rows)
    results = PROJECT / "bench" / "results"
    results.mkdir(exist_ok=True)
    (results / "first_run.md").write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
