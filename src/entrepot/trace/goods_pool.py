"""The goods of a code, line by line and month by month, and the bits by which any two of them agree."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log1p, log2

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from entrepot.trace.ledger import Floats, Ints
from entrepot.trace.queues import NEAR
from entrepot.trace.rarity import significant_digits

Singles = npt.NDArray[np.float32]
_LOG_NEAR = log1p(NEAR)
Goods = tuple[str | None, str | None, float]  # key of the part, of the brand, quantity


@dataclass(frozen=True)
class GoodsPool:
    """Goods of one code by number: part and brand (-1 where none), quantity; `of_line` and `months` give every line's.

    Goods are in order of part, brand and quantity, none before any; `parts` and `brands` number the texts.
    """

    parts: Mapping[str, int]
    brands: Mapping[str, int]
    part: Ints
    brand: Ints
    quantity: Floats
    of_line: Ints
    months: Ints

    @cached_property
    def log_quantity(self) -> Floats:
        """Logarithms of the quantities: equal ones have equal logarithms."""
        return np.log(self.quantity)

    @cached_property
    def _by_month(self) -> dict[int, Ints]:
        return {int(m): self.of_line[self.months == m] for m in np.unique(self.months)}

    @cached_property
    def _keys(self) -> tuple[Ints, Floats]:
        """Return every goods as one number, in order, and the quantities that are part of it."""
        quantities = np.unique(self.quantity)
        return self._key(self.part, self.brand, np.searchsorted(quantities, self.quantity), len(quantities)), quantities

    def _key(self, part: Ints, brand: Ints, quantity: Ints, quantities: int) -> Ints:
        return ((part + 1) * (len(self.brands) + 1) + brand + 1) * quantities + quantity

    def month(self, month: int) -> Ints:
        """Return the goods of every line of a month."""
        return self._by_month[month]

    def numbers(self, goods: Sequence[Goods]) -> Ints:
        """Return the numbers of goods that the pool holds."""
        keys, quantities = self._keys
        part = np.array([-1 if g[0] is None else self.parts[g[0]] for g in goods], dtype=np.int64)
        brand = np.array([-1 if g[1] is None else self.brands[g[1]] for g in goods], dtype=np.int64)
        amount = np.searchsorted(quantities, np.array([g[2] for g in goods], dtype=np.float64))
        return np.searchsorted(keys, self._key(part, brand, amount, len(quantities)))

    @cached_property
    def _digit_bits(self) -> Singles:
        return np.array([significant_digits(q) * log2(10) for q in self.quantity.tolist()], dtype=np.float32)

    @cached_property
    def _by_quantity(self) -> tuple[Ints, Ints, Ints, Ints]:
        """Return the number of each quantity, the order by quantity, and where in it those within 2 % begin and end."""
        order = np.argsort(self.quantity, kind="stable")
        ordered = self.quantity[order]
        low = np.searchsorted(ordered, self.quantity * (1 - NEAR), "left")
        high = np.searchsorted(ordered, self.quantity * (1 + NEAR), "right")
        return np.unique(self.quantity, return_inverse=True)[1], order, low, high

    def without(self, own: Ints) -> "Agreement":
        """Return how telling each kind of agreement is among the other lines: `own` are the goods of the firm's lines."""
        size = len(self.quantity)
        lines = np.bincount(self.of_line, minlength=size) - np.bincount(own, minlength=size)
        lines = np.maximum(lines, 0)
        every = int(lines.sum())
        exact, order, low, high = self._by_quantity
        running = np.r_[0, np.cumsum(lines[order])]
        return Agreement(
            pool=self,
            part_bits=_bits(every, _total(self.part, lines)),
            # No brand is no agreement in brand.
            brand_bits=np.where(self.brand >= 0, _bits(every, _total(self.brand, lines)), np.float32(0.0)),
            exact_bits=np.minimum(_bits(every, _total(exact, lines)), self._digit_bits),
            near_bits=np.minimum(_bits(every, (running[high] - running[low]).astype(np.int64)), self._digit_bits),
        )


