"""Persons with significant control: holders, their interests, and the statements of companies without one."""

import re
from collections.abc import Mapping
from typing import Any

from entrepot.codes.territories import iso2
from entrepot.evidence.json_items import Item, json_items
from entrepot.normalise.identifiers import Identifier, check, classify
from entrepot.records.party import TAG
from entrepot.records.relation import INTEREST, ROLE
from entrepot.sources.base import ParseContext, hash_id
from entrepot.sources.companies_house.companies import party_id
from entrepot.sources.companies_house.natures import nature_of
from entrepot.sources.party_dates import first_day
from entrepot.sources.party_rows import PartyKind, emit_identifier, emit_party

_KIND = re.compile(
    r"(?P<who>individual|corporate-entity|legal-person|super-secure)-(?:person-with-significant-control|beneficial-owner)"
)
_KINDS: dict[str, PartyKind] = {"individual": "person", "corporate-entity": "company", "legal-person": "organisation"}
_STATEMENT = "persons-with-significant-control-statement"
STATEMENT_TAG = "control_statement"
# Statements that somebody controls the company whom it cannot name or confirm (psc_descriptions.yml).
_UNIDENTIFIED = (
    "psc-exists-but-not-identified",
    "psc-details-not-confirmed",
    "psc-has-failed-to-confirm-changed-details",
)
_ADDRESS = (
    "care_of",
    "po_box",
    "premises",
    "address_line_1",
    "address_line_2",
    "locality",
    "region",
    "postal_code",
    "country",
)
_IDENTIFICATION = ("legal_form", "legal_authority", "place_registered", "country_registered")
_TOTALS = "totals#persons-of-significant-control-snapshot"
_UK_NUMBER_LENGTH = 8
_PROGRESS_EVERY = 10_000  # records


def parse_control(context: ParseContext) -> None:
    """Emit holders, interests, links and tags; what is of no known kind goes to quarantine."""
    numbered: set[str] = set()
    counts = {"persons": 0, "statements": 0}
    for number, item in enumerate(json_items(context.path), start=1):
        context.rows_read += 1
        data, company = _data(item)
        kind = str(data.get("kind"))
        if kind == _TOTALS:
            _compare(context, data, counts)
        elif company is None or not data:
            context.quarantine(item.locator, item.fault or "it names no company or holds no data", raw=item.text)
        elif kind == _STATEMENT:
            counts["statements"] += 1
            _emit_statement(context, item.locator, company, data)
        elif (found := _KIND.fullmatch(kind)) is not None:
            counts["persons"] += 1
            _emit_control(context, item, company, data, found["who"])
        else:
            context.quarantine(
                item.locator, f"{kind!r} is no kind of record that is read", field_name="kind", raw=item.text
            )
        if company is not None and company not in numbered and kind != _TOTALS:
            numbered.add(company)
            emit_identifier(context, item.locator, party_id(company), check("uk_company_number", company))
        if number % _PROGRESS_EVERY == 0 and context.on_progress is not None:
            context.on_progress(number)


def _data(item: Item) -> tuple[Mapping[str, Any], str | None]:
    values = item.values if isinstance(item.values, dict) else {}
    data, number = values.get("data"), values.get("company_number")
    company = str(number).strip().upper().zfill(_UK_NUMBER_LENGTH) if number else None
    return (data if isinstance(data, dict) else {}), company


def _compare(context: ParseContext, data: Mapping[str, Any], counts: Mapping[str, int]) -> None:
    """Warn where the snapshot's own totals are not what was read: one part of several, or a file cut short."""
    for words, name in (("persons", "persons_of_significant_control_count"), ("statements", "statements_count")):
        if isinstance(stated := data.get(name), int) and stated != counts[words]:
            context.warn(f"The snapshot counts {stated:,} {words}, {counts[words]:,} are in this file")


def _text(data: Mapping[str, Any], name: str) -> str | None:
    value = data.get(name)
    usable = isinstance(value, str | int) and not isinstance(value, bool)
    return str(value).encode("utf-8", "replace").decode().strip() or None if usable else None


