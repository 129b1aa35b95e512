"""The records of a large XML file one after the other, freed once read; document types and entities are refused."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from entrepot.errors import SourceError
from entrepot.evidence.files import open_bytes
from entrepot.sources.base import ParseContext

_PROGRESS_EVERY = 10_000  # records


def local_name(tag: str) -> str:
    """Return the name of an element without its namespace."""
    return tag.rpartition("}")[2]


def xml_records(context: ParseContext, root: str, group: str, record: str) -> Iterator[tuple[str, Element]]:
    """Yield each record's XPath and element, names without namespaces; a file that breaks off ends with a quarantine row.

    Args:
        context: The file; its progress is told.
        root: Name of the root element.
        group: Name of its child that holds the records.
        record: Name of a record, a child of the group.

    Raises:
        SourceError: The file is no such XML, or holds a document type or entities, which can be made to fill the memory.
    """
    count = 0
    try:
        for element, holder in _ended(context, root, group, record):
            count += 1
            for part in element.iter():
                part.tag = local_name(part.tag)
            yield f"/{root}/{group}/{record}[{count}]", element
            holder.clear()
            if count % _PROGRESS_EVERY == 0 and context.on_progress is not None:
                context.on_progress(count)
    except DefusedXmlException as fault:
        why = f"it declares a document type or entities ({type(fault).__name__}), which such files never do"
        raise SourceError.unreadable(context.path, why) from fault
    except (ParseError, EOFError) as fault:
        if not count:
            raise SourceError.unreadable(context.path, f"it is no whole XML ({fault})") from fault
        context.quarantine(f"/{root}", f"the XML breaks off after {count} {record}: {fault}")


def _ended(context: ParseContext, root: str, group: str, record: str) -> Iterator[tuple[Element, Element]]:
    """Yield each finished record with the element that holds it."""
    is_first = True
    holder: Element | None = None
    with open_bytes(context.path) as stream:
        for event, element in iterparse(stream, events=("start", "end"), forbid_dtd=True):
            name = local_name(element.tag)
            if is_first and name != root:
                raise SourceError.unreadable(context.path, f"its root element is {name}, not {root}")
            is_first = False
            if event == "start" and name == group:
                holder = element
            elif event == "end" and name == record and holder is not None:
                yield element, holder


def text_of(element: Element, path: str) -> str | None:
    """Return the stripped text at a path, None where it is missing or empty."""
    return (element.findtext(path) or "").strip() or None


def texts_of(element: Element, path: str) -> list[str]:
    """Return the stripped texts at a path that are not empty, in their order."""
    return [text for part in element.findall(path) if (text := (part.text or "").strip())]
