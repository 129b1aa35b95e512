"""Draws a month's honest lines from the relations of firms."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
import numpy.typing as npt
from numpy.random import Generator

from entrepot.world.block import NOBODY, Block
from entrepot.world.channels import Channel
from entrepot.world.details import Details
from entrepot.world.draft import Draft
from entrepot.world.population import Population, day_number
from entrepot.world.prices import CIVILIAN_LN_USD, LINE_SD, LISTED_LN_USD, rounded_quantities
from entrepot.world.relations import SLOTS, Relations

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_WEEKDAYS = np.array([0.286, 0.186, 0.16, 0.16, 0.155, 0.033, 0.02])  # methods 10
_SLOT_CHANCES = np.array([0.5, 0.25, 0.15, 0.1])  # proposed
_LINES_PER_DECLARATION = 1.7  # mean [proposed]
_LINE_VALUE_SD = {
    True: 2.05,
    False: 1.5,
}  # with the relation's and the firm's spread 2.45 and 1.9 (methods 10 and 11.3)
_SIZE_VALUE = 0.3  # of the log of a firm's weight [proposed]
_MOST_USD = 4e6  # a line [proposed]
_MIRRORED = {"base": 0.45, "other": 0.25}  # of exporters in hubs, whose export declarations are seen too [proposed]


@dataclass(frozen=True)
class Market:
    """All that honest lines are drawn from; `table` is the share of each channel in each month."""

    draft: Draft
    people: Population
    relations: Relations
    channels: tuple[Channel, ...]
    table: Floats
    details: Details

    def month(self, rng: Generator, month: int, rows: int) -> Block:
        """Return so many rows of a month, those declared on both sides counted twice (their second row is not in the block)."""
        edges = self._edges(rng, month, rows)
        edge = np.repeat(edges, sizes := rng.geometric(1.0 / _LINES_PER_DECLARATION, len(edges)))[:rows]
        declaration = np.repeat(np.arange(len(edges)), sizes)[:rows]
        days = self._days(rng, month, len(edges))[declaration]
        block = self._lines(rng, edge, declaration, days)
        return _of_rows(block, rows)

    def _edges(self, rng: Generator, month: int, rows: int) -> Ints:
        """Return relations for at least as many lines, channels by their share of the month."""
        first = day_number(self.draft.calendar.first_of(month))
        relations = self.relations
        is_active = (relations.from_on < first + 28) & (relations.to_on > first)
        found = np.flatnonzero(is_active)
        weight = relations.weight[found]
        totals = np.bincount(relations.channel[found], weights=weight, minlength=len(self.channels))
        share = self.table[:, month] / np.maximum(totals, 1e-300)
        cumulated = np.cumsum(weight * share[relations.channel[found]])
        count = rows if rows < 50 else int(rows / _LINES_PER_DECLARATION * 1.05) + 30
        picks: Ints = found[np.searchsorted(cumulated, rng.random(count) * cumulated[-1], side="right")]
        return picks

    def _days(self, rng: Generator, month: int, count: int) -> Ints:
        """Return a day in the month for each declaration, weekdays as often as in real ones (methods 10)."""
        first = self.draft.calendar.first_of(month)
        length = (self.draft.calendar.first_of(month + 1) - first).days
        days = [first + timedelta(days=offset) for offset in range(length)]
        chances = _WEEKDAYS[[day.weekday() for day in days]]
        return day_number(first) + rng.choice(length, size=count, p=chances / chances.sum())

    def _lines(self, rng: Generator, edge: Ints, declaration: Ints, day: Ints) -> Block:
        relations, people, count = self.relations, self.people, len(edge)
        channel = relations.channel[edge]
        part = relations.part[edge, rng.choice(SLOTS, size=count, p=_SLOT_CHANCES)]
        is_listed = np.array([c.is_listed for c in self.channels])[channel]
        is_export = np.array([c.is_export for c in self.channels])[channel]
        importer, exporter = relations.importer[edge], relations.exporter[edge]
        seller, buyer = people.country[exporter], people.country[importer]
        log_price = self.details.log_prices(part, day, seller, buyer)
        log_price += relations.log_price[edge] + rng.normal(0.0, LINE_SD, count)
        mu = np.where(is_listed, LISTED_LN_USD, CIVILIAN_LN_USD)
        sd = np.where(is_listed, _LINE_VALUE_SD[True], _LINE_VALUE_SD[False])
        mu = mu + _SIZE_VALUE * np.log(np.maximum(people.weight[importer], 0.05))  # larger firms have larger orders
        value = np.minimum(np.exp(mu + relations.log_value[edge] + sd * rng.normal(0.0, 1.0, count)), _MOST_USD)
        price, declares = np.exp(log_price), np.where(is_export, exporter, importer)
        return Block(
            day=day,
            direction=is_export.astype(np.int64),
            reporting=np.where(is_export, seller, buyer),
            importer=importer,
            exporter=exporter,
            part=part,
            quantity=rounded_quantities(rng, value / price),
            price_usd=price,
            destination=buyer.copy(),
            declaration=declaration,
            scheme=np.full(count, NOBODY),
            mirror=self._mirrored(exporter, importer, is_export),
            words={},
            **self.details.drawn(
                rng, part, day, exporter=exporter, importer=importer, declaration=declaration, declares=declares
            ),
        )

    def _mirrored(self, exporter: Ints, importer: Ints, is_export: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """Return whether a line from a hub is in the hub's export ledger too: all lines of some exporters."""
        is_hub = np.array([country.is_hub for country in self.draft.countries.values()])
        share = _MIRRORED[self.draft.settings.setting]
        is_seen = (self.people.taste[exporter, 0, 1] * 641.0) % 1.0 < share
        found: npt.NDArray[np.bool_] = is_hub[self.people.country[exporter]] & ~is_export & is_seen
        return found


def _of_rows(block: Block, rows: int) -> Block:
    """Return the first lines that take `rows` rows, mirrored ones two each."""
    total = np.cumsum(1 + block.mirror.astype(np.int64))
    kept = int(np.searchsorted(total, rows, side="right"))
    found = block.taken(np.arange(kept if kept and total[kept - 1] == rows else min(kept + 1, len(block))))
    if int((1 + found.mirror.astype(np.int64)).sum()) > rows:  # one line too many for its second row
        found.mirror[-1] = False
    return found
