"""The words that names of firms are made of, by meaning: legal forms, business words, places, numbers, over languages."""

import re
from dataclasses import dataclass
from functools import cache

from entrepot.codes.lookalikes import strip_accents
from entrepot.codes.resource import toml_document
from entrepot.codes.territories import territories
from entrepot.normalise.legal_forms import legal_forms
from entrepot.normalise.transliteration import fold_latin, is_chinese, latin

_RESOURCE = "names/words.toml"
_SHORT = 4  # letters: an abbreviation is compared as spelled, because folding makes LLP and LP one
_LONG = 7  # letters of a word that is still known with one letter wrong
_SHORTEST_CUT = 3  # letters by which a word that was cut off is still known
_SHORTEST_COUNTRY = 4  # letters of a country's name that no word of a firm's name is likely to be
_PLACE_WEIGHT = 0.45  # tells less than a rare name and more than a line of business
_BRANCH_WEIGHT = 0.3
_CYRILLIC = re.compile(r"[\u0400-\u04FF]")
_LONG_STEM = 6  # letters of a stem that is no other word's beginning by chance
_ENDING = re.compile(r"(?:ogo|ego|omu|emu|imi|ami|aia|oie|oe|ie|ei|oi|ih|ah|am|im|om|em|ov|ev|uiu|iu|ia|ii|[iaoue])$")


@dataclass(frozen=True, slots=True)
class Term:
    """A known word or phrase: its kind (form, class, place, number), the class all its translations share, what it tells.

    A form that is not `is_anywhere` is one only at the beginning or end of a name.
    """

    kind: str
    label: str
    weight: float
    is_anywhere: bool = True


def term_key(word: str) -> str:
    """Return what a word is looked up by: its fold, for an abbreviation its Latin letters; marks do not count."""
    spelled = latin(word if word.isascii() else strip_accents(word))
    return spelled if len(spelled) <= _SHORT else fold_latin(spelled)


def phrase_keys(phrase: str) -> tuple[str, ...]:
    """Return the keys of the words of a phrase."""
    words = re.split(r"[\W_]+", phrase.replace("'", "").replace("’", ""))
    return tuple(key for key in map(term_key, words) if key)


@dataclass(frozen=True)
class Vocabulary:
    """Known phrases by the keys of their words, the longest phrase by first key, and those of Chinese characters.

    `stems` holds single Cyrillic words without their ending, those of one meaning only; `cut` the last word of legal forms of
    several words, by the words before it.
    """

    phrases: dict[tuple[str, ...], Term]
    longest: dict[str, int]
    chinese: dict[str, Term]
    one_letter_off: dict[str, tuple[str, ...]]
    stems: dict[str, Term]
    cut: dict[tuple[str, ...], tuple[tuple[str, Term], ...]]


def _named() -> list[tuple[str, Term]]:
    """Return every spelling with its term; of two equal spellings the first counts."""
    document = toml_document(_RESOURCE)
    found: list[tuple[str, Term]] = []
    for group in document["group"]:
        for label, spellings in group["classes"].items():
            found += [(spelling, Term("class", label, group["weight"])) for spelling in spellings]
    for label, spellings in document["places"].items():
        found += [(spelling, Term("place", label, _PLACE_WEIGHT)) for spelling in spellings]
    for territory in territories():
        place = Term("place", territory.country_iso, _PLACE_WEIGHT)
        labels = (territory.name, *territory.aliases)
        found += [(label, place) for label in labels if len(label) >= _SHORTEST_COUNTRY and not label.isupper()]
    return found


def _forms() -> list[tuple[tuple[str, ...], Term]]:
    """Return every legal form by the keys of its words, with runs of single letters also as one word."""
    found: list[tuple[tuple[str, ...], Term]] = []
    for words, form in legal_forms().items():
        kind, weight = ("class", _BRANCH_WEIGHT) if form.stays_in_key else ("form", 0.0)
        term = Term(kind, form.form_class, weight, form.is_anywhere)
        spaced = " ".join(words)
        joined = re.sub(r"\b(\w) (?=\w\b)", r"\1", spaced)
        found += [(phrase_keys(spelling), term) for spelling in dict.fromkeys((spaced, joined))]
    return found


@cache
def vocabulary() -> Vocabulary:
    """Return all known words and phrases.

    Source: resources/names/words.toml, resources/legal_forms.toml, resources/countries/territories.csv.
    """
    phrases: dict[tuple[str, ...], Term] = {}
    chinese: dict[str, Term] = {}
    named = _named()
    known = {phrase_keys(spelling) for spelling, _ in named}
    for keys, term in _forms():
        if (
            keys
            and not (term.kind == "class" and keys in known)
            and not (term.label == "corporation" and keys in known)
        ):
            phrases.setdefault(keys, term)
    for words, form in legal_forms().items():
        if is_chinese(words[0]):
            chinese.setdefault(words[0], Term("form", form.form_class, 0.0))
    for spelling, term in named:
        if is_chinese(spelling):
            chinese.setdefault(spelling, term)
        keys = phrase_keys(spelling)
        if keys and (term.kind != "place" or keys not in phrases):
            phrases.setdefault(keys, term)
    longest: dict[str, int] = {}
    for keys in phrases:
        longest[keys[0]] = max(longest.get(keys[0], 0), len(keys))
    return Vocabulary(phrases, longest, chinese, _deletions(phrases), _stems(named), _cut(phrases))


