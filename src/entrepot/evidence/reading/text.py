"""The text of a table in any encoding as a stream of UTF-8, the form that readers of records take."""

import codecs
import io

from entrepot.errors import SourceError
from entrepot.sources.reading.container import Part, Unpacked, open_part
from entrepot.sources.reading.encoding import HEAD_BYTES, Encoding, encoding_of

_MOST_DAMAGED = 1_000  # one character in so many: above it the file is in another encoding, not damaged
_DAMAGE_FROM = 100  # characters: a handful proves nothing
_CHUNK_BYTES = 1 << 20


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
        raise SourceError.unreadable(part.path, f"{part.member or 'it'} is no text in an encoding that is known")
    return encoding


class Utf8Text(io.RawIOBase):
    """A part's text as UTF-8 without byte order mark; characters that cannot be decoded become U+FFFD and are counted.

    Where the head is ASCII only, the encoding is judged again at the first byte that is not. `is_cut` is True after reading
    to the end of a file that stops inside a character or a compressed block; `ends_with_break` where the last byte read ends
    a line; `quote_count` counts quotation marks.
    """

    def __init__(self, part: Part, encoding: Encoding, quote: str | None = '"') -> None:
        super().__init__()
        self._part = part
        self._raw: Unpacked = open_part(part)
        self._quote = (quote or "").encode()
        self._ready = b""
        self._is_done = False
        self._characters = 0
        self._start(encoding)
        self._raw.read(encoding.mark_size)
        self.is_cut = False
        self.ends_with_break = True
        self.quote_count = 0
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
            self.quote_count += made.count(self._quote) if self._quote else 0
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
        data = self._decoder.getstate()[0] + chunk
        try:
            _, used = codecs.utf_8_decode(data, "strict", False)
        except UnicodeDecodeError:
            return None
        self._characters += used
        self._decoder.setstate((data[used:], 0))
        self.is_cut = self.is_cut or (self._is_done and used < len(data))
        return data[:used]

    def _check_damage(self, text: str) -> None:
        self._characters += len(text)
        if "\ufffd" not in text:
            return
        self.damaged_count += text.count("\ufffd")
        if self.damaged_count > max(_DAMAGE_FROM, self._characters // _MOST_DAMAGED):
            why = (
                f"{self.damaged_count:,} characters are not {self.encoding.name} ({self.encoding.reason}); "
                "save it as UTF-8 (in a spreadsheet: CSV UTF-8)"
            )
            raise SourceError.unreadable(self._part.path, why)


def _from_first_high(chunk: bytes) -> bytes:
    """Return the chunk from shortly before its first non-ASCII byte, for the judgement."""
    low = chunk.translate(None, bytes(range(128)))[:1]
    return chunk[max(0, chunk.index(low) - 64) :]
