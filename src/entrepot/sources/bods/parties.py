"""Entity and person statements."""

from typing import Any

from entrepot.normalise.dates import partial_date
from entrepot.normalise.identifiers import Identifier, check, classify
from entrepot.sources.base import ParseContext
from entrepot.sources.bods.statement import Statement, country, mapping, objects, party_id, text
from entrepot.sources.party_dates import first_day
from entrepot.sources.party_rows import NameKind, PartyKind, emit_party

# BODS 0.4, entityType and personType; other kinds of entities are bodies or arrangements.
_ENTITY_KINDS: dict[str, PartyKind] = {
    "registeredEntity": "company",
    "anonymousEntity": "unknown",
    "unknownEntity": "unknown",
}
_PERSON_KINDS: dict[str, PartyKind] = {"anonymousPerson": "unknown", "unknownPerson": "unknown"}
_NAME_KINDS: dict[str, NameKind] = {"former": "former", "previous": "former", "birth": "former"}
_ADDRESS_PARTS = ("address", "postCode")
_SCHEME_PARTS = 2  # GB-COH: country and register (org-id.guide)


def emit_entity(context: ParseContext, statement: Statement) -> None:
    """Emit the party of an entity statement; a known one without a name goes to quarantine."""
    details = statement.details
    kind = _ENTITY_KINDS.get(text(mapping(details.get("entityType")).get("type")) or "", "organisation")
    name = text(details.get("name")) or (_unidentified(statement) if kind == "unknown" else None)
    country_iso = country(details.get("jurisdiction"))
    identifiers = [_identifier(each, country_iso) for each in objects(details.get("identifiers"))]
    if name is None:
        context.quarantine(statement.locator, "the entity has no name", field_name="name", raw=statement.text)
        return
    emit_party(
        context,
        statement.locator,
        source_party_id=party_id(statement.record_id),
        native_id=statement.record_id,
        kind=kind,
        name=name,
        country_iso=country_iso or _country_of_number(details),
        incorporated_on=first_day(text(details.get("foundingDate")) or ""),
        dissolved_on=first_day(text(details.get("dissolutionDate")) or ""),
        note=_note(statement, "unspecifiedEntityDetails"),
        aliases=[(alias, "alias") for alias in _texts(details.get("alternateNames"))],
        identifiers=[identifier for identifier in identifiers if identifier is not None],
        addresses=_addresses(details),
        contacts=[("website", uri)] if (uri := text(details.get("uri"))) else [],
        publication=statement.publisher,
    )


def emit_person(context: ParseContext, statement: Statement) -> None:
    """Emit the party of a person statement; a known person without a name goes to quarantine."""
    details = statement.details
    kind = _PERSON_KINDS.get(text(details.get("personType")) or "", "person")
    names = [(name, _NAME_KINDS.get(text(each.get("type")) or "", "alias")) for each, name in _names(details)]
    main = next((name for name, name_kind in names if name_kind == "alias"), None)
    main = main or next((name for name, _ in names), None) or (_unidentified(statement) if kind == "unknown" else None)
    if main is None:
        context.quarantine(statement.locator, "the person has no name", field_name="names", raw=statement.text)
        return
    country_iso = next((iso for iso in _countries(details) if iso is not None), None)
    identifiers = [_identifier(each, country_iso) for each in objects(details.get("identifiers"))]
    emit_party(
        context,
        statement.locator,
        source_party_id=party_id(statement.record_id),
        native_id=statement.record_id,
        kind=kind,
        name=main,
        country_iso=country_iso,
        birth_date_text=partial_date(text(details.get("birthDate")) or "").value,
        note=_note(statement, "unspecifiedPersonDetails"),
        aliases=names,
        identifiers=[identifier for identifier in identifiers if identifier is not None],
        addresses=_addresses(details),
        publication=statement.publisher,
    )


def _unidentified(statement: Statement) -> str:
    """Return a name that no other record has: two unknown holders are not one."""
    return f"Holder who is not identified, record {statement.record_id}"


def _names(details: dict[str, Any]) -> list[tuple[dict[str, Any], str]]:
    found = []
    for each in objects(details.get("names")):
        parts = [text(each.get(part)) for part in ("givenName", "patronymicName", "familyName")]
        if name := text(each.get("fullName")) or " ".join(part for part in parts if part):
            found.append((each, name))
    return sorted(found, key=lambda pair: pair[0].get("type") != "legal")


def _texts(value: object) -> list[str]:
    return [found for each in value if (found := text(each))] if isinstance(value, list) else []


def _countries(details: dict[str, Any]) -> list[str | None]:
    """Return where a person lives, else pays taxes, else is a national of."""
    homes = [each.get("country") for each in objects(details.get("addresses")) if each.get("type") == "residence"]
    others = [*objects(details.get("taxResidencies")), *objects(details.get("nationalities"))]
    return [country(each) for each in (*homes, details.get("placeOfResidence"), *others)]


def _addresses(details: dict[str, Any]) -> list[tuple[str, str | None]]:
    return [
        (", ".join(parts), country(each.get("country")))
        for each in objects(details.get("addresses"))
        if (parts := [part for name in _ADDRESS_PARTS if (part := text(each.get(name)))])
    ]


def _identifier(given: dict[str, Any], country_iso: str | None) -> Identifier | None:
    number, scheme = text(given.get("id")), text(given.get("scheme")) or ""
    if number is None:
        return None
    if scheme.endswith("-LEI"):
        return check("lei", number)
    parts = scheme.split("-", 1)
    label = f"{text(given.get('schemeName')) or ''} {parts[-1]}".strip() or "Registration number"
    return classify(label, number, parts[0] if _is_national(parts) else country_iso)


def _is_national(parts: list[str]) -> bool:
    return len(parts) == _SCHEME_PARTS and len(parts[0]) == _SCHEME_PARTS and parts[0] != "XI"  # XI: international


def _country_of_number(details: dict[str, Any]) -> str | None:
    """Return the country of the first register that an entity is numbered in."""
    schemes = [(text(each.get("scheme")) or "").split("-", 1) for each in objects(details.get("identifiers"))]
    return next((country({"code": parts[0]}) for parts in schemes if _is_national(parts)), None)


def _note(statement: Statement, unspecified: str) -> str | None:
    details = statement.details
    why = mapping(details.get(unspecified))
    told = [found for part in ("reason", "description") if (found := text(why.get(part)))]
    subtype = text(mapping(details.get("entityType")).get("subtype"))
    told += [f"subtype: {subtype}"] if subtype else []
    told += ["record closed"] if statement.is_closed else []
    return "; ".join(told) or None
