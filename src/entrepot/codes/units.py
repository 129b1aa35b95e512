"""Units of quantity by any code or word of customs tables, and the factor to the base unit they are given in."""

import re
from dataclasses import dataclass
from functools import cache

from entrepot.codes.cleaned import Cleaned
from entrepot.codes.lookalikes import fold
from entrepot.codes.resource import toml_document

_TABLE = "units.toml"
_NO_WORDS = frozenset({"code", "factor", "source", "okei"})
_POWERS = str.maketrans({"²": "2", "³": "3"})
_CODE_AND_WORD = re.compile(r"^(?P<code>[^\s\-]{1,5})\s+-\s+(?P<word>.+)$")  # CT - CARTON
_PARENTHESIS = re.compile(r"^(?P<outer>[^()]+)\((?P<inner>[^()]+)\)$")  # BOX (CAJA)
# Numeric codes below are other units in the lists of other customs administrations (006 is a set in China).
_FIRST_SURE_OKEI = 161


@dataclass(frozen=True)
class Unit:
    """The base unit of a quantity and what takes a number to it: tonnes are `Unit("kg", 1000.0)`.

    Base units: pcs, pair, set, kg, carat, m, m2, m3, l, l_alcohol, kwh; kg_content (mass of a substance in the goods),
    t_capacity (carrying capacity), roll; package, which holds an unknown number of goods.
    """

    code: str
    factor: float


@cache
def _by_word() -> dict[str, Unit]:
    """Return every unit by its words and codes, folded."""
    words: dict[str, Unit] = {}
    for entry in toml_document(_TABLE)["units"]:
        unit = Unit(entry["code"], float(entry["factor"]))
        for name in entry.keys() - _NO_WORDS:
            words.update((fold(word), unit) for word in entry[name])
    return words


@cache
def _by_okei() -> dict[int, Unit]:
    entries = toml_document(_TABLE)["units"]
    return {
        int(code): Unit(entry["code"], float(entry["factor"])) for entry in entries for code in entry.get("okei", ())
    }


@cache
def _ambiguous() -> dict[str, str]:
    return {fold(word): meanings for word, meanings in toml_document(_TABLE)["ambiguous"].items()}


def unit_of(raw: str) -> Cleaned[Unit]:
    """Return the unit a text names, as its base unit and the factor to it.

    Args:
        raw: `KGM`, `шт.`, `METROS CUADRADOS`, `796`, `CT - CARTON`, `BOX (CAJA)`.

    Returns:
        None with an issue where the text names no known unit or two of them. A numeric code is read by ОКЕИ, with an issue
        where other countries use it for another unit. Source: resources/units.toml.
    """
    return _read(raw.strip().strip("'\"").translate(_POWERS), repr(raw[:60]))


def _read(text: str, shown: str) -> Cleaned[Unit]:
    """Return the unit of a text, or of its two parts: a code and its word, one word in two languages."""
    found = _single(text, shown)
    if found.value is not None:
        return found
    if "/" in text:
        first, _, second = text.partition("/")
        return _of_two(shown, _read(first, shown), _read(second, shown), needs_both=True)
    if pair := _CODE_AND_WORD.match(text) or _PARENTHESIS.match(text):
        return _of_two(shown, _read(pair[1], shown), _read(pair[2], shown), needs_both=False)
    return found


def _single(text: str, shown: str) -> Cleaned[Unit]:
    if text.strip().isdecimal() and len(text.strip()) <= 3:
        return _numeric(int(text), shown)
    key = fold(text)
    joined = key if "/" in text else key.replace(" ", "")  # p.c.s, but not kg/m
    for spelling in (key, joined):
        if spelling in _ambiguous():
            return Cleaned(None, f"{shown} may be {_ambiguous()[spelling]}")
        if unit := _by_word().get(spelling):
            return Cleaned(unit)
    return Cleaned(None, f"{shown} is no known unit of quantity")


def _numeric(code: int, shown: str) -> Cleaned[Unit]:
    unit = _by_okei().get(code)
    if unit is None:
        return Cleaned(None, f"{shown} is no code of a unit in ОКЕИ")
    doubt = f"{shown} was read as a code of ОКЕИ; other countries use it for another unit"
    return Cleaned(unit, doubt if code < _FIRST_SURE_OKEI else None)


def _of_two(shown: str, first: Cleaned[Unit], second: Cleaned[Unit], *, needs_both: bool) -> Cleaned[Unit]:
    """Return the unit that two parts of a text name; they must not differ."""
    units = [part.value for part in (first, second) if part.value is not None]
    if len(set(units)) == 2:
        return Cleaned(None, f"{shown} names two units: {units[0].code} and {units[1].code}")
    if not units or (needs_both and len(units) < 2):
        return Cleaned(None, second.issue if second.value is None else first.issue)
    return Cleaned(units[-1])
