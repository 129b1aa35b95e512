"""Rows of CSV, XLSX and Parquet files as text with their place; what is broken is reported, never dropped in silence.

A cell is text without surrounding blanks, or None where it is empty. Text is never evaluated: a spreadsheet formula stays
the text it is. The header is row 1; a record that spans lines is one row; blank rows count but are not returned.
"""

from collections.abc import Iterator
from functools import reduce
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from entrepot.errors import SourceError
from entrepot.evidence.files import head_of
from entrepot.sources import delimited, parquet, workbook
from entrepot.sources.base import ParseContext
from entrepot.sources.columns import Columns

LOCATOR = "locator"
LONGEST_CELL = 32_767  # characters a spreadsheet cell can hold (Microsoft: Excel specifications and limits)
_FORMULA_STARTS = ("=", "+", "-", "@")  # OWASP: CSV injection
_NUL = "\0"


def header(path: Path, head: bytes | None = None, sheet: str | None = None) -> tuple[str, ...]:
    """Return the first record of a table, stripped.

    Args:
        path: The file.
        head: Its first bytes, decompressed; None to read them.
        sheet: The sheet of a workbook; None for the first that holds anything.

    Raises:
        SourceError: The file cannot be read as a table.
    """
    start = head_of(path, len(parquet.MAGIC)) if head is None else head
    if not start:
        raise SourceError.unreadable(path, "it is empty")
    if start.startswith(parquet.MAGIC):
        cells = parquet.header(path)
    elif path.suffix.lower() in workbook.SUFFIXES:
        cells = workbook.headers(path)[workbook.main_sheet(path, sheet)]
    else:
        cells = delimited.header(path, head)
    return tuple(cell.strip() for cell in cells)


_NEAR_MISS = 0.45  # below the registry's least confidence of 0.5
_FITTING = 0.95  # a publisher's own format can claim more


def looks_like(path: Path, head: bytes, columns: Columns) -> float:
    """Return a confidence from 0 to 1 that the file, or any sheet of it, has these columns.

    Where a required one is missing it stays below what recognises a file, so that the nearest layout can still be named.
    """
    try:
        if path.suffix.lower() in workbook.SUFFIXES:
            return max((_likeness(set(cells), columns) for cells in workbook.headers(path).values()), default=0.0)
        return _likeness(set(header(path, head)), columns)
    except (SourceError, OSError):
        return 0.0


def _likeness(found: set[str], columns: Columns) -> float:
    if not found:
        return 0.0
    share = len(found.intersection(columns.names)) / len(found)
    return (_NEAR_MISS if columns.missing(found) else _FITTING) * share


def batches(context: ParseContext, columns: Columns, *, sheet: str | None = None) -> Iterator[pa.Table]:
    """Yield the file's rows as text columns in the order of `columns.names`, with their locator last.

    Rows that are not whole go to quarantine; columns that no one reads are named in a warning. Of a workbook, every sheet
    with the required columns is read, or the one that is named.

    Raises:
        SourceError: The file cannot be read as a table, or lacks a required column.
    """
    if head_of(context.path, len(parquet.MAGIC)) == parquet.MAGIC:
        positions = _positions(context, columns, header(context.path))
        yield from _kept(context, parquet.batches(context.path), columns, positions, "row ")
    elif context.path.suffix.lower() in workbook.SUFFIXES:
        for name in _sheets(context, columns, sheet):
            found = header(context.path, sheet=name)
            positions = _positions(context, columns, found)
            part = workbook.Sheet(context, name, len(found), positions)
            yield from _kept(context, part.batches(), columns, positions, f"sheet {name} row ")
    else:
        found = columns.required if columns.is_headerless else header(context.path)
        positions = _positions(context, columns, found)
        file = delimited.DelimitedFile(context, len(found))
        yield from _kept(context, file.batches(), columns, positions, "row ")
    if context.rows_read == 0:
        context.warn("The file holds a header and no rows")


def _sheets(context: ParseContext, columns: Columns, sheet: str | None) -> list[str]:
    """Return the sheets to read: the named one, else all that fit, else the first that holds anything; name the others."""
    found = workbook.headers(context.path)
    fitting = [name for name, cells in found.items() if not columns.missing(cells)] if sheet is None else []
    chosen = fitting or [workbook.main_sheet(context.path, sheet)]
    if others := [name for name in found if name not in chosen]:
        read = f"Sheet {chosen[0]} is read" if len(chosen) == 1 else f"Sheets {', '.join(chosen)} are read"
        context.warn(f"{read}; not read: {', '.join(others)}")
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


def _kept(
    context: ParseContext,
    raw: Iterator[tuple[pa.Array, pa.Table]],
    columns: Columns,
    positions: dict[str, int],
    prefix: str,
) -> Iterator[pa.Table]:
    """Yield the known columns of the rows that are whole and not blank."""
    first_row = 1 if columns.is_headerless else 2
    for numbers, texts in raw:
        table = pa.table([_trimmed(column) for column in texts.columns], names=texts.column_names)
        table = table.append_column(LOCATOR, pc.binary_join_element_wise(prefix, numbers.cast(pa.string()), ""))
        is_blank = reduce(pc.and_, [pc.is_null(table.column(i)) for i in range(texts.num_columns)])
        table = table.filter(pc.and_not(pc.greater_equal(numbers, first_row), is_blank))
        context.rows_read += table.num_rows
        table = _without_broken(context, table)
        if context.on_progress is not None:
            context.on_progress(context.rows_read)
        yield _selected(table, columns, positions)


def _selected(table: pa.Table, columns: Columns, positions: dict[str, int]) -> pa.Table:
    absent = pa.nulls(table.num_rows, pa.string())
    chosen = [table.column(positions[name]) if name in positions else absent for name in columns.names]
    return pa.table([*chosen, table.column(LOCATOR)], names=[*columns.names, LOCATOR])


def _trimmed(column: pa.ChunkedArray) -> pa.ChunkedArray:
    trimmed = pc.utf8_trim_whitespace(column)
    return pc.if_else(pc.equal(trimmed, ""), pa.scalar(None, pa.string()), trimmed)


def _without_broken(context: ParseContext, table: pa.Table) -> pa.Table:
    """Return the rows without NUL bytes and oversized cells; the others go to quarantine."""
    masks = []
    for column in table.columns:
        if (pc.max(pc.binary_length(column)).as_py() or 0) > LONGEST_CELL:
            masks.append(pc.greater(pc.utf8_length(column), LONGEST_CELL))
        has_nul = pc.match_substring(column, _NUL)
        if pc.any(has_nul).as_py():
            masks.append(has_nul)
    if not masks:
        return table
    broken = reduce(pc.or_, [pc.fill_null(mask, False) for mask in masks])
    for row in table.filter(broken).to_pylist():
        _refuse(context, row.pop(LOCATOR), [cell for cell in row.values() if cell is not None])
    return table.filter(pc.invert(broken))


def _refuse(context: ParseContext, locator: str, cells: list[str]) -> None:
    if any(_NUL in cell for cell in cells):
        context.quarantine(locator, "a cell holds a NUL byte: the file is damaged", raw="; ".join(cells))
        return
    longest = max(cells, key=len)
    reason = f"a cell holds {len(longest):,} characters, above {LONGEST_CELL:,}; a quotation mark is perhaps not closed"
    context.quarantine(locator, reason, raw=longest)
