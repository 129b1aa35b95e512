"""A corridor's months as a small chart: baseline and its mean, dates, the break with its interval, gaps, mirrored months.

Solid line: the exporter's own figures. Dashed line with open dots: the importer's figures in their place. An empty dashed
box: neither side reported. The strip on top holds the month of the break as a filled diamond with its interval.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from entrepot.report.figures.axes import FONT_PX, Event, event_layer, time_axis, value_grid
from entrepot.report.figures.panel import time_scale
from entrepot.report.figures.scales import LinearScale, TimeScale, month_text, next_month, zero_based
from entrepot.report.figures.svg import drawing, group, line, node, number, text, text_width
from entrepot.report.words import axis_value

_LEFT_PX, _RIGHT_PX, _BOTTOM_PX, _STRIP_PX = 50.0, 12.0, 24.0, 20.0
_MIDDLE_DAY = 15  # a month's figure stands at its middle


@dataclass(frozen=True)
class DrawnMonth:
    """A month's value, None for a gap; `is_mirror` where the importer's figures stand for the exporter's."""

    month_on: date
    value: float | None
    is_mirror: bool = False


@dataclass(frozen=True)
class DrawnBreak:
    """The first month of the new level and the interval it lies in with 95 %; `is_sure` False where chance would do."""

    month_on: date
    low_on: date
    high_on: date
    is_sure: bool = True


@dataclass(frozen=True)
class Multiple:
    """What one small chart shows; `baseline` its first and last month, None with the mean where there is none."""

    title: str
    months: tuple[DrawnMonth, ...]
    unit: str
    words: str
    events: tuple[Event, ...] = ()
    baseline: tuple[date, date] | None = None
    baseline_mean: float | None = None
    since: DrawnBreak | None = None


def flow_multiple(
    shown: Multiple, *, figure_id: str, highest: float, size: tuple[float, float] = (332.0, 176.0)
) -> Markup:
    """Return the chart; `highest` is the value the axis must reach, shared where charts are on one scale."""
    width, height = size
    time = time_scale([month.month_on for month in shown.months], _LEFT_PX, width - _RIGHT_PX)
    low_px = height - _BOTTOM_PX
    layer = event_layer(shown.events, time, _STRIP_PX, low_px - _label_px(shown.events, time))
    scale = zero_based(max(highest, shown.baseline_mean or 0.0), low_px, _STRIP_PX + layer.height_px + 6, 3)
    parts = [*_baseline_band(shown, time, scale), *value_grid(scale, _LEFT_PX, time.right_px, shown.unit, 3)]
    parts += [*time_axis(time, low_px), *_gaps(shown, time, scale), *layer.marks]
    parts += [*_baseline_mean(shown, time, scale), *_lines(shown, time, scale), *_break(shown, time, scale)]
    return drawing(
        parts, figure_id=figure_id, size=size, title=shown.title, words=shown.words, class_="chart flow", smallest=0.7
    )


def _label_px(events: Sequence[Event], time: TimeScale) -> float:
    """Return what the events' labels take above the chart: event_layer draws its lines that much longer."""
    return event_layer(events, time, 0.0, 0.0).height_px


def _at(time: TimeScale, month_on: date) -> float:
    return time.at(month_on.replace(day=_MIDDLE_DAY))


def _baseline_band(shown: Multiple, time: TimeScale, scale: LinearScale) -> list[Markup]:
    if shown.baseline is None:
        return []
    left, right = _span(shown.baseline, time)
    if right <= left:
        return []
    said = f"Baseline {month_text(shown.baseline[0])} to {month_text(shown.baseline[1])}"
    place = {"x": left, "y": scale.high_px, "width": right - left, "height": scale.low_px - scale.high_px}
    return [node("rect", node("title", said), class_="baseline", **place)]


def _baseline_mean(shown: Multiple, time: TimeScale, scale: LinearScale) -> list[Markup]:
    """Return the mean over the baseline as a solid line, carried on dotted to the end for comparison."""
    if shown.baseline is None or shown.baseline_mean is None:
        return []
    left, right = _span(shown.baseline, time)
    y = scale.at(shown.baseline_mean)
    said = node("title", f"Baseline's mean month: {axis_value(shown.baseline_mean, shown.unit)}")
    return [
        node("g", said + line(left, y, right, y, class_="baseline-mean")),
        line(right, y, time.right_px, y, class_="baseline-on"),
    ]


