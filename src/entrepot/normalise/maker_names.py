"""Whether two texts name one maker: by the names of known makers, else by their words."""

import re
from collections.abc import Iterable

from entrepot.normalise.goods_scan import comparable
from entrepot.normalise.goods_words import known_names, not_stated, words_of
from entrepot.normalise.names import name_key

_REMARKS = re.compile(r"\([^()]*\)")
_JOINTS = re.compile(r"[/|;,]")


def maker_keys(text: str) -> frozenset[str]:
    """Return whom a brand or a maker's name may mean: ids of known makers, else keys of the names; empty where nobody.

    Remarks in brackets and legal forms are left out; `XILINX / AMD` means both. A brand of a known maker is that maker.
    """
    bare = _REMARKS.sub(" ", text).strip()
    found = {key for piece in {bare, *_JOINTS.split(bare)} for key in _keys(piece)}
    known = {key for key in found if key.startswith("=")}
    return frozenset(known or found)


def agree(one: Iterable[str], other: Iterable[str]) -> bool | None:
    """Return whether two sets of `maker_keys` name one maker; None where one of them names nobody.

    Of names that nobody knows, one may be the beginning of the other.
    """
    ones, others = set(one), set(other)
    if not ones or not others:
        return None
    return any(a == b or f"{a} ".startswith(f"{b} ") or f"{b} ".startswith(f"{a} ") for a in ones for b in others)


def _keys(text: str) -> Iterable[str]:
    words = words_of(comparable(text))
    if not words or words in not_stated():
        return ()
    key = name_key(text)
    known = known_names().get(words) or (known_names().get(words_of(comparable(key))) if key else None)
    return (f"={known[0]}",) if known is not None else (key,) if key is not None else ()
