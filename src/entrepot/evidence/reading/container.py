"""What a received file holds: tables lie bare, in gzip, zstd or 7z, or several in a zip; bombs are refused."""

import gzip
import io
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import TypeAlias, cast

import pyarrow as pa

from entrepot.errors import SourceError
from entrepot.evidence.passing import Passing
from entrepot.evidence.reading.seven_zip import MAGIC as _SEVEN_ZIP
from entrepot.evidence.reading.seven_zip import SevenZipStream

MOST_BYTES = 1 << 38  # 256 GiB of text: ten times 50 million records of 500 bytes, the largest import aimed at
MOST_ON_DISK_BYTES = 1 << 33  # 8 GiB: a workbook or Parquet file inside an archive is unpacked to a temporary file
MOST_RATIO = 250  # tables compress 5 to 60 times; deflate reaches 1,032 times (zlib, technical details) only on one repeated byte
_RATIO_FROM = 1 << 26  # 64 MiB: below it a small table of equal rows may honestly exceed the ratio, and harms no one
_MOST_MEMBERS = 1_000  # a year of daily files is 366
_MAGIC_BYTES = 8
_GZIP = b"\x1f\x8b"  # RFC 1952, 2.3.1
_ZSTD = b"\x28\xb5\x2f\xfd"  # RFC 8878, 3.1.1
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # MS-CFB, 2.2: the container of XLS
_BEFORE_TEXT = b"\xef\xbb\xbf\xff\xfe \t\r\n"  # byte order marks of UTF-8 and UTF-16, blanks
_SUFFIXES = (
    *(".csv", ".tsv", ".tab", ".psv", ".txt", ".dat", ".jsonl", ".ndjson", ".json", ".parquet"),
    *(".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"),
)
_READ_FAULTS = (OSError, EOFError, zlib.error, zipfile.BadZipFile, pa.ArrowException, RuntimeError, ValueError)


class Kind(Enum):
    """How the bytes of a table are read."""

    TEXT = "delimited text"
    JSON_LINES = "JSON lines"
    PARQUET = "Parquet"
    WORKBOOK = "workbook"


@dataclass(frozen=True)
class Part:
    """One table file: `member` is its name inside a zip, None where the file itself is the table."""

    path: Path
    member: str | None
    kind: Kind


# Streams that return what they have at once (read1), so that nothing before a break is lost.
Readable: TypeAlias = io.BufferedReader | gzip.GzipFile | zipfile.ZipExtFile | pa.NativeFile | SevenZipStream


class Unpacked(io.RawIOBase):
    """The decompressed bytes of a part. `is_cut` is True after reading up to where compressed data break off."""

    def __init__(self, path: Path, raw: io.BufferedReader, stream: Readable, packed_size: int | None = None) -> None:
        super().__init__()
        self._path, self._raw, self._stream, self._packed_size = path, raw, stream, packed_size
        self._count = 0
        self._passing = Passing(raw, path.stat().st_size if stream is raw else 0)
        # Where packed data break off, what was asked for at once is lost.
        self._at_once = 1 << 20 if stream is raw else 1 << 16
        self.is_cut = False

    def readable(self) -> bool:
        """Return True: the stream is for reading."""
        return True

    def close(self) -> None:
        """Close the file."""
        self._stream.close()
        self._raw.close()
        super().close()

    def read(self, size: int = 1 << 16) -> bytes:
        """Return up to `size` bytes, fewer only at the end.

        Raises:
            SourceError: The data are damaged, or unpack to far more than a table would.
        """
        parts: list[bytes] = []
        wanted = size
        try:
            while wanted > 0 and not self.is_cut and (part := self._stream.read1(min(wanted, self._at_once))):
                parts.append(part)
                wanted -= len(part)
        except _READ_FAULTS as fault:
            if not isinstance(fault, EOFError) and "Truncated" not in str(fault):
                raise SourceError.unreadable(self._path, f"its compressed data are damaged ({fault})") from fault
            self.is_cut = True
        self._count += size - wanted
        self._passing.pass_on(size - wanted)
        self._check()
        return b"".join(parts)

    def _check(self) -> None:
        packed = self._packed_size if self._packed_size is not None else self._raw.tell()
        if self._stream is not self._raw and self._count > max(_RATIO_FROM, MOST_RATIO * packed):
            raise _bomb(self._path, f"it unpacks to more than {MOST_RATIO} times its size")
        if self._count > MOST_BYTES:
            raise _bomb(self._path, f"it unpacks to more than {MOST_BYTES >> 30} GiB")


def _bomb(path: Path, why: str) -> SourceError:
    return SourceError.unreadable(path, f"{why}, which no table does: it is perhaps a decompression bomb")


def parts(path: Path) -> list[Part]:
    """Return the table files that a file holds, in the order of an archive's directory.

    Raises:
        SourceError: The file cannot be opened, is empty, holds no table, or declares the sizes of a bomb.
    """
    if not _is_archive(path):
        return [Part(path, None, _kind_of(path, None))]
    with _zip(path) as archive:
        names = [info.filename for info in _checked(path, archive)]
    if not names:
        raise SourceError.unreadable(path, f"the archive holds no table ({', '.join(_SUFFIXES)})")
    return [Part(path, name, _kind_of(path, name)) for name in names]


def open_part(part: Part) -> Unpacked:
    """Return the bytes of a part, decompressed.

    Raises:
        SourceError: It cannot be opened.
    """
    return _opened(part.path, part.member)


