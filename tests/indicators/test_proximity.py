"""Nearness to targets along steps: weights, their chance level and shortest routes."""

import numpy as np
import pyarrow as pa
import pytest

from entrepot.indicators.proximity import DAMPING, Network, markov_p

# maker -> shop -> ministry, maker -> other shop, far -> maker
IDS = ["far", "maker", "ministry", "other shop", "shop"]
EDGES = pa.table(
    {
        "from_node": [0, 1, 1, 4],
        "to_node": [1, 3, 4, 2],
        "edge_kind": ["sells_to", "sells_to", "sells_to", "supplies"],
    }
)


def network() -> Network:
    return Network(IDS, ["DE", "DE", "RU", "RU", "RU"], EDGES)


def test_nearness_falls_by_damping_with_every_step_and_ends_at_the_last_one() -> None:
    start = np.zeros(5)
    start[2] = 1.0

    near = network().nearness(start, 2)

    assert near.tolist() == pytest.approx([0, DAMPING**2, 0, 0, DAMPING])


def test_expected_nearness_spreads_a_target_over_its_country_and_size() -> None:
    # The ministry, the other shop and the shop have one supplier each: any of them may stand in its place.
    expected, fewest = network().expected([2], 1)

    assert fewest == 3
    assert expected.tolist() == pytest.approx([0, 2 * DAMPING / 3, 0, 0, DAMPING / 3])


def test_routes_are_shortest_and_name_their_steps() -> None:
    (route,) = network().routes("maker", frozenset({2}), 2)

    assert [(step.from_id, step.to_id, step.edge_kind) for step in route.hops] == [
        ("maker", "shop", "sells_to"),
        ("shop", "ministry", "supplies"),
    ]
    assert network().routes("far", frozenset({2}), 2) == []


def test_markov_bound_never_exceeds_one() -> None:
    assert markov_p(0.5, 0.05) == pytest.approx(0.1)
    assert markov_p(0.1, 0.5) == 1.0
    assert markov_p(0.0, 0.5) == 1.0