def _part(data: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = data.get(name)
    return value if isinstance(value, dict) else {}


def _span(data: Mapping[str, Any]) -> dict[str, Any]:
    return {"from_on": first_day(_text(data, "notified_on") or ""), "to_on": first_day(_text(data, "ceased_on") or "")}


def _emit_control(context: ParseContext, item: Item, company: str, data: Mapping[str, Any], who: str) -> None:
    span = _span(data)
    if span["from_on"] is not None and span["to_on"] is not None and span["to_on"] < span["from_on"]:
        context.quarantine(item.locator, "ceased_on lies before notified_on", field_name="ceased_on", raw=item.text)
        return
    holder = hash_id("companies_house_psc", _text(_part(data, "links"), "self") or f"{company} {_text(data, 'etag')}")
    if not _emit_holder(context, item, company, data, (who, holder)):
        return
    ends = (holder, party_id(company))
    natures = data.get("natures_of_control")
    for words in sorted({str(nature) for nature in natures} if isinstance(natures, list) else ()) or [""]:
        _emit_nature(context, item.locator, ends, words, span)


def _emit_holder(
    context: ParseContext, item: Item, company: str, data: Mapping[str, Any], holder: tuple[str, str]
) -> bool:
    """Emit the party of a holder; False where it has no name though it is not protected."""
    who, source_party_id = holder
    name, title = _text(data, "name"), _text(_part(data, "name_elements"), "title")
    if name is not None and title is not None:
        name = name.removeprefix(f"{title} ")
    if who == "super-secure":  # the law protects who it is
        name = f"Holder whose details are protected, company {company}"
    if name is None:
        context.quarantine(item.locator, "the holder has no name", field_name="name", raw=item.text)
        return False
    identification, address = _part(data, "identification"), _part(data, "address")
    country_iso = _country(_text(identification, "country_registered")) or _country(_text(data, "country_of_residence"))
    written = ", ".join(part for column in _ADDRESS if (part := _text(address, column)) is not None)
    emit_party(
        context,
        item.locator,
        source_party_id=source_party_id,
        native_id=_text(_part(data, "links"), "self"),
        kind=_KINDS.get(who, "unknown"),
        name=name,
        country_iso=country_iso,
        birth_date_text=_birth(_part(data, "date_of_birth")),
        note=_note(data, identification),
        identifiers=_numbers(identification, country_iso),
        addresses=[(written, _country(_text(address, "country")))] if written else [],
    )
    return True


def _emit_nature(
    context: ParseContext, locator: str, ends: tuple[str, str], words: str, span: Mapping[str, Any]
) -> None:
    """Emit a nature as an interest, one without a share as a link; no nature at all is an interest of unknown kind."""
    nature = nature_of(words)
    sides = {"owner_source_party_id": ends[0], "subject_source_party_id": ends[1]}
    if nature is not None:
        context.emit(
            INTEREST,
            locator,
            **sides,
            interest_kind=nature.kind,
            share_min_pct=nature.low_pct,
            share_max_pct=nature.high_pct,
            is_share_min_exclusive=nature.is_low_open or None,
            is_share_max_exclusive=nature.is_high_open or None,
            **span,
        )
    elif words:
        sides = {"holder_source_party_id": ends[0], "subject_source_party_id": ends[1]}
        context.emit(ROLE, locator, **sides, role_kind="linked_to", note=words, **span)
    else:
        context.emit(INTEREST, locator, **sides, interest_kind="unknown", **span)


def _emit_statement(context: ParseContext, locator: str, company: str, data: Mapping[str, Any]) -> None:
    words = _text(data, "statement") or "no statement"
    span = _span(data)
    days = f"{span['from_on'] or 'day not known'} to {span['to_on'] or 'now'}"
    note = "; ".join(filter(None, (words, days, _text(data, "linked_psc_name"))))
    context.emit(TAG, locator, source_party_id=party_id(company), tag=STATEMENT_TAG, note=note)
    if words not in _UNIDENTIFIED:
        return
    holder = hash_id("companies_house_psc", company, _text(data, "etag") or words)
    name = f"Holder who is not identified, company {company}"
    emit_party(context, locator, source_party_id=holder, native_id=None, kind="unknown", name=name, note=words)
    ends = {"owner_source_party_id": holder, "subject_source_party_id": party_id(company)}
    context.emit(INTEREST, locator, **ends, interest_kind="unknown", **span)


def _numbers(identification: Mapping[str, Any], country_iso: str | None) -> list[Identifier]:
    number = _text(identification, "registration_number")
    if number is None:
        return []
    is_short = country_iso == "GB" and number.isdecimal() and len(number) < _UK_NUMBER_LENGTH
    return [classify("Registration number", number.zfill(_UK_NUMBER_LENGTH) if is_short else number, country_iso)]


def _country(name: str | None) -> str | None:
    """Return the country of a name as holders write it; `England And Wales` is one register of the United Kingdom."""
    if name is None:
        return None
    return "GB" if "england" in name.casefold() else iso2(name).value


def _birth(born: Mapping[str, Any]) -> str | None:
    year, month = born.get("year"), born.get("month")
    if not isinstance(year, int):
        return None
    return f"{year:04}-{month:02}" if isinstance(month, int) else f"{year:04}"


def _note(data: Mapping[str, Any], identification: Mapping[str, Any]) -> str | None:
    told = [f"nationality: {nationality}"] if (nationality := _text(data, "nationality")) else []
    told += [f"{name.replace('_', ' ')}: {text}" for name in _IDENTIFICATION if (text := _text(identification, name))]
    return "; ".join(told) or None
