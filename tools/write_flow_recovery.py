"""Measures how well the estimate sheet finds what is known to be diverted, and writes docs/flow-recovery.md.

    python tools/write_flow_recovery.py FOLDER [--rows N ...] [--seeds N] [--draws N]

Worlds are made in FOLDER one after the other and removed; what was measured of each stays there, and is taken over by the next
run: empty the folder after a change of the estimator or of the generator. The estimator was chosen on the development seeds and
on its own model; the evaluation seeds were not looked at before.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from entrepot.world.settings import WorldSettings
from flow_recovery import Recovered, recovered
from flow_recovery_tables import basis_table, coverage_table, model_table, power_table, shock_table, summary_table

TARGET = Path(__file__).parents[1] / "docs" / "flow-recovery.md"
ROWS = (60_000, 300_000)
RATES = (0.003, 0.01, 0.03)
DEVELOPMENT = 21  # the first development seed; evaluation begins with 1


def worlds(rows: int, first: int, count: int) -> list[WorldSettings]:
    """Return worlds of `count` seeds: null ones and planted ones of several scheme rates."""
    seeds = range(first, first + count)
    made = [WorldSettings(rows, seed, kind="null") for seed in seeds]
    return made + [WorldSettings(rows, seed, scheme_rate=rate) for rate in RATES for seed in seeds]


def page(development: Sequence[Recovered], evaluation: Sequence[Recovered], draws: int) -> str:
    """Return the page; `draws` are those behind each row of the tables on the estimator's own model."""
    text = (Path(__file__).parent / "flow_recovery.md").read_text("utf-8")
    return text.format(
        count=len({each.world for each in evaluation}),
        sizes=" and ".join(f"{lines:,}" for lines in sorted({each.rows for each in evaluation})),
        partners=len(evaluation),
        draws=draws,
        model=model_table(draws),
        shocks=shock_table(draws),
        summary=summary_table(development, evaluation),
        coverage=coverage_table(evaluation),
        power=power_table(evaluation),
        basis=basis_table(evaluation),
    )


def measured(folder: Path, rows: Sequence[int], first: int, count: int) -> list[Recovered]:
    """Return every partner of the worlds of these sizes and seeds."""
    found: list[Recovered] = []
    for lines in rows:
        for settings in worlds(lines, first, count):
            print(f"{settings.kind}, {lines:,} lines, seed {settings.seed}", file=sys.stderr)
            found += recovered(folder, settings)
    return found


def main() -> None:
    """Write the page."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--rows", type=int, nargs="+", default=ROWS)
    options.add_argument("--seeds", type=int, default=9)
    options.add_argument("--draws", type=int, default=200)
    asked = options.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    development = measured(asked.folder, asked.rows, DEVELOPMENT, asked.seeds)
    evaluation = measured(asked.folder, asked.rows, 1, asked.seeds)
    TARGET.write_text(page(development, evaluation, asked.draws), "utf-8")
    print(f"written {TARGET.name}", file=sys.stderr)


if __name__ == "__main__":
    main()
