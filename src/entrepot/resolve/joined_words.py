"""One word for several: words written apart on one side (`Trade Tools`), and acronyms with the words they stand for."""

from functools import lru_cache

from rapidfuzz.distance import OSA

from entrepot.normalise.transliteration import latin
from entrepot.resolve.parts import NamePart

MOST_JOINED_DIFFERENT = 0.2
_MOST_JOINED = 4
LEAST_ACRONYM = 3  # two letters begin some two words of any long name
MOST_ACRONYM = 6
_LIGHT = 0.1  # weight of words that abbreviations leave out: "of", "the"


def letters_of(parts: list[NamePart]) -> str:
    """Return the folded letters of parts in one word."""
    return "".join(part.fold or part.key.lstrip("=#") for part in parts)


def joined(few: list[NamePart], many: list[NamePart]) -> tuple[NamePart, list[NamePart], float] | None:
    """Return a word, the run of words on the other side that it consists of, and how different; None where there is none."""
    if len(many) < 2:
        return None
    firsts = [part.fold[:1] for part in many]
    for one in few:
        first, length = one.fold[:1], len(one.fold)
        if first not in firsts:
            continue
        for start in range(len(many) - 1):
            begins = firsts[start] == first
            if not (begins or firsts[start + 1] == first) or length < len(many[start].fold) + 1:
                continue
            for stop in range(start + 2, min(start + _MOST_JOINED, len(many)) + 1):
                run = many[start:stop]
                letters = letters_of(run if begins else run[::-1])
                if abs(len(letters) - length) <= 2:
                    edits = OSA.distance(letters, one.fold)
                    if edits <= MOST_JOINED_DIFFERENT * length:
                        return one, run, edits / length
    return None


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
    return tuple(filter(None, (latin(word[0]) for word in text.split())))
