"""Turns one row of an annex into what is known of a party."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeVar

from entrepot.codes.territories import iso2
from entrepot.normalise.addresses import address_country
from entrepot.normalise.identifiers import Identifier, classify
from entrepot.sources.eu_consolidated.aliases import Names, names_in, unbracketed
from entrepot.sources.eu_consolidated.layout import Row
from entrepot.sources.eu_consolidated.numbers import Number, numbers_in, split_outside_brackets
from entrepot.sources.party_dates import birth_text, first_day
from entrepot.sources.party_rows import ContactKind, NameKind, PartyKind

Found = TypeVar("Found")
SCHEMAS: dict[str, PartyKind] = {
    "Person": "person",
    "LegalEntity": "company",
    "Company": "company",
    "Organization": "organisation",
    "Vessel": "vessel",
    "Asset": "unknown",  # ports, airports, economic zones and currencies under a transaction ban
}
# Columns of numbers and the label their numbers have where the cell gives none.
_NUMBER_COLUMNS = {
    "registrationNumber": "Registration Number",
    "taxNumber": "Tax number",
    "idNumber": "Identification number",
    "innCode": "INN",
    "ogrnCode": "OGRN",
    "kppCode": "KPP",
    "okpoCode": "OKPO",
    "leiCode": "LEI",
    "swiftBic": "SWIFT/BIC",
    "imoNumber": "IMO",
    "mmsi": "MMSI",
    "passportNumber": "Passport",
}
_NAME_COLUMNS: dict[str, NameKind] = {"alias": "alias", "weakAlias": "weak_alias", "previousName": "former"}
_CONTACT_COLUMNS: dict[str, ContactKind] = {"phone": "phone", "email": "email", "website": "website"}
# Columns without a place of their own, in the words of the note.
_NOTED_COLUMNS = {
    "position": "Position",
    "nationality": "Nationality",
    "birthPlace": "Place of birth",
    "gender": "Gender",
    "appearance": "Appearance",
    "ethnicity": "Ethnicity",
    "fatherName": "Father",
    "motherName": "Mother",
    "legalForm": "Legal form",
    "ticker": "Ticker",
    "flag": "Flag",
    "notes": "Notes",
}
_DATE = re.compile(r"\d{1,2}\s?[./]\s?\d{1,2}[./ ]\s?\d{4}|(?:[A-Z][a-z]+ )?\b(?:1[89]|20)\d\d\b")
_TWO_CHECK_DIGITS = 12  # digits of a personal INN, whose two check digits a foreign number rarely meets
_MIN_PHONE_DIGITS = 6  # shorter pieces are the extension or the end of the number before
_NUMBERED_NOTE = re.compile(r"INN/KPP|TIN")  # notes that hold numbers
# Pieces of the address column that are remarks: the transcription of Regulation 269/2014 puts the rest of a cell there.
_NO_ADDRESS = re.compile(
    r"Listed under|De-registered|Known \w+ blockchain|Bankruptcy|Airline code|Type of entity|Limited Liability Company$"
    r"|.* – minority owner|.*parent company|code:|reg\. number|(?:Taxpayer|Tax) identification number",
    re.IGNORECASE,
)
_NUMBER_IN_ADDRESS = re.compile(
    r"(?P<label>reg\. number|Tax\w* identification number)[ –]*(?P<value>\d+)", re.IGNORECASE
)
_RUSSIAN_PROGRAMMES = frozenset({"EU-RUS", "EU-UKR"})
_RUSSIAN_SCHEMES = frozenset({"inn", "ogrn", "ogrnip"})
_UNTYPED_SCHEMES = frozenset({"registration_number", "tax_number", "national_id"})


@dataclass(frozen=True)
class Entry:
    """One row of an annex; None where a column says nothing."""

    row: Row
    name: str

    @property
    def kind(self) -> PartyKind:
        """What it is; a legal entity without number, founding date or legal form is an organisation."""
        known = SCHEMAS[self.row["schema"] or ""]
        is_body = self.row["schema"] == "LegalEntity" and not any(
            self.row[c]
            for c in ("registrationNumber", "taxNumber", "innCode", "ogrnCode", "incorporationDate", "legalForm")
        )
        return "organisation" if is_body else known

    @property
    def country_iso(self) -> str | None:
        """First nationality of a person, flag of a ship, else country or jurisdiction, else that of the first address."""
        named = [self.row["country"], self.row["jurisdiction"]]
        if self.kind == "person":
            nationalities = re.split(r", | and/or | and |; ", re.sub(r"\(.*?\)", "", self.row["nationality"] or ""))
            named = [*named, *nationalities]
        elif self.kind == "vessel":
            named = [self.row["flag"], *named]
        codes = [iso2(name).value for name in named if name]
        if self.kind != "person":
            codes += [_country_of(address) for address in _pieces(self.row["address"])]
        return next((code for code in codes if code is not None), None)

    @property
    def names(self) -> Names:
        """All names but the main one; `name (other name)` gives both."""
        is_person = self.kind == "person"
        inner = [pair for pair in unbracketed(self.name, "alias", is_person=is_person) if pair[0] != self.name]
        listed = [
            pair
            for column, kind in _NAME_COLUMNS.items()
            for pair in names_in(self.row[column] or "", kind, is_person=is_person)
        ]
        return inner + listed

    @property
    def identifiers(self) -> list[Identifier]:
        """All numbers of all columns, classified by label and country."""
        found = [
            (number, number.label or self._label(column, default))
            for column, default in _NUMBER_COLUMNS.items()
            for number in numbers_in(self.row[column] or "")[0]
        ]
        if _NUMBERED_NOTE.match(self.row["notes"] or ""):
            found += [(number, number.label or "INN") for number in numbers_in(self.row["notes"] or "")[0]]
        for piece in _pieces(self.row["address"]):
            if (stray := _NUMBER_IN_ADDRESS.match(piece)) is not None:
                found.append((Number(stray["value"]), stray["label"]))
        return [self._classified(number, label) for number, label in found]

    @property
    def addresses(self) -> list[tuple[str, str | None]]:
        """Addresses with their country; a piece that is only a country stands where there is no other."""
        pieces = [piece for piece in _pieces(self.row["address"]) if not _NO_ADDRESS.match(piece)]
        real = [piece for piece in pieces if iso2(re.sub(r"\s*\(HQ\)$", "", piece)).value is None] or pieces[:1]
        country = None if self.kind == "person" else self.country_iso
        return [(piece, _country_of(piece) or country) for piece in real]

    @property
    def contacts(self) -> list[tuple[ContactKind, str]]:
        """Phones, e-mail addresses and websites, one each."""
        found: list[tuple[ContactKind, str]] = [("phone", phone) for phone in _phones(self.row["phone"] or "")]
        for kind in ("email", "website"):
            found += [
                (_CONTACT_COLUMNS[kind], piece) for piece in _split_contacts(self.row[kind] or "") if "." in piece
            ]
        return found

    @property
    def birth_date_text(self) -> str | None:
        """The first birth date of the cell; a cell that says more is in the note."""
        return _first_date(self.row["birthDate"], birth_text)

    @property
    def incorporated_on(self) -> date | None:
        """The first founding date of the cell that names a month; a cell that says more is in the note."""
        return _first_date(self.row["incorporationDate"], first_day)

    @property
    def note(self) -> str | None:
        """Everything that has no column, in the list's words."""
        parts = [f"{words}: {self.row[column]}" for column, words in _NOTED_COLUMNS.items() if self.row[column]]
        for column, words in (("birthDate", "Birth date"), ("incorporationDate", "Incorporated")):
            cell = self.row[column]
            if cell and not re.fullmatch(r"\d{1,2}\.\d{1,2}\.\d{4}", cell):
                parts.append(f"{words}: {cell}")
        remarks = [remark for column in _NUMBER_COLUMNS for remark in numbers_in(self.row[column] or "")[1]]
        parts += [piece for piece in _pieces(self.row["address"]) if _NO_ADDRESS.match(piece)]
        return "; ".join([*parts, *(f"On its papers: {remark}" for remark in remarks)]) or None

    def _classified(self, number: Number, label: str) -> Identifier:
        """Return a number under its scheme; one without a country as Russian where its form and check digit say so.

        Regulation 269/2014 lists firms without address, and firms of Crimea under Ukraine with Russian numbers.
        """
        country_iso = number.country_iso or self.country_iso
        found = classify(label, number.value, country_iso)
        if found.scheme not in _UNTYPED_SCHEMES or self.row["programKey"] not in _RUSSIAN_PROGRAMMES:
            return found
        russian = classify(label, number.value, "RU")
        is_certain = country_iso in (None, "UA") or len(russian.value) == _TWO_CHECK_DIGITS
        if is_certain and russian.scheme in _RUSSIAN_SCHEMES and russian.validity == "valid":
            return replace(russian, issue="the list names no Russian register; form and check digit are Russian")
        return found

    def _label(self, column: str, default: str) -> str:
        return "National ID" if column == "idNumber" and self.kind == "person" else default


