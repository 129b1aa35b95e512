"""Measures blocking and scoring beside nomenklatura, Splink and a rapidfuzz script, each in a process of its own, in one run.

    python bench/resolve.py [--parties 100000] [--large 1000000] [--repeats 3] [--rivals PYTHON]

The parties are invented (resolve_data.py) with the truth beside them. `--rivals` is the Python of an environment that holds
nomenklatura (it needs ICU); a program that is not installed is left out with a message. `--large` adds this package alone at that
size. Scoring runs on the names of the frozen labelled pairs (tests/resolve/pairs). Writes bench/results/resolve.md.
"""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import duckdb

import resolve_data
import resolve_lists
from entrepot.resolve.evaluation import Calibration, LabelledPair, calibration, figures_by, pair_figures, read_pairs
from entrepot.resolve.name_comparison import name_score
from entrepot.resolve.name_parts import analyse_name

PROJECT = Path(__file__).parents[1]
PAIRS = PROJECT / "tests" / "resolve" / "pairs" / "match_pairs.csv"
LISTS = PROJECT.parent / "shared" / "data" / "sanctions"
PROGRAMS = ("entrepot", "tokens", "splink", "nomenklatura")
TAKEN_FROM = 0.5  # the probability from which a pair counts as found, and no threshold fitted on these pairs
Row = tuple[str | float, ...]


def blocked(program: str, folder: Path, python: str) -> dict[str, float] | None:
    """Return what one run of a program cost and found; None where it is not installed."""
    output = folder / f"{program}.csv"
    command = [python, str(Path(__file__).with_name("resolve_blocking.py")), program, str(folder), str(output)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stderr.strip().splitlines()[-1], file=sys.stderr)
        return None
    measured: dict[str, float] = json.loads(done.stdout.strip().splitlines()[-1])
    return {**measured, **found(folder, output)}


def found(folder: Path, output: Path) -> dict[str, float]:
    """Return pairs a party, and recall of all planted duplicates and of those over two scripts."""
    row = duckdb.execute(
        f"""
        WITH pair AS (
          SELECT DISTINCT least(a, b) AS record_a_id, greatest(a, b) AS record_b_id
          FROM read_csv('{output}', header = false, quote = '"', columns = {{'a': 'VARCHAR', 'b': 'VARCHAR'}})
        ),
        truth AS (
          SELECT *, split_part(script_pair, '-', 1) <> split_part(script_pair, '-', 2) AS is_cross
          FROM read_parquet('{folder}/truth.parquet')
        )
        SELECT
          (SELECT count(*) FROM pair WHERE record_a_id <> record_b_id)
            / (SELECT count(DISTINCT source_party_id) FROM read_parquet('{folder}/parties.parquet')),
          count(p.record_a_id) / count(*),
          count(p.record_a_id) FILTER (is_cross) / nullif(count(*) FILTER (is_cross), 0)
        FROM truth t
        LEFT JOIN pair p USING (record_a_id, record_b_id)
        """
    ).fetchone()
    assert row is not None
    names = ("pairs_a_party", "recall", "recall_cross")
    return {name: value for name, value in zip(names, row, strict=True) if value is not None}


def blocking_rows(folder: Path, what: str, programs: Sequence[str], repeats: int, rivals: str) -> list[Row]:
    """Return one row a program for the parties in a folder: medians of the cost, and what it found."""
    rows: list[Row] = []
    for program in programs:
        python = rivals if program == "nomenklatura" else sys.executable
        runs = [blocked(program, folder, python) for _ in range(repeats)]
        kept = [run for run in runs if run is not None]
        if kept:
            middle = {key: statistics.median(run[key] for run in kept) for key in kept[0]}
            order = ("work_cpu_s", "cpu_s", "peak_gb", "pairs_a_party", "recall", "recall_cross")
            rows.append((program, what, *(middle.get(key, "–") for key in order)))
    return rows


def all_blocking_rows(folder: Path, given: argparse.Namespace) -> list[Row]:
    """Return the rows of real lists, where they are there, and of invented parties of one or two sizes."""
    rows: list[Row] = []
    if LISTS.is_dir():
        for name, is_cross_only in (("all names", False), ("one script a side", True)):
            count = resolve_lists.write_lists(folder / name, LISTS, is_cross_only=is_cross_only)
            what = f"{count:,} list entries, {name}"
            programs = [program for program in PROGRAMS if program != "splink"]  # its rules need one name a record
            rows += blocking_rows(folder / name, what, programs, given.repeats, given.rivals)
    else:
        print("../shared/data is not there: the real lists are left out", file=sys.stderr)
    for count, asked, repeats in ((given.parties, PROGRAMS, given.repeats), (given.large, PROGRAMS[:1], 1)):
        if count:
            resolve_data.write(folder / f"{count}", count, seed=7)
            rows += blocking_rows(folder / f"{count}", f"{count:,} invented", asked, repeats, given.rivals)
    return rows


def own_score(pair: LabelledPair) -> float:
    """Return the package's score of two names alone."""
    is_person = pair.entity_kind == "person"
    return name_score(*(analyse_name(name, is_person=is_person) for name in (pair.name_a, pair.name_b)))


def rapidfuzz_score(pair: LabelledPair) -> float:
    """Return what a short script does: the better of two token ratios of the lower-case names."""
    from rapidfuzz.fuzz import token_set_ratio  # noqa: PLC0415 (a rival, imported as such)

    return float(token_set_ratio(pair.name_a.casefold(), pair.name_b.casefold())) / 100


