"""Brand, maker and part numbers read from goods descriptions."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from itertools import islice
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from entrepot.codes.makers import prefix_heads
from entrepot.normalise import goods_words
from entrepot.normalise.goods_brands import FoundBrand, brands_in_order, find_brands
from entrepot.normalise.goods_parts import FoundPart, all_places, find_parts, maker_of, part_places
from entrepot.normalise.goods_prefilter import goods_filter
from entrepot.normalise.goods_scan import Scanned, Scanner
from entrepot.normalise.goods_templates import LEAST_OFTEN, Templates, cut, templates

_TEXTS_AT_ONCE = 250  # the letters' arrays then stay in the processor's cache: half the time of 1000 texts
_Row = tuple[str | None, str | None, str | None, str | None, int]
_NOTHING: _Row = (None, None, None, None, 0)
_MOST_BYTES = 1 << 30  # places are counted in 31 bits, with a break behind every text
_MOST_KNOWN = 100_000  # templates that are remembered: some 40 MB
_FIGURE = re.compile("[0-9]")
_REPLACED = re.compile("[0-9A-Z-]+")  # words of a template that differ from those of its texts, and others


class _Form(NamedTuple):
    """What all texts of a template give: a row, and where its part number stands, counted in bytes; no length: as in the row."""

    row: _Row
    start: int
    length: int


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
    """Reads goods descriptions; remembers what templates give, since whole texts hardly ever come again."""

    def __init__(self) -> None:
        self._forms: dict[str, _Form | None] = {}

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
        texts = plain.filter(hits)
        is_plain = texts.type == pa.string() and texts.nbytes < _MOST_BYTES
        found = _by_template(texts, self._forms) if is_plain else read_exactly(texts)
        numbers = np.cumsum(hits.to_numpy(zero_copy_only=False)) - 1
        places = pa.array(numbers.astype(np.int32), mask=pc.invert(hits).to_numpy(zero_copy_only=False))
        counts = pc.fill_null(found.part_count.take(places), 0)
        return GoodsColumns(
            found.brand.take(places),
            found.maker_id.take(places),
            found.part_number.take(places),
            found.part_number_key.take(places),
            pc.if_else(plain.is_valid(), counts, pa.scalar(None, pa.int32())),
        )


def read_exactly(texts: pa.Array) -> GoodsColumns:
    """Return what `read_column` does for texts without nulls, every distinct text read for itself."""
    encoded = texts.dictionary_encode()
    return _columns([*_rows(encoded.dictionary.to_pylist())], encoded.indices)


def _by_template(texts: pa.Array, known: dict[str, _Form | None]) -> GoodsColumns:
    """Return what `read_exactly` does: texts of a template that comes often are read once, and their part numbers cut out."""
    found = templates(texts)
    forms = _forms(found, known)
    is_form = np.fromiter((form is not None for form in forms), np.bool_, len(forms))[found.indices]
    others = np.flatnonzero(~is_form)
    encoded = texts.take(pa.array(others)).dictionary_encode()
    rows = [_NOTHING if form is None else form.row for form in forms]
    places = found.indices.copy()
    places[others] = encoded.indices.to_numpy() + len(rows)
    columns = _columns([*rows, *_rows(encoded.dictionary.to_pylist())], pa.array(places))
    starts = np.fromiter((0 if form is None else form.start for form in forms), np.int64, len(forms))
    lengths = np.fromiter((0 if form is None else form.length for form in forms), np.int64, len(forms))
    parts = cut(found, starts[found.indices], lengths[found.indices])
    is_cut = pa.array(lengths[found.indices] > 0)
    keys = pc.replace_substring(parts, "-", "")
    return replace(
        columns,
        part_number=pc.if_else(is_cut, parts, columns.part_number),
        part_number_key=pc.if_else(is_cut, keys, columns.part_number_key),
    )


def _forms(found: Templates, known: dict[str, _Form | None]) -> list[_Form | None]:
    """Return what is found in every template; None for those that come too seldom or whose words decide."""
    if len(known) > _MOST_KNOWN:
        known.clear()
    texts = [text[:-1] for text in found.texts.to_pylist()]  # without its break
    counts = np.bincount(found.indices, minlength=len(texts)).tolist()
    new = [text for text, count in zip(texts, counts, strict=True) if count >= LEAST_OFTEN and text not in known]
    for text, scanned in zip(new, _scanned(new), strict=True):
        known[text] = _form(text, scanned) if scanned.whole == text else None
    return [known.get(text) for text in texts]


def _form(text: str, scanned: Scanned) -> _Form | None:
    found = goods_words.markers(scanned)
    row = _row(scanned)
    places = all_places(scanned, found)
    if len(places) > 1 or (
        row[0] is not None and _FIGURE.search(row[0])
    ):  # equal numbers count once; brands are not cut
        return None
    begins = [goods_words.value_start(scanned.capitals, marker)[0] for marker in found]
    ends = {begin + most for begin in begins for most in goods_words.MOST_LETTERS}
    if any(word.start() < end < word.end() for word in _REPLACED.finditer(text) for end in ends):
        return None  # a value cut within a word
    for start, (end, _) in places.items():
        if _REPLACED.fullmatch(text, start, end):
            return _Form(row, len(text[:start].encode()), end - start)
    return _Form(row, 0, 0)


def _columns(rows: list[_Row], places: pa.Array) -> GoodsColumns:
    brands, maker_ids, parts, keys, counts = zip(*(*rows, _NOTHING), strict=True)

    def texts(values: tuple[str | None, ...]) -> pa.Array:
        return pa.array(values, pa.string()).take(places)

    return GoodsColumns(
        texts(brands), texts(maker_ids), texts(parts), texts(keys), pa.array(counts, pa.int32()).take(places)
    )


def _scanned(texts: Iterable[str]) -> Iterator[Scanned]:
    rest = iter(texts)
    while some := list(islice(rest, _TEXTS_AT_ONCE)):
        yield from _scanner().scan(some)


def _rows(texts: Iterable[str]) -> Iterator[_Row]:
    for scanned in _scanned(texts):
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
