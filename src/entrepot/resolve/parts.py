"""The parts that names are taken apart into, and what taking apart firms' and people's names has in common."""

import re
import unicodedata
from dataclasses import dataclass, field

# Letters and digits, with the vowel signs of Arabic, the scripts of India, Thai, Lao, Burmese and Khmer, which \w leaves out.
_TOKEN = re.compile(
    r"[^\W_](?:[^\W_]|[\u064B-\u065F\u0670\u0900-\u0963\u0971-\u0DFF\u0E31-\u0E4E\u0EB1-\u0ECD\u102B-\u103E\u17B4-\u17D3])*"
)
_ASCII_TOKEN = re.compile(r"[^\W_]+")
_APOSTROPHE = re.compile(r"['’‘`ʼʻ´ʹʺ](?:s\b)?")
_QUOTES = re.compile(r"['’‘]{2,}")  # no apostrophe: Институт’‘Электроприбор
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
        letters: One bit for each letter of the skeleton: words whose bits differ in many cannot be spellings of one.
        size: Letters of the fold.
        spelled: The fold, or what an equal key agrees by where there is none.
    """

    text: str
    kind: str
    key: str
    fold: str
    bones: str
    weight: float
    is_vowelless: bool = False
    given: frozenset[int] = frozenset()
    letters: int = field(init=False, repr=False, compare=False)
    size: int = field(init=False, repr=False, compare=False)
    spelled: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Note the letters."""
        letters = 0
        for letter in self.bones:
            letters |= 1 << (ord(letter) & 31)
        object.__setattr__(self, "letters", letters)
        object.__setattr__(self, "size", len(self.fold))
        object.__setattr__(self, "spelled", self.fold or self.key.lstrip("=#"))


def tokens(name: str) -> list[str]:
    """Return the words of a name in lower case, apostrophes dropped, `&` as `and`, `%` as `percent`."""
    text = name if name.isascii() else _QUOTES.sub(" ", unicodedata.normalize("NFKC", name))
    pattern = _ASCII_TOKEN if name.isascii() else _TOKEN
    return pattern.findall(
        _APOSTROPHE.sub("", text.replace("&", " and ").replace("%", " percent ")).casefold().replace("\u0307", "")
    )


def number_part(text: str, value: int) -> NamePart:
    """Return the part that a number is."""
    return NamePart(text, "number", f"#{value}", "", "", _NUMBER_WEIGHT)
