"""Who owns a firm and how a rule reaches it: owners above what they hold, as a picture that stands alone in a file."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markupsafe import Markup

from entrepot.graph.ownership_answer import OwnershipAnswer, OwnershipTree
from entrepot.graph.ownership_result import ReachStatus
from entrepot.report.figures.svg import drawing, group, node, number, shortened, text, text_width, wrapped

MOST_DRAWN = 40  # owners; more cannot be read, the answer in words has them all
_WIDTH_PX, _HEIGHT_PX, _GAP_PX, _RISE_PX, _PAD_PX, _HEAD_PX = 168.0, 46.0, 26.0, 112.0, 16.0, 62.0
_LEAST_WIDTH_PX = 620.0  # room for the title
_FONT_PX, _SMALL_PX, _LINE_PX = 12.0, 10.5, 13.0
_WORDS = {
    ReachStatus.DESIGNATED: "listed",
    ReachStatus.BLOCKED: "reached",
    ReachStatus.POSSIBLE: "possibly reached",
    ReachStatus.NOT_REACHED: "not reached",
    ReachStatus.UNKNOWN: "no owner known",
    ReachStatus.UNIDENTIFIED: "not identified",
}
# A file of its own brings its own style; every status is told by words as well as by its line.
_STYLE = """
svg { font-family: system-ui, sans-serif; background: #fff; }
text { fill: #1a1a1a; } .middle { text-anchor: middle; } .title { font-size: 14px; font-weight: 600; }
.name { font-size: 12px; } .status, .share, .note { font-size: 10.5px; fill: #444; }
.box { fill: #fff; stroke: #767676; } .asked { stroke-width: 2.5; } .designated { fill: #1a1a1a; stroke: #1a1a1a; }
.designated-words { fill: #fff; } .blocked { fill: #d9d9d9; stroke: #1a1a1a; }
.possible { stroke: #1a1a1a; stroke-dasharray: 6 3; } .unidentified { stroke-dasharray: 2 3; }
.stake { fill: none; stroke: #767676; } .counts { stroke: #1a1a1a; stroke-width: 2.5; } .ground { fill: #fff; }
"""


@dataclass
class _Drawn:
    """Parties by id with name, status and level (the party asked about is on level 0), and stakes between them in words."""

    names: dict[str, tuple[str, ReachStatus]]
    levels: dict[str, int]
    stakes: dict[tuple[str, str], str] = field(default_factory=dict)
    left_out: int = 0

    @property
    def rows(self) -> list[list[str]]:
        """The parties of each level, in the order they were met."""
        return [[p for p, at in self.levels.items() if at == level] for level in range(max(self.levels.values()) + 1)]


def ownership_drawing(answer: OwnershipAnswer, figure_id: str = "ownership") -> Markup:
    """Return the owners of a party as one `svg` element with its own style: largest first, thick where a stake is of the
    support set, the same in words for those who do not see it."""
    drawn = _gathered(answer)
    rows = drawn.rows
    width = max(_LEAST_WIDTH_PX, _PAD_PX * 2 + max(len(row) for row in rows) * (_WIDTH_PX + _GAP_PX) - _GAP_PX)
    height = _HEAD_PX + len(rows) * _RISE_PX
    centres = dict(_centres(rows, width, height))
    counting = {(stake.owner_id, stake.subject_id) for stake in answer.support_set}
    title = answer.in_words().split("\n", 1)[0]
    parts = [
        node("style", _STYLE),
        *_head(answer, title, width, drawn.left_out),
        *(_stake(centres, ends, is_counting=ends in counting) for ends in drawn.stakes),
        *(_party(drawn, party_id, centres[party_id]) for party_id in drawn.names),
        *(_share(centres, ends, words) for ends, words in drawn.stakes.items()),
    ]
    said = "; ".join(
        f"{drawn.names[owner][0]} holds {words} of {drawn.names[firm][0]}"
        for (owner, firm), words in drawn.stakes.items()
    )
    return drawing(parts, figure_id=figure_id, size=(width, height), title=title, words=said or "No owner is known.")


def _gathered(answer: OwnershipAnswer) -> _Drawn:
    drawn = _Drawn({answer.party_id: (answer.name, answer.status)}, {answer.party_id: 0})
    waiting = [(answer.party_id, owner) for owner in answer.owners]
    for firm, owner in waiting:  # level by level: what an owner's owners are comes after its equals
        if owner.party_id not in drawn.levels:
            if len(drawn.levels) > MOST_DRAWN:
                drawn.left_out += 1
                continue
            drawn.names[owner.party_id] = (owner.name, owner.status)
            drawn.levels[owner.party_id] = drawn.levels[firm] + 1
        drawn.stakes[owner.party_id, firm] = _share_words(owner)
        waiting += [(owner.party_id, above) for above in owner.owners]
    drawn.levels = _levels(answer.party_id, drawn)
    return drawn


def _levels(asked_id: str, drawn: _Drawn) -> dict[str, int]:
    """Return each party's level: above everything that it holds, stakes that close a circle left aside."""
    owners: dict[str, list[str]] = {}
    for owner, firm in drawn.stakes:
        owners.setdefault(firm, []).append(owner)
    levels = dict.fromkeys(drawn.names, 0)
    order: list[str] = []  # owners before what they hold
    _visit(asked_id, owners, [], order)
    places = {party_id: place for place, party_id in enumerate(order)}
    for firm in reversed(order):
        for owner in owners.get(firm, ()):
            if places[owner] < places[firm]:
                levels[owner] = max(levels[owner], levels[firm] + 1)
    return levels


def _visit(firm: str, owners: dict[str, list[str]], opened: list[str], order: list[str]) -> None:
    opened.append(firm)  # never taken off: a party is entered once
    for owner in owners.get(firm, ()):
        if owner not in opened:
            _visit(owner, owners, opened, order)
    order.append(firm)


def _share_words(owner: OwnershipTree) -> str:
    if not owner.is_share_known:
        return "share not stated"
    low, high = owner.lower_pct, owner.upper_pct
    return f"{low:g} %" if low == high else f"{low:g} to {high:g} %"


def _centres(rows: Sequence[Sequence[str]], width: float, height: float) -> Iterator[tuple[str, tuple[float, float]]]:
    for level, row in enumerate(rows):
        start = (width - len(row) * (_WIDTH_PX + _GAP_PX) + _GAP_PX) / 2
        y = height - _PAD_PX - _HEIGHT_PX / 2 - level * _RISE_PX
        for place, party_id in enumerate(row):
            yield party_id, (start + place * (_WIDTH_PX + _GAP_PX) + _WIDTH_PX / 2, y)


def _head(answer: OwnershipAnswer, title: str, width: float, left_out: int) -> Iterator[Markup]:
    yield text(_PAD_PX, 22, shortened(title, 14, width - 2 * _PAD_PX), class_="title")
    fence = f"{'at least' if answer.is_inclusive else 'more than'} {answer.threshold_pct or 0:g} %"
    rule = (
        f"{answer.rule_title}: {fence}." if answer.rule_title is not None else "No ownership rule applied on that day."
    )
    yield text(_PAD_PX, 39, shortened(rule, _SMALL_PX, width - 2 * _PAD_PX), class_="note")
    if left_out:
        yield text(_PAD_PX, 53, f"{left_out} further stakes are not drawn.", class_="note")


def _party(drawn: _Drawn, party_id: str, centre: tuple[float, float]) -> Markup:
    (name, status), (x, y) = drawn.names[party_id], centre
    asked = " asked" if drawn.levels[party_id] == 0 else ""
    on_dark = " designated-words" if status is ReachStatus.DESIGNATED else ""
    left, top = x - _WIDTH_PX / 2, y - _HEIGHT_PX / 2
    box = node("rect", x=left, y=top, width=_WIDTH_PX, height=_HEIGHT_PX, rx=4, class_=f"box {status}{asked}")
    lines = wrapped(name, _FONT_PX, _WIDTH_PX - 12, most_lines=2)
    at = y - (len(lines) * _LINE_PX + _LINE_PX) / 2 + 10
    words = [text(x, at + n * _LINE_PX, row, class_=f"name middle{on_dark}") for n, row in enumerate(lines)]
    words.append(text(x, at + len(lines) * _LINE_PX, _WORDS[status], class_=f"status middle{on_dark}"))
    return group([node("title", f"{name}: {_WORDS[status]}"), box, *words])


def _ends(centres: dict[str, tuple[float, float]], ends: tuple[str, str]) -> tuple[float, float, float, float]:
    """Return where a stake leaves its owner's box and meets the firm's, above or below it."""
    (x1, y1), (x2, y2) = centres[ends[0]], centres[ends[1]]
    down = 1 if y1 <= y2 else -1
    return x1, y1 + down * _HEIGHT_PX / 2, x2, y2 - down * _HEIGHT_PX / 2


def _bend(x1: float, y1: float, x2: float, y2: float) -> float:
    """Return how far a line that passes other levels swings aside, so that it does not run behind their boxes."""
    if abs(y2 - y1) <= _RISE_PX:
        return 0.0
    return _WIDTH_PX * (1.1 if x1 > x2 else -1.1)


def _stake(centres: dict[str, tuple[float, float]], ends: tuple[str, str], *, is_counting: bool) -> Markup:
    x1, y1, x2, y2 = _ends(centres, ends)
    aside, down = _bend(x1, y1, x2, y2), (y2 - y1) / 3
    points = [(x1, y1), (x1 + aside, y1 + down), (x2 + aside, y2 - down), (x2, y2)]
    path = "M{} C{} {} {}".format(*(f"{number(x)},{number(y)}" for x, y in points))
    return node("path", d=path, class_="stake counts" if is_counting else "stake")


def _share(centres: dict[str, tuple[float, float]], ends: tuple[str, str], words: str) -> Markup:
    """Return the share beside its owner, where the line is still between two levels."""
    x1, y1, x2, y2 = _ends(centres, ends)
    way = min(0.4, 0.4 * _RISE_PX / max(abs(y2 - y1), 1.0))
    aside, rest = _bend(x1, y1, x2, y2), 1 - way
    x = (rest**3 + 3 * rest**2 * way) * x1 + (3 * rest * way**2 + way**3) * x2 + 3 * rest * way * aside
    y = y1 + (y2 - y1) * way
    wide = text_width(words, _SMALL_PX) + 6
    ground = node("rect", x=x - wide / 2, y=y - 8, width=wide, height=13, class_="ground")
    return group([ground, text(x, y + 2, words, class_="share middle")])
