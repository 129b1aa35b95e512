"""Turns one INDIVIDUAL or ENTITY element into what is known of a party, and names the elements no one reads."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from xml.etree.ElementTree import Element

from entrepot.codes.territories import iso2
from entrepot.normalise.dates import parse_date
from entrepot.normalise.identifiers import Identifier, classify
from entrepot.sources.party_dates import birth_text
from entrepot.sources.party_rows import NameKind, PartyKind

KINDS: dict[str, PartyKind] = {"INDIVIDUAL": "person", "ENTITY": "organisation"}
_TIME_ZONE = re.compile(r"(?<=-\d\d)(?:[+-]\d\d:\d\d|Z)$")
_NAME_PARTS = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
_ALIAS_KINDS: dict[str, NameKind] = {
    "Good": "alias",
    "a.k.a.": "alias",
    "Low": "weak_alias",
    "f.k.a.": "former",
}
_ADDRESS_PARTS = ("STREET", "CITY", "STATE_PROVINCE", "ZIP_CODE", "COUNTRY")
_DOCUMENT_REST = ("TYPE_OF_DOCUMENT2", "DATE_OF_ISSUE", "CITY_OF_ISSUE", "NOTE")
_ALIAS_REST = ("DATE_OF_BIRTH", "CITY_OF_BIRTH", "COUNTRY_OF_BIRTH", "NOTE")
# Every path below an entry that is read; {kind} stands for the entry's own name in its groups.
READ_PATHS = frozenset(
    [*_NAME_PARTS, "DATAID", "UN_LIST_TYPE", "REFERENCE_NUMBER", "LISTED_ON", "GENDER", "COMMENTS1"]
    + ["NAME_ORIGINAL_SCRIPT", "SUBMITTED_BY", "NATIONALITY2"]
    + [f"{group}/VALUE" for group in ("NATIONALITY", "DESIGNATION", "TITLE", "LAST_DAY_UPDATED")]
    + [f"{{kind}}_ALIAS/{part}" for part in ("QUALITY", "ALIAS_NAME", *_ALIAS_REST)]
    + [f"{{kind}}_ADDRESS/{part}" for part in (*_ADDRESS_PARTS, "NOTE")]
    + [f"INDIVIDUAL_DATE_OF_BIRTH/{part}" for part in ("TYPE_OF_DATE", "DATE", "YEAR", "FROM_YEAR", "TO_YEAR", "NOTE")]
    + [f"INDIVIDUAL_PLACE_OF_BIRTH/{part}" for part in ("STREET", "CITY", "STATE_PROVINCE", "COUNTRY", "NOTE")]
    + [
        f"INDIVIDUAL_DOCUMENT/{part}"
        for part in ("TYPE_OF_DOCUMENT", "NUMBER", "ISSUING_COUNTRY", "COUNTRY_OF_ISSUE", *_DOCUMENT_REST)
    ]
)


def text_of(element: Element, path: str) -> str | None:
    """Return the stripped text at a path, None where it is missing or empty."""
    found = (element.findtext(path) or "").strip()
    return found or None


def _texts(element: Element, path: str) -> list[str]:
    return [text for part in element.findall(path) if (text := (part.text or "").strip())]


def _joined(element: Element, parts: tuple[str, ...], separator: str = ", ") -> str:
    return separator.join(text for part in parts if (text := text_of(element, part)) is not None)


def unread_paths(element: Element) -> Iterator[tuple[str, str]]:
    """Yield path and text of every element with text, and path of every leaf, that is not read."""
    read = {path.format(kind=element.tag) for path in READ_PATHS}
    for child in element:
        if not len(child) and child.tag not in read and not _is_group(child.tag, read):
            yield child.tag, (child.text or "").strip()
        for leaf in child:
            path = f"{child.tag}/{leaf.tag}"
            if path not in read:
                yield path, "".join(leaf.itertext()).strip()


def _is_group(tag: str, read: set[str]) -> bool:
    return any(path.startswith(f"{tag}/") for path in read)


@dataclass(frozen=True)
class Entry:
    """One element of the list; None where it says nothing."""

    element: Element

    @property
    def kind(self) -> PartyKind:
        """Person or organisation: the list does not tell firms from other bodies."""
        return KINDS[self.element.tag]

    @property
    def name(self) -> str | None:
        """The parts of the main name in order, single spaces between."""
        return " ".join(_joined(self.element, _NAME_PARTS, " ").split()) or None

    @property
    def country_iso(self) -> str | None:
        """First nationality of a person, else the country of the first address of an entity."""
        path = "NATIONALITY/VALUE" if self.kind == "person" else "ENTITY_ADDRESS/COUNTRY"
        codes = (iso2(name).value for name in _texts(self.element, path))
        return next((code for code in codes if code is not None), None)

    @property
    def aliases(self) -> list[tuple[str, NameKind]]:
        """Names in original script, parts of a main name that holds several, aliases by quality (unknown: weak)."""
        script: list[tuple[str, NameKind]] = [(name, "alias") for name in _texts(self.element, "NAME_ORIGINAL_SCRIPT")]
        listed: list[tuple[str, NameKind]] = [
            (name, _ALIAS_KINDS.get(text_of(alias, "QUALITY") or "", "weak_alias"))
            for alias in self.element.findall(f"{self.element.tag}_ALIAS")
            if (name := text_of(alias, "ALIAS_NAME")) is not None
        ]
        main = (self.name or "").split(";")
        parts: list[tuple[str, NameKind]] = [(part.strip(), "alias") for part in main if len(main) > 1 and part.strip()]
        return script + parts + listed

    @property
    def identifiers(self) -> list[Identifier]:
        """Documents with a number, classified by type and issuing country."""
        found = []
        for document in self.element.findall("INDIVIDUAL_DOCUMENT"):
            number = text_of(document, "NUMBER")
            if number is not None and any(letter.isdigit() for letter in number):
                country = text_of(document, "ISSUING_COUNTRY") or text_of(document, "COUNTRY_OF_ISSUE")
                label = _joined(document, ("TYPE_OF_DOCUMENT", "TYPE_OF_DOCUMENT2"), " ")
                country_iso = iso2(country).value if country is not None else None
                found.append(classify(_DOCUMENT_LABELS.get(label, label), number, country_iso))
        return found

    @property
    def addresses(self) -> list[tuple[str, str | None]]:
        """Addresses with their country; notes on them are in the note."""
        found = []
        for address in self.element.findall(f"{self.element.tag}_ADDRESS"):
            country = text_of(address, "COUNTRY")
            if text := _joined(address, _ADDRESS_PARTS):
                found.append((text, iso2(country).value if country is not None else None))
        return found

    @property
    def birth_date_text(self) -> str | None:
        """The first birth date or span of years; further ones are in the note."""
        return next(iter(self._birth_dates()), None)

    @property
    def listed_on(self) -> date | None:
        """Day of listing; a few entries write a time zone behind it (`2015-04-07-04:00`, xs:date)."""
        return parse_date(_TIME_ZONE.sub("", text_of(self.element, "LISTED_ON") or "")).value

    @property
    def note(self) -> str | None:
        """Everything that has no column, in the list's words."""
        parts = [f"{words}: {text}" for path, words in _NOTED_PATHS.items() for text in _texts(self.element, path)]
        parts += [
            f"{words}: {text}"
            for group, names, words in _NOTED_GROUPS
            for element in self.element.findall(group.format(kind=self.element.tag))
            if (text := _joined(element, names))
        ]
        return "; ".join(parts) or None

    def _birth_dates(self) -> list[str]:
        found = []
        for birth in self.element.findall("INDIVIDUAL_DATE_OF_BIRTH"):
            years = [year for part in ("FROM_YEAR", "TO_YEAR") if (year := text_of(birth, part)) is not None]
            written = (
                text_of(birth, "DATE") or text_of(birth, "YEAR") or "/".join(years) or text_of(birth, "NOTE") or ""
            )
            iso = written if len(years) == 2 and written == "/".join(years) else birth_text(written)
            if iso is not None:
                found.append(iso)
        return found


