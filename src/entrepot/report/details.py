"""A finding's named figures, sorted by how they are shown: pairs, small tables, a series over months."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from markupsafe import Markup

from entrepot.report.book import Book
from entrepot.report.corridors import Points, corridor_of
from entrepot.report.figures.axes import Event, numbered
from entrepot.report.figures.panel import Panel, Series
from entrepot.report.figures.series import line_chart
from entrepot.report.pictures import NARROW_PX, WIDE_PX
from entrepot.report.questions import case_events
from entrepot.report.words import Plain, label
from entrepot.store.engine import Row

_FEWEST_POINTS = 3  # fewer are no series


@dataclass(frozen=True)
class MonthChart:
    """A series of a finding's details, drawn for wide and narrow pages."""

    name: str
    unit: str
    wide: Markup
    narrow: Markup
    points: Points
    events: tuple[Event, ...]
    note: str = ""


@dataclass(frozen=True)
class Details:
    """Figures that are known, tables of like rows, and series by month."""

    pairs: tuple[tuple[str, Plain], ...]
    tables: tuple[tuple[str, Sequence[Row]], ...]
    charts: tuple[MonthChart, ...]


def details_of(book: Book, finding: Row, figure_id: str) -> Details:
    """Return a finding's details; what is not known is left out."""
    pairs: list[tuple[str, Plain]] = []
    tables: list[tuple[str, Sequence[Row]]] = []
    charts: list[MonthChart] = []
    given = finding.get("details", {}).items()
    known = {name: value for name, value in given if value not in (None, [], {}, "") and not _is_reference(book, value)}
    for name, value in known.items():
        points = _points(value)
        if points:
            unit = str(known.get("currency_code", ""))
            charts.append(_chart(book, finding, (name, unit), points, f"{figure_id}-{len(charts)}"))
        elif isinstance(value, list) and all(isinstance(row, Mapping) for row in value):
            tables.append((name, [_shown(book, row) for row in value]))
        else:
            pairs.append((name, value))
    corridor = corridor_of(finding)
    if not charts and corridor is not None and corridor in book.corridors:
        named = ("exports_by_month", str(known.get("currency_code", "")))
        chart = _chart(book, finding, named, book.corridors[corridor], f"{figure_id}-0")
        charts.append(replace(chart, note="All codes of the goods group, predecessors included."))
    return Details(tuple(pairs), tuple(tables), tuple(charts))


def _is_reference(book: Book, value: Plain) -> bool:
    """Return whether a value is the id of a party the page links to by name."""
    return isinstance(value, str) and value in book.parties


def _shown(book: Book, row: Mapping[str, Plain]) -> Row:
    """Return the row without ids of parties, its texts before its numbers: the first column says who or what."""
    kept = [item for item in row.items() if not _is_reference(book, item[1])]
    return dict(sorted(kept, key=lambda item: not isinstance(item[1], str)))


def _points(value: object) -> Points:
    """Return `[["2022-03", 12.5], ...]` as months; empty where the value is no such list."""
    if not isinstance(value, list) or len(value) < _FEWEST_POINTS:
        return ()
    if not all(isinstance(pair, list) and len(pair) == 2 and isinstance(pair[0], str) for pair in value):
        return ()
    try:
        days = [date.fromisoformat(f"{month[:7]}-01") for month, _ in value]
    except ValueError:
        return ()
    return tuple((day, None if amount is None else float(amount)) for day, (_, amount) in zip(days, value, strict=True))


def _chart(book: Book, finding: Row, named: tuple[str, str], points: Points, figure_id: str) -> MonthChart:
    name, unit = named
    series = Series(finding["subject_name"], points)
    panel = Panel(
        f"{label(name)}: {finding['subject_name']}", (series,), unit, "the evidence", events=case_events(book.results)
    )
    drawn = [
        line_chart(panel, figure_id=f"{figure_id}-{look}", width=width, height=height, is_labelled=False)
        for look, width, height in (("wide", WIDE_PX, 240.0), ("narrow", NARROW_PX, 200.0))
    ]
    return MonthChart(name, unit, drawn[0], drawn[1], points, numbered(panel.events_shown))
