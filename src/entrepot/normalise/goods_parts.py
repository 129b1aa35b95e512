"""Part numbers in goods texts: after labels, and where a word begins as a maker's part numbers do."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from entrepot.codes.makers import match_prefix
from entrepot.normalise import goods_shapes, goods_words
from entrepot.normalise.goods_words import Marker

_PIECE_ENDS = re.compile(r"[,，、]\s*|\s/\s|\sИ\s|\sAND\s")
_JOINTS = re.compile("[^0-9A-Z]+")
_QUOTES = " \t\"'«»“”„`.:-–®™*()[]"
_FEW_WORDS = 3  # words of a model's name that may stand before its number
_PART_LABELS = frozenset({"part", "part_marked"})


@dataclass(frozen=True)
class FoundPart:
    """A part number in a text: as written, its key, whose it is by its beginning, and why it was taken for one.

    `basis` is `labelled`, `maker prefix` or `shared prefix` (a type designation that several makers use; then `maker_id` is the
    one maker that the text names, or None).
    """

    text: str
    key: str
    maker_id: str | None
    basis: str


def find_parts(whole: str, capitals: str, found: list[Marker]) -> tuple[FoundPart, ...]:
    """Return the part numbers of a text in its order, each key once.

    Args:
        whole: The text; part numbers are returned as it writes them.
        capitals: The text as `goods_words.comparable` gives it, of the same length.
        found: Its labels and names.
    """
    places: dict[int, tuple[int, str]] = {}
    excluded: set[int] = set()
    for number, label in enumerate(found):
        if label.kind == "excluded":
            excluded.add(goods_words.value_start(capitals, label)[0])
        elif label.kind in _PART_LABELS:
            for start, end in _labelled(capitals, label, found[number + 1 :]):
                places[start] = (end, "labelled")
    for match in goods_shapes.TOKEN.finditer(capitals):
        if match.start() not in excluded:
            for start, end, basis in _grammatical(match.group(), match.start()):
                places.setdefault(start, (end, basis))
    named = {marker.maker_id for marker in found if marker.kind == "name"}
    only = next(iter(named)) if len(named) == 1 else None
    parts = {}
    for start, (end, basis) in sorted(places.items()):
        key = _JOINTS.sub("", capitals[start:end])  # what part_number_key gives, and many times faster
        if key not in parts:
            prefix = match_prefix(capitals[start:end])
            maker_id = None if prefix is None else prefix.maker_id or only
            parts[key] = FoundPart(whole[start:end], key, maker_id, basis)
    return tuple(parts.values())


def _labelled(capitals: str, label: Marker, later: list[Marker]) -> Iterator[tuple[int, int]]:
    """Yield the places of the part numbers after a label: in its first piece, and in pieces that are nothing else."""
    start, is_marked = goods_words.value_start(capitals, label)
    is_marked = is_marked or capitals[label.end : label.end + 1] == "."  # АРТ. 12345
    if label.kind == "part_marked" and not is_marked:
        return
    end = goods_words.value_end(capitals, start, later)
    first = True
    while start < end:
        cut = _PIECE_ENDS.search(capitals, start, end)
        piece_end = end if cut is None else cut.start()
        place = _part_in(capitals, start, piece_end, is_first=first)
        if place is None:
            return
        yield place
        if cut is None:
            return
        first, start = False, cut.end()


def _part_in(capitals: str, start: int, end: int, *, is_first: bool) -> tuple[int, int] | None:
    """Return where a piece of a value holds its part number: at its beginning or a few words later, alone in later pieces."""
    for match in goods_shapes.TOKEN.finditer(capitals, start, end):
        token = goods_shapes.without_count(match.group())
        before = capitals[start : match.start()].strip(_QUOTES)
        if not is_first and (before or capitals[match.end() : end].strip(_QUOTES)):
            return None
        if len(before.split()) > _FEW_WORDS:
            return None
        is_long_enough = not before or (len(token) > goods_shapes.LEAST and not token.isdecimal())
        if is_long_enough and goods_shapes.is_labelled_part(token):
            return match.start(), match.start() + len(token)
        if not before:
            return None
    return None


def _grammatical(token: str, start: int) -> Iterator[tuple[int, int, str]]:
    """Yield the part numbers that a word is by makers' grammars; a slash may divide two of them."""
    token = goods_shapes.without_count(token)
    left, slash, right = token.partition("/")
    if slash and not goods_shapes.is_order_suffix(right) and match_prefix(left) is not None:
        yield from _grammatical(left, start)
        yield from _grammatical(right, start + len(left) + 1)
    elif goods_shapes.is_part_like(token) and (found := match_prefix(token)) is not None:
        yield start, start + len(token), "shared prefix" if found.maker_id is None else "maker prefix"
