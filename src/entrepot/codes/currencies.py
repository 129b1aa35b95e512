"""Currencies by code, number, name or sign, and on which days they existed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from entrepot.codes.cleaned import Cleaned
from entrepot.codes.lookalikes import fold, latin_lookalikes
from entrepot.codes.resource import csv_rows, toml_document

_DOCUMENT, _NAMES = "currencies/currencies.toml", "currencies/cldr_names.csv"
_NOT_STATED = frozenset(
    {"", "0", "000", "null", "na", "n a", "none", "undefined", "undeclared", "unknown", "xxx", "999", "-", "--", "—"}
)
_NUMBER = re.compile(r"(\d{1,3})(?:\.0+)?")
_PARTS = re.compile(r"[\s()\[\]/;,:|=–-]+")

_Found = tuple[frozenset[str], str | None]  # codes, and why there are none or what was assumed


@dataclass(frozen=True)
class Currency:
    """A currency of ISO 4217.

    `valid_from_on` None: older than its namesakes; `valid_to_on` None: in use. `renewed_as` is a successor of the same name
    in another unit, `stands_for` a code that this one is still written for.
    """

    code: str
    numeric: str
    name: str
    valid_from_on: date | None
    valid_to_on: date | None
    renewed_as: str | None
    stands_for: str | None

    def is_valid_on(self, on: date | None) -> bool:
        """Return whether the currency was legal tender on a day; without a day, whether it is in use."""
        if on is None:
            return self.valid_to_on is None
        return (self.valid_from_on or date.min) <= on <= (self.valid_to_on or date.max)


@cache
def currencies() -> Mapping[str, Currency]:
    """Return all currencies by code, withdrawn ones included. Source: ISO 4217 (resources/currencies)."""
    optional = ("valid_from_on", "valid_to_on", "renewed_as", "stands_for")
    return {
        entry["code"]: Currency(entry["code"], entry["numeric"], entry["name"], *(entry.get(name) for name in optional))
        for entry in toml_document(_DOCUMENT)["currency"]
    }


def currency_of(raw: str, on: date | None = None, meant: Mapping[str, str] | None = None) -> Cleaned[str]:
    """Return the ISO 4217 code of a currency as a customs table writes it.

    Args:
        raw: A code (`USD`, `ЕUR` with a Cyrillic letter), a number (`840`, `36`), a name in one of ten languages, a sign, or
            several of these that agree (`840 (USD)`).
        on: The day of the amount, for codes and names that changed their unit (`BYR`, `VEB`). None: what is in use today.
        meant: What an ambiguous word or sign stands for in this table (`{"$": "USD"}`), as a person or the column decided.

    Returns:
        None with an issue where nothing is stated, nothing is known, a word is ambiguous, two parts disagree, or the currency did
        not exist on that day and another unit of the same name did. A value with an issue where it was repaired or assumed.
    """
    text = raw.strip()
    codes, issue = _read(text, on, meant or {})
    if not codes:
        codes, issue = _read_parts(text, on, meant or {}, issue)
    if len(codes) == 1:
        return _dated(currencies()[next(iter(codes))], on, issue)
    if codes:
        return Cleaned(None, f"{raw!r} may be {', '.join(sorted(codes))}")
    return Cleaned(None, issue or f"{raw!r} is no known currency")


def _read_parts(text: str, on: date | None, meant: Mapping[str, str], issue: str | None) -> _Found:
    """Return the currencies named by the parts of a text; two of them contradict each other."""
    found: set[str] = set()
    parts = [part for part in _PARTS.split(text) if part]
    for part in parts if len(parts) > 1 else []:
        codes, _ = _read(part, on, meant) if part.upper() in currencies() or part.isdecimal() else (frozenset(), None)
        found |= codes
    if len(found) > 1:
        return frozenset(), f"{text!r} names several currencies: {', '.join(sorted(found))}"
    return frozenset(found), None if found else issue


def _read(text: str, on: date | None, meant: Mapping[str, str]) -> _Found:
    """Return the currencies that a text as a whole names, or why it names none."""
    key = fold(text)
    if (key or text) in _NOT_STATED:
        return frozenset(), "no currency is stated"
    if (
        own := next((code for word, code in meant.items() if word == text or (key and fold(word) == key)), None)
    ) is not None:
        return frozenset({own}), None
    if (code := latin_lookalikes(key).upper()) in currencies():
        return frozenset(
            {code}
        ), None if code in text.upper() else f"{text!r} is written with letters of another script"
    if number := _NUMBER.fullmatch(text):
        return _read_number(text, number.group(1), on)
    return _read_word(text, key, on)


def _read_word(text: str, key: str, on: date | None) -> _Found:
    if (sign := _signs().get(text.upper())) is not None:
        return frozenset({sign}), None
    if (codes := _ambiguous().get(key or text)) is not None:
        return frozenset(), f"{text!r} may be {', '.join(codes)}"
    if (usual := _usual().get(key)) is not None:
        return frozenset({usual}), f"{text!r} names no country; read as {usual}"
    return _current(_words().get(key, frozenset()), on), None


def _read_number(text: str, digits: str, on: date | None) -> _Found:
    numeric = digits.zfill(3)
    codes = frozenset(code for code, currency in currencies().items() if currency.numeric == numeric)
    return _current(codes, on), None if text == numeric else f"{text!r} read as {numeric}"


def _current(codes: frozenset[str], on: date | None) -> frozenset[str]:
    """Return those of several namesakes that were in use on a day; all of them where none was."""
    return frozenset(code for code in codes if currencies()[code].is_valid_on(on)) or codes


def _dated(currency: Currency, on: date | None, issue: str | None) -> Cleaned[str]:
    if currency.stands_for is not None and (on is None or not currency.is_valid_on(on)):
        return Cleaned(currency.stands_for, f"{currency.code} was withdrawn; read as {currency.stands_for}")
    if currency.is_valid_on(on):
        return Cleaned(currency.code, issue)
    code = currency.code
    if on is not None and currency.valid_from_on is not None and on < currency.valid_from_on:
        return Cleaned(None, f"{code} did not exist before {currency.valid_from_on}: the unit is not certain")
    ended = f"{code} was withdrawn after {currency.valid_to_on}"
    if on is not None and currency.renewed_as is not None:
        return Cleaned(None, f"{ended}: the unit may be {currency.renewed_as}")
    return Cleaned(code, ended)


@cache
def _signs() -> Mapping[str, str]:
    return {
        sign.upper(): entry["code"]
        for entry in toml_document(_DOCUMENT)["currency"]
        for sign in entry.get("symbols", ())
    }


@cache
def _ambiguous() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for entry in toml_document(_DOCUMENT)["ambiguous"]:
        for word in entry["words"]:
            found[fold(word) or word] = tuple(entry["codes"])
    return found


@cache
def _words() -> Mapping[str, frozenset[str]]:
    """Return the currencies by folded name; namesakes of different times stand together."""
    found: dict[str, set[str]] = {}
    for entry in toml_document(_DOCUMENT)["currency"]:
        for word in (entry["name"], *entry.get("words", ())):
            found.setdefault(fold(word), set()).add(entry["code"])
    for row in csv_rows(_NAMES):
        found.setdefault(fold(row["name"]), set()).add(row["currency_code"])
    return {key: frozenset(codes) for key, codes in found.items() if key}


@cache
def _usual() -> Mapping[str, str]:
    return {
        fold(word): entry["code"]
        for entry in toml_document(_DOCUMENT)["currency"]
        for word in entry.get("usual_words", ())
    }
