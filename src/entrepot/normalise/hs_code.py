"""Goods codes as declarations write them, cut to the six digits that all countries share."""

import re

from entrepot.codes.cleaned import Cleaned
from entrepot.codes.hs import is_known, linked_codes

_SEPARATORS = re.compile(r"[\s.\-]+")
_ODD_LENGTHS = frozenset({5, 7, 9})  # a lost leading zero, or a national form (Japan has 9 digits)
# 854231.5: a number, where 8542.31 and 8542.31.90 are groups of a code.
_DECIMAL = re.compile(r"\d{5,}\.(\d+)")
_LENGTHS = range(6, 13)  # 6 to 10 digits are national forms; 11 and 12 occur with a control digit (Türkiye, TRAPS.md)
_CHAPTERS = range(1, 98)


def hs6(code: str, edition: str | None = None) -> Cleaned[str]:
    """Return the first six digits of a goods code.

    Args:
        code: As reported: `8542.31`, `8542 31 900 1`, `854231`, `"30420000"`.
        edition: `HS2022` to have a code that the edition lacks remarked on; None checks no edition.

    Returns:
        The six digits; with an issue where a leading zero had to be restored or may be missing (5, 7 or 9 digits) or the
        edition lacks the code. None with an issue where the text is no code, a number with decimals, has less than six
        digits, could be two codes, or names no chapter from 01 to 97.

    Source: WCO Harmonized System; resources/hs.
    """
    bare = code.strip().strip("'\"")
    if decimal := _DECIMAL.fullmatch(bare):
        if decimal[1].strip("0"):
            return Cleaned(None, f"{code!r} is a number with decimals, not a goods code")
        bare = bare.partition(".")[0]
    digits = _SEPARATORS.sub("", bare)
    if not digits.isascii() or not digits.isdigit():
        return Cleaned(None, f"{code!r} is no goods code: not all digits")
    issue = None
    if len(digits) in _ODD_LENGTHS:
        restored = _with_lost_zero(digits)
        if restored.value is None:
            return Cleaned(None, f"{code!r} {restored.issue}")
        digits, issue = restored.value, f"{code!r} {restored.issue}"
    if len(digits) not in _LENGTHS:
        return Cleaned(None, f"{code!r} has {len(digits)} digits; a goods code has 6 to 10")
    if int(digits[:2]) not in _CHAPTERS:
        return Cleaned(None, f"{code!r}: {digits[:2]} is no chapter of the Harmonized System")
    six = digits[:6]
    if issue is None and edition == "HS2022" and not is_known(six):
        issue = f"{six} is no code of HS2022"
    return Cleaned(six, issue)


def _with_lost_zero(digits: str) -> Cleaned[str]:
    """Return a code of 5, 7 or 9 digits with the leading zero it lost: only where that is a code and the rest is none."""
    restored = f"0{digits}"
    is_code, is_code_restored = len(digits) > 5 and _exists(digits[:6]), _exists(restored[:6])
    has = f"has {len(digits)} digits"
    if is_code and is_code_restored:
        return Cleaned(None, f"{has}: it may be {digits[:6]} or, with a leading zero lost, {restored[:6]}")
    if is_code_restored:
        return Cleaned(restored, f"{has}: a leading zero was restored")
    if is_code:
        return Cleaned(digits, f"{has}: read as {digits[:6]}, as no code starts with {restored[:6]}")
    return Cleaned(None, f"{has}, and neither these nor those with a leading zero are a goods code")


def _exists(six: str) -> bool:
    """Return whether a code is one of HS2022 or a known predecessor."""
    return is_known(six) or six in linked_codes()
