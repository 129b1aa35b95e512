"""Single numbers as text. What a comma means over a whole column is decided by mapping, not here."""

import re

from entrepot.codes.cleaned import Cleaned

LARGEST = (
    1e18  # [P] of value, mass or pieces in one line: the world's trade of a year is some 3e13 US dollars (WTO, 2023)
)
_PLAIN = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d{1,3})?")
_SPACES = re.compile(r"(?<=\d)[\s'’_](?=\d{3}(?:\D|$))")  # 12 345.6 and 12'345.6
_GROUPED_WITH_POINT = re.compile(r"[+-]?\d{1,3}(?:,\d{3})+\.\d+")  # 1,234.56
_GROUPED_TWICE = re.compile(r"[+-]?\d{1,3}(?:,\d{3}){2,}")  # 1,234,567
_NOT_STATED = frozenset({"", "null", "n/a", "na", "-", "--", "none", "nan", "undefined", "undeclared"})


def parse_number(text: str) -> Cleaned[float]:
    """Return a number written with a decimal point.

    Thousands separators are removed only where nothing else can be meant (`1,234.56`, `1,234,567`, `12 345`); a lone comma
    (`1,234`, `12,5`) may be either and gives an issue.

    Returns:
        None with an issue where nothing is stated, the text is no number, is larger than anything traded, or has an ambiguous
        comma. A formula is never computed.
    """
    bare = text.strip().strip("\u00a0")
    if bare.casefold() in _NOT_STATED:
        return Cleaned(None, "no number is stated")
    if bare.startswith("="):
        return Cleaned(None, f"{text!r} is a spreadsheet formula, not a number")
    joined = _SPACES.sub("", bare)
    if _GROUPED_WITH_POINT.fullmatch(joined) or _GROUPED_TWICE.fullmatch(joined):
        joined = joined.replace(",", "")
    if re.fullmatch(r"[+-]?\d+,\d+", joined):
        return Cleaned(None, f"{text!r}: the comma may divide thousands or decimals")
    if not joined.isascii() or not _PLAIN.fullmatch(joined):
        return Cleaned(None, f"{text!r} is no number")
    number = float(joined)
    return Cleaned(number) if abs(number) < LARGEST else Cleaned(None, f"{text!r} is too large")
