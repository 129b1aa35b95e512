"""A line chart over months: zero base, direct labels at the line ends, event dates drawn in."""

from collections.abc import Iterator
from datetime import date

from markupsafe import Markup

from entrepot.report.figures.axes import FONT_PX, event_layer, for_width, time_axis, value_grid
from entrepot.report.figures.labels import spread
from entrepot.report.figures.panel import Panel, Series, time_scale
from entrepot.report.figures.scales import LinearScale, TimeScale, month_text, next_month, zero_based
from entrepot.report.figures.svg import drawing, line, node, number, shortened, text, text_width
from entrepot.report.words import axis_value

_LEFT_PX, _BOTTOM_PX, _LABEL_GAP_PX = 58.0, 26.0, 14.0
_MOST_LABEL_PX = 150.0
COLOURS = 7  # classes s0 to s6 in report.css: Okabe and Ito, Color Universal Design, 2008


def line_chart(
    panel: Panel,
    *,
    figure_id: str,
    width: float,
    height: float,
    is_labelled: bool = True,
    highest: float | None = None,
) -> Markup:
    """Return the panel's series as lines on one axis, each labelled where it ends.

    `highest` is the value the axis must reach; None takes the highest of the series.
    """
    room = _label_room(panel, width) if is_labelled else 10.0
    time = time_scale([day for s in panel.series for day, _ in s.points], _LEFT_PX, width - room)
    events = event_layer(for_width(panel.events_shown, width), time, 4.0, height - _BOTTOM_PX)
    total = height + events.height_px
    top = max((s.highest for s in panel.series), default=0.0) if highest is None else highest
    scale = zero_based(top, total - _BOTTOM_PX, events.height_px + 10)
    parts = [*value_grid(scale, _LEFT_PX, time.right_px, panel.unit), *time_axis(time, total - _BOTTOM_PX)]
    parts += events.marks
    for index, series in enumerate(panel.series):
        parts += _line_of(series, f"s{index % COLOURS}", time, scale, panel.unit)
    if is_labelled:
        parts += _end_labels(panel, time, scale)
    words = described(panel)
    return drawing(parts, figure_id=figure_id, size=(width, total), title=panel.title, words=words, class_="chart")


def described(panel: Panel) -> str:
    """Return in words what the lines show: first, highest and last value of each series."""
    said = [_said(series, panel.unit) for series in panel.series]
    return " ".join(said) or "No values."


def _said(series: Series, unit: str) -> str:
    known = [(day, value) for day, value in series.points if value is not None]
    if not known:
        return f"{series.label}: no values."
    (first_on, first), (last_on, last) = known[0], known[-1]
    top_on, top = max(known, key=lambda point: (point[1], point[0]))
    return (
        f"{series.label}: {axis_value(first, unit)} in {month_text(first_on)}, highest {axis_value(top, unit)} in "
        f"{month_text(top_on)}, {axis_value(last, unit)} in {month_text(last_on)}."
    )


def _label_room(panel: Panel, width: float) -> float:
    widest = max((text_width(series.label, FONT_PX) for series in panel.series), default=0.0)
    return min(widest + 22, _MOST_LABEL_PX, width * 0.32)


def runs(series: Series) -> Iterator[list[tuple[date, float]]]:
    """Yield the stretches of the series without a missing month."""
    run: list[tuple[date, float]] = []
    for day, value in sorted(series.points, key=lambda point: point[0]):
        if value is None or (run and next_month(run[-1][0]) != day.replace(day=1)):
            if run:
                yield run
            run = []
        if value is not None:
            run.append((day, value))
    if run:
        yield run


def _line_of(series: Series, colour: str, time: TimeScale, scale: LinearScale, unit: str) -> list[Markup]:
    drawn: list[Markup] = []
    for run in runs(series):
        points = " ".join(f"{number(time.at(day))},{number(scale.at(value))}" for day, value in run)
        if len(run) > 1:
            drawn.append(node("polyline", points=points, class_=f"line {colour}"))
        for day, value in run:
            title = node("title", f"{series.label}, {month_text(day)}: {axis_value(value, unit)}")
            dot = 2.2 if len(run) == 1 else 5.0  # a lone month is a dot; on a line the circle only takes the pointer
            class_ = f"dot {colour}" if len(run) == 1 else "touch"
            drawn.append(node("circle", title, cx=time.at(day), cy=scale.at(value), r=dot, class_=class_))
    return drawn


def _end_labels(panel: Panel, time: TimeScale, scale: LinearScale) -> list[Markup]:
    ends = [(i, s, run[-1]) for i, s in enumerate(panel.series) for run in list(runs(s))[-1:]]
    wanted = [scale.at(value) for _, _, (_, value) in ends]
    placed = spread(wanted, _LABEL_GAP_PX, scale.high_px, scale.low_px)
    drawn: list[Markup] = []
    for (index, series, (day, _)), at, y in zip(ends, wanted, placed, strict=True):
        left = time.right_px + 4
        drawn.append(line(time.at(day), at, left, y, class_=f"leader s{index % COLOURS}"))
        words = shortened(series.label, FONT_PX, _MOST_LABEL_PX - 16)
        title = node("title", series.label)
        drawn.append(node("g", title + text(left + 4, y + 4, words, class_="direct"), class_=f"s{index % COLOURS}"))
    return drawn
