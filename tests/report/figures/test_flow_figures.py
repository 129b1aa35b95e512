"""The drawing of flows: projection, great circles, stretches of months, bars that begin where the last ended."""

import itertools
import math
import re
from collections.abc import Sequence
from datetime import date

import pytest

from entrepot.report.figures.coasts import clip, coast_paths
from entrepot.report.figures.equal_earth import EqualEarth, Point, cut, great_circle, middle_longitude
from entrepot.report.figures.flow_map import MapPlace, flow_map
from entrepot.report.figures.flow_multiple import DrawnBreak, DrawnMonth, Multiple, break_words, flow_multiple
from entrepot.report.figures.flow_waterfall import Step, waterfall


def test_equal_earth_gives_the_published_extent() -> None:
    world = EqualEarth(0.0)

    assert world.at(90, 0)[1] == pytest.approx(1.3173627591574, abs=1e-9)  # Šavrič, Patterson and Jenny 2018, the pole
    assert world.at(0, 180 - 1e-9)[0] == pytest.approx(2.7066299836, abs=1e-8)  # half the equator
    assert world.at(0, 0) == (0, 0)


def test_a_map_around_the_pacific_does_not_split_its_places() -> None:
    middle = middle_longitude([170.0, -170.0])

    assert abs(middle) == pytest.approx(180.0)
    west, east = EqualEarth(middle).at(10, 170)[0], EqualEarth(middle).at(10, -170)[0]
    assert west < 0 < east


def test_great_circles_take_the_shortest_way_and_are_cut_at_the_edge() -> None:
    way = great_circle((52.5, 13.4), (35.7, 139.7))  # Berlin to Tokyo

    assert max(latitude for latitude, _ in way) > 65
    assert way[0] == pytest.approx((52.5, 13.4))
    assert way[-1] == pytest.approx((35.7, 139.7))
    assert cut([(0, 0), (1, 0), (99, 0), (100, 0)], 50) == [[(0, 0), (1, 0)], [(99, 0), (100, 0)]]


def months(*values: float | None) -> tuple[DrawnMonth, ...]:
    return tuple(DrawnMonth(date(2022, k, 1), value) for k, value in enumerate(values, start=1))


def drawn(shown: tuple[DrawnMonth, ...], **more: object) -> str:
    multiple = Multiple(title="A to B", months=shown, unit="EUR", words="said", **more)  # type: ignore[arg-type]
    return str(flow_multiple(multiple, figure_id="x", highest=5.0))


def test_lines_stop_at_gaps_and_a_zero_is_drawn() -> None:
    svg = drawn(months(1, 2, None, 0, 5))

    assert svg.count('class="known"') == 2
    assert svg.count('class="silent"') == 1
    assert "2022-04: 0 (the exporter" in svg


def test_a_lone_month_is_a_dot() -> None:
    assert drawn(months(1, None, None)).count("known-dot") == 1


def test_a_break_that_chance_would_give_is_hollow_and_says_so() -> None:
    sure = DrawnBreak(date(2022, 3, 1), date(2022, 2, 1), date(2022, 4, 1))
    unsure = DrawnBreak(date(2022, 3, 1), date(2022, 3, 1), date(2022, 3, 1), is_sure=False)

    assert "break-mark" in drawn(months(1, 1, 5, 5), since=sure)
    assert "hollow" in drawn(months(1, 1, 5, 5), since=unsure)
    assert break_words(sure) == "break 2022-03 (2022-02 to 2022-04)"
    assert break_words(unsure) == "no clear break (nearest 2022-03, that month alone)"


def test_no_months_and_no_baseline_still_draw() -> None:
    assert "<svg" in drawn(())
    assert 'class="baseline"' not in drawn(months(1, 2), baseline=(date(2019, 1, 1), date(2019, 12, 1)))


def test_bars_begin_where_the_last_one_ended() -> None:
    steps = [
        Step("Lost", "lost", 100.0, None, None, ""),
        Step("A", "gained", 40.0, 30.0, 50.0, ""),
        Step("B & C", "gained", 10.0, -5.0, 20.0, ""),
        Step("Rest", "unseen", 50.0, None, None, ""),
    ]
    svg = str(waterfall(steps, unit="EUR", title="t", words="w", figure_id="x", width=900))

    bars = re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="([\d.]+)" height="16" class="(\w+)"', svg)
    ends = [float(x) + float(width) for x, width, _ in bars]
    assert [kind for *_, kind in bars] == ["lost", "gained", "gained", "unseen"]
    assert float(bars[2][0]) == pytest.approx(ends[1], abs=0.11)
    assert float(bars[3][0]) == pytest.approx(ends[2], abs=0.11)
    assert ends[3] == pytest.approx(ends[0], abs=0.11)
    assert "B &amp; C" in svg
    assert "€10 (−€5 to €20)" in svg


