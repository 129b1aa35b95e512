"""What a chart is made from: a question, its series, unit, source and rows."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from entrepot.report.figures.axes import Event
from entrepot.report.figures.scales import TimeScale, next_month
from entrepot.report.words import Plain

# Above this ratio between the largest and smallest series a common scale would flatten the small ones.
_MOST_COMMON_SCALE_RATIO = 25.0


@dataclass(frozen=True)
class Series:
    """A labelled series; a month that is missing, or has None, is a gap and never zero."""

    label: str
    points: tuple[tuple[date, float | None], ...]

    @property
    def highest(self) -> float:
        """The largest value, zero where there is none."""
        return max((value for _, value in self.points if value is not None), default=0.0)


@dataclass(frozen=True)
class Panel:
    """A chart that answers one question.

    `title` is the question. `unit` is USD, EUR, kg, percent ... `source` names the publishers in words. `rows` are what
    stands in the table beside the chart and in its CSV file (keys are the columns, in order). `provenances` says how the
    figures came to be known.
    """

    title: str
    series: tuple[Series, ...]
    unit: str
    source: str
    rows: tuple[Mapping[str, Plain], ...] = ()
    events: tuple[Event, ...] = ()
    note: str = ""
    provenances: tuple[str, ...] = ()

    @property
    def slug(self) -> str:
        """The question as a file name."""
        return re.sub(r"[^a-z0-9]+", "-", self.title.lower()).strip("-")[:60] or "chart"

    @property
    def events_shown(self) -> tuple[Event, ...]:
        """The events that lie on the axis of the series' months, in order of time."""
        days = [day for series in self.series for day, _ in series.points]
        scale = time_scale(days, 0.0, 1.0)
        return tuple(sorted((e for e in self.events if scale.holds(e.on)), key=lambda e: (e.on, e.label)))

    @property
    def has_common_scale(self) -> bool:
        """Whether all series can be read on one value axis."""
        tops = [series.highest for series in self.series if series.highest > 0]
        return not tops or max(tops) / min(tops) <= _MOST_COMMON_SCALE_RATIO


def time_scale(days: Sequence[date], left_px: float, right_px: float) -> TimeScale:
    """Return an axis from the first month to the end of the last; a single day gets its month."""
    if not days:
        return TimeScale(date(2022, 1, 1), date(2022, 2, 1), left_px, right_px)  # an empty chart still needs an axis
    return TimeScale(min(days).replace(day=1), next_month(max(days)), left_px, right_px)
