"""A source file as received: its hash, who published it, under which terms."""

import hashlib
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Snapshot:
    """A received file.

    `snapshot_id` is the first 16 hex digits of `sha256`. `as_of_on` is the state the file describes (a list of
    2024-02-23), None where neither name nor content says so; `accessed_on` is when it was fetched, None when not known.
    `is_partial` marks a trimmed file, to which minimum row counts do not apply.
    """

    snapshot_id: str
    sha256: str
    file_name: str
    size_bytes: int
    source_id: str
    producer: str
    title: str
    url: str
    licence: str
    accessed_on: date | None = None
    as_of_on: date | None = None
    is_partial: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return the snapshot as JSON values, dates as ISO text."""
        return {k: v.isoformat() if isinstance(v, date) else v for k, v in asdict(self).items()}

    @classmethod
    def from_json(cls, values: dict[str, Any]) -> "Snapshot":
        """Build a snapshot from what `to_json` returned."""
        dates = {k: date.fromisoformat(values[k]) if values.get(k) else None for k in ("accessed_on", "as_of_on")}
        return cls(**{**values, **dates})


def file_sha256(path: Path) -> str:
    """Return the file's SHA-256 as 64 hex digits, read in pieces."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
