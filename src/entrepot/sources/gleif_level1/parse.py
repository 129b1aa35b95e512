"""Reads LEI records one by one; the file is larger than memory."""

import re
from datetime import date
from pathlib import Path

from entrepot.sources.base import ParseContext, Source, read_meta
from entrepot.sources.gleif_level1.record import READ, LeiRecord, party_id
from entrepot.sources.party_rows import emit_party
from entrepot.sources.xml_records import xml_records

_CONFIDENCE = 0.98
_ROOT = re.compile(rb"<(?:\w+:)?LEIData[\s>]")
_CONTENT_DATE = re.compile(rb"<(?:\w+:)?ContentDate>\s*(\d{4}-\d{2}-\d{2})")
_EXTENSION = "Extension"


def looks_like_lei_data(_path: Path, head: bytes) -> float:
    """Return the confidence that a file holds LEI records: its root element says so."""
    return _CONFIDENCE if _ROOT.search(head) else 0.0


def content_date(_path: Path, head: bytes) -> date | None:
    """Return the day the file describes, None where its header does not say it."""
    found = _CONTENT_DATE.search(head)
    return date.fromisoformat(found.group(1).decode()) if found else None


def parse(context: ParseContext) -> None:
    """Emit a party for every record; one without LEI or name, or of an LEI used before, goes to quarantine."""
    seen: set[str] = set()
    unread: dict[str, int] = {}
    for locator, element in xml_records(context, "LEIData", "LEIRecords", "LEIRecord"):
        context.rows_read += 1
        extension = element.find(_EXTENSION)
        if extension is not None:
            element.remove(extension)  # geocoding by GLEIF, about half of the file
        record = LeiRecord(element)
        if record.lei is None or record.name is None:
            context.quarantine(locator, "the record has no LEI or no legal name", raw=_raw(record))
        elif record.lei in seen:
            context.quarantine(locator, f"{record.lei} was used before in this file", raw=_raw(record))
        else:
            seen.add(record.lei)
            _emit(context, locator, record, record.lei, record.name)
        for name in {part.tag for part in element.iter()} - READ - context.meta.ignored_columns.keys():
            unread[name] = unread.get(name, 0) + 1
    for name, count in sorted(unread.items()):
        context.warn(f"Element {name} is not read ({count} times)")


def _emit(context: ParseContext, locator: str, record: LeiRecord, lei: str, name: str) -> None:
    emit_party(
        context,
        locator,
        source_party_id=party_id(lei),
        native_id=lei,
        kind=record.kind,
        name=name,
        country_iso=record.country_iso,
        incorporated_on=record.created_on,
        dissolved_on=record.ended_on,
        note=record.note,
        aliases=record.aliases,
        identifiers=record.identifiers,
        addresses=record.addresses,
    )


def _raw(record: LeiRecord) -> str:
    return " ".join("".join(record.element.itertext()).split())


SOURCE = Source(read_meta(__file__), looks_like_lei_data, parse, as_of=content_date)
