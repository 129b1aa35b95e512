"""Letters of one script that look like another's, and the text folding every key begins with."""

import re
import unicodedata

# Cyrillic letters printed like Latin ones, lower case (Unicode TR 39 confusables, the subset of Russian, Ukrainian, Kazakh).
_CYRILLIC_TO_LATIN = {
    **dict(zip("авекмнорстухіјѕһ", "abekmhopctyxijsh", strict=True)),
    "ё": "e",
    "ү": "y",
}
_LATIN_TO_CYRILLIC = {latin: cyrillic for cyrillic, latin in _CYRILLIC_TO_LATIN.items() if cyrillic in "авекмнорстухі"}
_TO_LATIN, _TO_CYRILLIC = str.maketrans(_CYRILLIC_TO_LATIN), str.maketrans(_LATIN_TO_CYRILLIC)
_LATIN = re.compile(r"[a-z]")
_CYRILLIC = re.compile(r"[\u0400-\u04FF]")
_FIRST_CYRILLIC = "\u0400"
_TOKEN = re.compile(r"\w+")
_NOT_WORD = re.compile(r"[\W_]+")
_APOSTROPHES = re.compile(r"['’‘`ʼʻ´]")
# İ folds to i plus a combining dot, ı to itself: both are i in keys, because data is typed on both keyboards.
_LETTERS_WITHOUT_DECOMPOSITION = str.maketrans(
    {"ı": "i", "ł": "l", "ø": "o", "đ": "d", "æ": "ae", "œ": "oe", "ß": "ss"}
)


def latin_lookalikes(text: str) -> str:
    """Return lower-case text with Cyrillic letters that look Latin written in Latin; other letters stay."""
    return text.translate(_TO_LATIN)


def as_cyrillic(text: str) -> str:
    """Return lower-case text with the Latin letters that look Cyrillic written in Cyrillic; other letters stay."""
    return text.translate(_TO_CYRILLIC)


def repair_mixed_token(token: str) -> str:
    """Return a lower-case token in one script where it mixes Latin and Cyrillic look-alikes.

    A token of one script is returned unchanged, and so is a mixed one that neither script can write: a real mixture
    is left to a person.
    """
    if not (_LATIN.search(token) and _CYRILLIC.search(token)):
        return token
    as_latin = latin_lookalikes(token)
    if not _CYRILLIC.search(as_latin):
        return as_latin
    cyrillic = as_cyrillic(token)
    return token if _LATIN.search(cyrillic) else cyrillic


def repair_mixed_tokens(text: str) -> str:
    """Return lower-case text with every token repaired as `repair_mixed_token` does."""
    if not (_LATIN.search(text) and _CYRILLIC.search(text)):
        return text
    return _TOKEN.sub(lambda match: repair_mixed_token(match.group()), text)


class _BareLetters(dict[int, str]):
    """Each letter without its combining marks, filled as letters are met: tables repeat a few hundred of them."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        parts = unicodedata.normalize("NFD", letter)
        is_western = parts[0] < _FIRST_CYRILLIC
        bare = "".join(part for part in parts if not unicodedata.combining(part)) if is_western else letter
        self[code] = bare
        return bare


_BARE = _BareLetters()


def strip_accents(text: str) -> str:
    """Return text without combining marks on Latin and Greek letters; marks that make another letter elsewhere (й, ガ) stay."""
    if text.isascii():
        return text
    bare = unicodedata.normalize("NFC", text).translate(_BARE)
    return unicodedata.normalize("NFC", bare).translate(_LETTERS_WITHOUT_DECOMPOSITION)


def _plain_folding() -> dict[int, str | None]:
    """Return what `fold` makes of each letter of ASCII and of the Cyrillic block; None deletes it, a blank separates words."""
    table: dict[int, str | None] = {}
    for code in (*range(0x80), *range(0x400, 0x482), *range(0x48A, 0x500), *map(ord, _PLAIN_SIGNS)):
        letter = chr(code).lower().replace("ё", "е")
        table[code] = None if _APOSTROPHES.match(letter) else _NOT_WORD.sub(" ", letter)
    return table


_PLAIN_SIGNS = "«»„“”–—"
# Texts folded letter by letter: no letter here has a compatibility form, combines with a neighbour or, where Cyrillic, loses
# an accent; without Latin letters no word can be of two alphabets.
_PLAIN_CYRILLIC = re.compile(rf"[\x00-@\[-`{{-\x7F\u0400-\u0481\u048A-\u04FF{_PLAIN_SIGNS}]*")
_FOLDED = _plain_folding()


def is_plain(text: str) -> bool:
    """Return whether a text is ASCII, or Cyrillic without Latin letters, combining marks or compatibility forms."""
    return text.isascii() or _PLAIN_CYRILLIC.fullmatch(text) is not None


def fold(text: str) -> str:
    """Return text as compared: compatibility forms unified, caseless, without accents or punctuation, one space between words.

    Apostrophes join (`d'Ivoire` gives `divoire`), all other punctuation separates. Idempotent.
    """
    if is_plain(text):  # the same result by a shorter way: most cells are plain
        return " ".join(text.translate(_FOLDED).split())
    caseless = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    bare = repair_mixed_tokens(strip_accents(caseless)).replace("ё", "е")
    return _NOT_WORD.sub(" ", _APOSTROPHES.sub("", bare)).strip()
