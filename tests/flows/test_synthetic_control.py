"""Synthetic control: known weights and effects are recovered, placebos rank, and it says when it cannot be asked."""

import numpy as np
import pytest

from entrepot.flows.cells import Cells
from entrepot.flows.fit import NotApplicable
from entrepot.flows.synthetic_control import (
    MOST_DONORS,
    SyntheticControl,
    listed_by_month,
    simplex_weights,
    synthetic_control,
)

FIRST, EVENT, MONTHS = 2019 * 12, 2022 * 12 + 1, 60
DONORS = tuple(f"D{place:02d}" for place in range(45))


def cells(
    seed: int,
    *,
    rise: float = 1.0,
    noise: float = 0.03,
    donors: int = 15,
    first: int = FIRST,
    without: int | None = None,
) -> Cells:
    """Return monthly trade with hub AA (0.7 of D00 and 0.3 of D01, times `rise` since the event) and donors of their own ways.

    Donor number `without` lacks its last month.
    """
    draw = np.random.default_rng(seed)
    months = np.arange(first, FIRST + MONTHS)
    common = np.cumsum(draw.normal(0, 0.05, (3, len(months))), axis=1)
    loads = draw.dirichlet(np.ones(3), donors)
    paths = np.exp(loads @ common + draw.normal(0, noise, (donors, len(months))))
    paths /= paths[:, months < EVENT].mean(axis=1, keepdims=True)
    hub = (0.7 * paths[0] + 0.3 * paths[1]) * np.exp(draw.normal(0, noise, len(months)))
    hub[months >= EVENT] *= rise
    sizes = draw.uniform(1e5, 1e7, donors)
    rows = [(0, month, 2e6 * value) for month, value in zip(months.tolist(), hub.tolist(), strict=True)]
    for place in range(donors):
        last = len(months) - (place == without)
        rows += [(place + 1, int(months[t]), float(sizes[place] * paths[place, t])) for t in range(last)]
    importer, month, value = (np.array(column) for column in zip(*rows, strict=True))
    zeros = np.zeros(len(rows), dtype=np.int64)
    names = ("AA", *DONORS[:donors])
    listed = np.ones(len(rows), dtype=np.bool_)
    return Cells(zeros, importer, zeros, zeros, month, value, listed, ("EU",), names, ("854231",), ("85",), "EUR")


def estimate(given: Cells, **options: tuple[str, ...]) -> SyntheticControl:
    found = synthetic_control(listed_by_month(given), "AA", EVENT, **options)
    assert isinstance(found, SyntheticControl)
    return found


def test_weights_are_a_simplex_and_find_the_true_mix() -> None:
    donors = np.random.default_rng(3).uniform(0, 2, (5, 40))

    weights = simplex_weights(0.7 * donors[1] + 0.3 * donors[4], donors)

    assert weights == pytest.approx([0, 0.7, 0, 0, 0.3], abs=1e-6)
    outside = simplex_weights(3 * donors[2], donors)
    assert (outside >= 0).all()
    assert outside.sum() == pytest.approx(1)


def test_a_doubling_is_recovered_and_ranks_first() -> None:
    found = estimate(cells(1, rise=2.0))

    assert found.percent == pytest.approx(100, abs=8)
    assert found.effect == pytest.approx(
        sum(a - s for m, a, s in zip(found.months, found.actual, found.synthetic, strict=True) if m >= EVENT)
    )
    assert found.own.error_before < 0.05
    assert found.p_value == pytest.approx(1 / (len(found.placebos) + 1))
    assert found.warnings == () or "ranked among" in found.warnings[0]
    assert sum(found.weights.values()) == pytest.approx(1, abs=0.02)


def test_effects_of_many_worlds_are_recovered_without_bias_and_none_is_seldom_flagged() -> None:
    risen = [estimate(cells(seed, rise=1.5)) for seed in range(30)]
    quiet = [estimate(cells(seed)) for seed in range(100, 130)]

    assert np.mean([found.percent for found in risen]) == pytest.approx(50, abs=4)
    assert np.mean([found.p_value <= 0.1 for found in risen]) >= 0.9
    assert np.mean([found.percent for found in quiet]) == pytest.approx(0, abs=4)
    assert np.mean([found.p_value <= 0.1 for found in quiet]) <= 0.3


def test_partners_the_event_moved_and_those_with_gaps_do_not_stand_in() -> None:
    found = estimate(cells(1, rise=2.0, without=1), without=("D00",))

    assert found.left_out == {"D00": "moved by the event itself", "D01": "its figures do not cover every month"}
    assert not {"D00", "D01"} & {*found.weights, *(placebo.importer_iso for placebo in found.placebos)}


def test_a_partner_that_no_mix_follows_says_so() -> None:
    given = cells(1)
    hub = given.importer == 0
    given.value[hub] = np.where(given.month[hub] % 6 == 0, 1e7, 0.0)

    found = synthetic_control(listed_by_month(given), "AA", EVENT)

    assert isinstance(found, NotApplicable)
    assert "no mix of other partners follows it" in found.reason


def test_the_largest_partners_stand_in_where_there_are_many() -> None:
    given = cells(4, rise=1.5, donors=MOST_DONORS + 5)
    known = listed_by_month(given)
    before = {name: sum(v for m, v in one.items() if m < EVENT) for name, one in known.items() if name != "AA"}
    smallest = set(sorted(before, key=lambda name: before[name])[:5])

    found = synthetic_control(known, "AA", EVENT)

    assert isinstance(found, SyntheticControl)
    assert any("5 smaller partners do not stand in" in warning for warning in found.warnings)
    assert not smallest & {*found.weights, *(placebo.importer_iso for placebo in found.placebos)}


def test_an_event_after_the_last_month_cannot_be_asked_about() -> None:
    found = synthetic_control(listed_by_month(cells(1)), "AA", FIRST + MONTHS)

    assert found == NotApplicable("There are no months since the event.")


@pytest.mark.parametrize(
    ("given", "importer", "reason"),
    [
        (cells(1, donors=8), "AA", "can stand in: 8; 9 are needed"),
        (cells(1, first=EVENT - 6), "AA", "fewer than 12 months"),
        (cells(1), "XX", "no trade in listed goods"),
    ],
)
def test_it_says_when_it_cannot_be_asked(given: Cells, importer: str, reason: str) -> None:
    found = synthetic_control(listed_by_month(given), importer, EVENT)

    assert isinstance(found, NotApplicable)
    assert reason in found.reason


def test_the_same_cells_in_another_order_give_the_same_answer() -> None:
    given = cells(2, rise=1.4)
    order = np.random.default_rng(5).permutation(len(given))

    shuffled = given.where(order)  # type: ignore[arg-type]  # an index works as a mask does

    assert listed_by_month(shuffled) == listed_by_month(given)
    assert estimate(shuffled) == estimate(given)
