"""Places on a page: the Equal Earth projection, lines of the grid, and great circles cut where the map ends.

Šavrič, Patterson and Jenny (2018), The Equal Earth map projection, Int. J. Geogr. Inf. Sci. 33(3), equations 1 to 4.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import asin, atan2, cos, degrees, hypot, pi, radians, sin, sqrt
from typing import Final

_A: Final = (1.340264, -0.081106, 0.000893, 0.003796)  # polynomial coefficients, equation 4 of the paper
_STEPS: Final = 32  # points on a great circle
Point = tuple[float, float]


@dataclass(frozen=True)
class EqualEarth:
    """The projection around a middle meridian, degrees; x grows to the east, y to the north (radii of the Earth)."""

    centre_longitude: float

    def at(self, latitude: float, longitude: float) -> Point:
        """Return the point of a place."""
        turned = radians((longitude - self.centre_longitude + 180) % 360 - 180)
        theta = asin(sqrt(3) / 2 * sin(radians(latitude)))
        a1, a2, a3, a4 = _A
        squared, sixth = theta**2, theta**6
        slope = a1 + 3 * a2 * squared + sixth * (7 * a3 + 9 * a4 * squared)
        return 2 * sqrt(3) * turned * cos(theta) / (3 * slope), theta * (
            a1 + a2 * squared + sixth * (a3 + a4 * squared)
        )


def middle_longitude(longitudes: Sequence[float]) -> float:
    """Return the meridian in the middle of places on a circle: that of the sum of their directions."""
    east, north = sum(cos(radians(each)) for each in longitudes), sum(sin(radians(each)) for each in longitudes)
    return degrees(atan2(north, east)) if hypot(east, north) > 1e-9 else 0.0


def great_circle(a: Point, b: Point) -> list[Point]:
    """Return points (latitude, longitude) on the shortest way between two places, both included."""
    ends = [_vector(*a), _vector(*b)]
    dot = max(-1.0, min(1.0, sum(p * q for p, q in zip(*ends, strict=True))))
    angle = atan2(sqrt(1 - dot * dot), dot)
    if angle < 1e-9 or pi - angle < 1e-9:
        return [a, b]
    found = []
    for step in range(_STEPS + 1):
        share = step / _STEPS
        one, other = sin((1 - share) * angle) / sin(angle), sin(share * angle) / sin(angle)
        x, y, z = (one * p + other * q for p, q in zip(*ends, strict=True))
        found.append((degrees(atan2(z, hypot(x, y))), degrees(atan2(y, x))))
    return found


def cut(points: Sequence[Point], widest: float) -> list[list[Point]]:
    """Return projected points as stretches, broken where two neighbours lie further apart than `widest`."""
    stretches: list[list[Point]] = []
    for point in points:
        if stretches and abs(point[0] - stretches[-1][-1][0]) <= widest:
            stretches[-1].append(point)
        else:
            stretches.append([point])
    return stretches


def _vector(latitude: float, longitude: float) -> tuple[float, float, float]:
    flat = cos(radians(latitude))
    return flat * cos(radians(longitude)), flat * sin(radians(longitude)), sin(radians(latitude))
