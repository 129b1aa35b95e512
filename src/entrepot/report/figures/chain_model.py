"""A chain as a drawing in days and quantities, without pixels: what the report draws as SVG and a page may draw for itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from entrepot.report.figures.axes import Event

VERSION = 1  # of the JSON form


@dataclass(frozen=True)
class ChainLane:
    """A firm's row; `lane_id` is its party id, or stands for a side that no line names. `country` is in words."""

    lane_id: str
    name: str
    country_iso: str | None
    country: str
    words: str


@dataclass(frozen=True)
class Shipped:
    """Goods that lines show going from one lane to another: a day's consignments of a hop, or a month's or a year's.

    `quantity` is what the lines state, `matched` how much of it the lots of this chain account for, in the picture's unit.
    `value_usd` is None where no line has one.
    """

    hop: int
    from_lane: str
    to_lane: str
    left_on: date
    arrived_on: date
    quantity: float
    matched: float
    value_usd: float | None
    consignments: int
    provenance: str


@dataclass(frozen=True)
class Held:
    """Goods of the chain at a firm between arrival and leaving: the quantity from each day to the next step."""

    lane_id: str
    steps: tuple[tuple[date, float], ...]
    words: str


@dataclass(frozen=True)
class Unseen:
    """An inferred passing: no line shows it. It follows hop `after_hop`, from 0; -1 where it stands before the first.

    `from_lane` and `to_lane` are one where no line names either side.
    """

    after_hop: int
    from_lane: str
    to_lane: str
    from_on: date
    to_on: date
    quantity: float
    words: str


@dataclass(frozen=True)
class ChainPicture:
    """All that a drawing of a chain shows, lanes from top to bottom.

    `outcome` is raised, clear, or gap (goods whose way to their sender nobody's line shows). `facts` say what the flag rests
    on, `notes` what the drawing leaves out or merges, `words` the whole in sentences for those who do not see it. `elsewhere`
    are dates that lie off the axis.
    """

    title: str
    outcome: str
    facts: tuple[str, ...]
    goods: str
    unit: str
    provenance: str
    lanes: tuple[ChainLane, ...]
    shipped: tuple[Shipped, ...]
    held: tuple[Held, ...]
    unseen: tuple[Unseen, ...]
    events: tuple[Event, ...]
    elsewhere: tuple[str, ...]
    notes: tuple[str, ...]
    caveats: tuple[str, ...]
    words: str

    @property
    def days(self) -> tuple[date, date]:
        """The first and last day on which anything is drawn."""
        days = [day for s in self.shipped for day in (s.left_on, s.arrived_on)]
        days += [day for u in self.unseen for day in (u.from_on, u.to_on)]
        return min(days), max(days)

    @property
    def is_one_day(self) -> bool:
        """Whether everything happened on one day: hops then stand side by side, in their order."""
        first, last = self.days
        return first == last

    def to_json(self) -> dict[str, Any]:
        """Return the picture as plain JSON: dates as `2023-01-11`, quantities rounded to 12 significant digits."""
        return {"kind": "chain_picture", "version": VERSION, **_plain(self)}


def _plain(value: object) -> Any:  # noqa: ANN401 (JSON)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float):
        return float(f"{value:.12g}")
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [_plain(item) for item in value]
    if isinstance(value, ChainPicture | ChainLane | Shipped | Held | Unseen | Event):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    return value
