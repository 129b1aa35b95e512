"""Splits a party's cell of a customs table: name, numbers, address, country, phones, and a second party behind the first."""

import re
from dataclasses import dataclass, field
from functools import lru_cache

from entrepot.normalise.form_spans import has_form
from entrepot.normalise.not_stated import is_not_stated
from entrepot.normalise.party_address import country_of, split_address
from entrepot.normalise.party_numbers import take_contacts, take_identifiers
from entrepot.normalise.party_relations import has_mark, split_behind, take_order
from entrepot.normalise.party_text import readable, stripped

# One alphabet, no digit, comma (but that of CO., LTD), slash or bracket; without the letters of wrong decodings (Œ, Š, Ћ).
_PLAIN = re.compile(
    r"[A-Za-zÀ-ÖØ-öø-\u0151\u0154-\u015F\u0162-\u0177\u0179-\u017C\u01A0-\u01B0\u1EA0-\u1EF9.'\"& -]+"
    r"(?i:, ?(?:LTD|LIMITED|INC|LLC|CORP)\.?)?"
    r"|[А-Яа-яЁёІіЇїЄєҐґӘәҒғҚқҢңӨөҰұҮүҺһ.\"«» -]+"
)
_LIST = re.compile(r"\s*(?:;|\n|\s/\s|,|\+)\s*")
_SEPARATOR = re.compile(r"[;\n/,+]")
_MOST_ROUNDS = 6  # each round takes something away; real cells need two


@dataclass(frozen=True)
class PartyCell:
    """What a party's cell holds.

    `name` is None where nobody is named; `identifiers` are (label as found or "", number without separators); `phones` are
    phones and e-mail addresses, kept nowhere else. `behind` is the second party of `c/o`, `on behalf of`, `TO THE ORDER OF`,
    with `behind_relation`. `country_iso` is the country the cell names, else the one given. `issues` say what was repaired
    or could not be split.
    """

    name: str | None
    identifiers: tuple[tuple[str, str], ...] = ()
    address: str | None = None
    country_iso: str | None = None
    phones: tuple[str, ...] = ()
    behind: str | None = None
    behind_relation: str | None = None
    is_to_order: bool = False
    issues: tuple[str, ...] = ()


@dataclass
class _Draft:
    """A cell while it is taken apart."""

    name: str | None = None
    identifiers: list[tuple[str, str]] = field(default_factory=list)
    addresses: list[str] = field(default_factory=list)
    country_iso: str | None = None
    phones: list[str] = field(default_factory=list)
    behind: str | None = None
    behind_relation: str | None = None
    is_to_order: bool = False
    issues: list[str] = field(default_factory=list)


@lru_cache(maxsize=1 << 16)  # names repeat over the lines of a declaration table
def split_party(cell: str, country_iso: str | None = None) -> PartyCell:
    """Return what a party's cell holds; a cell is left whole as the name where the evidence to split it is not strong.

    Deterministic; splitting the resulting name again gives the same name.

    Args:
        cell: The cell as reported.
        country_iso: The party's country where another column states it.
    """
    if _is_plain(cell):
        name = " ".join(cell.split())
        return PartyCell(name, country_iso=country_iso) if name else PartyCell(None, country_iso=country_iso)
    draft = _Draft(name=cell)
    for _ in range(_MOST_ROUNDS):
        before = draft.name
        _take_apart(draft)
        if draft.name is None or draft.name == before or _is_plain(draft.name):
            break
    return PartyCell(
        draft.name,
        tuple(dict.fromkeys(draft.identifiers)),
        ", ".join(dict.fromkeys(draft.addresses)) or None,
        draft.country_iso or country_iso,
        tuple(dict.fromkeys(draft.phones)),
        draft.behind,
        draft.behind_relation,
        draft.is_to_order,
        tuple(dict.fromkeys(draft.issues)),
    )


def _is_plain(cell: str) -> bool:
    """Return whether a cell is a name and nothing else at first sight."""
    return (
        _PLAIN.fullmatch(cell) is not None
        and stripped(cell.strip()) == cell.strip()
        and not has_mark(cell)
        and not is_not_stated(cell)
    )


def _take_apart(draft: _Draft) -> None:
    """Take everything that is no name out of the draft's name, once."""
    text, issues = readable(draft.name or "")
    draft.issues += issues
    if is_not_stated(text.replace("\n", " ")):
        draft.name = None
        return
    text, phones = take_contacts(text)
    text, numbers = take_identifiers(text)
    draft.phones += phones
    draft.identifiers += numbers
    rest, is_order, is_behind = take_order(stripped(text))
    draft.is_to_order |= is_order
    if is_order and is_behind:
        draft.name = None
        draft.behind = _party(rest, draft) if rest else None
        draft.behind_relation = "to the order of" if draft.behind else None
        return
    draft.name = _first_party(rest, draft)


def _first_party(text: str, draft: _Draft) -> str | None:
    """Return the name of the party that acts; who stands behind it goes to the draft."""
    found = split_behind(text)
    if found is None or (found[3] and not (has_form(found[0]) and has_form(found[2]))):
        return _party(text, draft)
    first, relation, second, _ = found
    if draft.behind is None:
        draft.behind, draft.behind_relation = _party(second, draft), relation
    elif (extra := stripped(second)) and extra != draft.behind:
        draft.issues.append(f"a further party stands behind: {extra!r}")
    return _party(first, draft)


def _party(text: str, draft: _Draft) -> str | None:
    """Return the name in a part of a cell that holds one party; its address and country go to the draft."""
    if _is_list(text):
        draft.issues.append("several names in one cell, left whole")
        return stripped(" ".join(text.split())) or None
    found = split_address(text)
    if found.address is not None:
        draft.addresses.append(found.address)
    draft.country_iso = draft.country_iso or found.country_iso
    name = stripped(" ".join(found.name.split()))
    if any(letter.isalpha() for letter in name):
        return name
    if name:
        draft.issues.append(f"no name: {name!r}")
    return None


def _is_list(text: str) -> bool:
    """Return whether a cell names several firms in a row: at least two parts with a legal form and a name each."""
    if _SEPARATOR.search(text) is None:
        return False
    parts = [part for part in _LIST.split(text) if part]
    return len(parts) > 1 and sum(has_form(part) and country_of(part) is None for part in parts) > 1
