"""Charts over time: zero base, gaps left open, labels that cover nothing."""

import itertools
import re
from datetime import date

from entrepot.report.figures.axes import Event, event_layer
from entrepot.report.figures.bars import Bar, Strip, has_common_scale, monthly_bars
from entrepot.report.figures.labels import Box, first_free, rows_without_overlap, spread
from entrepot.report.figures.panel import Panel, Series
from entrepot.report.figures.scales import TimeScale, months_between, zero_based
from entrepot.report.figures.series import line_chart, runs
from entrepot.report.figures.small_multiples import small_multiples
from entrepot.report.figures.svg import node, number, shortened, text_width, wrapped

MONTHS = months_between(date(2021, 1, 1), date(2022, 12, 31))


def series(label: str, *values: float | None) -> Series:
    return Series(label, tuple(zip(MONTHS, values, strict=False)))


def panel(*drawn: Series, events: tuple[Event, ...] = ()) -> Panel:
    return Panel("Who replaced whom?", drawn, "USD", "Invented", (), events)


def test_value_axis_begins_at_zero_and_ends_at_a_round_value() -> None:
    scale = zero_based(7_300_000.0, 100.0, 0.0)
    assert scale.ticks() == [0.0, 2e6, 4e6, 6e6, 8e6]
    assert (scale.at(0.0), scale.at(8e6)) == (100.0, 0.0)


def test_axis_of_nothing_is_drawn_all_the_same() -> None:
    assert zero_based(0.0, 100.0, 0.0).ticks()[-1] == 1.0


def test_missing_month_breaks_the_line() -> None:
    assert [len(run) for run in runs(series("KZ", 1.0, 2.0, None, 4.0))] == [2, 1]
    skipped = Series("KZ", ((MONTHS[0], 1.0), (MONTHS[2], 3.0)))
    assert [len(run) for run in runs(skipped)] == [1, 1]
    chart = line_chart(panel(series("KZ", 1.0, 2.0, None, 4.0)), figure_id="f", width=700, height=200)
    assert chart.count("<polyline") == 1
    assert chart.count('class="dot s0"') == 1


def test_end_labels_do_not_cover_each_other() -> None:
    close = [series(name, 5.0, 5.0 + k / 100) for k, name in enumerate(("KZ", "KG", "AM", "UZ"))]
    chart = line_chart(panel(*close), figure_id="f", width=700, height=260)
    heights = sorted(float(y) for y in re.findall(r'<text x="[\d.]+" y="([\d.]+)" class="direct"', chart))
    assert len(heights) == 4
    assert min(b - a for a, b in itertools.pairwise(heights)) >= 13.9


def test_spread_keeps_order_gap_and_bounds() -> None:
    placed = spread([50.0, 51.0, 49.0, 98.0], 10.0, 0.0, 100.0)
    assert sorted(placed, key=lambda y: y) == [placed[2], placed[0], placed[1], placed[3]]
    ordered = sorted(placed)
    assert all(b - a >= 10.0 for a, b in itertools.pairwise(ordered))
    assert ordered[-1] <= 100.0


def test_event_labels_that_would_meet_stand_in_rows() -> None:
    time = TimeScale(date(2021, 1, 1), date(2023, 1, 1), 50.0, 650.0)
    events = [
        Event(date(2022, 2, 24), "first controls"),
        Event(date(2022, 3, 2), "second"),
        Event(date(2030, 1, 1), "off"),
    ]
    layer = event_layer(events, time, 0.0, 100.0)
    assert layer.height_px == 30.0
    drawn = "".join(layer.marks)
    assert "2022-02-24 first controls" in drawn
    assert "off" not in drawn
    assert rows_without_overlap([(0, 10), (5, 15), (10, 20)]) == [0, 1, 0]


def test_event_label_at_the_right_edge_stays_inside() -> None:
    time = TimeScale(date(2021, 1, 1), date(2023, 1, 1), 50.0, 650.0)
    drawn = "".join(event_layer([Event(date(2022, 12, 20), "a late event with a long label")], time, 0.0, 100.0).marks)
    assert 'class="event end"' in drawn


def test_small_multiples_share_a_scale_only_where_it_can_be_read() -> None:
    alike = small_multiples(panel(series("KZ", 1.0, 9.0), series("KG", 1.0, 5.0)), figure_id="f")
    apart = small_multiples(panel(series("RU", 1.0, 900.0), series("KG", 1.0, 5.0)), figure_id="f")
    assert (alike.has_common_scale, apart.has_common_scale) == (True, False)
    assert [name for name, _ in alike.charts] == ["KZ", "KG"]
    assert ">$10<" in alike.charts[1][1]
    assert ">$1k<" not in apart.charts[1][1]


def test_small_multiples_number_their_events() -> None:
    events = (Event(MONTHS[3], "later"), Event(MONTHS[1], "earlier"))
    made = small_multiples(panel(series("KZ", *[1.0] * 6), events=events), figure_id="f")
    assert [(event.tag, event.label) for event in made.events] == [("1", "earlier"), ("2", "later")]


def test_bars_of_a_month_are_stacked_by_provenance_and_marked() -> None:
    bars = (Bar(MONTHS[0], "received", "observed", 60.0), Bar(MONTHS[0], "received", "synthetic", 40.0))
    strip = Strip("F", "received $100", bars)
    assert strip.highest == 100.0
    chart = monthly_bars([strip], [], title="What?", unit="USD", figure_id="f", width=700)
    assert chart.count('class="bar received"') == 2
    assert chart.count('fill="url(#f-synthetic)"') == 1
    assert "2021-01, received: $40 (synthetic)" in chart


def test_firms_of_unlike_size_do_not_share_a_scale() -> None:
    small, large = (Strip("F", "", (Bar(MONTHS[0], "sent", "observed", v),)) for v in (1.0, 1000.0))
    assert not has_common_scale([small, large])
    assert has_common_scale([small])


def test_first_free_place_overlaps_nothing() -> None:
    taken = [Box(0, 0, 10, 10)]
    assert first_free([Box(5, 5, 15, 15), Box(20, 0, 30, 10)], taken) == Box(20, 0, 30, 10)
    assert first_free([Box(5, 5, 15, 15)], taken) is None
    assert not Box(0, 0, 10, 10).overlaps(Box(10, 0, 20, 10))


def test_elements_are_escaped() -> None:
    assert node("text", "<b>", title='"x"') == '<text title="&#34;x&#34;">&lt;b&gt;</text>'
    assert number(-0.04) == "0"
    assert number(12.34) == "12.3"


def test_texts_fit_their_room() -> None:
    assert text_width(shortened("A very long name of a firm", 12, 80), 12) <= 80
    lines = wrapped("A very long name of a firm that never ends", 12, 80, most_lines=2)
    assert len(lines) == 2
    assert lines[1].endswith("…")
    assert all(text_width(words, 12) <= 80 for words in lines)
    assert wrapped("", 12, 80, most_lines=2) == [""]
