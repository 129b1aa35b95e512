"""Relationship records between two LEIs."""

from collections.abc import Iterator
from datetime import date
from xml.etree.ElementTree import Element

from entrepot.normalise.identifiers import check
from entrepot.records.relation import INTEREST, ROLE
from entrepot.sources.base import ParseContext
from entrepot.sources.gleif_level1.record import day_of, party_id
from entrepot.sources.party_rows import emit_identifier
from entrepot.sources.xml_records import text_of, xml_records

# RR-CDF 2.1, RelationshipType: the start node is what the type says of the end node.
_CONSOLIDATED = {
    "IS_DIRECTLY_CONSOLIDATED_BY": "consolidation",
    "IS_ULTIMATELY_CONSOLIDATED_BY": "ultimate_consolidation",
}
_LINKS = {
    "IS_FUND-MANAGED_BY": ("linked_to", "fund managed by"),
    "IS_SUBFUND_OF": ("part_of", "sub-fund of"),
    "IS_FEEDER_TO": ("linked_to", "feeder fund of"),
    "IS_INTERNATIONAL_BRANCH_OF": ("part_of", "international branch of"),
}
_WITHDRAWN = ("ANNULLED", "DUPLICATE", "CANCELLED")  # RegistrationStatus of records that were never right
_READ = frozenset(
    {"RelationshipRecord", "Relationship", "StartNode", "EndNode", "NodeID", "NodeIDType", "RelationshipType"}
    | {"RelationshipPeriods", "RelationshipPeriod", "PeriodType", "StartDate", "EndDate", "RelationshipStatus"}
    | {"Registration", "RegistrationStatus", "LastUpdateDate", "Extension"}
    | {"RelationshipQualifiers", "RelationshipQualifier", "RelationshipQuantifiers", "RelationshipQuantifier"}
)


def parse_relationships(context: ParseContext) -> None:
    """Emit an interest or role for every record, and each LEI once as the number of its party."""
    counts: dict[str, int] = {}
    seen: set[str] = set()
    for locator, element in xml_records(context, "RelationshipData", "RelationshipRecords", "RelationshipRecord"):
        context.rows_read += 1
        for words in _emit(context, locator, element, seen):
            counts[words] = counts.get(words, 0) + 1
        for name in {part.tag for part in element.iter()} - _READ - context.meta.ignored_columns.keys():
            counts[f"Element {name} is not read"] = counts.get(f"Element {name} is not read", 0) + 1
    for words, count in sorted(counts.items()):
        context.warn(f"{words} ({count} times)")


def _emit(context: ParseContext, locator: str, element: Element, seen: set[str]) -> Iterator[str]:
    """Emit the rows of a record; yield what a reader should know of it."""
    ends = [_lei(element, node) for node in ("StartNode", "EndNode")]
    kind = text_of(element, "Relationship/RelationshipType")
    spans = _spans(element)
    raw = " ".join("".join(element.itertext()).split())
    if text_of(element, "Registration/RegistrationStatus") in _WITHDRAWN:
        yield "Records that were withdrawn are left out"
    elif None in ends or (kind not in _CONSOLIDATED and kind not in _LINKS):
        context.quarantine(locator, f"the record names no two LEIs or has an unknown type ({kind})", raw=raw)
    elif any(to_on is not None and from_on is not None and to_on < from_on for from_on, to_on in spans):
        context.quarantine(locator, "EndDate lies before StartDate", field_name="EndDate", raw=raw)
    else:
        start, end = (lei for lei in ends if lei is not None)
        for lei in (start, end):
            if lei not in seen:
                seen.add(lei)
                emit_identifier(context, locator, party_id(lei), check("lei", lei))
        for span in spans:
            _emit_relation(context, locator, str(kind), (start, end), span)


def _emit_relation(
    context: ParseContext, locator: str, kind: str, ends: tuple[str, str], span: tuple[date | None, date | None]
) -> None:
    start, end = (party_id(lei) for lei in ends)
    if kind in _CONSOLIDATED:
        context.emit(
            INTEREST,
            locator,
            owner_source_party_id=end,
            subject_source_party_id=start,
            interest_kind=_CONSOLIDATED[kind],
            from_on=span[0],
            to_on=span[1],
        )
        return
    role, note = _LINKS[kind]
    context.emit(
        ROLE,
        locator,
        holder_source_party_id=start,
        subject_source_party_id=end,
        role_kind=role,
        from_on=span[0],
        to_on=span[1],
        note=note,
    )


def _lei(element: Element, node: str) -> str | None:
    is_lei = text_of(element, f"Relationship/{node}/NodeIDType") == "LEI"
    return text_of(element, f"Relationship/{node}/NodeID") if is_lei else None


def _spans(element: Element) -> list[tuple[date | None, date | None]]:
    """Return the periods of the relation itself; accounting and filing periods only date the documents.

    A relation that is said to have ended on no known day ends with the last update of its record.
    """
    periods = [
        (day_of(text_of(period, "StartDate")), day_of(text_of(period, "EndDate")))
        for period in element.findall("Relationship/RelationshipPeriods/RelationshipPeriod")
        if text_of(period, "PeriodType") == "RELATIONSHIP_PERIOD"
    ] or [(None, None)]
    if text_of(element, "Relationship/RelationshipStatus") == "INACTIVE":
        updated_on = day_of(text_of(element, "Registration/LastUpdateDate"))
        return [(from_on, to_on or updated_on) for from_on, to_on in periods]
    return periods
