"""The firms of a draft as arrays, with what each trades honestly."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
from numpy.random import Generator

from entrepot.world.draft import Draft
from entrepot.world.goods import Catalogue

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]
BASKET = 8  # codes a firm trades, at most, of one kind; 1 + geometric of mean 3.6 (methods 11.2)
VARIANTS = 2  # parts of a code that a firm deals in
_ROLES = ("coalition_exporter", "neutral_exporter", "hub_trader", "destination_importer", "forwarder", "person")
_OWN_CHAPTER = 0.65  # of a basket's civilian codes [proposed]
_EPOCH = date(1970, 1, 1)
_FAR = 10**6


def day_number(day: date) -> int:
    """Return a day as days since 1970."""
    return (day - _EPOCH).days


@dataclass(frozen=True)
class Population:
    """Arrays by a firm's position: country (place in `isos`), weight, days of birth and death, what it trades.

    `quits_on` is the day a listed firm's honest trade ends. `baskets` holds for listed (True) and other goods the places of the
    goods each firm trades; `taste` picks its parts among those of a good.
    """

    isos: tuple[str, ...]
    country: Ints
    weight: Floats
    born_on: Ints
    ends_on: Ints
    is_company: Flags
    trades_listed: Flags
    baskets: Mapping[bool, Ints]
    taste: Floats

    def members(self, isos: Sequence[str], *, is_listed: bool) -> Ints:
        """Return the positions of firms of some countries with drawn trade, of listed goods where asked."""
        wanted = np.array([iso in isos for iso in self.isos])
        is_fit = wanted[self.country] & (self.weight > 0.0) & self.is_company
        return np.flatnonzero(is_fit & self.trades_listed if is_listed else is_fit)


def population_of(rng: Generator, draft: Draft, quits: Mapping[str, date]) -> Population:
    """Return the firms of the draft as arrays; `quits` are the days that listed background firms were listed on."""
    firms = draft.firms
    isos = tuple(draft.countries)
    place = {iso: index for index, iso in enumerate(isos)}
    ends = np.full(len(firms), _FAR)
    for index, firm in enumerate(firms):
        if firm.died_on is not None:
            ends[index] = day_number(firm.died_on)
        if firm.firm_id in quits:
            ends[index] = min(ends[index], day_number(quits[firm.firm_id]) + int(rng.integers(0, 31)))
    return Population(
        isos=isos,
        country=np.array([place.get(firm.country_iso, 0) for firm in firms]),
        weight=np.array([firm.weight for firm in firms]) ** 0.75,  # lines grow more slowly than size [proposed]
        born_on=np.array([day_number(firm.born_on) if firm.born_on else 0 for firm in firms]),
        ends_on=ends,
        is_company=np.array([firm.kind == "company" for firm in firms]),
        trades_listed=np.array([firm.trades_listed for firm in firms]),
        baskets={flag: _baskets(rng, draft, is_listed=flag) for flag in (True, False)},
        taste=rng.random((len(firms), BASKET, VARIANTS), dtype=np.float32).astype(np.float64),
    )


def _baskets(rng: Generator, draft: Draft, *, is_listed: bool) -> Ints:
    """Return for each firm the places of goods it trades, the first repeated to fill the row and so traded oftener."""
    goods = draft.catalogue.goods
    kinds = ("listed",) if is_listed else ("sibling", "civilian")
    pool = np.array([place for place, good in enumerate(goods) if good.kind in kinds])
    chances: Floats = np.array([goods[place].weight for place in pool])
    count = len(draft.firms)
    drawn = pool[rng.choice(len(pool), size=(count, BASKET), p=chances / chances.sum())]
    if not is_listed:
        drawn = _near_specialty(rng, draft, drawn, pool)
    size = np.minimum(rng.geometric(1 / 3.6, count), BASKET)
    filled: Ints = np.where(np.arange(BASKET)[None, :] < size[:, None], drawn, drawn[:, :1])
    by_code = {good.hs6: place for place, good in enumerate(goods)}
    for index, firm in enumerate(draft.firms):
        own = [
            by_code[hs6]
            for hs6 in firm.basket
            if hs6 in by_code and (goods[by_code[hs6]].kind == "listed") == is_listed
        ]
        if own:
            filled[index] = [own[slot % len(own)] for slot in range(BASKET)]
    return filled


def _near_specialty(rng: Generator, draft: Draft, drawn: Ints, pool: Ints) -> Ints:
    """Replace most codes by others of the chapter of the firm's line of business."""
    goods = draft.catalogue.goods
    by_chapter: dict[str, list[int]] = {}
    for place in pool:
        by_chapter.setdefault(goods[int(place)].hs6[:2], []).append(int(place))
    picks = rng.random(drawn.shape)
    is_own = rng.random(drawn.shape) < _OWN_CHAPTER
    is_own[:, 0] = True
    chapters = [firm.specialty[:2] for firm in draft.firms]
    for chapter in sorted(set(chapters) & set(by_chapter)):
        rows = np.flatnonzero(np.array([own == chapter for own in chapters]))
        own_pool = np.array(by_chapter[chapter])
        chances = np.cumsum([goods[place].weight for place in by_chapter[chapter]])
        chosen = own_pool[np.searchsorted(chances, picks[rows] * chances[-1], side="right")]
        drawn[rows] = np.where(is_own[rows], chosen, drawn[rows])
    return drawn


@dataclass(frozen=True)
class Shelf:
    """The drawn parts by good and by the brand owner's bloc: `order[start : start + count]` are positions of parts.

    Rows of `start` and `count`: 0 all parts of a good, 1 those of coalition brands, 2 the others; a good without such
    has all of its parts there.
    """

    order: Ints
    start: Ints
    count: Ints

    def part(self, owner: Ints, good: Ints, taste: Floats) -> Ints:
        """Return a part of each good, the first ones most often."""
        place = np.floor(self.count[owner, good] * taste**1.8).astype(np.int64)
        found: Ints = self.order[self.start[owner, good] + place]
        return found


def shelf_of(catalogue: Catalogue, coalition: frozenset[str]) -> Shelf:
    """Return the drawn parts of a catalogue on their shelf."""
    by_good: dict[str, list[tuple[float, int, bool]]] = {}
    for part in catalogue.parts[: catalogue.drawn_count]:
        by_good.setdefault(part.hs6, []).append((-part.weight, part.position, part.brand_iso in coalition))
    order: list[int] = []
    start, count = np.zeros((3, len(catalogue.goods)), np.int64), np.zeros((3, len(catalogue.goods)), np.int64)
    for place, good in enumerate(catalogue.goods):
        known = sorted(by_good[good.hs6])
        for owner, wanted in enumerate((None, True, False)):
            own = [position for _, position, is_coalition in known if wanted in (None, is_coalition)]
            own = own or [position for _, position, _ in known]
            start[owner, place], count[owner, place] = len(order), len(own)
            order += own
    return Shelf(np.array(order), start, count)
