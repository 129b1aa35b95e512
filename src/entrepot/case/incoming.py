"""A file on its way into a case: copied and hashed in one reading, for it may have gigabytes."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from entrepot.case.results import read_snapshots
from entrepot.evidence.passing import Passing
from entrepot.evidence.snapshot import file_sha256

_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True)
class Incoming:
    """The hash of a file, and its copy in the case, whose bytes are those that were hashed; None where it is not copied yet."""

    sha256: str
    copy: Path | None


@contextmanager
def incoming(folder: Path, path: Path) -> Iterator[Incoming]:
    """Give the hash of a file and, where it is surely new to the case, a copy that waits under another name to be taken.

    A file as long as one of the case may be the same: it is only hashed. What is not taken is removed.
    """
    if path.stat().st_size in {snapshot.size_bytes for snapshot in read_snapshots(folder).values()}:
        yield Incoming(file_sha256(path), None)
        return
    copy = folder / "sources" / f".incoming-{path.name}.partial"
    is_first = not copy.parent.exists()
    copy.parent.mkdir(parents=True, exist_ok=True)
    try:
        yield Incoming(_copied(path, copy), copy)
    finally:
        copy.unlink(missing_ok=True)
        if is_first and not any(copy.parent.iterdir()):
            copy.parent.rmdir()


def _copied(path: Path, copy: Path) -> str:
    digest = hashlib.sha256()
    part = memoryview(bytearray(_CHUNK_BYTES))  # one for all: new memory for each costs the kernel more than copying
    with path.open("rb", buffering=0) as stream, copy.open("wb") as target:
        passing = Passing(target, path.stat().st_size, is_written=True)
        while count := stream.readinto(part):
            digest.update(part[:count])
            target.write(part[:count])
            passing.pass_on(count)
    return digest.hexdigest()
