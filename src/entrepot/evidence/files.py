"""A received file as bytes, decompressed where it is gzip; damage becomes a fault that names the file."""

import gzip
import io
import zlib
from pathlib import Path

from entrepot.errors import SourceError

HEAD_BYTES = 1 << 16  # what a source is recognised by (entrepot.sources.base.Source)
_GZIP_MAGIC = b"\x1f\x8b"  # RFC 1952, 2.3.1


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
    parts: list[bytes] = []
    wanted = size
    with open_bytes(path) as stream:
        try:
            while wanted > 0 and (part := stream.read1(wanted)):
                parts.append(part)
                wanted -= len(part)
        except EOFError:  # cut off: what came before is kept
            return b"".join(parts)
        except (OSError, zlib.error) as fault:
            raise SourceError.unreadable(path, f"its compressed data are damaged ({fault})") from fault
    return b"".join(parts)
