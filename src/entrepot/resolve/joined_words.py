"""One word for several: words written apart on one side (`Trade Tools`), and acronyms with the words they stand for."""

from functools import lru_cache

from rapidfuzz.distance import OSA

from entrepot.normalise.transliteration import latin, skeleton
from entrepot.resolve.alike_words import vowelless_difference
from entrepot.resolve.parts import NamePart

MOST_JOINED_DIFFERENT = 0.2
_MOST_JOINED = 4
_LEAST_BONES = 4  # consonants from which a word without vowels is known in several
LEAST_ACRONYM = 3  # two letters begin some two words of any long name
MOST_ACRONYM = 6
_ARTICLE = "=al"  # the key of the Arabic article (resources/names/people.toml)
_OF_ARTICLE = 1 << (ord("a") & 31) | 1 << (
    ord("l") & 31
)  # as in NamePart.letters: a also begins words inside a longer one
_LIGHT = 0.1  # weight of words that abbreviations leave out: "of", "the"


def letters_of(parts: list[NamePart]) -> str:
    """Return the folded letters of parts in one word."""
    return "".join([part.spelled for part in parts])


def joined(few: list[NamePart], many: list[NamePart]) -> tuple[NamePart, list[NamePart], float] | None:
    """Return a word, the run of words on the other side that it consists of, and how different; None where there is none."""
    if len(many) < 2:
        return None
    firsts = [part.fold[:1] for part in many]
    for one in few:
        first, length = one.fold[:1], one.size
        if first not in firsts:
            continue
        for start in range(len(many) - 1):
            begins = firsts[start] == first
            if not (begins or firsts[start + 1] == first) or length <= many[start].size:
                continue
            for stop in range(start + 2, min(start + _MOST_JOINED, len(many)) + 1):
                run = many[start:stop]
                if one.is_vowelless != run[0].is_vowelless:
                    if (difference := _vowelless_joined(one, run)) <= MOST_JOINED_DIFFERENT:
                        return one, run, difference
                    continue
                letters = letters_of(run if begins else run[::-1])
                if abs(len(letters) - length) <= 2:
                    edits = OSA.distance(letters, one.fold)
                    if edits <= MOST_JOINED_DIFFERENT * length:
                        return one, run, edits / length
    return None


def _vowelless_joined(one: NamePart, run: list[NamePart]) -> float:
    """Return how different a word and words of the other side are where one side has no vowels: عبد ال رحمن and `Abderrahmane`.

    The l of an article may be that of the letter it is spoken as.
    """
    known = one.letters | _OF_ARTICLE
    if len(one.bones) < _LEAST_BONES or any(part.letters | known != known for part in run):
        return 1.0
    letters = letters_of(run)
    bones = skeleton(letters)
    if bones != one.bones:
        letters = letters_of([part for part in run if part.key != _ARTICLE])
        bones = skeleton(letters)
    if bones != one.bones:
        return 1.0
    bare, full = (one.fold, letters) if one.is_vowelless else (letters, one.fold)
    return vowelless_difference(bare, full, bones, bones)


Firsts = list[tuple[str, NamePart, bool]]


def first_letters_of(full: list[NamePart]) -> Firsts:
    """Return the Latin first letters of all words, each with its part and whether that is light."""
    return [
        (first, part, part.weight < _LIGHT)
        for part in full
        if part.kind != "number"
        for first in _first_letters(part.text)
    ]


def spelled_out(acronym: str, firsts: Firsts) -> tuple[NamePart, ...]:
    """Return the parts that follow each other and begin with the letters of a word, in any script; none where there are none.

    Light words such as `of` may be passed over.
    """
    letters = _latin(acronym)
    for start, (begins, _, _) in enumerate(firsts):
        if not letters.startswith(begins):
            continue
        at, found = 0, []
        for first, part, is_light in firsts[start:]:
            if letters.startswith(first, at):
                at += len(first)
                found.append(part)
                if at == len(letters):
                    return tuple(dict.fromkeys(found))
            elif not is_light:
                break
    return ()


_latin = lru_cache(maxsize=1 << 16)(latin)


@lru_cache(maxsize=1 << 16)
def _first_letters(text: str) -> tuple[str, ...]:
    """Return the first letters of words, as Latin ones: `ts` for ц."""
    return tuple(filter(None, [_latin(word[0]) for word in text.split()]))
