"""How much could have passed: the upper bound is a maximum flow, the lower one what two accounts agree on for certain."""

from itertools import pairwise
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from traced_rows import ledger, line

from entrepot.trace.amounts import bounds_of, conserved, layers_of, max_flow, pairs_of
from entrepot.trace.lots import account
from entrepot.trace.matching import METHODS
from entrepot.trace.paths import LotIndex, Search

WINDOW = 60


@settings(max_examples=80, deadline=None)
@given(
    capacities=st.lists(st.lists(st.integers(1, 50), min_size=1, max_size=4), min_size=2, max_size=4),
    seed=st.integers(0, 1000),
)
def test_maximum_flow_through_layers_is_that_of_an_oracle(capacities: list[list[int]], seed: int) -> None:
    draw = np.random.default_rng(seed)
    edges = [draw.random((len(a), len(b))) < 0.6 for a, b in pairwise(capacities)]
    graph = nx.DiGraph()
    for layer, found in enumerate(capacities):
        for n, held in enumerate(found):
            graph.add_edge((layer, n, "in"), (layer, n, "out"), capacity=held)
            if layer == 0:
                graph.add_edge("source", (layer, n, "in"))
            if layer == len(capacities) - 1:
                graph.add_edge((layer, n, "out"), "sink")
    for layer, edge in enumerate(edges):
        graph.add_edges_from(((layer, a, "out"), (layer + 1, b, "in")) for a, b in np.argwhere(edge).tolist())

    flow = max_flow([np.array(c, dtype=np.float64) for c in capacities], edges)

    assert flow == nx.maximum_flow_value(graph, "source", "sink")


def test_quantities_that_are_not_whole_are_bounded_from_above() -> None:
    flow = max_flow([np.array([0.1234567]), np.array([9.0])], [np.array([[True]])])

    assert 0.1234567 <= flow <= 0.125


@st.composite
def relays(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Return lines of one part along A, B, C, D, with other suppliers and customers of B and C."""
    ways = ("A.DE>B.KZ", "X.DE>B.KZ", "B.KZ>C.AM", "B.KZ>Y.RU", "C.AM>D.RU", "C.AM>Z.RU")
    rows = []
    for number in range(draw(st.integers(3, 16))):
        way = draw(st.sampled_from(ways))
        quantity = float(draw(st.sampled_from([10, 20, 30, 45])))
        rows.append(line(number, way, draw(st.integers(0, 90)), quantity))
    return rows


@settings(max_examples=150, deadline=None)
@given(rows=relays())
def test_bounds_hold_on_every_chain(rows: list[dict[str, Any]]) -> None:
    book = ledger(rows)
    accounts = [account(book, WINDOW, method) for method in METHODS]
    indexes = [LotIndex(found) for found in accounts]
    search = Search(book, accounts[0], np.zeros(len(accounts[0].lots)), 4)
    paths = search.follow(search.starts(np.arange(len(book)), is_backward=True), is_backward=True).paths
    by_pair = pairs_of(book)
    for path in paths:
        if len(path.hops) > 1:
            layers = layers_of(book, path, by_pair)
            bounds = bounds_of(book, path, indexes, WINDOW, layers)
            assert 0 <= bounds.at_least <= bounds.best_fit <= bounds.at_most + 1e-6
            assert bounds.at_most <= min(float(book.quantity[layer].sum()) for layer in layers) + 1e-6
            for earlier, passing, later in zip(path.hops, path.passings, path.hops[1:], strict=False):
                assert {int(i) for i in accounts[0].lots.inbound[list(passing)]} == set(earlier)
                assert {int(o) for o in accounts[0].lots.outbound[list(passing)]} == set(later)


def test_what_mixes_on_the_way_is_not_counted_as_passed() -> None:
    # 60 of A and 40 of X make up the 100 that B sends; C sends 50 of these on: 10 of A's at least, if all X's stay behind.
    rows = [
        line(0, "A.DE>B.KZ", 0, 60),
        line(1, "X.DE>B.KZ", 1, 40),
        line(2, "B.KZ>C.AM", 5, 100),
        line(3, "C.AM>D.RU", 9, 50),
    ]
    book = ledger(rows)
    index = LotIndex(account(book, WINDOW, "best_fit"))

    assert conserved(book, index, [np.array([0]), np.array([2]), np.array([3])]) == pytest.approx(10)


def test_a_pair_with_too_many_lines_keeps_a_bound(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("entrepot.trace.amounts._MOST_PAIRS", 0)
    book = ledger([line(0, "A.DE>B.KZ", 0, 60), line(1, "B.KZ>D.RU", 5, 50)])
    indexes = [LotIndex(account(book, WINDOW, method)) for method in METHODS]
    search = Search(book, indexes[0].account, np.zeros(1), 4)
    [path] = search.follow(search.starts(np.array([1]), is_backward=True), is_backward=True).paths

    bounds = bounds_of(book, path, indexes, WINDOW, layers_of(book, path, pairs_of(book)))

    assert (bounds.at_least, bounds.at_most, bounds.is_exact) == (50.0, 50.0, False)
