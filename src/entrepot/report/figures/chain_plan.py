"""Where the parts of a chain's drawing stand: lanes, days, widths."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from entrepot.report.figures.chain_model import ChainPicture
from entrepot.report.figures.scales import TimeScale

WIDTH_PX, NAME_PX, RIGHT_PX = 960.0, 226.0, 34.0
LANE_PX, HEAD_PX, AXIS_PX = 68.0, 24.0, 24.0
_THINNEST_PX = 2.0
_WIDEST_PX = ((6, 24.0), (14, 15.0), (30, 9.0))  # bands of a hop at most, and how wide the largest then is
_WIDEST_OF_MANY_PX = 6.0
_STEP_PX = 64.0  # between the hops of a chain of one day


@dataclass(frozen=True)
class Group:
    """Lanes of one country that stand together: its name, top and bottom."""

    country: str
    top: float
    bottom: float


@dataclass(frozen=True)
class ChainPlan:
    """Heights of the lanes, their countries, the time axis, pixels a unit of quantity, where the lanes end."""

    heights: dict[str, float]
    groups: tuple[Group, ...]
    time: TimeScale
    px_per_unit: float
    bottom: float
    step_px: float = 0.0
    middle_hop: float = 0.0

    def at(self, day: date, hop: float) -> float:
        """Return the pixel of a hop's day: hops of a chain of one day stand side by side, in their order."""
        return self.time.at(day) + (hop - self.middle_hop) * self.step_px

    def width_of(self, quantity: float) -> float:
        """Return how wide a quantity is drawn: to scale, but never too thin to see."""
        return max(_THINNEST_PX, quantity * self.px_per_unit)


def plan_of(picture: ChainPicture, top: float) -> ChainPlan:
    """Return where everything stands below `top`."""
    heights, groups, bottom = _lanes(picture, top)
    most = max(Counter(s.hop for s in picture.shipped).values(), default=0)
    widest = next((px for bands, px in _WIDEST_PX if most <= bands), _WIDEST_OF_MANY_PX)
    drawn = [s.quantity for s in picture.shipped] + [q for held in picture.held for _, q in held.steps]
    largest = max([*drawn, *(u.quantity for u in picture.unseen)], default=0.0)
    scale = widest / largest if largest > 0 else 0.0
    hops = 1 + max((s.hop for s in picture.shipped), default=0)
    step = min(_STEP_PX, (WIDTH_PX - NAME_PX - RIGHT_PX) / hops) if picture.is_one_day and hops > 1 else 0.0
    return ChainPlan(heights, groups, time_of(picture), scale, bottom, step, (hops - 1) / 2)


def time_of(picture: ChainPicture) -> TimeScale:
    """Return the axis: the days of the chain and air on both sides."""
    first, last = picture.days
    margin = timedelta(days=max(4, (last - first).days // 10))
    return TimeScale(first - margin, last + margin, NAME_PX, WIDTH_PX - RIGHT_PX)


def _lanes(picture: ChainPicture, top: float) -> tuple[dict[str, float], tuple[Group, ...], float]:
    heights: dict[str, float] = {}
    groups: list[Group] = []
    y = top
    for lane in picture.lanes:
        if not groups or groups[-1].country != lane.country:
            groups.append(Group(lane.country, y, y))
            y += HEAD_PX
        heights[lane.lane_id] = y + LANE_PX / 2
        y += LANE_PX
        groups[-1] = Group(lane.country, groups[-1].top, y)
    return heights, tuple(groups), y
