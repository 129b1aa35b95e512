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


@lru_cache(maxsize=1 << 10)
def scale_of(header: str) -> int:
    """Return what the numbers under a header are to be multiplied by: 1,000, 1,000,000, or 1 where it says nothing of it."""
    return next((scale for scale, pattern in _PATTERNS if pattern.search(header)), 1)
