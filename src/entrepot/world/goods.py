"""The goods of a world: real codes of the Harmonized System, invented brands and part numbers, prices by part."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

import numpy as np
import numpy.typing as npt
from numpy.random import Generator

from entrepot.codes.hs import descriptions
from entrepot.codes.resource import csv_rows
from entrepot.world.brands import Brand, brands_of
from entrepot.world.settings import Setting

GoodKind = Literal["listed", "sibling", "civilian"]
_TIER_WEIGHTS = {"1": 10.0, "2": 5.0, "3.A": 2.5, "3.B": 1.5, "4.A": 1.0, "4.B": 0.6}  # chips dominate (methods 2.4)
# Codes of listed headings that HS2017 had not and whose predecessor is not at hand: left out.
_NEW_SIBLINGS = frozenset(
    [
        "851713",
        "851714",
        "851771",
        "851779",
        "854340",
        "902781",
        "902789",
        "880710",
        "880720",
        "880790",
        "847190",
        "903010",
        "854310",
        "848630",
    ]
)
_CIVILIAN_PER_HEADING = 2
_DEAR_USD, _DEARNESS = 100.0, 0.6  # machines are bought less often than parts [proposed]
_PRICE_SD = 0.5  # methods 11.3: brand effect and noise N(0, .5); a code's own place in its heading [proposed]
_BUSINESS = {  # NACE-like, by chapter
    **dict.fromkeys(("01", "07", "08", "09", "18", "22"), "4639 wholesale of food and beverages"),
    **dict.fromkeys(("30", "33", "34"), "4645 wholesale of perfume, cosmetics and medicines"),
    **dict.fromkeys(("32", "39", "40", "48", "49"), "4676 wholesale of other intermediate products"),
    **dict.fromkeys(("42", "52", "54", "61", "62", "63", "64"), "4642 wholesale of clothing and footwear"),
    **dict.fromkeys(("69", "70", "73", "76", "82", "83"), "4674 wholesale of hardware and plumbing supplies"),
    "84": "4669 wholesale of other machinery and equipment",
    "85": "4652 wholesale of electronic and telecommunications equipment and parts",
    "87": "4531 wholesale of motor vehicle parts",
    "88": "4669 wholesale of other machinery and equipment",
    "90": "4669 wholesale of measuring instruments",
    **dict.fromkeys(("91", "94", "95", "96"), "4649 wholesale of other household goods"),
}


@dataclass(frozen=True, slots=True)
class Good:
    """A goods code of HS2022; `hs2017` is what it was declared under before, the same where the code is older.

    `kind` listed (Common High Priority List), sibling (of the same heading, not listed), or civilian. `lot` is a usual order.
    """

    hs6: str
    hs2017: str
    kind: GoodKind
    heading: str
    description: str
    price_usd: float
    kg: float
    lot: float
    weight: float


@dataclass(frozen=True, slots=True)
class Part:
    """What is bought and sold: a good of a brand with a part number; civilian goods may have neither.

    `price_usd` and `kg` are of one piece in January 2021; `weight` is how often it is traded. `position` is its place in the
    catalogue, -1 before it is added.
    """

    hs6: str
    hs2017: str
    kind: GoodKind
    heading: str
    national: str
    brand: str
    brand_iso: str
    part_number: str
    price_usd: float
    kg: float
    lot: float
    weight: float
    position: int = -1


@dataclass
class Catalogue:
    """Goods and parts. Parts stand in the order added; positions do not change."""

    goods: tuple[Good, ...]
    brands: tuple[Brand, ...]
    parts: list[Part] = field(default_factory=list)
    drawn_count: int = 0  # parts that honest trade is drawn from; those added later are of planned lines only
    _by_hs6: dict[str, list[Part]] = field(default_factory=dict)
    _pools: dict[tuple[GoodKind, tuple[str, ...], int], tuple[list[Part], npt.NDArray[np.float64]]] = field(
        default_factory=dict
    )

    def add(self, part: Part) -> Part:
        """Return the part with its place, added."""
        fields = {name: getattr(part, name) for name in Part.__slots__}
        placed = Part(**{**fields, "position": len(self.parts)})
        self.parts.append(placed)
        self._by_hs6.setdefault(part.hs6, []).append(placed)
        return placed

    def parts_of(self, hs6: str, brand: str | None = None) -> list[Part]:
        """Return the parts of a code (HS2022), of one brand or of all, in the order added."""
        return [part for part in self._by_hs6.get(hs6, ()) if brand is None or part.brand == brand]

    def listed(self) -> tuple[str, ...]:
        """Return the codes of the Common High Priority List (HS2022)."""
        return tuple(good.hs6 for good in self.goods if good.kind == "listed")

    def siblings_of(self, hs6: str) -> tuple[str, ...]:
        """Return unlisted codes of the same heading that are traded."""
        return tuple(good.hs6 for good in self.goods if good.kind == "sibling" and good.heading == hs6[:4])

    def good(self, hs6: str) -> Good:
        """Return the good of a code of HS2022.

        Raises:
            KeyError: The code is not traded in this world.
        """
        for good in self.goods:
            if good.hs6 == hs6:
                return good
        raise KeyError(hs6)

    def random_part(self, rng: Generator, kind: GoodKind = "listed", chapters: Sequence[str] = ()) -> Part:
        """Return a part of a kind, of some chapters (`85`) or of all, drawn by how often it is traded."""
        key = (kind, tuple(chapters), self.drawn_count)
        if key not in self._pools:
            pool = [
                p for p in self.parts[: self.drawn_count] if p.kind == kind and (not chapters or p.hs6[:2] in chapters)
            ]
            chances = np.array([part.weight for part in pool])
            self._pools[key] = (pool, chances / chances.sum())
        pool, shares = self._pools[key]
        return pool[int(rng.choice(len(pool), p=shares))]

    def business(self, rng: Generator, role: str, hs6: str | None = None) -> str:
        """Return a line of business that fits a code, or any wholesale where none is given; forwarders carry."""
        if role == "forwarder":
            return "5229 other transportation support activities"
        code = hs6 or self.goods[int(rng.integers(0, len(self.goods)))].hs6
        return business_of(code)


def business_of(hs6: str) -> str:
    """Return the NACE-like line of business of those who trade a code."""
    return _BUSINESS.get(hs6[:2], "4690 non-specialised wholesale trade")


@cache
def headings() -> dict[str, dict[str, str]]:
    """Return price, mass, order and names by heading. Source: resources/world/headings.csv (proposed)."""
    return {row["heading"]: row for row in csv_rows("world/headings.csv")}


def make_catalogue(rng: Generator, setting: Setting, rows: int) -> Catalogue:
    """Return the goods with their parts; `other` has other prices. A larger world has more parts of listed goods."""
    level = 1.0 if setting == "base" else 1.35  # proposed
    goods = tuple(_goods(rng, level))
    catalogue = Catalogue(goods, brands_of(setting))
    per_listed = int(np.clip(24 * (rows / 200_000) ** 0.5, 12, 120))  # proposed: assortments grow with trade
    for good in goods:
        _add_parts(rng, catalogue, good, per_listed if good.kind == "listed" else 6)
    catalogue.drawn_count = len(catalogue.parts)
    return catalogue


def _goods(rng: Generator, level: float) -> list[Good]:
    older = {row["hs6"]: row["predecessor"] for row in csv_rows("hs/predecessors.csv") if row["role"] != "drone"}
    tiers = {row["hs6"]: row["tier"] for row in csv_rows("controls/chpl.csv") if row["list_id"] == "chpl"}
    listed_headings = {hs6[:4] for hs6 in tiers}
    found: list[Good] = []
    taken: dict[str, int] = {}
    for hs6, text in sorted(descriptions().items()):
        heading = headings().get(hs6[:4])
        if heading is None or hs6 in _NEW_SIBLINGS or hs6 in older.values():
            continue
        kind: GoodKind = "listed" if hs6 in tiers else "sibling" if hs6[:4] in listed_headings else "civilian"
        taken[hs6[:4]] = taken.get(hs6[:4], 0) + 1
        if kind == "civilian" and taken[hs6[:4]] > _CIVILIAN_PER_HEADING:
            continue
        price, kg, lot = (float(heading[name]) for name in ("price_usd", "kg", "lot"))
        own = level * float(np.exp(rng.normal(0.0, _PRICE_SD)))
        weight = _TIER_WEIGHTS[tiers[hs6]] if kind == "listed" else float(min(rng.pareto(0.8) + 0.1, 40.0))
        weight *= min(1.0, (_DEAR_USD / price) ** _DEARNESS)
        found.append(Good(hs6, older.get(hs6, hs6), kind, hs6[:4], text, price * own, kg, lot, weight))
    return found


def _add_parts(rng: Generator, catalogue: Catalogue, good: Good, count: int) -> None:
    makers = [
        brand for brand in catalogue.brands if brand.is_electronic == (good.heading[:2] in ("84", "85", "88", "90"))
    ]
    chosen = rng.permutation(len(makers))[: max(2, count // 4)]
    chances = 1.0 / np.arange(1, len(chosen) + 1)
    national = f"{int(rng.integers(0, 10))}0{int(rng.integers(0, 10))}{int(rng.integers(0, 2)) * 9}"
    effects = rng.normal(0.0, _PRICE_SD, len(chosen))  # brand effect N(0, .5): methods 11.3
    for number in range(count):
        place = int(rng.choice(len(chosen), p=chances / chances.sum()))
        brand = makers[int(chosen[place])]
        price = good.price_usd * float(np.exp(effects[place] + rng.normal(0.0, _PRICE_SD)))
        has_number = good.kind != "civilian" or good.heading[:2] in ("84", "85", "87", "90")
        catalogue.add(
            Part(
                *(good.hs6, good.hs2017, good.kind, good.heading, national, brand.name, brand.country_iso),
                part_number=brand.part_number(rng) if has_number else "",
                price_usd=round(price, 4),
                kg=good.kg * float(np.exp(rng.normal(0.0, 0.3))),
                lot=good.lot * float(np.exp(rng.normal(0.0, 0.5))),
                weight=good.weight / (number + 2),
            )
        )
