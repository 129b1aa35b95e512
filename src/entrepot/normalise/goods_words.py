"""Goods texts as words: labels, makers' names and the words that say that nothing is stated, found in one pass."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import NamedTuple

from entrepot.codes.makers import makers
from entrepot.codes.resource import toml_document
from entrepot.normalise.goods_scan import Scanned, comparable, composed

_LABELS = "goods/labels.toml"
_CJK = "\u3400-\u9fff"
_WORD = re.compile(rf"[{_CJK}]+|[^\W_{_CJK}]+")
_IS_CJK = re.compile(rf"[{_CJK}]")
_JOINS = r"[ .\-/°'’&+®™#\u00a0]{0,3}"  # what may stand between the words of one label or name
_WORD_END = rf"(?![^\W_{_CJK}])"
_LAST_ALPHABETIC = "\u33ff"  # the signs of Chinese follow
_MARK = re.compile(r"[\s.]*(?:(?P<sign>[:=：№#]|-\s)|N[OR]?\b[.:]*|№|\()?[\s:=：№#.\"'«“”„(]*")
_VALUE_PARTS = re.compile(r"[;|\n；,，.()]")
_MOST_NOTHING = 40  # letters
_VALUE_ENDS = re.compile(r"[;|\n；]")
_MOST_VALUE = 160  # letters after a label that still belong to it
MOST_LETTERS = (_MOST_NOTHING, _MOST_VALUE)  # after which a value is cut, within a word or not
_INSIDE_VALUES = frozenset({"name", "whose"})
_CACHED_VALUES = 65_536


class Marker(NamedTuple):
    """A label or name in a text: `kind` as in labels.toml, or `name` with the maker's id."""

    kind: str
    start: int
    end: int
    maker_id: str | None = None


@dataclass(frozen=True)
class Entry:
    """A label or name to look for, as words."""

    words: tuple[str, ...]
    kind: str
    maker_id: str | None = None


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a comparable text."""
    return tuple(_WORD.findall(text))


@cache
def _entries() -> tuple[Entry, ...]:
    document = toml_document(_LABELS)
    kinds = ("part", "part_marked", "brand", "brand_marked", "maker", "other", "excluded", "whose")
    found = [Entry(words_of(comparable(composed(label))), kind) for kind in kinds for label in document[kind]]
    for maker in makers():
        for name in (*maker.aliases, *maker.brands):
            words = words_of(comparable(name))
            found.append(Entry(words, "name", maker.id))
    return tuple(entry for entry in found if entry.words)


def every_words() -> list[tuple[str, ...]]:
    """Return the words of every label and name."""
    return [entry.words for entry in _entries()]


@cache
def by_first_word() -> dict[str, list[tuple[str, str | None, re.Pattern[str] | None]]]:
    """Return kind, maker and expression of all entries by first word, the longest first; no expression for one word alone."""
    found: dict[str, list[tuple[str, str | None, re.Pattern[str] | None]]] = {}
    for entry in sorted(_entries(), key=lambda entry: -len(entry.words)):
        is_one = len(entry.words) == 1
        pattern = None if is_one else re.compile(_JOINS.join(map(re.escape, entry.words)) + _WORD_END)
        found.setdefault(entry.words[0], []).append((entry.kind, entry.maker_id, pattern))
    return found


@cache
def _cjk() -> tuple[re.Pattern[str], dict[str, Entry]]:
    entries = {entry.words[0]: entry for entry in _entries() if len(entry.words) == 1 and _IS_CJK.match(entry.words[0])}
    return re.compile("|".join(sorted(map(re.escape, entries), key=lambda word: (-len(word), word)))), entries


@cache
def known_names() -> dict[tuple[str, ...], tuple[str, str]]:
    """Return maker's id and name by the words of every name, the short ones that are read only after a label included."""
    found: dict[tuple[str, ...], tuple[str, str]] = {}
    for maker in makers():
        for name in (maker.name, *maker.aliases, *maker.labelled_aliases):
            found.setdefault(words_of(comparable(name)), (maker.id, maker.name))
        for name in maker.brands:
            found.setdefault(words_of(comparable(name)), (maker.id, name))
    return found


@cache
def not_stated() -> frozenset[tuple[str, ...]]:
    """Return the word sequences that say that no brand or number is stated."""
    return frozenset(words_of(comparable(composed(text))) for text in toml_document(_LABELS)["not_stated"])


def markers(scanned: Scanned) -> list[Marker]:
    """Return the labels and names of a text from left to right; where several begin at one word, the longest."""
    text = scanned.capitals
    by_first = by_first_word()
    found: list[Marker] = []
    past = -1
    for start, end in scanned.words:
        entries = by_first.get(text[start:end])
        if entries is None:
            if text[start] > _LAST_ALPHABETIC:
                found += _cjk_markers(text[start:end], start)
            continue
        if start < past or (start > 1 and text[start - 1] == "-" and text[start - 2].isalnum()):
            continue  # inside a longer label or a part number
        for kind, maker_id, pattern in entries:
            if pattern is None:
                past = end
            elif (whole := pattern.match(text, start)) is not None:
                past = whole.end()
            else:
                continue
            found.append(Marker._make((kind, start, past, maker_id)))  # half the time of Marker(...)
            break
    return found


def _cjk_markers(word: str, start: int) -> list[Marker]:
    pattern, entries = _cjk()
    return [
        Marker(entry.kind, start + match.start(), start + match.end(), entry.maker_id)
        for match in pattern.finditer(word)
        for entry in (entries[match.group()],)
    ]


def value_start(text: str, label: Marker) -> tuple[int, bool]:
    """Return where the value after a label begins, and whether a sign (colon, number sign, dash) stands between."""
    end = label.end
    if text[end : end + 2] == ": " and text[end + 2 : end + 3].isalnum():
        return end + 2, True  # by far the commonest
    if text[end : end + 1] == " " and text[end + 1 : end + 2].isdecimal():
        return end + 1, False
    mark = _MARK.match(text, end)
    return (end, False) if mark is None else (mark.end(), mark.group("sign") is not None)


def says_nothing(text: str, start: int) -> bool:
    """Return whether the value at a place says that nothing is stated (ОТСУТСТВУЕТ, SIN MARCA, 无)."""
    stop = _VALUE_PARTS.search(text, start, start + _MOST_NOTHING)
    return _is_nothing(text[start : start + _MOST_NOTHING if stop is None else stop.start()])


@lru_cache(maxsize=_CACHED_VALUES)
def _is_nothing(value: str) -> bool:
    words = words_of(value)
    return any(beginning in not_stated() for beginning in (words, words[:2], words[:3]))


def value_end(text: str, start: int, found: list[Marker], number: int) -> int:
    """Return where the value of a label, given by its number, ends: at `;`, `|`, line's end, the next label, or when too long."""
    end = min(len(text), start + _MOST_VALUE)
    for place in range(number + 1, len(found)):
        marker = found[place]
        if marker.start >= start and marker.kind not in _INSIDE_VALUES:
            end = min(end, marker.start)
            break
    stop = _VALUE_ENDS.search(text, start, end)
    return end if stop is None else stop.start()
