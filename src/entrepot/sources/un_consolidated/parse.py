"""Reads the consolidated list of the UN Security Council, element by element; entities and document types are refused."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from entrepot.errors import SourceError
from entrepot.evidence.files import open_bytes
from entrepot.records.designation import DESIGNATION
from entrepot.sources.base import ParseContext, Source, hash_id, read_meta
from entrepot.sources.party_rows import emit_party
from entrepot.sources.un_consolidated.entry import KINDS, Entry, text_of, unread_paths

LIST_ID = "un_sc"
_REGIME = "UN"
_ROOT = "CONSOLIDATED_LIST"
_CONFIDENCE = 0.98
_REASON_CUT = 1000  # characters of the narrative that are kept; the locator leads to the whole
_GENERATED = re.compile(rb'dateGenerated="(\d{4}-\d{2}-\d{2})')
_GROUPS = {"INDIVIDUAL": "INDIVIDUALS", "ENTITY": "ENTITIES"}


def looks_like_list(_path: Path, head: bytes) -> float:
    """Return the confidence that a file is the consolidated list: its root element says so."""
    return _CONFIDENCE if f"<{_ROOT}".encode() in head else 0.0


def as_of(_path: Path, head: bytes) -> date | None:
    """Return the day the list was generated, None where the root element does not say it."""
    found = _GENERATED.search(head)
    return date.fromisoformat(found.group(1).decode()) if found else None


def parse(context: ParseContext) -> None:
    """Emit a party and a designation for every individual and entity; unusable and repeated ones go to quarantine."""
    seen: dict[str, str] = {}
    unread: dict[str, int] = {}
    for locator, element in _elements(context):
        context.rows_read += 1
        entry = Entry(element)
        data_id = text_of(element, "DATAID")
        raw = " ".join("".join(element.itertext()).split())
        if data_id is None or entry.name is None:
            context.quarantine(locator, "the entry has no DATAID or no name", raw=raw)
        elif seen.setdefault(data_id, locator) != locator:
            context.quarantine(locator, f"DATAID {data_id} was used before, in {seen[data_id]}", raw=raw)
        else:
            _emit_entry(context, locator, entry, data_id, entry.name)
        for path, _ in unread_paths(element):
            if path not in context.meta.ignored_columns:
                unread[path] = unread.get(path, 0) + 1
    for path, count in sorted(unread.items()):
        context.warn(f"Element {path} is not read ({count} times)")


def _elements(context: ParseContext) -> Iterator[tuple[str, Element]]:
    """Yield each entry with its XPath, freeing what was read; a file that breaks off ends with a quarantine row.

    Raises:
        SourceError: The file is no such XML, or holds a document type or entities, which can be made to fill the memory.
    """
    counts = dict.fromkeys(KINDS, 0)
    root: Element | None = None
    try:
        with open_bytes(context.path) as stream:
            for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
                if root is None:
                    root = _checked_root(context, element)
                if event == "end" and element.tag in KINDS:
                    counts[element.tag] += 1
                    yield f"/{_ROOT}/{_GROUPS[element.tag]}/{element.tag}[{counts[element.tag]}]", element
                    element.clear()
    except DefusedXmlException as fault:
        why = f"it declares a document type or entities ({type(fault).__name__}), which the list never does"
        raise SourceError.unreadable(context.path, why) from fault
    except (ParseError, EOFError) as fault:
        if not sum(counts.values()):
            raise SourceError.unreadable(context.path, f"it is no whole XML ({fault})") from fault
        after = ", ".join(f"{count} {tag}" for tag, count in counts.items())
        context.quarantine(f"/{_ROOT}", f"the XML breaks off after {after}: {fault}")


def _checked_root(context: ParseContext, element: Element) -> Element:
    if element.tag != _ROOT:
        raise SourceError.unreadable(context.path, f"its root element is {element.tag}, not {_ROOT}")
    return element


def _emit_entry(context: ParseContext, locator: str, entry: Entry, data_id: str, name: str) -> None:
    source_party_id = hash_id(LIST_ID, data_id)
    emit_party(
        context,
        locator,
        source_party_id=source_party_id,
        native_id=data_id,
        kind=entry.kind,
        name=name,
        country_iso=entry.country_iso,
        birth_date_text=entry.birth_date_text,
        note=entry.note,
        aliases=entry.aliases,
        identifiers=entry.identifiers,
        addresses=entry.addresses,
    )
    comments = text_of(entry.element, "COMMENTS1")
    listed = text_of(entry.element, "LISTED_ON")
    if listed is not None and entry.listed_on is None:
        context.quarantine(f"{locator}/LISTED_ON", f"{listed!r} is no date", field_name="LISTED_ON", raw=listed)
    context.emit(
        DESIGNATION,
        locator,
        source_party_id=source_party_id,
        native_id=data_id,
        list_id=LIST_ID,
        regime=_REGIME,
        programme=text_of(entry.element, "UN_LIST_TYPE"),
        listed_on=entry.listed_on,
        seen_on=context.snapshot.as_of_on,
        reason=None if comments is None else comments[:_REASON_CUT],
    )


SOURCE = Source(read_meta(__file__), looks_like_list, parse, list_id=LIST_ID, as_of=as_of)
