"""A chain as lanes: one row a firm, grouped by country, time from left to right, width by quantity."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from entrepot.report.figures.axes import Event, event_layer, for_width
from entrepot.report.figures.chain_frame import foot, head
from entrepot.report.figures.chain_marks import (
    held_marks,
    labels,
    shipped_box,
    shipped_marks,
    unseen_marks,
    unseen_words,
)
from entrepot.report.figures.chain_model import ChainLane, ChainPicture
from entrepot.report.figures.chain_plan import AXIS_PX, NAME_PX, WIDTH_PX, ChainPlan, plan_of, time_of
from entrepot.report.figures.svg import drawing, group, line, node, shortened, text, text_width, wrapped
from entrepot.report.words import PROVENANCE_WORDS

_NAME_BOLD_PX, _SMALL_PX, _LINE_PX = 13.2, 10.5, 13.5  # names are 12 px and bold
_NAME_LINES = 3
_PAD_PX = 8.0
# Marks of docs: the page's own colours where it has them, else those of a light ground. Nothing rests on colour alone:
# shipments are filled and end in a head, what no line shows is hollow, dotted and says so.
STYLE = """
.chain { font-family: system-ui, "Noto Sans", "DejaVu Sans", sans-serif; font-size: 11px; }
.chain text { fill: var(--text, #1C2024); } .chain .middle { text-anchor: middle; } .chain .end { text-anchor: end; }
.chain .ground { fill: var(--ground, #FFFFFF); } .chain .country { fill: var(--panel, #F5F7F9); }
.chain .country-edge { stroke: var(--rule, #D5DAE0); } .chain .country-name { font-weight: 600; fill: var(--soft, #4D5865); }
.chain .rail { stroke: var(--rule, #D5DAE0); } .chain .axis { stroke: var(--soft, #4D5865); }
.chain .tick { fill: var(--soft, #4D5865); } .chain .lane-name { font-size: 12px; font-weight: 600; }
.chain .lane-words { font-size: 10.5px; fill: var(--soft, #4D5865); }
.chain .stock { fill: var(--clear, #5F6B7A); fill-opacity: .38; }
.chain .edge-of { stroke: var(--ground, #FFFFFF); }
.chain .shipped, .chain-key .shipped { stroke: var(--observed, #1F5FBF); }
.chain .tip { fill: var(--observed, #1F5FBF); }
.chain .reconstructed.shipped, .chain-key .reconstructed { stroke: var(--reconstructed, #9A6700); stroke-dasharray: 13 2.5; }
.chain .reconstructed.tip { fill: var(--reconstructed, #9A6700); }
.chain .synthetic.shipped, .chain-key .synthetic { stroke: var(--synthetic, #6E40C9); stroke-dasharray: 2.5 2.5; }
.chain .synthetic.tip { fill: var(--synthetic, #6E40C9); }
.chain .rest, .chain-key .rest { stroke-opacity: .32; }
.chain .unseen, .chain-key .unseen { fill: var(--ground, #FFFFFF); stroke: var(--inferred, #5F6B7A);
  stroke-width: 1.8; stroke-dasharray: 2 4; }
.chain .unseen-badge { fill: var(--ground, #FFFFFF); stroke: var(--inferred, #5F6B7A); stroke-dasharray: 2 2; }
.chain .unseen-mark { font-size: 13px; font-weight: 700; } .chain .unseen-words { font-style: italic; }
.chain .band-label { font-weight: 600; } .chain .soft-label { fill: var(--soft, #4D5865); }
.chain .band-label, .chain .soft-label, .chain .unseen-words, .chain .event { paint-order: stroke;
  stroke: var(--ground, #FFFFFF); stroke-width: 3.5px; stroke-linejoin: round; }
.chain .event-line { stroke: var(--soft, #4D5865); stroke-dasharray: 3 3; }
.chain .made { font-weight: 600; } .chain .made-box { fill: none; stroke: currentColor; }
.chain .title { font-size: 15px; font-weight: 600; } .chain .fact { font-size: 12px; }
.chain .note { font-size: 11px; fill: var(--soft, #4D5865); }
"""


@dataclass(frozen=True)
class ChainFigure:
    """A drawn chain: the whole element, its height, and the dates that it shows by numbers."""

    svg: Markup
    height_px: float
    numbered: tuple[Event, ...]


def chain_figure(picture: ChainPicture, *, figure_id: str, has_frame: bool, y: float | None = None) -> ChainFigure:
    """Return the drawing of a chain.

    Args:
        picture: What is drawn.
        figure_id: Unique in its page; ids of title and description begin with it.
        has_frame: Whether title, key, notes and caveats are drawn too: a page says them around the figure.
        y: Where it stands in a larger drawing; None where it stands alone.
    """
    events = for_width(picture.events, WIDTH_PX - NAME_PX)
    above, top = head(picture) if has_frame else ([], _PAD_PX)
    layer_px = event_layer(events, time_of(picture), 0.0, 0.0).height_px
    plan = plan_of(picture, top + layer_px + 4)
    body = _body(picture, plan, events, top)
    bottom = plan.bottom + AXIS_PX
    numbered = tuple(event for event in events if event.tag)
    made, bottom = _provenance(picture, bottom)
    below, bottom = foot(picture, numbered, bottom) if has_frame else ([], bottom + _PAD_PX)
    parts = [node("rect", x=0, y=0, width=WIDTH_PX, height=bottom, class_="ground"), *above, *body, *made, *below]
    svg = drawing(
        parts, figure_id=figure_id, size=(WIDTH_PX, bottom), title=picture.title, words=picture.words,
        class_="chain", smallest=0.8, y=y,
    )  # fmt: skip
    return ChainFigure(svg, bottom, numbered)


def _body(picture: ChainPicture, plan: ChainPlan, events: Sequence[Event], top: float) -> list[Markup]:
    layer = event_layer(events, plan.time, top, 0.0)
    marks = event_layer(events, plan.time, top, plan.bottom - layer.height_px).marks
    parts = [*_countries(plan), *(mark for lane in picture.lanes for mark in _lane(lane, plan)), *marks]
    for held in picture.held:
        parts += held_marks(plan, held)
    taken = [shipped_box(plan, shipped) for shipped in picture.shipped]
    for unseen in picture.unseen:
        parts += unseen_marks(plan, unseen)
    for shipped in picture.shipped:
        parts += shipped_marks(plan, shipped, picture.unit)
    for unseen in picture.unseen:
        parts += unseen_words(plan, unseen, taken)
    return [*parts, *labels(plan, picture, taken), *_axis(picture, plan)]


def _axis(picture: ChainPicture, plan: ChainPlan) -> list[Markup]:
    """Return ticks and dates beneath the lanes; of a chain of one day that day alone."""
    if picture.is_one_day:
        words = f"all on {picture.days[0]}: hops side by side, in their order" if plan.step_px else f"{picture.days[0]}"
        return [text((NAME_PX + plan.time.right_px) / 2, plan.bottom + 16, words, class_="tick middle")]
    drawn: list[Markup] = []
    for day, words in plan.time.ticks():
        x = plan.time.at(day)
        drawn.append(line(x, plan.bottom, x, plan.bottom + 4, class_="axis"))
        drawn.append(text(x, plan.bottom + 16, words, class_="tick middle"))
    return drawn


def _countries(plan: ChainPlan) -> list[Markup]:
    """Return a ground for each country, every other one tinted, with its name."""
    drawn: list[Markup] = []
    for place, country in enumerate(plan.groups):
        if place % 2 == 0:
            size = {"x": 0.0, "y": country.top, "width": WIDTH_PX, "height": country.bottom - country.top}
            drawn.append(node("rect", class_="country", **size))
        drawn.append(line(0, country.top, WIDTH_PX, country.top, class_="country-edge"))
        drawn.append(text(8, country.top + 16, country.country, class_="country-name"))
    return [*drawn, line(0, plan.bottom, WIDTH_PX, plan.bottom, class_="country-edge")]


def _lane(lane: ChainLane, plan: ChainPlan) -> list[Markup]:
    y, room = plan.heights[lane.lane_id], NAME_PX - 22
    names = wrapped(_breakable(lane.name, room), _NAME_BOLD_PX, room, most_lines=_NAME_LINES)
    rows = [(row, "lane-name") for row in names]
    rows += [(row, "lane-words") for row in wrapped(lane.words, _SMALL_PX, room, most_lines=2)]
    first = y + 4 - (len(rows) - 1) * _LINE_PX / 2
    words = [text(8, first + _LINE_PX * k, row, class_=class_) for k, (row, class_) in enumerate(rows)]
    rail = line(NAME_PX, y, plan.time.right_px, y, class_="rail")
    return [rail, group([node("title", f"{lane.name} ({lane.country}): {lane.words}"), *words])]


def _breakable(name: str, room: float) -> str:
    """Return a name whose words all fit into a line: scripts that write no spaces break anywhere."""
    pieces: list[str] = []
    for word in name.split():
        piece = ""
        for character in word:
            if text_width(piece + character, _NAME_BOLD_PX) > room:
                pieces.append(piece)
                piece = ""
            piece += character
        pieces.append(piece)
    return " ".join(pieces)


def _provenance(picture: ChainPicture, y: float) -> tuple[list[Markup], float]:
    """Return what is not observed, said within the drawing: it may be cut out of its page."""
    if picture.provenance == "observed":
        return [], y
    said = PROVENANCE_WORDS.get(picture.provenance, "")
    words = shortened(f"{picture.provenance}: {said}", 12.0, WIDTH_PX - NAME_PX)
    return [text(WIDTH_PX - 8, y + 12, words, class_=f"made {picture.provenance} end")], y + 18
