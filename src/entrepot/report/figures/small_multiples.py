"""One small chart per series, on one scale where they can share it, otherwise each on its own and said so."""

from dataclasses import dataclass, replace

from markupsafe import Markup

from entrepot.report.figures.axes import Event, numbered
from entrepot.report.figures.panel import Panel, Series
from entrepot.report.figures.series import line_chart

_SIZE_PX = (320.0, 150.0)


@dataclass(frozen=True)
class Multiples:
    """The small charts with their labels, the numbered events drawn into them, and whether they share a value axis."""

    charts: tuple[tuple[str, Markup], ...]
    events: tuple[Event, ...]
    has_common_scale: bool


def small_multiples(panel: Panel, *, figure_id: str) -> Multiples:
    """Return one chart a series, all over the same months."""
    shares = panel.has_common_scale
    days = sorted({day for series in panel.series for day, _ in series.points})
    top = max((series.highest for series in panel.series), default=0.0)
    events = numbered(panel.events_shown)
    drawn: list[tuple[str, Markup]] = []
    for index, series in enumerate(panel.series):
        known = dict(series.points)
        whole = Series(series.label, tuple((day, known.get(day)) for day in days))
        single = replace(panel, title=f"{panel.title} {series.label}", series=(whole,), events=events)
        chart = _chart(single, top if shares else series.highest, f"{figure_id}-{index}")
        drawn.append((series.label, chart))
    return Multiples(tuple(drawn), events, shares)


def _chart(panel: Panel, highest: float, figure_id: str) -> Markup:
    width, height = _SIZE_PX
    return line_chart(panel, figure_id=figure_id, width=width, height=height, is_labelled=False, highest=highest)
