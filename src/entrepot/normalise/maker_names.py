"""Whether two texts name one maker: by the names of known makers, else by their words."""

import re
from collections.abc import Iterable
from functools import cache

from entrepot.codes.makers import makers
from entrepot.codes.resource import csv_rows
from entrepot.normalise.business_words import phrase_keys, vocabulary
from entrepot.normalise.goods_scan import comparable
from entrepot.normalise.goods_words import known_names, not_stated, words_of
from entrepot.normalise.names import name_key
from entrepot.normalise.not_branded import is_not_branded

_REMARKS = re.compile(r"\([^()]*\)")
_COMMON = 10  # [P] of 5,033 names of firms (resources/names/word_counts.csv): one in 500
_JOINTS = re.compile(r"[|;,]")


def maker_keys(text: str) -> frozenset[str]:
    """Return whom a brand or a maker's name may mean: ids of known makers, else keys of the names; empty where nobody.

    Remarks in brackets and legal forms are left out; `XILINX / AMD` means both. A brand or division of a known maker is that
    maker: `Vishay Siliconix`. `N/A`, `OEM` and `VARIOUS` are nobody.
    """
    listed = [piece for piece in _JOINTS.split(_REMARKS.sub(" ", text).strip()) if not is_not_branded(piece.strip())]
    pieces = {",".join(listed), *listed, *(half for piece in listed for half in piece.split("/"))}
    found = {key for piece in pieces for key in _keys(piece)}
    known = {key for key in found if key.startswith("=")}
    return frozenset(known or found)


def agree(one: Iterable[str], other: Iterable[str]) -> bool | None:
    """Return whether two sets of `maker_keys` name one maker; None where one of them names nobody.

    Of names that nobody knows, one may be the beginning of the other, unless that is only a country, a town, a line of business
    or a common word: `Quorvane` is `Quorvane Microsystems`, `China` not `China Resources`.
    """
    ones, others = set(one), set(other)
    if not ones or not others:
        return None
    return any(a == b or _begins(a, b) or _begins(b, a) for a in ones for b in others)


def _begins(whole: str, part: str) -> bool:
    return whole.startswith(f"{part} ") and not _is_common(phrase_keys(part))


@cache
def _is_common(keys: tuple[str, ...]) -> bool:
    """Return whether words are a country, a town or a line of business, or one word that many firms' names hold."""
    return keys in vocabulary().phrases or (len(keys) == 1 and keys[0] in _common_words())


@cache
def _common_words() -> frozenset[str]:
    return frozenset(row["fold"] for row in csv_rows("names/word_counts.csv") if int(row["firms"]) >= _COMMON)


def _keys(text: str) -> Iterable[str]:
    words = words_of(comparable(text))
    if not words or words in not_stated() or is_not_branded(text):
        return ()
    key = name_key(text)
    known = known_names().get(words) or (known_names().get(words_of(comparable(key))) if key else None)
    if known is not None:
        return (f"={known[0]}",)
    maker_id = _division_of(words)
    return (f"={maker_id}",) if maker_id is not None else (key,) if key is not None else ()


def _division_of(words: tuple[str, ...]) -> str | None:
    """Return the known maker whose name the first words are; None where they are nobody's."""
    return next((found for n in range(len(words) - 1, 0, -1) if (found := _whole_names().get(words[:n]))), None)


@cache
def _whole_names() -> dict[tuple[str, ...], str]:
    """Return makers' ids by the words of their names; not of the short ones (TI, ON), which may begin anything."""
    found: dict[tuple[str, ...], str] = {}
    for maker in makers():
        for name in (maker.name, *maker.aliases, *maker.brands):
            found.setdefault(words_of(comparable(name)), maker.id)
    return found
