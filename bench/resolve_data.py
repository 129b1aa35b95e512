"""Invents parties with planted duplicates over scripts, as many as asked for, in bounded memory; the truth is kept beside.

    python bench/resolve_data.py FOLDER [--parties 100000] [--seed 7]

Writes `parties.parquet` (source_party_id, party_kind, name, country_iso, birth_date_text, scheme, identifier) and
`truth.parquet` (record_a_id, record_b_id, difference, script_pair, party_kind). All names are invented; a likeness is chance.
A sixth of the records are duplicates of another; one in twenty originals takes its distinctive word from an earlier one and
is another firm all the same.
"""

import argparse
import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from resolve_names import TABLES, Invented, Inventor

BATCH = 50_000
DUPLICATE_SHARE = 0.2  # duplicates per original, as in the measurements of methods 16.3
PARTY_SCHEMA = pa.schema(
    [
        (name, pa.string())
        for name in ("source_party_id", "party_kind", "name", "country_iso", "birth_date_text", "scheme", "identifier")
    ]
)
TRUTH_SCHEMA = pa.schema(
    [(name, pa.string()) for name in ("record_a_id", "record_b_id", "difference", "script_pair", "party_kind")]
)
DIFFERENCES = {  # weights
    "transliteration BGN": 20,
    "transliteration other": 20,
    "translated words": 12,
    "legal form": 8,
    "typing error": 8,
    "two typing errors": 5,
    "transliteration and typing error": 8,
    "word left out": 6,
    "word order": 6,
    "shared number": 7,
}
_SAME_SCRIPT = frozenset({"legal form", "typing error", "two typing errors"})


def record_id(number: int) -> str:
    """Return a record's id, which tells nothing of the order in which records were made."""
    return hashlib.md5(f"resolve-data {number}".encode(), usedforsecurity=False).hexdigest()[:16]


def script_of(name: str) -> str:
    """Return the ISO 15924 code of the script most letters are of."""
    counts = {"Latn": 0, "Cyrl": 0, "Armn": 0, "Geor": 0, "Hani": 0}
    for char in name:
        code = ord(char)
        if code < 0x250:
            counts["Latn"] += char.isalpha()
        elif 0x400 <= code < 0x530:
            counts["Cyrl"] += 1
        elif 0x530 <= code < 0x590:
            counts["Armn"] += 1
        elif 0x10A0 <= code < 0x1100:
            counts["Geor"] += 1
        elif code >= 0x3400:
            counts["Hani"] += 2
    return max(counts, key=lambda script: counts[script])


Row = dict[str, str | None]


def generated(count: int, seed: int) -> Iterator[tuple[Row, Row | None]]:
    """Yield `count` records, each with the truth row where it is a duplicate of the one before."""
    inventor, number = Inventor(seed), 0
    while number < count:
        party = inventor.party()
        is_latin = inventor.rng.random() < 0.25
        first = inventor.written(party, "first" if is_latin else None)
        yield _record(number, party, first, party.number, party.born), None
        number += 1
        if number < count and inventor.rng.random() < DUPLICATE_SHARE:
            yield _duplicate(inventor, party, number, first, is_latin=is_latin)
            number += 1


def _duplicate(inventor: Inventor, party: Invented, number: int, first: str, *, is_latin: bool) -> tuple[Row, Row]:
    rng = inventor.rng
    difference = rng.choices(list(DIFFERENCES), list(DIFFERENCES.values()))[0]
    is_other = difference in {"transliteration other", "shared number"} or (
        difference != "transliteration BGN" and rng.random() < 0.5
    )
    crossed = None if is_latin else ("other" if is_other and TABLES[party.country][1] else "first")
    if is_latin and (difference == "transliteration other" or (is_other and rng.random() < 0.5)):
        crossed = "other"  # two systems in one script
    if difference in _SAME_SCRIPT:
        crossed = "first" if is_latin else None
    name = inventor.written(party, crossed, difference)
    born = party.born if rng.random() < 0.7 else (party.born[:4] if party.born and rng.random() < 0.5 else None)
    shown = party.number if difference == "shared number" else None
    record = _record(number, party, name, shown, born)
    if rng.random() < 0.15:
        record["country_iso"] = None
    lower, higher = sorted((record_id(number - 1), record_id(number)))
    scripts = "-".join(sorted((script_of(first), script_of(name))))
    kind = "person" if party.is_person else "company"
    return record, dict(zip(TRUTH_SCHEMA.names, (lower, higher, difference, scripts, kind), strict=True))


def _record(number: int, party: Invented, name: str, shown: str | None, born: str | None) -> Row:
    kind = "person" if party.is_person else "company"
    scheme = "tax_number" if shown else None
    values = (record_id(number), kind, name, party.country, born, scheme, shown)
    return dict(zip(PARTY_SCHEMA.names, values, strict=True))


def write(folder: Path, count: int, seed: int, on_batch: Callable[[int], None] | None = None) -> None:
    """Write both files, a batch at a time."""
    folder.mkdir(parents=True, exist_ok=True)
    parties: list[Row] = []
    truths: list[Row] = []
    with (
        pq.ParquetWriter(folder / "parties.parquet", PARTY_SCHEMA) as party_file,
        pq.ParquetWriter(folder / "truth.parquet", TRUTH_SCHEMA) as truth_file,
    ):
        for number, (record, truth) in enumerate(generated(count, seed), start=1):
            parties.append(record)
            if truth is not None:
                truths.append(truth)
            if number % BATCH == 0 or number == count:
                party_file.write_table(pa.Table.from_pylist(parties, PARTY_SCHEMA))
                truth_file.write_table(pa.Table.from_pylist(truths, TRUTH_SCHEMA))
                parties.clear()
                truths.clear()
                if on_batch is not None:
                    on_batch(number)


def main() -> None:
    """Write the files of the command line."""
    parser = argparse.ArgumentParser(description="Invent parties with planted duplicates.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--parties", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    write(given.folder, given.parties, given.seed)


if __name__ == "__main__":
    main()
