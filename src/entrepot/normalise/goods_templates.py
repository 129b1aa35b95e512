"""Goods texts that differ only in figures and part numbers, brought to one template each.

A source writes most of its texts by few forms. Words with figures are replaced by others of the same length that every
expression and table of goods_words, goods_shapes, goods_parts and goods_brands treats alike; what is found in the replaced
text then stands at the same places in the text itself. Words that could be treated otherwise stay as they are.
"""

from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from entrepot.codes.makers import all_prefixes, match_prefix
from entrepot.normalise import goods_shapes, goods_words
from entrepot.normalise.goods_parts import grammatical

LEAST_OFTEN = 3  # texts of one template; reading a template costs twice what reading a text does
_BREAK = 0  # between texts
_FIGURE, _LETTER, _DASH, _NOT_ZERO, _BEFORE, _AFTER = 1, 2, 4, 8, 16, 32
_RUN = _FIGURE | _LETTER | _DASH
_SHAPE = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", "A" * 26 + "1" * 10)

Bytes = npt.NDArray[np.uint8]
Flags = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int64]
_Class = tuple[str, int, bool, tuple[tuple[int, int, str], ...], tuple[str | None, ...]]


class Templates(NamedTuple):
    """The template of every text: `indices` into `texts`, and the letters of the texts as bytes with their `offsets`."""

    texts: pa.Array
    indices: npt.NDArray[np.int32]
    letters: Bytes
    offsets: npt.NDArray[np.int32]


class _Words(NamedTuple):
    starts: Places
    ends: Places


def templates(column: pa.Array) -> Templates:
    """Return the templates of texts; `column` is of type string without nulls."""
    joined, offsets = _joined(column)
    flags = _flags()[joined]
    made = joined.copy()
    words = _lone(joined, flags, _words(flags))
    lengths = words.ends - words.starts
    places, firsts = _letters_of(words)
    some = flags[places]
    kinds = np.bitwise_or.reduceat(some, firsts) if len(firsts) else some
    is_figures = (kinds & _LETTER) == 0
    is_long = is_figures & ((kinds & _NOT_ZERO) > 0) & _are_parts_long(some, firsts, lengths)
    is_classed = ~is_figures
    is_classed[is_figures] = _begin_as_parts(joined[places[np.repeat(is_figures, lengths)]], lengths[is_figures])
    figures = np.repeat(is_long & ~is_classed, lengths) & ((some & _FIGURE) > 0)
    made[places[figures]] = ord("1")
    taken = np.repeat(is_classed, lengths)
    rough = made.copy()
    rough[places[taken]] = _shapes()[joined[places[taken]]]
    is_classed &= _comes_often(rough, offsets)[np.searchsorted(offsets, words.starts, "right") - 1]
    taken = np.repeat(is_classed, lengths)
    made[places[taken]] = _replaced(joined[places[taken]], lengths[is_classed])
    encoded = _strings(made, offsets).dictionary_encode()
    return Templates(encoded.dictionary, encoded.indices.to_numpy(), joined, offsets)


def cut(found: Templates, starts: Places, lengths: Places) -> pa.Array:
    """Return what stands at a place, counted in bytes, in every text."""
    offsets = _offsets(lengths)
    places = np.repeat(found.offsets[:-1] + starts - offsets[:-1], lengths) + np.arange(offsets[-1])
    return _strings(found.letters[places], offsets)


def _joined(column: pa.Array) -> tuple[Bytes, npt.NDArray[np.int32]]:
    """Return the letters of texts with a break behind every text, and where the texts begin."""
    _, places, data = column.buffers()
    offsets = np.frombuffer(places, np.int32)[column.offset : column.offset + len(column) + 1]
    letters = np.frombuffer(b"" if data is None else data, np.uint8)[offsets[0] : offsets[-1]]
    joined = np.insert(letters, offsets[1:] - offsets[0], _BREAK)
    return joined, (offsets - offsets[0] + np.arange(len(offsets))).astype(np.int32)


def _strings(letters: Bytes, offsets: npt.NDArray[np.int32]) -> pa.Array:
    return pa.StringArray.from_buffers(len(offsets) - 1, pa.py_buffer(offsets), pa.py_buffer(letters))


@cache
def _flags() -> Bytes:
    flags = np.zeros(256, np.uint8)
    flags[ord("0")] = _FIGURE
    flags[ord("1") : ord("9") + 1] = _FIGURE | _NOT_ZERO
    flags[ord("A") : ord("Z") + 1] = _LETTER
    flags[ord("-")] = _DASH
    flags[[_BREAK, ord(" "), ord("(")]] |= _BEFORE
    flags[[_BREAK, ord(" "), ord(";"), ord(")")]] |= _AFTER
    return flags


