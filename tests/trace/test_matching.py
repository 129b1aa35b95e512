"""Goods are conserved: nothing received is sent on twice, by either way of matching, against a maximum flow."""

from collections.abc import Sequence
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from traced_rows import ledger, line, without_part

from entrepot.trace.lots import KINDS, Account, account
from entrepot.trace.matching import METHODS, TIERS

WINDOW = 60


@st.composite
def trades(draw: st.DrawFn, *, is_one_part: bool = False) -> list[dict[str, Any]]:
    """Return lines between a few firms: parts, brands, quantities and days at random."""
    rows = []
    for number in range(draw(st.integers(2, 14))):
        one, other = draw(st.permutations(["A.DE", "B.KZ", "C.KZ", "D.RU"]))[:2]
        more: dict[str, Any] = {}
        if not is_one_part:
            part = draw(st.sampled_from(["P1", "P2", None]))
            more = {"part_number_key": part, "brand": draw(st.sampled_from(["alfa", None]))}
        quantity = float(draw(st.sampled_from([5, 10, 11, 40, 100])))
        rows.append(line(number, f"{one}>{other}", draw(st.integers(0, 120)), quantity, **more))
    return rows


def oracle(rows: Sequence[dict[str, Any]]) -> float:
    """Return the most of one part that could have passed through firms, each line's goods once in and once out."""
    graph = nx.DiGraph()
    for n, row in enumerate(rows):
        graph.add_edge("source", ("in", n), capacity=row["quantity"])
        graph.add_edge(("out", n), "sink", capacity=row["quantity"])
        for m, other in enumerate(rows):
            lag = (other["declared_on"] - row["declared_on"]).days
            if row["importer_party_id"] == other["exporter_party_id"] and 0 <= lag <= WINDOW:
                graph.add_edge(("in", n), ("out", m), capacity=1e9)
    return float(nx.maximum_flow_value(graph, "source", "sink"))


def assert_balanced(rows: Sequence[dict[str, Any]], found: Account) -> None:
    book = ledger(rows)
    for side in (found.lots.inbound, found.lots.outbound):
        moved = np.bincount(side, weights=found.lots.quantity, minlength=len(book))
        assert (moved <= book.quantity + 1e-9).all()
    assert (found.lots.quantity > 0).all()
    lag = book.left[found.lots.outbound] - book.arrived[found.lots.inbound]
    assert ((lag >= 0) & (lag <= WINDOW)).all()


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=120, deadline=None)
@given(rows=trades())
def test_nothing_is_shipped_on_twice_nor_before_it_came(method: str, rows: list[dict[str, Any]]) -> None:
    found = account(ledger(rows), WINDOW, method, links=[("B", "C")])

    assert_balanced(rows, found)


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=60, deadline=None)
@given(rows=trades(is_one_part=True))
def test_first_in_first_out_moves_as_much_of_a_part_as_a_maximum_flow(method: str, rows: list[dict[str, Any]]) -> None:
    found = account(ledger(rows), WINDOW, method, with_gaps=False)
    moved = float(found.lots.quantity.sum())

    assert moved <= oracle(rows) + 1e-6
    if method == "first_in_first_out":
        assert moved == pytest.approx(oracle(rows))


def tiers(
    rows: Sequence[dict[str, Any]],
    method: str = "best_fit",
    *,
    links: Sequence[tuple[str, str]] = (),
    with_gaps: bool = True,
) -> list[tuple[str, str, float]]:
    """Return lots as ids and quantity, with their tiers."""
    book = ledger(rows)
    found = account(book, WINDOW, method, links=links, with_gaps=with_gaps)
    lots = found.lots
    columns = (lots.inbound, lots.outbound, lots.quantity, lots.tier, found.kind)
    return [
        (f"{book.ids[i][-1]}>{book.ids[o][-1]}" + ("" if k == 0 else f" {KINDS[k]}"), TIERS[t], q)
        for i, o, q, t, k in zip(*(column.tolist() for column in columns), strict=True)
    ]


