"""Amounts whose header says that they are in thousands or millions: VALUE IN THOUSANDS OF USD, СТОИМОСТЬ, ТЫС. ДОЛЛ."""

import re
from functools import lru_cache

# Words of headers in the languages of customs tables; `mil` and `bin` only before a currency, as they mean other things too.
_THOUSANDS = (
    r"thousands?|thous|'000|тыс(?:яч\w*)?|тис(?:яч\w*)?|мың|milhares|miles|milliers|nghìn|ngàn"
    r"|mil(?=[\W_]+(?:de[\W_]+)?(?:usd|us\$|d[oó]lar|eur))|bin(?=[\W_]+(?:usd|abd|dolar|eur|tl|try))"
)
_MILLIONS = r"millions?|mln|млн\w*|millones|milhões|milyon|triệu"
_PATTERNS = tuple(
    (scale, re.compile(rf"(?<![^\W_])(?:{words})(?![^\W\d_])|{sign}", re.IGNORECASE))
    for scale, words, sign in ((1_000, _THOUSANDS, "千(?!克)"), (1_000_000, _MILLIONS, "百万"))
)


# Units of mass in kilograms (international pound, 1959), as headers write them; `т` and `mt` only where a mass is meant.
_MASSES = (
    (1_000.0, r"tons?|tonnes?|tonelad\w+|тонн\w*|тн|тон|mt|т|吨|公吨"),
    (0.45359237, r"lbs?|pounds?|libras?|фунт\w*|磅"),
    (0.001, r"grams?|grammes?|gramos?|грамм\w*|грам"),
)
_MASS_PATTERNS = tuple((f, re.compile(rf"(?<![^\W\d_])(?:{w})(?![^\W\d_])", re.IGNORECASE)) for f, w in _MASSES)
_KILOGRAMS = re.compile(
    r"(?<![^\W\d_])(?:kgs?|kgm|kilogram\w*|kilos?|кг|килограмм\w*)(?![^\W\d_])|千克|公斤", re.IGNORECASE
)


@lru_cache(maxsize=1 << 10)
def kilograms_of(header: str) -> float:
    """Return how many kilograms a mass under a header is: 1,000 for `NET WEIGHT (TONS)`, 1 where it names no other unit."""
    if _KILOGRAMS.search(header):
        return 1.0
    return next((factor for factor, pattern in _MASS_PATTERNS if pattern.search(header)), 1.0)


@lru_cache(maxsize=1 << 10)
def scale_of(header: str) -> int:
    """Return what the numbers under a header are to be multiplied by: 1,000, 1,000,000, or 1 where it says nothing of it."""
    return next((scale for scale, pattern in _PATTERNS if pattern.search(header)), 1)
