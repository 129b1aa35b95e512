"""Turns one LEI record into what is known of a firm."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from xml.etree.ElementTree import Element

from entrepot.codes.territories import iso2
from entrepot.normalise.identifiers import Identifier, check, classify
from entrepot.sources.base import hash_id
from entrepot.sources.party_dates import first_day
from entrepot.sources.party_rows import NameKind, PartyKind
from entrepot.sources.xml_records import text_of, texts_of

_DAY_LENGTH = len("2012-11-29")
_BODIES = (
    "RESIDENT_GOVERNMENT_ENTITY",
    "INTERNATIONAL_ORGANIZATION",
    "FUND",
)  # LEI-CDF EntityCategory; others are firms
_NAMES = ("OtherEntityNames/OtherEntityName", "TransliteratedOtherEntityNames/TransliteratedOtherEntityName")
_ADDRESSES = (
    *("LegalAddress", "HeadquartersAddress", "OtherAddresses/OtherAddress"),
    "TransliteratedOtherAddresses/TransliteratedOtherAddress",
)
_ADDRESS_PARTS = ("FirstAddressLine", "AdditionalAddressLine", "MailRouting", "City", "Region", "PostalCode", "Country")
_NOTED = {
    "Entity/EntityStatus": "status",
    "Registration/RegistrationStatus": "LEI",
    "Registration/LastUpdateDate": "updated",
    "Entity/EntityCategory": "category",
    "Entity/EntitySubCategory": "subcategory",
    "Entity/LegalForm/EntityLegalFormCode": "legal form",
    "Entity/LegalForm/OtherLegalForm": "legal form in words",
    "Entity/LegalJurisdiction": "jurisdiction",
    "Entity/RegistrationAuthority/RegistrationAuthorityID": "register",
    "Entity/RegistrationAuthority/OtherRegistrationAuthorityID": "register in words",
    "Entity/EntityExpirationReason": "ended by",
    "Entity/SuccessorEntity/SuccessorLEI": "successor",
    "Entity/SuccessorEntity/SuccessorEntityName": "successor",
    "Entity/AssociatedEntity/AssociatedLEI": "associated",
    "Entity/AssociatedEntity/AssociatedEntityName": "associated",
}
# Names of every element that is read or only groups others; a name outside them is told in a warning.
READ = frozenset(
    {name for path in (*_NOTED, *_NAMES, *_ADDRESSES) for name in path.split("/")}
    | {*_ADDRESS_PARTS, "LEIRecord", "LEI", "LegalName", "EntityCreationDate", "EntityExpirationDate", "Extension"}
    | {"RegistrationAuthorityEntityID", "LegalEntityEvents", "LegalEntityEvent", "LegalEntityEventType"}
    | {"LegalEntityEventEffectiveDate", "AffectedFields", "AffectedField", "ValidationAuthority"}
    | {"OtherValidationAuthorities", "OtherValidationAuthority"}
)


def party_id(lei: str) -> str:
    """Return the party record's id of an LEI; level 2 names firms by the same ids."""
    return hash_id("gleif", lei)


def day_of(text: str | None) -> date | None:
    """Return the day of a timestamp as written, its time zone left aside; None where there is none."""
    return first_day((text or "")[:_DAY_LENGTH])


@dataclass(frozen=True)
class LeiRecord:
    """A record of the file, names without namespaces."""

    element: Element

    @property
    def lei(self) -> str | None:
        """The LEI."""
        return text_of(self.element, "LEI")

    @property
    def name(self) -> str | None:
        """The legal name."""
        return text_of(self.element, "Entity/LegalName")

    @property
    def kind(self) -> PartyKind:
        """A firm, unless the category is a fund or a public body."""
        return "organisation" if text_of(self.element, "Entity/EntityCategory") in _BODIES else "company"

    @property
    def country_iso(self) -> str | None:
        """The country of the jurisdiction (`US-MA` is US), else of the legal address."""
        jurisdiction = text_of(self.element, "Entity/LegalJurisdiction") or ""
        found = jurisdiction[:2] or text_of(self.element, "Entity/LegalAddress/Country")
        return iso2(found).value if found else None

    @property
    def aliases(self) -> list[tuple[str, NameKind]]:
        """Former names, trading names, names in other languages and in Latin letters."""
        return [
            (text, "former" if name.get("type") == "PREVIOUS_LEGAL_NAME" else "alias")
            for path in _NAMES
            for name in self.element.findall(f"Entity/{path}")
            if (text := (name.text or "").strip())
        ]

    @property
    def identifiers(self) -> list[Identifier]:
        """The LEI and the number in the firm's own register."""
        numbers = texts_of(self.element, "Entity/RegistrationAuthority/RegistrationAuthorityEntityID")
        own = [classify("Registration number", number, self.country_iso) for number in numbers]
        return [check("lei", self.lei or ""), *own]

    @property
    def addresses(self) -> list[tuple[str, str | None]]:
        """Every address with its country."""
        return [
            (text, iso2(country).value if (country := text_of(address, "Country")) else None)
            for path in _ADDRESSES
            for address in self.element.findall(f"Entity/{path}")
            if (text := ", ".join(part for name in _ADDRESS_PARTS for part in texts_of(address, name)))
        ]

    @property
    def created_on(self) -> date | None:
        """Day the firm was founded."""
        return day_of(text_of(self.element, "Entity/EntityCreationDate"))

    @property
    def ended_on(self) -> date | None:
        """Day the firm ended, or was dissolved by a recorded event; None where it goes on or the day is not given."""
        events = [event for event in self._events() if text_of(event, "LegalEntityEventType") == "DISSOLUTION"]
        dissolved = next((text_of(event, "LegalEntityEventEffectiveDate") for event in events), None)
        return day_of(text_of(self.element, "Entity/EntityExpirationDate") or dissolved)

    @property
    def note(self) -> str:
        """What has no column, in the file's codes."""
        return "; ".join(self._noted())

    def _events(self) -> list[Element]:
        return self.element.findall("Entity/LegalEntityEvents/LegalEntityEvent")

    def _noted(self) -> Iterator[str]:
        for path, words in _NOTED.items():
            for text in texts_of(self.element, path):
                yield f"{words}: {text[:_DAY_LENGTH] if words == 'updated' else text}"
        for event in self._events():
            on = day_of(text_of(event, "LegalEntityEventEffectiveDate"))
            yield f"event: {text_of(event, 'LegalEntityEventType')} {on or ''}".strip()
