"""Records of a delimited text file (comma, semicolon or tab; gzip or not), numbered as a spreadsheet numbers them."""

import csv
import io
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.csv as pacsv

from entrepot.errors import SourceError

_BLOCK_BYTES = 1 << 24  # read at once; no record may be longer


class Report(Protocol):
    """Who is told of records put aside: a parser's context is one."""

    path: Path
    rows_read: int

    def quarantine(self, locator: str, reason: str, *, field_name: str | None = None, raw: str = "") -> None:
        """Take a record that is not whole."""

    def warn(self, message: str) -> None:
        """Take a doubt that stops nothing."""


class Utf8Bytes(Protocol):
    """A stream of UTF-8 that knows how it ended, such as Utf8Text."""

    @property
    def is_cut(self) -> bool:
        """Whether what was read stops inside a character or a compressed block."""

    @property
    def ends_with_break(self) -> bool:
        """Whether the last byte read ends a line."""

    def read(self, size: int = ..., /) -> bytes:
        """Return the next bytes, empty at the end."""

    def close(self) -> None:
        """Close the file."""


class CountedBytes(Utf8Bytes, Protocol):
    """A stream that counts quotation marks as well."""

    @property
    def quote_count(self) -> int:
        """How many quotation marks were read."""


@dataclass(frozen=True)
class Form:
    """How a delimited text is split into records and cells."""

    delimiter: str
    quote: str | None = '"'
    escape: str | None = None


def parse_options(
    form: Form, on_bad: Callable[[pacsv.InvalidRow], str], *, has_breaks_in_cells: bool = True
) -> pacsv.ParseOptions:
    """Return how records are split: blank lines count as rows, records of another width are told to `on_bad`."""
    return pacsv.ParseOptions(
        delimiter=form.delimiter,
        quote_char=form.quote or False,
        escape_char=form.escape or False,
        newlines_in_values=has_breaks_in_cells,
        ignore_empty_lines=False,
        invalid_row_handler=on_bad,
    )


def convert_options(names: list[str], *, is_checked: bool = False) -> pacsv.ConvertOptions:
    """Return how cells of the named columns are taken: as text, empty ones as null; checked bytes are UTF-8 for certain."""
    return pacsv.ConvertOptions(
        check_utf8=not is_checked,
        column_types=dict.fromkeys(names, pa.string()),
        include_columns=names,
        null_values=[""],
        strings_can_be_null=True,
    )


