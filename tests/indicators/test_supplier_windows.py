"""Windows of small parcels: which is fullest, and how often a firm's own days give as full a one."""

from itertools import combinations
from random import Random

import pytest

from entrepot.indicators.supplier_windows import Parcel, fullest_window, window_p


def parcels(*rows: tuple[int, str, float]) -> list[Parcel]:
    return [Parcel(day, supplier, value, f"line {n:03}") for n, (day, supplier, value) in enumerate(rows)]


def test_window_counts_suppliers_and_not_parcels() -> None:
    found = fullest_window(parcels((1, "a", 10), (2, "a", 10), (3, "b", 10), (50, "c", 10)), 10, 0)

    assert found is not None
    assert (found.suppliers, found.sum_usd, [p.day for p in found.parcels]) == (2, 30, [1, 2, 3])


@pytest.mark.parametrize(("last", "suppliers"), [(60, 2), (61, 1)])
def test_first_and_last_day_lie_fewer_days_apart_than_the_window(last: int, suppliers: int) -> None:
    found = fullest_window(parcels((1, "a", 10), (last, "b", 10)), 60, 0)

    assert found is not None
    assert found.suppliers == suppliers


def test_window_below_the_sum_is_none() -> None:
    assert fullest_window(parcels((1, "a", 10), (2, "b", 10)), 60, 21) is None
    assert fullest_window([], 60, 0) is None


def test_fullest_window_agrees_with_trying_every_window() -> None:
    draw = Random(5)  # noqa: S311 (no secret)
    for _ in range(50):
        rows = parcels(*((draw.randrange(60), draw.choice("abcdef"), draw.randrange(1, 9)) for _ in range(12)))
        windows = [
            [p for p in rows if a.day <= p.day <= b.day]
            for a, b in [*combinations(sorted(rows, key=lambda p: p.day), 2), *((p, p) for p in rows)]
            if b.day - a.day < 10
        ]
        worth = [len({p.supplier_id for p in w}) for w in windows if sum(p.value_usd for p in w) >= 12]
        found = fullest_window(rows, 10, 12)
        assert (found.suppliers if found else 0) == max(worth, default=0)


def test_suppliers_that_come_together_once_in_years_are_rare_and_those_that_always_do_are_not() -> None:
    once = parcels(*((1000 + n, f"s{n}", 10.0) for n in range(6)))
    always = parcels(*((day, f"s{day % 6}", 10.0) for day in range(0, 3000, 5)))
    rare, deals = window_p(once, (0, 3000), 6, window_days=60, min_sum_usd=0, permutations=500, seed=1)
    common, few = window_p(always, (0, 3000), 6, window_days=60, min_sum_usd=0, permutations=500, seed=1)

    assert rare == pytest.approx(1 / 501)
    assert deals == 500
    assert common == 1.0
    assert few == 10  # stopped early
    assert window_p(once, (0, 3000), 6, window_days=60, min_sum_usd=0, permutations=500, seed=1) == (rare, deals)


def test_burst_of_one_supplier_moves_as_one() -> None:
    burst = parcels(*((1000 + n, "only", 10.0) for n in range(30)))

    assert window_p(burst, (0, 3000), 1, window_days=60, min_sum_usd=250, permutations=50, seed=1)[0] > 0.9
