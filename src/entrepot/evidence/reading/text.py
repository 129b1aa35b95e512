"""The text of a table in any encoding as a stream of UTF-8, the form that readers of records take."""

import codecs
import io
import struct

import pyarrow as pa

from entrepot.errors import SourceError
from entrepot.evidence.reading.container import Part, Unpacked, open_part
from entrepot.evidence.reading.encoding import HEAD_BYTES, Encoding, encoding_of

_MOST_DAMAGED = 1_000  # one character in so many: above it the file is in another encoding, not damaged
_DAMAGE_FROM = 100  # characters: a handful proves nothing
_CHUNK_BYTES = 1 << 20
_SAVE_AS_UTF8 = "save it as UTF-8 (in a spreadsheet: CSV UTF-8)"


def encoding_of_part(part: Part) -> Encoding:
    """Return the encoding of a text by its first 256 KiB.

    Raises:
        SourceError: It cannot be read, or is no text.
    """
    with open_part(part) as raw:
        return _judged(part, raw.read(HEAD_BYTES))


def _judged(part: Part, head: bytes) -> Encoding:
    encoding = encoding_of(head)
    if encoding is None:
        raise SourceError.unreadable(
            part.path, f"{part.member or 'it'} is no text in an encoding that is known; {_SAVE_AS_UTF8}"
        )
    return encoding


class Utf8Text(io.RawIOBase):
    """A part's text as UTF-8 without byte order mark; characters that cannot be decoded become U+FFFD and are counted.

    Where the head is ASCII only, the encoding is judged again at the first byte that is not. `is_cut` is True after reading
    to the end of a file that stops inside a character or a compressed block; `ends_with_break` where the last byte read ends
    a line.
    """

    def __init__(self, part: Part, encoding: Encoding) -> None:
        super().__init__()
        self._part = part
        self._raw: Unpacked = open_part(part)
        self._ready = b""
        self._is_done = False
        self._characters = 0
        self._start(encoding)
        self._raw.read(encoding.mark_size)
        self.is_cut = False
        self.ends_with_break = True
        self.damaged_count = 0

    def _start(self, encoding: Encoding) -> None:
        self.encoding = encoding
        self._is_undecided = encoding.is_ascii
        self._decoder = codecs.getincrementaldecoder(encoding.name)(errors="replace")
        self._is_utf8 = encoding.name == "utf-8"

    def readable(self) -> bool:
        """Return True: the stream is for reading."""
        return True

    def close(self) -> None:
        """Close the file."""
        self._raw.close()
        super().close()

    def read(self, size: int = _CHUNK_BYTES) -> bytes:
        """Return the next bytes, never more than `size`; empty at the end.

        Raises:
            SourceError: The data are damaged, or not in the encoding they were taken for.
        """
        made = [self._ready]
        count = len(self._ready)
        while count < size and not self._is_done:
            part = self._next()
            made.append(part)
            count += len(part)
        whole = b"".join(made)
        self._ready = whole[size:]
        return whole[:size]

    def _next(self) -> bytes:
        chunk = self._raw.read(_CHUNK_BYTES)
        self._is_done = len(chunk) < _CHUNK_BYTES
        if self._is_undecided and not chunk.isascii():
            self._start(_judged(self._part, _from_first_high(chunk)))
        made = self._decoded(chunk)
        self.is_cut = self.is_cut or self._raw.is_cut
        if made:
            self.ends_with_break = made.endswith((b"\n", b"\r"))
        return made

    def _decoded(self, chunk: bytes) -> bytes:
        if self._is_utf8 and (valid := self._valid_utf8(chunk)) is not None:
            return valid
        text = self._decoder.decode(chunk)
        if self._is_done and self._decoder.getstate()[0]:
            self.is_cut = True  # the last character is not whole: it is left out with its record
        self._check_damage(text)
        return text.encode("utf-8", errors="replace")

    def _valid_utf8(self, chunk: bytes) -> bytes | None:
        """Return the whole characters of what is held and a chunk, without making them anew; None where some are damaged."""
        held = self._decoder.getstate()[0]
        data = held + chunk if held else chunk
        used = len(data) - _cut_length(data)
        if not _is_utf8(data, used) or (self._is_done and used < len(data) and not _may_begin(data[used:])):
            return None
        self._characters += used  # bytes: only compared with what is damaged
        self._decoder.setstate((data[used:], 0))
        self.is_cut = self.is_cut or (self._is_done and used < len(data))
        return data if used == len(data) else data[:used]

    def _check_damage(self, text: str) -> None:
        self._characters += len(text)
        if "\ufffd" not in text:
            return
        self.damaged_count += text.count("\ufffd")
        if self.damaged_count > max(_DAMAGE_FROM, self._characters // _MOST_DAMAGED):
            why = (
                f"{self.damaged_count:,} characters are not {self.encoding.name} ({self.encoding.reason}); "
                f"{_SAVE_AS_UTF8}"
            )
            raise SourceError.unreadable(self._part.path, why)


def _from_first_high(chunk: bytes) -> bytes:
    """Return the chunk from shortly before its first non-ASCII byte, for the judgement."""
    low = chunk.translate(None, bytes(range(128)))[:1]
    return chunk[max(0, chunk.index(low) - 64) :]


def _cut_length(data: bytes) -> int:
    """Return how many bytes at the end are the beginning of a character that is not whole."""
    for back in range(1, min(4, len(data) + 1)):  # a character has four bytes at most, RFC 3629
        byte = data[-back]
        if byte < 0x80:
            return 0
        if byte >= 0xC0:  # the first byte of a character, which says how many follow
            wanted = 2 if byte < 0xE0 else 3 if byte < 0xF0 else 4
            return back if back < wanted else 0
    return 0


def _may_begin(cut: bytes) -> bool:
    try:
        codecs.utf_8_decode(cut, "strict", False)
    except UnicodeDecodeError:
        return False
    return True


def _is_utf8(data: bytes, count: int) -> bool:
    """Return whether the first bytes are valid UTF-8; Arrow checks that several times faster than decoding does."""
    if data.isascii():
        return True
    places = pa.py_buffer(struct.pack("<qq", 0, count))
    array = pa.Array.from_buffers(pa.large_string(), 1, [None, places, pa.py_buffer(data)])
    try:
        array.validate(full=True)
    except pa.ArrowInvalid:
        return False
    return True
