"""The marks of a chain's drawing: shipments that lines show, goods held, and passings that no line shows."""

from collections import Counter
from itertools import pairwise

from markupsafe import Markup

from entrepot.report.figures.chain_model import ChainPicture, Held, Shipped, Unseen
from entrepot.report.figures.chain_plan import NAME_PX, WIDTH_PX, ChainPlan
from entrepot.report.figures.labels import Box, first_free
from entrepot.report.figures.svg import group, line, node, number, text, text_width
from entrepot.report.words import counted, exact

NO_LINE = "no line shows this"
_LABEL_PX, _TIP_PX, _BADGE_PX = 11.0, 11.0, 9.0
_MOST_LABELLED = 8  # bands of a hop; more are told by the lane's words and by the table
_DAY_SHOWN_UP_TO = 3  # bands of a hop whose label names the day too
_THINNEST_UNSEEN_PX = 8.0  # a hollow band needs two edges


def amount_words(quantity: float, unit: str) -> str:
    """Return a quantity with its unit, as labels and titles write it."""
    return f"{exact(quantity)} {unit}".strip()


def shipped_words(shipped: Shipped, unit: str) -> str:
    """Return a band in a sentence: days, quantity, how much of it is matched."""
    span = (
        f"{shipped.left_on}" if shipped.left_on == shipped.arrived_on else f"{shipped.left_on} to {shipped.arrived_on}"
    )
    part = "" if shipped.matched >= shipped.quantity else f", {exact(shipped.matched)} of it matched on this chain"
    count = counted(shipped.consignments, "consignment")
    return f"{span}: {amount_words(shipped.quantity, unit)} in {count}{part}; {shipped.provenance}"


def held_marks(plan: ChainPlan, held: Held) -> list[Markup]:
    """Return the goods at a firm as an area along its lane, as tall as the quantity; its length in words where they fit."""
    y = plan.heights[held.lane_id]
    upper: list[tuple[float, float]] = []
    for (on, quantity), (until, _) in pairwise(held.steps):
        half = plan.width_of(quantity) / 2 if quantity > 0 else 0.0
        upper += [(plan.time.at(on), half), (plan.time.at(until), half)]
    if not upper or upper[-1][0] - upper[0][0] < 1:
        return []
    points = [(x, y - half) for x, half in upper] + [(x, y + half) for x, half in reversed(upper)]
    path = "M" + " L".join(f"{number(x)},{number(py)}" for x, py in points) + " z"
    return [node("path", node("title", held.words), d=path, class_="stock")]


def shipped_marks(plan: ChainPlan, shipped: Shipped, unit: str) -> list[Markup]:
    """Return a band from the sender's lane to the receiver's: dark what is matched, pale what is not."""
    x1, x2 = plan.at(shipped.left_on, shipped.hop), plan.at(shipped.arrived_on, shipped.hop)
    start, end = plan.heights[shipped.from_lane], plan.heights[shipped.to_lane]
    down = 1 if end > start else -1
    wide, inner = plan.width_of(shipped.quantity), plan.width_of(shipped.matched)
    ends = (x1, start, x2, end - (_TIP_PX - 1) * down)
    marks = [line(*ends, class_="edge-of", stroke_width=wide + 1.5)]
    is_partial = shipped.matched < shipped.quantity
    if is_partial:
        marks.append(line(*ends, class_=f"shipped rest {shipped.provenance}", stroke_width=wide))
    if shipped.matched > 0:
        marks.append(line(*ends, class_=f"shipped {shipped.provenance}", stroke_width=min(inner, wide)))
    half, base = wide / 2 + 4, end - _TIP_PX * down
    tip = f"M{number(x2 - half)},{number(base)} L{number(x2 + half)},{number(base)} L{number(x2)},{number(end)} z"
    marks.append(node("path", d=tip, class_=f"tip {shipped.provenance}"))
    return [group([node("title", shipped_words(shipped, unit)), *marks])]


def shipped_box(plan: ChainPlan, shipped: Shipped) -> Box:
    """Return the place a band takes."""
    x1, x2 = sorted((plan.at(shipped.left_on, shipped.hop), plan.at(shipped.arrived_on, shipped.hop)))
    half = plan.width_of(shipped.quantity) / 2 + 4
    top, bottom = sorted((plan.heights[shipped.from_lane], plan.heights[shipped.to_lane]))
    return Box(x1 - half, top, x2 + half, bottom)