@dataclass(frozen=True)
class Agreement:
    """Bits by which goods agree, by number of the goods."""

    pool: GoodsPool
    part_bits: Singles
    brand_bits: Singles
    exact_bits: Singles
    near_bits: Singles

    def agreement(self, received: Ints, sent: Ints, is_in_time: npt.NDArray[np.bool_]) -> Floats:
        """Return for each deal the sum over lines in of the bits of the line out that agrees best.

        Args:
            received: Goods of the lines in, one row a deal.
            sent: Goods of the lines out.
            is_in_time: Which line in (row) may precede which line out (column).
        """
        # Everything that one side gives is looked up before the sides are crossed: lines in times lines out is the costly size.
        pool = self.pool
        one, other = received[:, :, None], sent[:, None, :]
        part_in, part_out = pool.part[one], pool.part[other]
        apart = np.abs(pool.log_quantity[other] - pool.log_quantity[one])
        is_open = (part_in < 0) | (part_out < 0)
        weights = np.where(pool.brand[one] == pool.brand[other], self.brand_bits[one], np.float32(0.0))
        weights = np.where(apart <= _LOG_NEAR, self.near_bits[one], weights)
        by_part = self.part_bits[one] + np.where(apart == 0.0, self.exact_bits[one], np.float32(0.0))
        is_part = part_in == part_out
        weights = np.where(is_open, weights, np.where(is_part, by_part, np.float32(0.0)))
        weights *= is_in_time[None, :, :]
        sums: Floats = weights.max(axis=2, initial=0.0).sum(axis=1).astype(np.float64)
        return sums


def pools_of(rows: pa.Table) -> dict[str, GoodsPool]:
    """Return the pool of every goods code in rows of chance__pool.sql, which are in order of code."""
    codes = rows.column("hs6").combine_chunks().dictionary_encode()
    numbers = codes.indices.to_numpy(zero_copy_only=False)
    bounds = np.flatnonzero(np.r_[True, numbers[1:] != numbers[:-1], True]) if len(numbers) else np.zeros(1, np.int64)
    spans = zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True)
    return {codes.dictionary[int(numbers[a])].as_py(): _pool(rows.slice(a, b - a)) for a, b in spans}


def _pool(rows: pa.Table) -> GoodsPool:
    part, parts = _numbered(rows.column("part_key"))
    brand, brands = _numbered(rows.column("brand_key"))
    quantity = rows.column("quantity").to_numpy()
    order = np.lexsort((quantity, brand, part))
    part, brand, quantity = part[order], brand[order], quantity[order]
    is_new = np.r_[True, np.any([column[1:] != column[:-1] for column in (part, brand, quantity)], axis=0)]
    places = np.empty(len(order), dtype=np.int64)
    places[order] = np.cumsum(is_new) - 1
    lines = rows.column("lines").to_numpy()
    return GoodsPool(
        parts=parts,
        brands=brands,
        part=part[is_new],
        brand=brand[is_new],
        quantity=quantity[is_new],
        of_line=np.repeat(places, lines),
        months=np.repeat(rows.column("month").cast(pa.int64()).to_numpy(), lines),
    )


def _numbered(column: pa.ChunkedArray) -> tuple[Ints, dict[str, int]]:
    """Return texts as numbers in the order of the alphabet, -1 where none, and the number of every text."""
    coded = column.cast(pa.string()).combine_chunks().dictionary_encode()
    known: list[str] = coded.dictionary.to_pylist()
    numbers = {text: place for place, text in enumerate(sorted(known))}
    rank = np.array([*(numbers[text] for text in known), -1], dtype=np.int64)
    indices = coded.indices.fill_null(len(known)).to_numpy(zero_copy_only=False).astype(np.int64)
    return rank[indices], numbers


def _total(group: Ints, lines: Ints) -> Ints:
    """Return for each goods the lines of its group: all of the same part, brand or quantity; 0 where it has none."""
    totals = np.bincount(group + 1, weights=lines)
    return np.where(group >= 0, totals[group + 1], 0).astype(np.int64)


def _bits(every: int, equal: Ints) -> Singles:
    return np.maximum(0.0, np.log2((every + 1) / (equal + 1))).astype(np.float32)