def russian_stem(key: str) -> str:
    """Return a folded word without its Russian case ending: `aviatsioni` and `aviatsionih` are `aviatsion`."""
    return _ENDING.sub("", key)


def _stems(named: list[tuple[str, Term]]) -> dict[str, Term]:
    found: dict[str, set[Term]] = {}
    for spelling, term in named:
        if " " not in spelling and _CYRILLIC.search(spelling):
            stem = russian_stem(term_key(spelling))
            if len(stem) >= _LONG_STEM:
                found.setdefault(stem, set()).add(term)
    return {stem: next(iter(terms)) for stem, terms in found.items() if len(terms) == 1}


def _cut(phrases: dict[tuple[str, ...], Term]) -> dict[tuple[str, ...], tuple[tuple[str, Term], ...]]:
    found: dict[tuple[str, ...], list[tuple[str, Term]]] = {}
    for keys, term in phrases.items():
        if term.kind == "form" and len(keys) > 1:
            found.setdefault(keys[:-1], []).append((keys[-1], term))
    return {keys: tuple(ends) for keys, ends in found.items()}


def cut_form(keys: tuple[str, ...]) -> Term | None:
    """Return the legal form of several words that was cut off inside its last word: `joint stock compan`.

    None where it is none, or where less than three letters of the last word are left.
    """
    if len(keys) < 2 or len(keys[-1]) < _SHORTEST_CUT:
        return None
    ends = vocabulary().cut.get(keys[:-1], ())
    return next((term for last, term in ends if last.startswith(keys[-1])), None)


def _deletions(phrases: dict[tuple[str, ...], Term]) -> dict[str, tuple[str, ...]]:
    """Return long single words by every text that remains when one letter is left out, where only one word gives it."""
    found: dict[str, set[str]] = {}
    for keys in phrases:
        if len(keys) == 1 and len(keys[0]) >= _LONG:
            for remains in (keys[0], *letters_left_out(keys[0])):
                found.setdefault(remains, set()).add(keys[0])
    return {remains: tuple(sorted(words)) for remains, words in found.items()}


def letters_left_out(word: str) -> set[str]:
    """Return the texts that remain when one letter is left out."""
    return {word[:place] + word[place + 1 :] for place in range(len(word))}


def misspelled_term(key: str) -> Term | None:
    """Return the term of a long word with one letter wrong, missing or added, or with another Russian ending.

    None where no one term is meant. The first letter counts: of typing errors, few are in it (Kukich 1992, Techniques for
    automatically correcting words in text: 1.4% to 7% in the studies it reviews), and Konetsky is not Donetsk.
    """
    if len(key) < _LONG:
        return None
    known = vocabulary()
    if (inflected := known.stems.get(russian_stem(key))) is not None:
        return inflected
    near = {word for remains in (key, *letters_left_out(key)) for word in known.one_letter_off.get(remains, ())}
    terms = {known.phrases[(word,)] for word in near if abs(len(word) - len(key)) <= 1 and word[0] == key[0]}
    return next(iter(terms)) if len(terms) == 1 else None


def split_chinese(token: str) -> list[tuple[str, Term | None]]:
    """Return the known words inside a run of Chinese characters, and what lies between them, in order.

    `深圳市华芯电子有限公司` gives the place, `华芯`, electronics and the legal form; 市, 省 and 县 after a place are left out.
    """
    known = vocabulary().chinese
    longest = max(map(len, known))
    found: list[tuple[str, Term | None]] = []
    rest, start = "", 0
    while start < len(token):
        size = next((n for n in range(min(longest, len(token) - start), 1, -1) if token[start : start + n] in known), 0)
        if size:
            found += [(rest, None)] if rest else []
            found.append((token[start : start + size], known[token[start : start + size]]))
            rest, start = "", start + size
        elif not (token[start] in "市省县區区" and not rest and found):
            rest, start = rest + token[start], start + 1
        else:
            start += 1
    return [*found, (rest, None)] if rest else found


def number_of(key: str) -> int | None:
    """Return the value of an English number word (`twenty`); None for any other word."""
    value = toml_document(_RESOURCE)["numbers"].get(key)
    return int(value) if value is not None else None


_ROMAN = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10}


def roman_number(token: str) -> int | None:
    """Return the value of a Roman number up to 39 in lower case; None where the token is none."""
    if not token or not _ROMAN.fullmatch(token):
        return None
    values = [_ROMAN_VALUES[letter] for letter in token]
    return sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))
