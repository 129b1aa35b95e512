"""Delimited text in pieces of whole records: each split at once, the last with care, and the reading can go on later."""

from collections.abc import Callable, Collection, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial, reduce

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from entrepot.errors import SourceError
from entrepot.evidence.reading.delimited import DelimitedFile, Form, Report, Utf8Bytes, convert_options, parse_options

CHUNK_BYTES = 1 << 24  # some 20,000 lines: larger pieces cost more, as their memory is mapped anew each time
_BLOCK_BYTES = 1 << 20  # pyarrow splits blocks that fit a processor's cache twice as fast as 16 MB ones


@dataclass(frozen=True)
class Mark:
    """A place between two records from which reading can go on.

    Attributes:
        row: Number of the next record that is wanted, as a spreadsheet counts.
        offset: Where to begin: bytes of the text, as UTF-8 without byte order mark; 0 where the format has no such place.
        offset_row: Number of the record at the offset; those from there to `row` are read again and left out.
    """

    row: int = 1
    offset: int = 0
    offset_row: int = 1


START = Mark()


@dataclass(frozen=True)
class Piece:
    """Records with their numbers.

    `mark` stands after the last, `may_hold_nul` is False where no cell holds a NUL, `is_part` True where only wanted columns
    are there, each called by its place.
    """

    numbers: pa.Array
    rows: pa.Table
    mark: Mark
    may_hold_nul: bool = True
    is_part: bool = False


class ChunkedText:
    """The records of a delimited text, in pieces of about `chunk_bytes`.

    A piece is cut after a record: at a line break outside quotation marks. Where quotation marks do not pair as they
    should (an inch sign in a bare cell), the rest of the file is read record by record, which is slower and never wrong.
    `wanted` columns (places from 0; None for all) are made; a piece may hold the others too.
    """

    def __init__(
        self,
        report: Report,
        column_count: int,
        form: Form,
        open_text: Callable[[], Utf8Bytes],
        *,
        chunk_bytes: int,
        wanted: Collection[int] | None = None,
    ) -> None:
        self._report = report
        self._names = [f"column {i}" for i in range(column_count)]
        self._wanted = [name for i, name in enumerate(self._names) if wanted is None or i in wanted]
        self._form = form
        self._open_text = open_text
        self._chunk_bytes = chunk_bytes

    def pieces(self, after: Mark) -> Generator[Piece, None, None]:
        """Yield the records that stand after a mark.

        Raises:
            SourceError: The text is damaged, or a record is longer than a piece.
        """
        mark = Mark(after.offset_row, after.offset, after.offset_row)
        with closing(self._open_text()) as stream:
            _skip(stream, after.offset)
            data = stream.read(self._chunk_bytes)
            while len(data) == self._chunk_bytes:
                end = self._end_of_records(data)
                if end is None:
                    break
                piece = self._split(data, end, mark)
                if piece is None:
                    break
                yield piece
                mark = piece.mark
                data = data[end:] + stream.read(self._chunk_bytes - (len(data) - end))
            if data or mark.row == 1:
                yield from self._carefully(_Rest(data, stream, self._form.quote), mark)
            elif stream.is_cut:
                self._report.warn(f"The file breaks off after row {mark.row - 1}: what followed is lost")

    def _carefully(self, rest: "_Rest", mark: Mark) -> Iterator[Piece]:
        reader = DelimitedFile(self._report, len(self._names), self._form, lambda: rest, mark.row)
        for numbers, rows in reader.batches():
            yield Piece(numbers, rows, Mark(reader.next_row, mark.offset, mark.offset_row))

    def _end_of_records(self, data: bytes) -> int | None:
        """Return where the last whole record ends; None where that cannot be told or is no record's end."""
        if self._form.escape is not None:  # an escaped quotation mark does not pair
            return None
        quote = self._form.quote
        places = _places(data, quote) if quote is not None else np.array([], dtype=np.int64)
        if len(places) and not _are_paired(data, places, self._form):
            return None
        if len(places) % 2:
            places = places[:-1]
            data = data[: data.rindex(str(quote).encode())]
        last = data.rfind(b"\n")
        while len(places) and last < places[-1]:  # the break stands inside or before the last quoted cell
            last = data.rfind(b"\n", 0, int(places[-2]))
            places = places[:-2]
        return last + 1 if last >= 0 else None

    def _split(self, text: bytes, end: int, mark: Mark) -> Piece | None:
        data = pa.py_buffer(text).slice(0, end)
        has_quotes = self._form.quote is not None and text.find(self._form.quote.encode(), 0, end) >= 0
        bad: dict[int, pacsv.InvalidRow] = {}
        for block in (_BLOCK_BYTES, data.size):
            bad.clear()
            try:
                rows = self._parsed(data, block, bad, self._wanted, has_quotes=has_quotes)
                if len(self._wanted) < len(self._names) and _may_hold_blank(rows):
                    bad.clear()  # a row without any wanted cell may be blank, or not
                    rows = self._parsed(data, block, bad, self._names, has_quotes=has_quotes)
                if block < data.size and has_quotes and _may_lose_breaks(text, end, rows.num_rows + len(bad)):
                    continue
            except pa.ArrowInvalid as fault:
                if "straddling" in str(fault) and block < data.size:
                    continue
                return None  # read with care, which tells what is wrong and where
            numbers = np.arange(mark.row, mark.row + rows.num_rows + len(bad), dtype=np.int64)
            if bad:
                numbers = np.delete(numbers, [number - 1 for number in bad])
                self._tell(bad, mark)
            next_row = mark.row + rows.num_rows + len(bad)
            after = Mark(next_row, mark.offset + data.size, next_row)
            is_part = rows.num_columns < len(self._names)
            return Piece(pa.array(numbers), rows, after, text.find(b"\0", 0, end) >= 0, is_part)
        return None

    def _parsed(
        self, data: pa.Buffer, block: int, bad: dict[int, pacsv.InvalidRow], wanted: list[str], *, has_quotes: bool
    ) -> pa.Table:
        def note(row: pacsv.InvalidRow) -> str:
            bad[row.number] = row
            return "skip"

        return pacsv.read_csv(
            pa.BufferReader(data),
            read_options=pacsv.ReadOptions(block_size=block, use_threads=False, column_names=self._names),
            parse_options=parse_options(self._form, note, has_breaks_in_cells=has_quotes),
            convert_options=convert_options(wanted, is_checked=True),  # by Utf8Text
        )

    def _tell(self, bad: dict[int, pacsv.InvalidRow], mark: Mark) -> None:
        for number, row in sorted(bad.items()):
            self._report.quarantine(f"row {mark.row + number - 1}", why_ragged(row), raw=row.text)
            self._report.rows_read += 1


