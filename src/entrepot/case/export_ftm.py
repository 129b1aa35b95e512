"""A case as FollowTheMoney entities: parties, ownership, roles, designations, and raised findings as risks."""

import re
from collections.abc import Iterator
from typing import Any

from entrepot.case.results import Results
from entrepot.sources.base import hash_id
from entrepot.store.engine import Row
from entrepot.store.sql import Statement

Entity = dict[str, Any]

_SCHEMA = {
    "company": "Company",
    "person": "Person",
    "organisation": "Organization",
    "vessel": "Vessel",
    "aircraft": "Airplane",
}
# Our scheme to the FollowTheMoney property; the rest are tax or registration numbers there (docs/sources/ftm.md).
_IDENTIFIER_PROPERTY = {
    "inn": "innCode",
    "ogrn": "ogrnCode",
    "ogrnip": "ogrnCode",
    "okpo": "okpoCode",
    "lei": "leiCode",
    "de_vat": "vatCode",
    "cn_uscc": "uscCode",
    "imo": "imoNumber",
}
_COMPANY_ONLY = frozenset({"imoNumber"})
_NAME_PROPERTY = {"main": "name", "alias": "alias", "weak_alias": "weakAlias", "former": "previousName"}
_ROLE_SCHEMA = {
    "director": ("Directorship", "director", "organization"),
    "manager": ("Directorship", "director", "organization"),
    "family": ("Family", "person", "relative"),
}
_LINK_SCHEMA = ("UnknownLink", "subject", "object")
# What a property may hold, in characters; longer values go into `summary` whole (followthemoney 4.11, property types).
_LONGEST = {
    **dict.fromkeys(("registrationNumber", "taxNumber", "authorityId"), 64),
    **dict.fromkeys(_NAME_PROPERTY.values(), 384),
    "address": 250,
}
# Former states have codes of four letters there (ISO 3166-3), the Netherlands Antilles none.
_FORMER_COUNTRY = {"SU": "suhh", "YU": "yucs", "CS": "cshh", "AN": "nl"}
_EMAIL = re.compile(r"[^@\s]+@([a-z0-9-]+\.)+[a-z]{2,}", re.IGNORECASE)  # what FollowTheMoney takes for one
_CAN_DIRECT = frozenset({"Company", "Organization"})


def _all(table: str) -> Statement:
    return Statement(f"case/export_ftm/{table}", f"SELECT * FROM {table} ORDER BY ALL")  # noqa: S608 (own names)


def ftm_entities(results: Results) -> Iterator[Entity]:
    """Yield FollowTheMoney entities as JSON objects, in a fixed order.

    Customs lines stay columnar and are not among them (design: an entity a line costs fifty times a Parquet row).
    """
    schemata = {
        row["party_id"]: _SCHEMA.get(row["party_kind"], "LegalEntity") for row in results.rows(_all("linked__party"))
    }
    yield from _parties(results, schemata)
    for row in results.rows(_all("linked__interest")):
        yield _interest(row, schemata)
    for row in results.rows(_all("linked__role")):
        yield _role(row, schemata)
    for row in results.rows(_all("linked__designation")):
        yield _designation(row)
    for finding in results.findings:
        if finding["outcome"] == "raised" and finding["subject_id"] in schemata:
            yield _finding(finding)


def _parties(results: Results, schemata: dict[str, str]) -> Iterator[Entity]:
    properties: dict[str, dict[str, set[str]]] = {party_id: {} for party_id in schemata}
    for party_id, name, value in (*_registered(results, schemata), *_told(results)):
        if value is not None and party_id in properties:
            properties[party_id].setdefault(name, set()).add(str(value))
    for party_id, values in properties.items():
        yield _entity(party_id, schemata[party_id], {k: sorted(v) for k, v in sorted(values.items())})


def _registered(results: Results, schemata: dict[str, str]) -> Iterator[tuple[str, str, object]]:
    """Yield (party, property, value) of names, countries, dates and numbers."""
    for row in results.rows(_all("linked__party")):
        yield row["party_id"], "name", row["name"]
    for row in results.rows(_all("linked__party_name")):
        yield row["party_id"], _NAME_PROPERTY[row["name_kind"]], row["name"]
    for row in results.rows(_all("linked__party_record")):
        country = row["country_iso"]
        yield row["party_id"], "country", country and _FORMER_COUNTRY.get(country, country.lower())
        if schemata[row["party_id"]] == "Person":
            yield from ((row["party_id"], name, value) for name, value in _birth(row["birth_date_text"]))
        else:
            yield row["party_id"], "incorporationDate", row["incorporated_on"]
    for row in results.rows(_all("linked__identifier")):
        yield row["party_id"], _identifier_property(row, schemata[row["party_id"]]), row["identifier"]


def _told(results: Results) -> Iterator[tuple[str, str, object]]:
    """Yield (party, property, value) of addresses, e-mail addresses and listings."""
    for row in results.rows(_all("linked__address")):
        yield row["party_id"], "address", row["address"]
    for row in results.rows(_all("linked__contact")):
        if row["contact_kind"] == "email":
            is_usable = _EMAIL.fullmatch(row["contact_key"]) is not None
            yield row["party_id"], "email" if is_usable else "summary", row["contact_key"]
    for row in results.rows(_all("linked__designation")):
        yield row["party_id"], "topics", "sanction" if row["regime"] != "none" else "poi"


