"""Networks and lanes: boxes apart, countries in order, goods held as long as the rows say."""

import re
from datetime import date
from itertools import combinations

from entrepot.report.figures.holding import Held, holdings
from entrepot.report.figures.lanes import Lane, Movement, lanes
from entrepot.report.figures.network import Edge, Node, network
from entrepot.report.figures.network_layout import laid_out

BANDS = ["Germany", "Kazakhstan", "Russia"]


def firm(number: int, band: str) -> Node:
    return Node(f"f{number:02d}", f"Firm {number}", "company", band)


def crowd() -> tuple[list[Node], list[Edge]]:
    nodes = [firm(k, BANDS[k % 3]) for k in range(24)] + [Node("t", "One street", "address", "Russia")]
    edges = [Edge(f"f{k:02d}", "t", "", "reported") for k in range(24)]
    return nodes, edges


def test_boxes_do_not_overlap_and_countries_stand_from_left_to_right() -> None:
    nodes, edges = crowd()
    layout = laid_out(nodes, edges, BANDS)
    assert not any(a.overlaps(b) for a, b in combinations(layout.boxes.values(), 2))
    assert [name for name, _, _ in layout.bands] == BANDS
    for node in nodes:
        left, right = next((a, b) for name, a, b in layout.bands if name == node.band)
        assert left < layout.boxes[node.node_id].left < layout.boxes[node.node_id].right < right
    assert all(box.bottom <= layout.size[1] and box.right <= layout.size[0] for box in layout.boxes.values())


def test_layout_does_not_depend_on_the_order_of_nodes() -> None:
    nodes, edges = crowd()
    assert laid_out(nodes[::-1], edges, BANDS) == laid_out(nodes, edges, BANDS)


def test_shared_thing_stands_right_of_the_firms_of_its_country() -> None:
    nodes, edges = crowd()
    boxes = laid_out(nodes, edges, BANDS).boxes
    assert boxes["t"].left > max(boxes[n.node_id].right for n in nodes if not n.is_thing)


def test_inferred_edge_is_dotted_and_carries_a_question_mark() -> None:
    nodes = [firm(1, "Russia"), firm(2, "Russia")]
    edges = [Edge("f01", "f02", "possible match", "inferred")]
    drawn = network(nodes, edges, BANDS, title="Who?", figure_id="n")
    assert 'class="edge inferred"' in drawn
    assert re.search(r'class="edge-label middle">(possible match )?\?<', drawn)


def test_network_says_the_same_in_words() -> None:
    nodes = [firm(1, "Germany"), firm(2, "Russia")]
    drawn = network(nodes, [Edge("f01", "f02", "supplies", "reported", True)], BANDS, title="Who?", figure_id="n")
    assert "Firm 1 – supplies – Firm 2" in drawn
    assert 'marker-end="url(#n-arrow)"' in drawn


def move(day: int, from_id: str, to_id: str, quantity: float, goods: str = "XC-100") -> Movement:
    return Movement(date(2023, 1, day), from_id, to_id, goods, quantity, "pcs", "reported")


def test_goods_are_held_from_the_day_they_come_to_the_day_they_go() -> None:
    moved = [move(9, "a", "b", 1500.0), move(12, "a", "b", 500.0), move(24, "b", "c", 1800.0)]
    held = list(holdings(moved))
    assert held == [
        Held("b", date(2023, 1, 9), date(2023, 1, 24), 1500.0),
        Held("b", date(2023, 1, 12), date(2023, 1, 24), 300.0),
    ]


def test_goods_sent_before_they_came_or_of_another_kind_are_not_held() -> None:
    assert list(holdings([move(24, "a", "b", 10.0), move(9, "b", "c", 10.0)])) == []
    assert list(holdings([move(9, "a", "b", 10.0, "X"), move(24, "b", "c", 10.0, "Y")])) == []


def test_width_of_a_movement_is_its_quantity() -> None:
    rows = [Lane(name, name.upper(), band) for name, band in zip("abc", BANDS, strict=True)]
    drawn = lanes(rows, [move(9, "a", "b", 2000.0), move(24, "b", "c", 500.0)], [], title="Which way?", figure_id="l")
    assert re.findall(r'class="moved reported" stroke-width="([\d.]+)"', drawn) == ["16", "4"]
    assert "2023-01-09: A to B, 2,000 pcs XC-100." in drawn
    assert drawn.count('class="held"') == 1
