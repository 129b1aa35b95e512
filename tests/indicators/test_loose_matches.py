"""The looser tiers of pass-through: near quantities, usual mark-ups, and the share that passes through."""

from datetime import date, timedelta
from typing import Any

import pytest

from entrepot.indicators.loose_matches import near_lines, pass_through_shares, tiers_of


def line(day: int, quantity: float | None, value: float | None, *, is_inbound: bool, code: str = "8542310001") -> Any:  # noqa: ANN401 (a row)
    return {
        "declared_on": date(2022, 3, 1) + timedelta(days=day),
        "quantity": quantity,
        "value_usd": value,
        "hs10": code,
        "is_inbound": is_inbound,
    }


def tiers(rows: list[Any]) -> Any:  # noqa: ANN401 (the tiers by name)
    return tiers_of(rows, 25, permutations=200, deep=200, max_p=0.01, seed=1)


def passed_on(ratio: float) -> list[Any]:
    amounts = [1000.0 + 617 * n for n in range(8)]
    inward = [line(30 * n, amount, 10 * amount, is_inbound=True) for n, amount in enumerate(amounts)]
    return inward + [
        line(30 * n + 18, amount * ratio, 15 * amount, is_inbound=False) for n, amount in enumerate(amounts)
    ]


def test_quantities_within_two_per_cent_match_and_chance_seldom_gives_them() -> None:
    tier = tiers(passed_on(0.98))["B"]

    assert (tier.matches, tier.compared) == (8, 8)
    assert tier.p_value == pytest.approx(1 / 201)
    assert tiers(passed_on(0.979))["B"].matches == 0


def test_goods_that_left_before_others_came_in_match_nothing() -> None:
    late = [line(100, 50.0, 100.0, is_inbound=True), line(10, 50.0, 150.0, is_inbound=False)]

    assert tiers(late)["B"].matches == 0
    assert tiers(late)["C"].p_value == 1.0


def test_amounts_that_are_not_known_match_nothing() -> None:
    unknown = [line(1, None, None, is_inbound=True), line(5, None, None, is_inbound=False)]

    assert {name: tier.matches for name, tier in tiers(unknown).items()} == {"B": 0, "C": 0}


def test_share_counts_what_came_in_within_the_same_span_and_is_none_without_values() -> None:
    # Ten days apart in one span of ninety days or in none of thirty depends on where the spans begin: use the same day.
    rows = [line(0, 1.0, 60.0, is_inbound=True), line(0, 1.0, 100.0, is_inbound=False)]

    assert pass_through_shares(rows) == {"30": 0.6, "90": 0.6, "180": 0.6}
    assert pass_through_shares([line(0, 1.0, None, is_inbound=False)]) == {"30": None, "90": None, "180": None}


def test_lines_that_match_are_named_on_both_sides_and_no_others() -> None:
    rows = [
        {**line(0, 50.0, 1.0, is_inbound=True), "declaration_id": "in"},
        {**line(1, 70.0, 1.0, is_inbound=True), "declaration_id": "other in"},
        {**line(20, 50.5, 1.0, is_inbound=False), "declaration_id": "out"},
        {**line(90, 70.0, 1.0, is_inbound=False), "declaration_id": "late out"},
    ]

    assert near_lines(rows, 25) == ("in", "out")
