"""Finds the sources of the package, recognises files, and runs a parser with the source's assertions."""

import importlib
import importlib.util
import pkgutil
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from entrepot import sources
from entrepot.errors import SourceError
from entrepot.evidence.files import head_of
from entrepot.evidence.snapshot import Snapshot
from entrepot.sources.base import ParseContext, Source, date_in_name
from entrepot.sources.tabular import header

_MIN_CONFIDENCE = 0.5  # below this a file is not taken for anything; the user names the source


@cache
def all_sources() -> tuple[Source, ...]:
    """Return every source of the package, ordered by id: `SOURCE` or `SOURCES` of each folder's `parse` module."""
    found: list[Source] = []
    for folder in pkgutil.iter_modules(sources.__path__):
        if folder.ispkg and importlib.util.find_spec(f"{sources.__name__}.{folder.name}.parse") is not None:
            module = importlib.import_module(f"{sources.__name__}.{folder.name}.parse")
            found.extend(getattr(module, "SOURCES", None) or (module.SOURCE,))
    return tuple(sorted(found, key=lambda source: source.meta.id))


def source_named(source_id: str) -> Source:
    """Return the source of that id.

    Raises:
        SourceError: There is none.
    """
    known = {source.meta.id: source for source in all_sources()}
    if source_id not in known:
        raise SourceError(
            f"There is no source called {source_id!r}", where=source_id, next_step=f"Known: {', '.join(known)}."
        )
    return known[source_id]


def recognise(path: Path) -> Source:
    """Return the source that takes a file for its own with the highest confidence, by its first 64 KiB.

    Raises:
        SourceError: The file cannot be opened, or no source is confident enough.
    """
    head = head_of(path)
    if not head:
        raise SourceError.unreadable(path, "it is empty")
    scored = sorted(((source.recognise(path, head), source.meta.id) for source in all_sources()), reverse=True)
    if not scored or scored[0][0] < _MIN_CONFIDENCE:
        nearest = source_named(scored[0][1]) if scored and scored[0][0] > 0 else None
        hint = (
            _why_no_table(path) if nearest is None else f"The nearest is {nearest.meta.id}{_lacking(nearest, path)}. "
        )
        raise SourceError.unknown_layout(path, [source.meta.id for source in all_sources()], hint)
    return source_named(scored[0][1])


def _why_no_table(path: Path) -> str:
    """Return why a file cannot be read as a table, as a sentence; empty where it can."""
    try:
        header(path)
    except SourceError as fault:
        return f"{fault.what}. "
    return ""


def _lacking(source: Source, path: Path) -> str:
    """Return the columns the file lacks for a source, in words; nothing where the source names none."""
    missing: Sequence[str] = [] if source.columns is None else source.columns.missing(header(path))
    if source.lacking is not None:
        missing = source.lacking(path)
    return f", which also needs {', '.join(missing)}" if missing else ""


def state_of(source: Source, path: Path) -> date | None:
    """Return the day whose state a file describes: from its content where the source can tell, else from its name."""
    stated = source.as_of(path, head_of(path)) if source.as_of is not None else None
    return stated if stated is not None else date_in_name(path.name)


def parse_file(source: Source, snapshot: Snapshot, path: Path, is_partial: bool = False) -> ParseContext:
    """Return the context a parser filled, its assertions checked.

    Args:
        source: How the file is read.
        snapshot: The file, for the evidence columns.
        path: Where the file lies.
        is_partial: True for a trimmed file: minima are not checked.

    Raises:
        SourceError: The file cannot be read, or holds fewer rows of a table than the source declares; more only warns.
    """
    context = ParseContext(snapshot, path, source.meta, is_partial)
    source.parse(context)
    context.warn_of_counts()
    check_assertions(context, {table: _row_count(context, table) for table in source.meta.assertions})
    return context


def check_assertions(context: ParseContext, counts: Mapping[str, int]) -> None:
    """Compare the rows of each table with what the source declares; more than its maximum only warns.

    Raises:
        SourceError: A complete file holds fewer rows than the minimum.
    """
    for table, expected in sorted(context.meta.assertions.items()):
        count = counts.get(table, 0)
        if count < expected.min and not context.is_partial:
            raise SourceError.assertion_failed(
                context.path, f"{count:,} rows of {table}, at least {expected.min:,} expected ({expected.why})"
            )
        if expected.max is not None and count > expected.max:
            context.warn(f"{count:,} rows of {table}, at most {expected.max:,} expected ({expected.why})")


def _row_count(context: ParseContext, table: str) -> int:
    return len(context.rows.get(table, [])) + sum(int(part.num_rows) for part in context.bulk.get(table, []))
