"""Cells that are a number with its unit or currency, a unit or currency alone, or a date with its month in words."""

import re
from functools import cache

from entrepot.codes.currencies import currency_of
from entrepot.codes.units import unit_of
from entrepot.normalise.date_forms import date_form
from entrepot.normalise.number_columns import number_and_unit

# Digits in groups of three, or as in India of two before the last three.
NUMBER = re.compile(
    r"[+-]?(?:\d{1,3}(?:[ ,.'\u00a0\u202f]\d{3})+|\d{1,2}(?:,\d\d)+,\d{3}|\d+)(?:[.,]\d+)?(?:[eE][+-]?\d{1,3})?|[+-]?[.,]\d+"
)
_LONGEST_CODE = 40  # characters: units and currencies in words are shorter
_LETTERS = re.compile(r"[^\W\d_]")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_MONEY = re.compile(
    r"([A-Za-z]{3}|[^\w\s.,+-])\s*([\d .,'\u00a0\u202f]*\d)|(\d[\d .,'\u00a0\u202f]*?)\s*([A-Za-z]{3}|[^\w\s.,+-])"
)
_SIGNS_BEFORE = "$€£¥₽₴₸₺₩₹"


def is_worded_date(text: str) -> bool:
    """Return whether a text with letters is a date with a year of four digits: `1 марта 2023 г.`, `ngày 5 tháng 3 năm 2023`."""
    if len(text) > _LONGEST_CODE or _YEAR.search(text) is None or _LETTERS.search(text) is None:
        return False
    form = date_form(text)
    return form is not None and form.kind in {"day", "month", "pair"}


def is_measured(text: str) -> bool:
    """Return whether a text is a number with its unit or currency: `10 PCS`, `USD 1,234.50`, `€ 12`."""
    if len(text) > _LONGEST_CODE or (not text[:1].isalnum() and text[:1] not in _SIGNS_BEFORE):
        return False
    number, word = number_and_unit(text)
    if not number or not word:
        found = _MONEY.fullmatch(text)
        if found is None:
            return False
        number, word = found[2] or found[3], found[1] or found[4]
    return NUMBER.fullmatch(number) is not None and (is_unit(word) or is_currency(word))


@cache
def is_currency(text: str) -> bool:
    """Return whether a text names a currency, or may name several."""
    found = currency_of(text) if len(text) <= _LONGEST_CODE else None
    return found is not None and (found.value is not None or " may be " in (found.issue or ""))


@cache
def is_unit(text: str) -> bool:
    """Return whether a text names a unit of quantity, or may name two."""
    if len(text) > _LONGEST_CODE:
        return False
    found = unit_of(text)
    return found.value is not None or " may be " in (found.issue or "")
