"""The words of many names as arrays: each distinct name is read once, each distinct spelling folded once.

What analysing a name (`entrepot.resolve.name_parts`) tells with care, this tells fast and roughly: legal forms are left out,
words that mean the same in several languages are one word, all others are their fold.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from entrepot.normalise.business_words import split_chinese, term_key, vocabulary
from entrepot.normalise.transliteration import is_chinese, is_without_vowels, latin, skeleton, word_fold
from entrepot.resolve.near_words import IntArray

WRITTEN, CHARACTERS, MADE, ACRONYM = 0, 1, 2, 3
_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = str.maketrans("", "", "'’‘`ʼʻ´ʹʺ")
_MOST_WORDS = 24  # a name of more words is a description
# GOST 7.79-2000 B and ISO 9 write й as j, х as x or h, ц as cz or c; English and BGN/PCGN use these letters for other sounds.
_AMBIGUOUS = re.compile("[jxc]")
_OTHER_SENSE = str.maketrans({"j": "y", "x": "kh", "c": "ts"})
_FEWEST_INITIALS = 3  # letters of an acronym; two are met by chance
_LONGEST_FORM = 5  # words of a legal form: общество с ограниченной ответственностью has four
_WINDOWS = (2, 3)  # characters of a Chinese name that may be one word of its Latin form: 华芯 is Huaxin


def block_fold(word: str) -> str:
    """Return the spelling by which a word of any script is found: `Сэрния`, `Serniya` and `Sernia` are one."""
    return word_fold(word)


@dataclass(frozen=True)
class NameWords:
    """The words of names as two columns of equal length: the place of the name and the number of the word, ordered by name.

    `words` holds the text of each number: a fold, or `=` and a meaning. `role` says whether a word is `WRITTEN` in the name,
    `CHARACTERS` of a Chinese one (two neighbours), `MADE` of what is written (neighbours taken as one, another reading), or the
    `ACRONYM` of the whole.
    """

    words: list[str]
    name: IntArray
    word: IntArray
    role: IntArray


@dataclass(frozen=True, slots=True)
class Spelling:
    """A word as written: first letter, key in phrases, number of its fold (-1: nothing is left), the fold of another reading."""

    first: str
    key: str
    number: int
    other: str | None


class WordReader:
    """Reads names one after the other; remembers every spelling met."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.written: list[list[int]] = []
        self.characters: dict[int, list[int]] = {}
        self._possible: dict[int, set[str]] = {}  # words that can be made of a name, kept where another name holds them
        self._read: dict[int, set[str]] = {}  # the same, of Chinese characters
        self._acronym_of: dict[int, str] = {}
        self._bones: dict[int, set[str]] = {}  # consonants of words written without vowels
        self._numbers: dict[str, int] = {}
        self._spellings: dict[str, Spelling] = {}
        self._acronyms: dict[str, str] = {}
        known = vocabulary()
        self._phrases, self._longest = known.phrases, known.longest

    def read(self, name: str, *, is_person: bool) -> None:
        """Read the next name."""
        spellings = _WORD.findall(name.translate(_APOSTROPHES).casefold())[:_MOST_WORDS]
        meant: list[int] = []
        if not name.isascii():
            if is_chinese(name):
                meant, spellings = self._read_chinese(spellings, is_person=is_person)
            if bones := {f"~{skeleton(block_fold(word))}" for word in spellings if is_without_vowels(word)}:
                self._bones[len(self.written)] = bones
        found = [known for known in map(self._spelling, spellings) if known.number >= 0]
        plain = [known.number for known in found] if is_person else self._meanings(found)
        longer = [number for number in plain if len(self.words[number]) > 1]
        possible = {self.words[one.number] + self.words[other.number] for one, other in pairwise(found)}
        possible.update(known.other for known in found if known.other)
        if not is_person and len(found) >= _FEWEST_INITIALS:
            self._acronym_of[len(self.written)] = self._acronym(found)
        if possible:
            self._possible[len(self.written)] = possible
        self.written.append([*(longer or plain or [known.number for known in found]), *meant])

    def made(self) -> dict[int, list[int]]:
        """Return, by name, the words made of what is written: of these only such as another name writes or is made to hold."""
        twice = set[str]().union(*self._possible.values()) & set[str]().union(*self._read.values())
        found: dict[int, list[int]] = {}
        for place, texts in (*self._possible.items(), *self._read.items()):
            usable = sorted(text for text in texts if text in self._numbers or text in twice)
            if usable:
                found.setdefault(place, []).extend(map(self._number, usable))
        if self._bones:
            self._add_consonants(found)
        return found

    def acronyms(self) -> dict[int, list[int]]:
        """Return, by name, its first letters where another name writes them as a word."""
        return {place: [self._numbers[text]] for place, text in self._acronym_of.items() if text in self._numbers}

    def _add_consonants(self, found: dict[int, list[int]]) -> None:
        """Add to every name the consonants of its words where a word written without vowels has the same."""
        every = set[str]().union(*self._bones.values())
        bones_of = {
            number: f"~{skeleton(word)}" for number, word in enumerate(self.words) if word.isalpha() and word.isascii()
        }
        same = {number: self._number(bones) for number, bones in bones_of.items() if bones in every}
        for place, numbers in enumerate(self.written):
            consonants = {same[number] for number in numbers if number in same}
            consonants.update(map(self._number, self._bones.get(place, ())))
            if consonants:
                found.setdefault(place, []).extend(sorted(consonants))

    def _number(self, word: str) -> int:
        number = self._numbers.setdefault(word, len(self.words))
        if number == len(self.words):
            self.words.append(word)
        return number

    def _spelling(self, written: str) -> Spelling:
        """Return what is known of a spelling."""
        found = self._spellings.get(written)
        if found is None:
            folded = block_fold(written)
            other = written.translate(_OTHER_SENSE) if _AMBIGUOUS.search(written) else written
            other_fold = block_fold(other) if other != written else folded
            number = self._number(folded) if folded else -1
            found = Spelling(written[0], term_key(written), number, None if other_fold == folded else other_fold)
            self._spellings[written] = found
        return found

    def _acronym(self, found: Sequence[Spelling]) -> str:
        """Return the folded first letters of a name's words without a legal form before or after them."""
        start, end = 0, len(found)
        for length in range(min(_LONGEST_FORM, end), 0, -1):
            if not start and self._is_form(found[:length]):
                start = length
            if end == len(found) and self._is_form(found[end - length :]):
                end -= length
        initials = "".join(known.first for known in found[start:end])
        if initials not in self._acronyms:
            self._acronyms[initials] = block_fold(initials) if len(initials) >= _FEWEST_INITIALS else ""
        return self._acronyms[initials]

    def _is_form(self, found: Sequence[Spelling]) -> bool:
        term = self._phrases.get(tuple(known.key for known in found))
        return term is not None and term.kind == "form"

    def _meanings(self, found: Sequence[Spelling]) -> list[int]:
        """Return the words of a firm's name with known phrases as one word each, legal forms left out."""
        numbers: list[int] = []
        start, size = 0, len(found)
        while start < size:
            length = min(self._longest.get(found[start].key, 0), size - start)
            term = None
            while length:
                term = self._phrases.get(tuple(known.key for known in found[start : start + length]))
                if term is not None and (term.is_anywhere or start == 0 or start + length == size):
                    break
                length -= 1
            if not length or term is None:
                numbers.append(found[start].number)
            elif term.kind != "form":
                numbers.append(self._number(f"={term.label}"))
            start += length or 1
        return numbers

    def _read_chinese(self, spellings: list[str], *, is_person: bool) -> tuple[list[int], list[str]]:
        """Note the characters and readings of the next name's Chinese words; return known meanings and the other words."""
        meant: list[int] = []
        characters: list[int] = []
        readings: set[str] = set()
        for spelling in filter(is_chinese, spellings):
            parts = [(spelling, None)] if is_person else split_chinese(spelling)
            meant += [self._number(f"={term.label}") for _, term in parts if term is not None and term.kind != "form"]
            for text in (text for text, term in parts if term is None):
                readings |= _readings(text, is_person=is_person)
                characters += [self._number(text[at : at + 2]) for at in range(max(1, len(text) - 1))]
        self.characters[len(self.written)] = characters
        self._read[len(self.written)] = readings
        return meant, [spelling for spelling in spellings if not is_chinese(spelling)]


