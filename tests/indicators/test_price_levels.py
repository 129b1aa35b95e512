"""Price levels of firms: how far from other firms, by how much firms differ."""

from typing import Any

import numpy as np
import pytest

from entrepot.indicators.price_levels import Floors, PriceLevel, price_levels

FLOORS = Floors(z=3, ratio=1.5, value_usd=50_000, far_lines=3, p=0.01)


def row(name: str, mean: float, **more: float) -> dict[str, Any]:
    figures = {"line_count": 25, "mean_variance": 0.25, "value_usd": 90_000.0, "far_count": 0, "far_value_usd": 0.0}
    return {"party_id": name, "side": "importer", "basis": "part", "mean_excess": mean, **figures, **more}


def firms(spread: float, count: int = 400) -> list[dict[str, Any]]:
    means = np.random.default_rng(3).normal(0, np.sqrt(spread**2 + 0.25 / 25), count)
    return [row(f"firm {n}", float(mean)) for n, mean in enumerate(means)]


def of(levels: list[PriceLevel], name: str) -> PriceLevel:
    return next(level for level in levels if level.row["party_id"] == name)


def test_double_price_is_raised_where_firms_agree_and_not_where_they_differ() -> None:
    dear = row("dear", float(np.log(2)))
    agreeing, differing = (price_levels([*firms(spread), dear]) for spread in (0.0, 0.5))

    assert of(agreeing, "dear").raised_by(FLOORS) == ("price_level",)
    assert of(agreeing, "dear").ratio == pytest.approx(2, rel=0.05)
    assert of(differing, "dear").raised_by(FLOORS) == ()


@pytest.mark.parametrize("spread", [0.0, 0.2, 0.6])
def test_honest_firms_are_seldom_raised_however_much_firms_differ(spread: float) -> None:
    raised = [level for level in price_levels(firms(spread, 2_000)) if level.raised_by(FLOORS)]

    assert len(raised) <= 2  # one in a thousand


def test_lines_far_out_raise_a_firm_of_usual_price_level() -> None:
    odd = row("odd", 0.0, far_count=8, far_value_usd=60_000.0)
    levels = price_levels([*firms(0.1), odd])

    assert of(levels, "odd").raised_by(FLOORS) == ("lines_far_out",)
    assert of(price_levels([*firms(0.1), {**odd, "far_value_usd": 49_999.0}]), "odd").raised_by(FLOORS) == ()


def test_sides_and_bases_are_compared_apart() -> None:
    sellers = [{**r, "side": "exporter", "mean_excess": r["mean_excess"] + np.log(2)} for r in firms(0.0)]
    levels = price_levels([*firms(0.0), *sellers])

    assert [level for level in levels if level.raised_by(FLOORS)] == []


def test_fence_by_quartiles_is_told() -> None:
    levels = price_levels([*firms(0.0), row("dear", 2.0)])

    assert of(levels, "dear").is_beyond_quartiles
    assert not of(levels, "firm 0").is_beyond_quartiles
    assert price_levels([]) == []
