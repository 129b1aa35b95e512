"""Part numbers in goods texts: after labels, and where a word begins as a maker's part numbers do."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import NamedTuple

from entrepot.codes.makers import match_prefix
from entrepot.normalise import goods_shapes, goods_words
from entrepot.normalise.goods_scan import Scanned
from entrepot.normalise.goods_words import Marker
from entrepot.normalise.part_numbers import part_pieces

_PIECE_ENDS = re.compile(r"[,，、]\s*|\s/\s|\sИ\s|\sAND\s")
_NOT_KEY = str.maketrans("", "", "-+#./,:")  # all that a word of TOKEN holds besides letters and figures
_QUOTES = " \t\"'«»“”„`.:-–®™*()[]"
_CLOSERS = frozenset(("", *";|\n；"))  # what ends a value for certain; "" is the text's end
_FEW_WORDS = 3  # words of a model's name that may stand before its number
_PART_LABELS = frozenset({"part", "part_marked"})
_CACHED_TOKENS = 65_536


class FoundPart(NamedTuple):
    """A part number in a text: as written, its key, whose it is by its beginning, and why it was taken for one.

    `basis` is `labelled`, `maker prefix` or `shared prefix` (a type designation that several makers use; then `maker_id` is the
    one maker that the text names, or None).
    """

    text: str
    key: str
    maker_id: str | None
    basis: str


class PartPlace(NamedTuple):
    """Where a part number stands, its key, and why it was taken for one."""

    start: int
    end: int
    key: str
    basis: str


def find_parts(scanned: Scanned, found: list[Marker]) -> tuple[FoundPart, ...]:
    """Return the part numbers of a text in its order, each key once, by its labels and names."""
    return tuple(
        FoundPart(scanned.whole[place.start : place.end], place.key, maker_of(scanned, place, found), place.basis)
        for place in part_places(scanned, found)
    )


def maker_of(scanned: Scanned, place: PartPlace, found: list[Marker]) -> str | None:
    """Return whose a part number is by its beginning: for a shared one the only maker that the text names, if any."""
    prefix = match_prefix(scanned.capitals[place.start : place.end])
    if prefix is None or prefix.maker_id is not None:
        return None if prefix is None else prefix.maker_id
    named = {marker.maker_id for marker in found if marker.kind == "name"}
    return next(iter(named)) if len(named) == 1 else None


def part_places(scanned: Scanned, found: list[Marker]) -> list[PartPlace]:
    """Return where the part numbers of a text stand, in its order, each key once."""
    places = all_places(scanned, found)
    unique: dict[str, PartPlace] = {}
    for start in sorted(places) if len(places) > 1 else places:
        end, basis = places[start]
        word = scanned.capitals[start:end]
        key = word.translate(_NOT_KEY)  # what part_number_key gives, and many times faster
        if "." in word or "," in word:  # may be a decimal point
            key = "".join(part_pieces(word))
        if key not in unique:
            unique[key] = PartPlace._make((start, end, key, basis))
    return list(unique.values())


def all_places(scanned: Scanned, found: list[Marker]) -> dict[int, tuple[int, str]]:
    """Return end and reason of all part numbers of a text by where they begin, in no order; a key may come again."""
    capitals = scanned.capitals
    places: dict[int, tuple[int, str]] = {}
    for number, label in enumerate(found):
        if label.kind in _PART_LABELS:
            for start, end in _labelled(capitals, found, number):
                places[start] = (end, "labelled")
    if scanned.tokens:
        _add_by_grammar(scanned, found, places)
    return places


def _add_by_grammar(scanned: Scanned, found: list[Marker], places: dict[int, tuple[int, str]]) -> None:
    capitals = scanned.capitals
    excluded: set[int] | None = None
    past = 0
    for start in scanned.tokens:
        match = goods_shapes.TOKEN.match(capitals, start) if start >= past else None
        if match is None:
            continue
        past = match.end()
        if start in places and "/" not in match.group():
            continue
        for begin, end, basis in grammatical(match.group()):
            if excluded is None:
                excluded = {goods_words.value_start(capitals, m)[0] for m in found if m.kind == "excluded"}
            if start not in excluded:
                places.setdefault(start + begin, (start + end, basis))


def _labelled(capitals: str, found: list[Marker], number: int) -> Iterable[tuple[int, int]]:
    """Return the places of the part numbers after a label: in its first piece, and in pieces that are nothing else."""
    label = found[number]
    start, is_marked = goods_words.value_start(capitals, label)
    if label.kind == "part_marked" and not is_marked and capitals[label.end : label.end + 1] != ".":  # АРТ. 12345
        return ()
    match = goods_shapes.TOKEN.match(capitals, start)
    if match is not None and capitals[match.end() : match.end() + 1] in _CLOSERS and "," not in match.group():
        follower = found[number + 1] if number + 1 < len(found) else None
        if follower is None or follower.start >= match.end():  # the commonest value: one word and a semicolon
            token = goods_shapes.without_count(match.group())
            return ((start, start + len(token)),) if goods_shapes.is_labelled_part(token) else ()
    return _in_pieces(capitals, start, goods_words.value_end(capitals, start, found, number))


def _in_pieces(capitals: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    find = _first_part
    while start < end:
        cut = _PIECE_ENDS.search(capitals, start, end)
        place = find(capitals, start, end if cut is None else cut.start())
        if place is None:
            return
        yield place
        if cut is None:
            return
        find, start = _lone_part, cut.end()


def _first_part(capitals: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where the first piece of a value holds its part number: at its beginning or a few words later."""
    for match in goods_shapes.TOKEN.finditer(capitals, start, end):
        token = goods_shapes.without_count(match.group())
        before = capitals[start : match.start()].strip(_QUOTES) if match.start() > start else ""
        if len(before.split()) > _FEW_WORDS:
            return None
        is_long_enough = not before or (len(token) > goods_shapes.LEAST and not token.isdecimal())
        if is_long_enough and goods_shapes.is_labelled_part(token):
            return match.start(), match.start() + len(token)
        if not before:
            return None
    return None


def _lone_part(capitals: str, start: int, end: int) -> tuple[int, int] | None:
    """Return where a later piece holds its part number; None where it holds anything else."""
    while start < end and capitals[start] in _QUOTES:
        start += 1
    match = goods_shapes.TOKEN.match(capitals, start, end)
    if match is None or capitals[match.end() : end].strip(_QUOTES):
        return None
    token = goods_shapes.without_count(match.group())
    return (start, start + len(token)) if goods_shapes.is_labelled_part(token) else None


@lru_cache(maxsize=_CACHED_TOKENS)
def grammatical(token: str) -> tuple[tuple[int, int, str], ...]:
    """Return the part numbers that a word is by makers' grammars; a slash may divide two of them."""
    return tuple(_halves(token, 0))


def _halves(token: str, start: int) -> Iterator[tuple[int, int, str]]:
    token = goods_shapes.without_count(token)
    left, slash, right = token.partition("/")
    if slash and not goods_shapes.is_order_suffix(right) and match_prefix(left) is not None:
        yield from _halves(left, start)
        yield from _halves(right, start + len(left) + 1)
    elif goods_shapes.is_part_like(token) and (found := match_prefix(token)) is not None:
        yield start, start + len(token), "shared prefix" if found.maker_id is None else "maker prefix"
