"""Goods codes of a column: its usual number of digits is judged on the whole column, and lost leading zeros with it."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from entrepot.codes.cleaned import Cleaned
from entrepot.codes.hs import descriptions, is_known, linked_codes
from entrepot.normalise.hs_code import hs6
from entrepot.normalise.not_stated import is_not_stated

# Digits of national nomenclatures, the usual first. Source: TN VED (EAEU), HTS (US), NCM (Mercosur), CN and TARIC (EU), GTİP
# (Türkiye), ITC-HS (India), AHTN (Vietnam), China's tariff (10, 13 with its
# list of inspection), TIGIE with NICO (Mexico), UKTZED (Ukraine).
_EAEU, _MERCOSUR, _EU = (10,), (8,), (8, 10)
_WIDTHS = {
    **dict.fromkeys(("RU", "KZ", "BY", "KG", "AM"), _EAEU),
    **dict.fromkeys(("AR", "BR", "PY", "UY"), _MERCOSUR),
    **dict.fromkeys(("DE", "FR", "IT", "NL", "PL", "BE", "ES", "LT", "LV", "EE", "FI", "CZ", "AT"), _EU),
    "TR": (12,),
    "US": (10, 8),
    "IN": (8,),
    "VN": (8,),
    "CN": (10, 13, 8),
    "MX": (8, 10),
    "UA": (10,),
    "UZ": (10,),
}
_WHOLE_WIDTHS = frozenset({6, 8, 10, 11, 12, 13})  # 11 occur whole (Ecuador, Bolivia); 9 in Japan, 7 nowhere
_SEPARATORS = re.compile(r"[\s.\-\u2010-\u2013]+")
_TWO_CODES = re.compile(r"\d{6,13}[\s.\-\u2010-\u2013]+\d{6,13}")
# A code with its text in one cell: `8542.31.0000 - INTEGRATED CIRCUITS`; the sign between or a word of three letters is needed.
_WITH_TEXT = re.compile(r"(\d{4}[\d. ]{0,12}\d)\s*(?:[-\u2010-\u2014:;,|/(]\s*|\s)(?=[^\d]*[^\W\d_]{3})")
_FLOAT = re.compile(r"(\d{5,})\.(\d*)")
_LEAST_READABLE = 0.8
_LEAST_OF_WIDTH = 0.5  # of the cells have the usual number of digits, or one digit less
_MANY = 20


@dataclass(frozen=True)
class HsReading:
    """How many digits the codes of a column have, leading zero included, and whose nomenclature they are, None if unknown.

    `digits` 0: the column did not show it.
    """

    digits: int
    jurisdiction: str | None = None


@dataclass(frozen=True)
class HsJudgement:
    """How a column is to be read; `reading` None where a person must say. Confidence from 0 to 1, and the reason in words."""

    reading: HsReading | None
    confidence: float
    reason: str


@dataclass(frozen=True)
class GoodsCode:
    """A national goods code, all digits with its leading zero, and its first six, which all countries share."""

    code: str
    hs6: str


def judge_hs(values: Sequence[str], jurisdiction_iso: str | None = None) -> HsJudgement:
    """Return how many digits the goods codes of a column have.

    Args:
        values: Cells of a sample, in any order.
        jurisdiction_iso: Country whose customs holds the table, where known; it tells 8 digits from 7 with a zero lost.

    Returns:
        A judgement without a reading where too few cells are codes of six digits or more (a chapter or heading column), the
        numbers of digits are spread, or a lost zero cannot be told from a short code.
    """
    texts = [text for text in values if not is_not_stated(text)]
    digits = [found for text in texts if (found := _digits(text).value) is not None]
    if not texts:
        return HsJudgement(None, 0.0, "no cell states anything")
    if len(digits) < _LEAST_READABLE * len(texts):
        return HsJudgement(None, 0.0, f"only {len(digits)} of {len(texts)} cells are goods codes")
    usual, count = min(Counter(map(len, digits)).items(), key=lambda item: (-item[1], -item[0]))
    if usual < 5:
        return HsJudgement(
            None, 0.0, f"the codes have {usual} digits: a heading or chapter, derived from another column"
        )
    return _judge_width(digits, usual, count, jurisdiction_iso)


def _judge_width(digits: Sequence[str], usual: int, count: int, jurisdiction: str | None) -> HsJudgement:
    """Judge the width of a column by the commonest number of digits, which may have lost a zero itself."""
    widths = _WIDTHS.get(jurisdiction or "", ())
    lost, whole = _share(digits, usual, "0"), _share(digits, usual, "")
    longer = usual + 1
    if max(lost, whole) < 0.5:
        return HsJudgement(
            None, 0.0, f"only {whole:.0%} of the codes of {usual} digits begin with a code of the Harmonized System"
        )
    if lost > 0.9 and whole < 0.5:
        why = f"codes of {usual} digits are codes of {longer} digits without their leading zero, and most are none as they stand"
        return _judged(longer, digits, jurisdiction, why)
    if lost > 0.9 and longer in widths and usual not in widths:
        return _judged(longer, digits, jurisdiction, f"codes of {jurisdiction} have {longer} digits, never {usual}")
    if usual == 7 and lost > whole:  # no nomenclature has seven
        return _judged(longer, digits, jurisdiction, "codes of 7 digits are codes of 8 without their leading zero")
    if usual in widths or (whole >= 0.5 and (usual in _WHOLE_WIDTHS or lost < 0.5)):
        return _judged(usual, digits, jurisdiction, f"{count} of {len(digits)} cells have {usual} digits")
    return HsJudgement(
        None, 0.0, f"codes of {usual} digits may have lost a leading zero or not: either way they are codes"
    )


def _judged(width: int, digits: Sequence[str], jurisdiction: str | None, why: str) -> HsJudgement:
    total = len(digits)
    fitting = sum(len(code) == width or (len(code) == width - 1 and _exists(f"0{code}")) for code in digits) / total
    if fitting < _LEAST_OF_WIDTH:
        lengths = ", ".join(map(str, sorted(set(map(len, digits)))))
        return HsJudgement(None, 0.0, f"the codes have {lengths} digits: no width is the usual one")
    is_expected = width in _WIDTHS.get(jurisdiction or "", ())
    confidence = 0.98 if is_expected or total >= _MANY else 0.9
    return HsJudgement(HsReading(width, jurisdiction), round(confidence * (0.5 + fitting / 2), 4), why)


def _share(digits: Sequence[str], length: int, ahead: str) -> float:
    """Return the share of the cells of a length that are codes with something put ahead of them."""
    cells = [code for code in digits if len(code) == length]
    return sum(_exists(ahead + code) and (not ahead or code[0] != "0") for code in cells) / len(cells)


def _exists(code: str) -> bool:
    """Return whether a code begins with a subheading of HS2022 or a known predecessor."""
    return is_known(code[:6]) or code[:6] in linked_codes()


@cache
def _headings() -> frozenset[str]:
    return frozenset(code[:4] for code in descriptions())


def clean_hs(raw: str, reading: HsReading) -> Cleaned[GoodsCode]:
    """Return the goods code of a cell, with the leading zero it lost.

    Args:
        raw: `8542.31`, `8542 31 900 1`, `'8542319000`, `8542319000.0`, `30420000`.
        reading: What `judge_hs` or a person decided for the column.

    Returns:
        None without an issue where nothing is stated; None with one where the cell is no code, has less than six digits, or
        names no chapter of the Harmonized System. A restored zero, and a length unlike the column's, are remarked on.
    """
    if is_not_stated(raw):
        return Cleaned(None)
    found = _digits(raw)
    if found.value is None:
        return Cleaned(None, found.issue)
    fitted = _fitted(raw, found.value, reading)
    if fitted.value is None:
        return Cleaned(None, fitted.issue)
    six = hs6(fitted.value[:6])
    if six.value is None:
        return Cleaned(None, f"{raw[:60]!r}: {six.issue}")
    return Cleaned(GoodsCode(fitted.value, six.value), fitted.issue)


def code_before_text(cell: str) -> str:
    """Return the goods code that begins a cell which goes on with the code's text; the cell itself where it does not."""
    found = _WITH_TEXT.match(cell) if cell[-1:].isalpha() or cell[-1:] in {")", "."} else None
    return cell if found is None else found[1]


