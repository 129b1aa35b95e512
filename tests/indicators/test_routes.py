"""The way goods took: its countries, its length, and the group it is compared with."""

from typing import Any

import pytest

from entrepot.indicators.routes import countries_of, detour_of, ways


def way(origin: str, dispatch: str, route: str, end: str, *, lines: int = 1, hs2: str = "85") -> dict[str, Any]:
    names = {"origin_iso": origin, "dispatch_iso": dispatch, "route_iso": route, "destination_iso": end}
    return {**names, "hs2": hs2, "line_count": lines}


@pytest.mark.parametrize(
    ("given", "countries"),
    [
        (("MY", "DE", "PL>LT", "KZ"), ("DE", "PL", "LT", "KZ")),
        (("MY", "DE", "", "KZ"), ("MY", "DE", "KZ")),
        (("DE", "DE", "DE>PL>KZ", "KZ"), ("DE", "PL", "KZ")),
        (("", "DE", "", "KZ"), ("DE", "KZ")),
        (("DE", "", "RU", "KZ"), ("DE", "RU", "KZ")),
        (("", "", "", "KZ"), ("KZ",)),
        (("RU", "AE", "", "RU"), ("RU", "AE", "RU")),
    ],
)
def test_countries_are_in_order_and_each_stay_counts_once(
    given: tuple[str, str, str, str], countries: tuple[str, ...]
) -> None:
    assert countries_of(way(*given)) == countries


def test_route_that_no_one_reported_is_none() -> None:
    assert countries_of({**way("DE", "DE", "", "KZ"), "route_iso": None}) == ("DE", "KZ")


def test_detour_is_length_over_the_straight_line() -> None:
    assert detour_of(("DE", "KZ")) == 1.0
    assert (
        1.2 < detour_of(("DE", "TR", "GE", "AZ", "KZ")) < detour_of(("DE", "AE", "KZ")) < detour_of(("DE", "HK", "KZ"))
    )
    assert detour_of(("DE", "ZZ", "KZ")) == 1.0  # no such position


def test_neighbours_are_not_all_detours() -> None:
    assert detour_of(("AM", "GE")) == 1.0
    assert detour_of(("AM", "AZ", "GE")) < 2.5


@pytest.mark.parametrize(
    ("given", "is_through"),
    [
        (("DE", "DE", "PL>BY>RU", "KG"), True),
        (("DE", "BY", "", "KG"), True),
        (("DE", "DE", "TR>GE", "KG"), False),
        (("DE", "DE", "PL>BY", "RU"), False),
        (("RU", "RU", "", "KG"), False),
        (("BY", "BY", "RU", "KG"), False),
    ],
)
def test_goods_pass_the_destination_only_on_their_way_elsewhere(
    given: tuple[str, str, str, str], is_through: bool
) -> None:
    assert ways([way(*given)], ("RU", "BY"), least_lines=1)[0].is_through is is_through


def test_group_is_the_narrowest_with_enough_lines() -> None:
    rows = [
        way("DE", "DE", "", "KZ", lines=90),
        way("DE", "DE", "PL", "KZ", lines=10, hs2="84"),
        way("CN", "CN", "", "KZ", lines=5),
    ]

    assert [w.group_key for w in ways(rows, (), least_lines=90)] == ["DE to KZ, HS 85", "DE to KZ", "to KZ"]
    assert [w.group_key for w in ways(rows, (), least_lines=10)][1] == "DE to KZ, HS 84"


def test_way_without_start_or_end_is_left_out() -> None:
    assert ways([way("", "", "", "KZ"), way("DE", "DE", "", "")], (), least_lines=1) == []
