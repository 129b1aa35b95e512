"""Mass balance of chains: bounds against goods followed piece by piece, and against a maximum flow of another library."""

import random
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from traced_rows import ledger, line

from entrepot.trace.amounts import Bounds, bounds_of, layers_of, pairs_of
from entrepot.trace.ledger import Ledger
from entrepot.trace.lots import Account, account
from entrepot.trace.matching import METHODS
from entrepot.trace.paths import LotIndex, Path, Search

WINDOW = 60
WAYS = ("A.DE>B.KZ", "X.DE>B.KZ", "B.KZ>C.AM", "B.KZ>Y.RU", "C.AM>D.RU", "C.AM>Z.RU", "W.CN>C.AM")
Row = dict[str, Any]
Piece = tuple[str, ...]  # the firms that a piece was seen at, in order
Choice = Callable[
    [list[tuple[int, Piece]], int], list[int]
]  # which of the pieces on stock go out: places, oldest first


@st.composite
def trades(draw: st.DrawFn) -> list[Row]:
    """Return lines of one part between firms, each on a day of its own."""
    days = sorted(draw(st.sets(st.integers(0, 120), min_size=3, max_size=14)))
    amounts = st.sampled_from([2, 3, 4, 6, 9])
    return [line(n, draw(st.sampled_from(WAYS)), day, float(draw(amounts))) for n, day in enumerate(days)]


@dataclass
class Truth:
    """What really happened: for every line the pieces it carried, each with the firms it came by."""

    choose: Choice
    draw: random.Random
    pieces: dict[str, list[Piece]] = field(default_factory=dict)

    def follow(self, rows: Sequence[Row]) -> "Truth":
        """Move every piece: goods sent are taken from goods that came within the window; what is short was on stock unseen."""
        stock: dict[str, list[tuple[int, Piece]]] = defaultdict(list)
        for day, row in sorted(((row["declared_on"].toordinal(), row) for row in rows), key=lambda item: item[0]):
            sender, receiver = row["exporter_party_id"], row["importer_party_id"]
            open_ = [item for item in stock[sender] if item[0] >= day - WINDOW]
            places = self.choose(open_, int(row["quantity"]))
            taken = [open_[place] for place in places]
            for item in taken:
                stock[sender].remove(item)
            known = [(*piece, sender) for _, piece in taken]
            carried = known + [(sender,)] * (int(row["quantity"]) - len(known))
            self.draw.shuffle(carried)  # pieces of one shipment are all alike
            self.pieces[row["declaration_id"]] = carried
            stock[receiver] += [(day, piece) for piece in carried]
        return self

    def along(self, book: Ledger, path: Path, last: Sequence[int]) -> int:
        """Return how many pieces of the last hop's shipments came by all firms of a path."""
        firms = tuple(book.word("exporter", hop[0]) or "" for hop in path.hops)
        return sum(piece[-len(firms) :] == firms for place in last for piece in self.pieces[book.ids[place]])


def oldest(open_: list[tuple[int, Piece]], wanted: int) -> list[int]:
    """Choose as a warehouse accounts: first in, first out."""
    return list(range(min(wanted, len(open_))))


def newest(open_: list[tuple[int, Piece]], wanted: int) -> list[int]:
    """Choose last in, first out."""
    return list(range(max(0, len(open_) - wanted), len(open_)))


def anything(seed: int) -> Choice:
    """Choose at random, and sometimes from stock that nobody saw come."""
    draw = random.Random(seed)  # noqa: S311 (invented goods, no secret)
    return lambda open_, wanted: draw.sample(range(len(open_)), draw.randint(0, min(wanted, len(open_))))


def chains(rows: Sequence[Row]) -> tuple[Ledger, list[Account], list[tuple[Path, Bounds, list[Any]]]]:
    """Return all chains of lines with their bounds and layers."""
    book = ledger(rows)
    accounts = [account(book, WINDOW, method, with_gaps=False) for method in METHODS]
    search = Search(book, accounts[0], np.zeros(len(accounts[0].lots)), 4)
    found = search.follow(search.starts(np.arange(len(book)), is_backward=True), is_backward=True).paths
    by_pair = pairs_of(book)
    out = []
    for path in (path for path in found if len(path.hops) > 1):
        layers = layers_of(book, path, by_pair)
        out.append((path, bounds_of(book, path, [LotIndex(a) for a in accounts], WINDOW, layers), layers))
    return book, accounts, out


