"""Names the kind of difference between two names, by rules of its own that no matcher of the package uses.

Letters are read by `anyascii`, a general table; the kinds only sort a labelled set for its tables and decide no label.
"""

import re
import unicodedata

from anyascii import anyascii
from rapidfuzz.distance import OSA

_WORD = re.compile(r"\w+")
_ALIKE = 0.7  # of the longer word's letters: the same word in another spelling
_VOWELLESS = frozenset({"Arab", "Hebr"})  # scripts that leave vowels out: only consonants can agree
_VOWELS = re.compile("[aeiouyw]")
_SCRIPTS = (  # first letter's Unicode name, ISO 15924
    ("LATIN", "Latn"),
    ("CYRILLIC", "Cyrl"),
    ("CJK", "Hani"),
    ("ARABIC", "Arab"),
    ("ARMENIAN", "Armn"),
    ("GEORGIAN", "Geor"),
    ("HANGUL", "Hang"),
    ("HEBREW", "Hebr"),
)
_FORM_TEXT = (
    "ltd limited liability company llc jsc ojsc cjsc pjsc joint stock open closed public ooo oao zao pao ao aktsionernoe "
    "aktsionernoye obshchestvo obschestvo obshchestvom s ogranichennoi ogranichennoy otvetstvennostyu tov tzov prat pat inc "
    "corp corporation co gmbh ag sa sas srl fze fzco fzllc llp too unitary enterprise up ip fgup gup fsue fku fkp federal "
    "state federalnoe gosudarstvennoe unitarnoe predpriyatie kazennoe publichnoe zakrytoe otkrytoe you xian gong si gu fen"
)
_FORM_WORDS = frozenset(_FORM_TEXT.split())


def script_of(name: str) -> str:
    """Return the ISO 15924 code of the script that most letters of a name are of; `Zzzz` for none known."""
    counts: dict[str, int] = {}
    for letter in name:
        if letter.isalpha():
            first = unicodedata.name(letter, "").split(" ")[0]
            script = next((code for start, code in _SCRIPTS if first.startswith(start)), "Zzzz")
            counts[script] = counts.get(script, 0) + 1
    return max(sorted(counts), key=lambda script: counts[script], default="Zzzz")


def plain_words(name: str) -> list[str]:
    """Return the words of a name in lower-case Latin letters, without what looks like a legal form."""
    words = _WORD.findall(anyascii(name).lower().replace("'", ""))
    return [word for word in words if word not in _FORM_WORDS] or words


def difference(one: str, other: str) -> str:
    """Return what kind of difference there is between two names of one party.

    `case or punctuation`, `legal form`, `word order`, `spelling` (one script), `transliteration` (two scripts), `acronym`,
    `abbreviation` (words left out), `translation` (some words agree, others are replaced), `other name` (none agrees).
    """
    scripts = {script_of(one), script_of(other)}
    is_cross, is_vowelless = len(scripts) > 1, bool(scripts & _VOWELLESS)
    left, right = plain_words(one), plain_words(other)
    if left == right and not is_cross:
        same_text = _WORD.findall(one.casefold()) == _WORD.findall(other.casefold())
        return "case or punctuation" if same_text else "legal form"
    if sorted(left) == sorted(right):
        return "transliteration" if left == right else "word order"
    if _is_acronym(left, right) or _is_acronym(right, left):
        return "acronym"
    return _by_agreeing_words(left, right, is_cross=is_cross, is_vowelless=is_vowelless)


def _by_agreeing_words(left: list[str], right: list[str], *, is_cross: bool, is_vowelless: bool) -> str:
    pairs = _agreeing(left, right)
    if is_vowelless and _is_alike(*(_VOWELS.sub("", "".join(words)) for words in (left, right))):
        return "transliteration"
    if not pairs and not _is_alike("".join(left), "".join(right)):
        return "other name"
    if len(pairs) == len(left) == len(right):
        in_order = [second for _, second in sorted(pairs)] == sorted(second for _, second in pairs)
        return "word order" if not in_order else "transliteration" if is_cross else "spelling"
    if not pairs or _is_alike("".join(left), "".join(right)):
        return "transliteration" if is_cross else "spelling"
    return "abbreviation" if len(pairs) == min(len(left), len(right)) else "translation"


def _agreeing(left: list[str], right: list[str]) -> list[tuple[int, int]]:
    """Return places of words that agree, each word once, the most alike first."""
    scored = sorted(
        (-OSA.normalized_similarity(a, b), i, j)
        for i, a in enumerate(left)
        for j, b in enumerate(right)
        if _is_alike(a, b)
    )
    pairs: list[tuple[int, int]] = []
    for _, i, j in scored:
        if all(i != a and j != b for a, b in pairs):
            pairs.append((i, j))
    return pairs


def _is_alike(one: str, other: str) -> bool:
    return OSA.normalized_similarity(one, other) >= _ALIKE


def _is_acronym(short: list[str], long: list[str]) -> bool:
    """Return whether the first name is nothing but first letters of the second's words."""
    initials = "".join(word[0] for word in long)
    return (
        len(short) == 1 and len(long) >= 2 and 2 <= len(short[0]) <= len(initials) + 1 and short[0][:4] == initials[:4]
    )
