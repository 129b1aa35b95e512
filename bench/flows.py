"""Measures PPML with three-way fixed effects and clustered errors beside pyfixest's fepois, on the same invented rows.

Every measurement is a process of its own that makes its rows first; CPU is user and system time of the estimate alone, memory the
process's peak with the rows in it. Run on a quiet machine; writes bench/results/flows.md:
python bench/flows.py [--millions 1 10] [--cap SECONDS]
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from entrepot.flows.fit import Fit
from entrepot.flows.ppml import fit_ppml

SEED = 20260222
IMPORTERS, MONTHS = 20, 50
TRUE = (-1.5, 0.4)  # RU and hubs after the cut-off, listed goods
WORDS = {
    "own": "Entrepot",
    "map": "pyfixest.fepois, MapDemeaner (its default)",
    "within": 'pyfixest.fepois, LsmrDemeaner("within")',
}

Whole = npt.NDArray[np.int64]


class Panel:
    """Rows of exporter, importer, product and month: overdispersed counts, a good half of them zero; two regressors."""

    def __init__(self, millions: float) -> None:
        exporters, products = (25, round(400 * millions / 10)) if millions >= 1 else (5, round(2000 * millions / 10))
        draw = np.random.default_rng(SEED)
        shape = (exporters, IMPORTERS, products, MONTHS)
        i, j, k, t = (axis.ravel().astype(np.int64) for axis in np.indices(shape, dtype=np.int32))
        self.product: Whole = k
        self.groupings: dict[str, Whole] = {
            "ijk": (i * IMPORTERS + j) * products + k,
            "ikt": (i * products + k) * MONTHS + t,
            "jt": j * MONTHS + t,
        }
        listed, post = k % 3 == 0, t >= MONTHS // 2
        self.columns = {
            "russia": (listed & post & (j == 0)).astype(np.float64),
            "hubs": (listed & post & (j >= 1) & (j <= 3)).astype(np.float64),
        }
        log_mean = draw.normal(-1.0, 2.0, shape[:3])[i, j, k]
        log_mean += draw.normal(0, 0.5, (exporters, products, MONTHS))[i, k, t]
        log_mean += draw.normal(0, 0.3, (IMPORTERS, MONTHS))[j, t]
        for effect, column in zip(TRUE, self.columns.values(), strict=True):
            log_mean += effect * column
        self.value = draw.poisson(np.exp(log_mean) * draw.gamma(1.0, 1.0, len(k))).astype(np.float64)


def own(panel: Panel) -> dict[str, object]:
    """Estimate with this package."""
    fit = fit_ppml(panel.value, panel.columns, list(panel.groupings.values()), [panel.product])
    assert isinstance(fit, Fit)
    assert fit.converged
    return {
        "coefficients": fit.coefficients.tolist(),
        "errors": fit.standard_errors.tolist(),
        "rows": fit.rows_used,
        "rounds": fit.iterations,
    }


def rival(panel: Panel, demeaner: str) -> Callable[[], dict[str, object]]:
    """Return pyfixest's estimate at its default tolerances, groups of zeros left out; its data frame is made before."""
    frame = import_module("pandas").DataFrame(
        {"value": panel.value, **panel.columns, **panel.groupings, "product": panel.product}, copy=False
    )
    kinds: Any = import_module("pyfixest.demeaners")
    chosen = kinds.MapDemeaner() if demeaner == "map" else kinds.LsmrDemeaner(backend="within")
    fepois: Any = import_module("pyfixest").fepois

    def estimate() -> dict[str, object]:
        fit = fepois(
            "value ~ russia + hubs | ijk + ikt + jt",
            frame,
            vcov={"CRV1": "product"},
            demeaner=chosen,
            separation_check=["fe"],
            lean=True,
            store_data=False,
            copy_data=False,
        )
        return {
            "coefficients": [float(b) for b in fit.coef()],
            "errors": [float(e) for e in fit.se()],
            "rows": int(fit._N),
            "rounds": None,
        }

    return estimate


