"""Relationship statements: interests with shares, rights over the board, offices, and holders nobody names."""

from typing import Any

from entrepot.records.party import TAG
from entrepot.records.relation import INTEREST, ROLE
from entrepot.sources.base import ParseContext, hash_id
from entrepot.sources.bods.statement import Statement, mapping, objects, party_id, text
from entrepot.sources.party_dates import first_day
from entrepot.sources.party_rows import emit_party

# BODS 0.4, interestType. What is no share, vote or seat is a role; what is a share of something else is of unknown kind.
_INTERESTS = {
    "shareholding": "shares",
    "votingRights": "votes",
    "appointmentOfBoard": "board",
    "rightsToSurplusAssetsOnDissolution": "unknown",
    "rightsToProfitOrIncome": "unknown",
    "unknownInterest": "unknown",
    "unpublishedInterest": "unknown",
}
_OFFICES = {"boardMember": "director", "boardChair": "director", "seniorManagingOfficial": "manager"}
_BY_SHARE = ("shares", "votes")
_NOBODY = "noBeneficialOwners"  # BODS 0.4, unspecifiedReason: a statement that there is no holder
NO_OWNER_TAG = "no_beneficial_owner"
_WHOLE = 100.0  # percent


def emit_relationship(context: ParseContext, statement: Statement) -> None:
    """Emit the interests of one holder in one subject; a statement without a subject goes to quarantine."""
    subject = text(statement.details.get("subject"))
    if subject is None:
        context.quarantine(
            statement.locator, "the statement names no subject", field_name="subject", raw=statement.text
        )
        return
    holder = statement.details.get("interestedParty")
    if (named := text(holder)) is not None:
        holder_id = party_id(named)
    elif _reason(holder) == _NOBODY:
        note = "; ".join(filter(None, (_NOBODY, text(mapping(holder).get("description")))))
        context.emit(TAG, statement.locator, source_party_id=party_id(subject), tag=NO_OWNER_TAG, note=note)
        return
    else:
        holder_id = _emit_unidentified(context, statement, holder)
    interests = objects(statement.details.get("interests")) or [{"type": "unknownInterest"}]
    for interest in interests:
        _emit_interest(context, statement, (holder_id, party_id(subject)), interest)


def _reason(holder: object) -> str | None:
    return text(mapping(holder).get("reason"))


def _emit_unidentified(context: ParseContext, statement: Statement, holder: object) -> str:
    """Emit a holder whom the statement does not name; each is a party of its own, because two of them are not one."""
    source_party_id = hash_id("bods", "unspecified", statement.record_id)
    told = [_reason(holder), text(mapping(holder).get("description"))]
    emit_party(
        context,
        statement.locator,
        source_party_id=source_party_id,
        native_id=None,
        kind="unknown",
        name=f"Holder who is not identified, statement {statement.record_id}",
        note="; ".join(part for part in told if part) or None,
        publication=statement.publisher,
    )
    return source_party_id


def _emit_interest(
    context: ParseContext, statement: Statement, ends: tuple[str, str], interest: dict[str, Any]
) -> None:
    given = text(interest.get("type")) or "unknownInterest"
    from_on, to_on = (first_day(text(interest.get(name)) or "") for name in ("startDate", "endDate"))
    to_on = to_on or (statement.stated_on if statement.is_closed else None)
    span = {"from_on": from_on, "to_on": to_on, "publication": statement.publisher}
    bounds = share_of(interest.get("share"))
    if bounds is None or (from_on is not None and to_on is not None and to_on < from_on):
        fault = "the share is no part of the whole" if bounds is None else "endDate lies before startDate"
        context.quarantine(statement.locator, fault, field_name="interests", raw=statement.text)
    elif given in _INTERESTS:
        context.emit(
            INTEREST,
            statement.locator,
            owner_source_party_id=ends[0],
            subject_source_party_id=ends[1],
            interest_kind=_kind(_INTERESTS[given], statement, interest),
            **bounds,
            **span,
        )
    else:
        note = "; ".join(part for part in (given, text(interest.get("details"))) if part)
        role = _OFFICES.get(given, "linked_to")
        sides = {"holder_source_party_id": ends[0], "subject_source_party_id": ends[1]}
        context.emit(ROLE, statement.locator, **sides, role_kind=role, note=note, **span)


def _kind(kind: str, statement: Statement, interest: dict[str, Any]) -> str:
    """Return the kind of an interest: a share held through others, or nobody says how, gives no certainty of a direct one."""
    if kind not in _BY_SHARE:
        return kind
    how = text(interest.get("directOrIndirect"))
    if how is None and statement.details.get("componentRecords"):
        how = "indirect"
    return {"indirect": "indirect", "unknown": "unknown"}.get(how or "direct", kind)


def share_of(share: object) -> dict[str, float | bool | None] | None:
    """Return the bounds of a share, percent, with their open ends; all None where none is stated, None where it is no share."""
    given = mapping(share)
    minimum, is_open_below = _bound(given, "minimum", "exclusiveMinimum")
    maximum, is_open_above = _bound(given, "maximum", "exclusiveMaximum")
    if (exact := _number(given.get("exact"))) is not None:
        minimum, maximum, is_open_below, is_open_above = exact, exact, False, False
    is_stated = minimum is not None or maximum is not None
    low, high = minimum or 0.0, _WHOLE if maximum is None else maximum
    if not 0 <= low <= high <= _WHOLE:
        return None
    return {
        "share_min_pct": low if is_stated else None,
        "share_max_pct": high if is_stated else None,
        "is_share_min_exclusive": True if is_open_below else None,
        "is_share_max_exclusive": True if is_open_above else None,
    }


def _bound(given: dict[str, Any], plain: str, exclusive: str) -> tuple[float | None, bool]:
    """Return a bound and whether it is open: 0.4 writes an open bound as a number, earlier versions as a flag beside it."""
    if given.get(exclusive) is True:
        return _number(given.get(plain)), True
    opened, closed = _number(given.get(exclusive)), _number(given.get(plain))
    return (opened, True) if opened is not None and closed in (None, opened) else (closed, False)


def _number(value: object) -> float | None:
    try:
        return None if isinstance(value, bool) else float(str(value)) if value is not None else None
    except ValueError:
        return -1.0  # outside every share: the statement goes to quarantine
