"""The head of a table for a person or a mapping: its header and a sample of rows, from its first 4 MiB at most."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from entrepot.errors import SourceError
from entrepot.evidence.reading import json_lines, parquet, sheets
from entrepot.evidence.reading.container import Kind, Part, on_disk, parts
from entrepot.evidence.reading.delimited import Form
from entrepot.evidence.reading.dialect import Dialect, dialect_of, records
from entrepot.evidence.reading.encoding import Encoding
from entrepot.evidence.reading.header import Cells, header_of
from entrepot.evidence.reading.text import Utf8Text, encoding_of_part

HEAD_BYTES = 1 << 22  # 4 MiB: thousands of records, read and split in a quarter of a second
MOST_COLUMNS = 16_384  # of a spreadsheet (Microsoft: Excel specifications and limits)
_MOST_ROWS = 500
_JUDGED_ROWS = 5_000
_HEAD_RECORDS = 1_000  # of a workbook or Parquet file


@dataclass(frozen=True)
class Preview:
    """The head of a table: where its header stands and what the first rows hold, all as text."""

    path: Path
    sheet: str | None  # None for files without sheets; of an archive the member, and the sheet after a slash
    header_row: int  # as a spreadsheet counts, from 1; 0 where there is no header
    first_data_row: int
    header: tuple[str, ...]  # as reported; blank headers are ""
    rows: tuple[
        tuple[str | None, ...], ...
    ]  # at most 500 sample rows, spread over the first part of the file; None for empty
    notes: tuple[str, ...] = ()  # what was assumed, with the reason: encoding, delimiter, lines joined
    cells_in_record: int = 0  # of a whole record of delimited text; 0: the commonest number of the first records


@dataclass(frozen=True)
class TextHead:
    """What the head of a delimited text decides for the whole: encoding, dialect, cells in a record."""

    encoding: Encoding
    dialect: Dialect
    rows: list[Cells]

    @property
    def form(self) -> Form:
        """How the records are split."""
        return Form(self.dialect.delimiter, self.dialect.quote, self.dialect.escape)

    def column_count(self, first_data_row: int) -> int:
        """Return the commonest number of cells of the records from a row on."""
        counted = Counter(len(row) for row in self.rows[first_data_row - 1 :] if any(row))
        widest = max(map(len, self.rows), default=0)
        return max(counted.items(), key=lambda item: (item[1], item[0]), default=(widest, 0))[0]


def previews(path: Path, sheet: str | None = None) -> list[Preview]:
    """Return the head of every table of a file, or of the one named; sheets without cells are left out.

    Raises:
        SourceError: The file cannot be read as tables, or has no such sheet.
    """
    found: list[Preview] = []
    names: list[str] = []
    for part in parts(path):
        names.append(part.member or "")
        if sheet is None or part.member is None or sheet == part.member or sheet.startswith(f"{part.member}/"):
            found.extend(_previews_of(part, sheet, names))
    if not found:
        what = f"it has no table {sheet}; tables: {', '.join(filter(None, names))}" if sheet else "it holds no cells"
        raise SourceError.unreadable(path, what)
    return found


def part_of(path: Path, table: str | None) -> Part:
    """Return the table file that holds a table, by the name a preview gives the table; the file itself where it is one.

    Raises:
        SourceError: The file cannot be opened, or an archive has no such member.
    """
    for part in parts(path):
        if part.member is None or table == part.member or (table or "").startswith(f"{part.member}/"):
            return part
    raise SourceError.unreadable(path, f"it has no table {table}")


def text_head(part: Part) -> TextHead:
    """Return how a delimited text is to be read, and its first records; the last is left out where it may be cut.

    Raises:
        SourceError: It is no text, a record is longer than 4 MiB, or it has more columns than a spreadsheet.
    """
    encoding = encoding_of_part(part)
    with Utf8Text(part, encoding) as stream:
        head = stream.read(HEAD_BYTES)
        is_whole = len(head) < HEAD_BYTES and not stream.is_cut
        encoding = stream.encoding
    text = head.decode("utf-8", errors="replace")
    dialect = dialect_of(text)
    rows: list[Cells] = [tuple(cell or None for cell in row) for row in records(text, dialect, _JUDGED_ROWS)]
    if not is_whole and 1 < len(rows) < _JUDGED_ROWS:
        rows.pop()
    elif len(rows) < 2 and len(head) == HEAD_BYTES:
        raise SourceError.unreadable(
            part.path, "its first record is longer than 4 MB; a quotation mark is perhaps not closed"
        )
    check_width(part.path, max(map(len, rows), default=0))
    return TextHead(encoding, dialect, rows)


def check_width(path: Path, count: int) -> None:
    """Refuse more columns than a spreadsheet has.

    Raises:
        SourceError: There are more.
    """
    if count > MOST_COLUMNS:
        raise SourceError.unreadable(path, f"it has {count:,} columns, more than the {MOST_COLUMNS:,} of a spreadsheet")


def _previews_of(part: Part, sheet: str | None, names: list[str]) -> list[Preview]:
    if part.kind is Kind.TEXT:
        made = [_of_text(part)]
    elif part.kind is Kind.JSON_LINES:
        made = [_of_json_lines(part)]
    elif part.kind is Kind.PARQUET:
        made = [_of_parquet(part)]
    else:
        made = _of_workbook(part, sheet, names)
    return [preview for preview in made if preview.header and sheet in {None, preview.sheet}]


def _of_text(part: Part) -> Preview:
    head = text_head(part)
    made = _from_rows(part.path, part.member, head.rows[1:] if head.dialect.has_separator_line else head.rows)
    shift = int(head.dialect.has_separator_line)
    width = max(len(made.header), head.column_count(made.first_data_row + shift)) if made.header else 0
    notes = (
        f"encoding {head.encoding.name} ({head.encoding.confidence:.2f}): {head.encoding.reason}",
        f"delimiter {head.dialect.delimiter!r}, quotation mark {head.dialect.quote or 'none'}",
    )
    return Preview(
        part.path,
        part.member,
        made.header_row + shift if made.header_row else 0,
        made.first_data_row + shift,
        made.header + ("",) * (width - len(made.header)),
        tuple(row[:width] + (None,) * (width - len(row)) for row in made.rows),
        notes + made.notes,
    )


def _from_rows(path: Path, name: str | None, rows: Sequence[Cells]) -> Preview:
    header = header_of(rows[:_HEAD_RECORDS])
    width = len(header.names)
    data = [row[:width] + (None,) * (width - len(row)) for row in rows[header.first_data_row - 1 :] if any(row)]
    notes = ("the header stands in two lines",) if header.is_joined else ()
    return Preview(path, name, header.row, header.first_data_row, header.names, tuple(_spread(data)), notes)


def _spread(rows: Sequence[Cells]) -> list[Cells]:
    """Return at most 500 rows at even distances."""
    if len(rows) <= _MOST_ROWS:
        return list(rows)
    return [rows[i * len(rows) // _MOST_ROWS] for i in range(_MOST_ROWS)]


def _of_json_lines(part: Part) -> Preview:
    encoding = encoding_of_part(part)
    with Utf8Text(part, encoding) as stream:
        head = stream.read(HEAD_BYTES)
    found = head.split(b"\n")
    rows: list[json_lines.Row] = []
    for line in found[:-1] if len(head) == HEAD_BYTES else found:
        try:
            rows.append(json_lines.record(line))
        except ValueError:  # the stream puts it aside with its place
            continue
    fields = list(dict.fromkeys(name for row in rows for name in row))
    if not fields:
        raise SourceError.unreadable(part.path, "its first 4 MB hold no JSON object in a line")
    check_width(part.path, len(fields))
    sample = _spread([tuple(row.get(name) for name in fields) for row in rows])
    return Preview(part.path, part.member, 0, 1, tuple(fields), tuple(sample), (f"JSON lines in {encoding.name}",))


def _of_parquet(part: Part) -> Preview:
    with on_disk(part) as path:
        try:
            names = parquet.header(path)
            check_width(part.path, len(names))
            head = next(parquet.batches(path, _HEAD_RECORDS), None)
            columns = [column.to_pylist() for column in head[1].columns] if head is not None else []
        except (ValueError, MemoryError, pa.ArrowException) as fault:
            raise SourceError.unreadable(part.path, f"it is no readable Parquet file ({fault})") from fault
    sample = tuple(_spread([tuple(cell or None for cell in row) for row in zip(*columns, strict=True)]))
    return Preview(part.path, part.member, 1, 2, tuple(names), sample)


def _of_workbook(part: Part, sheet: str | None, names: list[str]) -> list[Preview]:
    start = f"{part.member}/" if part.member else ""
    with on_disk(part) as path:
        known, found = sheets.heads(path, _HEAD_RECORDS, sheet.removeprefix(start) if sheet else None)
    names.extend(start + name for name in known)
    return [_from_rows(part.path, start + head.name, head.rows) for head in found if any(map(any, head.rows))]
