"""A measured figure with its interval, as a row of the result."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from entrepot.intervals import Share

COMBINED = "combined"


@dataclass(frozen=True)
class Figure:
    """One figure: `scope` is an indicator or `combined`, `group` what it was taken within (`size=small`, `S3`), empty for all.

    `hits` of `count` make the value where it is a share; `low` and `high` bound its 95% interval. `listed` is how many parties
    the list holds, where that is fewer than it was to be read to.
    """

    measure: str
    scope: str
    value: float | None
    low: float | None = None
    high: float | None = None
    hits: int | None = None
    count: int | None = None
    group: str = ""
    listed: int | None = None

    def to_json(self) -> dict[str, Any]:
        """Return the figure as JSON values."""
        return {"row": "figure", **asdict(self)}


def share_figure(
    measure: str, scope: str, hits: int, count: int, interval: Share, *, group: str = "", per: int = 1
) -> Figure:
    """Return a share as a figure, times `per` (1,000 for figures per 1,000 firms)."""
    value, low, high = (None if v is None else v * per for v in (interval.value, interval.low, interval.high))
    return Figure(measure, scope, value, low, high, hits, count, group)


@dataclass(frozen=True)
class Depth:
    """How far down a list is read; `name` is what the figure is called by: `10`, `1%`."""

    name: str
    count: int


def depths(firm_count: int) -> tuple[Depth, ...]:
    """Return the depths read: 10, 50, 100 parties, and one for every hundredth firm (methods 9: inspection capacity is fixed)."""
    return (*(Depth(str(k), k) for k in (10, 50, 100)), Depth("1%", max(1, firm_count // 100)))


def read_to(parties: Sequence[str], depth: Depth) -> tuple[str, ...]:
    """Return the parties down to a depth."""
    return tuple(parties[: depth.count])