def _digits(raw: str) -> Cleaned[str]:
    """Return the digits of a code without separators; None with an issue where it is a number with decimals, or text."""
    bare = code_before_text(raw.strip().strip("'\"`’ "))
    if found := _FLOAT.fullmatch(bare):
        if found[2].strip("0"):
            return Cleaned(None, f"{raw[:60]!r} is a number with decimals, not a goods code")
        bare = found[1]
    if _TWO_CODES.fullmatch(bare):
        return Cleaned(None, f"{raw[:60]!r} holds two goods codes")
    digits = _SEPARATORS.sub("", bare)
    if digits.isascii() and digits.isdigit():
        return Cleaned(digits)
    is_scientific = re.fullmatch(r"\d+(?:[.,]\d+)?[eE]\+?\d+", bare) is not None
    why = "is in scientific notation: its last digits are lost" if is_scientific else "is no goods code: not all digits"
    return Cleaned(None, f"{raw[:60]!r} {why}")


def _fitted(raw: str, digits: str, reading: HsReading) -> Cleaned[str]:
    """Return the digits with the leading zero that the width of the column shows to be lost."""
    shown, has = (
        repr(raw[:60]),
        f"has {len(digits)} digits{f' in a column of {reading.digits}' if reading.digits else ''}",
    )
    if len(digits) == reading.digits or (not reading.digits and len(digits) in _WHOLE_WIDTHS and _exists(digits)):
        return Cleaned(digits)
    if len(digits) < 5:
        return Cleaned(None, f"{shown} {has}: a heading or chapter, not a goods code of six digits")
    if len(digits) == reading.digits - 1 and not digits.startswith("0"):
        return _restored(shown, has, digits)
    if len(digits) % 2 == 0:
        return Cleaned(digits, f"{shown} {has}")
    return _of_odd_length(shown, has, digits)


