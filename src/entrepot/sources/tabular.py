"""Rows of CSV, XLSX and Parquet files as text with their place; what is broken is reported, never dropped in silence.

A cell is text without surrounding blanks, or None where it is empty. Text is never evaluated: a spreadsheet formula stays
the text it is. The header is row 1; a record that spans lines is one row; blank rows count but are not returned.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from entrepot.errors import SourceError
from entrepot.evidence.files import head_of
from entrepot.sources import delimited, parquet, workbook
from entrepot.sources.base import ParseContext

LOCATOR = "locator"
EVIDENCE_COLUMNS = ("provenance", "publication")  # optional in every canonical table
LONGEST_CELL = 32_767  # characters a spreadsheet cell can hold (Microsoft: Excel specifications and limits)
_FORMULA_STARTS = ("=", "+", "-", "@")  # OWASP: CSV injection
_NUL = "\0"


@dataclass(frozen=True)
class Columns:
    """The columns a parser reads: `optional` ones the file lacks are returned as None.

    `is_headerless`: the first record is data and the required names are those of the cells from left to right.
    """

    required: tuple[str, ...]
    optional: tuple[str, ...] = ()
    is_headerless: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """All columns in the order they are returned."""
        return self.required + self.optional


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
        cells = workbook.header(path, sheet)
    else:
        cells = delimited.header(path, head)
    return tuple(cell.strip() for cell in cells)


def looks_like(path: Path, head: bytes, columns: Columns) -> float:
    """Return a confidence from 0 to 1 that the file has these columns: 0 where a required one is missing."""
    try:
        found = set(header(path, head))
    except SourceError:
        return 0.0
    if not found.issuperset(columns.required):
        return 0.0
    return 0.95 * len(found.intersection(columns.names)) / len(found)  # a publisher's own format can claim more


def batches(context: ParseContext, columns: Columns, *, sheet: str | None = None) -> Iterator[pa.Table]:
    """Yield the file's rows as text columns in the order of `columns.names`, with their locator last.

    Rows that are not whole go to quarantine; columns that no one reads are named in a warning.

    Raises:
        SourceError: The file cannot be read as a table, or lacks a required column.
    """
    found = columns.required if columns.is_headerless else header(context.path, sheet=sheet)
    positions = _positions(context, columns, found)
    head = head_of(context.path, len(parquet.MAGIC))
    if head == parquet.MAGIC:
        yield from _kept(context, parquet.batches(context.path), columns, positions, "row ")
    elif context.path.suffix.lower() in workbook.SUFFIXES:
        book = workbook.Workbook(context, len(found), sheet)
        yield from _kept(context, book.batches(), columns, positions, f"sheet {book.sheet_name} row ")
    else:
        file = delimited.DelimitedFile(context, len(found))
        yield from _kept(context, file.batches(), columns, positions, "row ")
    if context.rows_read == 0:
        context.warn("The file holds a header and no rows")


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
    if missing := [name for name in columns.required if name not in named]:
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
