"""Makers' part numbers as keys: exact, apart from case, separators and look-alike letters."""

import re
import unicodedata

from entrepot.codes.lookalikes import latin_lookalikes

_NOT_PART = re.compile(r"[^0-9A-Z\u0400-\u04FF]+")


def part_number_key(text: str) -> str | None:
    """Return a part number in upper case, Latin where letters only look Cyrillic, without separators.

    `ADuM-1201 ARZ` and `АDUM1201ARZ` (with a Cyrillic А) meet. Suffixes for packing and temperature stay: they are parts of
    another order number, and cutting them is a judgement (`part_grammar`). Idempotent.

    Returns:
        None where no letter or digit is left.
    """
    return _NOT_PART.sub("", part_capitals(text)) or None


def part_capitals(text: str) -> str:
    """Return a part number in upper case, Latin where letters only look Cyrillic, with its separators."""
    latin = latin_lookalikes(unicodedata.normalize("NFKC", text).casefold())
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", latin) if not unicodedata.combining(letter))
    return latin_lookalikes(plain.casefold()).upper()