def name_words(names: Iterable[tuple[str, bool]]) -> NameWords:
    """Return the words of names, each given with whether it is a person's.

    Single letters are left out unless nothing else is there. Two neighbouring words are also taken as one where another name
    writes them so (`Trade Tools`, `Tradetools`), and a word of letters that systems use differently also in its other reading
    (`Texno`, `Tekhno`). Of a Chinese name every two characters are a word; two or three of them are read as one where a name in
    another script holds it. A firm's first letters are a word where another is called so. Of words written without vowels the
    consonants are compared.
    """
    reader = WordReader()
    for name, is_person in names:
        reader.read(name, is_person=is_person)
    return _columns(
        reader.words, (dict(enumerate(reader.written)), reader.characters, reader.made(), reader.acronyms())
    )


def _readings(text: str, *, is_person: bool) -> set[str]:
    """Return what neighbouring characters of a Chinese word are read as, folded; of a person also family and given name."""
    syllables = [latin(character) for character in text]
    parts = [syllables[at : at + size] for size in _WINDOWS for at in range(len(syllables) - size + 1)]
    if is_person:
        parts += [syllables[:1], syllables[1:], syllables[2:]]
    return {block_fold("".join(part)) for part in [*parts, syllables] if part}


def _columns(words: list[str], by_role: tuple[dict[int, list[int]], ...]) -> NameWords:
    """Return the words of every role as columns, ordered by name."""
    names, numbers, roles = [], [], []
    for role, lines in enumerate(by_role):
        counts = np.fromiter(map(len, lines.values()), dtype=np.int64, count=len(lines))
        total = int(counts.sum())
        names.append(np.repeat(np.fromiter(lines, dtype=np.int64, count=len(lines)), counts))
        numbers.append(np.fromiter((n for line in lines.values() for n in line), dtype=np.int64, count=total))
        roles.append(np.full(total, role, dtype=np.int64))
    name, word, role_of = map(np.concatenate, (names, numbers, roles))
    order = np.argsort(name, kind="stable")
    return NameWords(words, name[order], word[order], role_of[order])
