"""A forwarder through whose hands most goods go: neither matching nor the search may cost the square of its lines."""

import random
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from traced_rows import ledger, line, load, question, without_part

from entrepot.store.engine import DuckEngine
from entrepot.trace import lots, paths
from entrepot.trace.ledger import Ints
from entrepot.trace.lots import account
from entrepot.trace.matching import METHODS, Accepts
from entrepot.trace.paths import Search
from entrepot.trace.queues import LOOKED_AT, Fits
from entrepot.trace.tracing import trace

Row = dict[str, Any]


def forwarder(count: int, *, in_usd: float = 10.0, **more: Any) -> list[Row]:  # noqa: ANN401 (columns)
    """Return as many lines in as out of one firm, of one code, with other suppliers and customers each time.

    What leaves costs 11 dollars a piece, what comes `in_usd`.
    """
    draw = random.Random(7)  # noqa: S311 (invented goods, no secret)
    rows = []
    for n in range(count):
        day, amount = draw.randrange(300), float(draw.randrange(1, 5000))
        way = f"S{n % 40:02}.CN>B.KZ" if n % 2 else f"B.KZ>D{n % 50:02}.RU"
        rows.append(line(n, way, day, amount, value_usd=amount * (in_usd if n % 2 else 11.0), **more))
    return rows


def compared(rows: list[Row], monkeypatch: pytest.MonkeyPatch) -> int:
    """Return how many pairs of a line in and a line out matching compares."""
    calls = 0
    for name in ("_in_band", "_same_code"):
        made: Callable[..., Accepts] = getattr(lots, name)

        def counting(*args: Any, made: Any = made, **named: Any) -> Accepts:  # noqa: ANN401 (as given)
            accepts = made(*args, **named)

            def among(ins: Ints, outs: Ints) -> Fits:
                fits = accepts(ins, outs)

                def counted(i: int, o: int) -> bool:
                    nonlocal calls
                    calls += 1
                    return bool(fits(i, o))

                return counted

            return among

        monkeypatch.setattr(lots, name, counting)
    account(ledger(rows), 90, "best_fit")
    monkeypatch.undo()
    return calls


def test_pairs_compared_grow_as_the_lines_and_not_as_their_square(monkeypatch: pytest.MonkeyPatch) -> None:
    # Nothing fits: goods are sold for a small part of what they cost, so that every line out is held against all that waits.
    small, large = (compared(forwarder(n, in_usd=900.0, **without_part()), monkeypatch) for n in (1_000, 4_000))

    assert 0 < small <= 1_000 / 2 * 3 * LOOKED_AT
    assert large <= 4 * 1.5 * small


@pytest.mark.parametrize("method", METHODS)
def test_a_forwarder_has_no_more_lots_than_lines_for_each_way_of_matching(method: str) -> None:
    rows = forwarder(4_000)

    found = account(ledger(rows), 90, method)

    # First in with first out makes at most one lot a line; `best_fit` goes over the lines of a part twice.
    assert len(found.lots) <= 2 * len(rows)
    assert len(found.lots) > len(rows) / 4


def test_a_search_keeps_to_its_width_and_counts_what_it_drops(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "WIDTH", 50)
    monkeypatch.setattr(paths, "_STARTS", 30)
    book = ledger(forwarder(2_000))
    found = account(book, 90, "best_fit")
    search = Search(book, found, np.zeros(len(found.lots)), 4)

    followed = search.follow(search.starts(np.arange(len(book)), is_backward=True), is_backward=True)

    assert len(followed.paths) <= 50
    assert followed.dropped > 0
    assert followed.looked_at <= 30 * 40  # starts times suppliers


@pytest.mark.parametrize("asked", [{"to_iso": "RU"}, {"through": ("B",)}, {"parts": ("GX-100",)}, {"to": ("D00",)}])
def test_questions_about_a_forwarder_are_answered_with_bounds(duck: DuckEngine, asked: Row) -> None:
    load(duck, forwarder(1_200))

    answer = trace(duck, question(**asked), shown=5, deep_deals=200)

    assert len(answer.chains) == 5
    for chain in answer.chains:
        assert 0 <= chain.bounds.at_least <= chain.bounds.at_most
        assert all(p.party_id == "B" or p.party_id[0] in "SD" for p in chain.parties if p.party_id)
