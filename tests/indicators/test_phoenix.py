"""Which of a person's firms form a series, and what the newest shares with those that ended."""

from datetime import date
from typing import Any

from entrepot.indicators.phoenix import DISSOLVED, KIND, OFFICE, Traits, business_key, series_of, traits_of


def post(firm: str, founded: date | None, ended: date | None) -> dict[str, Any]:
    return {"firm_id": firm, "incorporated_on": founded, "dissolved_on": ended}


POSTS = [
    post("a", date(2015, 1, 1), date(2020, 1, 1)),
    post("b", date(2016, 1, 1), date(2021, 1, 1)),
    post("c", date(2017, 1, 1), date(2022, 1, 1)),
    post("d", date(2022, 2, 1), None),
]
DESK = Traits(frozenset({"desk"}), frozenset({"4652"}), frozenset())


def test_all_three_signs_are_told() -> None:
    series = series_of(POSTS, {"a": DESK, "d": DESK}, 1096, 3)

    assert series is not None
    assert series.newest["firm_id"] == "d"
    assert [row["firm_id"] for row in series.ended] == ["a", "b", "c"]
    assert series.signs == (DISSOLVED, OFFICE, KIND)


def test_firms_that_ended_before_the_window_do_not_count() -> None:
    series = series_of(POSTS, {"a": DESK, "d": DESK}, 400, 3)

    assert series is not None
    assert [row["firm_id"] for row in series.ended] == ["b", "c"]
    assert series.signs == ()


def test_nothing_follows_where_no_founding_is_known() -> None:
    assert series_of([post("a", None, date(2020, 1, 1))], {}, 1096, 3) is None
    assert series_of([post("a", date(2020, 1, 1), None)], {}, 1096, 3) is None


def test_crowded_offices_are_no_trait_and_industries_are_codes() -> None:
    rows: list[dict[str, Any]] = [
        {"party_id": "a", "trait": "office", "trait_key": "desk", "sharing_count": 21},
        {"party_id": "a", "trait": "business", "trait_key": "4652 wholesale of parts", "sharing_count": None},
    ]

    assert traits_of(rows, 20)["a"] == Traits(frozenset(), frozenset({"4652"}), frozenset())
    assert business_key("trade in parts") == "trade in parts"
