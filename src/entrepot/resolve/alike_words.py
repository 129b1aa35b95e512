"""How different two parts of names are: spellings of one word, forms of one given name, an initial and its name."""

import re
from functools import cache

from rapidfuzz.distance import OSA, LCSseq

from entrepot.normalise.transliteration import is_syllabic
from entrepot.resolve.parts import NamePart

MOST_DIFFERENT = 0.38  # relative difference up to which two words may be spellings of one
_VOWEL_COST = 0.4  # of a difference that the skeleton does not show, against 1 for one that it does
_TOO_FAR = 0.75  # differing letters, in parts of the longer word, from which the skeleton is not looked at
_GIVEN_DIFFERENCE = 0.1  # between forms of one given name (Aleksandr, Oleksandr)
_INITIAL_DIFFERENCE = 0.12
_VOWELLESS_DIFFERENCE = 0.06  # between a word and its skeleton in a script without vowels
_FEWEST_BONES = 2  # consonants by which a word without vowels can be told
_BONES_OF_AN_EDIT = 4  # consonants from which one of them may be wrong in a word without vowels
_NO_VOWELS = str.maketrans("", "", "aeiou")
_VOWELS_AFTER_FIRST = re.compile(r"^[aeiou]|[^aeiou]")  # what is left out to leave these
_LIKE_VOWELS = str.maketrans("eo", "iu")  # Arabic writes one letter for e and i, one for o and u
_CHARACTER_DIFFERENCE = 0.3  # between Chinese or Korean names that sound alike and are written differently
_ADJECTIVE_DIFFERENCE = 0.05  # between a name and the adjective made of it
_NARROWER_DIFFERENCE = 0.1  # between a line of business and one kind of it: design bureau, experimental design bureau
_SURNAME_EDITS = 2
_SHORT_WORD = 5  # letters up to which one letter, not two, may be wrong
_ADJECTIVE = re.compile(r"(?:[aeiou]?(?:ov|ev|in|an)?)s?k(?:i|ii|ogo|omu|im|aia|oi|uiu|oe|oie|ie|ih)")  # on folds
_SHORTEST_STEM = 4
# Endings of surnames and adjectives, on folds: Akkuratova and Ignatova, Ulyanovsky and Moskovsky are not alike.
_ENDING = re.compile(r"(?<=[a-z]{2})(?:sk(?:i|ii|aia|oe|oie|ogo)|ov|ova|ev|eva|in|ina|enko|chuk|ian|ovich|evich)$")


def word_difference(a: NamePart, b: NamePart) -> float:
    """Return how different two words are, 0 for equal folds, 1 for words that cannot be one; edits in parts of the length.

    An edit of a vowel, or between sounds that spellings confuse, counts less than one of a consonant.
    """
    longer = max(a.size, b.size)
    if not a.text.isascii() and not b.text.isascii() and (is_syllabic(a.text) and is_syllabic(b.text)):
        return _CHARACTER_DIFFERENCE if a.fold == b.fold else 1.0
    if a.is_vowelless != b.is_vowelless:
        bare, full = (a, b) if a.is_vowelless else (b, a)
        return vowelless_difference(bare.fold, full.fold, bare.bones, full.bones)
    edits = OSA.distance(a.fold, b.fold)
    if edits > _TOO_FAR * longer:
        return 1.0
    heavy = OSA.distance(a.bones, b.bones)
    cost = heavy + _VOWEL_COST * (edits - heavy) if heavy < edits else edits
    if 0 < cost <= MOST_DIFFERENT * longer and (ending := _ENDING.search(a.fold)) and b.fold.endswith(ending.group()):
        return cost / (longer - len(ending.group()))  # what half of all surnames end in tells nothing
    return cost / longer