class DelimitedFile:
    """The records of a file, the header among them as row 1.

    Records with the wrong number of cells are put aside by the reader as it meets them and reported with the batch they
    stand in.
    """

    def __init__(
        self,
        context: Report,
        column_count: int,
        form: Form,
        opened: Callable[[], CountedBytes],
        first_row: int = 1,
    ) -> None:
        self._context = context
        self._names = [f"column {i}" for i in range(column_count)]
        self._form = form
        self._opened = opened
        self._bad: dict[int, pacsv.InvalidRow] = {}
        self._next_row = first_row
        self._first_row = first_row

    @property
    def next_row(self) -> int:
        """Number of the record after those returned so far."""
        return self._next_row

    def batches(self) -> Iterator[tuple[pa.Array, pa.Table]]:
        """Yield row numbers and text columns; a record with too few or too many cells goes to quarantine.

        Raises:
            SourceError: The file is damaged, empty, or a record is longer than a block.
        """
        with closing(self._opened()) as stream:
            reader = self._reader(stream)
            held = self._next_batch(reader)
            while held is not None:
                following = self._next_batch(reader)
                if following is None:
                    held = self._without_broken_end(stream, held)
                yield self._numbered(held)
                held = following
        self._report_bad(None)

    def _reader(self, stream: CountedBytes) -> pacsv.CSVStreamingReader:
        try:
            return pacsv.open_csv(
                stream,
                read_options=pacsv.ReadOptions(block_size=_BLOCK_BYTES, use_threads=False, column_names=self._names),
                parse_options=parse_options(self._form, self._note_bad),
                convert_options=convert_options(self._names),
            )
        except pa.ArrowInvalid as fault:
            raise self._refused(fault) from fault

    def _next_batch(self, reader: pacsv.CSVStreamingReader) -> pa.RecordBatch | None:
        try:
            return reader.read_next_batch()
        except StopIteration:
            return None
        except pa.ArrowInvalid as fault:
            raise self._refused(fault) from fault

    def _refused(self, fault: pa.ArrowInvalid) -> SourceError:
        if "straddling" in str(fault):
            why = f"a record after row {self._next_row} is longer than 16 MB; a quotation mark is perhaps not closed"
            return SourceError.unreadable(self._context.path, why)
        return SourceError.unreadable(self._context.path, str(fault).splitlines()[0])

    def _note_bad(self, row: pacsv.InvalidRow) -> str:
        self._bad[row.number + self._first_row - 1] = row
        return "skip"

    def _numbers(self, batch: pa.RecordBatch) -> list[int]:
        """Return the row numbers of the next batch: consecutive but for the records put aside."""
        candidates = np.arange(self._next_row, self._next_row + batch.num_rows + len(self._bad), dtype=np.int64)
        if self._bad:
            candidates = candidates[~np.isin(candidates, np.array(sorted(self._bad), dtype=np.int64))]
        numbers: list[int] = candidates[: batch.num_rows].tolist()
        return numbers

    def _numbered(self, batch: pa.RecordBatch) -> tuple[pa.Array, pa.Table]:
        numbers = self._numbers(batch)
        if numbers:
            self._next_row = numbers[-1] + 1
        self._report_bad(self._next_row)
        return pa.array(numbers, type=pa.int64()), pa.Table.from_batches([batch])

    def _report_bad(self, before_row: int | None) -> None:
        for number in sorted(n for n in self._bad if before_row is None or n < before_row):
            row = self._bad.pop(number)
            reason = f"holds {row.actual_columns} cells where the header has {row.expected_columns}"
            reason += "; cut off?" if row.actual_columns < row.expected_columns else ""
            self._context.quarantine(f"row {number}", reason, raw=row.text)
            self._next_row = max(self._next_row, number + 1)
            self._context.rows_read += 1

    def _without_broken_end(self, stream: CountedBytes, batch: pa.RecordBatch) -> pa.RecordBatch:
        """Return the last batch; where the file is cut off, without its last record, which goes to quarantine."""
        if batch.num_rows == 0:
            return batch
        number = self._numbers(batch)[-1]
        if max(self._bad, default=0) > number:  # the record that was cut off is put aside already
            return batch
        last = [str(cell or "") for cell in batch.slice(batch.num_rows - 1).to_pylist()[0].values()]
        if stream.is_cut:
            reason = "the file ends inside a character or a compressed block: this row and what followed are not whole"
        elif stream.quote_count % 2 and any("\n" in cell for cell in last):
            reason = "a quotation mark is not closed before the end of the file"
        else:
            if not stream.ends_with_break:
                self._context.warn("The file does not end with a line break: check that its last row is whole")
            return batch
        skipped = [row for row in self._bad if row >= self._next_row]
        self._context.quarantine(
            f"row {self._next_row + batch.num_rows - 1 + len(skipped)}", reason, raw=_as_record(last, self._form)
        )
        self._context.rows_read += 1
        return batch.slice(0, batch.num_rows - 1)


def _as_record(cells: list[str], form: Form) -> str:
    """Return cells as one record of delimited text."""
    made = io.StringIO(newline="")
    quoting: Literal[0, 3] = csv.QUOTE_MINIMAL if form.quote else csv.QUOTE_NONE
    escape = form.escape or "\\"
    csv.writer(made, delimiter=form.delimiter, quotechar=form.quote, quoting=quoting, escapechar=escape).writerow(cells)
    return made.getvalue().removesuffix("\r\n")
