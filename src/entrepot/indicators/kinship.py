"""What East Slavic names can say of kinship: the same surname, a patronymic made of the other's given name.

Weak by nature: millions share a surname. A hit is a hint beside other links, never a finding of its own.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

import anyascii

_PATRONYMIC = re.compile(r"(?:ovich|evich|yevich|ievich|jevich|ovna|evna|yevna|ievna|jevna|ich|ichna|inichna)$")
_FEMININE_SURNAME = re.compile(r"(ov|ev|in|yn)a$")
_ADJECTIVE_SURNAME = re.compile(r"(?:skaya|skaia|skaja|skiy|skii|skij|sky|ski)$")
_GIVEN_ENDING = re.compile(r"[aeijy]+$")
_MIN_STEM_LETTERS = 3  # Il(ya) and Lev say too little to carry a patronymic
_NAME_PARTS = 3  # surname, given name, patronymic


class Kinship(StrEnum):
    """How two names hint at a family, strongest first."""

    PARENT_AND_CHILD = "parent_and_child"
    SIBLINGS = "siblings"
    SURNAME = "surname"


@dataclass(frozen=True)
class PersonName:
    """A person's name taken apart: stems for comparison; None where the name does not have that part."""

    surname_stem: str
    given_stem: str | None
    patronymic_stem: str | None


def person_name(name: str) -> PersonName | None:
    """Return a name taken apart; None where it has fewer than two words.

    `CHERNET, Yevgeniy Olegovich`, `Chernet Yevgeniy Olegovich`, `Yevgeniy Olegovich Chernet` and Cyrillic spellings are read
    alike. Without comma or patronymic the last word is the surname.
    """
    before_comma, comma, after_comma = anyascii.anyascii(name).lower().partition(",")
    head, tail = _words(before_comma), _words(after_comma)
    words = [*head, *tail]
    if len(words) <= 1:
        return None
    patronymic = next((word for word in words[1:] if len(words) >= _NAME_PARTS and _PATRONYMIC.search(word)), None)
    if comma and head:
        surname, given = head[-1], tail[0] if tail else None
    elif patronymic is None:
        surname, given = words[-1], words[0]
    else:
        given = words[words.index(patronymic) - 1]
        surname = next((word for word in words if word not in (given, patronymic)), words[0])
    return PersonName(
        _surname_stem(surname),
        None if given is None else _given_stem(given),
        None if patronymic is None else _given_stem(_PATRONYMIC.sub("", patronymic)),
    )


def kinship(name: str, other: str) -> Kinship | None:
    """Return what two people's names hint at, None for nothing.

    Source: methods 8.3 N5 (surname stem and patronymic).
    """
    one, two = person_name(name), person_name(other)
    if one is None or two is None or one.surname_stem != two.surname_stem:
        return None
    if one == two:
        return None  # one person under two records, or a namesake
    if _is_parent(one, two) or _is_parent(two, one):
        return Kinship.PARENT_AND_CHILD
    if one.patronymic_stem is not None and one.patronymic_stem == two.patronymic_stem:
        return Kinship.SIBLINGS
    return Kinship.SURNAME


def surname_stem(name: str) -> str | None:
    """Return what the surnames of one family have in common (Chernet, Petrov and Petrova); None where there is none."""
    taken_apart = person_name(name)
    return None if taken_apart is None else taken_apart.surname_stem


def age_gap_years(birth: str | None, other_birth: str | None) -> int | None:
    """Return the years between two birth dates (ISO text, as partial as 1946); None where one is not known."""
    years = [text[:4] for text in (birth, other_birth) if text is not None and text[:4].isdecimal()]
    return abs(int(years[0]) - int(years[1])) if len(years) == 2 else None


def _is_parent(parent: PersonName, child: PersonName) -> bool:
    stem = child.patronymic_stem
    return stem is not None and len(stem) >= _MIN_STEM_LETTERS and stem == parent.given_stem


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", re.sub(r"['`]", "", text))


def _surname_stem(surname: str) -> str:
    return _FEMININE_SURNAME.sub(r"\1", _ADJECTIVE_SURNAME.sub("sk", surname))


def _given_stem(given: str) -> str:
    """Return what Yevgeniy, Evgeny and the patronymic Yevgenievich have in common: evgen."""
    plain = re.sub(r"^[yj]e", "e", given).replace("kh", "h").replace("x", "ks").replace("ander", "andr")
    return _GIVEN_ENDING.sub("", plain.replace("pyotr", "petr"))
