"""Single records of a table by their numbers, as they stand in the file: also titles and records that were put aside."""

from collections.abc import Collection, Iterable
from contextlib import closing
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc

from entrepot.evidence.reading import json_lines, parquet, sheets
from entrepot.evidence.reading.chunks import CHUNK_BYTES, START, ChunkedText
from entrepot.evidence.reading.container import Kind, Part, on_disk
from entrepot.evidence.reading.dialect import Dialect, records
from entrepot.evidence.reading.preview import Preview, part_of, text_head
from entrepot.evidence.reading.text import Utf8Text, encoding_of_part

Record = tuple[str, ...]
Numbered = Iterable[tuple[pa.Array, pa.Table]]


def records_at(table: Preview, wanted: Collection[int]) -> dict[int, Record]:
    """Return the cells of the wanted rows by number, empty cells as ""; rows that are blank or not there are left out.

    Reading ends after the last wanted row.

    Raises:
        SourceError: The file is damaged before that row.
    """
    part = part_of(table.path, table.sheet)
    if part.kind is Kind.TEXT:
        return _of_text(part, wanted)
    if part.kind is Kind.JSON_LINES:
        return {}
    with on_disk(part) as path:
        if part.kind is Kind.PARQUET:
            numbered = parquet.batches(path, wanted=wanted)
        else:
            numbered = sheets.batches(path, (table.sheet or "").removeprefix(f"{part.member}/"))
        with closing(numbered):
            return _picked(numbered, wanted)


def lines_at(part: Part, wanted: Collection[int]) -> dict[int, str]:
    """Return the wanted lines of a text by number, from 1, without their break.

    Raises:
        SourceError: It is no text, damaged, or a line is longer than 16 MB.
    """
    found: dict[int, str] = {}
    with Utf8Text(part, encoding_of_part(part)) as stream:
        for number, line in enumerate(json_lines.lines(part.path, stream), start=1):
            if number in wanted:
                found[number] = line.decode("utf-8", errors="replace").rstrip("\r")
            if number >= max(wanted):
                break
    return found


class _Aside:
    """Keeps the wanted ones of the records that the reader puts aside, split by themselves."""

    def __init__(self, path: Path, wanted: Collection[int], dialect: Dialect) -> None:
        self.path = path
        self.rows_read = 0
        self.found: dict[int, Record] = {}
        self._wanted = wanted
        self._dialect = dialect

    def quarantine(self, locator: str, reason: str, *, field_name: str | None = None, raw: str = "") -> None:
        number = int(locator.rpartition(" ")[2])
        if number in self._wanted:
            split = records(raw, self._dialect, 1)
            self.found[number] = tuple(split[0]) if split else (raw,)

    def warn(self, message: str) -> None:
        """Say nothing: the import did."""


def _of_text(part: Part, wanted: Collection[int]) -> dict[int, Record]:
    head = text_head(part)
    aside = _Aside(part.path, wanted, head.dialect)
    text = ChunkedText(
        aside,
        head.column_count(1),
        head.form,
        lambda: Utf8Text(part, head.encoding),
        chunk_bytes=CHUNK_BYTES,
    )
    with closing(text.pieces(START)) as pieces:
        found = _picked(((piece.numbers, piece.rows) for piece in pieces), wanted)
    return found | aside.found


def _picked(numbered: Numbered, wanted: Collection[int]) -> dict[int, Record]:
    found: dict[int, Record] = {}
    values, last = pa.array(sorted(wanted), pa.int64()), max(wanted)
    for numbers, rows in numbered:
        chosen = pc.is_in(numbers, value_set=values)
        if pc.any(chosen).as_py():
            cells = zip(*(column.to_pylist() for column in rows.filter(chosen).columns), strict=True)
            for number, record in zip(numbers.filter(chosen).to_pylist(), cells, strict=True):
                if any(record):
                    found[number] = tuple(cell or "" for cell in record)
        if len(numbers) and numbers[-1].as_py() >= last:
            break
    return found