def _span(months: tuple[date, date], time: TimeScale) -> tuple[float, float]:
    first, last = max(months[0], time.from_on), min(next_month(months[1].replace(day=1)), time.to_on)
    return time.at(first), time.at(last)


def _gaps(shown: Multiple, time: TimeScale, scale: LinearScale) -> list[Markup]:
    """Return an empty dashed box for each stretch of months that neither side reported."""
    drawn: list[Markup] = []
    for run in _runs(shown.months, lambda month: "gap" if month.value is None else ""):
        left, right = time.at(run[0].month_on), time.at(next_month(run[-1].month_on))
        said = f"{month_text(run[0].month_on)} to {month_text(run[-1].month_on)}: not reported, which is not zero"
        top = scale.high_px
        box = node("rect", x=left, y=top, width=right - left, height=scale.low_px - top, class_="silent")
        drawn.append(node("g", node("title", said) + box))
        if right - left > text_width("not reported", FONT_PX) + 8:
            place = (left + right) / 2, (top + scale.low_px) / 2
            drawn.append(text(*place, "not reported", class_="note middle halo"))
    return drawn


def _lines(shown: Multiple, time: TimeScale, scale: LinearScale) -> list[Markup]:
    drawn: list[Markup] = []
    for kind in ("known", "mirror"):
        for run in _runs(shown.months, _kind_of):
            if _kind_of(run[0]) != kind:
                continue
            points = [(_at(time, month.month_on), scale.at(month.value or 0.0)) for month in run]
            if len(points) > 1:
                path = " ".join(f"{number(x)},{number(y)}" for x, y in points)
                drawn.append(node("polyline", points=path, class_=kind))
            drawn += [
                _dot(shown, month, place, is_alone=len(run) == 1) for month, place in zip(run, points, strict=True)
            ]
    return drawn


def _dot(shown: Multiple, month: DrawnMonth, place: tuple[float, float], *, is_alone: bool) -> Markup:
    of = "the importer's figures, without insurance and freight" if month.is_mirror else "the exporter's figures"
    said = node("title", f"{month_text(month.month_on)}: {axis_value(month.value or 0.0, shown.unit)} ({of})")
    class_ = "mirror-dot" if month.is_mirror else "known-dot" if is_alone else "touch"
    radius = 2.0 if month.is_mirror or is_alone else 4.0
    return node("circle", said, cx=place[0], cy=place[1], r=radius, class_=class_)


def _kind_of(month: DrawnMonth) -> str:
    return "gap" if month.value is None else "mirror" if month.is_mirror else "known"


def _runs(months: Sequence[DrawnMonth], kind_of: Callable[[DrawnMonth], str]) -> Iterator[list[DrawnMonth]]:
    """Yield stretches of neighbouring months of one kind; months of the kind "" are passed over."""
    run: list[DrawnMonth] = []
    for month in sorted(months, key=lambda each: each.month_on):
        if run and (
            kind_of(month) != kind_of(run[-1]) or next_month(run[-1].month_on) != month.month_on.replace(day=1)
        ):
            yield run
            run = []
        if kind_of(month):
            run.append(month)
    if run:
        yield run


def _break(shown: Multiple, time: TimeScale, scale: LinearScale) -> list[Markup]:
    """Return the break's strip: its interval as a bar with ends, its month as a diamond, hollow where chance would do."""
    if shown.since is None:
        return []
    since, y = shown.since, _STRIP_PX / 2
    left, right = time.at(since.low_on), time.at(next_month(since.high_on))
    x = _at(time, since.month_on)
    bar = f"M{number(left)},{number(y - 4)}v8M{number(left)},{number(y)}H{number(right)}M{number(right)},{number(y - 4)}v8"
    diamond = f"M{number(x)},{number(y - 5)}l5,5l-5,5l-5,-5z"
    class_ = "break-mark break" if since.is_sure else "break hollow"
    marks = [node("path", d=bar, class_="break"), node("path", d=diamond, class_=class_)]
    return [
        group([node("title", break_words(since)), *marks]),
        line(x, y + 5, x, scale.low_px, class_="break", stroke_opacity=0.35),
    ]


def break_words(since: DrawnBreak) -> str:
    """Return the break in words: `break 2022-05 (2022-04 to 2022-06)`."""
    low, month, high = (month_text(day) for day in (since.low_on, since.month_on, since.high_on))
    span = f"{low} to {high}" if low != high else "that month alone"
    return f"break {month} ({span})" if since.is_sure else f"no clear break (nearest {month}, {span})"
