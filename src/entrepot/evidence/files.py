"""A received file as text: decompressed, checked to be UTF-8 on the way, its delimiter found in its first record."""

import csv
import gzip
import io
import re
import zlib
from pathlib import Path

from entrepot.errors import SourceError

HEAD_BYTES = 1 << 16  # what a source is recognised by (entrepot.sources.base.Source)
_GZIP_MAGIC = b"\x1f\x8b"  # RFC 1952, 2.3.1
_UTF8_MARK = b"\xef\xbb\xbf"
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS = (",", ";", "\t")
_LONGEST_CHARACTER = 4  # bytes of the longest UTF-8 sequence, RFC 3629
# Windows-1251 writes every Cyrillic letter as a byte C0-FF; in Windows-1252 those are accented letters, one in a word.
_CYRILLIC_WORD = re.compile(rb"[\xc0-\xff]{3}")
_SAVE_AS_UTF8 = "save it as UTF-8 (in a spreadsheet: CSV UTF-8)"


def open_bytes(path: Path) -> gzip.GzipFile | io.BufferedReader:
    """Return the file's bytes as a stream, decompressed where it is gzip.

    Raises:
        SourceError: The file cannot be opened.
    """
    try:
        raw = path.open("rb")
        is_gzip = raw.read(2) == _GZIP_MAGIC
        raw.close()
        return gzip.GzipFile(path) if is_gzip else path.open("rb")
    except OSError as fault:
        raise SourceError.unreadable(path, fault.strerror or str(fault)) from fault


def head_of(path: Path, size: int = HEAD_BYTES) -> bytes:
    """Return the first bytes of the decompressed file, fewer where it is shorter or cut off.

    Raises:
        SourceError: The file cannot be opened or is not what its first bytes say.
    """
    with open_bytes(path) as stream:
        return _read_available(path, stream, size)[0]


def _read_available(path: Path, stream: gzip.GzipFile | io.BufferedReader, size: int) -> tuple[bytes, bool]:
    """Return up to `size` bytes and whether a compressed file ended before its end mark: what came before is kept."""
    parts: list[bytes] = []
    wanted = size
    try:
        while wanted > 0 and (part := stream.read1(wanted)):
            parts.append(part)
            wanted -= len(part)
    except EOFError:
        return b"".join(parts), True
    except (OSError, zlib.error) as fault:
        raise SourceError.unreadable(path, f"its compressed data are damaged ({fault})") from fault
    return b"".join(parts), False


def first_record(head: bytes) -> tuple[list[str], str]:
    """Return the cells of the first record and the delimiter that splits it into most cells.

    A byte order mark is left out. No cells: the head is empty or its first line blank.
    """
    text = head.removeprefix(_UTF8_MARK).decode("utf-8", errors="replace")
    best: list[str] = []
    delimiter = _DELIMITERS[0]
    for candidate in _DELIMITERS:
        try:
            cells = next(csv.reader(io.StringIO(text, newline=""), delimiter=candidate), [])
        except csv.Error:  # a cell above the reader's limit: no header is that long
            continue
        if len(cells) > len(best):
            best, delimiter = cells, candidate
    return best, delimiter


def is_utf16(head: bytes) -> bool:
    """Return whether the first bytes are those of UTF-16 text: its byte order mark, or every other byte zero."""
    if head.startswith(_UTF16_MARKS):
        return True
    start = head[:_LONGEST_CHARACTER]
    return len(start) == _LONGEST_CHARACTER and any(not any(start[at::2]) and all(start[1 - at :: 2]) for at in (0, 1))


class Utf8Stream(io.RawIOBase):
    """The bytes of a delimited file, without byte order mark, refused where they are not UTF-8.

    `is_cut` is True after reading to the end of a file that stops inside a character or a compressed block;
    `ends_with_break` where the last byte read ends a line; `quote_count` counts quotation marks.
    """

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._stream = open_bytes(path)
        self._pending = b""
        self._offset = 0
        self._line = 1
        self.is_cut = False
        self.ends_with_break = True
        self.quote_count = 0

    def readable(self) -> bool:
        """Return True: the stream is for reading."""
        return True

    def close(self) -> None:
        """Close the file."""
        self._stream.close()
        super().close()

    def read(self, size: int = HEAD_BYTES) -> bytes:
        """Return the next checked bytes, empty at the end; pyarrow always names a size.

        Raises:
            SourceError: The bytes are not UTF-8; the message names byte, line and the likely encoding.
        """
        chunk = self._pending + self._read_raw(size)
        is_end = len(chunk) == len(self._pending)
        if self._offset == 0:
            chunk = self._without_mark(chunk)
        whole = self._whole_characters(chunk, is_end=is_end)
        self._pending = b"" if is_end else chunk[len(whole) :]
        self._offset += len(whole)
        self._line += whole.count(b"\n")
        self.quote_count += whole.count(b'"')
        if whole:
            self.ends_with_break = whole.endswith((b"\n", b"\r"))
        elif not is_end:  # an empty answer would say that the file ended
            return self.read(size)
        return whole

    def _read_raw(self, size: int) -> bytes:
        read, is_cut = _read_available(self._path, self._stream, size)
        self.is_cut = self.is_cut or is_cut
        return read

    def _without_mark(self, chunk: bytes) -> bytes:
        if chunk.startswith(_UTF16_MARKS) or b"\0" in chunk[:_LONGEST_CHARACTER]:
            raise SourceError.unreadable(
                self._path, f"it is UTF-16 or no text at all, where UTF-8 is expected; {_SAVE_AS_UTF8}"
            )
        return chunk.removeprefix(_UTF8_MARK)

    def _whole_characters(self, chunk: bytes, *, is_end: bool) -> bytes:
        try:
            chunk.decode("utf-8")
        except UnicodeDecodeError as fault:
            if fault.reason == "unexpected end of data" and len(chunk) - fault.start < _LONGEST_CHARACTER:
                self.is_cut = self.is_cut or is_end
                return chunk[: fault.start]
            raise self._not_utf8(chunk, fault.start) from fault
        return chunk

    def _not_utf8(self, chunk: bytes, start: int) -> SourceError:
        line = self._line + chunk.count(b"\n", 0, start)
        sample = chunk[max(0, start - 200) : start + 200]
        likely = "Windows-1251" if _CYRILLIC_WORD.search(sample) else "Windows-1252"
        why = f"byte {self._offset + start + 1} (line {line}) is not UTF-8, perhaps {likely}; {_SAVE_AS_UTF8}"
        return SourceError.unreadable(self._path, why)
