"""Tests of what a quantity tells, of one-to-one matching, and of what chance gives."""

from collections import Counter
from datetime import date, timedelta
from math import comb
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrepot.indicators.exact_matches import (
    Passage,
    Pool,
    best_first,
    dealt_places,
    deep_deals,
    on_both_sides,
)
from entrepot.trace.rarity import quantity_bits, significant_digits


def line(is_inbound: bool, day: int, part: str, quantity: float, other: str = "other") -> dict[str, Any]:
    return {
        "is_inbound": is_inbound,
        "declared_on": date(2023, 1, 1) + timedelta(days=day),
        "part_number_key": part,
        "quantity": quantity,
        "other_id": other,
    }


def pool_of(rows: list[dict[str, Any]], others: int = 300) -> Pool:
    counts = Counter((row["part_number_key"], row["quantity"]) for row in rows)
    counts.update((f"X{n}", 20_001.0 + n) for n in range(others))
    keys = sorted(counts)
    return Pool(tuple(keys), tuple(counts[key] for key in keys))


def passage(rows: list[dict[str, Any]]) -> Passage:
    return Passage(rows, pool_of(rows), 90)


@pytest.mark.parametrize(("quantity", "digits"), [(2598.0, 4), (2500.0, 2), (1000.0, 1), (12.5, 3), (7.0, 1), (0.5, 1)])
def test_zeros_at_the_ends_are_not_significant(quantity: float, digits: int) -> None:
    assert significant_digits(quantity) == digits


def test_a_quantity_seen_in_one_of_128_lines_tells_seven_bits() -> None:
    assert quantity_bits(2598.0, equal_lines=0, all_lines=127) == 7.0


def test_a_round_quantity_tells_little_however_rare() -> None:
    assert quantity_bits(1000.0, equal_lines=0, all_lines=1_000_000) < 3.4
    assert quantity_bits(2500.0, equal_lines=0, all_lines=1_000_000) < 7.0


@given(st.integers(0, 50), st.integers(0, 10_000), st.integers(1, 10**7))
def test_bits_never_grow_with_more_equal_lines(equal: int, others: int, quantity: int) -> None:
    fewer = quantity_bits(quantity, equal_lines=equal, all_lines=equal + others)
    more = quantity_bits(quantity, equal_lines=equal + 1, all_lines=equal + others + 1)

    assert more <= fewer + 1e-12


def test_each_line_is_matched_once_first_in_first_out() -> None:
    rows = [line(True, 0, "P", 2598.0), line(True, 5, "P", 2598.0), line(False, 9, "P", 2598.0)]

    found = passage(rows).matches("line")

    assert [match.slots for match in found] == [(0, 2)]


def test_goods_that_leave_before_they_came_do_not_match() -> None:
    assert passage([line(True, 9, "P", 2598.0), line(False, 3, "P", 2598.0)]).matches("month") == []


def test_a_month_that_only_repeats_a_line_is_left_out() -> None:
    found = passage([line(True, 0, "P", 2598.0), line(False, 9, "P", 2598.0)])

    assert [match.basis for match in best_first(found.matches("line"), found.matches("month"))] == ["line"]


def test_candidate_pairs_count_equal_parts_inside_the_window() -> None:
    rows = [line(True, 0, "P", 1.0), line(False, 90, "P", 2.0), line(False, 91, "P", 3.0), line(False, 5, "Q", 1.0)]

    assert passage(rows).candidate_pairs() == 1


def test_chance_agrees_with_counting_every_deal() -> None:
    rows = [line(True, 0, "P", 2598.0), line(False, 9, "P", 2598.0)]
    # Two of 22 lines hold the part: one of the C(22, 2) pairs of lines that can be dealt matches.
    expected = 1 / comb(22, 2)

    drawn = Passage(rows, pool_of(rows, others=20), 90).draw("line", 1.0, permutations=20_000, seed=1)

    assert drawn.p_value == pytest.approx(expected, rel=0.3)
    assert drawn.expected == pytest.approx(expected, rel=0.3)


def test_chance_of_months_agrees_with_that_of_single_lines() -> None:
    rows = [line(True, 0, "P", 2598.0), line(False, 9, "P", 2598.0)]
    small = Passage(rows, pool_of(rows, others=20), 90)

    by_line, by_month = (small.draw(basis, 1.0, permutations=2_000, seed=1) for basis in ("line", "month"))

    assert by_month == by_line


@pytest.mark.parametrize(("many", "few"), [(4, 3), (40, 3), (6, 6)])
def test_deals_hold_no_place_twice_and_favour_none(many: int, few: int) -> None:
    deals = dealt_places(np.random.default_rng(1), many, few, 6_000)

    assert deals.shape == (6_000, few)
    assert all(len(set(deal)) == few for deal in deals.tolist())
    first = np.bincount(deals[:, 0], minlength=many)
    assert abs(first - 6_000 / many).max() < 6 * (6_000 / many) ** 0.5


def test_rows_with_a_key_on_both_sides_are_found() -> None:
    keys = np.array([[1, 2, 3], [1, 2, 1], [4, 0, 0], [2, 2, 5]])

    assert on_both_sides(keys, np.array([True, False, False])) == [1, 3]
    assert on_both_sides(keys, np.array([True, True, True])) == []


def test_many_promising_tests_share_the_deals() -> None:
    assert deep_deals(20_000, 0) == deep_deals(20_000, 100) == 20_000
    assert deep_deals(20_000, 400) == 5_000
    assert deep_deals(20_000, 10**6) == 1_000