IN, OUT = "A.DE>B.KZ", "B.KZ>D.RU"


def test_equal_lots_are_matched_before_the_first_in() -> None:
    rows = [line(0, IN, 0, 50), line(1, IN, 5, 40), line(2, OUT, 10, 40)]

    assert tiers(rows) == [("1>2", "part_and_quantity", 40.0)]
    assert tiers(rows, "first_in_first_out") == [("0>2", "part", 40.0)]


def test_a_lot_is_split_and_merged_without_loss() -> None:
    rows = [line(0, IN, 0, 60), line(1, IN, 5, 30), line(2, OUT, 10, 70), line(3, OUT, 20, 30)]

    assert tiers(rows) == [("1>3", "part_and_quantity", 30.0), ("0>2", "part", 60.0)]
    assert tiers(rows, "first_in_first_out") == [("0>2", "part", 60.0), ("1>2", "part", 10.0), ("1>3", "part", 20.0)]


@pytest.mark.parametrize(
    ("into", "out", "tier"),
    [
        ({"hs_code": "8542399010"}, {"hs_code": "8542399010", "quantity": 101.0}, "code_and_quantity"),
        ({"hs_code": "8542399010"}, {"hs_code": "8542391000", "quantity": 101.0, "value_usd": 5000.0}, None),
        ({"brand": "alfa"}, {"brand": "alfa", "quantity": 80.0, "value_usd": 1600.0}, "brand"),
        ({"brand": "alfa"}, {"brand": "beta", "quantity": 80.0, "value_usd": 1600.0}, None),
        ({}, {"quantity": 80.0, "value_usd": 1600.0}, "price_band"),
        ({}, {"quantity": 80.0, "value_usd": 2100.0}, None),  # 2.6 times the price
        ({}, {"quantity": 80.0, "value_usd": None}, None),
        ({"quantity_unit": "kg"}, {"quantity": 80.0}, None),
    ],
)
def test_goods_without_a_part_number_are_matched_by_code_brand_and_price(
    into: dict[str, Any], out: dict[str, Any], tier: str | None
) -> None:
    rows = [{**line(0, IN, 0, 100), **without_part(**into)}, {**line(1, OUT, 10, 100), **without_part(**out)}]

    assert [found[1] for found in tiers(rows)] == ([] if tier is None else [tier])


def test_two_part_numbers_never_match_however_alike_the_rest() -> None:
    rows = [line(0, IN, 0, 100), line(1, OUT, 10, 100, part_number_key="GX200")]

    assert tiers(rows) == []


def test_goods_change_hands_unseen_within_a_country_only_as_inferred_and_after_what_is_seen() -> None:
    rows = [line(0, IN, 0, 100), line(1, OUT, 10, 60), line(2, "C.KZ>D.RU", 20, 40)]

    assert tiers(rows) == [("0>1", "part", 60.0), ("0>2 gap", "part", 40.0)]
    assert tiers(rows, with_gaps=False) == [("0>1", "part", 60.0)]


def test_links_join_firms_only_if_asked() -> None:
    rows = [line(0, IN, 0, 100), line(1, "C.TR>D.RU", 20, 100)]

    assert tiers(rows) == []
    assert tiers(rows, links=[("B", "C")]) == [("0>1 link", "part_and_quantity", 100.0)]
    assert tiers(rows, links=[("C", "B"), ("B", "nobody")]) == []


def test_goods_are_followed_no_longer_than_the_window() -> None:
    assert tiers([line(0, IN, 0, 100), line(1, OUT, WINDOW, 100)])
    assert not tiers([line(0, IN, 0, 100), line(1, OUT, WINDOW + 1, 100)])
    assert not tiers([line(0, IN, 1, 100), line(1, OUT, 0, 100)])


def test_an_unknown_method_is_refused() -> None:
    with pytest.raises(ValueError, match="no such method"):
        account(ledger([line(0, IN, 0, 1)]), WINDOW, "guess")
