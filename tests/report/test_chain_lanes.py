"""The drawing of a chain: what lines show and what is inferred differ in form and words; names are data, width is quantity."""

from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path
from xml.etree import ElementTree

import pytest

from entrepot.report.chain_drawing import chain_picture, traced
from entrepot.report.chain_file import stacked
from entrepot.report.figures.axes import Event
from entrepot.report.figures.chain_lanes import chain_figure
from entrepot.report.figures.chain_model import ChainPicture
from entrepot.report.figures.chain_plan import WIDTH_PX
from entrepot.report.figures.svg import text_width
from entrepot.report.words import PROVENANCE_WORDS
from entrepot.store.engine import Row

from .chain_cases import (
    CHINESE,
    CYRILLIC,
    WICKED,
    answered,
    case_of,
    gap,
    line,
    long_way,
    many,
    two_hops,
    unnamed_gap,
)

SVG = "{http://www.w3.org/2000/svg}"


def picture(folder: Path, rows: list[Row], **more: object) -> ChainPicture:
    results = case_of(folder, rows, **more)  # type: ignore[arg-type]
    answer = answered(results, parts=("GX-100",), to_iso="RU")
    drawn = chain_picture(answer.chains[0], traced(results, answer))
    results.engine.close()
    return drawn


def parsed(drawn: ChainPicture) -> ElementTree.Element:
    return ElementTree.fromstring(stacked([drawn]))