def _birth(text: str | None) -> Iterator[tuple[str, str | None]]:
    """Yield a birth date as FollowTheMoney holds it: of a span what both ends share, else both ends and the span itself."""
    first, _, last = (text or "").partition("/")
    shared = next((first[:n] for n in (10, 7, 4) if len(first) >= n and first[:n] == last[:n]), None)
    if not last:
        yield "birthDate", text
    elif shared is not None:
        yield "birthDate", shared
    else:
        yield from (("birthDate", first), ("birthDate", last), ("summary", f"born in {first} to {last}"))


def _identifier_property(row: Row, schema: str) -> str:
    known = _IDENTIFIER_PROPERTY.get(row["scheme"])
    if row["validity"] == "valid" and known is not None and not (known in _COMPANY_ONLY and schema == "Person"):
        return known if schema not in {"Vessel", "Airplane"} or known == "imoNumber" else "registrationNumber"
    if schema in {"Vessel", "Airplane"}:
        return "registrationNumber"
    return "taxNumber" if "tax" in row["scheme"] or row["scheme"] == "inn" else "registrationNumber"


def _interest(row: Row, schemata: dict[str, str]) -> Entity:
    share = row["share_min_pct"]
    properties = {**_dates(row), **_place(row)}
    if share is not None:
        same = row["share_max_pct"] in {None, share}
        properties["percentage"] = [f"{share:g}" if same else f"{share:g}-{row['share_max_pct']:g}"]
    asset_schema = schemata.get(row["subject_party_id"])
    names = ("owner", "asset") if asset_schema in {"Company", "Vessel", "Airplane"} else ("subject", "object")
    schema = "Ownership" if names[0] == "owner" else "UnknownLink"
    if schema == "UnknownLink":
        properties.pop("percentage", None)
        properties["role"] = ["owner" if share is None else f"owner of {share:g} %"]
    ends = {names[0]: [row["owner_party_id"]], names[1]: [row["subject_party_id"]]}
    return _entity(_id("interest", row), schema, {**ends, **properties})


def _role(row: Row, schemata: dict[str, str]) -> Entity:
    schema, holder, subject = _ROLE_SCHEMA.get(row["role_kind"], _LINK_SCHEMA)
    fits = {
        "Directorship": schemata.get(row["subject_party_id"]) in _CAN_DIRECT,
        "Family": {schemata.get(row["holder_party_id"]), schemata.get(row["subject_party_id"])} == {"Person"},
    }
    if not fits.get(schema, True):
        schema, holder, subject = _LINK_SCHEMA
    kind = "relationship" if schema == "Family" else "role"
    ends = {holder: [row["holder_party_id"]], subject: [row["subject_party_id"]], kind: [row["role_kind"]]}
    return _entity(_id("role", row), schema, {**ends, **_dates(row), **_place(row)})


def _designation(row: Row) -> Entity:
    properties = {
        "entity": [row["party_id"]],
        "authority": [row["regime"] if row["regime"] != "none" else (row["publication"] or row["list_id"])],
        "authorityId": [row["native_id"]],
        "program": [row["programme"]] if row["programme"] else [],
        "listingDate": [row["listed_on"].isoformat()] if row["listed_on"] else [],
        "endDate": [row["delisted_on"].isoformat()] if row["delisted_on"] else [],
    }
    return _entity(_id("designation", row), "Sanction", {**properties, **_place(row)})


def _finding(finding: dict[str, Any]) -> Entity:
    properties = {
        "entity": [finding["subject_id"]],
        "status": ["flag raised; it proves nothing"],
        "reason": [f"{finding['indicator']} {finding['title']}: {finding['reason']}"],
        "description": [f"Other explanations: {' '.join(finding['innocent_explanations'])}"],
        "summary": [f"{finding['evidence_total']} rows of evidence, provenance {finding['provenance']}"],
        "publisher": ["Entrepot"],
        "recordId": [f"{e['snapshot']} {e['locator']}" for e in finding["evidence"]],
    }
    return _entity(
        hash_id("finding", finding["indicator"], finding["subject_id"], *finding["related_ids"]), "Risk", properties
    )


def _dates(row: Row) -> dict[str, list[str]]:
    named = {"startDate": row["from_on"], "endDate": row["to_on"]}
    return {name: [value.isoformat()] for name, value in named.items() if value is not None}


def _place(row: Row) -> dict[str, list[str]]:
    place = {"recordId": [f"{row['snapshot_id']} {row['locator']}"], "summary": [f"provenance: {row['provenance']}"]}
    return {**place, "publisher": [row["publication"]]} if row["publication"] else place


def _id(kind: str, row: Row) -> str:
    return hash_id(
        kind, row["snapshot_id"], row["locator"], *(str(v) for k, v in row.items() if k.endswith("party_id"))
    )


def _entity(entity_id: str, schema: str, properties: dict[str, list[str]]) -> Entity:
    """Return the entity without empty properties; a value too long for its property stands in `summary`."""
    fitting: dict[str, list[str]] = {}
    for name, values in properties.items():
        for value in (" ".join(value.split()) for value in values):
            is_long = len(value) > _LONGEST.get(name, len(value))
            fitting.setdefault("summary" if is_long else name, []).append(f"{name}: {value}" if is_long else value)
    return {"id": entity_id, "schema": schema, "properties": fitting}
