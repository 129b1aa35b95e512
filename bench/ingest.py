"""Measures an import: an invented customs dump to clean, validated Parquet by month, beside DuckDB's plain COPY and Polars.

Each measurement is a process of its own: CPU time (user and system) and peak memory. `make bench-ingest` takes 1M lines;
`ROWS=10000000 make bench-ingest` the issue's 10M. Run on a quiet machine: CPU time rises with what runs beside.
`ROWS=50000000 PACKED=1 REPEATS=1 make bench-ingest` measures only the import, of a dump packed with zstd, as 41 GB would not
fit everywhere.
"""

import os
import shutil
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from first_run import PROJECT, measured, median
from ingest_data import write_dump

ROWS = int(os.environ.get("ROWS", "1000000"))
REPEATS = int(os.environ.get("REPEATS", "3"))
IS_PACKED = os.environ.get("PACKED", "") not in {"", "0"}
_POLARS = Path(__file__).with_name("ingest_polars.py")
MAPPING = Path(__file__).with_name("ingest.mapping.toml")
_PLAIN = """
import duckdb, sys
duckdb.connect().execute(f"COPY (FROM read_csv('{sys.argv[1]}')) TO '{sys.argv[2]}' (FORMAT parquet)")
"""
_IMPORT = """
import sys
from pathlib import Path
from entrepot.case.config import CaseConfig, write_config
from entrepot.case.imports import import_file
from entrepot.case.intake import LayoutChoice, add_file
from entrepot.settings import Study
case = Path(sys.argv[2])
write_config(case, CaseConfig(title="bench", study=Study()))
added = add_file(case, Path(sys.argv[1]), layout=LayoutChoice(Path(sys.argv[3]), "RU"))
print(import_file(case, added.snapshot).parsed.rows_kept)
"""
_MAP = [sys.executable, "-m", "entrepot", "map"]


def main() -> None:
    """Measure and write bench/results/ingest.md."""
    with tempfile.TemporaryDirectory(dir=os.environ.get("BENCH_DIR")) as folder:
        dump, target = Path(folder) / ("dump.csv.zst" if IS_PACKED else "dump.csv"), Path(folder) / "out"
        write_dump(dump, ROWS)
        runs: dict[str, list[dict[str, float]]] = {}
        for _ in range(REPEATS):
            for name, command in _commands(dump, target).items():
                shutil.rmtree(target, ignore_errors=True)
                target.unlink(missing_ok=True)
                try:
                    runs.setdefault(name, []).append(measured(command))
                except SystemExit as fault:  # a rival that does not come through is said, not measured
                    print(fault, file=sys.stderr)
        text = _table({name: median(each) if each else None for name, each in runs.items()}, dump.stat().st_size)
    path = PROJECT / "bench" / "results" / ("ingest_packed.md" if IS_PACKED else "ingest.md")
    path.write_text(text, "utf-8")
    print(text)


def _commands(dump: Path, target: Path) -> dict[str, list[str]]:
    python = sys.executable
    imported = [python, "-c", _IMPORT, str(dump), str(target), str(MAPPING)]
    if IS_PACKED:
        return {"Entrepot: add and import": imported}
    return {
        "DuckDB: COPY (FROM read_csv) TO parquet": [python, "-c", _PLAIN, str(dump), str(target)],
        "Entrepot: add and import": imported,
        "Polars: the same cleaning, a script": [
            python,
            str(Path(__file__).with_name("ingest_polars.py")),
            str(dump),
            str(target),
        ],
        "entrepot map": [*_MAP, str(dump)],
    }


def _table(medians: dict[str, dict[str, float] | None], size: int) -> str:
    duckdb = medians.get("DuckDB: COPY (FROM read_csv) TO parquet")
    plain = duckdb["cpu_s"] if duckdb is not None else float("nan")
    lines = [
        "# Importing a customs table",
        "",
        (
            f"{ROWS:,} invented lines, 36 columns, {size / 1e9:.2f} GB of CSV{' packed with zstd' if IS_PACKED else ''}; "
            f"{datetime.now(UTC):%Y-%m-%d}, {'one run' if REPEATS == 1 else f'medians of {REPEATS}'}."
        ),
        "Entrepot's import copies and hashes the file, maps, cleans, checks, keeps evidence, makes the firms, writes by month.",
        "",
        "| | CPU s | x DuckDB | thousand lines / CPU s | wall s | peak GB |",
        "|---|---|---|---|---|---|",
    ]
    for name, m in medians.items():
        if m is None:
            lines.append(f"| {name} | failed | | | | |")
            continue
        speed = f"{ROWS / m['cpu_s'] / 1000:,.0f}" if name != "entrepot map" else ""
        ratio = "" if IS_PACKED else f"{m['cpu_s'] / plain:.2f}"
        lines.append(f"| {name} | {m['cpu_s']:.1f} | {ratio} | {speed} | {m['wall_s']:.1f} | {m['peak_gb']:.2f} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
