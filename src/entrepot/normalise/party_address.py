"""Splits a name from the address behind it, where the evidence is strong; else the cell is left whole.

Firms are called "Silk Road Trading LLC" and "Улица Роз": a word of an address alone is no evidence.
"""

import re
from dataclasses import dataclass
from functools import cache

import anyascii

from entrepot.codes.country_ends import country_code
from entrepot.codes.resource import toml_document
from entrepot.normalise.addresses import address_country
from entrepot.normalise.form_spans import form_spans, has_form, has_strong_form, past_closing
from entrepot.normalise.party_text import stripped

_WORD = re.compile(r"[^\W_]+")
_PART = re.compile(r"[a-z]+|\d+[a-z]?\b|\d+")
_POSTCODE = re.compile(r"(?<![\d.-])(?:\d{5,6}|\d{3}[ -]\d{3}|\d{5}-\d{3,4}|[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2})(?![\d-])")
# Legal forms that no longer word begins with: the street may follow without a blank (`LLCLENINA STR 5`).
_GLUED = re.compile(
    r"\b(?:LIMITED LIABILITY COMPANY|JOINT STOCK COMPANY|L\.?L\.?C\.?|CO\.?\s*,?\s*LTD\.?|LTD\.?(?!A)|LIMITED(?! LIABILITY)|GMBH|"
    r"L\.?L\.?P\.?|FZCO|FZE|DMCC|LTDA\.?|INC\.|CORP\.|[ŞS]T[İI]\.|A\.[ŞS]\.|S\.?R\.?L\.|S\.A\.|ООО|ТОО|ОАО|ЗАО)"
    r"(?=[^\W\d_]{3}|\d|NO\b|UL\b|УЛ\b|Г\.)",
    re.IGNORECASE,
)
_UNSPACED_FORM = re.compile(r"(?:有限责任公司|有限責任公司|股份有限公司|有限公司|公司|株式会社)")
_UNSPACED_ADDRESS = re.compile(r"[省市区區县縣镇鎮路街道号號楼樓室弄巷村]|大厦|大廈|工业园")
_QUOTED = re.compile(r"^\W*[^\W_]{1,6}\W*\s*[\"«“„'][^\"»”]{2,}[\"»”']")
# A name goes on so behind a legal form: `GMBH & CO KG`, `LIMITED LIABILITY`, `D.O.O. ZA TRGOVINU`, `LLC DBA`.
_NAME_GOES_ON = re.compile(
    r"\s*&|\W*(?:D/?B/?A|T/A|TRADING AS|F/?K/?A|FORMERLY|A/?K/?A|EX|LIABILITY|COMPANY|CO|AND|OF|FOR|UND|DE|ZA|E?AD|EOOD)\b",
    re.IGNORECASE,
)
_CASE_CHANGE = re.compile(r"(?<=[A-ZА-ЯЁ]{2})(?=[A-ZА-ЯЁ][a-zа-яё]{2}|ul\b|ул\b|г\.)")  # ACME SLCalle
_LONE_NUMBER = re.compile(r"\s*[^\s,]*\d[^\s,]*\s*,")  # the house number of a street before the comma
_POSSESSIVE = re.compile(r"['’`]s\b")
_COMMA = re.compile(r"[,;\n]")
_ENOUGH = 2
_ENOUGH_WITHOUT_FORM = 3
# Classes of forms that stand before the name or inside it.
_NOT_A_NAME_END = frozenset(
    {"branch", "research_production", "state_enterprise", "state_institution", "sole_trader", "private_enterprise"}
)
_CITY_OR_POSTCODE = re.compile(r"\s(?=\d{6}\b|(?:г|гор|м)\.\s?[^\W\d_]|город\s)", re.IGNORECASE)


@dataclass(frozen=True)
class NameAndAddress:
    """A cell split; `address` None where the cell holds a name alone, `country_iso` the country named at its end."""

    name: str
    address: str | None
    country_iso: str | None


@cache
def _evidence() -> frozenset[str]:
    return frozenset(toml_document("address_words.toml")["evidence"])


def split_address(text: str) -> NameAndAddress:
    """Return the name and the address of a cell, the cell as the name where the evidence for an address is not strong.

    Args:
        text: A cell as `party_text.readable` returns it: lines parted by `\\n`.
    """
    for split in (_at_line_break, _behind_form, _behind_quotes, _behind_comma):
        found = split(text)
        if found is not None and any(letter.isalpha() for letter in found[0]):
            return _result(*found)
    return NameAndAddress(stripped(text.replace("\n", " ")), None, None)


def _result(name: str, rest: str) -> NameAndAddress:
    address = stripped(re.sub(r",?\s*\n\s*", ", ", rest))
    country = country_of(address)
    is_country = country is not None and country_code(address) is not None
    return NameAndAddress(stripped(name.replace("\n", " ")), None if is_country else address or None, country)


def country_of(address: str) -> str | None:
    """Return the country an address ends with, or consists of; None where it names none."""
    if len(address) > 2 and (whole := country_code(address)) is not None:
        return whole
    return address_country(address)


