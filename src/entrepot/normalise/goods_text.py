"""Brand, maker and part numbers read from goods descriptions."""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from entrepot.normalise import goods_words
from entrepot.normalise.goods_brands import FoundBrand, find_brands
from entrepot.normalise.goods_parts import FoundPart, find_parts
from entrepot.normalise.goods_prefilter import goods_filter
from entrepot.normalise.goods_words import Marker

_CACHED_TEXTS = 200_000


@dataclass(frozen=True)
class GoodsColumns:
    """What was found in a column of goods texts, row by row; null where nothing was.

    With several part numbers in a row, `part_number` is the first; `part_count` says how many there are.
    """

    brand: pa.Array
    maker_id: pa.Array
    part_number: pa.Array
    part_number_key: pa.Array
    part_count: pa.Array


@dataclass(frozen=True)
class _Row:
    brand: str | None
    maker_id: str | None
    part_number: str | None
    part_number_key: str | None
    part_count: int


class GoodsReader:
    """Reads goods descriptions; keeps what it read of the last texts, so that a repeated text costs nothing."""

    def __init__(self) -> None:
        self._row = lru_cache(maxsize=_CACHED_TEXTS)(self._read_row)

    def part_numbers(self, text: str) -> tuple[FoundPart, ...]:
        """Return the part numbers of a text in its order, each key once.

        A word is one where it stands after a label (P/N, АРТИКУЛ, 型号 ...) or begins as a maker's part numbers do. Dates, sizes,
        ratings, standards, goods codes, and numbers of lots, invoices, contracts and containers are none.
        """
        whole, capitals, found = _prepared(text)
        return find_parts(whole, capitals, found)

    def brands(self, text: str) -> tuple[FoundBrand, ...]:
        """Return the brands of a text, labelled ones first; empty where it says that there is none."""
        whole, capitals, found = _prepared(text)
        return find_brands(whole, capitals, found)

    def read_column(self, column: pa.Array) -> GoodsColumns:
        """Return brand, maker and part number of every row; rows without label, known name or prefix cost a look only."""
        hits = goods_filter(column)
        encoded = column.filter(hits).dictionary_encode()
        rows = [self._row(text) for text in encoded.dictionary.to_pylist()]
        places = np.full(len(column), len(rows), np.int64)
        places[hits.to_numpy(zero_copy_only=False)] = encoded.indices.to_numpy(zero_copy_only=False)
        taken = pa.array(places)
        counts = pa.array([row.part_count for row in rows] + [0], pa.int32()).take(taken)

        def texts(values: list[str | None]) -> pa.Array:
            return pa.array([*values, None], pa.string()).take(taken)

        return GoodsColumns(
            texts([row.brand for row in rows]),
            texts([row.maker_id for row in rows]),
            texts([row.part_number for row in rows]),
            texts([row.part_number_key for row in rows]),
            pc.if_else(column.is_valid(), counts, pa.scalar(None, pa.int32())),
        )

    def _read_row(self, text: str) -> _Row:
        whole, capitals, found = _prepared(text)
        parts = find_parts(whole, capitals, found)
        brand = next(iter(find_brands(whole, capitals, found)), None)
        maker_id = brand.maker_id if brand is not None else None
        if brand is None:
            makers = {part.maker_id for part in parts}
            maker_id = next(iter(makers)) if len(makers) == 1 else None
        first = parts[0] if parts else None
        return _Row(
            brand.text if brand is not None else None,
            maker_id,
            first.text if first is not None else None,
            first.key if first is not None else None,
            len(parts),
        )


def _prepared(text: str) -> tuple[str, str, list[Marker]]:
    whole = goods_words.composed(text)
    capitals = goods_words.comparable(whole)
    if len(whole) != len(capitals):
        whole = whole.upper()
    return whole, capitals, goods_words.markers(capitals)
