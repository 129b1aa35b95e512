"""Resolves invented mentions to firms with one program, in a process of its own; writes the answer and prints what it cost.

    python bench/mention_programs.py PROGRAM FOLDER ANSWER.parquet

PROGRAM is entrepot, exact (its rules of numbers, names and countries alone) or splink. FOLDER is written by mention_data.py.
Every program is given the same cleaned columns, those that the import makes: name without legal form and case, number with its
scheme and check, address down to building and office. Prints one JSON line: CPU seconds of cleaning and of resolving, peak
memory in GB. ANSWER has mention_number and party; for Splink a party column for every threshold.
"""

import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa

from entrepot.normalise.addresses import address_keys
from entrepot.normalise.identifiers import classify
from entrepot.normalise.names import name_key

THRESHOLDS = (0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.9)
_SOURCE = "'mentions' AS snapshot_id, 'row' AS locator, 'synthetic' AS provenance"
Connection = duckdb.DuckDBPyConnection


def cpu_s() -> float:
    """Return the CPU seconds of this process so far."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def clean(connection: Connection, folder: Path) -> None:
    """Make the table `mention`, and by distinct value `named`, `numbered` and `placed`, as the import would."""
    connection.execute(f"CREATE TABLE mention AS SELECT * FROM read_parquet('{folder}/mentions.parquet')")
    names = connection.sql("SELECT DISTINCT name FROM mention ORDER BY 1").to_arrow_table()["name"].to_pylist()
    _keep(connection, "named", [{"name": name, "name_key": name_key(name)} for name in names])
    pairs = connection.sql(
        "SELECT DISTINCT identifier, country_iso FROM mention WHERE identifier IS NOT NULL ORDER BY ALL"
    ).fetchall()
    numbered = []
    for number, country in pairs:
        found = classify("Tax or registration number", number, country)
        value = {"scheme": found.scheme, "value": found.value, "validity": found.validity}
        numbered.append({"identifier": number, "country_iso": country, **value})
    _keep(connection, "numbered", numbered)
    places = connection.sql(
        "SELECT DISTINCT address, country_iso FROM mention WHERE address IS NOT NULL ORDER BY ALL"
    ).fetchall()
    placed = []
    for address, country in places:
        keys = address_keys(address, country)
        placed.append(
            {"address": address, "country_iso": country, "unit_key": keys.unit_key, "building_key": keys.building_key}
        )
    _keep(connection, "placed", placed)


def _keep(connection: Connection, table: str, rows: list[dict[str, Any]]) -> None:
    connection.register("incoming_rows", pa.Table.from_pylist(rows))
    connection.execute(f"CREATE TABLE {table} AS SELECT * FROM incoming_rows")
    connection.unregister("incoming_rows")


def by_entrepot(folder: Path, *, is_exact: bool = False) -> tuple[Callable[[], None], Callable[[], pa.Table]]:
    """Return the cleaning and the resolving of this package."""
    from entrepot.records.catalogue import CORE_TABLES  # noqa: PLC0415 (not beside every rival)
    from entrepot.resolve.fuzzy import score_candidates  # noqa: PLC0415
    from entrepot.resolve.linking import link_parties  # noqa: PLC0415
    from entrepot.store.engine import DuckEngine  # noqa: PLC0415
    from entrepot.store.tables import empty  # noqa: PLC0415

    engine = DuckEngine()
    connection = engine.connection

    def cleaning() -> None:
        clean(connection, folder)
        for table in CORE_TABLES:
            engine.register(table.name, empty(table))
        connection.execute("""
            CREATE TABLE record AS
            SELECT md5(concat_ws('|', name, coalesce(country_iso, ''), coalesce(identifier, ''))) AS source_party_id, *
            FROM (SELECT DISTINCT name, country_iso, identifier FROM mention)
        """)
        for insert in (
            f"""INSERT INTO core__party BY NAME
            SELECT source_party_id, 'company' AS party_kind, name, country_iso, {_SOURCE} FROM record""",
            f"""INSERT INTO core__party_name BY NAME
            SELECT source_party_id, name, 'main' AS name_kind, name_key, {_SOURCE} FROM record JOIN named USING (name)""",
            f"""INSERT INTO core__identifier BY NAME
            SELECT r.source_party_id, n.scheme, n.value AS identifier, r.identifier AS identifier_reported, n.validity, {_SOURCE}
            FROM record r JOIN numbered n
            ON n.identifier = r.identifier AND n.country_iso IS NOT DISTINCT FROM r.country_iso""",
            f"""INSERT INTO core__address BY NAME
            SELECT r.source_party_id, a.address, a.unit_key AS address_key, a.building_key, a.country_iso, {_SOURCE}
            FROM (SELECT DISTINCT name, country_iso, identifier, address FROM mention WHERE address IS NOT NULL) m
            JOIN record r ON r.name = m.name AND r.country_iso IS NOT DISTINCT FROM m.country_iso
              AND r.identifier IS NOT DISTINCT FROM m.identifier
            JOIN placed a ON a.address = m.address AND a.country_iso IS NOT DISTINCT FROM m.country_iso""",
        ):
            connection.execute(insert)

    def resolving() -> pa.Table:
        link_parties(engine, score=None if is_exact else score_candidates)
        return connection.sql("""
            SELECT m.mention_number, o.party_id AS party FROM mention m
            JOIN record r ON r.name = m.name AND r.country_iso IS NOT DISTINCT FROM m.country_iso
              AND r.identifier IS NOT DISTINCT FROM m.identifier
            JOIN resolve__party_of o ON o.source_party_id = r.source_party_id
        """).to_arrow_table()

    return cleaning, resolving


def by_splink(folder: Path) -> tuple[Callable[[], None], Callable[[], pa.Table]]:
    """Return the cleaning and the resolving of Splink: the model of its documentation for firms, trained on the data.

    The names are written in Latin letters first, without which no string distance finds anything over two scripts; equal rows
    are one row, as its documentation recommends. All its training draws from fixed seeds.
    """
    import splink.comparison_library as cl  # noqa: PLC0415
    from anyascii import anyascii  # noqa: PLC0415
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on  # noqa: PLC0415

    connection = duckdb.connect()

    def cleaning() -> None:
        clean(connection, folder)
        keys = connection.sql("SELECT DISTINCT name_key FROM named WHERE name_key IS NOT NULL").fetchall()
        _keep(connection, "latin", [{"name_key": key, "latin_name": anyascii(key).lower()} for (key,) in keys])
        connection.execute("""
            CREATE TABLE input AS
            SELECT row_number() OVER (ORDER BY name, m.country_iso, m.identifier, m.address) AS unique_id, m.name, m.country_iso,
              m.identifier, m.address, l.latin_name, n.value AS number, a.unit_key, a.building_key,
              split_part(l.latin_name, ' ', 1) AS first_word, split_part(l.latin_name, ' ', -1) AS last_word
            FROM (SELECT DISTINCT name, country_iso, identifier, address FROM mention) m
            JOIN named k USING (name) LEFT JOIN latin l USING (name_key)
            LEFT JOIN numbered n ON n.identifier = m.identifier AND n.country_iso IS NOT DISTINCT FROM m.country_iso
            LEFT JOIN placed a ON a.address = m.address AND a.country_iso IS NOT DISTINCT FROM m.country_iso
        """)

    def resolving() -> pa.Table:
        given = connection.sql(
            "SELECT unique_id, latin_name, country_iso, number, unit_key, building_key, first_word, last_word FROM input"
        ).to_arrow_table()
        settings = SettingsCreator(
            link_type="dedupe_only",
            comparisons=[
                cl.JaroWinklerAtThresholds("latin_name", [0.97, 0.92, 0.85]).configure(term_frequency_adjustments=True),
                cl.ExactMatch("country_iso").configure(m_probabilities=[0.99, 0.01]),
                cl.LevenshteinAtThresholds("number", [1]),
                cl.JaroWinklerAtThresholds("unit_key", [0.95, 0.88]),
            ],
            blocking_rules_to_generate_predictions=[
                block_on("number"),
                block_on("latin_name"),
                block_on("unit_key"),
                block_on("substr(latin_name, 1, 7)", "country_iso"),
                block_on("substr(last_word, 1, 6)", "country_iso", "substr(first_word, 1, 3)"),
            ],
        )
        linker = Linker(DuckDBAPI().register(given), settings)
        linker.training.estimate_probability_two_random_records_match([block_on("number")], recall=0.5)
        linker.training.estimate_u_using_random_sampling(max_pairs=5e6, seed=1)
        for rule in ("latin_name", "number", "unit_key"):
            linker.training.estimate_parameters_using_expectation_maximisation(block_on(rule))
        found = linker.inference.predict(threshold_match_probability=min(THRESHOLDS))
        connection.execute("CREATE TABLE answer AS SELECT unique_id FROM input")
        for place, threshold in enumerate(THRESHOLDS):
            clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(found, threshold)
            connection.register("clusters", clusters.as_pyarrow_table())
            connection.execute(
                f"CREATE TABLE at_{place} AS SELECT unique_id, CAST(cluster_id AS VARCHAR) AS party_{place} FROM clusters"
            )
        joins = " ".join(f"JOIN at_{place} USING (unique_id)" for place in range(len(THRESHOLDS)))
        parties = ", ".join(f"party_{place}" for place in range(len(THRESHOLDS)))
        return connection.sql(f"""
            SELECT m.mention_number, {parties} FROM mention m
            JOIN input i ON i.name = m.name AND i.country_iso IS NOT DISTINCT FROM m.country_iso
              AND i.identifier IS NOT DISTINCT FROM m.identifier AND i.address IS NOT DISTINCT FROM m.address
            {joins}
        """).to_arrow_table()

    return cleaning, resolving


def main() -> None:
    """Run the program of the command line; a program that is not installed is said on the error output."""
    name, folder, output = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
    try:
        cleaning, resolving = by_splink(folder) if name == "splink" else by_entrepot(folder, is_exact=name == "exact")
    except ImportError as fault:
        raise SystemExit(f"{name} is not installed: {fault}") from fault
    begun = cpu_s()
    cleaning()
    cleaned = cpu_s()
    answer = resolving()
    done = cpu_s()
    peak_gb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9
    connection = duckdb.connect()
    connection.register("answer", answer)
    connection.execute(f"COPY answer TO '{output}' (FORMAT parquet)")
    print(json.dumps({"clean_cpu_s": cleaned - begun, "resolve_cpu_s": done - cleaned, "peak_gb": peak_gb}))


if __name__ == "__main__":
    main()
