"""Measures the comparison of names and parties on two public labelled sets, and its speed.

    python bench/name_bench.py [--errors]

The weights, the calibration and the thresholds (resources/names/weights.toml) are fitted on pairs made from sanctions lists
(tools/fit_weights.py), never on these sets. Rules of the method were chosen while looking at failures: at all those of the
entity bench, and at those of half of the name bench, by the SHA-256 of the pair. The name bench is reported in both halves; the
*unseen* one leaves out the pairs that the entity bench has as well (`--errors` prints what was looked at). Reads
../shared/data; skips, saying so, what is absent.
"""

import csv
import hashlib
import re
import sys
import time
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path

from entrepot.resolve.explanation import explain
from entrepot.resolve.name_parts import analyse_name
from entrepot.resolve.profiles import PartyProfile, party_profile
from entrepot.resolve.scoring import score_pair

DATA = Path(__file__).parents[2] / "shared" / "data" / "matching"
NAME_BENCH = DATA / "nomenklatura_name_bench_cases.csv"
ENTITY_BENCH = DATA / "nomenklatura_entity_bench_checks.yml"
KINDS = {
    "Person": "person",
    "Company": "company",
    "Organization": "organisation",
    "Vessel": "vessel",
    "LegalEntity": "unknown",
}
_CONTINUED = re.compile(r"\n +(?![\w#-]*:|- |#)(?=\S)")
_FIELD = re.compile(r"\s+(\w+):\s*(.*)")


def is_unseen(a: str, b: str) -> bool:
    """Return whether a pair belongs to the half whose errors were not read, and not to the entity bench either."""
    key = "|".join(sorted((a, b)))
    return int(hashlib.sha256(key.encode()).hexdigest()[:8], 16) % 2 == 1 and key not in _entity_keys()


@cache
def _entity_keys() -> frozenset[str]:
    sides = (sides for _, _, *sides in entity_checks(ENTITY_BENCH))
    return frozenset("|".join(sorted(side.get("name", "") for side in pair)) for pair in sides)


def is_match(schema: str, a: dict[str, str], b: dict[str, str]) -> bool:
    """Return whether two parties are at least possibly the same."""
    return score_pair(profile(schema, a), profile(schema, b)).decision != "not"


def profile(schema: str, fields: dict[str, str]) -> PartyProfile:
    """Return the profile of a party of the entity bench."""
    given = " ".join(filter(None, (fields.get("firstName"), fields.get("middleName"), fields.get("fatherName"))))
    name = fields.get("name") or f"{given} {fields.get('lastName', '')}".strip()
    return party_profile(
        KINDS.get(schema, "unknown"), [name], given=fields.get("firstName", ""), family=fields.get("lastName", "")
    )


def entity_checks(path: Path) -> Iterator[tuple[bool, str, dict[str, str], dict[str, str]]]:
    """Yield expected answer, schema and the two parties of every check; the file is YAML of one plain shape."""
    text = _CONTINUED.sub(" ", path.read_text("utf-8"))  # a long text goes on in the next line
    for block in re.split(r"\n\s*- match:", "\n" + text.split("checks:", 1)[1])[1:]:
        expected, *lines = block.splitlines()
        sides: dict[str, dict[str, str]] = {"": {}, "query": {}, "candidate": {}}
        side = ""
        for line in lines:
            found = _FIELD.fullmatch(line.split(" #")[0].rstrip())
            if found is None:
                continue
            name, value = found.group(1), found.group(2).strip("'\"").replace('\\"', '"').replace("''", "'")
            if name in ("query", "candidate"):
                side = name
            elif name in ("schema", "label"):
                sides[""][name] = value
            else:
                sides[side][name] = value
        yield expected.strip() == "true", sides[""]["schema"], sides["query"], sides["candidate"]