def _of_odd_length(shown: str, has: str, digits: str) -> Cleaned[str]:
    """Return a code unlike its column with an odd number of digits: one reading of the two must be a code."""
    restored = f"0{digits}"
    as_restored, as_written = _exists(restored), len(digits) > 5 and _exists(digits)
    if as_restored == as_written:
        return Cleaned(None, f"{shown} {has}: it may or may not have lost a leading zero")
    return (
        Cleaned(restored, f"{shown} {has}: a leading zero was restored")
        if as_restored
        else Cleaned(digits, f"{shown} {has}")
    )


def _restored(shown: str, has: str, digits: str) -> Cleaned[str]:
    """Return a code one digit short of the column: with its zero where that is a code, else as it stands, cut at the end."""
    restored = f"0{digits}"
    for is_code in (_exists, lambda code: code[:4] in _headings()):
        as_restored, as_written = is_code(restored), len(digits) > 5 and is_code(digits)
        if as_restored and as_written:
            return Cleaned(
                restored,
                f"{shown} {has}: a leading zero was restored, as the column shows; without it, it is a code too",
            )
        if as_restored:
            return Cleaned(restored, f"{shown} {has}: a leading zero was restored")
        if as_written:
            return Cleaned(digits, f"{shown} {has}: the last one is missing, as no code starts with {restored[:6]}")
    return Cleaned(None, f"{shown} {has}, and is no code with a leading zero or without")
