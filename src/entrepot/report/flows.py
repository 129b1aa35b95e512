"""The charts of trade statistics: small multiples or lines, each with its rows as a table and a CSV file."""

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from entrepot.report.figures.axes import Event, numbered
from entrepot.report.figures.panel import Panel
from entrepot.report.figures.series import line_chart
from entrepot.report.figures.small_multiples import Multiples, small_multiples
from entrepot.report.pictures import NARROW_PX, WIDE_PX

_MOST_LINES = 3  # more series than this are small multiples


@dataclass(frozen=True)
class FlowChart:
    """A drawn panel: small multiples, or else one line chart for wide and narrow pages."""

    anchor: str
    panel: Panel
    csv_path: str
    csv_text: str
    multiples: Multiples | None = None
    wide: Markup | None = None
    narrow: Markup | None = None

    @property
    def events(self) -> tuple[Event, ...]:
        """The dates drawn in, numbered."""
        return numbered(self.panel.events_shown)


def flow_charts(questions: Sequence[Panel]) -> list[FlowChart]:
    """Return the panels drawn, in the order given; equal questions get their number behind them."""
    used: dict[str, int] = {}
    charts: list[FlowChart] = []
    for panel in questions:
        used[panel.slug] = used.get(panel.slug, 0) + 1
        anchor = panel.slug if used[panel.slug] == 1 else f"{panel.slug}-{used[panel.slug]}"
        charts.append(_drawn(panel, anchor))
    return charts


def _drawn(panel: Panel, anchor: str) -> FlowChart:
    chart = FlowChart(anchor=anchor, panel=panel, csv_path=f"data/{anchor}.csv", csv_text=_csv(panel))
    if len(panel.series) > _MOST_LINES:
        return replace(chart, multiples=small_multiples(panel, figure_id=f"figure-{anchor}"))
    wide = line_chart(panel, figure_id=f"figure-{anchor}-wide", width=WIDE_PX, height=300)
    narrow = line_chart(panel, figure_id=f"figure-{anchor}-narrow", width=NARROW_PX, height=240)
    return replace(chart, wide=wide, narrow=narrow)


def _csv(panel: Panel) -> str:
    """Return the panel's rows as CSV with a header; empty where it has none."""
    if not panel.rows:
        return ""
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(panel.rows[0]), lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(panel.rows)
    return text.getvalue()
