"""The unfinished file: what has arrived, and by which mark of the publisher's it can be gone on with."""

import json
from dataclasses import dataclass
from pathlib import Path

from entrepot.evidence.snapshot import file_sha256
from entrepot.sources.fetching.asking import Request

_WEAK = "W/"  # RFC 9110, 13.1.5: a weak entity tag cannot be used to put pieces together


@dataclass(frozen=True)
class Part:
    """The part file of a request in a folder, with its mark beside it; both names end in `.part`."""

    request: Request
    folder: Path

    @property
    def path(self) -> Path:
        """Where the bytes are."""
        return self.folder / f"{self.request.file_name}.part"

    @property
    def _mark_path(self) -> Path:
        return self.folder / f"{self.request.file_name}.mark.part"

    @property
    def size(self) -> int:
        """How many bytes have arrived."""
        return self.path.stat().st_size if self.path.is_file() else 0

    @property
    def mark(self) -> str:
        """The entity tag or day by which the publisher knows this file again; empty where it cannot be gone on with."""
        try:
            held = json.loads(self._mark_path.read_text("utf-8"))
            return str(held["mark"]) if held["url"] == self.request.url else ""
        except (OSError, ValueError, KeyError, TypeError):
            return ""

    def is_intact(self) -> bool:
        """Return whether the bytes are those that were there when the download stopped; True where nobody could note them."""
        try:
            noted = json.loads(self._mark_path.read_text("utf-8")).get("sha256")
            return noted is None or noted == file_sha256(self.path)
        except (OSError, ValueError, AttributeError):
            return False

    def note_bytes(self) -> None:
        """Note what has arrived, as the download stops: other bytes are not gone on with."""
        if self.mark and self.size:
            values = {"url": self.request.url, "mark": self.mark, "sha256": file_sha256(self.path)}
            self._mark_path.write_text(json.dumps(values), "utf-8")

    def begin(self, etag: str, last_modified: str) -> None:
        """Note the mark of a file that begins to arrive, and let go of what was there."""
        self.remove()
        mark = last_modified if etag.startswith(_WEAK) else etag or last_modified
        if mark:
            self._mark_path.write_text(json.dumps({"url": self.request.url, "mark": mark}), "utf-8")

    def remove(self) -> None:
        """Let go of what has arrived."""
        self.path.unlink(missing_ok=True)
        self._mark_path.unlink(missing_ok=True)

    def finish(self, target: Path) -> None:
        """Give the whole file its name."""
        self.path.replace(target)
        self._mark_path.unlink(missing_ok=True)
