"""Monthly bars per firm and side of trade, stacked by provenance, all firms over the same months."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from entrepot.report.figures.axes import Event, event_layer, for_width, time_axis, value_grid
from entrepot.report.figures.panel import time_scale
from entrepot.report.figures.scales import LinearScale, TimeScale, month_text, next_month, zero_based
from entrepot.report.figures.svg import drawing, group, line, node, shortened, text, text_width
from entrepot.report.words import axis_value

_LEFT_PX, _RIGHT_PX, _STRIP_PX, _HEAD_PX, _BOTTOM_PX = 58.0, 12.0, 92.0, 28.0, 24.0
_WIDEST_BAR_PX = 26.0
_NEAR_DAYS = 183  # half a year: the axis is widened for events that near
_HEAD_FONT_PX = 13.8  # 12.5 px bold, which is about a tenth wider
_MOST_COMMON_SCALE_RATIO = 25.0  # see panel.py
_PATTERNED = ("reconstructed", "synthetic")


@dataclass(frozen=True)
class Bar:
    """One month's value of one side (`received` or `sent`) that came with one provenance."""

    month_on: date
    side: str
    provenance: str
    value: float


@dataclass(frozen=True)
class Strip:
    """A firm's bars, with the line of words above them."""

    label: str
    words: str
    bars: tuple[Bar, ...]

    @property
    def highest(self) -> float:
        """The largest monthly sum of one side."""
        sums: dict[tuple[date, str], float] = {}
        for bar in self.bars:
            sums[bar.month_on, bar.side] = sums.get((bar.month_on, bar.side), 0.0) + bar.value
        return max(sums.values(), default=0.0)


def has_common_scale(strips: Sequence[Strip]) -> bool:
    """Return whether all strips can be read on one value axis."""
    tops = [strip.highest for strip in strips if strip.highest > 0]
    return not tops or max(tops) / min(tops) <= _MOST_COMMON_SCALE_RATIO


def monthly_bars(
    strips: Sequence[Strip], events: Sequence[Event], *, title: str, unit: str, figure_id: str, width: float
) -> Markup:
    """Return the strips one under the other with the events drawn through all of them."""
    shown = events_near(strips, events)
    days = [bar.month_on for strip in strips for bar in strip.bars]
    time = time_scale([*days, *(event.on for event in shown)], _LEFT_PX, width - _RIGHT_PX)
    body = len(strips) * (_STRIP_PX + _HEAD_PX)
    layer = event_layer(for_width(shown, width), time, 4.0, body)
    parts = [_patterns(figure_id), *layer.marks]
    common = max((s.highest for s in strips), default=0.0) if has_common_scale(strips) else None
    for index, strip in enumerate(strips):
        top = layer.height_px + index * (_STRIP_PX + _HEAD_PX)
        scale = zero_based(common or strip.highest, top + _HEAD_PX + _STRIP_PX - 6, top + _HEAD_PX + 2, 3)
        parts.append(_strip(strip, time, scale, unit=unit, figure_id=figure_id, top=top))
    height = layer.height_px + body + _BOTTOM_PX
    parts += time_axis(time, layer.height_px + body - 6)
    said = " ".join(f"{strip.label}: {strip.words}." for strip in strips)
    return drawing(parts, figure_id=figure_id, size=(width, height), title=title, words=said, class_="chart")


def events_near(strips: Sequence[Strip], events: Sequence[Event]) -> tuple[Event, ...]:
    """Return the events among the bars' months or within half a year of them, in order of time."""
    days = [bar.month_on for strip in strips for bar in strip.bars]
    near = [e for e in events if days and (min(days) - e.on).days < _NEAR_DAYS and (e.on - max(days)).days < _NEAR_DAYS]
    return tuple(sorted(near, key=lambda event: (event.on, event.label)))


def _strip(strip: Strip, time: TimeScale, scale: LinearScale, *, unit: str, figure_id: str, top: float) -> Markup:
    room = time.right_px - _LEFT_PX - text_width(f": {strip.words}", _HEAD_FONT_PX)
    words = f"{shortened(strip.label, _HEAD_FONT_PX, room)}: {strip.words}"
    head = text(_LEFT_PX, top + 19, words, class_="strip-head")
    parts = [node("title", f"{strip.label}: {strip.words}"), head, *value_grid(scale, _LEFT_PX, time.right_px, unit, 3)]
    sides = sorted({bar.side for bar in strip.bars})
    stacked: dict[tuple[date, str], float] = {}
    for bar in sorted(strip.bars, key=lambda b: (b.month_on, b.side, b.provenance)):
        base = stacked.get((bar.month_on, bar.side), 0.0)
        stacked[bar.month_on, bar.side] = base + bar.value
        parts += _bar(bar, base, time, scale, slot=(sides.index(bar.side), len(sides)), look=(unit, figure_id))
    return group(parts)


def _bar(
    bar: Bar, base: float, time: TimeScale, scale: LinearScale, *, slot: tuple[int, int], look: tuple[str, str]
) -> list[Markup]:
    unit, figure_id = look
    left, right = time.at(bar.month_on), time.at(next_month(bar.month_on))
    wide = min((right - left) * 0.84 / slot[1], _WIDEST_BAR_PX)
    x = (left + right) / 2 + wide * (slot[0] - slot[1] / 2)
    y, low = scale.at(base + bar.value), scale.at(base)
    said = f"{month_text(bar.month_on)}, {bar.side}: {axis_value(bar.value, unit)} ({bar.provenance})"
    place = {"x": x, "y": y, "width": max(wide, 1.0), "height": max(low - y, 0.8)}
    drawn = [node("rect", node("title", said), class_=f"bar {bar.side}", **place)]
    if bar.provenance in _PATTERNED:
        drawn.append(node("rect", class_="over", fill=f"url(#{figure_id}-{bar.provenance})", **place))
    return drawn


def _patterns(figure_id: str) -> Markup:
    """Return hatching for reconstructed and dots for synthetic values, in the ground colour over the bar."""
    hatch = line(0, 6, 6, 0, class_="hatch")
    dot = node("circle", cx=2, cy=2, r=1, class_="speck")
    size = {"patternUnits": "userSpaceOnUse"}
    return node(
        "defs",
        node("pattern", hatch, id=f"{figure_id}-reconstructed", width="6", height="6", **size)
        + node("pattern", dot, id=f"{figure_id}-synthetic", width="4", height="4", **size),
    )
