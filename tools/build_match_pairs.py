"""Builds the labelled name pairs of tests/resolve/pairs from published lists of OFAC, the EU and the UN Security Council.

    python tools/build_match_pairs.py [--data ../shared/data] [--check]

docs/matching-benchmark.md says how pairs are chosen, what their labels rest on, and what the set cannot tell.
"""

import argparse
import csv
import hashlib
import io
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pyarrow as pa
from rapidfuzz.fuzz import token_sort_ratio

from entrepot.evidence.snapshot import Snapshot, file_sha256
from entrepot.resolve.strength import CHECKED
from entrepot.sources.registry import parse_file, source_named
from name_differences import difference, plain_words, script_of

FILES = (
    ("ofac_sdn_2024-02-23.csv", "us_ofac_sdn"),
    ("ofac_alt_2025-12.csv", "us_ofac_alt"),
    ("eu_32014R0833.csv", "eu_consolidated"),
    ("eu_32014R0269.csv", "eu_consolidated"),
    ("eu_32006R0765.csv", "eu_consolidated"),
    ("un_consolidated.xml", "un_consolidated"),
)
OUTPUT = Path(__file__).parents[1] / "tests" / "resolve" / "pairs" / "match_pairs.csv"
COLUMNS = (
    *("is_same", "label_basis", "split", "entity_kind", "script_pair", "difference"),
    *("name_a", "list_a", "entry_a", "name_b", "list_b", "entry_b"),
)
SCHEMES = frozenset(CHECKED) - {"imo"}  # a ship keeps its number and changes its name: not a question of names
MOST_PER_ENTRIES = 1  # pairs of names for two entries and a pair of scripts
MOST_WEAK = 200  # pairs within one entry, for a kind of entity and a pair of scripts
MOST_DIFFERENT = 250  # the same for pairs that are different
RARE = 25  # entries that share a word of a hard negative, at most
LEAST_ALIKE = 60  # of 100, token_sort_ratio of the Latin spellings of a hard negative


@dataclass
class Entry:
    """What a list says of one entry, as far as pairs need it."""

    list_id: str
    native_id: str
    kind: str
    born: str | None
    names: list[str] = field(default_factory=list)
    numbers: set[tuple[str, str]] = field(default_factory=set)
    party: str = ""

    @property
    def place(self) -> str:
        """List and entry."""
        return f"{self.list_id} {self.native_id}"

    @property
    def split(self) -> str:
        """Half of the parties are held out, by the SHA-256 of the party's first entry."""
        return "held out" if _order(self.party)[0] in "01234567" else "development"


Row = dict[str, str]


def _order(*parts: str) -> str:
    """Return a number by which to choose without favour."""
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def read_entries(folder: Path) -> list[Entry]:
    """Return people and firms of the lists with their full names (weak aliases left out) and checked numbers."""
    entries: dict[str, Entry] = {}
    for name, source_id in FILES:
        tables = {table: rows.to_pylist() for table, rows in _parsed(folder / name, source_id).items()}
        listed = {
            row["source_party_id"]: (row["list_id"], row["native_id"]) for row in tables.get("core__designation", [])
        }
        for row in tables.get("core__party", []):
            if row["source_party_id"] in listed and row["party_kind"] in {"person", "company", "organisation"}:
                kind = "person" if row["party_kind"] == "person" else "firm"
                entries[row["source_party_id"]] = Entry(*listed[row["source_party_id"]], kind, row["birth_date_text"])
        for row in tables["core__party_name"]:
            entry = entries.get(row["source_party_id"])
            if entry is not None and row["name_kind"] != "weak_alias" and row["name"] not in entry.names:
                entry.names.append(row["name"])
        for row in tables.get("core__identifier", []):
            if row["source_party_id"] in entries and row["validity"] == "valid" and row["scheme"] in SCHEMES:
                entries[row["source_party_id"]].numbers.add((row["scheme"], row["identifier"]))
    return sorted(entries.values(), key=lambda entry: (entry.list_id, entry.native_id))


def _parsed(path: Path, source_id: str) -> dict[str, pa.Table]:
    """Return the tables of a list, read as in a case."""
    meta, sha256 = source_named(source_id).meta, file_sha256(path)
    labels = (meta.id, meta.producer, meta.title, meta.url, meta.licence)
    snapshot = Snapshot(sha256[:16], sha256, path.name, path.stat().st_size, *labels)
    return parse_file(source_named(source_id), snapshot, path, is_partial=True).results()


def parties(entries: list[Entry]) -> list[list[Entry]]:
    """Return the entries in groups that share numbers, and write each entry's party: the first entry of its group.

    A group in which an entry's numbers contradict another's (two numbers of one scheme that no entry carries together) is
    taken apart: it proves nothing.
    """
    label = {entry.place: entry.place for entry in entries}
    holders: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        for number in entry.numbers:
            holders[number].append(entry)
    for number in sorted(holders):
        lowest = min(label[entry.place] for entry in holders[number])
        replaced = {label[entry.place] for entry in holders[number]}
        label |= {place: lowest for place, own in label.items() if own in replaced}
    groups: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        entry.party = label[entry.place]
        groups[entry.party].append(entry)
    sound: list[list[Entry]] = []
    for _, members in sorted(groups.items()):
        sound.extend([members] if not contradicts(members) else [[entry] for entry in members])
    return sound


