"""What numbers look like in customs tables, and what may stand around them: currencies, brackets, signs."""

import re
from dataclasses import dataclass
from functools import cache

from entrepot.codes.resource import toml_document

BLANKS = " \u00a0\u202f\u2009\t"  # blank, no-break, narrow no-break and thin space
APOSTROPHES = "'’`"
_SYMBOLS = "$€£¥₽₸₴₺₫₹₩₪₼₾֏¤"
_WORDS = ("US$", "руб.", "руб", "грн.", "грн", "тенге", "тг.", "тг", "TL", "元", "сом")  # of currencies, beside amounts
_MINUS = str.maketrans({"−": "-", "–": "-", "\u2010": "-", "\u2011": "-", "﹣": "-", "－": "-"})
_INVISIBLE = re.compile("[\u200b-\u200f\u2060\ufeff]")
_BRACKETS = re.compile(r"\((.*)\)$")
_DASH_FOR_CENTS = re.compile(r"(?<=\d)[.,]-{1,2}$")  # 1'200.- in Switzerland, 1200,- in Sweden
_SCIENTIFIC = re.compile(r"(\d+(?:[.,]\d*)?|[.,]\d+)[eE]([+-]?\d{1,3})$")


@dataclass(frozen=True)
class NumberText:
    """A number without what stands around it.

    Attributes:
        is_negative: A minus before or after it, or brackets around it.
        core: Digits with their separators, the mantissa where there is an exponent.
        exponent: Of scientific notation, else None.
    """

    is_negative: bool
    core: str
    exponent: int | None = None


@cache
def currency_pattern() -> str:
    """Return a pattern of what may name a currency beside an amount. Source: ISO 4217, resources/mapping/currencies.toml."""
    codes = sorted({*toml_document("mapping/currencies.toml")["codes"], "USD"})
    words = "|".join(re.escape(word) for word in (*_WORDS, *codes))
    return f"(?:{words}|[{re.escape(_SYMBOLS)}])"


@cache
def _around() -> re.Pattern[str]:
    beside = currency_pattern()
    return re.compile(rf"^(?P<sign>[+-]?)(?:{beside}\s*)?(?P<inner>[+-]?[\d.,].*?)(?:\s*{beside})?$", re.IGNORECASE)


def number_text(raw: str) -> NumberText | None:
    """Return a number freed of currency, brackets and signs; None where more than one number or other text stands there."""
    text = _INVISIBLE.sub("", raw).translate(_MINUS).strip().lstrip("'").strip()
    brackets = _BRACKETS.match(text)
    found = _around().match(brackets[1].strip() if brackets else text)
    if found is None:
        return None
    inner = _DASH_FOR_CENTS.sub("", found["inner"].strip())
    signs = found["sign"] + (inner[0] if inner[0] in "+-" else "")
    bare = inner.lstrip("+-").strip()
    if bare.endswith("-"):
        signs, bare = f"{signs}-", bare[:-1].strip()
    if len(signs) > 1 or (brackets and signs):
        return None
    is_negative = signs == "-" or brackets is not None
    if scientific := _SCIENTIFIC.match(bare):
        return NumberText(is_negative, scientific[1], int(scientific[2]))
    return NumberText(is_negative, bare) if _is_core(bare) else None


def _is_core(text: str) -> bool:
    allowed = BLANKS + APOSTROPHES + ".,"
    return any("0" <= c <= "9" for c in text) and all("0" <= c <= "9" or c in allowed for c in text)


def plain_pattern(decimal: str) -> str:
    """Return a pattern (RE2 and Python) of a number without groups. Digits are ASCII ones, at most forty."""
    return rf"^[+-]?(?:[0-9]{{1,40}}(?:[{decimal}][0-9]*)?|[{decimal}][0-9]+)$"


def grouped_pattern(decimal: str, group: str) -> str:
    """Return a pattern (RE2 and Python) of a number with groups of three, or by the Indian way of two before the last three.

    Blanks and apostrophes divide groups in every column: nothing else can be meant.
    """
    threes = [rf"(?:[{BLANKS}][0-9]{{3}})+", rf"(?:[{APOSTROPHES}][0-9]{{3}})+"]
    indian = ""
    if group in {".", ","}:
        threes.append(rf"(?:[{group}][0-9]{{3}})+")
        indian = rf"|[0-9]{{1,2}}(?:[{group}][0-9]{{2}})+[{group}][0-9]{{3}}"
    return rf"^[+-]?(?:[0-9]{{1,3}}(?:{'|'.join(threes)}){indian})(?:[{decimal}][0-9]*)?$"