def scoring_rows(pairs: Sequence[LabelledPair]) -> tuple[list[Row], list[Row], list[Row]]:
    """Return speed and quality by scorer and half, this package's recall by group, and how far its probabilities hold."""
    rows: list[Row] = []
    groups: list[Row] = []
    reliability: list[Row] = []
    for name, score in (("entrepot, names alone", own_score), ("rapidfuzz token_set_ratio", rapidfuzz_score)):
        for pair in pairs:  # names are analysed once, as in a run over many pairs
            score(pair)
        start = time.process_time()
        scores = [score(pair) for pair in pairs]
        speed = len(pairs) / (time.process_time() - start)
        for split in ("development", "held out"):
            chosen = [(pair, value) for pair, value in zip(pairs, scores, strict=True) if pair.split == split]
            members, values = [pair for pair, _ in chosen], [value for _, value in chosen]
            figures = pair_figures(members, [value >= TAKEN_FROM for value in values])
            sharing = [(pair, value) for pair, value in chosen if pair.difference != "other name"]
            briers = [_held(some).brier for some in (chosen, sharing)]
            measures = (figures.precision, figures.recall, figures.f1, figures.false_rate, *briers)
            rows.append((name, split, speed, *(value or 0.0 for value in measures)))
        if score is own_score:
            groups = group_rows(pairs, [value >= TAKEN_FROM for value in scores])
            reliability = reliability_rows(pairs, scores)
    return rows, groups, reliability


def _held(scored: Sequence[tuple[LabelledPair, float]]) -> Calibration:
    return calibration([pair for pair, _ in scored], [score for _, score in scored])


def reliability_rows(pairs: Sequence[LabelledPair], scores: Sequence[float]) -> list[Row]:
    """Return, of the held-out pairs that share a word, the share of one party for each tenth of the probability.

    The last column is what that share would be if as many of the pairs were one party as are not.
    """
    rows: list[Row] = []
    for kind in ("firm", "person"):
        held = [
            (pair, score)
            for pair, score in zip(pairs, scores, strict=True)
            if (pair.split, pair.entity_kind) == ("held out", kind) and pair.difference != "other name"
        ]
        odds = sum(pair.is_match for pair, _ in held) / sum(not pair.is_match for pair, _ in held)
        for row in _held(held).table:
            even = row.share_same / (row.share_same + odds * (1 - row.share_same))
            span = f"{row.least:.1f} to {row.most:.1f}"
            rows.append((kind, span, f"{row.count}", row.mean_probability, row.share_same, even))
    return rows


def group_rows(pairs: Sequence[LabelledPair], is_taken: Sequence[bool]) -> list[Row]:
    """Return counts, precision and recall by script pair, entity kind and kind of difference; a dash where there is no case."""
    rows: list[Row] = []
    for column in ("script_pair", "entity_kind", "difference", "label_basis"):
        for value, figures in figures_by(column, pairs, is_taken).items():
            same, other = figures.hit + figures.missed, figures.false + figures.rejected
            precision = (
                figures.precision if same and other else None
            )  # of one label alone it is 0 or 1 whatever is decided
            shown = ["–" if share is None else share for share in (precision, figures.recall, figures.false_rate)]
            rows.append((column.replace("_", " "), value, f"{same}", f"{other}", *shown))
    return rows


def scoring_text(pairs: Sequence[LabelledPair]) -> str:
    """Return the tables on scoring."""
    scored, groups, reliability = scoring_rows(pairs)
    return (
        f"\n## Scoring the frozen labelled pairs, taken from {TAKEN_FROM}\n\n"
        + table("scorer|half|pairs/s|precision|recall|F1|false rate|Brier|Brier without other names", scored)
        + "\n## How far probabilities hold: held-out pairs that share a word\n\n"
        + table("kind|probability|pairs|mean probability|share that is one party|at even odds", reliability)
        + "\n## By group, both halves\n\n"
        + table("column|value|same|different|precision|recall|false rate", groups)
    )


def table(head: str, rows: Sequence[Row]) -> str:
    """Return a Markdown table; numbers below ten with three digits behind the point."""
    titles = head.split("|")
    lines = [" | ".join(_shown(cell) for cell in row) for row in rows]
    return (
        "\n".join([f"| {' | '.join(titles)} |", "|" + "---|" * len(titles), *(f"| {line} |" for line in lines)]) + "\n"
    )


def _shown(cell: str | float) -> str:
    if isinstance(cell, str):
        return cell
    return f"{cell:.3f}" if cell < 10 else f"{cell:,.0f}" if cell >= 1000 else f"{cell:.1f}"


def main() -> None:
    """Measure, print and write the tables."""
    parser = argparse.ArgumentParser(description="Measure blocking and scoring.")
    parser.add_argument("--parties", type=int, default=100_000)
    parser.add_argument("--large", type=int, default=0)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--rivals", default=os.environ.get("ENTREPOT_BENCH_RIVALS", sys.executable))
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="entrepot-bench-"))
    try:
        rows = all_blocking_rows(folder, given)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    text = (
        f"# Finding and scoring pairs\n\n{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores, medians of {given.repeats}, "
        "each program in a process of its own. docs/matching-benchmark.md says what the data are and what they cannot tell.\n\n"
        "## Candidate pairs\n\n"
        + table("program|parties|CPU s|with start and reading|peak GB|pairs a party|recall|recall over scripts", rows)
        + scoring_text(read_pairs(PAIRS))
    )
    (PROJECT / "bench" / "results" / "resolve.md").write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