def figures(answers: Iterable[tuple[bool, bool]]) -> str:
    """Return precision, recall and F1 of (expected, answered) pairs as a table row."""
    pairs = list(answers)
    hits = sum(expected and answered for expected, answered in pairs)
    wrong = sum(answered and not expected for expected, answered in pairs)
    missed = sum(expected and not answered for expected, answered in pairs)
    precision, recall = hits / max(hits + wrong, 1), hits / max(hits + missed, 1)
    return f"{len(pairs):5}  P {precision:.3f}  R {recall:.3f}  F1 {2 * hits / max(2 * hits + wrong + missed, 1):.3f}"


def name_bench(*, shows_errors: bool) -> None:
    """Print the name bench by half and by kind."""
    with NAME_BENCH.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    answered = []
    for row in rows:
        expected = row["is_match"] == "true"
        answer = is_match(row["schema"], {"name": row["name1"]}, {"name": row["name2"]})
        answered.append((is_unseen(row["name1"], row["name2"]), row, expected, answer))
    print("name bench (nomenklatura 4.17: F1 .796)")
    print("  all     ", figures((expected, answer) for _, _, expected, answer in answered))
    for half, is_half in (("seen", False), ("unseen", True)):
        print(f"  {half:8}", figures((e, answer) for unseen, _, e, answer in answered if unseen == is_half))
    for kind in ("Person", "Company"):
        print(f"  {kind:8}", figures((e, answer) for _, row, e, answer in answered if row["schema"] == kind))
    if shows_errors:
        for unseen, row, expected, answer in answered:
            if not unseen and expected != answer:
                print("   ", "missed " if expected else "wrong  ", row["name1"], "|", row["name2"])


def entity_bench(*, shows_errors: bool) -> None:
    """Print how many checks of the entity bench are right."""
    right = total = 0
    for expected, schema, query, candidate in entity_checks(ENTITY_BENCH):
        answer = is_match(schema, query, candidate)
        right += answer == expected
        total += 1
        if shows_errors and answer != expected:
            print("   ", "missed " if expected else "wrong  ", schema, query, "|", candidate)
    print(f"entity bench: {right}/{total} (nomenklatura 4.17: 206/228)")


def speed() -> None:
    """Print names analysed, pairs scored and pairs explained in a second of processor time, on the names of the name bench."""
    with NAME_BENCH.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    kinds = [(KINDS.get(row["schema"], "unknown"), row["name1"], row["name2"]) for row in rows]
    analyse_name.cache_clear()
    start = time.process_time()
    pairs = [(party_profile(kind, [a]), party_profile(kind, [b])) for kind, a, b in kinds]
    print(f"profiles of names, words cached: {2 * len(pairs) / (time.process_time() - start):,.0f} a second")
    start = time.process_time()
    for _ in range(20):
        for a, b in pairs:
            score_pair(a, b)
    print(f"pairs of the bench: {20 * len(pairs) / (time.process_time() - start):,.0f} a second")
    for kind, is_person in (("people", True), ("firms", False)):
        chosen = [pair for pair in pairs if pair[0].is_person == is_person]
        crossed = [(a, chosen[(place * 7 + 1) % len(chosen)][1]) for place, (a, _) in enumerate(chosen)]
        start = time.process_time()
        for _ in range(20):
            for a, b in crossed:
                score_pair(a, b)
        print(f"pairs of unlike {kind}: {20 * len(crossed) / (time.process_time() - start):,.0f} a second")
    start = time.process_time()
    for a, b in pairs:
        score_pair(a, b)
        explain(a, b)
    print(f"pairs of the bench with explanations: {len(pairs) / (time.process_time() - start):,.0f} a second")


def main() -> None:
    """Print all tables."""
    shows_errors = "--errors" in sys.argv
    if not NAME_BENCH.is_file():
        print("../shared/data/matching is not there: nothing measured")
        return
    name_bench(shows_errors=shows_errors)
    entity_bench(shows_errors=shows_errors)
    speed()


if __name__ == "__main__":
    main()
