"""Goods codes as declarations write them, cut to the six digits that all countries share."""

import re

from entrepot.codes.cleaned import Cleaned
from entrepot.codes.hs import is_known

_SEPARATORS = re.compile(r"[\s.\-]+")
_LOST_ZERO_LENGTHS = frozenset({5, 7, 9})
_LENGTHS = range(6, 13)  # 6 to 10 digits are national forms; 11 and 12 occur with a control digit (Türkiye, TRAPS.md)
_CHAPTERS = range(1, 98)


def hs6(code: str, edition: str | None = None) -> Cleaned[str]:
    """Return the first six digits of a goods code.

    Args:
        code: As reported: `8542.31`, `8542 31 900 1`, `854231`, `"30420000"`.
        edition: `HS2022` to have a code that the edition lacks remarked on; None checks no edition.

    Returns:
        The six digits; with an issue where a leading zero had to be restored (5, 7 or 9 digits) or the edition lacks the
        code. None with an issue where the text is no code, has less than six digits, or names no chapter from 01 to 97.

    Source: WCO Harmonized System; resources/hs.
    """
    digits = _SEPARATORS.sub("", code.strip().strip("'\"").removesuffix(".0"))
    if not digits.isascii() or not digits.isdigit():
        return Cleaned(None, f"{code!r} is no goods code: not all digits")
    issue = None
    if len(digits) in _LOST_ZERO_LENGTHS:
        digits = f"0{digits}"
        issue = f"a leading zero was restored: {code!r} has {len(digits) - 1} digits"
    if len(digits) not in _LENGTHS:
        return Cleaned(None, f"{code!r} has {len(digits)} digits; a goods code has 6 to 10")
    if int(digits[:2]) not in _CHAPTERS:
        return Cleaned(None, f"{code!r}: {digits[:2]} is no chapter of the Harmonized System")
    six = digits[:6]
    if issue is None and edition == "HS2022" and not is_known(six):
        issue = f"{six} is no code of HS2022"
    return Cleaned(six, issue)
