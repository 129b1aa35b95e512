"""Emits a party with its names, identifiers, addresses, contacts and tags, and makes their comparison keys.

The firms that declarations name come by the hundred thousand: `entrepot.sources.mentions` emits those, with the same keys.
"""

from collections.abc import Iterable
from datetime import date
from typing import Literal

from entrepot.normalise.addresses import address_keys
from entrepot.normalise.contacts import contact_key
from entrepot.normalise.identifiers import Identifier
from entrepot.normalise.names import name_key
from entrepot.records.party import ADDRESS, CONTACT, IDENTIFIER, PARTY, PARTY_NAME, TAG
from entrepot.sources.base import ParseContext

NameKind = Literal["main", "alias", "weak_alias", "former"]
ContactKind = Literal["phone", "email", "website"]
PartyKind = Literal["company", "person", "organisation", "vessel", "aircraft", "unknown"]


def _evidence(provenance: str | None, publication: str | None) -> dict[str, str | None]:
    """Return the evidence columns a row sets itself; the context fills in the source's default provenance."""
    return (
        {"publication": publication} if provenance is None else {"provenance": provenance, "publication": publication}
    )


def emit_party(
    context: ParseContext,
    locator: str,
    *,
    source_party_id: str,
    native_id: str | None,
    kind: PartyKind,
    name: str,
    country_iso: str | None = None,
    incorporated_on: date | None = None,
    dissolved_on: date | None = None,
    birth_date_text: str | None = None,
    business_text: str | None = None,
    note: str | None = None,
    aliases: Iterable[tuple[str, NameKind]] = (),
    identifiers: Iterable[Identifier] = (),
    addresses: Iterable[tuple[str, str | None]] = (),
    contacts: Iterable[tuple[ContactKind, str]] = (),
    tags: Iterable[tuple[str, str | None]] = (),
    provenance: str | None = None,
    publication: str | None = None,
) -> None:
    """Emit a party record and everything said of it, all with one locator; repeated values are emitted once.

    Args:
        context: Where the rows go.
        locator: The place in the file, for every row of the party.
        source_party_id: Id of the record (`hash_id`, `mention_id`).
        native_id: The publisher's own id; None for a mention.
        kind: What the party is.
        name: Main name as reported; also emitted as the `main` name.
        country_iso: Country of registration or residence; None where not known.
        incorporated_on: Day of registration.
        dissolved_on: Day the firm ended.
        birth_date_text: ISO text, partial where the source is.
        business_text: Line of business as reported.
        note: What else the source says.
        aliases: (name, name kind) of the other names.
        identifiers: Classified numbers (`normalise.identifiers.classify`).
        addresses: (address as reported, country of the address or None).
        contacts: (contact kind, contact as reported).
        tags: (tag, note or None).
        provenance: Of all rows; None takes the source's default.
        publication: Who published it; required where the provenance is reported or reconstructed.
    """
    evidence = _evidence(provenance, publication)
    stated = {"provenance": provenance, "publication": publication}
    context.emit(
        PARTY,
        locator,
        source_party_id=source_party_id,
        native_id=native_id,
        party_kind=kind,
        name=name,
        country_iso=country_iso,
        incorporated_on=incorporated_on,
        dissolved_on=dissolved_on,
        birth_date_text=birth_date_text,
        business_text=business_text,
        note=note,
        **evidence,
    )
    names: list[tuple[str, NameKind]] = [(name, "main"), *(pair for pair in aliases if pair[0] != name)]
    for spelling, name_kind in dict.fromkeys(names):
        emit_name(context, locator, source_party_id, spelling, name_kind=name_kind, party_kind=kind, **stated)
    for identifier in dict.fromkeys(identifiers):
        emit_identifier(context, locator, source_party_id, identifier, **stated)
    for address, address_iso in dict.fromkeys(addresses):
        emit_address(context, locator, source_party_id, address, country_iso=address_iso, **stated)
    for contact_kind, contact in dict.fromkeys(contacts):
        emit_contact(context, locator, source_party_id, (contact_kind, contact), country_iso=country_iso, **stated)
    for tag, tag_note in dict.fromkeys(tags):
        context.emit(TAG, locator, source_party_id=source_party_id, tag=tag, note=tag_note, **evidence)


def emit_name(
    context: ParseContext,
    locator: str,
    source_party_id: str,
    name: str,
    *,
    name_kind: NameKind,
    party_kind: PartyKind,
    provenance: str | None = None,
    publication: str | None = None,
) -> None:
    """Emit one name of a party, with the key that equal names share."""
    context.emit(
        PARTY_NAME,
        locator,
        source_party_id=source_party_id,
        name=name,
        name_kind=name_kind,
        name_key=name_key(name, party_kind) or None,
        **_evidence(provenance, publication),
    )


def emit_identifier(
    context: ParseContext,
    locator: str,
    source_party_id: str,
    identifier: Identifier,
    *,
    provenance: str | None = None,
    publication: str | None = None,
) -> None:
    """Emit one classified number of a party; an invalid one stands with the issue, so that nothing is lost."""
    context.emit(
        IDENTIFIER,
        locator,
        source_party_id=source_party_id,
        scheme=identifier.scheme,
        identifier=identifier.value or identifier.value_reported,
        identifier_reported=identifier.value_reported,
        validity=identifier.validity,
        issue=identifier.issue,
        **_evidence(provenance, publication),
    )


def emit_address(
    context: ParseContext,
    locator: str,
    source_party_id: str,
    address: str,
    *,
    country_iso: str | None,
    provenance: str | None = None,
    publication: str | None = None,
) -> None:
    """Emit one address of a party, with its unit and building keys."""
    keys = address_keys(address, country_iso)
    context.emit(
        ADDRESS,
        locator,
        source_party_id=source_party_id,
        address=address,
        address_key=keys.unit_key,
        building_key=keys.building_key,
        country_iso=country_iso,
        **_evidence(provenance, publication),
    )


def emit_contact(
    context: ParseContext,
    locator: str,
    source_party_id: str,
    contact: tuple[ContactKind, str],
    *,
    country_iso: str | None,
    provenance: str | None = None,
    publication: str | None = None,
) -> None:
    """Emit one (kind, contact) of a party, with its key; the country helps with national phone numbers."""
    context.emit(
        CONTACT,
        locator,
        source_party_id=source_party_id,
        contact_kind=contact[0],
        contact=contact[1],
        contact_key=contact_key(*contact, country_iso),
        **_evidence(provenance, publication),
    )
