"""Brands in goods texts: after labels, and known names."""

import re
from dataclasses import dataclass

from entrepot.normalise import goods_words
from entrepot.normalise.goods_words import Marker

_BRAND_ENDS = re.compile(r"[;|\n；,，、()\[\]]|\.\s|\.$|\s[-–—/]\s")
_QUOTES = " \t\"'«»“”„`.:-–®™*"
_MOST_BRAND = 40  # letters
_BRAND_LABELS = frozenset({"brand", "brand_marked"})


@dataclass(frozen=True)
class FoundBrand:
    """A brand in a text: as written, the maker where it is a known one, and why it was taken for one.

    `basis` is `labelled`, `labelled maker` (a known name after a label of the producer) or `known name`.
    """

    text: str
    maker_id: str | None
    basis: str


def find_brands(whole: str, capitals: str, found: list[Marker]) -> tuple[FoundBrand, ...]:
    """Return the brands of a text, labelled ones first; arguments as of `find_parts`."""
    labelled: list[FoundBrand] = []
    by_maker: list[FoundBrand] = []
    others: list[FoundBrand] = []
    for number, marker in enumerate(found):
        if marker.kind in _BRAND_LABELS or marker.kind == "maker":
            brand = _labelled_brand(whole, capitals, marker, found[number + 1 :])
            if brand is not None:
                (by_maker if marker.kind == "maker" else labelled).append(brand)
        elif marker.kind == "name" and not _is_anothers(capitals, marker, found[:number]):
            others.append(FoundBrand(whole[marker.start : marker.end], marker.maker_id, "known name"))
    return _distinct([*labelled, *by_maker, *others])


def _distinct(brands: list[FoundBrand]) -> tuple[FoundBrand, ...]:
    kept: dict[str, FoundBrand] = {}
    for brand in brands:
        kept.setdefault(brand.maker_id or goods_words.comparable(brand.text), brand)
    return tuple(kept.values())


def _is_anothers(capitals: str, name: Marker, before: list[Marker]) -> bool:
    """Return whether a word such as FOR stands right before a name: the goods are for that maker's equipment."""
    last = before[-1] if before else None
    return last is not None and last.kind == "whose" and not capitals[last.end : name.start].strip()


def _labelled_brand(whole: str, capitals: str, label: Marker, later: list[Marker]) -> FoundBrand | None:
    start, is_marked = goods_words.value_start(capitals, label)
    if goods_words.says_nothing(capitals, start):
        return None
    next_label = next((marker for marker in later if marker.kind not in {"name", "whose"}), None)
    end = goods_words.value_end(capitals, start, later)
    stop = _BRAND_ENDS.search(capitals, start, end)
    end = end if stop is None else stop.start()
    words = goods_words.words_of(capitals[start:end])
    known = goods_words.known_names().get(words)
    basis = "labelled maker" if label.kind == "maker" else "labelled"
    if known is not None:
        return FoundBrand(whole[start:end].strip(_QUOTES), known[0], basis)
    first = later[0] if later else None
    if first is not None and first.kind == "name" and first.start == start:
        return FoundBrand(whole[start : first.end], first.maker_id, basis)
    ends_at_label = next_label is not None and next_label.start <= end + 1
    is_told = is_marked or (label.kind == "brand" and (ends_at_label or stop is not None))
    if label.kind == "maker" or not is_told or not words or len(whole[start:end].strip(_QUOTES)) > _MOST_BRAND:
        return None
    if all(word.isdecimal() for word in words):
        return None
    return FoundBrand(whole[start:end].strip(_QUOTES), None, "labelled")
