import pytest

from entrepot.codes.positions import distance_km, positions, route_km
from entrepot.codes.territories import territories


def test_positions_cover_the_countries_of_trade_within_the_globe() -> None:
    known = {territory.country_iso for territory in territories()}
    assert len(positions()) >= 120
    assert set(positions()) <= known
    assert all(-90 <= p.latitude <= 90 and -180 <= p.longitude <= 180 for p in positions().values())


@pytest.mark.parametrize(
    ("a", "b", "km"), [("DE", "RU", 1610), ("US", "CN", 11145), ("AM", "GE", 173), ("BR", "ZA", 7830)]
)
def test_distances_agree_with_published_ones_to_three_percent(a: str, b: str, km: float) -> None:
    found = distance_km(a, b)
    assert found == pytest.approx(km, rel=0.03)
    assert distance_km(b, a) == pytest.approx(found)


def test_a_country_is_at_no_distance_from_itself_and_an_unknown_one_at_none() -> None:
    assert distance_km("KZ", "KZ") == 0.0
    assert distance_km("KZ", "QQ") is None


def test_a_route_is_as_long_as_its_legs() -> None:
    direct, detour = route_km(("DE", "KZ")), route_km(("DE", "LT", "RU", "KZ"))
    assert direct is not None
    assert detour is not None
    assert detour > direct
    assert route_km(("DE", "QQ")) is None
