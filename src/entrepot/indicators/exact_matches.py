"""Goods that go in and out of a firm in the same number: matches, what a number tells, what chance would give."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np
import numpy.typing as npt

from entrepot.flows.months import month_index
from entrepot.indicators.statistics import permutation_p
from entrepot.store.engine import Row
from entrepot.trace.rarity import quantity_bits

Places = npt.NDArray[np.int64]
_DEEP_IN_ALL, _DEEP_LEAST = 2_000_000, 1_000  # [P] deals: some tens of seconds of work, however many firms there are
_CELLS_AT_ONCE = 200_000  # goods dealt at a time
_REPEATS_MOST = 4  # expected repeats a row, times two, from which drawing rows again no longer pays
_DAYS_A_MONTH = 30


@dataclass(frozen=True)
class Lot:
    """Goods of one part number in one line, or in one month with one partner.

    `day` counts days, or months times 30; `first_day` and `last_day` are those of its lines; `slots` their positions.
    """

    part: str
    quantity: float
    day: int
    first_day: int
    last_day: int
    slots: tuple[int, ...]


@dataclass(frozen=True)
class Match:
    """A lot in and a lot out of the same part number and quantity; `bits` says how telling the quantity is."""

    inbound: Lot
    outbound: Lot
    bits: float
    basis: str  # line or month

    @property
    def slots(self) -> tuple[int, ...]:
        """The positions of all lines of both lots."""
        return self.inbound.slots + self.outbound.slots


@dataclass(frozen=True)
class Draw:
    """What chance gives: the p-value, matches expected, and how many times was drawn."""

    p_value: float
    expected: float
    permutations: int


@dataclass(frozen=True)
class Pool:
    """All lines of a goods code: each distinct part number and quantity with its number of lines."""

    keys: tuple[tuple[str, float], ...]
    lines: tuple[int, ...]

    @cached_property
    def line_count(self) -> int:
        """How many lines there are."""
        return sum(self.lines)

    @cached_property
    def lines_by_quantity(self) -> Mapping[float, int]:
        """How many lines hold each quantity, of whatever part."""
        counts: dict[float, int] = defaultdict(int)
        for (_, quantity), lines in zip(self.keys, self.lines, strict=True):
            counts[quantity] += lines
        return counts


class Passage:
    """A firm's lines of one goods code, in and out, and the pool they are drawn from."""

    def __init__(self, rows: Sequence[Row], pool: Pool, window_days: int) -> None:
        self.rows = rows
        self.pool = pool
        self.window_days = window_days
        self._own = Counter(row["quantity"] for row in rows)
        self._goods = {place: (row["part_number_key"], row["quantity"]) for place, row in enumerate(rows)}
        self._days = [row["declared_on"].toordinal() for row in rows]
        self._months = [month_index(row["declared_on"]) for row in rows]

    def bits(self, quantity: float) -> float:
        """Return how telling a quantity is among the lines that are not the firm's own of that quantity."""
        own = self._own[quantity]
        equal = self.pool.lines_by_quantity.get(quantity, 0) - own
        return quantity_bits(quantity, equal_lines=max(0, equal), all_lines=self.pool.line_count - own)

    def matches(self, basis: str, keys: Mapping[int, tuple[str, float]] | None = None) -> list[Match]:
        """Return one-to-one matches of lots, first in with first out; with `keys` as if only those lines held those goods."""
        goods = self._goods if keys is None else keys
        inbound, outbound = (self._lots(goods, basis, is_inbound=side) for side in (True, False))
        waiting: dict[tuple[str, float], list[Lot]] = defaultdict(list)
        for lot in outbound:
            waiting[lot.part, lot.quantity].append(lot)
        found = []
        for lot in inbound:
            queue = waiting.get((lot.part, lot.quantity), [])
            fitting = next((o for o in queue if self._fits(lot, o)), None)
            if fitting is not None:
                queue.remove(fitting)
                found.append(Match(lot, fitting, self.bits(lot.quantity), basis))
        return found

    def _fits(self, inbound: Lot, outbound: Lot) -> bool:
        is_in_window = 0 <= outbound.day - inbound.day <= self.window_days
        return is_in_window and outbound.last_day >= inbound.first_day

    def candidate_pairs(self) -> int:
        """Return how many pairs of a line in and a line out of the same part lie within the window."""
        lots = self._lots(self._goods, "line", is_inbound=True)
        outward = self._lots(self._goods, "line", is_inbound=False)
        days: dict[str, list[int]] = defaultdict(list)
        for lot in outward:
            days[lot.part].append(lot.day)
        return sum(0 <= day - lot.day <= self.window_days for lot in lots for day in days[lot.part])

    def draw(self, basis: str, min_bits: float, *, permutations: int, seed: int) -> Draw:
        """Return what chance gives when parts and quantities are dealt anew to the days and partners of the code.

        The statistic is the sum of bits over matches of at least `min_bits`. The seed alone decides the deals, so that
        neither the order of the rows nor the names of the parties change the p-value.
        """
        observed = self._statistic(self.matches(basis), min_bits)[0]
        owner = np.repeat(np.arange(len(self.pool.keys)), self.pool.lines)
        # Without a key (or, for months, a part) on both sides there is no match, and most deals have none.
        parts = np.unique([part for part, _ in self.pool.keys], return_inverse=True)[1]
        shared = np.arange(len(self.pool.keys)) if basis == "line" else parts
        generator = np.random.default_rng(seed)
        sides = np.array([row["is_inbound"] for row in self.rows])
        sums, counts = [0.0] * permutations, 0
        at_once = max(1, _CELLS_AT_ONCE // len(self.rows))
        for first in range(0, permutations, at_once):
            dealt = owner[dealt_places(generator, len(owner), len(self.rows), min(at_once, permutations - first))]
            for deal in on_both_sides(shared[dealt], sides):
                told = shared[dealt[deal]]
                both = set(told[sides].tolist()).intersection(told[~sides].tolist())
                keys = {p: self.pool.keys[k] for p, k in enumerate(dealt[deal].tolist()) if shared[k] in both}
                sums[first + deal], count = self._statistic(self.matches(basis, keys), min_bits)
                counts += count
        return Draw(permutation_p(observed, sums), round(counts / permutations, 6), permutations)

    def _statistic(self, matches: Sequence[Match], min_bits: float) -> tuple[float, int]:
        telling = [match.bits for match in matches if match.bits >= min_bits]
        return sum(telling), len(telling)

    def _lots(self, goods: Mapping[int, tuple[str, float]], basis: str, *, is_inbound: bool) -> list[Lot]:
        places = [place for place in goods if self.rows[place]["is_inbound"] == is_inbound]
        if basis == "line":
            lots = [Lot(*goods[p], self._days[p], self._days[p], self._days[p], (p,)) for p in places]
            return sorted(lots, key=lambda lot: (lot.day, lot.slots))
        grouped: dict[tuple[str, str, int], list[int]] = defaultdict(list)
        for p in places:
            grouped[self.rows[p]["other_id"], goods[p][0], self._months[p]].append(p)
        lots = [
            Lot(
                part,
                round(sum(goods[p][1] for p in slots), 6),
                month * _DAYS_A_MONTH,
                min(self._days[p] for p in slots),
                max(self._days[p] for p in slots),
                tuple(slots),
            )
            for (_, part, month), slots in grouped.items()
        ]
        return sorted(lots, key=lambda lot: (lot.day, lot.slots))


def deep_deals(asked: int, tests: int) -> int:
    """Return how many deals each of so many promising tests gets: as many as asked, or its share of what all may take.

    The more tests are promising, the less small a p-value has to be to survive the correction for all that were made.
    """
    return max(_DEEP_LEAST, min(asked, _DEEP_IN_ALL // max(1, tests)))


def dealt_places(generator: np.random.Generator, many: int, few: int, deals: int) -> Places:
    """Return `few` different places out of `many`, anew for each deal; shape (deals, few), all orders equally likely.

    Places are drawn with repeats and rows that hold one are drawn again, which leaves every row without one as likely as any
    other; where most rows would hold one, each row is shuffled out of all places.
    """
    if few * few > many * _REPEATS_MOST:
        return np.stack([generator.choice(many, size=few, replace=False) for _ in range(deals)])
    made = generator.integers(many, size=(deals, few))
    wrong = np.arange(deals)
    while len(wrong):
        ordered = np.sort(made[wrong], axis=1)
        wrong = wrong[(ordered[:, 1:] == ordered[:, :-1]).any(axis=1)]
        made[wrong] = generator.integers(many, size=(len(wrong), few))
    return made


def on_both_sides(keys: Places, sides: npt.NDArray[np.bool_]) -> list[int]:
    """Return which rows hold a key both where `sides` is true and where it is not, ascending."""
    width = int(keys.max(initial=0)) + 1
    marked = keys + np.arange(len(keys))[:, None] * width
    both = np.intersect1d(marked[:, sides], marked[:, ~sides])
    return [int(row) for row in np.unique(both // width)]


def best_first(*groups: Sequence[Match]) -> list[Match]:
    """Return matches, the most telling first; a month's match that only repeats a line's match is left out."""
    kept: list[Match] = []
    used: set[int] = set()
    for match in sorted(chain(*groups), key=lambda m: (m.basis != "line", -m.bits, m.inbound.day, m.slots)):
        if not used & set(match.slots):
            kept.append(match)
            used |= set(match.slots)
    return sorted(kept, key=lambda m: (-m.bits, m.inbound.day, m.slots))
