"""Reads entities line by line; what has no table here is counted by schema and property and named in a warning."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from entrepot.evidence.files import open_bytes
from entrepot.sources.base import ParseContext, Source, read_meta
from entrepot.sources.ftm import parties, relations
from entrepot.sources.ftm.entity import Entity, NotAnEntity, read_entity

_PROGRESS_EVERY = 10_000  # lines


def recognise(path: Path, head: bytes) -> float:
    """Return how surely the first line is an entity."""
    try:
        read_entity("line 1", head.split(b"\n", 1)[0])
    except NotAnEntity:
        return 0.0
    return 0.95


def parse(context: ParseContext) -> None:
    """Emit the parties, then what stands between them; the file is read twice, because addresses may follow their users."""
    addresses = _addresses(context)
    unread: Counter[str] = Counter()
    unread_properties: Counter[str] = Counter()
    for entity in _entities(context, is_first_pass=False):
        if not _emit(context, entity, addresses):
            unread[entity.schema] += 1
        elif entity.schema != "Address":
            known = parties.READ if entity.schema in parties.KINDS else relations.READ
            unread_properties.update(f"{entity.schema}.{name}" for name in entity.properties if name not in known)
    for what, counts in (("Schemata", unread), ("Properties", unread_properties)):
        if counts:
            told = ", ".join(f"{name} ({count})" for name, count in sorted(counts.items()))
            context.warn(f"{what} that are not read: {told}")


def _emit(context: ParseContext, entity: Entity, addresses: dict[str, str]) -> bool:
    """Emit an entity's rows; False where its schema has no table here."""
    if entity.schema in parties.KINDS:
        parties.emit_entity(context, entity, addresses)
    elif entity.schema in parties.DOCUMENTS:
        parties.emit_document(context, entity)
    elif entity.schema in relations.ROLES:
        relations.emit_role(context, entity)
    elif entity.schema == "Ownership":
        relations.emit_ownership(context, entity)
    elif entity.schema == "Sanction":
        relations.emit_sanction(context, entity)
    else:
        return entity.schema == "Address"
    return True


def _addresses(context: ParseContext) -> dict[str, str]:
    """Return the text of every address entity by its id."""
    found = {e.id: parties.full_address(e) for e in _entities(context, is_first_pass=True) if e.schema == "Address"}
    return {key: text for key, text in found.items() if text is not None}


def _entities(context: ParseContext, *, is_first_pass: bool) -> Iterator[Entity]:
    """Yield the entities; the second pass counts rows and puts the lines that hold none into quarantine."""
    for locator, line in _lines(context, is_first_pass=is_first_pass):
        try:
            yield read_entity(locator, line)
        except NotAnEntity as fault:
            if not is_first_pass:
                context.quarantine(locator, str(fault), raw=line.decode("utf-8", errors="replace").strip())


def _lines(context: ParseContext, *, is_first_pass: bool) -> Iterator[tuple[str, bytes]]:
    number = 0
    with open_bytes(context.path) as stream:
        try:
            for number, line in enumerate(stream, start=1):
                if line.strip():
                    context.rows_read += not is_first_pass
                    yield f"line {number}", line
                if number % _PROGRESS_EVERY == 0 and context.on_progress is not None:
                    context.on_progress(number)
        except EOFError:
            if not is_first_pass:
                context.quarantine(f"line {number + 1}", "the compressed file ends early: whatever followed is missing")


SOURCE = Source(read_meta(__file__), recognise, parse)
