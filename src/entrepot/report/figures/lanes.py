"""The way of goods as lanes: one row a firm, grouped by country, time from left to right, width by quantity."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from markupsafe import Markup

from entrepot.report.figures.axes import Event, event_layer, time_axis
from entrepot.report.figures.holding import holdings
from entrepot.report.figures.labels import Box, first_free
from entrepot.report.figures.scales import TimeScale
from entrepot.report.figures.svg import drawing, group, line, node, number, text, text_width, wrapped
from entrepot.report.words import exact

_NAME_PX, _LANE_PX, _HEAD_PX, _RIGHT_PX, _BOTTOM_PX = 210.0, 58.0, 24.0, 70.0, 30.0
_THINNEST_PX, _WIDEST_PX, _FONT_PX, _LANE_FONT_PX = 1.6, 16.0, 10.5, 12.0


@dataclass(frozen=True)
class Lane:
    """A firm's row."""

    party_id: str
    name: str
    band: str


@dataclass(frozen=True)
class Movement:
    """Goods that pass from one firm to another on a day."""

    on: date
    from_id: str
    to_id: str
    goods: str
    quantity: float
    unit: str
    provenance: str


@dataclass(frozen=True)
class _Plan:
    """Heights of the lanes, the time axis, and pixels per unit of quantity."""

    heights: dict[str, float]
    time: TimeScale
    px_per_unit: float

    def width_of(self, quantity: float) -> float:
        return max(_THINNEST_PX, quantity * self.px_per_unit)


def lanes(
    rows: Sequence[Lane], movements: Sequence[Movement], events: Sequence[Event], *, title: str, figure_id: str
) -> Markup:
    """Return the drawing; `rows` stand in the order given, which groups them by country.

    Where nothing moved nothing is drawn: a gap in the rows is a gap in the picture. Goods a firm holds between receiving
    and sending them are a band along its lane, as wide as the quantity matched first in, first out.
    """
    width = 960.0
    time = _time(movements, _NAME_PX, width - _RIGHT_PX)
    layer = event_layer(events, time, 2.0, 0.0)
    heights, heads, bottom = _heights(rows, layer.height_px, width)
    largest = max((m.quantity for m in movements), default=0.0)
    plan = _Plan(heights, time, _WIDEST_PX / largest if largest else 0.0)
    marks = event_layer(events, time, 2.0, bottom - layer.height_px).marks
    parts = [*heads, *marks, *_rails(rows, plan), *_held(movements, plan), *_moved(movements, plan)]
    parts += time_axis(time, bottom)
    names = {row.party_id: row.name for row in rows}
    words = " ".join(_said(m, names) for m in movements)
    size = (width, bottom + _BOTTOM_PX)
    return drawing(parts, figure_id=figure_id, size=size, title=title, words=words, class_="lanes", smallest=0.8)


def _said(movement: Movement, names: dict[str, str]) -> str:
    amount = f"{exact(movement.quantity)} {movement.unit}".strip()
    return f"{movement.on}: {names[movement.from_id]} to {names[movement.to_id]}, {amount} {movement.goods}.".replace(
        " .", "."
    )


