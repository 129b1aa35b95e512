"""Measures how often the flow indicators M2 to M10 are right and wrong in synthetic worlds, and writes docs/flow-indicators.md.

    python tools/write_flow_indicators.py FOLDER [--rows N]

Makes the worlds of evaluated seeds in FOLDER where they are missing, and runs them. No threshold was chosen on these seeds but
one rule of M9; the page says which.
"""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from entrepot.intervals import wilson
from error_rate_tables import table
from flow_indicators import ASKED, TRUTHS, Asked, asked_of
from world_cases import WorldPlan, made_case

TARGET = Path(__file__).parents[1] / "docs" / "flow-indicators.md"
ROWS = 400_000
PLANTED_SEEDS, NULL_SEEDS = (1, 2, 3), (6, 7)
SIZES = ((0.0, 1e5), (1e5, 1e6), (1e6, 1e7), (1e7, float("inf")))  # US dollars planted since the cut-off
_NAMES = ("under 0.1 m", "0.1 to 1 m", "1 to 10 m", "over 10 m")


def plans(rows: int) -> list[WorldPlan]:
    """Return the evaluated worlds."""
    made = [WorldPlan(seed, rows) for seed in PLANTED_SEEDS]
    return [*made, *(WorldPlan(seed, rows, kind="null") for seed in NULL_SEEDS)]


def rate_table(found: Sequence[Asked]) -> str:
    """Return by indicator what is raised in planted worlds, how much of it holds planted trade, and in null worlds."""
    rows = []
    for name in ASKED:
        mine = [each for each in found if each.indicator == name]
        planted, null = [e for e in mine if not e.is_null], [e for e in mine if e.is_null]
        raised, asked = sum(len(e.raised) for e in planted), sum(e.asked for e in planted)
        true = sum(key in e.planted for e in planted for key in e.raised)
        false, out_of = sum(len(e.raised) for e in null), sum(e.asked for e in null)
        rate = wilson(false, out_of)
        interval = "–" if rate.low is None or rate.high is None else f"{100 * rate.low:.1f}–{100 * rate.high:.1f}"
        per = "–" if rate.value is None else f"{100 * rate.value:.1f}"
        right = f"{true} of {raised}" if name in TRUTHS else "–"
        rows.append((name, asked, raised, right, out_of, false, per, interval))
    columns = ["indicator", "asked", "raised", "of these with planted trade", "asked, null", "raised, null"]
    return table([*columns, "per 100", "95 %"], rows)


def recall_table(found: Sequence[Asked]) -> str:
    """Return by indicator and size how many of the planted corridors are raised."""
    rows = []
    for name, (unit, parts) in TRUTHS.items():
        cells = []
        for low, high in SIZES:
            keys = [
                (each, key)
                for each in found
                if each.indicator == name and not each.is_null
                for key, value in each.planted.items()
                if low <= value < high
            ]
            hits = sum(key in each.raised for each, key in keys)
            cells.append(f"{hits} of {len(keys)}" if keys else "–")
        planted = " and ".join(part.removesuffix("_usd") for part in parts)
        rows.append((name, f"{planted}, by {unit}", *cells))
    return table(["indicator", "what is planted", *_NAMES], rows)


def page(found: Sequence[Asked], rows: int) -> str:
    """Return the page."""
    text = (Path(__file__).parent / "flow_indicators.md").read_text("utf-8")
    told = {"planted": ", ".join(map(str, PLANTED_SEEDS)), "null": " and ".join(map(str, NULL_SEEDS))}
    return text.format(rows=f"{rows:,}", rates=rate_table(found), recall=recall_table(found), **told)


def main() -> None:
    """Write the page."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--rows", type=int, default=ROWS)
    given = options.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    found = [each for plan in plans(given.rows) for each in asked_of(made_case(given.folder, plan))]
    TARGET.write_text(page(found, given.rows), "utf-8")
    print(f"written {TARGET.name}", file=sys.stderr)


if __name__ == "__main__":
    main()
