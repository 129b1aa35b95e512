"""Adds the lines of a world up to flows between countries, by month and published goods code."""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
from numpy.random import Generator

from entrepot.world.block import Block
from entrepot.world.draft import Draft
from entrepot.world.population import Population

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_CIVILIAN_EVERY = 5  # every fifth civilian code is in the statistics, to keep them small
SEEN_SHARE = {
    "base": (0.75, 1.0),
    "other": (0.5, 0.95),
}  # of a country's declarations that are in the ledger [proposed]
_ALL_GOODS = -1


@dataclass(frozen=True)
class Cells:
    """Flows as arrays: places of countries and of the code (`_ALL_GOODS` for the total of a pair), dollars, kilograms."""

    exporter: Ints
    importer: Ints
    code: Ints
    value: Floats
    mass: Floats

    def scaled(self, value: Floats | float, mass: Floats | float) -> "Cells":
        """Return the flows with values and masses multiplied."""
        return Cells(self.exporter, self.importer, self.code, self.value * value, self.mass * mass)

    def at(self, rows: Ints) -> "Cells":
        """Return some of the flows."""
        return Cells(*(getattr(self, name)[rows] for name in self.__dataclass_fields__))


@dataclass
class Flows:
    """Flows of the whole world: what the ledgers show, raised by the share of declarations that is not seen.

    `codes` are the published codes as (HS2017, HS2022); `seen` is the share of each country's declarations in the ledger.
    """

    draft: Draft
    people: Population
    rng: Generator
    _months: dict[int, list[tuple[Ints, Floats, Floats]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        goods = self.draft.catalogue.goods
        civilian = [good.hs6 for good in goods if good.kind == "civilian"]
        published = set(civilian[::_CIVILIAN_EVERY])
        kept = [good for good in goods if good.kind != "civilian" or good.hs6 in published]
        self.codes = [(good.hs2017, good.hs6) for good in kept]
        self.is_listed = np.array([good.kind == "listed" for good in kept])
        place = {good.hs6: index for index, good in enumerate(kept)}
        parts = self.draft.catalogue.parts
        self._by_part = np.array([place.get(part.hs6, _ALL_GOODS) for part in parts])
        self._kg = np.array([part.kg for part in parts])
        self.seen = self.rng.uniform(*SEEN_SHARE[self.draft.settings.setting], len(self.people.isos))

    def add(self, block: Block) -> None:
        """Add a month's lines; second rows of the other side's ledger are not to be given."""
        countries, width = len(self.people.isos), len(self.codes) + 1
        is_counted = (block.direction < 2) & (block.exporter >= 0) & (block.importer >= 0)
        first = np.datetime64(self.draft.calendar.first_on, "M")
        month = (block.day.astype("datetime64[D]").astype("datetime64[M]") - first).astype(np.int64)
        exporter, importer = self.people.country[block.exporter], self.people.country[block.importer]
        seen = np.where(block.direction == 1, self.seen[exporter], self.seen[importer])
        amounts = (block.quantity * block.price_usd / seen, block.quantity * self._kg[block.part] / seen)
        code = self._by_part[block.part]
        key = ((month * countries + exporter) * countries + importer) * width
        for own, rows in ((key + code + 1, is_counted & (code >= 0)), (key, is_counted)):
            found, sums = _added(own[rows], [amount[rows] for amount in amounts])
            for each in np.unique(found // (width * countries**2)).tolist():
                at = found // (width * countries**2) == each
                part = (found[at] % (width * countries**2), sums[0][at], sums[1][at])
                self._months.setdefault(each, []).append(part)

    def of(self, month: int) -> Cells:
        """Return the flows of a month, by exporter, importer and code."""
        parts = self._months.get(month, [])
        if not parts:
            none = np.zeros(0, np.int64)
            return Cells(none, none, none, np.zeros(0), np.zeros(0))
        key = np.concatenate([part[0] for part in parts])
        found, sums = _added(key, [np.concatenate([part[index] for part in parts]) for index in (1, 2)])
        pair, countries = found // (len(self.codes) + 1), len(self.people.isos)
        return Cells(pair // countries, pair % countries, found % (len(self.codes) + 1) - 1, *sums)


def _added(key: Ints, amounts: list[Floats]) -> tuple[Ints, list[Floats]]:
    """Return the distinct keys in order and the sums of each amount."""
    found, place = np.unique(key, return_inverse=True)
    return found, [np.asarray(np.bincount(place, amount, len(found)), np.float64) for amount in amounts]
