"""The frozen labelled pairs, and blocking run on them."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import pyarrow as pa

from entrepot.resolve.blocking import BlockingReport, BlockingSettings, find_candidates
from entrepot.resolve.evaluation import LabelledPair, read_pairs
from entrepot.store.engine import DuckEngine, Engine

FOLDER = Path(__file__).parent / "pairs"
Record = tuple[str, str, str]  # id, kind, name
_TEXTS = {
    "resolve__record": ("source_party_id", "kind_group", "country_iso", "birth_date_text"),
    "core__party_name": ("source_party_id", "name", "name_kind"),
    "core__identifier": ("source_party_id", "scheme", "identifier"),
}


def labelled_pairs() -> tuple[LabelledPair, ...]:
    """Return the frozen pairs."""
    return read_pairs(FOLDER / "match_pairs.csv")


def register_records(
    engine: Engine,
    records: Iterable[Record],
    numbers: Iterable[tuple[str, str, str]] = (),
    births: dict[str, str] | None = None,
) -> None:
    """Register what blocking reads; a record stands once for each of its names."""
    named = list(records)
    kinds = {record: kind for record, kind, _ in named}
    rows: dict[str, list[tuple[str | None, ...]]] = {
        "resolve__record": [(record, kind, None, (births or {}).get(record)) for record, kind in sorted(kinds.items())],
        "core__party_name": [(record, name, "main") for record, _, name in named],
        "core__identifier": list(numbers),
    }
    for table, columns in _TEXTS.items():
        schema = pa.schema([(column, pa.string()) for column in columns])
        listed = [dict(zip(columns, row, strict=True)) for row in rows[table]]
        engine.register(table, pa.Table.from_pylist(listed, schema=schema))


def candidates(
    records: Sequence[Record], settings: BlockingSettings | None = None, engine: Engine | None = None
) -> tuple[set[tuple[str, str]], BlockingReport]:
    """Return the candidate pairs of records, lower id first, and the report."""
    used = engine or DuckEngine()
    register_records(used, records)
    report = find_candidates(used, settings)
    found = used.read("resolve__candidate")
    if engine is None:
        used.close()
    return set(zip(found["record_a_id"].to_pylist(), found["record_b_id"].to_pylist(), strict=True)), report


def entries_of(pairs: Iterable[LabelledPair]) -> tuple[list[Record], set[tuple[str, str]]]:
    """Return list entries with all names that stand in the pairs, and the pairs of two entries that are one party."""
    records: dict[Record, None] = {}
    same = set()
    for pair in pairs:
        one, other = f"{pair.list_a} {pair.entry_a}", f"{pair.list_b} {pair.entry_b}"
        records[one, pair.entity_kind, pair.name_a] = records[other, pair.entity_kind, pair.name_b] = None
        if pair.is_match and one != other:
            same.add((min(one, other), max(one, other)))
    return list(records), same


def names_of(pairs: Iterable[LabelledPair]) -> tuple[list[Record], set[tuple[str, str]]]:
    """Return every name as a record of its own, and the pairs that are one party's."""
    records: dict[Record, None] = {}
    same = set()
    for pair in pairs:
        one, other = f"{pair.entity_kind} {pair.name_a}", f"{pair.entity_kind} {pair.name_b}"
        records[one, pair.entity_kind, pair.name_a] = records[other, pair.entity_kind, pair.name_b] = None
        if pair.is_match:
            same.add((min(one, other), max(one, other)))
    return list(records), same