def vowelless_difference(bare: str, full: str, bare_bones: str, full_bones: str) -> float:
    """Return how different a word without its short vowels and one with all vowels are, 1 where they cannot be one.

    What the skeleton hides counts as it does between words with vowels: consonants that spellings confuse, and vowels that
    are written in the bare word (long ones) and not in the other. A vowel at the beginning counts as any.
    """
    longer = max(len(bare_bones), len(full_bones))
    if longer < _FEWEST_BONES:
        return 1.0
    heavy = OSA.distance(bare_bones, full_bones)
    if heavy and longer < _BONES_OF_AN_EDIT:
        return 1.0
    hidden = OSA.distance(bare.translate(_NO_VOWELS), full.translate(_NO_VOWELS)) - heavy
    written, spoken = _VOWELS_AFTER_FIRST.sub("", bare), _VOWELS_AFTER_FIRST.sub("", full)
    written, spoken = written.translate(_LIKE_VOWELS), spoken.translate(_LIKE_VOWELS)
    missing = len(written) - LCSseq.similarity(written, spoken)
    return _VOWELLESS_DIFFERENCE + (heavy + _VOWEL_COST * (max(hidden, 0) + missing)) / longer


def alike(a: NamePart, b: NamePart, *, is_person: bool) -> tuple[str, float]:
    """Return how two parts may be one and how different they are; 1 where they cannot be."""
    if a.kind == "initial" or b.kind == "initial":
        return "initial", _initial_difference(a, b)
    if a.kind == "particle" or b.kind == "particle":
        return "given_name", _GIVEN_DIFFERENCE if a.given and not a.given.isdisjoint(b.given) else 1.0
    if a.kind == b.kind == "class":
        return "spelling", _NARROWER_DIFFERENCE if _is_narrower(a.key, b.key) else 1.0
    if not a.fold or not b.fold or a.kind == b.kind == "place":
        return "spelling", 1.0
    if a.kind != b.kind and "patronymic" in (
        a.kind,
        b.kind,
    ):  # Plenkovic beside Plenković, but not Oleksandr beside his son
        edits = OSA.distance(a.key, b.key)
        return "spelling", edits / len(a.key) if edits <= _SURNAME_EDITS else 1.0
    return _words_alike(a, b, is_person=is_person)


def _initial_difference(a: NamePart, b: NamePart) -> float:
    first, second = (a.key, b.fold) if a.kind == "initial" else (b.key, a.fold)
    is_same = second[:1] == first or (second and (a.text[0] == b.text[0]))
    return _INITIAL_DIFFERENCE if is_same and a.kind != b.kind else 1.0


def _words_alike(a: NamePart, b: NamePart, *, is_person: bool) -> tuple[str, float]:
    if a.given and b.given and a.given.isdisjoint(b.given):  # Michel and Michelle are two names, however near
        return "given_name", 1.0
    difference = word_difference(a, b)
    if a.given and b.given and difference > _GIVEN_DIFFERENCE:
        return "given_name", _GIVEN_DIFFERENCE
    if difference > _ADJECTIVE_DIFFERENCE and not is_person and a.fold[:3] == b.fold[:3] and _is_adjective(a, b):
        return "spelling", _ADJECTIVE_DIFFERENCE
    return "spelling", difference


@cache
def _is_narrower(one: str, other: str) -> bool:
    """Return whether the words of one label are among the other's: `design_bureau`, `experimental_design_bureau`."""
    words, others = set(one.lstrip("=").split("_")), set(other.lstrip("=").split("_"))
    return words < others or others < words


def _is_adjective(a: NamePart, b: NamePart) -> bool:
    """Return whether one word is the Russian or Ukrainian adjective of the other: `Муромский` and `Murom`."""
    short, long = (a, b) if len(a.fold) < len(b.fold) else (b, a)
    if len(short.fold) < _SHORTEST_STEM or short.kind != "word" or long.kind != "word":
        return False
    stem = short.fold.rstrip("aeiou")
    return long.fold.startswith(stem) and _ADJECTIVE.fullmatch(long.fold, len(stem)) is not None


def is_too_far(a: NamePart, b: NamePart) -> bool:
    """Return whether two words differ in their consonants and by more letters than typing and transliteration make.

    That is more than one letter of a word of up to five, two of a longer one (as Lucene's automatic fuzziness has it), or more
    than one consonant. Words of scripts that leave vowels out or write syllables are never too far.
    """
    if a.bones == b.bones or not (_is_spelled_out(a) and _is_spelled_out(b)):
        return False
    allowed = 1 if min(len(a.fold), len(b.fold)) <= _SHORT_WORD else 2
    return OSA.distance(a.fold, b.fold) > allowed or OSA.distance(a.bones, b.bones) > 1


def _is_spelled_out(part: NamePart) -> bool:
    return part.text.isascii() or not (part.is_vowelless or is_syllabic(part.text))
