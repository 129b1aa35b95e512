"""Resolves invented mentions in declarations to firms beside Splink, each in a process of its own, and scores them by the truth.

    python bench/resolve_mentions.py [--mentions 200000] [--large 1000000] [--seed 21]

The mentions are invented (mention_data.py) with the firm that each means beside them. `exact` is this package without similar
names. Splink stands with the threshold that is usual (0.9), and with the best of eight, which only the truth can tell. `--large`
does the same at that size. A program that is not installed is left out with a message. Writes bench/results/resolve_mentions.md.
"""

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import duckdb

import mention_data
import mention_programs

RESULTS = Path(__file__).with_name("results") / "resolve_mentions.md"
PROGRAMS = ("entrepot", "exact", "splink")
USUAL_THRESHOLD = 0.9
HEAD = (
    "program",
    "cleaning, CPU s",
    "resolving, CPU s",
    "peak GB",
    "pair precision",
    "pair recall",
    "pair F1",
    "precision",
    "recall",
    "F1",
    "parties",
)


class Quality(NamedTuple):
    """How well mentions were put together: by pairs of mentions, and by mention (B-cubed); parties found and firms meant."""

    pair_precision: float
    pair_recall: float
    pair_f1: float
    precision: float
    recall: float
    f1: float
    parties: int
    firms: int


def quality(folder: Path, answer: Path, column: str = "party") -> Quality:
    """Return the quality of one column of an answer; all mentions count, equal ones as well."""
    rows = duckdb.execute(f"""
        WITH cell AS (
          SELECT m.firm_number AS firm, a.{column} AS party, CAST(count(*) AS DOUBLE) AS n
          FROM read_parquet('{folder}/mentions.parquet') m
          JOIN read_parquet('{answer}') a USING (mention_number)
          GROUP BY ALL
        ),
        meant AS (SELECT firm, sum(n) AS n FROM cell GROUP BY firm),
        found AS (SELECT party, sum(n) AS n FROM cell GROUP BY party),
        cubed AS (
          SELECT sum(c.n * c.n / f.n) / sum(c.n) AS precision, sum(c.n * c.n / m.n) / sum(c.n) AS recall
          FROM cell c JOIN meant m USING (firm) JOIN found f USING (party)
        )
        SELECT
          (SELECT sum(n * (n - 1)) FROM cell) / (SELECT sum(n * (n - 1)) FROM found),
          (SELECT sum(n * (n - 1)) FROM cell) / (SELECT sum(n * (n - 1)) FROM meant),
          2 * (SELECT sum(n * (n - 1)) FROM cell) / ((SELECT sum(n * (n - 1)) FROM found) + (SELECT sum(n * (n - 1)) FROM meant)),
          precision, recall, 2 * precision * recall / (precision + recall),
          (SELECT count(*) FROM found), (SELECT count(*) FROM meant)
        FROM cubed
    """).fetchall()
    return Quality(*rows[0])


def resolved(program: str, folder: Path) -> list[str]:
    """Return the rows of one program, Markdown; none where it is not installed."""
    answer = folder / f"{program}.parquet"
    command = [sys.executable, mention_programs.__file__, program, str(folder), str(answer)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stderr.strip().splitlines()[-1], file=sys.stderr)
        return []
    cost: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    if program != "splink":
        return [row(program, quality(folder, answer), cost)]
    found = {t: quality(folder, answer, f"party_{place}") for place, t in enumerate(mention_programs.THRESHOLDS)}
    best = max(found, key=lambda threshold: found[threshold].f1)
    return [
        row(f"splink, threshold {USUAL_THRESHOLD}", found[USUAL_THRESHOLD], cost),
        row(f"splink, best threshold ({best})", found[best], cost),
    ]


def row(title: str, found: Quality, cost: dict[str, float]) -> str:
    """Return a row of the table."""
    shares = " | ".join(f"{value:.3f}" for value in found[:6])
    spent = f"{cost['clean_cpu_s']:.1f} | {cost['resolve_cpu_s']:.1f} | {cost['peak_gb']:.2f}"
    return f"| {title} | {spent} | {shares} | {found.parties:,} |"


def table(folder: Path, count: int, programs: Sequence[str], seed: int) -> str:
    """Return the section of one size."""
    mention_data.write(folder, count, seed)
    rows = [line for program in programs for line in resolved(program, folder)]
    known = duckdb.execute(f"""
        SELECT count(DISTINCT firm_number), count(DISTINCT (name, country_iso, identifier))
        FROM read_parquet('{folder}/mentions.parquet')
    """).fetchall()[0]
    lines = [f"| {' | '.join(HEAD)} |", "|" + "---|" * len(HEAD), *rows]
    title = f"## {count:,} mentions of {known[0]:,} firms, written in {known[1]:,} ways"
    return "\n".join([title, "", *lines, ""])


def main() -> None:
    """Measure, print and write the tables."""
    parser = argparse.ArgumentParser(description="Measure the resolution of mentions.")
    parser.add_argument("--mentions", type=int, default=200_000)
    parser.add_argument("--large", type=int, default=0)
    parser.add_argument("--seed", type=int, default=21)
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="entrepot-bench-"))
    try:
        parts = [table(folder / "small", given.mentions, PROGRAMS, given.seed)]
        if given.large:
            parts.append(table(folder / "large", given.large, PROGRAMS, given.seed))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    text = (
        f"# Mentions in declarations to firms\n\n{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, seed {given.seed}, "
        "each program in a process of its own. Cleaning (names without legal form, numbers, addresses) is the import's work, "
        "and the same for all programs. F1 is over pairs of mentions, and by mention (B-cubed). docs/matching-benchmark.md says "
        "what the data are and what they cannot tell.\n\n" + "\n".join(parts)
    )
    RESULTS.write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
