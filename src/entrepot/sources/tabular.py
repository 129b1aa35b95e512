"""Rows of tables with a fixed header as text with their place; what is broken is reported, never dropped in silence.

A cell is text without surrounding blanks, or None where it is empty. Text is never evaluated: a spreadsheet formula stays
the text it is. The header is row 1; a record that spans lines is one row; blank rows count but are not returned.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import reduce
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from entrepot.errors import SourceError
from entrepot.evidence.reading import stream
from entrepot.evidence.reading.preview import Preview
from entrepot.sources.base import ParseContext
from entrepot.sources.columns import Columns
from entrepot.sources.first_row import main_table, tables
from entrepot.sources.stored_results import StoredResults

LOCATOR = "locator"
_FORMULA_STARTS = ("=", "+", "-", "@")  # OWASP: CSV injection


def header(path: Path) -> tuple[str, ...]:
    """Return the column names of the first table that holds anything.

    Raises:
        SourceError: The file cannot be read as a table.
    """
    table = main_table(tables(path))
    return () if table is None else table.header


def first_cells(path: Path) -> tuple[str, ...]:
    """Return what stands in the first row, stripped; nothing where the file is no table."""
    try:
        return header(path)
    except (SourceError, OSError):
        return ()


_NEAR_MISS = 0.45  # below the registry's least confidence of 0.5
_FITTING = 0.95  # a publisher's own format can claim more


def looks_like(path: Path, columns: Columns) -> float:
    """Return a confidence from 0 to 1 that the file, or any table in it, has these columns.

    Where a required one is missing it stays below what recognises a file, so that the nearest layout can still be named.
    """
    try:
        return max((_likeness(set(table.header), columns) for table in tables(path)), default=0.0)
    except (SourceError, OSError):
        return 0.0


def looks_like_wide(path: Path, columns: Columns) -> float:
    """Return the confidence for a publisher's table of many columns of which few are read: all that are required are there."""
    found = first_cells(path)
    return _FITTING if found and not columns.missing(found) else looks_like(path, columns)


def _likeness(found: set[str], columns: Columns) -> float:
    if not found:
        return 0.0
    share = len(found.intersection(columns.names)) / len(found)
    return (_NEAR_MISS if columns.missing(found) else _FITTING) * share


def batches(context: ParseContext, columns: Columns, *, sheet: str | None = None) -> Iterator[pa.Table]:
    """Yield the file's rows as text columns in the order of `columns.names`, with their locator last.

    Rows that are not whole go to quarantine; columns that no one reads are named in a warning. Of a workbook or an archive,
    every table with the required columns is read, or the one that is named.

    Raises:
        SourceError: The file cannot be read as a table, or lacks a required column.
    """
    for table in _chosen(context, columns, sheet):
        if columns.is_headerless:
            width = len(columns.required)
            headed = replace(table, first_data_row=table.header_row, header=columns.required, cells_in_record=width)
        else:
            headed = table
        yield from _kept(context, headed, columns, _positions(context, columns, headed.header))
    if context.rows_read == 0:
        context.warn("The file holds a header and no rows")


def _chosen(context: ParseContext, columns: Columns, sheet: str | None) -> list[Preview]:
    """Return the tables to read: the named one, else all that fit, else the first that holds anything; name the others."""
    found = tables(context.path)
    names = [table.sheet or "" for table in found]
    if sheet is not None and sheet not in names:
        raise SourceError.unreadable(context.path, f"it has no sheet {sheet}; sheets: {', '.join(names)}")
    named = [table for table in found if table.sheet == sheet] if sheet is not None else []
    fitting = [table for table in found if table.header and not columns.missing(table.header)]
    main = main_table(found)
    chosen = named or fitting or ([] if main is None else [main])
    read = [table.sheet or "" for table in chosen]
    if others := [name for name in names if name not in read]:
        text = f"Sheet {read[0]} is read" if len(read) == 1 else f"Sheets {', '.join(read)} are read"
        context.warn(f"{text}; not read: {', '.join(others)}")
    return chosen


def rows(
    context: ParseContext, columns: Columns, *, sheet: str | None = None
) -> Iterator[tuple[str, dict[str, str | None]]]:
    """Yield each row's locator and its cells by column name.

    Raises:
        SourceError: The file cannot be read as a table, or lacks a required column.
    """
    for batch in batches(context, columns, sheet=sheet):
        for row in batch.to_pylist():
            yield row.pop(LOCATOR), row


def why_refused(raw: str, expected: str) -> str:
    """Return why a cell is no number or date: `expected` names what should stand there."""
    if raw.startswith(_FORMULA_STARTS) and any(character.isalpha() or character == "(" for character in raw):
        return f"{raw[:60]!r} looks like a spreadsheet formula, which is never evaluated, where {expected} is expected"
    return f"{raw[:60]!r} is not {expected}"


def _positions(context: ParseContext, columns: Columns, found: tuple[str, ...]) -> dict[str, int]:
    """Return where each known column stands; warn of those that no one reads."""
    named = [name for name in found if name]
    if not named:
        raise SourceError.unreadable(context.path, "its first row holds no column names")
    if twice := sorted({name for name in named if named.count(name) > 1}):
        raise SourceError.unreadable(context.path, f"its header names {', '.join(twice)} more than once")
    if missing := columns.missing(named):
        raise SourceError.missing_columns(context.path, missing, list(found))
    unread = [name for name in named if name not in columns.names and name not in context.meta.ignored_columns]
    if unread:
        context.warn(f"Columns that are not read: {', '.join(unread)}")
    if unnamed := len(found) - len(named):
        context.warn(f"{unnamed} column(s) without a name in the header are not read")
    return {name: found.index(name) for name in columns.names if name in named}


def _kept(context: ParseContext, table: Preview, columns: Columns, positions: dict[str, int]) -> Iterator[pa.Table]:
    """Yield the known columns of the rows that are whole and not blank."""
    results = StoredResults(context, table, positions)
    for batch in stream.batches(table, context.warn):
        for fault in batch.faults:
            context.quarantine(f"{batch.place}{fault.row}", fault.reason, raw=fault.raw)
        context.rows_read += len(batch.faults)
        numbers, texts = results.without_open(batch.numbers, batch.rows)
        made = _selected(texts, columns, positions)
        made = made.append_column(LOCATOR, pc.binary_join_element_wise(batch.place, numbers.cast(pa.string()), ""))
        made = _without_blank(made, texts)
        context.rows_read += made.num_rows
        if context.on_progress is not None:
            context.on_progress(context.rows_read)
        yield made
    results.put_aside_rest()


def _selected(texts: pa.Table, columns: Columns, positions: dict[str, int]) -> pa.Table:
    absent = pa.nulls(texts.num_rows, pa.string())
    chosen = [_trimmed(texts.column(positions[name])) if name in positions else absent for name in columns.names]
    return pa.table(chosen, names=list(columns.names))


def _without_blank(made: pa.Table, texts: pa.Table) -> pa.Table:
    """Return the rows with a cell that holds more than blanks, be it in a column that is not read."""
    is_blank = reduce(pc.and_, [pc.is_null(made.column(i)) for i in range(made.num_columns - 1)])
    if not pc.any(is_blank).as_py():
        return made
    is_blank = reduce(pc.and_, [is_blank, *(pc.is_null(_trimmed(column)) for column in texts.columns)])
    return made.filter(pc.invert(is_blank))


def _trimmed(column: pa.ChunkedArray) -> pa.ChunkedArray:
    trimmed = pc.utf8_trim_whitespace(column)
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)
