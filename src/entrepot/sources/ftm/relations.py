"""Entities that stand between parties: ownership, roles, sanctions."""

import re
from dataclasses import dataclass
from datetime import date
from itertools import product

from entrepot.records.designation import DESIGNATION
from entrepot.records.relation import INTEREST, ROLE
from entrepot.sources.base import ParseContext
from entrepot.sources.ftm.entity import Entity, party_id
from entrepot.sources.party_dates import first_day


@dataclass(frozen=True)
class Ends:
    """The properties that name both sides of a role, and what it is called here."""

    holder: str
    subject: str
    role_kind: str


ROLES = {
    "Directorship": Ends("director", "organization", "director"),
    "Employment": Ends("employee", "employer", "employee"),
    "Membership": Ends("member", "organization", "part_of"),
    "Family": Ends("person", "relative", "family"),
    "Associate": Ends("person", "associate", "linked_to"),
    "Representation": Ends("agent", "client", "linked_to"),
    "UnknownLink": Ends("subject", "object", "linked_to"),
}
READ = frozenset(
    {"owner", "asset", "percentage", "startDate", "endDate", "date", "role", "relationship", "status", "summary"}
    | {"entity", "authority", "authorityId", "program", "programId", "provisions", "listingDate", "reason", "country"}
    | {"holder", "number", "type", "publisher", "sourceUrl"}
    | {name for ends in ROLES.values() for name in (ends.holder, ends.subject)}
)
_SHARE = re.compile(
    r"(?P<over>>=?|over|more than|at least)?\s*(?P<low>\d+(?:\.\d+)?)\s*%?\s*(?:(?:-|–|to)\s*(?P<high>\d+(?:\.\d+)?)\s*%?)?",
    re.IGNORECASE,
)
_WHOLE = 100.0  # percent
# Words of an authority's name to the regime of the record (records/designation.py); the first that occurs counts.
_REGIMES = (
    (re.compile(r"\bOFAC\b|Foreign Assets Control", re.IGNORECASE), "OFAC"),
    (re.compile(r"Industry and Security|\bBIS\b", re.IGNORECASE), "BIS"),
    (re.compile(r"United Nations|\bUN(SC)?\b", re.IGNORECASE), "UN"),
    (re.compile(r"\bOFSI\b|HM Treasury|United Kingdom|\bUK\b|Foreign,? Commonwealth", re.IGNORECASE), "UK"),
    (re.compile(r"European|\bEU\b", re.IGNORECASE), "EU"),
)


def emit_ownership(context: ParseContext, entity: Entity) -> None:
    """Emit the interests of an ownership entity: every owner in every asset."""
    shares = [share_bounds(value) for value in entity.all("percentage")]
    if None in shares:
        reason = f"{entity.first('percentage')!r} is no share from 0 to 100 percent"
        context.quarantine(entity.locator, reason, field_name="percentage", raw=str(entity.properties))
        return
    bounds = [share for share in shares if share is not None]
    for owner, asset in _pairs(context, entity, "owner", "asset"):
        context.emit(
            INTEREST,
            entity.locator,
            owner_source_party_id=party_id(owner),
            subject_source_party_id=party_id(asset),
            interest_kind="shares",
            share_min_pct=min((low for low, _ in bounds), default=None),
            share_max_pct=max((high for _, high in bounds), default=None),
            **_span(entity),
            **entity.evidence,
        )


def emit_role(context: ParseContext, entity: Entity) -> None:
    """Emit the roles of a relation: every holder towards every subject."""
    ends = ROLES[entity.schema]
    for holder, subject in _pairs(context, entity, ends.holder, ends.subject):
        context.emit(
            ROLE,
            entity.locator,
            holder_source_party_id=party_id(holder),
            subject_source_party_id=party_id(subject),
            role_kind=ends.role_kind,
            note="; ".join(entity.all("role", "relationship", "status", "summary")) or None,
            **_span(entity),
            **entity.evidence,
        )


def emit_sanction(context: ParseContext, entity: Entity) -> None:
    """Emit a designation of each entity that a sanction names; one that ends before it starts goes to quarantine."""
    authority = entity.first("authority", "programId", "program") or "unnamed authority"
    listed_on = first_day(entity.first("listingDate", "startDate") or "")
    delisted_on = first_day(entity.first("endDate") or "")
    if listed_on is not None and delisted_on is not None and delisted_on < listed_on:
        reason = f"delisted on {delisted_on}, before it was listed on {listed_on}"
        context.quarantine(entity.locator, reason, field_name="endDate", raw=str(entity.properties))
        return
    for target in _ends(context, entity, "entity"):
        context.emit(
            DESIGNATION,
            entity.locator,
            source_party_id=party_id(target),
            native_id=entity.first("authorityId") or entity.id,
            list_id=list_id(authority),
            regime=next((regime for words, regime in _REGIMES if words.search(authority)), "none"),
            programme="; ".join(entity.all("programId", "program")) or None,
            measure="; ".join(entity.all("provisions")) or None,
            listed_on=listed_on,
            delisted_on=delisted_on,
            seen_on=context.snapshot.as_of_on,
            reason="; ".join(entity.all("reason")) or None,
            **entity.evidence,
        )


def list_id(authority: str) -> str:
    """Return the list's id: `ftm_` and the authority's name in lower case."""
    return "ftm_" + re.sub(r"[^a-z0-9]+", "_", authority.casefold()).strip("_")


def share_bounds(text: str) -> tuple[float, float] | None:
    """Return the lowest and highest share, percent, of `51%`, `25.5`, `25-50 %` or `more than 50%`; None where it is none."""
    found = _SHARE.fullmatch(text.strip())
    if found is None:
        return None
    low = float(found["low"])
    high = float(found["high"]) if found["high"] else _WHOLE if found["over"] else low
    return (low, high) if low <= high <= _WHOLE else None


def _span(entity: Entity) -> dict[str, date | None]:
    return {
        "from_on": first_day(entity.first("startDate", "date") or ""),
        "to_on": first_day(entity.first("endDate") or ""),
    }


def _pairs(context: ParseContext, entity: Entity, first: str, second: str) -> list[tuple[str, str]]:
    span = _span(entity)
    if span["from_on"] is not None and span["to_on"] is not None and span["to_on"] < span["from_on"]:
        context.quarantine(
            entity.locator, "endDate lies before startDate", field_name="endDate", raw=str(entity.properties)
        )
        return []
    return list(product(_ends(context, entity, first), _ends(context, entity, second)))


def _ends(context: ParseContext, entity: Entity, name: str) -> list[str]:
    """Return the ids on one side; a relation without them goes to quarantine."""
    found = entity.all(name)
    if not found:
        context.quarantine(entity.locator, f"names no {name}", field_name=name, raw=str(entity.properties))
    return found