def _time(movements: Sequence[Movement], left: float, right: float) -> TimeScale:
    days = [movement.on for movement in movements]
    margin = timedelta(days=max(4, (max(days) - min(days)).days // 12))
    return TimeScale(min(days) - margin, max(days) + margin, left, right)


def _heights(rows: Sequence[Lane], top: float, width: float) -> tuple[dict[str, float], list[Markup], float]:
    """Return the lanes' heights, the drawn country heads, and where the lanes end."""
    heights: dict[str, float] = {}
    heads: list[Markup] = []
    y, band = top + 4, None
    for row in rows:
        if row.band != band:
            band = row.band
            heads.append(node("rect", x=0, y=y, width=width, height=_HEAD_PX - 6, class_="band", rx=3))
            heads.append(text(8, y + 13, band, class_="band-head"))
            y += _HEAD_PX
        heights[row.party_id] = y + _LANE_PX / 2
        y += _LANE_PX
    return heights, heads, y


def _rails(rows: Sequence[Lane], plan: _Plan) -> list[Markup]:
    drawn: list[Markup] = []
    for row in rows:
        y = plan.heights[row.party_id]
        drawn.append(line(_NAME_PX, y, plan.time.right_px, y, class_="rail"))
        words = wrapped(row.name, _LANE_FONT_PX, _NAME_PX - 20, most_lines=3)
        first = y + 4 - (len(words) - 1) * 7
        names = [text(8, first + 14 * k, part, class_="lane-name") for k, part in enumerate(words)]
        drawn.append(group([node("title", row.name), *names]))
    return drawn


def _held(movements: Sequence[Movement], plan: _Plan) -> list[Markup]:
    drawn: list[Markup] = []
    for held in holdings(movements):
        y, tall = plan.heights[held.party_id], plan.width_of(held.quantity)
        left, right = plan.time.at(held.from_on), plan.time.at(held.to_on)
        title = node("title", f"{exact(held.quantity)} held {(held.to_on - held.from_on).days} days")
        size = {"x": left, "y": y - tall / 2, "width": max(right - left, 1.0), "height": tall}
        drawn.append(node("rect", title, class_="held", **size))
    return drawn


def _moved(movements: Sequence[Movement], plan: _Plan) -> list[Markup]:
    ordered = sorted(movements, key=lambda m: (m.on, -m.quantity, m.from_id, m.to_id))
    taken = [_arrow_box(movement, plan) for movement in ordered]
    drawn: list[Markup] = []
    labels: list[Markup] = []
    for movement, box in zip(ordered, list(taken), strict=True):
        drawn += _arrow(movement, plan)
        labels += _label(movement, box, taken)
    return drawn + labels


def _arrow_box(movement: Movement, plan: _Plan) -> Box:
    x, half = plan.time.at(movement.on), plan.width_of(movement.quantity) / 2 + 3
    ends = sorted((plan.heights[movement.from_id], plan.heights[movement.to_id]))
    return Box(x - half, ends[0], x + half, ends[1])


def _arrow(movement: Movement, plan: _Plan) -> list[Markup]:
    x, wide = plan.time.at(movement.on), plan.width_of(movement.quantity)
    start, end = plan.heights[movement.from_id], plan.heights[movement.to_id]
    down = 1 if end > start else -1
    title = node("title", f"{movement.on}: {exact(movement.quantity)} {movement.unit} {movement.goods}".strip())
    shaft = line(x, start, x, end - 9 * down, class_=f"moved {movement.provenance}", stroke_width=wide)
    return [shaft, node("path", title, d=_tip(x, end, wide, down), class_=f"tip {movement.provenance}")]


def _tip(x: float, end: float, wide: float, down: int) -> str:
    half = wide / 2 + 3.5
    base = number(end - 10 * down)
    return f"M{number(x - half)},{base} L{number(x + half)},{base} L{number(x)},{number(end)} z"


def _label(movement: Movement, arrow: Box, taken: list[Box]) -> list[Markup]:
    """Return the quantity beside its arrow, right or left, where it covers nothing; the table beneath has them all."""
    words = f"{exact(movement.quantity)} {movement.unit}".strip()
    wide, middle = text_width(words, _FONT_PX) + 4, (arrow.top + arrow.bottom) / 2
    places = [
        Box(left, middle + dy - 7, left + wide, middle + dy + 6)
        for dy in (0, -14, 14, -24, 24)
        for left in (arrow.right + 2, arrow.left - 2 - wide)
    ]
    free = first_free(places, taken)
    if free is None:
        return []
    taken.append(free)
    return [text(free.left, free.bottom - 3, words, class_="edge-label")]
