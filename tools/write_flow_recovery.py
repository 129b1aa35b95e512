"""Measures how well the estimate sheet finds what is known to be diverted, and writes docs/flow-recovery.md.

    python tools/write_flow_recovery.py FOLDER [--rows N] [--seeds N] [--draws N]

Makes the worlds in FOLDER where they are missing. Nothing of the estimator was chosen on these worlds.
"""

import argparse
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from entrepot.world.settings import WorldSettings
from flow_recovery import TRUTHS, Drawn, Recovered, drawn_from_model, holds, is_found, recovered

TARGET = Path(__file__).parents[1] / "docs" / "flow-recovery.md"
ROWS = 60_000
RATES = (0.003, 0.01, 0.03)
EFFECTS = (0.0, 0.25, 0.5, 1.0, 2.0)
# Share of what statistics show to a hub since the cut-off that schemes and ghosts make up.
SIZES = ((0.0, 0.5), (0.5, 0.8), (0.8, 1.01))
_MILLION = 1e6


def worlds(rows: int, seeds: int) -> list[WorldSettings]:
    """Return the evaluated worlds: null ones and planted ones of several scheme rates, by seed."""
    made = [WorldSettings(rows, seed, kind="null") for seed in range(1, seeds + 1)]
    return made + [WorldSettings(rows, seed, scheme_rate=rate) for rate in RATES for seed in range(1, seeds + 1)]


def table(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return rows as a table of the page."""
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    return "\n".join(lines + ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows])


def share(count: int, whole: int) -> str:
    """Return a share with what it is of."""
    return f"{100 * count / whole:.0f} % of {whole}" if whole else "none"


def model_table(draws: int) -> str:
    """Return coverage, bias and power on trade drawn from the estimator's own model."""
    rows = []
    for goods in (12, 40, 100):
        for effect in EFFECTS:
            found: list[Drawn] = list(drawn_from_model(effect, draws, goods=goods))
            truth = float(np.mean([each.truth for each in found]))
            bias = float(np.mean([each.point - each.truth for each in found]))
            rows.append(
                (
                    goods,
                    f"{100 * effect:.0f} %",
                    share(sum(holds(each.total, each.truth) for each in found), len(found)),
                    f"{100 * bias / truth:+.1f} %" if truth > 0 else f"{bias / _MILLION:+.2f} m (truth 0)",
                    share(sum(is_found(each.total) for each in found), len(found)),
                )
            )
    return table(
        ["goods groups", "put on top of listed goods", "interval holds the truth", "bias", "interval above zero"], rows
    )


def coverage_table(found: Sequence[Recovered]) -> str:
    """Return by kind of world and truth: how often the interval holds it, for totals and for single months, and bias."""
    rows = []
    for rate in sorted({each.rate for each in found}):
        mine = [each for each in found if each.rate == rate]
        closed = [each for each in mine if each.total.low is not None and each.total.high is not None]
        for name in TRUTHS:
            months = [(amount, truths[name]) for each in mine for amount, truths in each.months]
            truth = sum(each.truths[name] for each in mine)
            bias = sum(each.total.value - each.truths[name] for each in mine)
            rows.append(
                (
                    "null" if rate == 0 else f"{100 * rate:g} %",
                    name,
                    share(sum(holds(each.total, each.truths[name]) for each in mine), len(mine)),
                    share(sum(holds(each.total, each.truths[name]) for each in closed), len(closed)),
                    share(sum(holds(amount, value) for amount, value in months), len(months)),
                    f"{truth / _MILLION:.1f} m",
                    f"{bias / truth:+.0%}" if truth > 0 else f"{bias / _MILLION:+.1f} m",
                )
            )
    columns = [
        "schemes",
        "held against",
        "totals held",
        "of those with both ends closed",
        "months held",
        "truth, all partners, USD",
        "bias of the sum",
    ]
    return table(columns, rows)


def power_table(found: Sequence[Recovered]) -> str:
    """Return how often a partner's interval lies above zero by how much of its trade is diverted; null worlds apart."""
    rows = []
    name = "schemes and ghosts"
    for low, high in SIZES:
        mine = [e for e in found if not e.is_null and low <= _size(e, name) < high]
        rows.append((f"{100 * low:.0f} to {100 * min(high, 1):.0f} %", len(mine), *_found(mine)))
    null = [each for each in found if each.is_null]
    rows.append(("null worlds (false alarms, but for the hubs' own shift)", len(null), *_found(null)))
    return table(
        ["diverted share of listed trade since", "partners", "interval above zero", "naive interval above zero"], rows
    )


def _size(each: Recovered, name: str) -> float:
    return each.truths[name] / each.flow if each.flow > 0 else 0.0


def _found(mine: Sequence[Recovered]) -> tuple[str, str]:
    return (
        share(sum(is_found(each.total) for each in mine), len(mine)),
        share(sum(is_found(each.naive) for each in mine), len(mine)),
    )


def basis_table(found: Sequence[Recovered]) -> str:
    """Return coverage of all three parts together by what the estimate rests on, and how wide the intervals are."""
    name = list(TRUTHS)[-1]
    rows = []
    for basis in sorted({each.basis for each in found}):
        mine = [each for each in found if each.basis == basis]
        is_open = sum(each.total.low is None or each.total.high is None for each in mine)
        rows.append(
            (
                basis.replace("_", " "),
                len(mine),
                share(sum(holds(each.total, each.truths[name]) for each in mine), len(mine)),
                share(is_open, len(mine)),
                f"{np.median([each.unseen for each in mine]):.0%}",
            )
        )
    return table(
        [
            "rests on",
            "partners",
            "totals held (all three parts)",
            "interval open at an end",
            "schemes left out by goods, exporters, months (median)",
        ],
        rows,
    )


def page(found: Sequence[Recovered], rows: int, draws: int, told: Callable[[int], str]) -> str:
    """Return the page; `told` makes the table on the estimator's own model."""
    count = len({each.world for each in found})
    text = (Path(__file__).parent / "flow_recovery.md").read_text("utf-8")
    return text.format(
        count=count,
        rows=f"{rows:,}",
        partners=len(found),
        draws=draws,
        model=told(draws),
        coverage=coverage_table(found),
        power=power_table(found),
        basis=basis_table(found),
    )


def main() -> None:
    """Write the page."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--rows", type=int, default=ROWS)
    options.add_argument("--seeds", type=int, default=3)
    options.add_argument("--draws", type=int, default=200)
    asked = options.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    found: list[Recovered] = []
    for settings in worlds(asked.rows, asked.seeds):
        print(f"{settings.kind}, seed {settings.seed}, rate {settings.scheme_rate:g}", file=sys.stderr)
        found += recovered(asked.folder, settings)
    TARGET.write_text(page(found, asked.rows, asked.draws, model_table), "utf-8")
    print(f"written {TARGET.name}", file=sys.stderr)


if __name__ == "__main__":
    main()