_DOCUMENT_LABELS = {
    "Número de pasaporte": "Passport",
    "Numéro de passeport": "Passport",
    "National Identification Number": "National ID",
}
_NOTED_PATHS = {
    "REFERENCE_NUMBER": "Reference",
    "TITLE/VALUE": "Title",
    "DESIGNATION/VALUE": "Position",
    "NATIONALITY/VALUE": "Nationality",
    "NATIONALITY2": "Nationality",
    "GENDER": "Gender",
    "SUBMITTED_BY": "Submitted by",
    "LAST_DAY_UPDATED/VALUE": "Updated",
}
_NOTED_GROUPS = (
    (
        "INDIVIDUAL_DATE_OF_BIRTH",
        ("TYPE_OF_DATE", "DATE", "YEAR", "FROM_YEAR", "TO_YEAR", "NOTE"),
        "Born",
    ),
    ("INDIVIDUAL_PLACE_OF_BIRTH", ("STREET", "CITY", "STATE_PROVINCE", "COUNTRY", "NOTE"), "Place of birth"),
    (
        "INDIVIDUAL_DOCUMENT",
        ("TYPE_OF_DOCUMENT", "NUMBER", "ISSUING_COUNTRY", "COUNTRY_OF_ISSUE", *_DOCUMENT_REST),
        "Document",
    ),
    ("{kind}_ADDRESS", ("NOTE",), "On an address"),
    ("{kind}_ALIAS", _ALIAS_REST, "On an alias"),
)
