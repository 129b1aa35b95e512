"""Whether a text may name a country, told by its last word: `iso2` looks long at the many texts that name none."""

from bisect import bisect_left
from functools import cache, lru_cache

from entrepot.codes.lookalikes import as_cyrillic, fold
from entrepot.codes.mojibake import repair_mojibake
from entrepot.codes.territories import CUT_LENGTH, STYLE_WORDS, STYLES_BEHIND, iso2
from entrepot.codes.territory_names import accented_names, country_keys

_LONGEST_NUMBER = 3  # digits of a numeric code


def country_code(text: str) -> str | None:
    """Return the ISO code that `iso2` gives a text, None where it gives none; quick where the last word belongs to no country."""
    words = _words_to_judge(text)
    while words is not None and len(words) > 1 and _is_number(words[-1]):
        words.pop()  # `КИТАЙ 156`: a number behind a name finds a country only with the name
    return iso2(text).value if _may_end(words, text) else None


def may_end_in_country(text: str) -> bool:
    """Return False where `iso2` gives no code for the text, nor for any number of its last words; True where it may give one.

    Every way in which `iso2` finds a country leaves as the last folded word a numeric code, a word of a country's name, the
    beginning of one (cut names), or one with a style glued to it; entities, brackets and wrong decodings could hide that word.
    """
    return _may_end(_words_to_judge(text), text)


def _words_to_judge(text: str) -> list[str] | None:
    """Return the folded words, None where they may not be those that `iso2` sees."""
    if "&" in text or "(" in text or repair_mojibake(text) != text:
        return None
    return fold(text).split() or None


def _may_end(words: list[str] | None, text: str) -> bool:
    if words is None or _is_number(words[-1]) or _is_name_word(words[-1]):
        return True
    return len(text) >= CUT_LENGTH and _begins_name_word(words[-1])


def _is_number(word: str) -> bool:
    return len(word) <= _LONGEST_NUMBER and word.isdecimal()


@cache
def _name_words() -> frozenset[str]:
    names = (*country_keys(), *map(fold, accented_names()))
    return STYLE_WORDS.union(*(name.split() for name in names))  # a style may stand before a number, too


@cache
def _sorted_words() -> tuple[str, ...]:
    return tuple(sorted(_name_words()))


@lru_cache(maxsize=1 << 16)  # the words of addresses repeat
def _is_name_word(word: str) -> bool:
    spellings = (word, as_cyrillic(word))  # `iso2` reads Latin letters in a Cyrillic name as Cyrillic ones
    return any(spelling in _name_words() or spelling.endswith(STYLES_BEHIND) for spelling in spellings)


@lru_cache(maxsize=1 << 16)
def _begins_name_word(word: str) -> bool:
    words = _sorted_words()
    place = bisect_left(words, word)
    return place < len(words) and words[place].startswith(word)
