"""The drawing of owners: who stands above whom, what is left out, and words that are no markup."""

from datetime import date
from xml.etree.ElementTree import Element, fromstring

import pytest

from core_rows import CoreRows
from entrepot.graph.ownership import explain, reach
from entrepot.report.figures.ownership import MOST_DRAWN, ownership_drawing
from entrepot.resolve.linking import link_parties
from entrepot.store.engine import DuckEngine


@pytest.fixture
def rows() -> CoreRows:
    made = CoreRows()
    for name in ("X", "A", "B", "Y"):
        made.party(name, f"<{name}> & Söhne")
    made.listed("X")
    return made


def drawn(duck: DuckEngine, rows: CoreRows, party_id: str) -> Element:
    rows.load(duck)
    link_parties(duck)
    found = reach(duck, "OFAC", date(2025, 10, 1), about=[party_id])
    return fromstring(str(ownership_drawing(explain(found, party_id))))


def heights(root: Element) -> dict[str, float]:
    """Return how far down each party's box stands."""
    boxes = {}
    for group in root.iter("g"):
        title, rect = group.find("title"), group.find("rect")
        if title is not None and title.text is not None and rect is not None:
            boxes[title.text.split(":")[0]] = float(rect.attrib["y"])
    return boxes


def test_an_owner_stands_above_everything_it_holds(duck: DuckEngine, rows: CoreRows) -> None:
    rows.owns("X", "A", 50.0)
    rows.owns("A", "B", 40.0)
    rows.owns("X", "B", 10.0)
    rows.owns("B", "A", 5.0)

    at = heights(drawn(duck, rows, "B"))

    assert at["<X> & Söhne"] < at["<A> & Söhne"] < at["<B> & Söhne"]


def test_stakes_of_the_support_set_are_marked_and_statuses_are_words(duck: DuckEngine, rows: CoreRows) -> None:
    rows.owns("X", "B", 60.0)
    rows.owns("Y", "B", None)

    root = drawn(duck, rows, "B")

    assert [path.attrib["class"] for path in root.iter("path")] == ["stake counts", "stake"]
    words = [text.text for text in root.iter("text")]
    assert {"60 %", "share not stated", "listed", "reached", "no owner known"} <= set(words)


def test_owners_beyond_what_can_be_read_are_counted(duck: DuckEngine, rows: CoreRows) -> None:
    rows.owns("X", "B", 60.0)
    for number in range(MOST_DRAWN + 2):
        rows.party(f"o{number:02}", f"Owner {number}")
        rows.owns(f"o{number:02}", "B", 0.5)

    words = [text.text for text in drawn(duck, rows, "B").iter("text")]

    assert "3 further stakes are not drawn." in words


def test_a_party_without_owners_is_drawn_alone(duck: DuckEngine, rows: CoreRows) -> None:
    root = drawn(duck, rows, "Y")

    assert len(list(root.iter("rect"))) == 1
    assert not list(root.iter("path"))
    assert root.findtext("desc") == "No owner is known."