def strength(text: str) -> int:
    """Return how much speaks for an address: numbers, postcode, words of addresses, a country at the end, several parts."""
    if _UNSPACED_FORM.search(text) is None and len(_UNSPACED_ADDRESS.findall(text)) > 1:
        return _ENOUGH_WITHOUT_FORM
    tokens = _PART.findall(anyascii.anyascii(text).lower())
    words = {token for token in tokens if token in _evidence()}
    points = min(len(words), 2)
    points += any(token[0].isdigit() and len(token) < 6 for token in tokens)
    points += _POSTCODE.search(text) is not None
    parts = [part for part in _COMMA.split(text) if part.strip()]
    points += len(parts) > 1 and points > 0
    if points >= _ENOUGH_WITHOUT_FORM:  # enough for every question; the country takes longest
        return points
    return points + (country_of(stripped(text)) is not None)


def _at_line_break(text: str) -> tuple[str, str] | None:
    """Split at the first line break behind a whole name: the line with the legal form, else the first line."""
    lines = text.split("\n")
    if len(lines) == 1:
        return None
    ends = [index for index, line in enumerate(lines) if has_strong_form(line) and not _starts_with_number(line)]
    end = ends[0] if ends and not has_form(lines[0]) else 0
    name, rest = "\n".join(lines[: end + 1]), "\n".join(lines[end + 1 :])
    inner = _behind_form(name) or _behind_quotes(name)
    if inner is not None:
        return inner[0], f"{inner[1]}\n{rest}"
    return (name, rest) if rest and strength(rest) > 0 else None


def _starts_with_number(line: str) -> bool:
    return line.strip()[:1].isdigit()


def _behind_form(text: str) -> tuple[str, str] | None:
    """Split behind a legal form that ends a name, where an address follows."""
    if (match := _UNSPACED_FORM.search(text)) is not None and match.start() > 1:
        rest = text[match.end() :]
        return (text[: match.end()], rest) if len(_UNSPACED_ADDRESS.findall(rest)) > 1 else None
    for start, end, form in form_spans(text):
        if not _WORD.search(text[:start]) or form.form_class in _NOT_A_NAME_END:
            continue
        stop = _past_branch(text, past_closing(text, end))
        rest = text[stop:]
        if _POSSESSIVE.match(text, end):
            return None
        if _is_address(rest, weak_form=not form.is_anywhere):
            return text[:stop], rest
    for match in _GLUED.finditer(text):
        rest = text[match.end() :]
        if _WORD.search(text[: match.start()]) and strength(rest) >= _ENOUGH and not has_strong_form(rest):
            return text[: match.end()], rest
    return _behind_case_change(text)


def _behind_case_change(text: str) -> tuple[str, str] | None:
    """Split where a name in capitals with its legal form at the end runs into an address in small letters."""
    match = _CASE_CHANGE.search(text)
    if match is None:
        return None
    name, rest = text[: match.start()], text[match.start() :]
    ends_with_form = any(end >= len(name.rstrip(".")) and start > 0 for start, end, _ in form_spans(name))
    return (name, rest) if ends_with_form and strength(rest) >= _ENOUGH else None


def _past_branch(text: str, end: int) -> int:
    """Return where a name ends that goes on with `BEIJING BRANCH`."""
    for start, stop, form in form_spans(text[end:]) if end < len(text) else ():
        between = text[end : end + start]
        if form.form_class == "branch" and len(_WORD.findall(between)) < 3 and not re.search(r"[\d\n]", between):
            return end + stop
    return end


def _is_address(rest: str, *, weak_form: bool) -> bool:
    """Return whether what follows a legal form is an address; a country alone needs a separator before it."""
    if not _WORD.search(rest) or has_strong_form(rest) or _NAME_GOES_ON.match(rest):
        return False
    is_parted = rest.lstrip(" .")[:1] in (",", ";", "/", "\n", "-")
    bare = stripped(rest)
    if is_parted and len(bare) > 2 and country_code(bare) is not None:
        return True
    return strength(rest) >= (_ENOUGH_WITHOUT_FORM if weak_form and not is_parted else _ENOUGH)


def _behind_quotes(text: str) -> tuple[str, str] | None:
    """Split behind a name in quotes with its legal form before it (`ООО «Ромашка» г. Москва, ул. Ленина, 5`)."""
    match = _QUOTED.match(text)
    if match is None or not form_spans(text[: match.end()]) or not _is_address(text[match.end() :], weak_form=False):
        return None
    return text[: match.end()], text[match.end() :]


def _behind_comma(text: str) -> tuple[str, str] | None:
    """Split at the first comma of a cell without legal form behind the name, where much speaks for an address."""
    head, comma, rest = text.partition(",")
    if comma and has_form(head) and len(stripped(rest)) > 2 and country_code(stripped(rest)) is not None:
        return head, rest
    if form_spans(head) and (match := _CITY_OR_POSTCODE.search(text)) is not None and has_form(text[: match.start()]):
        name, address = text[: match.start()], text[match.end() :]
        return (name, address) if strength(address) >= _ENOUGH_WITHOUT_FORM and not re.search(r"\d", name) else None
    if not comma or re.search(r"\d", head) or len(head) < 3 or strength(head) > 0 or has_strong_form(rest):
        return None
    if _LONE_NUMBER.match(rest) or _CASE_CHANGE.search(head):
        return None
    if not re.search(r"\d", rest) or not (form_spans(head) or _begins_as_address(rest)):
        return None
    return (head, rest) if strength(rest) >= (_ENOUGH if form_spans(head) else _ENOUGH_WITHOUT_FORM) else None


def _begins_as_address(text: str) -> bool:
    """Return whether one of the first two words is a number or a word of addresses: `SMITH, John, 5 Road` does not."""
    tokens = _PART.findall(anyascii.anyascii(text).lower())[:2]
    return any(token[0].isdigit() or token in _evidence() for token in tokens)
