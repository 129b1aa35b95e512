"""The rows of a table from its first data row to its end, batch by batch, as text with row numbers."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import reduce
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from entrepot.errors import SourceError
from entrepot.evidence.reading import json_lines, parquet, sheets
from entrepot.evidence.reading.chunks import START, Mark, Piece, chunked
from entrepot.evidence.reading.container import Kind, Part, on_disk
from entrepot.evidence.reading.encoding import SURE
from entrepot.evidence.reading.header import unique_names
from entrepot.evidence.reading.limits import LONGEST_CELL
from entrepot.evidence.reading.preview import Preview, part_of, text_head
from entrepot.evidence.reading.text import Utf8Text, encoding_of_part

_RAW_CUT = 500  # characters of a record put aside that are kept, as in the quarantine
Warn = Callable[[str], None]
Asked = tuple[Mark, Collection[int] | None]  # where to go on, and the places of the columns that will be used


@dataclass(frozen=True)
class Fault:
    """A record that is not whole: its number in the file, why, and its start."""

    row: int
    reason: str
    raw: str


@dataclass(frozen=True)
class Batch:
    """Rows of a table as text, None for empty cells, with the numbers that a spreadsheet shows for them.

    `place` before a number is its locator. `faults` stand between these rows or before them and are not among them.
    `mark` stands after them: reading can go on from there.
    """

    place: str
    numbers: pa.Array
    rows: pa.Table
    faults: tuple[Fault, ...] = ()
    mark: Mark = START


@dataclass
class _Aside:
    """Collects what the readers of records report."""

    path: Path
    warn: Warn
    first_row: int
    rows_read: int = 0
    faults: list[Fault] = field(default_factory=list)

    def quarantine(self, locator: str, reason: str, *, field_name: str | None = None, raw: str = "") -> None:
        self.note(int(locator.rpartition(" ")[2]), reason, raw)

    def note(self, row: int, reason: str, raw: str) -> None:
        if row >= self.first_row:  # titles above the header have fewer cells and are no records
            self.faults.append(Fault(row, reason, raw[:_RAW_CUT]))

    def taken(self) -> tuple[Fault, ...]:
        taken, self.faults = tuple(sorted(self.faults, key=lambda fault: fault.row)), []
        return taken


def batches(
    table: Preview, warn: Warn = lambda _: None, after: Mark = START, wanted: Collection[str] | None = None
) -> Iterator[Batch]:
    """Yield the rows of a previewed table; columns are named after its header by `unique_names`.

    Rows that are blank are left out, rows that are not whole are `faults`. JSON lines have a last column `other fields`.

    Args:
        table: Path, sheet, header and first data row; a corrected copy is followed.
        warn: Is told what a reader of the import should see.
        after: Where to go on; the batches are then those that would have followed.
        wanted: Names of the columns that will be used, None for all; the others may be left out.

    Raises:
        SourceError: The file is damaged beyond reading on, or a record exceeds a limit.
    """
    part = part_of(table.path, table.sheet)
    aside = _Aside(table.path, warn, max(table.first_data_row, after.row))
    names = unique_names(table.header)
    place = f"sheet {table.sheet} row " if part.kind is Kind.WORKBOOK or part.member else "row "
    if part.kind is Kind.JSON_LINES:
        place = place.removesuffix("row ") + "line "
        names = unique_names([*table.header, json_lines.OTHER_FIELDS])
    mark = after
    try:
        places = None if wanted is None else {place for place, name in enumerate(names) if name in wanted}
        for piece in _pieces(part, table, aside, (after, places)):
            mark = piece.mark
            kept = _whole(_named(piece.rows, names, is_part=piece.is_part), piece, aside)
            yield Batch(place, *kept, aside.taken(), mark)
    except (pa.ArrowException, ValueError, MemoryError, OSError) as fault:
        raise SourceError.unreadable(table.path, f"its data are damaged ({str(fault)[:200]})") from fault
    if left := aside.taken():
        empty = pa.table([pa.nulls(0, pa.string())] * len(names), names=names)
        yield Batch(place, pa.array([], pa.int64()), empty, left, mark)


def gathered(batches: Iterable[Batch], least_rows: int) -> Iterator[Batch]:
    """Yield batches joined to at least so many rows, but for the last: what costs a fixed time a batch then costs less."""
    held: list[Batch] = []
    for batch in batches:
        if held and batch.place != held[0].place:
            yield _joined(held)
            held = []
        held.append(batch)
        if sum(each.rows.num_rows for each in held) >= least_rows:
            yield _joined(held)
            held = []
    if held:
        yield _joined(held)


def _joined(held: list[Batch]) -> Batch:
    shared = set.intersection(*(set(batch.rows.column_names) for batch in held))  # all that were asked for, at least
    names = [name for name in held[0].rows.column_names if name in shared]
    return Batch(
        held[0].place,
        pa.concat_arrays([batch.numbers for batch in held]),
        pa.concat_tables([batch.rows.select(names) for batch in held]),
        tuple(fault for batch in held for fault in batch.faults),
        held[-1].mark,
    )


def _pieces(part: Part, table: Preview, aside: _Aside, asked: Asked) -> Iterator[Piece]:
    if part.kind is Kind.TEXT:
        yield from _of_text(part, table, aside, asked)
    elif part.kind is Kind.JSON_LINES:
        yield from _marked(_of_json_lines(part, table, aside))
    else:
        with on_disk(part) as path:
            if part.kind is Kind.PARQUET:
                yield from _marked(parquet.batches(path))
            else:
                yield from _marked(sheets.batches(path, (table.sheet or "").removeprefix(f"{part.member}/")))


def _marked(numbered: Iterator[tuple[pa.Array, pa.Table]]) -> Iterator[Piece]:
    for numbers, rows in numbered:
        if len(numbers):
            yield Piece(numbers, rows, Mark(numbers[-1].as_py() + 1))


def _of_text(part: Part, table: Preview, aside: _Aside, asked: Asked) -> Iterator[Piece]:
    head = text_head(part)
    count = table.cells_in_record or head.column_count(table.first_data_row)
    opened: list[Utf8Text] = []

    def open_text() -> Utf8Text:
        opened.append(Utf8Text(part, head.encoding))
        return opened[-1]

    after, wanted = asked
    yield from chunked(aside, count, head.form, open_text, wanted=wanted).pieces(after)
    _tell(opened[-1], aside.warn)


def _of_json_lines(part: Part, table: Preview, aside: _Aside) -> Iterator[tuple[pa.Array, pa.Table]]:
    encoding = encoding_of_part(part)
    with Utf8Text(part, encoding) as stream:
        for numbers, rows in json_lines.batches(part.path, stream, list(table.header), aside.note):
            yield pa.array(numbers, pa.int64()), rows
        _tell(stream, aside.warn)


def _tell(stream: Utf8Text, warn: Warn) -> None:
    if stream.damaged_count:
        warn(f"{stream.damaged_count:,} characters are not {stream.encoding.name}: they stand as \ufffd")
    if stream.encoding.confidence < SURE:
        warn(f"The encoding {stream.encoding.name} is a guess ({stream.encoding.reason})")


def _named(rows: pa.Table, names: list[str], *, is_part: bool) -> pa.Table:
    """Return the columns under the header's names; where records are shorter or longer, blank or numbered columns.

    Readers that leave columns out call the others by their place, `column 7`.
    """
    if is_part:
        return rows.rename_columns([names[int(name.removeprefix("column "))] for name in rows.column_names])
    columns = list(rows.columns[: len(names)])
    columns += [pa.chunked_array([pa.nulls(rows.num_rows, pa.string())])] * (len(names) - len(columns))
    return pa.table(columns, names=names)


def _whole(rows: pa.Table, piece: Piece, aside: _Aside) -> tuple[pa.Array, pa.Table]:
    """Return the rows below the header that are neither blank nor broken."""
    numbers = piece.numbers
    blank = reduce(pc.and_, [pc.is_null(column) for column in rows.columns])
    keep = pc.and_not(pc.greater_equal(numbers, aside.first_row), blank)
    broken = _broken(rows, may_hold_nul=piece.may_hold_nul)
    if broken is not None:
        for number, row in zip(numbers.filter(broken).to_pylist(), rows.filter(broken).to_pylist(), strict=True):
            cells = [cell for cell in row.values() if cell is not None]
            aside.note(number, _why(cells), "; ".join(cells))
        keep = pc.and_not(keep, broken)
    if pc.all(keep).as_py():
        return numbers, rows
    if isinstance(keep, pa.ChunkedArray):
        keep = keep.combine_chunks()
    return numbers.filter(keep), rows.filter(keep)


def _broken(rows: pa.Table, *, may_hold_nul: bool) -> pa.Array | None:
    masks = []
    for column in rows.columns:
        if (pc.max(pc.binary_length(column)).as_py() or 0) > LONGEST_CELL:
            masks.append(pc.greater(pc.utf8_length(column), LONGEST_CELL))
        has_nul = pc.match_substring(column, "\0") if may_hold_nul else None
        if has_nul is not None and pc.any(has_nul).as_py():
            masks.append(has_nul)
    return reduce(pc.or_, [pc.fill_null(mask, False) for mask in masks]) if masks else None


def _why(cells: list[str]) -> str:
    if any("\0" in cell for cell in cells):
        return "a cell holds a NUL byte: the file is damaged"
    longest = max(map(len, cells))
    return f"a cell holds {longest:,} characters, above {LONGEST_CELL:,}; a quotation mark is perhaps not closed"
