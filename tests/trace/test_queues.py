"""Queues find what the rules written out find: the same lots, amounts and tiers, in the same order."""

import random
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from plain_matching import PlainMatcher
from traced_rows import ledger, line

from entrepot.trace import lots, matching
from entrepot.trace.ledger import Ledger
from entrepot.trace.lots import account
from entrepot.trace.matching import METHODS

Row = dict[str, Any]
FIRMS = ("A.DE", "B.KZ", "C.KZ", "D.RU", "?.KZ")


def trade(seed: int, count: int, *, parts: int, firms: int = len(FIRMS)) -> list[Row]:
    """Return lines at random: split, equal, near and unequal quantities, parts, brands and values missing on some."""
    draw = random.Random(seed)  # noqa: S311 (invented goods, no secret)
    rows = []
    for number in range(count):
        one, other = draw.sample(FIRMS[:firms], 2)
        quantity = draw.choice([5.0, 10.0, 33.3, 66.6, 99.9, 100.0, 100.5, 101.0, 102.0, draw.randrange(1, 400) / 3])
        part = draw.choice([None, *(f"P{n}" for n in range(parts))])
        code = draw.choice(["854239", "8542399010", "8542391000"])
        more = {
            "part_number_key": part,
            "part_number": part,
            "brand": draw.choice(["alfa", "beta", None]),
            "hs_code": code,
            "quantity_unit": draw.choice(["pcs", "pcs", "kg"]),
            "value_usd": draw.choice([None, quantity * draw.choice([1, 2, 5, 20])]),
        }
        rows.append(line(number, f"{one}>{other}", draw.randrange(200), quantity, **more))
    return rows


def book_of(rows: list[Row], seed: int) -> Ledger:
    """Return lines as a ledger in which some left up to thirty days before they arrived."""
    book = ledger(rows)
    return replace(book, left=book.arrived - np.random.default_rng(seed).choice([0, 0, 7, 30], len(book)))


def columns(book: Ledger, method: str, matcher: type[Any], monkeypatch: pytest.MonkeyPatch) -> list[list[float]]:
    """Return the lots of an account by a matcher: in, out, quantity, tier and kind of each."""
    with monkeypatch.context() as patched:
        patched.setattr(lots, "Matcher", matcher)
        found = account(book, 60, method, links=[("B", "C")])
    return [
        c.tolist() for c in (found.lots.inbound, found.lots.outbound, found.lots.quantity, found.lots.tier, found.kind)
    ]


@pytest.mark.parametrize("method", METHODS)
@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10_000), count=st.integers(2, 120), parts=st.integers(0, 12))
def test_lots_are_those_of_the_rules_written_out(method: str, seed: int, count: int, parts: int) -> None:
    book = book_of(trade(seed, count, parts=parts), seed)

    with pytest.MonkeyPatch.context() as patch:
        assert columns(book, method, matching.Matcher, patch) == columns(book, method, PlainMatcher, patch)


@pytest.mark.parametrize("method", METHODS)
def test_long_queues_of_few_firms_give_the_same_lots(method: str, monkeypatch: pytest.MonkeyPatch) -> None:
    book = book_of(trade(3, 1_500, parts=0, firms=3), 3)

    found = columns(book, method, matching.Matcher, monkeypatch)

    assert found == columns(book, method, PlainMatcher, monkeypatch)
    assert len(found[0]) > 300


def test_keys_beyond_64_bits_are_numbered_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    book = ledger(trade(5, 300, parts=4))
    usual = columns(book, "best_fit", matching.Matcher, monkeypatch)

    monkeypatch.setattr(matching, "_MOST_KEYS", 1)

    assert columns(book, "best_fit", matching.Matcher, monkeypatch) == usual


def test_no_consignments_have_no_lots() -> None:
    book = ledger(trade(1, 2, parts=1)[:0])

    assert len(book) == 0
    assert all(len(account(book, 60, method).lots) == 0 for method in METHODS)


def test_ids_and_texts_of_a_ledger_are_those_of_its_rows() -> None:
    rows = trade(2, 20, parts=2)
    book = ledger(rows)
    ordered = sorted(rows, key=lambda row: (row["declared_on"], row["declaration_id"]))

    assert list(book.ids) == [row["declaration_id"] for row in ordered] == [book.ids[n] for n in range(len(book))]
    assert book.texts("part", np.arange(len(book))).to_pylist() == [row["part_number_key"] for row in ordered]
