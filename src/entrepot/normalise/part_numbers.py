"""Makers' part numbers as keys: exact, apart from case, separators and look-alike letters."""

import re
import unicodedata

from entrepot.codes.lookalikes import latin_lookalikes

# A point between figures is a decimal point (SMAJ5.0A is not SMAJ50A), and so is a comma before one or two of them (SMAJ5,0A);
# before three it begins NXP's packing code (PMEG2010,115).
_NOT_PART = re.compile(r"(?:[^0-9A-Z\u0400-\u04FF.]|(?<![0-9])\.|\.(?![0-9]))+")
_COMMA = re.compile(r"(?<=[0-9]),(?=[0-9]{1,2}(?![0-9]))")


def part_number_key(text: str) -> str | None:
    """Return a part number in upper case, Latin where letters only look Cyrillic, without separators but a decimal point.

    `ADuM-1201 ARZ` and `АDUM1201ARZ` (with a Cyrillic А) meet. Suffixes for packing and temperature stay: they are parts of
    another order number, and cutting them is a judgement (`part_grammar`). Idempotent.

    Returns:
        None where no letter or digit is left.
    """
    return "".join(part_pieces(part_capitals(text))) or None


def part_pieces(capitals: str) -> list[str]:
    """Return what stands between the separators of a part number in capitals (`part_capitals`); pieces may be empty."""
    return _NOT_PART.split(_COMMA.sub(".", capitals))


def part_capitals(text: str) -> str:
    """Return a part number in upper case, Latin where letters only look Cyrillic, with its separators."""
    latin = latin_lookalikes(unicodedata.normalize("NFKC", text).casefold())
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", latin) if not unicodedata.combining(letter))
    return latin_lookalikes(plain.casefold()).upper()
