"""The flow of the invented trade: how many lines a month go which way, who trades with whom, in what."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
from numpy.random import Generator

from entrepot.world.bundled import goods
from entrepot.world.bundled.firms import Firm
from entrepot.world.bundled.invented import heavy_weights

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

FIRST_YEAR, MONTHS = 2020, 48
T0_MONTH = 25  # March 2022, the first full month after 24 February 2022
_SEASON = (0.86, 0.92, 1.0, 1.0, 0.99, 1.0, 0.95, 0.95, 1.05, 1.09, 1.09, 1.1)  # methods 10: CBS quarters, smoothed
_RAMP = {21: 1.44, 22: 1.59, 23: 2.0, 24: 1.3}  # October 2021 to January 2022 (methods 10: pre-war ramp)
_WEEKDAYS = np.array([0.286, 0.186, 0.16, 0.16, 0.155, 0.033, 0.02])  # methods 10
_HALF_LIFE_MONTHS = 4.0  # of the hubs' growth (methods 11.4)
_SUPPLIERS = 3  # at most, of one kind; median 2 (methods 11.2)
_CONTROLLED_LN_USD = (5.52, 2.45)  # mean 5,000, median 250 dollars a line, as reported for Russia (methods 10)
_CIVILIAN_LN_USD = (7.6, 1.9)  # sigma 1.8 to 2.5 (methods 11.3); the mean is proposed
_VALUE_USD_RANGE = (5.0, 2e6)  # proposed: lines above are other goods
_GROUPS = ("destination", "hub", "asia", "coalition")
_BASKET = 6  # codes a firm trades, at most, of one kind; mean 3.6 (methods 10)


@dataclass(frozen=True)
class Channel:
    """A way goods go. `monthly` is lines a month before the shock, `after` the level reached long after it."""

    exporters: str
    importers: str
    is_controlled: bool
    monthly: float
    after: float
    is_reported_by_exporter: bool = False

    def level(self, month: int) -> float:
        """Return the level of a month, 1 before the shock and without season."""
        if month < T0_MONTH:
            ramp = _RAMP.get(month, 1.0)
            return ramp if self.is_controlled and self.exporters == "coalition" else 1.0
        if self.after < 1.0:
            return max(self.after, 1.0 - (1.0 - self.after) * (month - T0_MONTH + 1) / 3)  # full within three months
        return 1.0 + (self.after - 1.0) * (1.0 - float(0.5 ** ((month - T0_MONTH) / _HALF_LIFE_MONTHS)))


CHANNELS = (
    Channel("coalition", "destination", True, 100, 0.15),  # falls by 85 % (methods 11.4: 80 to 95 %)
    Channel("coalition", "destination", False, 150, 0.6),
    Channel("asia", "destination", True, 60, 3.5),
    Channel("asia", "destination", False, 150, 1.5),
    Channel("hub", "destination", True, 12, 4.0),
    Channel("hub", "destination", False, 60, 1.3),
    Channel("coalition", "hub", True, 45, 1.3),
    Channel("coalition", "hub", False, 80, 1.1),
    Channel("asia", "hub", True, 45, 1.3),
    Channel("asia", "hub", False, 90, 1.2),
    Channel("hub", "hub", False, 40, 1.1, is_reported_by_exporter=True),
)


@dataclass(frozen=True)
class Lines:
    """Drawn lines as arrays of equal length: positions of channel, firms and good, day and value."""

    channel: Ints
    exporter: Ints
    importer: Ints
    good: Ints
    declared_on: list[date]
    value_usd: Floats


def lines_a_month(total: int) -> Ints:
    """Return how many lines each channel has in each month (channels by months), adding up to `total`."""
    level: Floats = np.array(
        [[channel.monthly * channel.level(m) * _SEASON[m % 12] for m in range(MONTHS)] for channel in CHANNELS]
    )
    exact = level * (total / float(level.sum()))
    counts: Ints = np.floor(exact).astype(np.int64)
    order = np.argsort(-(exact - counts).ravel(), kind="stable")
    flat = counts.reshape(-1)  # a view: the largest remainders are rounded up in place
    flat[order[: total - int(flat.sum())]] += 1
    return counts


@dataclass(frozen=True)
class _Market:
    """Who there is, by group: positions and sizes; by pair of groups the suppliers; the goods of each firm."""

    members: Mapping[str, Ints]
    chances: Mapping[str, Floats]
    suppliers: Mapping[tuple[str, str], Ints]
    baskets: Mapping[bool, Ints]


def draw(rng: Generator, firms: Sequence[Firm], total: int) -> Lines:
    """Return `total` lines between the firms."""
    members = {group: np.array([i for i, firm in enumerate(firms) if firm.group == group]) for group in _GROUPS}
    sizes = {group: heavy_weights(rng, len(found)) for group, found in members.items()}
    chances = {group: size / size.sum() for group, size in sizes.items()}
    pairs = dict.fromkeys((channel.exporters, channel.importers) for channel in CHANNELS)
    suppliers = {pair: _suppliers(rng, members[pair[0]], chances[pair[0]], len(members[pair[1]])) for pair in pairs}
    baskets = {flag: _baskets(rng, len(firms), is_controlled=flag) for flag in (True, False)}
    market = _Market(members, chances, suppliers, baskets)
    counts = lines_a_month(total)
    parts = [_draw_channel(rng, market, place, counts[place]) for place in range(len(CHANNELS))]
    return Lines(
        channel=np.concatenate([part.channel for part in parts]),
        exporter=np.concatenate([part.exporter for part in parts]),
        importer=np.concatenate([part.importer for part in parts]),
        good=np.concatenate([part.good for part in parts]),
        declared_on=[day for part in parts for day in part.declared_on],
        value_usd=np.concatenate([part.value_usd for part in parts]),
    )


def all_goods() -> tuple[goods.Good, ...]:
    """Return the controlled goods, then the civilian ones: what `Lines.good` counts in."""
    return (*goods.controlled_goods(), *goods.civilian_goods())


def _suppliers(rng: Generator, sellers: Ints, chances: Floats, buyer_count: int) -> Ints:
    """Return for each buyer the positions of its suppliers, the first repeated to fill the row and so drawn oftener."""
    drawn = sellers[rng.choice(len(sellers), size=(buyer_count, _SUPPLIERS), p=chances)]
    known = rng.integers(1, _SUPPLIERS + 1, buyer_count)
    return np.where(np.arange(_SUPPLIERS)[None, :] < known[:, None], drawn, drawn[:, :1])


def _baskets(rng: Generator, firm_count: int, *, is_controlled: bool) -> Ints:
    """Return for each firm the positions of the goods it trades, repeated to fill the row."""
    listed = len(goods.controlled_goods())
    pool = goods.controlled_goods() if is_controlled else goods.civilian_goods()
    chances = np.array([good.weight for good in pool])
    drawn = rng.choice(len(pool), size=(firm_count, _BASKET), p=chances / chances.sum())
    size = np.minimum(rng.geometric(1 / 3.6, firm_count), _BASKET)
    filled = np.where(np.arange(_BASKET)[None, :] < size[:, None], drawn, drawn[:, :1])
    return (filled if is_controlled else filled + listed).astype(np.int64)


def _draw_channel(rng: Generator, market: _Market, place: int, monthly: Ints) -> Lines:
    channel, count = CHANNELS[place], int(monthly.sum())
    sellers, buyers = market.members[channel.exporters], market.members[channel.importers]
    buyer = rng.choice(len(buyers), size=count, p=market.chances[channel.importers])
    importer = buyers[buyer]
    exporter = market.suppliers[channel.exporters, channel.importers][buyer, rng.integers(0, _SUPPLIERS, count)]
    is_own = exporter == importer  # a hub firm does not supply itself
    exporter[is_own] = sellers[(buyer[is_own] + 1) % len(sellers)]
    # What a hub firm sells on is what it trades in; elsewhere the buyer chooses.
    trader = exporter if channel.exporters == "hub" else importer
    mu, sigma = _CONTROLLED_LN_USD if channel.is_controlled else _CIVILIAN_LN_USD
    value_usd: Floats = np.clip(rng.lognormal(mu, sigma, count), *_VALUE_USD_RANGE).round(2).astype(np.float64)
    return Lines(
        channel=np.full(count, place),
        exporter=exporter,
        importer=importer,
        good=market.baskets[channel.is_controlled][trader, rng.integers(0, _BASKET, count)],
        declared_on=_days(rng, np.repeat(np.arange(MONTHS), monthly)),
        value_usd=value_usd,
    )


def _days(rng: Generator, months: Ints) -> list[date]:
    """Return a day in each month, weekdays as often as in real declarations."""
    firsts = [date(FIRST_YEAR + m // 12, m % 12 + 1, 1) for m in range(MONTHS)]
    wanted = rng.choice(7, size=len(months), p=_WEEKDAYS)
    weeks = rng.integers(0, 4, len(months))
    days = []
    for month, weekday, week in zip(months, wanted, weeks, strict=True):
        first = firsts[month]
        days.append(first + timedelta(days=int((weekday - first.weekday()) % 7 + 7 * week)))
    return days
