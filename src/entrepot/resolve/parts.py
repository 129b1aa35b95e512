"""The parts that names are taken apart into, and what taking apart firms' and people's names has in common."""

import re
import unicodedata
from dataclasses import dataclass

_TOKEN = re.compile(r"[^\W_]+")
_APOSTROPHE = re.compile(r"['’‘`ʼʻ´ʹʺ](?:s\b)?")
_NUMBER_WEIGHT = 0.5


@dataclass(frozen=True, slots=True)
class NamePart:
    """One word of a name.

    Attributes:
        text: As written.
        kind: word, class (a business word), place, number, initial, patronymic, particle.
        key: What equal parts share: the fold of a word, the class of a business word, the value of a number.
        fold: The folded letters, compared where keys differ; empty where only an equal key agrees.
        bones: The skeleton of the fold.
        weight: What an agreement tells, from 0 to 1.
        is_vowelless: The script leaves vowels out, so that only the skeleton can agree.
        given: The given names this word may be a form of, as numbers; empty for none.
    """

    text: str
    kind: str
    key: str
    fold: str
    bones: str
    weight: float
    is_vowelless: bool = False
    given: frozenset[int] = frozenset()


def tokens(name: str) -> list[str]:
    """Return the words of a name in lower case, apostrophes dropped, `&` as `and`."""
    text = name if name.isascii() else unicodedata.normalize("NFKC", name)
    return _TOKEN.findall(_APOSTROPHE.sub("", text.replace("&", " and ")).casefold().replace("\u0307", ""))


def number_part(text: str, value: int) -> NamePart:
    """Return the part that a number is."""
    return NamePart(text, "number", f"#{value}", "", "", _NUMBER_WEIGHT)