def why_ragged(row: pacsv.InvalidRow) -> str:
    """Return why a record with another number of cells than the header was put aside."""
    cut = "; cut off?" if row.actual_columns < row.expected_columns else ""
    return f"holds {row.actual_columns} cells where the header has {row.expected_columns}{cut}"


class _Rest:
    """What is left of a text: bytes that were read ahead, then the stream."""

    closed = False

    def __init__(self, ahead: bytes, stream: Utf8Bytes, quote: str | None) -> None:
        self._ahead = ahead
        self._stream = stream
        self._quote = (quote or "").encode()
        self.quote_count = 0  # those before are paired

    @property
    def is_cut(self) -> bool:
        return self._stream.is_cut

    @property
    def ends_with_break(self) -> bool:
        return self._stream.ends_with_break

    def read(self, size: int = 1 << 20, /) -> bytes:
        made, self._ahead = self._ahead[:size], self._ahead[size:]
        if len(made) < size:
            made += self._stream.read(size - len(made))
        if made.endswith(b"\r") and len(made) > 1:  # pyarrow loses the line feed of a cell where a block ends before it
            made, self._ahead = made[:-1], b"\r" + self._ahead
        self.quote_count += made.count(self._quote) if self._quote else 0
        return made

    def close(self) -> None:
        """Leave the stream to who opened it."""


def _skip(stream: Utf8Bytes, count: int) -> None:
    while count > 0 and (read := stream.read(min(count, 1 << 20))):
        count -= len(read)
    if count > 0:
        raise SourceError("The file is shorter than when its import began", where="", next_step="Add it again.")


def _may_lose_breaks(text: bytes, end: int, record_count: int) -> bool:
    """Return whether cells hold line breaks of two characters: pyarrow loses the second where a block ends between them."""
    # The first look, for one character, is far faster than that for both.
    return (
        text.find(b"\r", 0, end) >= 0 and text.find(b"\r\n", 0, end) >= 0 and text.count(b"\n", 0, end) > record_count
    )


def _may_hold_blank(rows: pa.Table) -> bool:
    """Return whether a row has none of the wanted cells."""
    if any(column.null_count == 0 for column in rows.columns):
        return False
    return bool(pc.any(reduce(pc.and_, [column.is_null() for column in rows.columns])).as_py())


def _places(data: bytes, quote: str) -> npt.NDArray[np.int64]:
    text = np.frombuffer(data, dtype=np.uint8)
    starts = range(0, len(text), _BLOCK_BYTES)
    found = [np.flatnonzero(text[start : start + _BLOCK_BYTES] == ord(quote)) + start for start in starts]
    return np.concatenate(found) if found else np.array([], dtype=np.int64)


def _are_paired(data: bytes, places: npt.NDArray[np.int64], form: Form) -> bool:
    """Tell whether every odd quotation mark opens a cell and every even one closes it, or both stand for one mark."""
    beside = [*map(ord, (form.delimiter, "\n", "\r", form.quote or '"'))]
    text = np.frombuffer(data, dtype=np.uint8)
    opening, closing_ = places[0::2], places[1::2]
    before = text[np.maximum(opening - 1, 0)]
    after = text[np.minimum(closing_ + 1, len(text) - 1)]
    is_opening = np.isin(before, beside) | (opening == 0)
    is_closing = np.isin(after, beside) | (closing_ == len(text) - 1)
    return bool(is_opening.all() and is_closing.all())


chunked = partial(ChunkedText, chunk_bytes=CHUNK_BYTES)
