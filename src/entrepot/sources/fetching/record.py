"""The record beside a downloaded file: whence, when, under which terms, with which hash. It holds no key."""

import tomllib
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path

import tomli_w

from entrepot.evidence.snapshot import file_sha256

RECORD_SUFFIX = ".source.toml"  # `entrepot add` takes what it says of the file of that name


@dataclass(frozen=True)
class Record:
    """What is known of a downloaded file. `etag` and `last_modified` are the publisher's, empty where it gave none."""

    source_id: str
    producer: str
    title: str
    url: str
    licence: str
    accessed: date
    sha256: str
    size_bytes: int
    etag: str = ""
    last_modified: str = ""
    query: dict[str, str] = field(default_factory=dict)


def record_path(path: Path) -> Path:
    """Return where the record of a file lies."""
    return path.with_name(path.name + RECORD_SUFFIX)


def write_record(path: Path, record: Record) -> None:
    """Write the record of a file at once and whole."""
    target = record_path(path)
    building = target.with_name(target.name + ".part")
    values = {name: value for name, value in asdict(record).items() if value not in ("", {})}
    building.write_text(tomli_w.dumps(values), "utf-8")
    building.replace(target)


def read_record(path: Path) -> Record | None:
    """Return the record of a file that is still the one recorded; None otherwise."""
    try:
        record = Record(**tomllib.loads(record_path(path).read_text("utf-8")))
    except (OSError, ValueError, TypeError):
        return None
    if not path.is_file() or path.stat().st_size != record.size_bytes or file_sha256(path) != record.sha256:
        return None
    return record
