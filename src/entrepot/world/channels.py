"""The ways goods go between blocs of countries, and how much goes each way in each month."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from numpy.random import Generator

from entrepot.world.countries import Bloc
from entrepot.world.goods import GoodKind
from entrepot.world.settings import Calendar, WorldSettings

Floats = npt.NDArray[np.float64]
_SEASON_LISTED = (
    0.86,
    0.9,
    0.93,
    0.95,
    0.98,
    1.0,
    1.03,
    1.04,
    1.08,
    1.1,
    1.12,
    1.14,
)  # CBS quarters, smoothed (methods 10)
_SEASON_OTHER = (0.94, 0.96, 0.98, 0.97, 0.96, 0.96, 0.95, 0.95, 0.98, 1.08, 1.12, 1.15)
_STOCKPILING = {"2021-10": 1.44, "2021-11": 1.59, "2021-12": 2.0, "2022-01": 1.3}  # methods 10; January proposed
_FALL_MONTHS = 3  # methods 11.4
_HALF_LIFE_MONTHS = 4.0  # methods 11.4
_TREND = 0.003  # a month [proposed]
_DRIFT_COVERAGE = 0.65  # of the destination's ledger seen from the day of drift [proposed]


@dataclass(frozen=True)
class Channel:
    """A way: `share` is of all lines seen in an ordinary month before T0, `after` the level reached long after it.

    `is_export` marks lines held by the exporter's customs; others are held by the importer's.
    """

    exporters: tuple[Bloc, ...]
    importers: tuple[Bloc, ...]
    is_listed: bool
    share: float
    after: float
    is_export: bool = False

    @property
    def kind(self) -> GoodKind:
        """Return the kind of goods for gravity."""
        return "listed" if self.is_listed else "civilian"

    @property
    def to_destination(self) -> bool:
        """True of the destination's imports."""
        return self.importers == ("destination",)


_C: tuple[Bloc, ...] = ("coalition",)
_N: tuple[Bloc, ...] = ("neutral", "minor")
_H: tuple[Bloc, ...] = ("hub",)
_D: tuple[Bloc, ...] = ("destination",)
# Shares are proposed; levels after T0: methods 11.4 (coalition falls by 80 to 95 percent, neutral suppliers x1.2 to 3, hubs grow;
# what the hubs add is 5 to 30 percent of what is lost).
BASE = (
    Channel(_C, _D, True, 0.100, 0.11),
    Channel(_C, _D, False, 0.150, 0.60),
    Channel(_N, _D, True, 0.055, 2.20),
    Channel(_N, _D, False, 0.160, 1.40),
    Channel(_H, _D, True, 0.005, 4.00),
    Channel(_H, _D, False, 0.050, 1.30),
    Channel(_C, _H, True, 0.045, 1.45),
    Channel(_C, _H, False, 0.130, 1.15),
    Channel(_N, _H, True, 0.040, 1.35),
    Channel(_N, _H, False, 0.140, 1.20),
    Channel(_D, _H, False, 0.045, 0.95),
    Channel(_H, _H, False, 0.030, 1.10),
    Channel(_H, (*_C, *_N), False, 0.047, 1.05, is_export=True),
    Channel(_H, (*_C, *_N), True, 0.003, 1.10, is_export=True),
)
_OTHER_SCALE = {0: 0.75, 2: 1.3, 3: 1.3, 6: 1.5, 8: 0.8, 10: 1.4, 12: 0.6}  # `other`: shares differ [proposed]


def channels_of(settings: WorldSettings) -> tuple[Channel, ...]:
    """Return the ways of a setting."""
    if settings.setting == "base":
        return BASE
    return tuple(
        Channel(
            c.exporters, c.importers, c.is_listed, c.share * _OTHER_SCALE.get(place, 1.0), c.after**0.9, c.is_export
        )
        for place, c in enumerate(BASE)
    )


def levels(channels: tuple[Channel, ...], settings: WorldSettings) -> Floats:
    """Return the share of each way in each month (ways by months), 1 in sum in an ordinary month before T0."""
    shares: Floats = np.array([channel.share for channel in channels])
    table = np.array([_level(channel, settings.calendar) for channel in channels])
    if settings.kind == "drift":
        late = np.arange(settings.calendar.month_count) >= settings.calendar.month_of(settings.calendar.drift_on)
        table[[c.to_destination for c in channels]] *= np.where(late, _DRIFT_COVERAGE, 1.0)
    result: Floats = table * (shares / shares.sum())[:, None]
    return result


def _level(channel: Channel, calendar: Calendar) -> Floats:
    months = np.arange(calendar.month_count)
    season = np.array(_SEASON_LISTED if channel.is_listed else _SEASON_OTHER)[months % 12]
    steps = months - calendar.cutoff_month + 1
    if channel.after < 1.0:
        shock = np.clip(1.0 - (1.0 - channel.after) * steps / _FALL_MONTHS, channel.after, 1.0)
    else:
        shock = 1.0 + (channel.after - 1.0) * (1.0 - 0.5 ** (np.maximum(steps, 0) / _HALF_LIFE_MONTHS))
    ramp = np.ones(len(months))
    if channel.is_listed and channel.exporters == _C and channel.to_destination:
        for month in months:
            first = calendar.first_of(int(month))
            ramp[month] = _STOCKPILING.get(f"{first:%Y-%m}", 1.0)
    growth = np.exp(_TREND * (months - 24))
    result: Floats = season * shock * ramp * growth
    return result


def rows_a_month(rng: Generator, table: Floats, rows: int) -> npt.NDArray[np.int64]:
    """Return how many rows each month holds, `rows` in sum; months vary by a few percent beside the season."""
    level = table.sum(axis=0) * np.exp(rng.normal(0.0, 0.03, table.shape[1]))
    exact = level * (rows / level.sum())
    counts: npt.NDArray[np.int64] = np.floor(exact).astype(np.int64)
    order = np.argsort(-(exact - counts), kind="stable")
    counts[order[: rows - int(counts.sum())]] += 1
    return counts
