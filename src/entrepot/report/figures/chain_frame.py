"""Title, key, notes and caveats of a chain's drawing that stands alone in a file."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from entrepot.report.figures.axes import Event
from entrepot.report.figures.chain_marks import NO_LINE
from entrepot.report.figures.chain_model import ChainPicture
from entrepot.report.figures.chain_plan import WIDTH_PX
from entrepot.report.figures.svg import group, line, node, number, text, text_width, wrapped

OUTCOME_WORDS = {"raised": "■ Raised", "clear": "○ Not raised", "gap": "? Where the way begins unseen"}
_LEFT_PX, _ROOM_PX = 8.0, WIDTH_PX - 24.0
_TITLE_PX, _FACT_PX, _NOTE_PX = 15.0, 12.0, 11.0
_BOLD = 1.12  # how much wider bold letters are
_SAMPLE_PX = 34.0  # of the key, with the air after it
_MOST_LINES = 6  # of one title, fact or note


def head(picture: ChainPicture) -> tuple[list[Markup], float]:
    """Return title and facts, and where they end."""
    title = wrapped(picture.title, _TITLE_PX * _BOLD, _ROOM_PX, most_lines=_MOST_LINES)
    marked = f"{OUTCOME_WORDS[picture.outcome]}. " + " ".join(picture.facts)
    facts = wrapped(marked, _FACT_PX, _ROOM_PX, most_lines=_MOST_LINES)
    drawn, y = [], 12.0
    for rows, tall, class_ in ((title, 19.0, "title"), (facts, 16.0, "fact")):
        for row in rows:
            y += tall
            drawn.append(text(_LEFT_PX, y, row, class_=class_))
    return drawn, y + 12


def foot(picture: ChainPicture, numbered: Sequence[Event], y: float) -> tuple[list[Markup], float]:
    """Return key, dates, notes and caveats, and where they end."""
    drawn, y = _key(picture, y + 14)
    dates = [f"{event.tag}: {event.words}" for event in numbered]
    said: Iterable[str] = (
        *(["; ".join(dates) + "."] if dates else []),
        *picture.elsewhere,
        *picture.notes,
        *picture.caveats,
    )
    y += 10
    for words in said:
        for row in wrapped(words, _NOTE_PX, _ROOM_PX, most_lines=_MOST_LINES):
            y += 15
            drawn.append(text(_LEFT_PX, y, row, class_="note"))
    return drawn, y + 16


def _key(picture: ChainPicture, y: float) -> tuple[list[Markup], float]:
    """Return a sample of each mark that the drawing holds, with its meaning, and the last row's height."""
    drawn: list[Markup] = []
    x = _LEFT_PX
    for words, marks in _samples(picture):
        wide = _SAMPLE_PX + text_width(words, _NOTE_PX)
        if x > _LEFT_PX and x + wide > WIDTH_PX:
            x, y = _LEFT_PX, y + 16
        mark = group(marks, transform=f"translate({number(x)},{number(y - 4)})")
        drawn.append(group([mark, text(x + _SAMPLE_PX, y, words, class_="note")]))
        x += wide + 18
    return drawn, y


def _samples(picture: ChainPicture) -> list[tuple[str, list[Markup]]]:
    made = sorted({shipped.provenance for shipped in picture.shipped})
    samples = [(f"{name}: lines show it, width is quantity", [_stroke(f"shipped {name}")]) for name in made]
    if any(0 < shipped.matched < shipped.quantity or not shipped.matched for shipped in picture.shipped):
        samples.append(("pale edge: not matched", [_stroke(f"shipped rest {made[0]}")]))
    if picture.held:
        samples.append(
            ("along a lane: held, matched in and out", [node("rect", x=0, y=-5, width=26, height=10, class_="stock")])
        )
    if picture.unseen:
        samples.append((f"? inferred: {NO_LINE}", [node("rect", x=0, y=-5, width=26, height=10, class_="unseen")]))
    return samples


def _stroke(class_: str) -> Markup:
    return line(0, 0, 26, 0, class_=class_, stroke_width=10.0)