def measured(way: str, millions: float) -> dict[str, object]:
    """Make the rows, estimate, and return the answer with CPU and wall seconds and the peak in GB."""
    panel = Panel(millions)
    estimate = partial(own, panel) if way == "own" else rival(panel, way)
    if way != "own":
        rival(Panel(0.05), way)()  # what is compiled at first use is not counted
    made = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    cpu, wall = time.process_time(), time.perf_counter()
    answer = estimate()
    return answer | {
        "cpu": time.process_time() - cpu,
        "wall": time.perf_counter() - wall,
        "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6,
        "made": made,
        "all_rows": len(panel.value),
        "zeros": float((panel.value == 0).mean()),
    }


def run(way: str, millions: float, cap: float) -> dict[str, object]:
    """Run one measurement in a process of its own; its failure is an answer too."""
    program = [sys.executable, "-W", "ignore", __file__, "--way", way, "--millions", str(millions)]
    threads = {"OPENBLAS_NUM_THREADS": "1"} if way == "own" else {}
    try:
        done = subprocess.run(
            program, capture_output=True, text=True, timeout=cap, env=os.environ | threads, check=False
        )
    except subprocess.TimeoutExpired:
        return {"failed": f"not done in {cap / 60:.0f} minutes"}
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        return {"failed": f"ended with {done.returncode}: {last[:80]}"}
    answer: dict[str, object] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


def line(way: str, millions: float, answer: dict[str, object], ours: dict[str, object]) -> str:
    """Return one row of the table."""
    if "failed" in answer:
        return f"| {millions:g}M | {WORDS[way]} | {answer['failed']} | | | | | |"
    difference = "" if way == "own" or "failed" in ours else f"{_furthest(answer, ours):.0e}"
    return (
        f"| {millions:g}M | {WORDS[way]} | {answer['cpu']:.1f} | {answer['wall']:.1f} | {answer['peak']:.2f} | "
        f"{answer['made']:.2f} | {answer['rows']:,} | {difference} |"
    )


def _furthest(answer: dict[str, object], ours: dict[str, object]) -> float:
    both = [np.array([*one["coefficients"], *one["errors"]]) for one in (answer, ours)]  # type: ignore[misc]
    return float(np.abs(both[0] / both[1] - 1).max())


def main() -> None:
    """Measure every way at every size and write the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--millions", type=float, nargs="+", default=[1.0, 10.0])
    parser.add_argument("--cap", type=float, default=900.0)
    parser.add_argument("--ways", nargs="+", choices=WORDS, default=list(WORDS))
    parser.add_argument("--way", choices=WORDS)
    chosen = parser.parse_args()
    if chosen.way:
        print(json.dumps(measured(chosen.way, chosen.millions[0])))
        return
    lines, zeros = [], 0.0
    for millions in chosen.millions:
        ours: dict[str, object] = {"failed": "not run"}
        for way in chosen.ways:
            answer = run(way, millions, chosen.cap)
            ours = answer if way == "own" else ours
            zeros = max(zeros, float(str(answer.get("zeros", 0.0))))
            lines.append(line(way, millions, answer, ours))
            print(lines[-1], flush=True)
    write(lines, zeros)


def write(lines: list[str], zeros: float) -> None:
    """Write the page."""
    version, today = import_module("pyfixest").__version__, f"{datetime.now(UTC):%Y-%m-%d}"
    text = f"""# PPML with three-way fixed effects

Invented panels, {zeros:.0%} zeros, two regressors; effects exporter-importer-product, exporter-product-month and importer-month;
errors clustered by product. {today}, {os.cpu_count()} cores, one run each in a process of its own;
pyfixest {version} at its default tolerances. CPU of the estimate alone; `rows GB` is the peak before it, with the panel made. The
last column is the largest relative difference of coefficients and standard errors from Entrepot's.

| size | | CPU s | wall s | peak GB | rows GB | rows used | differs by |
|---|---|--:|--:|--:|--:|--:|--:|
"""
    target = Path(__file__).parent / "results" / "flows.md"
    target.write_text(text + "\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
