"""Screens 10,000 names against OFAC, EU and UN lists: time cold and warm, recall and false rate beside nomenklatura's logic-v2.

    python bench/screening.py [--queries 10000] [--seed 11] [--rivals PYTHON]

A quarter of the names are aliases taken out of the lists, a quarter are listed names with a fault (typing errors, another
order, another transliteration), half are invented (resolve_names.py) and on no list. A name is found where its party is
reported; it is false where anything is reported for an invented one. Recalls are compared at the false rate that logic-v2 has
at its own threshold of 0.7. Needs ../shared/data; `--rivals` is the Python of an environment with nomenklatura. Writes
bench/results/screening.md.
"""

import argparse
import csv
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime
from pathlib import Path

import pyarrow as pa

import resolve_words as w
from entrepot.case.config import CaseConfig, write_config
from entrepot.case.intake import add_file
from entrepot.case.results import open_results
from entrepot.case.run import run_case
from entrepot.case.screened_lists import Choice, lists_of
from entrepot.resolve.screening import Query, Screener
from entrepot.resolve.screening_lists import ListedParties, listed_parties
from resolve_names import Inventor

PROJECT = Path(__file__).parents[1]
LISTS = PROJECT.parent / "shared" / "data" / "sanctions"
FILES = (
    *("ofac_sdn_2024-02-23.csv", "ofac_alt_2025-12.csv", "eu_32014R0833.csv", "eu_32014R0269.csv", "eu_32006R0765.csv"),
    "un_consolidated.xml",
)
ON = date(2026, 6, 30)
RIVAL_THRESHOLD = 0.7  # logic-v2's own
DELIVERED = 0.6  # the default of entrepot screen
_LETTERS = "abcdefghiklmnoprstuvwyz"
Asked = tuple[str, str, str, str]  # id, kind, name, party it means or ""
Found = dict[str, list[tuple[str, float]]]


def made_case(folder: Path) -> Path:
    """Make and run a case of the published lists."""
    write_config(folder, CaseConfig(title="Lists"))
    for name in FILES:
        add_file(folder, LISTS / name)
    run_case(folder)
    return folder


def planted(listed: ListedParties, count: int, rng: random.Random) -> tuple[list[Asked], set[tuple[str, str]]]:
    """Return queries that mean a listed party, and the names to take out of the lists for them."""
    kinds = {row["entry_id"]: (row["kind"], row["party_id"], row["name"]) for row in listed.entry.to_pylist()}
    names: dict[str, list[str]] = {}
    for row in listed.name.to_pylist():
        if kinds[row["entry_id"]][0] in ("person", "company", "organisation") and row["name_kind"] != "weak_alias":
            names.setdefault(row["entry_id"], []).append(row["name"])
    asked: list[Asked] = []
    out: set[tuple[str, str]] = set()
    entries = sorted(names)
    rng.shuffle(entries)
    for entry in entries:
        kind, party, main = kinds[entry]
        others = [name for name in names[entry] if name != main]
        said = "person" if kind == "person" else "firm"
        if len(asked) < count // 2:
            if others:
                name = rng.choice(others)
                out.add((entry, name))
                asked.append((f"alias {len(asked)}", said, name, party))
        elif len(asked) < count:
            asked.append((f"fault {len(asked)}", said, faulty(rng.choice(names[entry]), rng), party))
    return asked, out


def faulty(name: str, rng: random.Random) -> str:
    """Return a name with one fault; a Cyrillic one in another transliteration."""
    if any("а" <= letter.lower() <= "я" for letter in name):
        table = rng.choice((w.BGN, w.GOST_B, w.ISO_9, w.PASSPORT))
        return "".join(table.get(letter, letter) for letter in name.lower()).title()
    words = name.split()
    fault = rng.choice(("typing", "typing", "order", "two"))
    if fault == "order" and len(words) > 1:
        rng.shuffle(words)
        return " ".join(words)
    for _ in range(2 if fault == "two" else 1):
        name = _mistyped(name, rng)
    return name


def _mistyped(name: str, rng: random.Random) -> str:
    at = rng.randrange(1, max(2, len(name) - 1))
    kind = rng.choice(("leave out", "put in", "replace", "swap"))
    if kind == "leave out":
        return name[:at] + name[at + 1 :]
    if kind == "swap":
        return name[: at - 1] + name[at : at + 1] + name[at - 1] + name[at + 1 :]
    return name[:at] + rng.choice(_LETTERS) + name[at + (kind == "replace") :]


def invented(count: int, seed: int) -> list[Asked]:
    """Return queries that are on no list."""
    inventor = Inventor(seed)
    found: list[Asked] = []
    for number in range(count):
        party = inventor.party()
        name = inventor.written(party, "first" if inventor.rng.random() < 0.6 else None)
        found.append((f"invented {number}", "person" if party.is_person else "firm", name, ""))
    return found


def without(listed: ListedParties, out: set[tuple[str, str]]) -> ListedParties:
    """Return the lists without some names, indexed anew."""
    rows = [row for row in listed.name.to_pylist() if (row["entry_id"], row["name"]) not in out]
    return listed_parties(listed.entry, listed.listing, pa.Table.from_pylist(rows, listed.name.schema), listed.fact)


def by_entrepot(screener: Screener, asked: Sequence[Asked], *, is_kind_said: bool) -> tuple[Found, float]:
    """Return what this package finds, from a score of 0.5, and CPU seconds."""
    before = time.process_time()
    found: Found = {}
    for number, kind, name, _ in asked:
        query = Query((name,), "any" if not is_kind_said else "person" if kind == "person" else "firm")
        found[number] = [(match.party_id, match.probability) for match in screener.screen(query, 0.5)]
    return found, time.process_time() - before