def _words(flags: Bytes) -> _Words:
    """Return all runs of Latin capitals, figures and dashes that hold a figure."""
    is_run = (flags & _RUN) > 0
    cuts = np.flatnonzero(is_run[1:] != is_run[:-1]) + 1
    bounds = np.concatenate((np.zeros(1, np.int64), cuts, np.full(1, len(flags), np.int64)))
    is_figure = (flags & _FIGURE) > 0
    figures = np.flatnonzero(is_figure[1:] & ~is_figure[:-1]) + 1
    if len(flags) and is_figure[0]:
        figures = np.concatenate((np.zeros(1, np.int64), figures))
    after = np.searchsorted(cuts, figures, "right")
    after = after[np.concatenate((np.ones(1, np.bool_), after[1:] != after[:-1]))] if len(after) else after
    return _Words(bounds[after], bounds[after + 1])


def _lone(letters: Bytes, flags: Bytes, words: _Words) -> _Words:
    """Return the words that surely begin and end there for all expressions: none goes on across a space or semicolon."""
    starts, ends = words
    last = len(letters) - 1
    is_lone = (starts == 0) | ((flags[np.maximum(starts - 1, 0)] & _BEFORE) > 0)
    after = np.minimum(ends + 1, last)
    is_comma = (letters[ends] == ord(",")) & ((letters[after] == ord(" ")) | (letters[after] == _BREAK))
    is_lone &= is_comma | ((flags[ends] & _AFTER) > 0)
    is_lone &= ((flags[starts] | flags[ends - 1]) & _DASH) == 0
    return _Words(starts[is_lone], ends[is_lone])


def _letters_of(words: _Words) -> tuple[Places, Places]:
    """Return the places of all letters of words, and where in these every word begins."""
    lengths = words.ends - words.starts
    ends = np.cumsum(lengths)
    firsts = ends - lengths
    return np.repeat(words.starts - firsts, lengths) + np.arange(int(lengths.sum())), firsts


def _are_parts_long(flags: Bytes, firsts: Places, lengths: Places) -> Flags:
    """Return which words have at most one dash and no part so short that it could be the number in a maker's name (MAVIC 3)."""
    if not len(firsts):
        return np.zeros(0, np.bool_)
    is_dash = (flags & _DASH) > 0
    dashes = np.add.reduceat(is_dash, firsts, dtype=np.int64)
    within = np.arange(len(flags)) - np.repeat(firsts, lengths)
    before = np.maximum.reduceat(np.where(is_dash, within, 0), firsts)
    least = max((len(word) for word in reserved() if word.isdecimal()), default=0) + 1
    one = (before >= least) & (lengths - before - 1 >= least)
    found: Flags = np.where(dashes == 0, lengths >= least, (dashes == 1) & one)
    return found


def _comes_often(letters: Bytes, offsets: npt.NDArray[np.int32]) -> Flags:
    """Return which texts come often enough for their words to be looked at, told from shapes alone."""
    encoded = _strings(letters, offsets).dictionary_encode()
    numbers = encoded.indices.to_numpy()
    found: Flags = (np.bincount(numbers, minlength=1) >= LEAST_OFTEN)[numbers]
    return found


@cache
def _shapes() -> Bytes:
    return np.array([ord(chr(byte).translate(_SHAPE)) for byte in range(256)], np.uint8)


def _begin_as_parts(letters: Bytes, lengths: Places) -> Flags:
    """Return which words of figures begin as a maker's part numbers do (`1794-`): the maker then depends on the figures."""
    words = _strings(letters, _offsets(lengths))
    found: Flags = pc.match_substring_regex(words, _figures_first()).to_numpy(zero_copy_only=False)
    return found


@cache
def _figures_first() -> str:
    return "^(?:" + "|".join(f"(?:{prefix})" for _, prefix in all_prefixes() if not prefix[0].isalpha()) + ")"


def _offsets(lengths: Places) -> npt.NDArray[np.int32]:
    return np.concatenate((np.zeros(1, np.int64), np.cumsum(lengths))).astype(np.int32)


def _replaced(letters: Bytes, lengths: Places) -> Bytes:
    """Return the letters of words with every word replaced by the first one of its class."""
    if not len(lengths):
        return letters
    encoded = _strings(letters, _offsets(lengths)).dictionary_encode()
    firsts: dict[_Class, str] = {}
    alike = [
        word if (one := _class(word)) is None else firsts.setdefault(one, word)
        for word in encoded.dictionary.to_pylist()
    ]
    taken = pa.array(alike, pa.string()).take(encoded.indices)
    return np.frombuffer(taken.buffers()[2], np.uint8)[: len(letters)]


def _class(word: str) -> _Class | None:
    """Return all that decides how a word is treated; None where its letters themselves may."""
    parts = word.split("-")
    if any(part in reserved() for part in parts):
        return None
    shape = "-".join(part if part.isalpha() else part.translate(_SHAPE) for part in parts)
    bare = goods_shapes.without_count(word)
    found = match_prefix(bare)
    makers = () if found is None else (found.maker_id,)
    return shape, len(bare), goods_shapes.is_labelled_part(bare), grammatical(word), makers


@cache
def reserved() -> frozenset[str]:
    """Return all words with figures that labels, names and the words for nothing hold, also as written without space."""
    every = [*goods_words.every_words(), *goods_words.known_names(), *goods_words.not_stated()]
    joined = ("".join(words[i:j]) for words in every for i in range(len(words)) for j in range(i + 1, len(words) + 1))
    return frozenset(word for word in joined if any(map(str.isdecimal, word)))
