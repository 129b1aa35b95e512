"""Where the nodes of a network stand: a band per country, firms in its columns, shared things to their right."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from entrepot.report.figures.labels import Box
from entrepot.report.figures.svg import number

NODE_WIDTH_PX, NODE_HEIGHT_PX = 158.0, 44.0
_ROW_PX, _GAP_PX, _HEAD_PX, _PAD_PX = 62.0, 90.0, 34.0, 8.0
_MOST_ROWS = 9  # firms in one column before a country takes another
_SWEEPS = 6
_MOST_STEPS = 2  # columns a country takes beyond its first to let lines run from left to right


class Placed(Protocol):
    """What the layout must know of a node."""

    @property
    def node_id(self) -> str:
        """The id."""
        ...

    @property
    def band(self) -> str:
        """The country's name."""
        ...

    @property
    def name(self) -> str:
        """The name, for a stable order."""
        ...

    @property
    def is_thing(self) -> bool:
        """Whether it stands beside the firms."""
        ...


class Joined(Protocol):
    """What the layout must know of an edge."""

    @property
    def from_id(self) -> str:
        """One end."""
        ...

    @property
    def to_id(self) -> str:
        """The other end."""
        ...

    @property
    def is_directed(self) -> bool:
        """Whether it leads from the one end to the other."""
        ...


@dataclass(frozen=True)
class Curve:
    """A cubic Bezier line."""

    p0: tuple[float, float]
    p1: tuple[float, float]
    p2: tuple[float, float]
    p3: tuple[float, float]

    @property
    def d(self) -> str:
        """The line as an SVG path."""
        pairs = [f"{number(x)},{number(y)}" for x, y in (self.p0, self.p1, self.p2, self.p3)]
        return f"M{pairs[0]} C{pairs[1]} {pairs[2]} {pairs[3]}"

    def points(self, shares: Sequence[float]) -> list[tuple[float, float]]:
        """Return the points at these shares of the way."""
        return [(self._at(t, 0), self._at(t, 1)) for t in shares]

    def _at(self, t: float, axis: int) -> float:
        a, b, c, d = self.p0[axis], self.p1[axis], self.p2[axis], self.p3[axis]
        u = 1 - t
        return u**3 * a + 3 * u * u * t * b + 3 * u * t * t * c + t**3 * d


@dataclass(frozen=True)
class Layout:
    """Boxes by node id, the bands with their left and right edge, and the size of the whole."""

    boxes: dict[str, Box]
    bands: list[tuple[str, float, float]]
    size: tuple[float, float]

    def path(self, edge: Joined) -> Curve:
        """Return the line between the facing sides of two boxes; in one column it swings out to the left."""
        a, b = self.boxes[edge.from_id], self.boxes[edge.to_id]
        ya, yb = (a.top + a.bottom) / 2, (b.top + b.bottom) / 2
        if abs(a.left - b.left) < 1:
            swing = a.left - min(58.0, 18 + abs(ya - yb) / 5)
            return Curve((a.left, ya), (swing, ya), (swing, yb), (b.left, yb))
        xa, xb = (a.right, b.left) if a.left < b.left else (a.left, b.right)
        half = (xb - xa) / 2
        return Curve((xa, ya), (xa + half, ya), (xb - half, yb), (xb, yb))


def laid_out(nodes: Sequence[Placed], edges: Sequence[Joined], bands: Sequence[str]) -> Layout:
    """Return where everything stands; the same nodes in any order stand in the same places."""
    columns, spans = _columns(nodes, edges, bands)
    rows = _ordered(columns, edges)
    tallest = max((len(column) for column in rows), default=1)
    height = _HEAD_PX + tallest * _ROW_PX + _PAD_PX
    boxes: dict[str, Box] = {}
    for index, column in enumerate(rows):
        left = _PAD_PX + index * (NODE_WIDTH_PX + _GAP_PX) + _GAP_PX / 2
        top = _HEAD_PX + (tallest - len(column)) * _ROW_PX / 2 + (_ROW_PX - NODE_HEIGHT_PX) / 2
        for row, node_id in enumerate(column):
            y = top + row * _ROW_PX
            boxes[node_id] = Box(left, y, left + NODE_WIDTH_PX, y + NODE_HEIGHT_PX)
    step = NODE_WIDTH_PX + _GAP_PX
    drawn = [(name, _PAD_PX + a * step + 5, _PAD_PX + b * step - 5) for name, a, b in spans]
    return Layout(boxes, drawn, (2 * _PAD_PX + len(rows) * step, height))


def _columns(
    nodes: Sequence[Placed], edges: Sequence[Joined], bands: Sequence[str]
) -> tuple[list[list[str]], list[tuple[str, int, int]]]:
    """Return the columns, and for each band its first column and the one after its last."""
    columns: list[list[str]] = []
    spans: list[tuple[str, int, int]] = []
    for band in bands:
        members = sorted((n for n in nodes if n.band == band), key=lambda n: (n.name, n.node_id))
        first = len(columns)
        firms = [n.node_id for n in members if not n.is_thing]
        steps = _steps(firms, edges)
        layers = [[n for n in firms if steps[n] == step] for step in range(_MOST_STEPS + 1)]
        for ids in (*layers, [n.node_id for n in members if n.is_thing]):
            columns += [ids[k : k + _MOST_ROWS] for k in range(0, len(ids), _MOST_ROWS)]
        if members:
            spans.append((band, first, len(columns)))
    return columns, spans


def _steps(firms: Sequence[str], edges: Sequence[Joined]) -> dict[str, int]:
    """Return how many directed lines lead to each firm inside its country, so that lines run from left to right."""
    step = dict.fromkeys(firms, 0)
    inner = [e for e in edges if e.is_directed and e.from_id in step and e.to_id in step]
    for _ in range(_MOST_STEPS):
        for edge in inner:
            step[edge.to_id] = min(_MOST_STEPS, max(step[edge.to_id], step[edge.from_id] + 1))
    return step


def _ordered(columns: list[list[str]], edges: Sequence[Joined]) -> list[list[str]]:
    """Return the columns reordered so that joined nodes stand at like heights (barycentre sweeps)."""
    near: dict[str, list[str]] = {node_id: [] for column in columns for node_id in column}
    for edge in edges:
        near[edge.from_id].append(edge.to_id)
        near[edge.to_id].append(edge.from_id)
    height = {node_id: _level(k, column) for column in columns for k, node_id in enumerate(column)}
    current = [list(column) for column in columns]
    for _ in range(_SWEEPS):
        for index, column in enumerate(current):
            wanted = {n: _mean([height[m] for m in sorted(near[n])], height[n]) for n in column}
            current[index] = sorted(column, key=lambda n: (round(wanted[n], 6), height[n]))
            height |= {n: _level(k, column) for k, n in enumerate(current[index])}
    return current


def _level(index: int, column: Sequence[str]) -> float:
    return index - (len(column) - 1) / 2


def _mean(values: Sequence[float], otherwise: float) -> float:
    return sum(values) / len(values) if values else otherwise