def test_labels_of_near_places_do_not_cover_each_other() -> None:
    origin = MapPlace("From", 50.8, 4.4, "here")
    near = [MapPlace(f"Place {k}", 41 + 0.2 * k, 44 + 0.2 * k, "€1M", 1.0) for k in range(5)]
    svg = str(
        flow_map(
            origin,
            [*near, MapPlace("Far", 43, 77, "€9M", 9.0)],
            highest=9,
            title="t",
            words="w",
            figure_id="x",
            width=740,
        )
    )

    named = re.findall(r'<text x="([\d.]+)" y="([\d.]+)" class="value middle halo">([^<]+)', svg)
    boxes = [(float(x) - len(name) * 3, float(x) + len(name) * 3, float(y) - 11, float(y) + 15) for x, y, name in named]
    assert len(boxes) == 7
    for k, a in enumerate(boxes):
        for b in boxes[k + 1 :]:
            assert a[1] <= b[0] or b[1] <= a[0] or a[3] <= b[2] or b[3] <= a[2]


def test_a_place_without_trade_has_a_circle_and_no_arc() -> None:
    origin = MapPlace("From", 50.8, 4.4, "here")
    svg = str(
        flow_map(
            origin, [MapPlace("None", 41, 44, "0", 0.0)], highest=0, title="t", words="w", figure_id="x", width=740
        )
    )

    assert svg.count("<circle") == 2
    assert 'class="arc' not in svg


def test_land_lies_under_the_circles_and_borders_are_not_drawn() -> None:
    origin = MapPlace("From", 50.8, 4.4, "here")
    svg = str(
        flow_map(
            origin, [MapPlace("To", 41.3, 69.2, "€1M", 1.0)], highest=1, title="t", words="w", figure_id="x", width=740
        )
    )
    [land] = re.findall(r'<path d="([^"]+)" class="land"', svg)
    rings = [
        [tuple(map(float, point.split(","))) for point in ring.rstrip("Z").split("L")] for ring in land.split("M")[1:]
    ]
    circles = [tuple(map(float, found)) for found in re.findall(r'<circle cx="([\d.]+)" cy="([\d.]+)"', svg)]

    assert len(circles) == 2
    assert all(sum(_is_within(circle, ring) for ring in rings) % 2 for circle in circles)
    assert svg.index('class="land"') < svg.index("<circle")


def _is_within(point: tuple[float, ...], ring: list[tuple[float, ...]]) -> bool:
    """Return whether a ray to the east crosses the ring an odd number of times."""
    crossed = 0
    for (x1, y1), (x2, y2) in zip(ring, [*ring[1:], ring[0]], strict=True):
        if (y1 > point[1]) != (y2 > point[1]):
            crossed += x1 + (point[1] - y1) * (x2 - x1) / (y2 - y1) > point[0]
    return bool(crossed % 2)


@pytest.mark.parametrize("centre", [0.0, 40.0, 100.0, 180.0, -100.0])
def test_land_is_cut_where_the_map_ends_wherever_its_middle_is(centre: float) -> None:
    whole = (-90.0, 90.0, -180.0, 180.0)
    projection = EqualEarth(centre)

    def at(latitude: float, longitude: float) -> Point:
        x, y = projection.at(latitude, longitude)
        return 100 * x, 100 * y

    rings = coast_paths(at, centre, whole)

    steps = [abs(b[0] - a[0]) for ring in rings for a, b in itertools.pairwise(ring)]
    land = sum(_area(ring) for ring in rings)
    # Equal Earth keeps areas. Land without Antarctica is 135 of 510 million square kilometres (CIA World Factbook).
    assert land / (4 * math.pi * 100**2) == pytest.approx(135 / 510, rel=0.03)
    assert max(steps) < 100


def _area(ring: Sequence[tuple[float, float]]) -> float:
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True))) / 2


def test_a_polygon_is_cut_to_a_box() -> None:
    square = [(0.0, 0.0), (0.0, 4.0), (4.0, 4.0), (4.0, 0.0)]

    assert _area(clip(square, (1.0, 3.0, -9.0, 2.0))) == 4.0
    assert clip(square, (5.0, 6.0, 0.0, 1.0)) == []
