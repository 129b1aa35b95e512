"""Land on a map: outlines turned about the middle meridian, clipped to the part of the world that the map shows."""

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from math import ceil, hypot
from typing import Final

from entrepot.codes.coastlines import Ring, coastlines
from entrepot.report.figures.equal_earth import Point

_LEAST_STEP_PX: Final = 0.8  # points nearer to the one before are left out: nobody sees them
_LONGEST_STEP: Final = 5.0  # degrees, as the lines of the grid
Bounds = tuple[float, float, float, float]  # south, north, west, east: degrees, the last two from the middle meridian


def coast_paths(at: Callable[[float, float], Point], centre_longitude: float, bounds: Bounds) -> list[list[Point]]:
    """Return outlines of land within bounds as points on the page; `at` gives those of a latitude and longitude.

    A ring that crosses the meridian opposite the middle one comes as two, so that no line is drawn across the map.
    """
    south, north, west, east = bounds
    found = []
    for ring in coastlines():
        turned = _unwrapped(ring, centre_longitude)
        for shift in (-360.0, 0.0, 360.0):
            moved = [(latitude, longitude + shift) for latitude, longitude in turned]
            clipped = clip(moved, (max(south, -90.0), min(north, 90.0), max(west, -180.0), min(east, 180.0)))
            points = _thinned([at(latitude, _inside(x) + centre_longitude) for latitude, x in _bent(clipped)])
            if len(points) > 2:
                found.append(points)
    return found


def _unwrapped(ring: Ring, centre_longitude: float) -> list[Point]:
    """Return a ring with degrees from the middle meridian, each point within half a turn of the one before."""
    first = (ring[0][1] - centre_longitude + 180) % 360 - 180
    found = [(ring[0][0], first)]
    for (_, before), (latitude, longitude) in pairwise(ring):
        found.append((latitude, found[-1][1] + (longitude - before + 180) % 360 - 180))
    return found


def _inside(longitude: float) -> float:
    """Return degrees that the projection does not turn to the map's other side: its two edges are one meridian."""
    return max(-179.999, min(179.999, longitude))


def clip(points: Sequence[Point], bounds: Bounds) -> list[Point]:
    """Return a closed polygon cut to bounds, edge by edge (Sutherland and Hodgman 1974); empty where all of it lies outside."""
    south, north, west, east = bounds
    found = list(points)
    for axis, limit, sign in ((0, south, 1), (0, north, -1), (1, west, 1), (1, east, -1)):
        found = list(_cut(found, axis, limit, sign))
    return found


def _cut(points: Sequence[Point], axis: int, limit: float, sign: int) -> Iterator[Point]:
    for before, point in zip([*points[-1:], *points[:-1]], points, strict=True):
        was_in, is_in = (sign * (each[axis] - limit) >= 0 for each in (before, point))
        if was_in != is_in:
            share = (limit - before[axis]) / (point[axis] - before[axis])
            yield before[0] + share * (point[0] - before[0]), before[1] + share * (point[1] - before[1])
        if is_in:
            yield point


def _bent(points: Sequence[Point]) -> Iterator[Point]:
    """Yield a closed polygon with points every few degrees: a meridian that cuts it is a curve on the map."""
    for before, point in zip([*points[-1:], *points[:-1]], points, strict=True):
        steps = ceil(max(abs(point[0] - before[0]), abs(point[1] - before[1])) / _LONGEST_STEP)
        for step in range(1, steps):
            share = step / steps
            yield before[0] + share * (point[0] - before[0]), before[1] + share * (point[1] - before[1])
        yield point


def _thinned(points: Sequence[Point]) -> list[Point]:
    kept: list[Point] = []
    for point in points:
        if not kept or hypot(point[0] - kept[-1][0], point[1] - kept[-1][1]) >= _LEAST_STEP_PX:
            kept.append(point)
    return kept
