"""A map: land without borders, countries as circles at their capitals, flows as great circles by width."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from entrepot.report.figures.coasts import coast_paths
from entrepot.report.figures.equal_earth import EqualEarth, Point, cut, great_circle, middle_longitude
from entrepot.report.figures.labels import Box, first_free
from entrepot.report.figures.svg import drawing, group, line, node, number, text, text_width

_WIDEST_PX, _LEAST_PX = 34.0, 1.2
_FONT_PX = 11.0
_PAD_PX, _HEAD_PX = 56.0, 26.0
_RADIUS_PX = 4.0
_MOST_HEIGHT = 0.74  # of the width
_LEAST_HEIGHT, _LEAST_HEIGHT_NARROW, _NARROW_PX = 0.42, 0.9, 500.0  # a narrow map needs room for its labels
_GRID_DEGREES = 10
_LABEL_STEPS = (10.0, 22.0, 36.0, 52.0, 70.0, 90.0, 112.0)  # how far a label may stand from its circle


@dataclass(frozen=True)
class MapPlace:
    """A country with the place that stands for it; `words` stand under its name."""

    name: str
    latitude: float
    longitude: float
    words: str
    value: float = 0.0
    is_direct: bool = False


@dataclass(frozen=True)
class _Canvas:
    """Where the places lie on the page."""

    width: float
    height: float
    projection: EqualEarth
    at: Callable[[float, float], Point]
    bounds: tuple[float, float, float, float]  # south, north, west, east


def flow_map(
    origin: MapPlace,
    places: Sequence[MapPlace],
    *,
    highest: float,
    title: str,
    words: str,
    figure_id: str,
    width: float,
) -> Markup:
    """Return the map; arcs are as wide as their value in proportion to `highest`, dotted where that would be too thin."""
    canvas = _canvas([origin, *places], width)
    parts = _ground(canvas, figure_id)
    ordered = sorted(places, key=lambda place: (-place.value, place.name))
    parts += [arc for place in ordered for arc in _arc(origin, place, canvas, highest)]
    parts += [_circle(place, canvas, is_origin=place is origin) for place in (*places, origin)]
    parts += _labels(origin, ordered, canvas)
    return drawing(
        parts, figure_id=figure_id, size=(width, canvas.height), title=title, words=words, class_="chart flow map"
    )


def _canvas(places: Sequence[MapPlace], width: float) -> _Canvas:
    projection = EqualEarth(middle_longitude([place.longitude for place in places]))
    points = [projection.at(place.latitude, place.longitude) for place in places]
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    across, along = max(east - west, 0.05), max(north - south, 0.05)
    high = width * _MOST_HEIGHT
    scale = min((width - 2 * _PAD_PX) / across, (high - 2 * _PAD_PX) / along)
    least = width * (_LEAST_HEIGHT if width > _NARROW_PX else _LEAST_HEIGHT_NARROW)
    height = max(least, min(high, along * scale + 2 * _PAD_PX))
    left, top = (width - across * scale) / 2, (height - along * scale) / 2

    def at(latitude: float, longitude: float) -> Point:
        x, y = projection.at(latitude, longitude)
        return left + (x - west) * scale, top + (north - y) * scale

    latitudes, longitudes = [p.latitude for p in places], [_turned(p.longitude, projection) for p in places]
    bounds = min(latitudes) - 30, max(latitudes) + 30, min(longitudes) - 60, max(longitudes) + 60
    return _Canvas(width, height, projection, at, bounds)


def _turned(longitude: float, projection: EqualEarth) -> float:
    """Return degrees east of the middle meridian, between -180 and 180."""
    return (longitude - projection.centre_longitude + 180) % 360 - 180


def _ground(canvas: _Canvas, figure_id: str) -> list[Markup]:
    """Return land and the grid, cut to the frame; land is one shape, in which inner rings are seas."""
    frame = node("rect", x=0, y=0, width=canvas.width, height=canvas.height)
    clip = node("clipPath", frame, id=f"{figure_id}-frame")
    rings = coast_paths(canvas.at, canvas.projection.centre_longitude, canvas.bounds)
    outline = "".join(f"M{'L'.join(f'{x:.1f},{y:.1f}' for x, y in ring)}Z" for ring in rings)
    land = [node("path", d=outline, class_="land", fill_rule="evenodd")] if outline else []
    grid = [node("polyline", points=_path(each), class_="graticule") for each in _grid(canvas)]
    return [node("defs", clip), group([*land, *grid], clip_path=f"url(#{figure_id}-frame)")]


def _grid(canvas: _Canvas) -> list[list[Point]]:
    """Return lines every ten degrees within the frame: they say where north is."""
    south, north, west, east = canvas.bounds
    middle = canvas.projection.centre_longitude
    south, north = max(-90, _tens(south)), min(90, _tens(north))
    west, east = max(-170, _tens(west)), min(170, _tens(east))
    lines = [
        [canvas.at(latitude, longitude + middle) for longitude in range(west, east + 1, 5)]
        for latitude in range(south, north + 1, _GRID_DEGREES)
    ]
    offset = round(middle / _GRID_DEGREES) * _GRID_DEGREES - middle
    lines += [
        [canvas.at(latitude, longitude + offset + middle) for latitude in range(south, north + 1, 5)]
        for longitude in range(west, east + 1, _GRID_DEGREES)
    ]
    return lines


def _tens(value: float) -> int:
    return round(value / _GRID_DEGREES) * _GRID_DEGREES


def _path(points: Sequence[Point]) -> str:
    return " ".join(f"{number(x)},{number(y)}" for x, y in points)


def _arc(origin: MapPlace, place: MapPlace, canvas: _Canvas, highest: float) -> list[Markup]:
    if place.value <= 0 or highest <= 0:
        return []
    wide = _WIDEST_PX * place.value / highest
    way = great_circle((origin.latitude, origin.longitude), (place.latitude, place.longitude))
    points = [canvas.at(latitude, longitude) for latitude, longitude in way]
    class_ = f"arc{' direct' if place.is_direct else ''}{' thin' if wide < _LEAST_PX else ''}"
    drawn = []
    for stretch in cut(points, canvas.width / 2):
        path = _path(stretch)
        title = node("title", f"{origin.name} to {place.name}: {place.words}")
        drawn.append(node("polyline", points=path, class_="arc-case", stroke_width=max(wide, _LEAST_PX) + 2))
        drawn.append(node("polyline", title, points=path, class_=class_, stroke_width=max(wide, _LEAST_PX)))
    return drawn


def _circle(place: MapPlace, canvas: _Canvas, *, is_origin: bool) -> Markup:
    x, y = canvas.at(place.latitude, place.longitude)
    title = node("title", f"{place.name}: {place.words}")
    return node("circle", title, cx=x, cy=y, r=_RADIUS_PX + is_origin, class_=f"place{' from' if is_origin else ''}")


def _labels(origin: MapPlace, places: Sequence[MapPlace], canvas: _Canvas) -> list[Markup]:
    """Return each place's name and figure where they cover neither a circle nor another label, tied to it by a line."""
    dots = [Box.around(*canvas.at(p.latitude, p.longitude), 12, 12) for p in (origin, *places)]
    taken, drawn = list(dots), []
    for place in (origin, *places):
        x, y = canvas.at(place.latitude, place.longitude)
        wide = max(text_width(place.name, _FONT_PX * 1.1), text_width(place.words, _FONT_PX)) + 4
        candidates = list(_candidates(x, y, wide, canvas))
        box = first_free(candidates, taken) or candidates[0]
        taken.append(box)
        middle = (box.left + box.right) / 2
        if min(abs(box.top - y), abs(box.bottom - y), abs(box.left - x), abs(box.right - x)) > 12:
            drawn.append(
                line(x, y, min(max(x, box.left), box.right), min(max(y, box.top), box.bottom), class_="leader-line")
            )
        drawn.append(text(middle, box.top + 11, place.name, class_="value middle halo"))
        drawn.append(text(middle, box.top + 24, place.words, class_="note middle halo"))
    return drawn


def _candidates(x: float, y: float, wide: float, canvas: _Canvas) -> list[Box]:
    """Return places for a label around a point, the nearest first, inside the frame."""
    tall, found = 28.0, []
    for away in _LABEL_STEPS:
        for dx, dy in ((0, 1), (0, -1), (1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1)):
            box = Box.around(x + dx * (wide / 2 + away), y + dy * (tall / 2 + away), wide, tall)
            if box.left >= 0 and box.right <= canvas.width and box.top >= 0 and box.bottom <= canvas.height:
                found.append(box)
    return found or [Box.around(x, y + tall, wide, tall)]
