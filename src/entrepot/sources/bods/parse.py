"""Reads statements twice: first which is the newest of each record, then those alone."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from entrepot.evidence.json_items import is_array, json_items
from entrepot.sources.base import ParseContext, Source, read_meta
from entrepot.sources.bods.parties import emit_entity, emit_person
from entrepot.sources.bods.relations import emit_relationship
from entrepot.sources.bods.statement import NotAStatement, Statement, read_statement

_CONFIDENCE = 0.95
_MARKS = (b'"recordType"', b'"recordDetails"', b'"statementId"')
_EMITTERS = {"entity": emit_entity, "person": emit_person, "relationship": emit_relationship}
_OLD = re.compile(rb'"statementType"\s*:\s*"(?:entity|person|ownershipOrControl)Statement"')
_PROGRESS_EVERY = 10_000  # statements


def recognise(_path: Path, head: bytes) -> float:
    """Return how surely a file holds statements: the first one names its record."""
    if not is_array(head) and not _is_object(head.split(b"\n", 1)[0]):
        return 0.0
    return _CONFIDENCE if all(mark in head for mark in _MARKS) or _OLD.search(head) else 0.0


def _is_object(line: bytes) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def parse(context: ParseContext) -> None:
    """Emit what the newest statement of each record says; older ones are counted, unusable ones put aside."""
    newest = _newest(context)
    replaced = 0
    for statement in _statements(context, is_first_pass=False):
        if newest[statement.record_id][1] != statement.locator:
            replaced += 1
        elif statement.record_type in _EMITTERS:
            _EMITTERS[statement.record_type](context, statement)
        else:
            why = f"{statement.record_type!r} is no kind of record"
            context.quarantine(statement.locator, why, field_name="recordType", raw=statement.text)
    if replaced:
        context.warn(f"{replaced} statements were replaced by newer ones of the same record")


def _newest(context: ParseContext) -> dict[str, tuple[str, str]]:
    """Return day and place of the newest statement of each record; of one day the later in the file."""
    newest: dict[str, tuple[str, str]] = {}
    for statement in _statements(context, is_first_pass=True):
        held = newest.get(statement.record_id)
        if held is None or statement.statement_date >= held[0]:
            newest[statement.record_id] = (statement.statement_date, statement.locator)
    return newest


def _statements(context: ParseContext, *, is_first_pass: bool) -> Iterator[Statement]:
    """Yield the statements; the second pass counts them and puts aside what is none."""
    for number, item in enumerate(json_items(context.path), start=1):
        context.rows_read += not is_first_pass
        try:
            yield read_statement(item)
        except NotAStatement as fault:
            if not is_first_pass:
                context.quarantine(item.locator, str(fault), raw=item.text)
        if number % _PROGRESS_EVERY == 0 and context.on_progress is not None:
            context.on_progress(number)


SOURCE = Source(read_meta(__file__), recognise, parse)
