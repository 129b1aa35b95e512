"""One download: gone on with where it broke off, not repeated where nothing changed, kept only when whole."""

import re
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Literal

from urllib3 import BaseHTTPResponse
from urllib3.exceptions import HTTPError

from entrepot.errors import FetchError
from entrepot.evidence.snapshot import file_sha256
from entrepot.sources.base import SourceMeta
from entrepot.sources.fetching.asking import Request
from entrepot.sources.fetching.checks import check
from entrepot.sources.fetching.part import Part
from entrepot.sources.fetching.record import RECORD_SUFFIX, Record, read_record, write_record
from entrepot.sources.fetching.transport import BrokenOffError, TooLargeError, Transport

_CHUNK = 1 << 16
_RANGE = re.compile(r"bytes (\d+)-\d+/(?:\d+|\*)")
Outcome = Literal["new", "unchanged", "recent", "nothing"]


@dataclass(frozen=True)
class Received:
    """What came of a request: a new file, one that the publisher says is unchanged, one asked for recently, or nothing.

    `path` is None where the publisher has nothing; `rows` is None where they are not counted.
    """

    request: Request
    outcome: Outcome
    path: Path | None
    rows: int | None = None


def download(
    request: Request, meta: SourceMeta, folder: Path, transport: Transport, *, recent_days: int = 0
) -> Received:
    """Return what came of a request; the file and its record lie in the folder.

    Args:
        request: What to ask.
        meta: The declaration of its source: producer, title and terms go into the record.
        folder: Where the file goes.
        transport: How it is asked.
        recent_days: An answer that carries no mark of the publisher's is not asked for again within so many days.

    Raises:
        FetchError: The publisher refuses, or the answer is not what was asked for.
        TooLargeError: The answer exceeds what the publisher gives at once.
    """
    folder.mkdir(parents=True, exist_ok=True)
    held = _held(request, folder)
    if held is not None and not (held[1].etag or held[1].last_modified):
        if transport.clock.now().date() - held[1].accessed < timedelta(days=recent_days):
            return Received(request, "recent", held[0])
        held = None
    run = _Run(request, meta, folder, transport, held)
    return transport.exchange(request, run.headers, run.take)


def _held(request: Request, folder: Path) -> tuple[Path, Record] | None:
    """Return the newest file that this request brought before and that is unchanged since."""
    name = Path(request.file_name)
    pattern = f"{name.stem}_????-??-??{name.suffix}" if request.is_dated else name.name
    for path in sorted(folder.glob(_literal(pattern, request.is_dated)), reverse=True):
        record = read_record(path)
        if record is not None and record.url == request.url:
            return path, record
    return None


def _literal(pattern: str, is_pattern: bool) -> str:
    return pattern if is_pattern else re.sub(r"([\[\]*?])", r"[\1]", pattern)


@dataclass
class _Run:
    request: Request
    meta: SourceMeta
    folder: Path
    transport: Transport
    held: tuple[Path, Record] | None

    @property
    def part(self) -> Part:
        return Part(self.request, self.folder)

    def headers(self) -> dict[str, str]:
        """Return what makes the publisher send the rest of a part, or nothing where the file is unchanged."""
        if self.part.size and self.part.mark and self.part.is_intact():
            return {"Range": f"bytes={self.part.size}-", "If-Range": self.part.mark}
        self.part.remove()
        record = self.held[1] if self.held else None
        etag = {"If-None-Match": record.etag} if record and record.etag else {}
        day = {"If-Modified-Since": record.last_modified} if record and record.last_modified else {}
        return etag | day

    def take(self, response: BaseHTTPResponse) -> Received:
        """Keep the body of an answer."""
        if response.status == 304 and self.held is not None:
            return Received(self.request, "unchanged", self.held[0])
        if response.status in (204, 404) and self.request.is_query:
            return Received(self.request, "nothing", None)
        if response.status not in (200, 206, 416):
            raise FetchError.wrong_answer(self.request.url, f"status {response.status}")
        if response.headers.get("Content-Encoding", "identity") != "identity":
            raise FetchError.wrong_answer(self.request.url, "it is compressed, which was not asked for")
        offset = self._offset(response)
        self._store(response, offset)
        return self._finished(response)

    def _offset(self, response: BaseHTTPResponse) -> int:
        """Return where the body goes on: at 0 unless the publisher sends the rest of the same file."""
        etag, last_modified = response.headers.get("ETag", ""), response.headers.get("Last-Modified", "")
        if response.status == 200:
            self.part.begin(etag, last_modified)
            return 0
        found = _RANGE.fullmatch(response.headers.get("Content-Range", ""))
        is_same = self.part.mark in (etag, last_modified) or not (etag or last_modified)
        if response.status == 206 and found and is_same and 0 < self.part.size == int(found[1]):
            return self.part.size
        self.part.remove()
        raise BrokenOffError("the rest does not fit what has arrived; beginning anew")

    def _store(self, response: BaseHTTPResponse, offset: int) -> None:
        count = offset
        length = response.headers.get("Content-Length", "")
        self._must_fit(offset + (int(length) if length.isdecimal() else 0))
        try:
            with self.part.path.open("ab" if offset else "wb") as stream:
                for chunk in response.stream(_CHUNK, decode_content=False):
                    count += len(chunk)
                    self._must_fit(count)
                    stream.write(chunk)
        except HTTPError:
            self.part.note_bytes()
            has_grown = count > offset and bool(self.part.mark)
            raise BrokenOffError(f"the connection broke off after {count:,} bytes", has_grown=has_grown) from None
        except KeyboardInterrupt:
            self.part.note_bytes()
            raise
        except OSError as fault:  # of the disk: the connection's are HTTPError
            raise FetchError.cannot_keep(self.part.path, fault.strerror or type(fault).__name__) from fault

    def _must_fit(self, size: int) -> None:
        if size <= self.request.most_bytes:
            return
        self.part.remove()
        why = f"more than {self.request.most_bytes:,} bytes"
        if self.request.is_query:
            raise TooLargeError(why)
        raise FetchError.too_large(self.request.url, why)

    def _finished(self, response: BaseHTTPResponse) -> Received:
        """Check the whole file, give it its name and write its record."""
        try:
            rows = check(self.request, self.part.path)
        except (FetchError, BrokenOffError, TooLargeError):
            self.part.remove()
            raise
        today = self.transport.clock.now().date()
        name = Path(self.request.file_name)
        target = self.folder / (f"{name.stem}_{today}{name.suffix}" if self.request.is_dated else name.name)
        record = Record(
            source_id=self.request.source_id,
            producer=self.meta.producer,
            title=self.meta.title,
            url=self.request.url,
            licence=self.meta.licence,
            accessed=today,
            sha256=file_sha256(self.part.path),
            size_bytes=self.part.size,
            etag=response.headers.get("ETag", ""),
            last_modified=response.headers.get("Last-Modified", ""),
            query=dict(self.request.parameters),
        )
        target.with_name(target.name + RECORD_SUFFIX).unlink(missing_ok=True)  # never a record of other bytes
        self.part.finish(target)
        write_record(target, record)
        return Received(self.request, "new", target, rows)
