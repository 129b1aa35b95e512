"""Brands in goods texts: after labels, and known names."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from entrepot.normalise import goods_words
from entrepot.normalise.goods_scan import Scanned, comparable
from entrepot.normalise.goods_words import Marker

_BRAND_ENDS = re.compile(r"[;|\n；,，、()\[\]]|\.\s|\.$|\s[-–—/]\s")
_QUOTES = " \t\"'«»“”„`.:-–®™*"
_MOST_BRAND = 40  # letters
_BRAND_LABELS = frozenset({"brand", "brand_marked"})
_NO_LABELS = frozenset({"name", "whose"})
_CACHED_VALUES = 65_536


class FoundBrand(NamedTuple):
    """A brand in a text: as written, the maker where it is a known one, and why it was taken for one.

    `basis` is `labelled`, `labelled maker` (a known name after a label of the producer) or `known name`.
    """

    text: str
    maker_id: str | None
    basis: str


def find_brands(scanned: Scanned, found: list[Marker]) -> tuple[FoundBrand, ...]:
    """Return the brands of a text, labelled ones first, by its labels and names."""
    kept: dict[str, FoundBrand] = {}
    for brand in brands_in_order(scanned, found):
        kept.setdefault(brand.maker_id or comparable(brand.text), brand)
    return tuple(kept.values())


def brands_in_order(scanned: Scanned, found: list[Marker]) -> Iterator[FoundBrand]:
    """Yield the brands of a text, labelled ones first, then those after a label of the producer; one may come twice."""
    makers: list[int] = []
    names: list[int] = []
    for number, marker in enumerate(found):
        if marker.kind in _BRAND_LABELS:
            if (brand := _labelled_brand(scanned, found, number)) is not None:
                yield brand
        elif marker.kind == "maker":
            makers.append(number)
        elif marker.kind == "name":
            names.append(number)
    for number in makers:
        if (brand := _labelled_brand(scanned, found, number)) is not None:
            yield brand
    for number in names:
        if not _is_anothers(scanned.capitals, found, number):
            name = found[number]
            yield FoundBrand(scanned.whole[name.start : name.end], name.maker_id, "known name")


def _is_anothers(capitals: str, found: list[Marker], number: int) -> bool:
    """Return whether a word such as FOR stands right before a name: the goods are for that maker's equipment."""
    last = found[number - 1] if number else None
    return last is not None and last.kind == "whose" and not capitals[last.end : found[number].start].strip()


def _labelled_brand(scanned: Scanned, found: list[Marker], number: int) -> FoundBrand | None:
    whole, capitals, _, _ = scanned
    label = found[number]
    start, is_marked = goods_words.value_start(capitals, label)
    if goods_words.says_nothing(capitals, start):
        return None
    end = goods_words.value_end(capitals, start, found, number)
    stop = _BRAND_ENDS.search(capitals, start, end)
    end = end if stop is None else stop.start()
    maker_id, is_wordy = _known(capitals[start:end])
    basis = "labelled maker" if label.kind == "maker" else "labelled"
    if maker_id is not None:
        return FoundBrand(whole[start:end].strip(_QUOTES), maker_id, basis)
    first = found[number + 1] if number + 1 < len(found) else None
    if first is not None and first.kind == "name" and first.start == start:
        return FoundBrand(whole[start : first.end], first.maker_id, basis)
    if label.kind == "maker" or not is_wordy:
        return None
    if not is_marked and (label.kind != "brand" or (stop is None and not _ends_at_label(found, number, end))):
        return None
    text = whole[start:end].strip(_QUOTES)
    return FoundBrand(text, None, "labelled") if len(text) <= _MOST_BRAND else None


def _ends_at_label(found: list[Marker], number: int, end: int) -> bool:
    label = next((marker for marker in found[number + 1 :] if marker.kind not in _NO_LABELS), None)
    return label is not None and label.start <= end + 1


@lru_cache(maxsize=_CACHED_VALUES)
def _known(value: str) -> tuple[str | None, bool]:
    """Return the maker that a value names, if any, and whether it has words that are not all figures."""
    words = goods_words.words_of(value)
    known = goods_words.known_names().get(words)
    return None if known is None else known[0], not all(word.isdecimal() for word in words)
