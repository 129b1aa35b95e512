"""Where countries lie: one place each, and distances between them along great circles."""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import asin, cos, radians, sin, sqrt

from entrepot.codes.resource import csv_rows

_EARTH_RADIUS_KM = 6371.0  # mean radius, IUGG


@dataclass(frozen=True)
class Position:
    """The place that stands for a country; degrees, north and east positive."""

    country_iso: str
    place: str
    latitude: float
    longitude: float


@cache
def positions() -> dict[str, Position]:
    """Return the position of each country known, by ISO code. Source: resources/countries/positions.csv."""
    return {
        row["country_iso"]: Position(row["country_iso"], row["place"], float(row["latitude"]), float(row["longitude"]))
        for row in csv_rows("countries/positions.csv")
    }


@cache
def distance_km(a_iso: str, b_iso: str) -> float | None:
    """Return the great-circle distance between two countries' places, kilometres; 0 of a country to itself.

    None where a position is not known.
    """
    a, b = positions().get(a_iso), positions().get(b_iso)
    if a is None or b is None:
        return None
    lat_a, lat_b = radians(a.latitude), radians(b.latitude)
    half = sin((lat_b - lat_a) / 2) ** 2 + cos(lat_a) * cos(lat_b) * sin(radians(b.longitude - a.longitude) / 2) ** 2
    return 2 * _EARTH_RADIUS_KM * asin(sqrt(min(1.0, half)))


def route_km(route: tuple[str, ...]) -> float | None:
    """Return the length of a route through countries in order, kilometres; None where a position is not known."""
    legs = [distance_km(a, b) for a, b in pairwise(route)]
    known = [leg for leg in legs if leg is not None]
    return sum(known) if len(known) == len(legs) else None
