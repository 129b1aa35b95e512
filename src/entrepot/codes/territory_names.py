"""The index of countries' names: ISO and published lists first, then customs spellings, then CLDR."""

import unicodedata
from bisect import bisect_left
from functools import cache

from entrepot.codes.lookalikes import fold
from entrepot.codes.resource import csv_rows, toml_document

TABLE = "countries/territories.csv"
_CLDR = "countries/names.csv"
_SPELLINGS = "countries/customs_spellings.toml"


@cache
def country_keys() -> dict[str, str]:
    """Return the ISO code of each folded name, code, adjective or number that means one country.

    Where sources disagree the published lists (territories.csv) count, then customs_spellings.toml, then CLDR; a name that
    CLDR gives to two countries is left out.
    """
    keys: dict[str, str] = {}
    for row in csv_rows(TABLE):
        for label in (row["country_iso"], row["iso3"], row["name"], *row["aliases"].split(" | ")):
            if label:
                keys.setdefault(fold(label), row["country_iso"])
    document = toml_document(_SPELLINGS)
    for code, spellings in document["spelling"].items():
        _add(keys, spellings, code)
    for entry in document["withdrawn"]:
        _add(keys, entry["names"], entry["country_iso"])
    for key, code in _cldr_keys().items():
        if code is not None and key not in ambiguous_keys() and key not in no_country_keys():
            keys.setdefault(key, code)
    return keys


def _add(keys: dict[str, str], spellings: list[str], country_iso: str) -> None:
    for spelling in spellings:
        keys.setdefault(fold(spelling), country_iso)


@cache
def _cldr_keys() -> dict[str, str | None]:
    """Return the country of each CLDR name, None where two countries have it."""
    keys: dict[str, str | None] = {}
    for row in csv_rows(_CLDR):  # the column `key` is the folded name: folding thousands of names would take too long
        key, code = row["key"], row["country_iso"]
        keys[key] = code if keys.get(key, code) == code else None
    return keys


@cache
def ambiguous_keys() -> dict[str, tuple[str, ...]]:
    """Return the folded names that two countries answer to, with their codes."""
    return {fold(name): tuple(codes) for name, codes in toml_document(_SPELLINGS)["ambiguous"].items()}


@cache
def no_country_keys() -> dict[str, str]:
    """Return the folded texts of country columns that are no country, with what they are (`a group of countries`)."""
    entries = toml_document(_SPELLINGS)["no_country"]
    return {fold(name): entry["what"] for entry in entries for name in entry["names"]}


@cache
def _no_country_parts() -> tuple[tuple[str, str], ...]:
    """Return the folded words that make a text no country wherever they stand, with what it is then."""
    entries = toml_document(_SPELLINGS)["no_country"]
    return tuple((fold(words), entry["what"]) for entry in entries for words in entry.get("contains", ()))


def no_country(key: str) -> str | None:
    """Return what a folded text is that names no country, None where it is nothing known."""
    if (what := no_country_keys().get(key)) is not None:
        return what
    for part, kind in _no_country_parts():
        if f" {part} " in f" {key} " or (part in key and _is_unspaced(part)):
            return kind
    return None


def _is_unspaced(part: str) -> bool:
    return "\u3400" <= part[0] <= "\u9fff"


@cache
def accented_names() -> dict[str, str]:
    """Return the country of each name that only its accents tell from another's code."""
    table: dict[str, str] = toml_document(_SPELLINGS)["accented"]
    return {unicodedata.normalize("NFC", name).casefold(): code for name, code in table.items()}


def of_accented(text: str) -> str | None:
    """Return the country of a name that only its accents tell from another's code (`Mỹ`), None for all other texts."""
    return None if text.isascii() else accented_names().get(unicodedata.normalize("NFC", text).casefold().strip())


@cache
def _by_words() -> dict[str, str | None]:
    """Return the country of each name's sorted words, None where the same words in another order are another country."""
    keys: dict[str, str | None] = {}
    for key, code in country_keys().items():
        if " " in key:
            words = sorted_words(key)
            keys[words] = code if keys.get(words, code) == code else None
    return keys


def sorted_words(key: str) -> str:
    """Return the words of a folded name in alphabetical order."""
    return " ".join(sorted(key.split()))


def of_words(key: str) -> str | None:
    """Return the country that has these words in any order: `KOREA, REPUBLIC OF`; None where none or two have."""
    return _by_words().get(sorted_words(key))


@cache
def _sorted_keys() -> tuple[str, ...]:
    return tuple(sorted(country_keys()))


def of_beginning(key: str) -> str | None:
    """Return the only country with a name that begins so, None where none or several have one."""
    keys, found = _sorted_keys(), set[str]()
    for index in range(bisect_left(keys, key), len(keys)):
        if not keys[index].startswith(key):
            break
        found.add(country_keys()[keys[index]])
    return found.pop() if len(found) == 1 else None