def unseen_marks(plan: ChainPlan, unseen: Unseen) -> list[Markup]:
    """Return the way of an inferred passing: along one lane, down, along the other; hollow and dotted."""
    x1, x2 = _unseen_ends(plan, unseen)
    y1, y2 = plan.heights[unseen.from_lane], plan.heights[unseen.to_lane]
    half, middle = max(_THINNEST_UNSEEN_PX, plan.width_of(unseen.quantity)) / 2, (x1 + x2) / 2
    off = half if y2 >= y1 else -half
    if x2 - x1 > 2 * half:
        upper = [(x1, y1 - off), (middle + half, y1 - off), (middle + half, y2 - off), (x2, y2 - off)]
        lower = [(x2, y2 + off), (middle - half, y2 + off), (middle - half, y1 + off), (x1, y1 + off)]
    else:
        upper, lower = [(x1 - half, y1), (x2 + half, y1)], [(x2 + half, y2), (x1 - half, y2)]
    way = "M" + " L".join(f"{number(x)},{number(y)}" for x, y in (*upper, *lower)) + " z"
    return [node("path", node("title", unseen.words), d=way, class_="unseen")]


def unseen_words(plan: ChainPlan, unseen: Unseen, taken: list[Box]) -> list[Markup]:
    """Return what is written on an inferred passing: a question mark, and that no line shows it."""
    y1, y2 = plan.heights[unseen.from_lane], plan.heights[unseen.to_lane]
    badge = (sum(_unseen_ends(plan, unseen)) / 2, (y1 + y2) / 2)
    taken.append(Box.around(*badge, 2 * _BADGE_PX + 2, 2 * _BADGE_PX + 2))
    marks = [
        node("title", unseen.words),
        node("circle", cx=badge[0], cy=badge[1], r=_BADGE_PX, class_="unseen-badge"),
        text(badge[0], badge[1] + 4.5, "?", class_="unseen-mark middle"),
    ]
    return [group(marks), _unseen_label(badge, plan.width_of(unseen.quantity) / 2, taken)]


def _unseen_ends(plan: ChainPlan, unseen: Unseen) -> tuple[float, float]:
    return plan.at(unseen.from_on, unseen.after_hop), plan.at(unseen.to_on, unseen.after_hop + 1)


def _unseen_label(badge: tuple[float, float], half: float, taken: list[Box]) -> Markup:
    wide = text_width(NO_LINE, _LABEL_PX) + 6
    x, y = badge
    away = max(half, _BADGE_PX) + 4
    spots = [Box(left, y + dy - 8, left + wide, y + dy + 6)
             for dy in (0, -18, 18, -30, 30) for left in (x + away, x - away - wide)]  # fmt: skip
    spots = [box for box in spots if box.right <= WIDTH_PX]
    free = first_free(spots, taken) or spots[0]  # these words stand always, over something else if they must
    taken.append(free)
    return text(free.left + 3, free.bottom - 3, NO_LINE, class_="unseen-words")


def labels(plan: ChainPlan, picture: ChainPicture, taken: list[Box]) -> list[Markup]:
    """Return the quantities beside the bands of hops with few of them, where they cover nothing."""
    count = Counter(shipped.hop for shipped in picture.shipped)
    drawn: list[Markup] = []
    for shipped in sorted(picture.shipped, key=lambda s: (s.hop, -s.quantity, s.left_on)):
        if count[shipped.hop] <= _MOST_LABELLED:
            matched = f", {exact(shipped.matched)} matched" if shipped.matched < shipped.quantity else ""
            rows = [amount_words(shipped.quantity, picture.unit) + matched]
            if count[shipped.hop] <= _DAY_SHOWN_UP_TO:
                rows.append(shipped.arrived_on.isoformat())
            drawn += _label(rows, shipped_box(plan, shipped), taken)
    return drawn


def _label(rows: list[str], band: Box, taken: list[Box]) -> list[Markup]:
    wide, tall = max(text_width(row, _LABEL_PX) for row in rows) + 6, 14.0 * len(rows)
    middle = (band.top + band.bottom) / 2
    spots = [
        Box(left, middle + dy - tall / 2, left + wide, middle + dy + tall / 2)
        for dy in (0, -14, 14)
        for left in (band.right + 3, band.left - 3 - wide)
        if left >= NAME_PX and left + wide <= WIDTH_PX
    ]
    free = first_free(spots, taken)
    if free is None:
        return _label(rows[:-1], band, taken) if len(rows) > 1 else []
    taken.append(free)
    return [
        text(free.left + 3, free.top + 11 + 14 * k, row, class_="soft-label" if k else "band-label")
        for k, row in enumerate(rows)
    ]
