"""Takes a firm's name apart: legal forms, business words and places by meaning, numbers, and the words that are its own."""

import re
import unicodedata
from functools import lru_cache

from entrepot.normalise.business_words import (
    Term,
    cut_form,
    misspelled_term,
    number_of,
    roman_number,
    split_chinese,
    term_key,
    vocabulary,
)
from entrepot.normalise.transliteration import is_chinese, is_without_vowels, skeleton, word_fold
from entrepot.resolve.parts import NamePart, number_part, tokens
from entrepot.resolve.word_weights import word_weight

_INITIALISM = re.compile(r"(?<![^\W_])[^\W_](?:\.[^\W_])+(?![^\W_])\.?")
_NUMBER_SIGN = re.compile(r"(?i)\b(?:no|nr|num|number|n)\.?\s*(?=\d)|#\s*(?=\d)")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th|й|я|ая|ый)")
_GLUED = re.compile(r"(?<=[^\W\d_]{2}[a-zа-яё])(?=[A-ZА-ЯЁ]{2,4}\b)")  # SiemensAG
_TENS = frozenset(range(20, 100, 10))


@lru_cache(maxsize=1 << 17)  # words repeat over names
def _firm_word(token: str) -> tuple[str, NamePart]:
    """Return the key a word is looked up by in phrases, and the part it is where no phrase holds it."""
    key = term_key(token)
    ordinal = _ORDINAL.fullmatch(token)
    digits = ordinal.group(1) if ordinal else token
    if digits.isdecimal():
        return key, number_part(token, int(digits))
    fold = word_fold(token)
    weight = word_weight(fold, is_person=False)
    return key, NamePart(token, "word", fold, fold, skeleton(fold), weight, is_without_vowels(token))


@lru_cache(maxsize=1 << 14)
def _term_part(text: str, term: Term) -> NamePart:
    fold = "" if " " in text or is_chinese(text) else word_fold(text)
    return NamePart(text, term.kind, f"={term.label}", fold, skeleton(fold), term.weight)


def _firm_tokens(name: str) -> list[tuple[str, Term | None]]:
    """Return the words of a firm's name; Chinese runs are divided, and what is known in them is named."""
    if not name.isascii():
        name = unicodedata.normalize("NFKC", name)
    if "." in name:
        name = _INITIALISM.sub(lambda match: match.group().replace(".", ""), name)
    if (glued := _GLUED.search(name)) is not None and _is_form(name[glued.start() :].split()[0]):
        name = f"{name[: glued.start()]} {name[glued.start() :]}"
    words: list[tuple[str, Term | None]] = []
    for token in tokens(_NUMBER_SIGN.sub(" ", name)):
        words += split_chinese(token) if not token.isascii() and is_chinese(token) else [(token, None)]
    return words


def _is_form(text: str) -> bool:
    term = vocabulary().phrases.get((term_key(text.lower()),))
    return term is not None and term.kind == "form"


def firm_parts(name: str) -> tuple[tuple[NamePart, ...], frozenset[str]]:
    """Return the parts of a firm's name in their order, and the classes of its legal forms."""
    words = _firm_tokens(name)
    looked_up = [_firm_word(word) for word, _ in words]
    keys = [key for key, _ in looked_up]
    phrases, longest = vocabulary().phrases, vocabulary().longest
    parts: list[NamePart] = []
    forms: dict[str, NamePart] = {}
    start, last = 0, len(words)
    while start < last:
        text, term = words[start]
        size = 1
        if term is None:
            term, size = _phrase(keys, start, phrases, longest)
            text = text if size == 1 else " ".join(word for word, _ in words[start : start + size])
        if term is None:
            term = _misspelled(keys[start])
        if term is None:
            parts.append(looked_up[start][1])
        elif term.kind == "form":
            forms[term.label] = looked_up[start][1]
        else:
            parts.append(_term_part(text, term))
        start += size
    if not any(part.weight > 0 for part in parts):  # a name that is nothing but a legal form is compared by it
        parts += forms.values()
    return _numbered(parts), frozenset(forms)


@lru_cache(maxsize=1 << 16)
def _misspelled(key: str) -> Term | None:
    return misspelled_term(key)


def _phrase(
    keys: list[str], start: int, phrases: dict[tuple[str, ...], Term], longest: dict[str, int]
) -> tuple[Term | None, int]:
    """Return the longest known phrase that begins at a word, and its length; a form inside a name only where it may be."""
    most = longest.get(keys[start], 0)
    for size in range(min(most, len(keys) - start), 0, -1):
        term = phrases.get(tuple(keys[start : start + size]))
        if term is not None and (term.is_anywhere or start == 0 or start + size == len(keys)):
            if size > 1 and _is_cut_into(keys, start, size, phrases, longest):
                continue
            return term, size
    if 1 < len(keys) - start <= most and (term := cut_form(tuple(keys[start:]))) is not None:
        return term, len(keys) - start
    return None, 1


def _is_cut_into(
    keys: list[str], start: int, size: int, phrases: dict[tuple[str, ...], Term], longest: dict[str, int]
) -> bool:
    """Return whether a longer phrase begins inside this one: `company limited` in `Foobar Company Limited Liability Company`."""
    for inner in range(start + 1, start + size):
        for more in range(min(longest.get(keys[inner], 0), len(keys) - inner), size, -1):
            if tuple(keys[inner : inner + more]) in phrases:
                return True
    return False


def _numbered(parts: list[NamePart]) -> tuple[NamePart, ...]:
    """Return parts with number words and Roman numbers as numbers: `Forty Four`, `Fund II`."""
    found: list[NamePart] = []
    for place, part in enumerate(parts):
        value = number_of(part.text) if part.kind in ("word", "class") else None
        is_roman = place > 0 and part.text.isascii() and (len(part.text) > 1 or place == len(parts) - 1)
        if value is None and is_roman and part.kind in ("word", "class"):
            value = roman_number(part.text)
        if value is None and part.kind == "number":
            value = int(part.key[1:])
        before = int(found[-1].key[1:]) if found and found[-1].kind == "number" else None
        if value is not None and value < 10 and before in _TENS and not found[-1].text.isdecimal():
            found[-1] = number_part(f"{found[-1].text} {part.text}", before + value)
        else:
            found.append(part if value is None else number_part(part.text, value))
    return tuple(found)
