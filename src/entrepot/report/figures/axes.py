"""Grid, time axis and event lines that all charts over time share."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from markupsafe import Markup

from entrepot.report.figures.labels import rows_without_overlap
from entrepot.report.figures.scales import LinearScale, TimeScale
from entrepot.report.figures.svg import line, node, shortened, text, text_width
from entrepot.report.words import axis_value

FONT_PX = 11.0
EVENT_ROW_PX = 15.0
MOST_LABELLED_EVENTS = 5  # more are numbered, with a list beneath the chart
_ROOM_FOR_LABELS_PX = 600.0
_EVENT_LABEL_SHARE = 0.6  # of the chart's width that one event label may take


@dataclass(frozen=True)
class Event:
    """A dated event drawn into charts as a line with its label; where there is no room for it, with its `tag` alone."""

    on: date
    label: str
    tag: str = ""

    @property
    def words(self) -> str:
        """The day and what happened."""
        return f"{self.on.isoformat()} {self.label}"


@dataclass(frozen=True)
class EventLayer:
    """Event lines with labels in rows above the chart; `height_px` is what the rows take."""

    marks: tuple[Markup, ...]
    height_px: float


def numbered(events: Iterable[Event]) -> tuple[Event, ...]:
    """Return the events in order of time with their numbers as tags, for charts that have no room for labels."""
    ordered = sorted(set(events), key=lambda event: (event.on, event.label))
    return tuple(replace(event, tag=str(number)) for number, event in enumerate(ordered, start=1))


def for_width(events: Sequence[Event], width: float) -> tuple[Event, ...]:
    """Return the events as a chart of that width shows them: numbered where it is narrow or they are many."""
    if width < _ROOM_FOR_LABELS_PX or len(events) > MOST_LABELLED_EVENTS:
        return numbered(events)
    return tuple(events)


def value_grid(scale: LinearScale, left_px: float, right_px: float, unit: str, most_ticks: int = 4) -> list[Markup]:
    """Return the horizontal grid lines with their values to the left, the zero line drawn stronger."""
    drawn: list[Markup] = []
    for value in scale.ticks(most_ticks):
        y = scale.at(value)
        drawn.append(line(left_px, y, right_px, y, class_="grid" if value else "axis"))
        drawn.append(text(left_px - 6, y + 4, axis_value(value, unit), class_="tick end"))
    return drawn


def time_axis(scale: TimeScale, y: float) -> list[Markup]:
    """Return tick marks and labels below a chart; a label that would leave the chart is moved inside."""
    drawn: list[Markup] = []
    for day, words in scale.ticks():
        x = scale.at(day)
        half = text_width(words, FONT_PX) / 2
        drawn.append(line(x, y, x, y + 4, class_="axis"))
        drawn.append(text(min(x, scale.right_px - half + 8), y + 16, words, class_="tick middle"))
    return drawn


def event_layer(events: Sequence[Event], scale: TimeScale, top_px: float, bottom_px: float) -> EventLayer:
    """Return the events that lie on the axis: a line each, and labels in as many rows above `top_px` as they need."""
    shown = sorted({event for event in events if scale.holds(event.on)}, key=lambda e: (e.on, e.label))
    room = (scale.right_px - scale.left_px) * _EVENT_LABEL_SHARE
    labels = [event.tag or shortened(event.words, FONT_PX, room) for event in shown]
    spans = [_span(scale.at(e.on), words, scale) for e, words in zip(shown, labels, strict=True)]
    rows = rows_without_overlap(spans)
    count = max(rows, default=-1) + 1
    drawn_on: set[date] = set()
    lines: list[Markup] = []
    texts: list[Markup] = []
    for event, words, (left, right), row in zip(shown, labels, spans, rows, strict=True):
        x, y = scale.at(event.on), top_px + (row + 1) * EVENT_ROW_PX - 4
        is_left = x <= left + 6
        if event.on not in drawn_on:  # two dashed lines on one place would look like a solid one
            lines.append(line(x, y - 9, x, bottom_px + count * EVENT_ROW_PX, class_="event-line"))
            drawn_on.add(event.on)
        anchor = x + 4 if is_left else min(x - 4, right)
        place = text(anchor, y, words, class_="event" if is_left else "event end")
        texts.append(node("g", Markup("").join([node("title", event.words), place])))
    return EventLayer((*lines, *texts), count * EVENT_ROW_PX)


def _span(x: float, words: str, scale: TimeScale) -> tuple[float, float]:
    wide = text_width(words, FONT_PX) + 10
    return (x, x + wide) if x + wide <= scale.right_px + 12 else (x - wide, x)
