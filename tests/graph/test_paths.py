"""Networks around a party and shortest typed paths."""

from datetime import date

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core_rows import CoreRows
from entrepot.graph.links import build_links
from entrepot.graph.paths import shortest_paths
from entrepot.resolve.linking import link_parties
from entrepot.store.engine import DuckEngine, Engine


def chain(engine: Engine) -> CoreRows:
    """Load trader -> distributor (sale) -> owner's firm (owned) -> ministry (supplies), and an unrelated firm."""
    rows = CoreRows()
    for name in ("trader", "distributor", "holding", "ministry", "unrelated"):
        rows.party(name, f"Firm {name}")
    for day in (date(2023, 1, 5), date(2023, 2, 5)):
        rows.add(
            "core__declaration",
            declaration_id=f"d {day}",
            declared_on=day,
            direction="import",
            exporter_source_party_id="trader",
            importer_source_party_id="distributor",
        )
    rows.owns("holding", "distributor", 60.0)
    rows.role("holding", "ministry", "supplies")
    rows.load(engine)
    link_parties(engine)
    build_links(engine)
    return rows


def test_a_path_follows_a_sale_forwards_and_ownership_either_way(engine: Engine) -> None:
    chain(engine)

    paths = {path.party_id: path for path in shortest_paths(engine, ["ministry"], 3)}

    assert set(paths) == {"holding", "distributor", "trader"}
    hops = paths["trader"].hops
    assert [(hop.from_id, hop.edge_kind, hop.to_id) for hop in hops] == [
        ("trader", "sells_to", "distributor"),
        ("distributor", "owns", "holding"),
        ("holding", "supplies", "ministry"),
    ]
    assert (hops[0].row_count, hops[0].from_on, hops[0].to_on) == (2, date(2023, 1, 5), date(2023, 2, 5))
    assert (hops[0].snapshot_id, hops[0].locator) == ("file of core__declaration", "row 2")


@pytest.mark.parametrize(
    ("max_hops", "kinds", "reached"), [(2, None, {"holding", "distributor"}), (3, ["supplies"], {"holding"})]
)
def test_paths_end_at_the_given_length_and_kinds(
    duck: DuckEngine, max_hops: int, kinds: list[str] | None, reached: set[str]
) -> None:
    chain(duck)

    found = shortest_paths(duck, ["ministry"], max_hops, **({} if kinds is None else {"edge_kinds": kinds}))

    assert {path.party_id for path in found} == reached


def test_goods_are_not_followed_backwards(duck: DuckEngine) -> None:
    chain(duck)

    assert shortest_paths(duck, ["trader"], 3) == []


NODES = [f"n{number}" for number in range(7)]


@settings(max_examples=25, deadline=None)
@given(st.sets(st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)).filter(lambda e: e[0] != e[1]), max_size=14))
def test_shortest_paths_are_as_long_as_those_of_networkx(edges: set[tuple[str, str]]) -> None:
    rows = CoreRows()
    for node in NODES:
        rows.party(node, f"Firm {node}")
    for holder, subject in sorted(edges):
        rows.role(holder, subject, "supplies")
    rows.load(engine := DuckEngine())
    link_parties(engine)
    build_links(engine)

    found = {path.party_id: len(path.hops) for path in shortest_paths(engine, ["n0"], 3)}
    engine.close()

    graph = nx.DiGraph(sorted(edges))
    graph.add_nodes_from(NODES)
    lengths = nx.single_source_shortest_path_length(graph.reverse(), "n0", cutoff=3)
    assert found == {node: length for node, length in lengths.items() if node != "n0"}
