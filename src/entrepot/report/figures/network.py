"""A network around one party: countries from left to right, shared things as nodes between the firms that share them."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from entrepot.report.figures.labels import Box, first_free
from entrepot.report.figures.network_layout import NODE_HEIGHT_PX, Layout, laid_out
from entrepot.report.figures.svg import drawing, group, node, number, text, text_width, wrapped

_FONT_PX, _SMALL_PX = 12.0, 10.5
_BOLD = 1.08  # bold text is about this much wider
_LABEL_PLACES = (0.5, 0.4, 0.6, 0.3, 0.7, 0.22, 0.78)


@dataclass(frozen=True)
class Node:
    """A party, or a thing that parties share (`kind` address, phone, e-mail, website).

    `band` is the country's name as the column head shows it. `href` leads to the party's page; None where there is none.
    """

    node_id: str
    name: str
    kind: str
    band: str
    is_subject: bool = False
    is_raised: bool = False
    href: str | None = None

    @property
    def is_thing(self) -> bool:
        """Whether the node stands beside the firms of its country: a shared thing or a person."""
        return self.kind not in {"company", "organisation", "unknown", "vessel", "aircraft"}


@dataclass(frozen=True)
class Edge:
    """A line between two nodes. `style` is a provenance, or `inferred`: not joined, only possibly the same."""

    from_id: str
    to_id: str
    label: str
    style: str
    is_directed: bool = False

    @property
    def words(self) -> str:
        """The label as drawn: inferred edges carry a question mark."""
        return f"{self.label} ?".strip() if self.style == "inferred" else self.label


def network(
    nodes: Sequence[Node], edges: Sequence[Edge], bands: Sequence[str], *, title: str, figure_id: str
) -> Markup:
    """Return the drawing; `bands` are the countries in the order they stand from left to right."""
    layout = laid_out(nodes, edges, bands)
    taken = list(layout.boxes.values())
    parts = [_arrow(figure_id), *_heads(layout)]
    lines: list[Markup] = []
    labels: list[Markup] = []
    for edge in edges:
        path = layout.path(edge)
        lines.append(_edge(edge, path.d, figure_id))
        labels += _edge_label(edge, path.points(_LABEL_PLACES), taken)
    parts += [*lines, *(_node(n, layout.boxes[n.node_id]) for n in nodes), *labels]
    return drawing(
        parts,
        figure_id=figure_id,
        size=layout.size,
        title=title,
        words=_said(nodes, edges),
        class_="network",
        smallest=0.8,
    )


def _said(nodes: Sequence[Node], edges: Sequence[Edge]) -> str:
    names = {n.node_id: n.name for n in nodes}
    return "; ".join(f"{names[e.from_id]} – {e.words or 'shares'} – {names[e.to_id]}" for e in edges) or "No links."


def _heads(layout: Layout) -> list[Markup]:
    drawn: list[Markup] = []
    for name, left, right in layout.bands:
        drawn.append(node("rect", x=left, y=0, width=right - left, height=layout.size[1], class_="band", rx=6))
        drawn.append(text((left + right) / 2, 18, name, class_="band-head middle"))
    return drawn


def _arrow(figure_id: str) -> Markup:
    tip = node("path", d="M0,0 L8,4 L0,8 z", class_="arrow")
    size = {"markerWidth": "8", "markerHeight": "8", "refX": "7", "refY": "4", "orient": "auto"}
    return node("defs", node("marker", tip, id=f"{figure_id}-arrow", markerUnits="userSpaceOnUse", **size))


def _edge(edge: Edge, d: str, figure_id: str) -> Markup:
    end = f"url(#{figure_id}-arrow)" if edge.is_directed else None
    return node("path", node("title", edge.words or edge.style), d=d, class_=f"edge {edge.style}", marker_end=end)


def _edge_label(edge: Edge, places: Sequence[tuple[float, float]], taken: list[Box]) -> list[Markup]:
    """Return the label at the first place on the line where it covers nothing; the list in words has those that fit nowhere."""
    if not edge.words:
        return []
    wide = text_width(edge.words, _SMALL_PX) + 4
    free = first_free([Box.around(x, y, wide, 13) for x, y in places], taken)
    if free is None:
        # The question mark of an inferred line is never left out.
        bare = Edge(edge.from_id, edge.to_id, "", edge.style)
        return _edge_label(bare, places, taken) if edge.label and bare.words else []
    taken.append(free)
    return [text((free.left + free.right) / 2, free.bottom - 3, edge.words, class_="edge-label middle")]


def _node(item: Node, box: Box) -> Markup:
    room = box.right - box.left - (38 if item.is_raised else 26 if item.is_thing else 14)
    lines = wrapped(item.name, _FONT_PX * (_BOLD if item.is_raised else 1.0), room, most_lines=2)
    caption = item.kind if item.is_thing else ""
    tall = len(lines) * 14 + (12 if caption else 0)
    middle, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2 - tall / 2
    parts = [node("title", f"{item.name} ({item.kind}, {item.band})"), _shape(item, box)]
    if item.is_raised:
        parts.append(node("rect", x=box.left + 5, y=box.top + 5, width=8, height=8, class_="raised-mark"))
    if caption:
        parts.append(text(middle, y + 9, caption, class_="caption middle"))
        y += 12
    class_ = "node-name middle raised" if item.is_raised else "node-name middle"
    parts += [text(middle, y + 11 + index * 14, words, class_=class_) for index, words in enumerate(lines)]
    drawn = group(parts, class_="node")
    return node("a", drawn, href=item.href) if item.href else drawn


def _shape(item: Node, box: Box) -> Markup:
    class_ = "box subject" if item.is_subject else ("box thing" if item.is_thing else "box")
    round_px = NODE_HEIGHT_PX / 2 if item.is_thing else 4
    size = {"x": box.left, "y": box.top, "width": box.right - box.left, "height": box.bottom - box.top}
    return node("rect", class_=class_, rx=number(round_px), **size)
