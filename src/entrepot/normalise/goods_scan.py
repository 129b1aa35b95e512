"""Goods texts in bulk: one letter for one letter in capitals, and where words and part numbers may begin.

Word by word the interpreter needs 20 us for a text of 110 letters; over the letters of thousands of texts as one array it is one.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from entrepot.codes.lookalikes import latin_lookalikes

_LAST_BASIC = 0xFFFF  # code points beyond stay as they are and count as no letters
_BREAK = "\0"  # between texts
_CJK = range(0x3400, 0xA000)
_WORD, _SIGN = 1, 2  # a letter or figure; one of the Chinese signs, which are words of their own
_TOKEN, _FIGURE, _LETTER, _SUFFIX_MARK, _BEFORE_NONE = 1, 2, 4, 8, 16
_JOINTS = "+#./-"
_KEY_BITS = 16
_FACTORS = np.array([0x9E3779B1, 0x85EBCA77, 0xC2B2AE3D, 0x27D4EB2F, 0x165667B1], np.uint32)  # xxHash's primes
# Every Cyrillic capital that is printed like a Latin one, as that one: one letter for one, so that places in the text stay.
_TO_LATIN = {
    code: mapped
    for code in range(0x400, 0x500)
    if len(mapped := latin_lookalikes(chr(code).lower()).upper()) == 1 and mapped != chr(code)
}

Codes = npt.NDArray[np.uint32]
Flags = npt.NDArray[np.uint8]
Places = npt.NDArray[np.int64]


class Scanned(NamedTuple):
    """A text with what was found in it at a glance.

    `whole` is the text with composed letters and plain widths, `capitals` the same in capitals with look-alikes in Latin, of the
    same length. `words` are the places, begin and end, of words that labels and names may begin with; `tokens` the places
    where words begin that may be a maker's part number. Both hold a few too many and none too few.
    """

    whole: str
    capitals: str
    words: list[tuple[int, int]]
    tokens: list[int]


class _Tables(NamedTuple):
    capitals: Codes
    words: Flags
    tokens: Flags
    is_special: npt.NDArray[np.bool_]


def comparable(text: str) -> str:
    """Return a text in capitals with Cyrillic look-alikes in Latin; as long as the text wherever capitals are."""
    return text.upper().translate(_TO_LATIN)


def composed(text: str) -> str:
    """Return a text with composed letters and plain widths, as labels are compared."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


class Scanner:
    """Scans for given first words of labels and for given beginnings of part numbers (one or two letters)."""

    def __init__(self, first_words: Sequence[str], heads: Sequence[str]) -> None:
        self._is_known = np.zeros(1 << _KEY_BITS, np.bool_)
        words = [word for word in first_words if ord(word[0]) not in _CJK]
        ends = np.cumsum([len(word) for word in words])
        starts = ends - np.array([len(word) for word in words], ends.dtype)
        self._is_known[_keys(_codes("".join(words)), starts, ends)] = True
        self._is_head = np.zeros((128, 128), np.bool_)
        for head in heads:
            self._is_head[ord(head[0]), ord(head[1]) if len(head) > 1 else slice(None)] = True

    def scan(self, texts: list[str]) -> Iterator[Scanned]:
        """Yield every text scanned, in order."""
        if not texts:
            return
        texts, codes = _joined(texts)
        tables = _tables()
        basic = np.minimum(codes, _LAST_BASIC)
        capitals = tables.capitals[basic]
        if len(codes) and codes.max() > _LAST_BASIC:
            capitals = np.where(codes > _LAST_BASIC, codes, capitals)
        every = capitals.tobytes().decode("utf-32-le", "surrogatepass").split(_BREAK)
        lengths = np.fromiter(map(len, every), np.int64, len(every))
        ends = np.cumsum(lengths + 1)
        firsts = ends - lengths - 1
        capitals = np.minimum(capitals, _LAST_BASIC)
        starts, stops = self._words(capitals, tables.words[capitals])
        words = list(zip(*_within(starts, stops, firsts, ends), strict=True))
        tokens = self._tokens(capitals, tables.tokens[capitals])
        begins = _within(tokens, tokens, firsts, ends)[0]
        word_cuts = [0, *np.searchsorted(starts, ends).tolist()]
        token_cuts = [0, *np.searchsorted(tokens, ends).tolist()]
        for number, (whole, text) in enumerate(zip(texts, every, strict=True)):
            found = words[word_cuts[number] : word_cuts[number + 1]]
            yield Scanned._make((whole, text, found, begins[token_cuts[number] : token_cuts[number + 1]]))

    def _words(self, codes: Codes, kinds: Flags) -> tuple[Places, Places]:
        """Return begins and ends of the words that the key of a known first word fits, and of all runs of Chinese signs."""
        starts, ends, kind = _runs(kinds)
        keys = _keys(codes, starts, ends)
        wanted = (kind == _SIGN) | ((kind == _WORD) & self._is_known[keys])
        return starts[wanted], ends[wanted]

    def _tokens(self, codes: Codes, flags: Flags) -> Places:
        """Return where runs of Latin letters, figures and joints begin that have letter, figure and a known beginning."""
        # Only a run with a figure counts, and figures are few: runs are found from their figures.
        is_run = (flags & _TOKEN) > 0
        cuts = np.flatnonzero(is_run[1:] != is_run[:-1]) + 1
        is_figure = (flags & _FIGURE) > 0
        figures = np.flatnonzero(is_figure & ~np.concatenate((np.zeros(1, np.bool_), is_figure[:-1])))
        after_run = np.unique(np.searchsorted(cuts, figures, "right"))
        bounds = np.concatenate((np.zeros(1, np.int64), cuts, np.full(1, len(codes), np.int64)))
        starts, ends = bounds[after_run], bounds[after_run + 1]
        last = len(codes) - 1
        begins = (flags[starts] & (_FIGURE | _LETTER)) > 0
        begins &= (starts == 0) | ((flags[np.maximum(starts - 1, 0)] & _BEFORE_NONE) == 0)
        after = flags[np.minimum(ends, last)]
        has_suffix = ((after & _SUFFIX_MARK) > 0) & (flags[np.minimum(ends + 1, last)] & _TOKEN > 0)
        second = np.minimum(codes[np.minimum(starts + 1, last)], 127)
        is_head = self._is_head[np.minimum(codes[starts], 127), second]
        letters = np.concatenate((np.zeros(1, np.int32), np.cumsum((flags & _LETTER) > 0, dtype=np.int32)))
        is_mixed = letters[ends] > letters[starts]
        found: Places = starts[begins & (has_suffix | (is_head & is_mixed & (ends - starts > 3)))]
        return found


