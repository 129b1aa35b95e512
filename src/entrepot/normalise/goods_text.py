"""Brand, maker and part numbers read from goods descriptions."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import islice

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from entrepot.codes.makers import prefix_heads
from entrepot.normalise import goods_words
from entrepot.normalise.goods_brands import FoundBrand, brands_in_order, find_brands
from entrepot.normalise.goods_parts import FoundPart, find_parts, maker_of, part_places
from entrepot.normalise.goods_prefilter import goods_filter
from entrepot.normalise.goods_scan import Scanned, Scanner

_TEXTS_AT_ONCE = 250  # the letters' arrays then stay in the processor's cache: half the time of 1000 texts
_Row = tuple[str | None, str | None, str | None, str | None, int]
_NOTHING: _Row = (None, None, None, None, 0)


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


class GoodsReader:
    """Reads goods descriptions; remembers words and values, since whole texts hardly ever come again."""

    def part_numbers(self, text: str) -> tuple[FoundPart, ...]:
        """Return the part numbers of a text in its order, each key once.

        A word is one where it stands after a label (P/N, АРТИКУЛ, 型号 ...) or begins as a maker's part numbers do. Dates, sizes,
        ratings, standards, goods codes, and numbers of lots, invoices, contracts and containers are none.
        """
        scanned = next(_scanner().scan([text]))
        return find_parts(scanned, goods_words.markers(scanned))

    def brands(self, text: str) -> tuple[FoundBrand, ...]:
        """Return the brands of a text, labelled ones first; empty where it says that there is none."""
        scanned = next(_scanner().scan([text]))
        return find_brands(scanned, goods_words.markers(scanned))

    def read_column(self, column: pa.Array) -> GoodsColumns:
        """Return brand, maker and part number of every row; rows without label, known name or prefix cost a look only."""
        plain = column.dictionary_decode() if pa.types.is_dictionary(column.type) else column
        hits = goods_filter(plain)
        encoded = plain.filter(hits).dictionary_encode()
        rows = [*_rows(encoded.dictionary.to_pylist()), _NOTHING]
        places = np.full(len(plain), len(rows) - 1, np.int32)
        places[hits.to_numpy(zero_copy_only=False)] = encoded.indices.to_numpy(zero_copy_only=False)
        taken = pa.array(places)
        brands, maker_ids, parts, keys, counts = zip(*rows, strict=True)

        def texts(values: tuple[str | None, ...]) -> pa.Array:
            return pa.array(values, pa.string()).take(taken)

        return GoodsColumns(
            texts(brands),
            texts(maker_ids),
            texts(parts),
            texts(keys),
            pc.if_else(plain.is_valid(), pa.array(counts, pa.int32()).take(taken), pa.scalar(None, pa.int32())),
        )


def _rows(texts: Iterable[str]) -> Iterator[_Row]:
    rest = iter(texts)
    while some := list(islice(rest, _TEXTS_AT_ONCE)):
        for scanned in _scanner().scan(some):
            yield _row(scanned) if scanned.words or scanned.tokens else _NOTHING


def _row(scanned: Scanned) -> _Row:
    found = goods_words.markers(scanned)
    parts = part_places(scanned, found)
    brand = next(brands_in_order(scanned, found), None)
    maker_id = None
    if brand is not None:
        maker_id = brand.maker_id
    elif parts:
        makers = {maker_of(scanned, part, found) for part in parts}
        maker_id = makers.pop() if len(makers) == 1 else None
    text = brand.text if brand is not None else None
    if not parts:
        return text, maker_id, None, None, 0
    first = parts[0]
    return text, maker_id, scanned.whole[first.start : first.end], first.key, len(parts)


@cache
def _scanner() -> Scanner:
    return Scanner(sorted(goods_words.by_first_word()), prefix_heads())
