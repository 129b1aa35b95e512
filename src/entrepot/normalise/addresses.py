"""Addresses as keys: one down to the unit, one down to the building."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache, lru_cache

import anyascii

from entrepot.codes.country_ends import country_code, may_end_in_country
from entrepot.codes.lookalikes import repair_mixed_tokens
from entrepot.codes.resource import toml_document

_SEGMENT = re.compile(r"[,;()\n]+")
_TOKEN = re.compile(r"[a-z0-9]+(?:[-/][a-z0-9]+)*")
_POSTCODE = re.compile(r"(?:[a-z]{2}-)?\d{5,6}")
_FLOOR = re.compile(r"([a-z0-9]{1,3})/f")
_ORDINAL = re.compile(r"(\d+)(?:st|nd|rd|th)?")
_UNIT_VALUE = re.compile(r"(?=.*\d)[a-z0-9/-]+|[a-z]|[ivx]{2,4}")
_IN_ORIGINAL = re.compile(
    r"\((?:in (?:the )?original|local|original)\b[^)]*\)?", re.IGNORECASE
)  # EU lists repeat addresses
_BOX = re.compile(r"\bp\.?\s?o\.?\s?box\s*(?:no\.?\s*)?(\w+)", re.IGNORECASE)
_BREAK = re.compile(r"[-/]")
_DIGIT = re.compile(r"[0-9]")
_BEFORE_BLANK = re.compile(r"[\"“”»«.]+(?=\s|$)")
_CHINESE_TERRITORIES = frozenset({"HK", "MO", "TW"})
_TAIL_WORDS = 5  # the longest country name at the end of an address without a comma
_MIN_WORDS_WITHOUT_HOUSE_NUMBER = 2  # a named building in a town


@dataclass(frozen=True)
class AddressKeys:
    """What addresses are compared by.

    `unit_key` is equal for one room, flat or office (where the address names none, for the building); `building_key` is
    equal for all units of a building. Both are None where the address is too vague to name a building. `postcode` is the
    last five- or six-digit code, None where there is none; it is no part of the keys, because lists leave it out.
    """

    unit_key: str | None
    building_key: str | None
    postcode: str | None = None


@dataclass(frozen=True)
class _Words:
    unit: frozenset[str]
    floor: frozenset[str]
    house: frozenset[str]
    place: frozenset[str]
    same: dict[str, str]
    marks: frozenset[str]  # of units and floors


@cache
def _words() -> _Words:
    document = toml_document("address_words.toml")
    lists = {name: frozenset(document[name]) for name in ("unit", "floor", "house", "place")}
    return _Words(**lists, same=dict(document["same"]), marks=lists["unit"] | lists["floor"])


def address_keys(address: str, country_iso: str | None = None) -> AddressKeys:
    """Return the keys of an address.

    Case, punctuation, order of the parts, abbreviations, postcode and country do not matter; Cyrillic is transliterated,
    so that `ул. Ленина, д. 5` and `Lenina str. 5` meet, but a translated or differently transliterated street does not.

    Args:
        address: As reported, with or without the country.
        country_iso: The country where the list gives it apart; it keeps equal streets of two countries apart.
    """
    country = country_iso or address_country(address)
    stated = _stated(address)
    box = _box(stated)
    units = {f"box {box.group(1).casefold()}"} if box else set()
    building: set[str] = set()
    postcode: str | None = None
    for segment in _SEGMENT.split(_BOX.sub(" ", stated) if box else stated):
        part = _part(segment)
        postcode = part.postcode or postcode
        units |= part.units
        building |= part.building
    return _keys(building, units, country, postcode, has_box=box is not None)


def _stated(address: str) -> str:
    """Return an address without the repetition in its original language."""
    return _IN_ORIGINAL.sub(" ", address) if "(" in address else address


def _box(stated: str) -> re.Match[str] | None:
    return _BOX.search(stated) if "box" in stated.lower() else None


@dataclass(frozen=True)
class _Part:
    """What a part of an address between commas names; parts have no bearing on each other."""

    units: frozenset[str]
    building: frozenset[str]
    postcode: str | None


@lru_cache(maxsize=1 << 16)  # towns, streets and house numbers repeat, whole addresses do not
def _part(segment: str) -> _Part:
    tokens = _tokens(_without_country(segment))
    codes = [token for token in tokens if _POSTCODE.fullmatch(token)]
    units, rest = _split_units([token for token in tokens if token not in codes] if codes else tokens)
    return _Part(frozenset(units), frozenset(_canonical(rest)), codes[0] if codes else None)


def _keys(
    building: set[str], units: set[str], country: str | None, postcode: str | None, *, has_box: bool
) -> AddressKeys:
    """Return the keys of sorted words, None where they do not name a building."""
    names = [word for word in building if not word[0].isdigit()]
    has_number = any(word[0].isdigit() for word in building)
    is_building = bool(names) and (
        has_number or (bool(units) and not has_box and len(names) >= _MIN_WORDS_WITHOUT_HOUSE_NUMBER)
    )
    where = " ".join([*sorted(building), *([country.lower()] if country else [])])
    unit_key = f"{where} | {' '.join(sorted(units))}" if units else where
    if is_building:
        return AddressKeys(unit_key, where, postcode)
    return AddressKeys(unit_key if has_box and names else None, None, postcode)


def _tokens(segment: str) -> list[str]:
    """Return the words and numbers of a part of an address in Latin lower case; `flat/rm` is two words, `16/f` one."""
    latin = segment.lower() if segment.isascii() else _transliterated(segment)  # the same for ASCII by a shorter way
    tokens: list[str] = []
    for token in _TOKEN.findall(latin.replace("'", "").replace("`", "")):
        if token.isalnum():
            tokens.append(token)
        else:
            is_words = _DIGIT.search(token) is None and not _FLOOR.fullmatch(token)
            tokens.extend(_BREAK.split(token) if is_words else [token])
    return tokens


def _transliterated(segment: str) -> str:
    return repair_mixed_tokens(unicodedata.normalize("NFKC", segment).casefold()).translate(_LATIN).lower()


class _LatinLetters(dict[int, str]):
    """Each letter in Latin, filled as letters are met: the transliteration goes letter by letter."""

    def __missing__(self, code: int) -> str:
        latin = self[code] = anyascii.anyascii(chr(code))
        return latin


_LATIN = _LatinLetters()


def _split_units(tokens: list[str]) -> tuple[set[str], list[str]]:
    """Split the words of one part into units (`u 1318-19`, `f 13`) and the rest."""
    words, units, rest = _words(), set[str](), list[str]()
    if words.marks.isdisjoint(tokens) and not any(token.endswith("/f") for token in tokens):
        return units, tokens
    index = 0
    while index < len(tokens):
        token = tokens[index]
        follower = tokens[index + 1] if index + 1 < len(tokens) else ""
        if floor := _FLOOR.fullmatch(token):
            units.add(f"f {floor.group(1)}")
        elif token in words.marks and _UNIT_VALUE.fullmatch(follower):
            units.add(f"{'f' if token in words.floor else 'u'} {_plain(follower)}")
            index += 1
        elif token in words.floor and rest and _ORDINAL.fullmatch(rest[-1]):
            units.add(f"f {_plain(rest.pop())}")
        elif token not in words.marks:
            rest.append(token)
        index += 1
    return units, rest


def _plain(value: str) -> str:
    """Return a number without its ordinal ending (`13th` gives `13`), other values unchanged."""
    ordinal = _ORDINAL.fullmatch(value)
    return ordinal.group(1) if ordinal else value


def _canonical(tokens: list[str]) -> set[str]:
    """Return the words that name street, house and place, one spelling each."""
    words, kept = _words(), set[str]()
    for index, token in enumerate(tokens):
        follower = tokens[index + 1] if index + 1 < len(tokens) else ""
        is_marker = token in words.place or (token in words.house and follower[:1].isdigit())
        if not is_marker and not (token in words.house and len(token) > 2):
            kept.add(words.same.get(token, token))
    return kept


def _without_country(segment: str) -> str:
    """Return a part of an address without the country name it consists of or ends with."""
    found = _country_tail(segment)
    return segment if found is None else found[0]


@lru_cache(maxsize=1 << 14)  # one address asks twice, and the ends of addresses repeat
def _country_tail(segment: str) -> tuple[str, str] | None:
    """Return what stands before the country name that ends a part, and its code; None where it ends with none."""
    words = _BEFORE_BLANK.sub("", segment).split()
    while words and any(letter.isdigit() for letter in words[-1]):
        words.pop()
    if not words or not may_end_in_country(" ".join(words[-_TAIL_WORDS:])):
        return None
    for length in range(min(_TAIL_WORDS, len(words)), 0, -1):
        name = " ".join(words[-length:])
        before = words[len(words) - length - 1].casefold() if length < len(words) else ""
        is_name = len(name) > 3 or name in ("UAE", "USA", "UK", "ОАЭ", "U.A.E")
        if is_name and before != "new" and (code := country_code(name)) is not None:
            rest = segment[: segment.rindex(words[-length])] + segment[segment.rindex(words[-1]) + len(words[-1]) :]
            return rest, code
    return None


def address_country(address: str) -> str | None:
    """Return the ISO code of the country that an address names last, or first as Russian addresses do; None where neither.

    A code behind the country (`Singapore 089053`) and words before it (`Moscow Russian Federation`) are allowed for.
    """
    stated = _stated(address)
    parts = _SEGMENT.split(_BOX.sub(" ", stated) if _box(stated) else stated)
    segments = [part for part in parts if any(map(str.isalpha, part))]
    if not segments:
        return None
    last = _country_tail(segments[-1])
    code = last[1] if last is not None else _whole_country(segments[0])
    return _customs_territory(segments) or code if code == "CN" else code


def _whole_country(segment: str) -> str | None:
    """Return the code of a part that is nothing but a country's name; None otherwise."""
    found = _country_tail(segment)
    return found[1] if found is not None and not any(letter.isalnum() for letter in found[0]) else None


def _customs_territory(segments: list[str]) -> str | None:
    """Return the customs territory that an address in China names before the country; None for the mainland."""
    codes = (country_code(segment.strip(" .")) for segment in segments)
    return next((code for code in codes if code in _CHINESE_TERRITORIES), None)