def by_rival(python: str, listed: ListedParties, asked: Sequence[Asked]) -> tuple[Found, float, float] | None:
    """Return what nomenklatura finds, CPU seconds of building its index and of matching; None where it is not installed."""
    with tempfile.TemporaryDirectory() as folder:
        given = Path(folder) / "given.json"
        entries = listed.entry.to_pylist()
        names: dict[str, list[tuple[str, str]]] = {}
        for row in listed.name.to_pylist():
            names.setdefault(row["entry_id"], []).append((row["name"], row["name_kind"]))
        told = [(row["entry_id"], row["party_id"], row["kind"], names.get(row["entry_id"], [])) for row in entries]
        given.write_text(json.dumps({"entries": told, "asked": asked}, ensure_ascii=False), "utf-8")
        command = [python, str(Path(__file__).with_name("screening_rival.py")), str(given)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stderr.strip().splitlines()[-1], file=sys.stderr)
        return None
    answer = json.loads(done.stdout.splitlines()[-1])
    return (
        {key: [(p, s) for p, s in lines] for key, lines in answer["found"].items()},
        answer["index_s"],
        answer["match_s"],
    )


def false_rate(found: Found, asked: Sequence[Asked], threshold: float) -> float:
    """Return the share of invented names for which anything is reported."""
    false = [number for number, _, _, party in asked if not party]
    return sum(any(score >= threshold for _, score in found[number]) for number in false) / len(false)


def recall(found: Found, asked: Sequence[Asked], threshold: float, prefix: str = "") -> float:
    """Return the share of planted names whose party is reported."""
    meant = [(number, party) for number, _, _, party in asked if party and number.startswith(prefix)]
    return sum(any(p == party and score >= threshold for p, score in found[number]) for number, party in meant) / len(
        meant
    )


def threshold_at(found: Found, asked: Sequence[Asked], rate: float) -> float:
    """Return the lowest threshold with a false rate of at most `rate`."""
    scores = sorted({score for number, _, _, party in asked if not party for _, score in found[number]} | {0.5, 1.01})
    return next(score + 1e-9 for score in scores if false_rate(found, asked, score + 1e-9) <= rate)


def timed(case: Path, file: Path) -> tuple[float, float]:
    """Return wall and CPU seconds of the command line screening a file on one core."""
    command = [sys.executable, "-m", "entrepot", "screen", str(case), "--file", str(file), "--json"]
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter() - start, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def quality_rows(listed: ListedParties, asked: Sequence[Asked], rivals: str) -> list[tuple[str, ...]]:
    """Return a row a program: CPU seconds, threshold, false rate, recalls."""
    screener = Screener(listed)
    runs: list[tuple[str, Found, str, float | None]] = []
    rival = by_rival(rivals, listed, asked)
    if rival is not None:
        runs.append(("nomenklatura logic-v2", rival[0], f"{rival[1]:.1f} + {rival[2]:.1f}", RIVAL_THRESHOLD))
    rate = 0.05 if rival is None else false_rate(rival[0], asked, RIVAL_THRESHOLD)
    for what, is_said in (("entrepot, kind said", True), ("entrepot, kind not said", False)):
        found, cpu_s = by_entrepot(screener, asked, is_kind_said=is_said)
        runs.append((what, found, f"{cpu_s:.1f}", threshold_at(found, asked, rate)))
        runs.append((f"{what}, as delivered", found, f"{cpu_s:.1f}", DELIVERED))
    return [
        (
            what,
            cpu_s,
            f"{threshold or 0:.3f}",
            f"{false_rate(found, asked, threshold or 0):.4f}",
            *(f"{recall(found, asked, threshold or 0, prefix):.3f}" for prefix in ("", "alias", "fault")),
        )
        for what, found, cpu_s, threshold in runs
    ]


def main() -> None:
    """Measure, print and write the table."""
    parser = argparse.ArgumentParser(description="Measure screening.")
    parser.add_argument("--queries", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--rivals", default=os.environ.get("ENTREPOT_BENCH_RIVALS", sys.executable))
    given = parser.parse_args()
    if not LISTS.is_dir():
        raise SystemExit("../shared/data is not there: nothing to screen against")
    with tempfile.TemporaryDirectory(prefix="entrepot-bench-") as made:
        case = made_case(Path(made) / "case")
        with open_results(case) as results:
            listed, _ = lists_of(results, Choice(ON))
        rng = random.Random(given.seed)  # noqa: S311 (test data)
        asked, out = planted(listed, given.queries // 2, rng)
        asked += invented(given.queries - len(asked), given.seed)
        file = Path(made) / "queries.csv"
        with file.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([("name",), *((name,) for _, _, name, _ in asked)])
        for old in (case / ".entrepot" / "screening").iterdir():
            old.rename(Path(made) / "set aside")
        cold, warm = timed(case, file), timed(case, file)
        rows = quality_rows(without(listed, out), asked, given.rivals)
    lines = "\n".join(f"| {' | '.join(row)} |" for row in rows)
    text = (
        f"# Screening\n\n{datetime.now(UTC):%Y-%m-%d}, {os.cpu_count()} cores. {len(asked):,} names against "
        f"{listed.name.num_rows:,} names of {listed.entry.num_rows:,} entries (OFAC, EU, UN).\n\n"
        f"Command line, whole process, kind not said: cold {cold[0]:.1f} s ({cold[1]:.1f} CPU s), "
        f"warm {warm[0]:.1f} s ({warm[1]:.1f} CPU s).\n\n"
        "| program | CPU s | threshold | false rate | recall | of aliases left out | of faulty names |\n"
        f"|---|---|---|---|---|---|---|\n{lines}\n"
    )
    (PROJECT / "bench" / "results" / "screening.md").write_text(text, "utf-8")
    print(text)


if __name__ == "__main__":
    main()
