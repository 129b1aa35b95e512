"""How much of the direct exports lost came back as exports to third countries, goods group by goods group (methods 3.2).

    SR = sum over third countries (after - before) / (before - after of the destination)

`before` of every month since the cut-off is the same calendar month of the twelve months before it. An exporter counts where its
figures reach all third countries and the destination alike: cells hold zeros where it reported and nothing moved.

The interval is of a bootstrap of blocks of months, those since the cut-off and those of the year before drawn apart, rise and
loss together. A trend that would have gone on is not in it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from entrepot.flows.cell_columns import Choice, cells_of, totals_by_month
from entrepot.flows.cells import Cells, Flags, Floats
from entrepot.flows.corridor_trade import coalition_blocks
from entrepot.flows.months import month_index
from entrepot.flows.period_comparison import LEAST_MONTHS, drawn_places, interval_of
from entrepot.settings import Study
from entrepot.store.engine import Engine

# A year's floor of a flow (methods 3.3: USD 10,000 a month): a loss smaller than this is too small to be divided by.
SMALL_LOSS: Final = 120_000.0
CLIPPED: Final = (0.0, 5.0)  # methods 3.2: for display
RATIO: Final = 0.5  # methods 8.1 M5
_YEAR: Final = 12
_DRAWS: Final = 1999  # [P] the least p-value then stands out among two hundred goods groups
_SEED: Final = 20220224  # fixed: the same figures give the same interval
_ROUNDING: Final = 1e-9  # of the loss: sums of the same months in another order
ALL_GOODS: Final = "all"


@dataclass(frozen=True)
class Substitution:
    """One goods group (or `all`): rise to third countries (`numerator`) over the loss to the destination (`denominator`).

    `ratio` is raw, None where nothing was lost; `clipped` lies between 0 and 5. `by_partner` splits the numerator.
    `months` are the months since the cut-off that could be matched. `is_small`: a year's loss lies under the floor. `low` and
    `high` are the 95 % interval of the ratio, None where the months are too few, `high` also where nothing may be lost as well;
    `p_value` is the share of draws in which the rise stays below the ratio asked about, or nothing is lost.
    """

    goods: str
    numerator: float
    denominator: float
    by_partner: Mapping[str, float]
    months: tuple[int, ...]
    is_small: bool
    low: float | None
    high: float | None
    p_value: float | None

    @property
    def ratio(self) -> float | None:
        """The raw ratio; None where the denominator is not above zero."""
        return round(self.numerator / self.denominator, 9) if self.denominator > 0 else None

    @property
    def clipped(self) -> float | None:
        """The ratio cut to what can be drawn."""
        return None if self.ratio is None else min(max(self.ratio, CLIPPED[0]), CLIPPED[1])


@dataclass(frozen=True)
class LossAndRise:
    """Listed goods from the coalition to the destination and to the third countries asked for that occur."""

    cells: Cells
    partners: tuple[str, ...]
    destination_iso: str
    cutoff: int


def loss_and_rise(engine: Engine, study: Study, partners: tuple[str, ...]) -> LossAndRise | str:
    """Return the trade of the question, or the key of why it cannot be asked.

    Returns:
        `no_listed`, `no_destination`, `no_partners`, or `no_year` where the statistics hold no full year before the
        cut-off or no month after it.
    """
    cells = cells_of(
        engine,
        Choice(exporters=coalition_blocks(study), importers=(*partners, study.destination_iso), roles=("listed",)),
    )
    if not len(cells):
        return "no_listed"
    seen = {cells.importer_names[code] for code in np.unique(cells.importer).tolist()}
    if study.destination_iso not in seen:
        return "no_destination"
    present = tuple(sorted(seen - {study.destination_iso}))
    if not present:
        return "no_partners"
    cutoff = month_index(study.cutoff_on)
    months = set(np.unique(cells.month).tolist())
    if not set(range(cutoff - _YEAR, cutoff)) <= months or max(months) <= cutoff:
        return "no_year"
    return LossAndRise(cells, present, study.destination_iso, cutoff)


def substitutions(trade: LossAndRise, *, small_loss: float = SMALL_LOSS, asked: float = RATIO) -> list[Substitution]:
    """Return the ratio of all listed goods together, then of each goods group, by its code; p-values are of the ratio `asked`."""
    groups = [trade.cells.group_names[code] for code in np.unique(trade.cells.group).tolist()]
    return [_substitution(trade, goods, small_loss, asked) for goods in (ALL_GOODS, *groups)]


def matched_months(series: Mapping[int, float], cutoff: int) -> dict[int, int]:
    """Return by month after `cutoff` the same calendar month of the year before the cut-off, where the series holds both."""
    matches = {month: cutoff - _YEAR + (month - cutoff) % _YEAR for month in sorted(series) if month > cutoff}
    return {month: match for month, match in matches.items() if match in series}


@dataclass
class _Matched:
    """What went to an importer: by month since the cut-off, and by month of the year before as often as it is matched."""

    since: dict[int, float]
    before: dict[int, float]

    @property
    def change(self) -> float:
        return sum(self.since.values()) - sum(self.before.values())

    def add(self, other: "_Matched") -> None:
        for mine, theirs in ((self.since, other.since), (self.before, other.before)):
            for month, value in theirs.items():
                mine[month] = mine.get(month, 0.0) + value


def _substitution(trade: LossAndRise, goods: str, small_loss: float, asked: float) -> Substitution:
    cells = trade.cells
    chosen = np.ones(len(cells), dtype=np.bool_)
    if goods != ALL_GOODS:
        chosen = cells.group == cells.group_names.index(goods)
    lost = _matched(cells, chosen, trade.destination_iso, trade.cutoff)
    rises = {partner: _matched(cells, chosen, partner, trade.cutoff) for partner in trade.partners}
    risen = {partner: round(rise.change, 2) for partner, rise in rises.items() if rise.since}
    denominator = round(-lost.change, 2)
    rise = _Matched({}, {})
    for each in rises.values():
        rise.add(each)
    return Substitution(
        goods,
        round(sum(risen.values()), 2),
        denominator,
        risen,
        tuple(sorted(lost.since.keys() | rise.since.keys())),
        denominator * _YEAR < small_loss * len(lost.since),
        *_drawn(rise, lost, asked),
    )


def _drawn(rise: _Matched, lost: _Matched, asked: float) -> tuple[float | None, float | None, float | None]:
    """Return the ends of the ratio's interval and the p-value of the ratio asked about."""
    months = [sorted(rise.since.keys() | lost.since.keys()), sorted(rise.before.keys() | lost.before.keys())]
    if not all(months):
        return None, None, None
    random = np.random.default_rng(_SEED)
    change = np.zeros((2, _DRAWS))
    for sign, held, sides in zip((1, -1), months, ((rise.since, lost.since), (rise.before, lost.before)), strict=True):
        values = np.array([[side.get(month, 0.0) for month in held] for side in sides])
        change += sign * values[:, drawn_places(random, len(held), _DRAWS)].sum(axis=2)
    risen, loss = change[0], -change[1]
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio: Floats = np.where(loss > 0, risen / loss, np.where(risen > 0, np.inf, -np.inf))
    low, high = interval_of(ratio, *map(len, months))
    is_less = (loss <= 0) | (risen < asked * loss * (1 - _ROUNDING))
    is_told = min(len(held) for held in months) >= LEAST_MONTHS
    return low, high, (1 + int(is_less.sum())) / (1 + _DRAWS) if is_told else None


def _matched(cells: Cells, chosen: Flags, importer: str, cutoff: int) -> _Matched:
    """Return both sides of the change to an importer, exporter by exporter, so that none counts on one side only."""
    rows = chosen & cells.importers((importer,))
    found = _Matched({}, {})
    for code in np.unique(cells.exporter[rows]).tolist():
        series = totals_by_month(cells, rows & (cells.exporter == code))
        for month, match in matched_months(series, cutoff).items():
            found.since[month] = found.since.get(month, 0.0) + series[month]
            found.before[match] = found.before.get(match, 0.0) + series[match]
    return found
