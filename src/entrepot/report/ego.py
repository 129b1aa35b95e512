"""The network around a finding: which parties and shared things are drawn, and the same links in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from markupsafe import Markup

from entrepot.report.book import Book, RaisedPage
from entrepot.report.figures.network import Edge, Node, network
from entrepot.store.engine import Row

MOST_NODES = 25  # more cannot be read
_MOST_LINKS_LISTED = 80
_LABELS = {
    "owns": "owns",
    "director_of": "directs",
    "founder_of": "founded",
    "shared_director": "directs",
    "shared_owner": "owns",
}


@dataclass(frozen=True)
class EgoPicture:
    """The drawing, its links and possible matches in words, and what was left out."""

    svg: Markup
    links: tuple[Row, ...]
    possible: tuple[Row, ...]
    link_count: int
    left_out: int


@dataclass
class _Drawn:
    """Nodes and edges as they are gathered; `edges` by their ends, so that links of one pair become one line."""

    nodes: dict[str, Node] = field(default_factory=dict)
    edges: dict[tuple[str, str], Edge] = field(default_factory=dict)

    def add_edge(self, edge: Edge) -> None:
        """Add a line, or its label to the line that is there."""
        key = (min(edge.from_id, edge.to_id), max(edge.from_id, edge.to_id))
        old = self.edges.get(key)
        if old is None:
            self.edges[key] = edge
        elif edge.label and edge.label not in old.label.split(", "):
            self.edges[key] = replace(old, label=f"{old.label}, {edge.label}".strip(", "))


def ego_picture(book: Book, page: RaisedPage, figure_id: str) -> EgoPicture | None:
    """Return the network around a finding's parties; None where nothing is linked to them."""
    core = set(page.party_ids)
    links = _once(book.network.links, page.party_ids)
    possible = _once(book.network.possible, page.party_ids)
    if not links and not possible:
        return None
    ranked = sorted(links, key=lambda row: _rank(row, core))
    drawn = _gathered(book, page, ranked, possible)
    nodes = _with_bands(list(drawn.nodes.values()), list(drawn.edges.values()), book)
    bands = book.bands(node.band for node in nodes)
    title = f"Who is linked to {page.finding['subject_name']}?"
    edges = [drawn.edges[key] for key in sorted(drawn.edges)]
    svg = network(nodes, edges, bands, title=title, figure_id=figure_id)
    others = {row[side] for row in (*links, *possible) for side in ("party_a_id", "party_b_id")}
    left_out = len(others - set(drawn.nodes))
    return EgoPicture(svg, tuple(ranked[:_MOST_LINKS_LISTED]), tuple(possible), len(ranked), left_out)


def _once(index: Mapping[str, list[Row]], party_ids: Sequence[str]) -> list[Row]:
    """Return the rows that touch the parties, a row between two of them once."""
    seen: set[str] = set()
    rows: list[Row] = []
    for party_id in party_ids:
        rows += [row for row in index.get(party_id, []) if not {row["party_a_id"], row["party_b_id"]} & seen]
        seen.add(party_id)
    return rows


def _rank(row: Row, core: set[str]) -> tuple[bool, float, str, str, str, str]:
    """Order links: those between the finding's own parties first, then the rarest."""
    is_outside = not {row["party_a_id"], row["party_b_id"]} <= core
    return is_outside, -row["rarity_bits"], row["link_kind"], row["party_a_id"], row["party_b_id"], row["via"]


def _gathered(book: Book, page: RaisedPage, links: Sequence[Row], possible: Sequence[Row]) -> _Drawn:
    drawn = _Drawn()
    for party_id in page.party_ids[:MOST_NODES]:
        drawn.nodes[party_id] = _party_node(book, page, party_id)
    for row in links:
        edges, extra = _edges(row)
        wanted = {edge.from_id for edge in edges} | {edge.to_id for edge in edges}
        missing = sorted(wanted - set(drawn.nodes))
        if len(drawn.nodes) + len(missing) > MOST_NODES:
            continue
        for node_id in missing:
            drawn.nodes[node_id] = extra if extra and extra.node_id == node_id else _party_node(book, page, node_id)
        for edge in edges:
            drawn.add_edge(edge)
    for row in possible:
        ends = (row["party_a_id"], row["party_b_id"])
        missing = [node_id for node_id in ends if node_id not in drawn.nodes]
        if len(drawn.nodes) + len(missing) <= MOST_NODES:
            drawn.nodes |= {node_id: _party_node(book, page, node_id) for node_id in missing}
            drawn.add_edge(Edge(*ends, "possible match", "inferred"))
    return drawn


def _edges(row: Row) -> tuple[list[Edge], Node | None]:
    """Return the lines a link is drawn as, and the shared thing between its parties where it has one."""
    a, b, kind, style = row["party_a_id"], row["party_b_id"], row["link_kind"], row["provenance"]
    if kind in {"shared_director", "shared_owner"}:
        person = Node(row["via"], row["via_name"], "person", "")
        return [Edge(person.node_id, end, _LABELS[kind], style, is_directed=True) for end in (a, b)], person
    if kind.startswith("shared_"):
        thing = Node(f"{kind}|{row['via']}", row["via_name"], kind.removeprefix("shared_"), "")
        return [Edge(end, thing.node_id, "", style) for end in (a, b)], thing
    holder = row["holder_party_id"]
    from_id, to_id = (b, a) if holder == b else (a, b)
    words = _LABELS.get(kind, kind.replace("_", " "))
    return [Edge(from_id, to_id, words, style, is_directed=holder is not None)], None


def _party_node(book: Book, page: RaisedPage, party_id: str) -> Node:
    party = book.parties.get(party_id)
    path = book.party_paths.get(party_id)
    return Node(
        node_id=party_id,
        name=book.name(party_id),
        kind="unknown" if party is None else party["party_kind"],
        band="" if party is None or party["country_iso"] is None else book.band(party["country_iso"]),
        is_subject=party_id == page.finding["subject_id"],
        is_raised=party_id in book.raised_ids,
        href=None if path is None else f"../{path}",
    )


def _with_bands(nodes: Sequence[Node], edges: Sequence[Edge], book: Book) -> list[Node]:
    """Give shared things and persons without a country the country of most nodes they are joined to."""
    band_of = {node.node_id: node.band for node in nodes}
    placed: list[Node] = []
    for node in sorted(nodes, key=lambda n: (n.name, n.node_id)):
        near = sorted(_near_bands(node.node_id, edges, band_of)) if node.is_thing else []
        band = node.band or (max(near, key=near.count) if near else book.band(None))
        placed.append(replace(node, band=band))
    return placed


def _near_bands(node_id: str, edges: Iterable[Edge], band_of: dict[str, str]) -> list[str]:
    ends = [e.to_id if e.from_id == node_id else e.from_id for e in edges if node_id in {e.from_id, e.to_id}]
    return [band_of[end] for end in ends if band_of[end]]