def _within(starts: Places, stops: Places, firsts: Places, ends: Places) -> tuple[list[int], list[int]]:
    offsets = firsts[np.searchsorted(ends, starts, "right")]
    return (starts - offsets).tolist(), (stops - offsets).tolist()


def _runs(kinds: Flags) -> tuple[Places, Places, Flags]:
    """Return begin, end and kind of all runs of one kind that is not zero."""
    if not len(kinds):
        return np.zeros(0, np.int64), np.zeros(0, np.int64), kinds
    cuts = np.flatnonzero(kinds[1:] != kinds[:-1]) + 1
    starts = np.concatenate((np.zeros(1, np.int64), cuts))
    ends = np.concatenate((cuts, np.full(1, len(kinds), np.int64)))
    kind = kinds[starts]
    return starts[kind > 0], ends[kind > 0], kind[kind > 0]


def _keys(codes: Codes, starts: Places, ends: Places) -> Codes:
    """Return a number of 16 bits for every word, from its length and four of its letters."""
    places = (starts, np.minimum(starts + 1, ends - 1), (starts + ends) >> 1, ends - 1)
    keys = (ends - starts).astype(np.uint32) * _FACTORS[4]
    for place, factor in zip(places, _FACTORS, strict=False):
        keys ^= codes[place] * factor
        keys = (keys << np.uint32(13)) | (keys >> np.uint32(19))
    found: Codes = (keys * _FACTORS[0]) >> np.uint32(32 - _KEY_BITS)
    return found


def _codes(text: str) -> Codes:
    return np.frombuffer(text.encode("utf-32-le", "surrogatepass"), np.uint32)


def _joined(texts: list[str]) -> tuple[list[str], Codes]:
    """Return texts composed and as one array with breaks between them."""
    joined = _BREAK.join(texts)
    if joined.count(_BREAK) >= len(texts) > 0:
        texts = [text.replace(_BREAK, "\1") for text in texts]
        joined = _BREAK.join(texts)
    codes = _codes(joined)
    special = np.flatnonzero(_tables().is_special[np.minimum(codes, _LAST_BASIC)])
    if not len(special):
        return texts, codes
    breaks = np.flatnonzero(codes == ord(_BREAK))
    texts = list(texts)
    for number in np.unique(np.searchsorted(breaks, special)).tolist():
        texts[number] = _plain(texts[number])
    return texts, _codes(_BREAK.join(texts))


def _plain(text: str) -> str:
    text = composed(text)
    capitals = text.upper()
    return text if len(capitals) == len(text) else capitals


@cache
def _tables() -> _Tables:
    """Return what every code point of the basic plane is; special ones change a text's length or its neighbours."""
    letters = [chr(code) for code in range(_LAST_BASIC + 1)]
    capitals = [comparable(letter) for letter in letters]
    codes = np.array([ord(capital) if len(capital) == 1 else code for code, capital in enumerate(capitals)], np.uint32)
    words: Flags = np.fromiter(map(str.isalnum, letters), np.bool_).astype(np.uint8) * np.uint8(_WORD)
    words[_CJK.start : _CJK.stop] = _SIGN
    words[_LAST_BASIC] = 0
    tokens = np.zeros(_LAST_BASIC + 1, np.uint8)
    for first, last, flag in (("0", "9", _FIGURE), ("A", "Z", _LETTER)):
        tokens[ord(first) : ord(last) + 1] = _TOKEN | flag
    tokens[[ord(joint) for joint in _JOINTS]] = _TOKEN
    tokens[[ord(","), ord(":")]] = _SUFFIX_MARK
    tokens[0xC0:0x250] = tokens[0x400:0x500] = tokens[[ord("_"), ord("@")]] = _BEFORE_NONE
    is_special = np.fromiter(
        (
            len(capital) != 1 or unicodedata.category(letter)[0] == "M" or not unicodedata.is_normalized("NFKC", letter)
            for letter, capital in zip(letters, capitals, strict=True)
        ),
        np.bool_,
    )
    is_special[0x1160:0x1200] = True  # vowels and finals that join the Hangul before them
    is_special[_LAST_BASIC] = True  # all letters beyond
    return _Tables(codes, words, tokens, is_special)
