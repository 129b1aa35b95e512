"""Trade series by partner as questions: one chart of small multiples for each source and currency."""

from collections.abc import Mapping, Sequence

from entrepot.case.results import Results
from entrepot.flows.coalition_exports import RESCOPED_NOTE
from entrepot.flows.panels import Panel as PartnerPanel
from entrepot.report.figures.axes import Event
from entrepot.report.figures.panel import Panel, Series
from entrepot.report.figures.scales import month_text
from entrepot.report.words import Plain

_MOST_PARTNERS = 18  # drawn; the table and the CSV file hold all


def questions_of(results: Results, panels: Sequence[PartnerPanel]) -> list[Panel]:
    """Return the partners' series grouped by source and currency, with the case's dates as events."""
    groups: dict[tuple[str, str], list[PartnerPanel]] = {}
    for panel in panels:
        groups.setdefault((panel.source, panel.currency), []).append(panel)
    events = case_events(results)
    return [_question(results, group, events) for group in groups.values()]


def case_events(results: Results) -> tuple[Event, ...]:
    """Return the case's key dates and, where none falls on it, its cut-off."""
    config = results.config
    events = {Event(key.on, key.label) for key in config.key_dates}
    if config.study.cutoff_on not in {event.on for event in events}:
        events.add(Event(config.study.cutoff_on, "cut-off"))
    return tuple(sorted(events, key=lambda event: (event.on, event.label)))


def _question(results: Results, group: Sequence[PartnerPanel], events: tuple[Event, ...]) -> Panel:
    shown, count = group[:_MOST_PARTNERS], len(group)
    left = f"{count - len(shown)} more partners stand in the table. " if count > len(shown) else ""
    names = sorted({name for panel in group for name in (panel.provenance,)})
    return Panel(
        title="To whom did the listed goods go, month by month?",
        series=tuple(Series(panel.title, panel.points) for panel in shown),
        unit=group[0].currency,
        source=_source(results, group[0].source),
        rows=tuple(row for panel in group for row in _rows(panel)),
        events=events,
        note=f"{left}Goods of the list {results.config.study.controls_list}, joined over editions of the code. {RESCOPED_NOTE}",
        provenances=tuple(names),
    )


def _source(results: Results, source: str) -> str:
    """Return the publisher and title of a file the source names, or the publication itself."""
    snapshot = results.snapshots.get(source)
    return source if snapshot is None else f"{snapshot.producer}, {snapshot.title}"


def _rows(panel: PartnerPanel) -> list[Mapping[str, Plain]]:
    column = f"value_{panel.currency.lower()}"
    return [
        {
            "partner_iso": panel.partner_iso,
            "series": panel.title,
            "month": month_text(day),
            column: value,
            "provenance": panel.provenance,
        }
        for day, value in panel.points
    ]
