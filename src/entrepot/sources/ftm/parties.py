"""Entities that are parties, and documents that number them."""

from entrepot.normalise.dates import partial_date
from entrepot.normalise.identifiers import Identifier, classify
from entrepot.sources.base import ParseContext
from entrepot.sources.ftm.entity import COUNTRY_PROPERTIES, Entity, country_of, party_id
from entrepot.sources.party_dates import first_day
from entrepot.sources.party_rows import ContactKind, NameKind, PartyKind, emit_identifier, emit_party

KINDS: dict[str, PartyKind] = {
    "Company": "company",
    "Organization": "organisation",
    "PublicBody": "organisation",
    "LegalEntity": "unknown",
    "Person": "person",
    "Vessel": "vessel",
    "Airplane": "aircraft",
}
DOCUMENTS = ("Identification", "Passport")
# Property to the label that normalise.identifiers knows (FollowTheMoney model, LegalEntity, Company, Person, Vessel).
_LABELS = {
    "innCode": "INN",
    "ogrnCode": "OGRN",
    "okpoCode": "OKPO",
    "kppCode": "KPP",
    "bikCode": "BIK",
    "leiCode": "LEI",
    "uscCode": "USCC",
    "swiftBic": "SWIFT",
    "dunsCode": "DUNS",
    "imoNumber": "IMO",
    "mmsi": "MMSI",
    "vatCode": "VAT",
    "taxNumber": "Tax ID",
    "registrationNumber": "Registration number",
    "passportNumber": "Passport",
}
_NAME_KINDS: tuple[tuple[str, NameKind], ...] = (
    ("name", "alias"),
    ("alias", "alias"),
    ("weakAlias", "weak_alias"),
    ("previousName", "former"),
)
_CONTACTS: tuple[tuple[str, ContactKind], ...] = (("phone", "phone"), ("email", "email"), ("website", "website"))
_TAGS = {"gov.security": "security_service"}  # the one topic whose meaning is that of a tag here
_NOTED = ("notes", "description", "summary", "legalForm", "status", "position", "topics")
READ = frozenset(
    {*_LABELS, *_NOTED, *(name for name, _ in (*_NAME_KINDS, *_CONTACTS)), "idNumber", "address", "addressEntity"}
    | {"firstName", "lastName", "country", "jurisdiction", "mainCountry", "nationality", "citizenship", "flag"}
    | {"incorporationDate", "dissolutionDate", "birthDate", "sector", "publisher", "sourceUrl"}
)


def emit_entity(context: ParseContext, entity: Entity, addresses: dict[str, str]) -> None:
    """Emit a party; `addresses` are the address entities of the file by id. One without a name goes to quarantine."""
    name = entity.first("name") or " ".join(entity.all("firstName", "lastName"))
    if not name:
        context.quarantine(entity.locator, "the entity has no name", field_name="name", raw=str(entity.properties))
        return
    country_iso = country_of(context, entity)
    emit_party(
        context,
        entity.locator,
        source_party_id=party_id(entity.id),
        native_id=entity.id,
        kind=KINDS[entity.schema],
        name=name,
        country_iso=country_iso,
        incorporated_on=first_day(entity.first("incorporationDate") or ""),
        dissolved_on=first_day(entity.first("dissolutionDate") or ""),
        birth_date_text=partial_date(entity.first("birthDate") or "").value,
        business_text="; ".join(entity.all("sector")) or None,
        note=_note(entity),
        aliases=[(value, kind) for property_name, kind in _NAME_KINDS for value in entity.all(property_name)],
        identifiers=_identifiers(entity, country_iso),
        addresses=[(address, country_iso) for address in _addresses(entity, addresses)],
        contacts=[(kind, value) for property_name, kind in _CONTACTS for value in entity.all(property_name)],
        tags=[(_TAGS[topic], f"topic {topic}") for topic in entity.all("topics") if topic in _TAGS],
        publication=entity.evidence["publication"],
    )


def emit_document(context: ParseContext, entity: Entity) -> None:
    """Emit the number of a document as an identifier of its holder."""
    number, holder = entity.first("number", "passportNumber"), entity.first("holder")
    if number is None or holder is None:
        context.quarantine(entity.locator, "the document lacks number or holder", raw=str(entity.properties))
        return
    label = "Passport" if entity.schema == "Passport" else entity.first("type") or "Registration number"
    found = classify(label, number, country_of(context, entity))
    emit_identifier(context, entity.locator, party_id(holder), found, publication=entity.evidence["publication"])


def _identifiers(entity: Entity, country_iso: str | None) -> list[Identifier]:
    labelled = [(label, number) for name, label in _LABELS.items() for number in entity.all(name)]
    own = "National ID" if entity.schema == "Person" else "Registration number"
    labelled += [(own, number) for number in entity.all("idNumber")]
    return [classify(label, number, country_iso) for label, number in labelled]


def _addresses(entity: Entity, addresses: dict[str, str]) -> list[str]:
    linked = [addresses[key] for key in entity.all("addressEntity") if key in addresses]
    return list(dict.fromkeys((*linked, *entity.all("address"))))


def full_address(entity: Entity) -> str | None:
    """Return the text of an address entity: its full form, else its parts; None where it has neither."""
    parts = ("street", "street2", "postalCode", "city", "region", "state", "country")
    return entity.first("full") or ", ".join(entity.all(*parts)) or None


def _note(entity: Entity) -> str | None:
    """Return what has no column: notes, topics, further countries, and dates too vague for a day."""
    told = [f"{name}: {', '.join(entity.all(name))}" for name in _NOTED if entity.all(name)]
    if len(countries := entity.all(*COUNTRY_PROPERTIES)) > 1:
        told.append(f"countries: {', '.join(countries)}")
    for name in ("incorporationDate", "dissolutionDate", "birthDate"):
        values = entity.all(name)
        is_placed = name == "birthDate" or (values and first_day(values[0]) is not None)
        told += [f"{name}: {value}" for value in values[1 if is_placed else 0 :]]
    return "; ".join(told) or None