def contradicts(members: list[Entry]) -> bool:
    """Return whether two entries carry different numbers of one scheme and share none of it."""
    for one, other in itertools.combinations(members, 2):
        for scheme in {scheme for scheme, _ in one.numbers} & {scheme for scheme, _ in other.numbers}:
            shared = {number for number in one.numbers & other.numbers if number[0] == scheme}
            if not shared:
                return True
    return False


def _row(is_same: bool, basis: str, one: tuple[str, Entry], other: tuple[str, Entry]) -> Row:
    (name_a, entry_a), (name_b, entry_b) = sorted(
        (one, other), key=lambda side: (side[1].list_id, side[1].native_id, side[0])
    )
    scripts = "-".join(sorted((script_of(name_a), script_of(name_b))))
    kind = difference(name_a, name_b) if is_same else "another party"
    values = ("same" if is_same else "different", basis, entry_a.split, entry_a.kind, scripts, kind)
    sides = (name_a, entry_a.list_id, entry_a.native_id, name_b, entry_b.list_id, entry_b.native_id)
    return dict(zip(COLUMNS, (*values, *sides), strict=True))


def _chosen(rows: Iterable[Row], most: int, *columns: str) -> list[Row]:
    """Return at most so many rows of each value of the columns, chosen by hash; mere case and punctuation is left out."""
    groups: defaultdict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        if row["difference"] != "case or punctuation" and "Zzzz" not in row["script_pair"]:
            groups[tuple(row[column] for column in columns)].append(row)
    return [
        row
        for _, group in sorted(groups.items())
        for row in sorted(group, key=lambda row: _order(row["name_a"], row["name_b"]))[:most]
    ]


def same_by_number(groups: list[list[Entry]]) -> Iterator[Row]:
    """Yield pairs of names of entries of different lists that share a checked number."""
    for members in groups:
        for one, other in itertools.combinations(members, 2):
            shared = sorted(scheme for scheme, _ in one.numbers & other.numbers)
            if shared and one.list_id != other.list_id and one.kind == other.kind:
                rows = [_row(True, f"shared {shared[0]}", (a, one), (b, other)) for a in one.names for b in other.names]
                yield from _chosen(rows, MOST_PER_ENTRIES, "script_pair")


def same_by_entry(entries: list[Entry]) -> Iterator[Row]:
    """Yield, for each entry, one pair of its own names for each pair of scripts: the list says they are one."""
    for entry in entries:
        rows = [_row(True, "one entry", (a, entry), (b, entry)) for a, b in itertools.combinations(entry.names, 2)]
        yield from _chosen(rows, 1, "script_pair")


def different(entries: list[Entry]) -> Iterator[Row]:
    """Yield pairs of similar names of entries that cannot be one party, with the reason."""
    holders: defaultdict[tuple[str, str], list[tuple[str, Entry]]] = defaultdict(list)
    for entry in entries:
        for name in entry.names:
            for word in {word for word in plain_words(name) if len(word) > 2}:
                holders[entry.kind, word].append((name, entry))
    seen: set[tuple[str, str]] = set()
    for _, sides in sorted(holders.items()):
        if len({entry.place for _, entry in sides}) > RARE:
            continue
        for one, other in itertools.combinations(sides, 2):
            basis = _apart(one[1], other[1])
            if basis is None or one[1].split != other[1].split or (one[0], other[0]) in seen:
                continue
            seen.add((one[0], other[0]))
            if LEAST_ALIKE <= token_sort_ratio(*(" ".join(plain_words(name)) for name, _ in (one, other))) < 100:
                yield _row(False, basis, one, other)


def _apart(one: Entry, other: Entry) -> str | None:
    """Return why two entries are two parties: different numbers, or birth dates on one list; None where nothing says so."""
    if one.party == other.party:
        return None
    if contradicts([one, other]):
        return "different numbers of one scheme"
    is_dated = len(one.born or "") == len(other.born or "") == len("1970-01-01")
    if one.list_id == other.list_id and one.kind == "person" and is_dated and one.born != other.born:
        return "different birth dates on one list"
    return None


def build(folder: Path) -> str:
    """Return the labelled pairs as CSV text."""
    entries = read_entries(folder)
    groups = parties(entries)
    rows = [
        *same_by_number(groups),
        *_chosen(same_by_entry(entries), MOST_WEAK, "entity_kind", "script_pair"),
        *_chosen(different(entries), MOST_DIFFERENT, "entity_kind", "script_pair"),
    ]
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n")
    writer.writeheader()
    writer.writerows(sorted(rows, key=lambda row: [row[column] for column in COLUMNS]))
    return text.getvalue()


def main() -> None:
    """Write the file, or with `--check` compare it with what is committed."""
    parser = argparse.ArgumentParser(description="Build the labelled name pairs.")
    parser.add_argument("--data", type=Path, default=Path(__file__).parents[2] / "shared" / "data")
    parser.add_argument("--check", action="store_true")
    given = parser.parse_args()
    text = build(given.data / "sanctions")
    if given.check and text != OUTPUT.read_text("utf-8"):
        raise SystemExit(f"{OUTPUT.name} is not what the lists give")
    if not given.check:
        OUTPUT.write_text(text, "utf-8")


if __name__ == "__main__":
    main()