def oracle(rows: Sequence[Row], path: Path, book: Ledger) -> float:
    """Return the maximum flow of a part along the firms of a path, over the lines themselves."""
    firms = [book.word("exporter", hop[0]) for hop in path.hops] + [book.word("importer", path.hops[-1][0])]
    layers = [
        [row for row in rows if (row["exporter_party_id"], row["importer_party_id"]) == pair]
        for pair in pairwise(firms)
    ]
    graph = nx.DiGraph()
    for row in (row for layer in layers for row in layer):
        graph.add_edge(("in", row["declaration_id"]), ("out", row["declaration_id"]), capacity=row["quantity"])
    graph.add_edges_from(("source", ("in", row["declaration_id"])) for row in layers[0])
    graph.add_edges_from((("out", row["declaration_id"]), "sink") for row in layers[-1])
    for one, other in pairwise(layers):
        for i in one:
            for o in other:
                if 0 <= (o["declared_on"] - i["declared_on"]).days <= WINDOW:
                    graph.add_edge(("out", i["declaration_id"]), ("in", o["declaration_id"]))
    return float(nx.maximum_flow_value(graph, "source", "sink"))


@settings(max_examples=150, deadline=None)
@given(rows=trades())
def test_the_upper_bound_of_a_chain_is_the_maximum_flow_along_its_firms(rows: list[Row]) -> None:
    book, _, found = chains(rows)

    for path, bounds, _ in found:
        assert bounds.at_most == pytest.approx(oracle(rows, path, book))


@settings(max_examples=150, deadline=None)
@given(rows=trades(), seed=st.integers(0, 1000))
def test_no_more_passed_than_the_upper_bound_whoever_sent_what(rows: list[Row], seed: int) -> None:
    draw = random.Random(seed)  # noqa: S311 (invented goods, no secret)
    truths = [Truth(choose, draw).follow(rows) for choose in (oldest, newest, anything(seed))]
    book, _, found = chains(rows)

    for path, bounds, layers in found:
        for truth in truths:
            assert truth.along(book, path, layers[-1].tolist()) <= bounds.at_most + 1e-6


@settings(max_examples=150, deadline=None)
@given(rows=trades(), seed=st.integers(0, 1000))
def test_no_less_passed_than_the_lower_amount_where_firms_send_what_came_first(rows: list[Row], seed: int) -> None:
    truth = Truth(oldest, random.Random(seed)).follow(rows)  # noqa: S311 (invented goods, no secret)
    book, _, found = chains(rows)

    for path, bounds, layers in found:
        assert bounds.at_least <= bounds.first_in_first_out <= truth.along(book, path, layers[-1].tolist()) + 1e-6


def test_the_lower_amount_is_that_of_two_accounts_and_no_bound_on_what_a_firm_may_do() -> None:
    # Both accounts send A's goods to Y; a firm that takes from the top of the pile sends it X's, and no line tells.
    rows = [
        line(0, "A.DE>B.KZ", 0, 6),
        line(1, "X.DE>B.KZ", 1, 6),
        line(2, "B.KZ>Y.RU", 5, 6),
        line(3, "B.KZ>C.AM", 7, 6),
    ]
    truth = Truth(newest, random.Random(0)).follow(rows)  # noqa: S311 (invented goods, no secret)
    book, _, found = chains(rows)
    [(path, bounds, layers)] = [item for item in found if book.word("exporter", item[0].hops[0][0]) == "A"]

    assert (bounds.at_least, bounds.at_most) == (6, 6)
    assert truth.along(book, path, layers[-1].tolist()) == 0


@settings(max_examples=100, deadline=None)
@given(rows=trades())
def test_no_shipment_of_a_chain_is_sent_on_or_explained_beyond_its_quantity(rows: list[Row]) -> None:
    book, accounts, found = chains(rows)

    for held in accounts:
        for side in (held.lots.inbound, held.lots.outbound):
            assert (np.bincount(side, weights=held.lots.quantity, minlength=len(book)) <= book.quantity + 1e-9).all()
    lots = accounts[0].lots
    for path, _, _ in found:
        for hop, passing in zip(path.hops, path.passings, strict=False):
            chosen = list(passing)
            assert len(set(chosen)) == len(chosen)
            for place in hop:
                sent_on = lots.quantity[chosen][lots.inbound[chosen] == place].sum()
                assert 0 < sent_on <= book.quantity[place] + 1e-9
