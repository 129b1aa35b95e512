"""Finds candidate pairs of invented parties with one program, in a process of its own; writes them and prints what it cost.

    python bench/resolve_blocking.py PROGRAM FOLDER PAIRS.csv

PROGRAM is entrepot, tokens (an inverted index of exact words, ranked by rapidfuzz), splink or nomenklatura. FOLDER is written
by resolve_data.py. Prints one JSON line: CPU seconds of the work (reading the file left out) and of the whole process, peak
memory in GB.
"""

import csv
import json
import re
import resource
import sys
import tempfile
from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import islice
from pathlib import Path
from typing import Any

import duckdb

TOP = 5  # candidates a record keeps, for programs that rank per record
PAIRS_PER_PARTY = 3.3  # what programs that rank all pairs may return (issue 4)
BUCKET = 60  # records a word may bring together: nomenklatura's default
Pairs = Iterable[tuple[str, str]]


def cpu_s() -> float:
    """Return the CPU seconds of this process so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def parties(folder: Path) -> list[tuple[Any, ...]]:
    """Return id, kind, name, country, birth date, identifier of all records; a record of several names has several rows."""
    columns = "source_party_id, party_kind, name, country_iso, birth_date_text, identifier"
    return duckdb.execute(f"SELECT {columns} FROM read_parquet('{folder}/parties.parquet')").fetchall()


def by_entrepot(folder: Path) -> Callable[[], Pairs]:
    """Return this package's blocking."""
    from entrepot.resolve.blocking import find_candidates  # noqa: PLC0415 (not installed beside every rival)
    from entrepot.store.engine import DuckEngine  # noqa: PLC0415

    engine = DuckEngine(memory_limit="1500MB")
    load_records(engine.connection, folder)

    def work() -> Pairs:
        find_candidates(engine)
        return engine.connection.sql("SELECT record_a_id, record_b_id FROM resolve__candidate").fetchall()

    return work


def load_records(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Make the tables that blocking reads from the file of parties."""
    rows = f"read_parquet('{folder}/parties.parquet')"
    kind = "CASE WHEN party_kind = 'person' THEN 'person' ELSE 'firm' END AS kind_group"
    for table, columns in (
        ("resolve__record", f"DISTINCT source_party_id, {kind}, country_iso, birth_date_text FROM {rows}"),
        ("core__party_name", f"source_party_id, name, 'main' AS name_kind FROM {rows}"),
        ("core__identifier", f"source_party_id, scheme, identifier FROM {rows} WHERE identifier IS NOT NULL"),
    ):
        connection.execute(f"CREATE TABLE {table} AS SELECT {columns}")


def by_tokens(folder: Path) -> Callable[[], Pairs]:
    """Return what a short script does: records that share an exact word or number, the best by token_set_ratio."""
    from rapidfuzz.fuzz import token_set_ratio  # noqa: PLC0415

    rows = parties(folder)

    def work() -> Pairs:
        index: defaultdict[str, list[int]] = defaultdict(list)
        names = [row[2].casefold() for row in rows]
        for place, row in enumerate(rows):
            for word in {*re.findall(r"\w+", names[place]), *([f"#{row[5]}"] if row[5] else [])}:
                index[word].append(place)
        met: defaultdict[int, set[int]] = defaultdict(set)
        for places in index.values():
            if 1 < len(places) <= BUCKET:
                for place in places:
                    met[place].update(places)
        kept = set()
        for place, others in met.items():
            scored = sorted((-token_set_ratio(names[place], names[o]), o) for o in others if o != place)
            kept |= {(min(place, other), max(place, other)) for _, other in scored[:TOP]}
        return [(rows[a][0], rows[b][0]) for a, b in kept if rows[a][0] != rows[b][0]]

    return work


def by_splink(folder: Path) -> Callable[[], Pairs]:
    """Return Splink's pairs under rules that its documentation recommends for names: first letters, last word, number."""
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on  # noqa: PLC0415

    columns = "source_party_id AS unique_id, party_kind, name, country_iso, birth_date_text, identifier"
    table = duckdb.execute(f"SELECT {columns} FROM read_parquet('{folder}/parties.parquet')").to_arrow_table()

    def work() -> Pairs:
        first, last = (
            "list_extract(string_split(lower(name), ' '), {})",
            "list_extract(string_split(lower(name), ' '), -{})",
        )
        rules: list[Any] = [
            block_on("lower(substr(name, 1, 10))"),
            block_on(first.format(1), first.format(2)),
            block_on(last.format(1), last.format(2)),
            block_on("birth_date_text"),
            block_on("identifier"),
        ]
        settings = SettingsCreator(link_type="dedupe_only", blocking_rules_to_generate_predictions=rules)
        linker = Linker(DuckDBAPI().register(table), settings)
        rows = linker.inference.deterministic_link().as_pyarrow_table()
        return zip(rows["unique_id_l"].to_pylist(), rows["unique_id_r"].to_pylist(), strict=True)

    return work


def by_nomenklatura(folder: Path) -> Callable[[], Pairs]:
    """Return nomenklatura's index over an in-memory store, the best pairs up to 3.3 a record."""
    from followthemoney import Dataset, StatementEntity, model  # noqa: PLC0415
    from nomenklatura.blocker import Index  # type: ignore[import-not-found]  # noqa: PLC0415
    from nomenklatura.resolver import Linker  # type: ignore[import-not-found]  # noqa: PLC0415
    from nomenklatura.store import SimpleMemoryStore  # type: ignore[import-not-found]  # noqa: PLC0415

    dataset = Dataset.make({"name": "invented", "title": "Invented"})
    store = SimpleMemoryStore(dataset, Linker[StatementEntity]({}))
    records = set()
    with store.writer() as writer:
        for number, kind, name, country, born, identifier in parties(folder):
            schema = model.get("Person" if kind == "person" else "Company")
            entity = StatementEntity(dataset, {"schema": schema.name, "id": number})
            for prop, value in (("name", name), ("country", country), ("birthDate", born), ("taxNumber", identifier)):
                if value:
                    entity.add(prop, value)
            writer.add_entity(entity)
            records.add(number)

    def work() -> Pairs:
        with tempfile.TemporaryDirectory() as made:
            index = Index(store.view(dataset), Path(made))
            index.build()
            most = round(PAIRS_PER_PARTY * len(records))
            return [(a.id, b.id) for (a, b), _ in islice(index.pairs(max_pairs=most), most)]

    return work


PROGRAMS = {"entrepot": by_entrepot, "tokens": by_tokens, "splink": by_splink, "nomenklatura": by_nomenklatura}


def main() -> None:
    """Run the program of the command line; a program that is not installed is said on the error output."""
    name, folder, output = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    try:
        work = PROGRAMS[name](folder)
    except ImportError as fault:
        raise SystemExit(f"{name} is not installed: {fault}") from fault
    before = cpu_s()
    pairs = work()
    measured = {"work_cpu_s": cpu_s() - before, "cpu_s": cpu_s()}
    peak_gb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9
    with output.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(pairs)
    print(json.dumps({**measured, "peak_gb": peak_gb}))


if __name__ == "__main__":
    main()