@contextmanager
def on_disk(part: Part) -> Iterator[Path]:
    """Give a part as a file of its own: the file itself, or a copy unpacked for as long as it is used.

    Raises:
        SourceError: It cannot be unpacked, or is larger than 8 GiB.
    """
    if part.member is None and not _magic(part.path).startswith((_GZIP, _ZSTD, _SEVEN_ZIP)):
        yield part.path
        return
    with tempfile.TemporaryDirectory(prefix="entrepot-") as folder:
        copy = Path(folder) / Path(part.member or part.path.stem).name
        with open_part(part) as stream, copy.open("wb") as target:
            while chunk := stream.read(1 << 20):
                target.write(chunk)
                if target.tell() > min(MOST_ON_DISK_BYTES, shutil.disk_usage(folder).free // 2):
                    why = f"it unpacks to more than {MOST_ON_DISK_BYTES >> 30} GiB or half the free disk"
                    raise _bomb(part.path, why)
        yield copy


def _magic(path: Path) -> bytes:
    try:
        with path.open("rb") as raw:
            return raw.read(_MAGIC_BYTES)
    except OSError as fault:
        raise SourceError.unreadable(path, fault.strerror or str(fault)) from fault


def _opened(path: Path, member: str | None) -> Unpacked:
    magic = _magic(path)
    if magic.startswith(_SEVEN_ZIP):
        return Unpacked(path, stream=SevenZipStream(path), raw=path.open("rb"), packed_size=path.stat().st_size)
    raw = path.open("rb")
    try:
        if member is not None:
            archive = zipfile.ZipFile(raw)
            info = archive.getinfo(member)
            return Unpacked(path, raw, cast("zipfile.ZipExtFile", archive.open(info)), info.compress_size)
        if magic.startswith(_GZIP):
            return Unpacked(path, raw, gzip.GzipFile(fileobj=raw))
        if magic.startswith(_ZSTD):
            return Unpacked(path, raw, pa.CompressedInputStream(pa.PythonFile(raw, "r"), "zstd"))
    except (*_READ_FAULTS, KeyError, NotImplementedError) as fault:
        raw.close()
        raise SourceError.unreadable(path, f"it cannot be unpacked ({fault})") from fault
    return Unpacked(path, raw, raw)


def _kind_of(path: Path, member: str | None) -> Kind:
    with _opened(path, member) as stream:
        head = stream.read(1 << 12)
    if not head:
        raise SourceError.unreadable(path, f"{member or 'it'} is empty")
    if head.startswith(b"PAR1"):  # Apache Parquet, file format
        return Kind.PARQUET
    if head.startswith((_OLE, b"PK\x03\x04")):
        return Kind.WORKBOOK
    start = head.replace(b"\0", b"").lstrip(_BEFORE_TEXT).lower()  # UTF-16 writes ASCII signs with a zero byte
    if start.startswith((b"<!doctype html", b"<html", b"<?xml", b"%pdf")):
        why = "it is a web page, an XML document or a PDF whatever its name says; open it in a spreadsheet and save it as XLSX"
        raise SourceError.unreadable(path, why)
    return Kind.JSON_LINES if start.startswith(b'{"') or (start[:1] == b"{" and b'"' in start[:64]) else Kind.TEXT


def _is_archive(path: Path) -> bool:
    """Tell a zip of tables from a bare file and from the zip that an XLSX, XLSB or ODS workbook is."""
    if not _magic(path).startswith(b"PK"):
        return False
    with _zip(path) as archive:
        names = set(archive.namelist())
    return not names & {"[Content_Types].xml", "content.xml", "xl/workbook.xml", "mimetype"}


@contextmanager
def _zip(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        archive = zipfile.ZipFile(path)
    except (*_READ_FAULTS, NotImplementedError) as fault:
        raise SourceError.unreadable(path, f"it is no readable zip archive ({fault})") from fault
    with archive:
        yield archive


def check_workbook(path: Path) -> None:
    """Refuse a zipped workbook whose parts declare the sizes of a bomb.

    Raises:
        SourceError: It does, or is no readable archive.
    """
    if _magic(path).startswith(b"PK"):
        with _zip(path) as archive:
            _check_sizes(path, archive.infolist(), MOST_ON_DISK_BYTES)


def _check_sizes(path: Path, infos: list[zipfile.ZipInfo], most: int) -> None:
    """Refuse declared sizes; the total counts against the file's own size, for members may share their bytes."""
    total = sum(info.file_size for info in infos)
    if total > max(_RATIO_FROM, MOST_RATIO * path.stat().st_size):
        raise _bomb(path, f"it unpacks to more than {MOST_RATIO} times its size")
    if total > most:
        raise _bomb(path, f"it unpacks to more than {most >> 30} GiB")


def _checked(path: Path, archive: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    infos = [info for info in archive.infolist() if not info.filename.startswith("__MACOSX/")]
    if len(infos) > _MOST_MEMBERS:
        raise SourceError.unreadable(path, f"the archive holds more than {_MOST_MEMBERS:,} files")
    tables = [i for i in infos if i.filename.lower().endswith(_SUFFIXES) and i.file_size]
    if any(info.flag_bits & 1 for info in tables):  # APPNOTE 4.4.4, bit 0: encrypted
        raise SourceError.unreadable(path, "the archive is encrypted; unpack it first")
    _check_sizes(path, infos, MOST_BYTES)
    return tables
