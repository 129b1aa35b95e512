"""Clusters under the constraint, compared with every key tried one after the other on all records."""

from pathlib import Path

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from core_rows import CoreRows
from entrepot.records.catalogue import CORE_TABLES, REFERENCE_TABLES
from entrepot.resolve.clusters import join_without_contradiction
from entrepot.resolve.contradictions import Fact as Number
from entrepot.resolve.linking import link_parties
from entrepot.store.engine import DuckEngine, rows_of
from entrepot.store.tables import to_arrow
from parsed import parsed

RECORDS = [f"r{number}" for number in range(8)]
NUMBERS = st.sampled_from([(scheme, str(value)) for scheme in ("inn", "ogrn", "lei") for value in range(3)])


def test_a_key_whose_records_contradict_joins_none_of_them() -> None:
    numbers: dict[str, set[Number]] = {"a": {("inn", "1")}, "b": {("inn", "2")}}

    assert join_without_contradiction([("k", "a"), ("k", "b"), ("k", "c")], numbers) == {"a": "a", "b": "b", "c": "c"}


def test_an_earlier_key_wins_over_a_later_one() -> None:
    numbers: dict[str, set[Number]] = {"a": {("inn", "1")}, "c": {("inn", "2")}}
    carriers = [("k2", "b"), ("k2", "c"), ("k1", "a"), ("k1", "b")]

    assert join_without_contradiction(carriers, numbers) == {"a": "a", "b": "a", "c": "c"}


def test_records_to_be_kept_apart_are_not_joined_by_way_of_a_third() -> None:
    carriers = [("k1", "a"), ("k1", "b"), ("k2", "b"), ("k2", "c")]

    assert join_without_contradiction(carriers, {}, [("a", "c")]) == {"a": "a", "b": "a", "c": "c"}


@given(st.lists(st.tuples(st.sampled_from("klmnop"), st.sampled_from(RECORDS))))
def test_without_numbers_the_clusters_are_the_connected_components(carriers: list[tuple[str, str]]) -> None:
    graph = nx.Graph()
    graph.add_edges_from((f"key {key}", record) for key, record in carriers)
    components = {frozenset(node for node in part if node in RECORDS) for part in nx.connected_components(graph)}

    label_of = join_without_contradiction(carriers, {})

    found: dict[str, set[str]] = {}
    for record, label in label_of.items():
        found.setdefault(label, set()).add(record)
    assert {frozenset(records) for records in found.values()} == components
    assert all(min(records) == label for label, records in found.items())


@settings(max_examples=25, deadline=None)
@given(st.dictionaries(st.sampled_from(RECORDS), st.sets(NUMBERS, max_size=3), min_size=2))
def test_statements_and_constrained_joining_give_the_parties_that_joining_everything_one_by_one_gives(
    numbers: dict[str, set[Number]],
) -> None:
    rows = CoreRows()
    for record, held in sorted(numbers.items()):
        rows.party(record, f"Firm {record}")
        for scheme, number in sorted(held):
            rows.number(record, scheme, number)
    carriers = [(f"1|{scheme}|{number}", record) for record, held in numbers.items() for scheme, number in held]
    expected = {record: record for record in numbers} | join_without_contradiction(carriers, numbers)

    engine = DuckEngine()
    rows.load(engine)
    link_parties(engine)
    found = {row["source_party_id"]: row["party_id"] for row in rows_of(engine.read("linked__party_record"))}
    engine.close()

    assert found == expected


def test_annex_iv_gives_one_number_to_a_maker_of_drones_and_one_of_processors_which_stay_apart(
    shared_data: Path, duck: DuckEngine
) -> None:
    read = parsed(shared_data / "sanctions/eu_32014R0833.csv", "eu_consolidated", is_partial=False).results()
    for table in (*CORE_TABLES, *REFERENCE_TABLES):
        duck.register(table.name, read.get(table.name, to_arrow(table, [])))
    link_parties(duck)

    records = {row["native_id"]: row["party_id"] for row in rows_of(duck.read("linked__party_record"))}
    drones, processors = records["IV/61"], records["IV/99"]
    matches = rows_of(duck.read("linked__possible_match"))
    told = [row for row in matches if {row["party_a_id"], row["party_b_id"]} == {drones, processors}]
    assert drones != processors
    assert [(row["rule"], row["reason"]) for row in told] == [
        ("identifier_conflict", "two entries of eu_833_iv carry the INN 7808035536 and share no name: not joined")
    ]