def _country_of(address: str) -> str | None:
    """Return the country an address ends with, or begins with (`Russian Federation, Moscow, ...`)."""
    return address_country(address) or iso2(address.partition(",")[0]).value


def _pieces(cell: str | None) -> list[str]:
    return list(dict.fromkeys(split_outside_brackets(cell or "", ";")))


def _split_contacts(cell: str) -> list[str]:
    """Return the contacts of a cell, those broken by a line end after a hyphen or an at sign put together again."""
    return re.split(r"[;,\s]+", re.sub(r"(?<=[-@])\s+", "", cell))


def _phones(cell: str) -> list[str]:
    """Return the phones of a cell; a piece too short for a phone stays with the one before."""
    phones: list[str] = []
    for piece in split_outside_brackets(cell, ";,"):
        if phones and sum(letter.isdigit() for letter in piece) < _MIN_PHONE_DIGITS:
            phones[-1] = f"{phones[-1]}, {piece}"
        else:
            phones.append(piece)
    return phones


def _first_date(cell: str | None, read: Callable[[str], Found | None]) -> Found | None:
    """Return the cell as a date, else the first date in it that can be read."""
    if cell is None:
        return None
    candidates = [cell.rstrip(". "), *(found.group().replace(" ", "") for found in _DATE.finditer(cell))]
    return next((made for text in candidates if (made := read(text)) is not None), None)
