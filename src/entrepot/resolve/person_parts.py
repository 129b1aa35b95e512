"""Takes a person's name apart: given and family names, patronymics, initials, particles; titles are left out."""

import re
from functools import lru_cache

from entrepot.normalise.business_words import vocabulary
from entrepot.normalise.people_words import people_words
from entrepot.normalise.transliteration import is_chinese, is_without_vowels, skeleton, word_fold
from entrepot.resolve.parts import NamePart, number_part, tokens
from entrepot.resolve.word_weights import word_weight

_LEET = str.maketrans("013457", "oieast")  # digits typed for letters inside a word: Ig0r Sech1n
_ARABIC_ARTICLE = re.compile(r"(?:\b|(?<=\bعبد))ال(?=\w{3})")  # عبدالكريم is Abd al-Karim
_INITIAL_WEIGHT = 0.3
_PARTICLE_WEIGHT = 0.12
_PATRONYMIC_WEIGHT = 0.6


@lru_cache(maxsize=1 << 17)
def _person_word(token: str) -> NamePart | None:
    """Return the part a word of a person's name is; None for a title."""
    words = people_words()
    if len(token) == 1 and not is_chinese(token):
        return NamePart(token, "initial", (word_fold(token) or token)[:1], "", "", _INITIAL_WEIGHT)
    letters = token if token.isdecimal() else token.translate(_LEET)
    fold = word_fold(letters) or token
    if letters in words.titles or fold in words.titles:
        return None
    if token.isdecimal():
        return number_part(token, int(token))
    if (particle := words.particles.get(fold)) is not None:
        return NamePart(
            token, "particle", f"={particle}", "", "", _PARTICLE_WEIGHT, given=words.given.get(fold, frozenset())
        )
    weight = word_weight(fold, is_person=True)
    bones, vowelless = skeleton(fold), is_without_vowels(token)
    ending = next((end for end in words.patronymic_endings if fold.endswith(end)), None)
    if ending is not None and len(fold) > len(ending) + 2:
        stem = fold.removesuffix(ending)
        given = words.given.get(stem, frozenset())
        return NamePart(token, "patronymic", fold, stem, skeleton(stem), _PATRONYMIC_WEIGHT, vowelless, given)
    return NamePart(token, "word", fold, fold, bones, weight, vowelless, words.given.get(fold, frozenset()))


def person_parts(name: str) -> tuple[tuple[NamePart, ...], frozenset[str]]:
    """Return the parts of a person's name in their order without titles, and the classes of legal forms behind it."""
    forms = vocabulary().phrases
    words = tokens(_two_initials(name) if name.isascii() else _ARABIC_ARTICLE.sub(" ال ", name))
    if len(words) == 1:
        words = _chinese_person(words[0])
    found: list[NamePart] = []
    shown: set[str] = set()
    for place, token in enumerate(words):
        form = forms.get((token,)) if len(found) > 1 and place == len(words) - 1 else None
        if form is not None and form.kind == "form":
            shown.add(form.label)
        elif (part := _person_word(token)) is not None:
            found.append(part)
    if not any(
        part.kind in ("word", "patronymic") for part in found
    ):  # nothing but titles and particles: they are the name
        folds = [(token, word_fold(token)) for token in words]
        found = [NamePart(token, "word", fold, fold, skeleton(fold), 0.5) for token, fold in folds if fold]
    return tuple(found), frozenset(shown)


def _two_initials(name: str) -> str:
    """Return a name with `JC` written as two initials, where the other words are not in capitals."""
    if name.isupper() or not re.search(r"\b[A-Z]{2}\b", name):
        return name
    return re.sub(r"\b([BCDFGHJKLMNPQRSTVWXZ])([BCDFGHJKLMNPQRSTVWXZ])\b", r"\1 \2", name)


def _chinese_person(token: str) -> list[str]:
    """Return surname and given name of a Chinese name of two to four characters; any other word as it is."""
    return [token[0], token[1:]] if 2 <= len(token) <= 4 and is_chinese(token) else [token]