def of_class(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [each for each in root.iter() if name in each.get("class", "").split()]


def words_in(root: ElementTree.Element) -> str:
    return " ".join(" ".join(each.text or "" for each in root.iter(f"{SVG}{tag}")) for tag in ("text", "title", "desc"))


def test_shipments_are_filled_and_end_in_a_head_and_nothing_is_inferred(tmp_path: Path) -> None:
    root = parsed(picture(tmp_path, two_hops()))

    assert len(of_class(root, "tip")) == 2
    assert [each.tag for each in of_class(root, "stock")] == [f"{SVG}path", f"{SVG}rect"]  # the goods held, and the key
    assert not of_class(root, "unseen")
    assert "no line shows this" not in words_in(root)


@pytest.mark.parametrize("rows", [gap(), unnamed_gap()])
def test_an_inferred_passing_has_marks_of_its_own_and_says_that_no_line_shows_it(
    tmp_path: Path, rows: list[Row]
) -> None:
    drawn = picture(tmp_path, rows)
    root = parsed(drawn)

    [way] = of_class(root.find(f"{SVG}svg") or root, "unseen")[:1]
    assert way.tag == f"{SVG}path"
    assert "stroke-width" not in way.attrib  # hollow: its outline alone is drawn, and no shipment class is on it
    assert not {"shipped", "tip", "stock"} & set(way.get("class", "").split())
    assert not of_class(root, "stock")
    shown = [each.text for each in root.iter(f"{SVG}text")]
    assert "no line shows this" in shown
    assert "?" in shown
    assert "··?··" in drawn.title


def test_the_same_marks_stand_in_the_style_without_resting_on_colour(tmp_path: Path) -> None:
    style = next(parsed(picture(tmp_path, gap())).iter(f"{SVG}style")).text or ""
    rules = {rule.split("{")[0].strip().split(",")[0]: rule for rule in style.split("}") if "{" in rule}

    assert "stroke-dasharray" in rules[".chain .unseen"]
    assert "var(--ground" in rules[".chain .unseen"]  # hollow
    assert "stroke-dasharray" not in rules[".chain .shipped"]


def test_names_are_data_and_whole_in_the_lane_s_title(tmp_path: Path) -> None:
    drawn = picture(tmp_path, two_hops(), names={"a": CYRILLIC, "b": CHINESE, "c": WICKED})
    root = parsed(drawn)

    titles = " ".join(each.text or "" for each in root.iter(f"{SVG}title"))
    assert CYRILLIC in titles
    assert CHINESE in titles
    assert WICKED.replace("\x0b", "\ufffd") in titles  # XML holds no vertical tab
    assert not list(root.iter(f"{SVG}b"))
    in_lane = [each.text or "" for each in of_class(root, "lane-name")]
    assert len([words for words in in_lane if words[0] in CHINESE]) == 3  # wrapped, then cut
    assert any(words.endswith("…") for words in in_lane)


def test_width_is_quantity_and_what_is_not_matched_is_pale(tmp_path: Path) -> None:
    rows = [line(2, "a.DE>b.KZ", 9, 3000.0), line(4, "b.KZ>c.RU", 12, 1000.0)]
    root = parsed(picture(tmp_path, rows))

    pale = {float(each.get("stroke-width", "0")) for each in of_class(root, "rest") if each.get("y1") != "0"}
    dark = [
        float(each.get("stroke-width", "0"))
        for each in of_class(root, "shipped")
        if "rest" not in each.get("class", "")
    ]
    assert pale == {24.0}
    assert sorted(dark)[:2] == [8.0, 8.0]  # a third of the pale one, in both hops
    assert "3,000 pcs, 1,000 matched" in words_in(root)


def test_five_hundred_consignments_stay_readable_and_small(tmp_path: Path) -> None:
    drawn = picture(tmp_path, many())
    text = stacked([drawn])

    assert len(of_class(ElementTree.fromstring(text), "tip")) == len(drawn.shipped) <= 120
    assert len(text) < 120_000
    assert any("merged by month" in note for note in drawn.notes)
    assert "merged by month" in text


def test_hops_of_one_day_stand_side_by_side_in_their_order(tmp_path: Path) -> None:
    root = parsed(picture(tmp_path, long_way(5, 0)))

    starts = [float(each.get("x1", "0")) for each in of_class(root, "edge-of")]
    assert starts == sorted(starts)
    assert len(set(starts)) == 5
    assert "hops side by side" in words_in(root)


def test_twelve_hops_have_thirteen_lanes_grouped_by_country(tmp_path: Path) -> None:
    drawn = picture(tmp_path, long_way())
    heads = [each.text for each in of_class(parsed(drawn), "country-name")]

    assert len(drawn.lanes) == 13
    assert heads == ["Germany", "China", "Kyrgyzstan", "Kazakhstan", "Russia"]


def test_dates_on_the_axis_are_drawn_and_others_are_told(tmp_path: Path) -> None:
    inside = picture(tmp_path, two_hops(), listed=date(2023, 1, 15))
    after = picture(tmp_path, two_hops(), listed=date(2024, 6, 25))

    assert len(of_class(parsed(inside), "event-line")) == 1
    assert not of_class(parsed(after), "event-line")
    assert "Off the axis: 2024-06-25 EU lists Firm b (520 days after the last shipment)." in stacked([after])


def test_many_dates_are_numbered_and_the_key_stays_within_the_drawing(tmp_path: Path) -> None:
    drawn = picture(tmp_path, two_hops())
    dates = tuple(Event(date(2023, 1, day), f"EU lists firm {day}") for day in range(11, 18))
    made = [replace(s, matched=s.quantity / 2, provenance=p) for s, p in product(drawn.shipped, PROVENANCE_WORDS)]
    root = parsed(replace(drawn, events=dates, shipped=tuple(made)))

    assert [each.text for each in of_class(root, "event")] == [str(n) for n in range(1, 8)]
    assert "1: 2023-01-11 EU lists firm 11; 2: " in words_in(root)
    notes = [each for each in of_class(root, "note") if "width is quantity" in (each.text or "")]
    assert len(notes) == len(PROVENANCE_WORDS)
    assert len({each.get("y") for each in notes}) > 1
    assert all(float(each.get("x", "0")) + text_width(each.text or "", 11.0) <= WIDTH_PX for each in notes)


def test_what_is_invented_says_so_within_the_drawing(tmp_path: Path) -> None:
    rows = [{**row, "provenance": "synthetic"} for row in two_hops()]
    drawn = picture(tmp_path, rows)
    figure = chain_figure(drawn, figure_id="x", has_frame=False)

    assert "synthetic: invented, not real trade" in figure.svg
    assert "synthetic" not in chain_figure(picture(tmp_path, two_hops()), figure_id="x", has_frame=False).svg


def test_the_drawing_is_the_same_every_time_and_said_in_words(tmp_path: Path) -> None:
    first, again = (stacked([picture(tmp_path, many(60))]) for _ in range(2))

    assert first == again
    root = parsed(picture(tmp_path, two_hops()))
    figure = next(each for each in root.iter(f"{SVG}svg") if each.get("role") == "img")
    ids = (figure.get("aria-labelledby") or "").split()
    assert [each.get("id") for each in figure.iter() if each.get("id") in ids] == ids
    assert "Firm a (Germany) to Firm b (Kazakhstan), 2,598 pcs of HS 854239" in words_in(root)
