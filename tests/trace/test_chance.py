"""What chance gives: seeded, never zero, and as often as counting says."""

from itertools import permutations

import numpy as np
import pytest
from scipy.stats import false_discovery_control
from traced_rows import CODE, line, load, question

from entrepot.store.engine import DuckEngine, Engine
from entrepot.trace.chance import Chance, adjusted, chances
from entrepot.trace.scope import gather

TEST = ("A", "B", "B", "D", CODE)


def odd_quantity_among(engine: Engine, others: int, **more: int) -> Chance:
    """Return the chance of one odd quantity in and out in a month among other lines of it."""
    lines = [line(0, "A.DE>B.KZ", 0, 2598), line(1, "B.KZ>D.RU", 14, 2598)]
    lines += [line(2 + n, f"M{n}.CN>K{n}.KZ", n % 28, 11.0 + n, part_number_key=f"P{n}") for n in range(others)]
    load(engine, lines)
    gather(engine, question(to=("D",)))
    return chances(engine, [TEST], 90, **more)[TEST]


def test_the_p_value_is_what_counting_gives(engine: Engine) -> None:
    # Two of seven lines of the month hold the part: both sides get it in 2 of 42 ordered deals.
    deals = list(permutations(range(7), 2))
    expected = sum(set(deal) == {0, 1} for deal in deals) / len(deals)

    found = odd_quantity_among(engine, 5, deep_deals=20_000)

    assert found.p_value == pytest.approx(expected, abs=0.02)
    assert (found.lines_in, found.lines_out) == (1, 1)


def test_the_same_seed_gives_the_same_value_and_none_is_zero(duck: DuckEngine) -> None:
    first, again = (odd_quantity_among(duck, 300, deep_deals=2000) for _ in range(2))
    other = odd_quantity_among(duck, 300, deep_deals=2000, seed=7)

    assert first == again
    assert first.deals == other.deals == 2000
    assert 0 < first.p_value <= 0.002


def test_goods_that_agree_in_nothing_have_no_surprise(duck: DuckEngine) -> None:
    load(duck, [line(0, "A.DE>B.KZ", 0, 2598), line(1, "B.KZ>D.RU", 14, 17, part_number_key="OTHER")])
    gather(duck, question(to=("D",)))

    assert chances(duck, [TEST], 90)[TEST].p_value == 1.0


def test_a_firm_that_always_trades_one_part_is_less_of_a_surprise_in_a_month_of_that_part(duck: DuckEngine) -> None:
    lines = [line(0, "A.DE>B.KZ", 0, 100), line(1, "B.KZ>D.RU", 14, 100)]
    lines += [line(2 + n, f"M{n}.CN>K{n}.KZ", n % 28, 100) for n in range(60)]
    load(duck, lines)
    gather(duck, question(to=("D",)))

    assert chances(duck, [TEST], 90)[TEST].p_value == pytest.approx(1.0, abs=0.01)


def test_candidates_that_were_looked_at_count_in_the_correction() -> None:
    assert adjusted([], 10) == []
    assert adjusted([0.001, 0.02], 2) == [0.002, 0.02]
    assert adjusted([0.001, 0.02], 100) == [pytest.approx(0.1), 1.0]
    assert adjusted([0.5, 0.001], 1) == [0.5, 0.002]


def test_the_correction_is_that_of_benjamini_and_hochberg() -> None:
    p_values = [0.03, 0.001, 0.2, 0.001, 0.04, 1.0]

    expected = false_discovery_control([*p_values, *([1.0] * 14)], method="bh")[:6]

    assert adjusted(p_values, 20) == pytest.approx(expected.tolist())


def test_the_largest_firms_are_tested_on_a_sample_of_their_lines(duck: DuckEngine) -> None:
    days = np.arange(250)
    lines = [line(int(n), "A.DE>B.KZ", int(n) // 9, 1000.0 + n) for n in days]
    lines += [line(1000 + int(n), "B.KZ>D.RU", 30 + int(n) // 9, 1000.0 + n) for n in days]
    load(duck, lines)
    gather(duck, question(to=("D",)))

    found = chances(duck, [TEST], 90, deep_deals=200)[TEST]

    assert (found.lines_in, found.lines_out) == (200, 200)
