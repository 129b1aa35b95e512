"""A name's words as screening looks them up: read alike for list and query, so that no query changes what another finds."""

from functools import cache, lru_cache
from typing import NamedTuple

from rapidfuzz.distance import OSA

from entrepot.normalise.transliteration import skeleton
from entrepot.resolve.name_words import WordReader

_PLAIN_BONES, _WRITTEN_BONES = "^", "~"  # consonants of a word written with vowels, of one written without them
_AT_ONCE = 2_000  # names after which what a reader remembers of each is let go
MIN_LETTERS = 4  # shorter words are one error away from too many others
_LEAST_SIMILARITY = 0.76  # of the longer word's letters: two errors in eight letters, one in four
_LEAST_OF_SOUND = 0.6  # where all consonants agree: Stribkov and Strebkau


class ReadName(NamedTuple):
    """Words of a name: written in it; of Chinese characters; made of what is written; the acronym of the whole."""

    written: tuple[str, ...]
    characters: tuple[str, ...]
    made: tuple[str, ...]
    acronym: str


class NameReader(WordReader):
    """Reads a name by itself: what could be made of it is kept whether or not another name holds it."""

    def read_alone(self, name: str, *, is_person: bool) -> ReadName:
        """Return the words of a name."""
        if len(self.written) >= _AT_ONCE:
            self._forget()
        place = len(self.written)
        self.read(name, is_person=is_person)
        words = self.words
        written = tuple(dict.fromkeys(words[number] for number in self.written[place]))
        characters = tuple(dict.fromkeys(words[number] for number in self.characters.get(place, ())))
        made = self._possible.get(place, set()) | self._read.get(place, set())
        made |= self._bones.get(place) or {bones for word in written if (bones := _bones(word))}
        return ReadName(written, characters, tuple(sorted(made.difference(written))), self._acronym_of.get(place, ""))

    def _forget(self) -> None:
        self.written.clear()
        for memory in (self.characters, self._possible, self._read, self._acronym_of, self._bones):
            memory.clear()


@lru_cache(maxsize=1 << 12)  # the words of a name are asked about twice, among firms and among people
def _rests(word: str) -> frozenset[str]:
    """Return a word and what is left of it without one letter: two words that share such a text are one or two errors apart."""
    return frozenset([word, *[word[:at] + word[at + 1 :] for at in range(len(word))]])


@cache
def _bones(word: str) -> str:
    """Return the key of a written word's consonants; empty for short words and those with other signs than letters."""
    return f"{_PLAIN_BONES}{skeleton(word)}" if len(word) >= MIN_LETTERS and word.isalpha() and word.isascii() else ""


def counterpart(key: str) -> str | None:
    """Return the key that consonants of one kind of writing meet in the other; None for words.

    Two words with vowels are compared as words; their consonants alone bring nothing together.
    """
    if key.startswith(_PLAIN_BONES):
        return _WRITTEN_BONES + key[1:]
    return _PLAIN_BONES + key[1:] if key.startswith(_WRITTEN_BONES) else None


class NearLists:
    """Finds the words of a list that one or two typing errors, or a freer spelling, turn a word into."""

    def __init__(self, words: list[str], is_written: list[bool]) -> None:
        """Take the words of the list; those not written in it, too short or with digits are near none."""
        self._words = words
        self._by_rest: dict[str, list[int]] = {}
        self._by_sound: dict[str, list[int]] = {}
        for number, word in enumerate(words):
            if is_written[number] and _is_comparable(word):
                for rest in _rests(word):
                    self._by_rest.setdefault(rest, []).append(number)
                self._by_sound.setdefault(skeleton(word), []).append(number)

    def near(self, word: str) -> list[tuple[int, float]]:
        """Return the numbers of near words, itself left out, and how alike they are, from 0 to 1."""
        if not _is_comparable(word):
            return []
        found = []
        sound = self._by_sound.get(skeleton(word), ())
        numbers = set[int]().union(*[self._by_rest[rest] for rest in _rests(word) if rest in self._by_rest])
        for number in sorted(numbers.union(sound)):
            other = self._words[number]
            similarity = OSA.normalized_similarity(word, other)
            if other != word and similarity >= (_LEAST_OF_SOUND if number in sound else _LEAST_SIMILARITY):
                found.append((number, similarity))
        return found


def _is_comparable(word: str) -> bool:
    return len(word) >= MIN_LETTERS and word.isascii() and word.isalpha()
