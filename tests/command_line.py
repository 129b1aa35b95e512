"""What tests of the command line hold in hand: what a command said, and the demo that the whole run shares."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Said:
    """What a command printed and how it ended."""

    status: int
    stdout: str
    stderr: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Standard output as JSON lines; a line that is no object fails."""
        found = [json.loads(line) for line in self.stdout.splitlines()]
        assert all(type(row) is dict for row in found)
        return found


Entrepot = Callable[..., Said]


@dataclass(frozen=True)
class DemoRun:
    """What `entrepot demo` left and said; tests read the folder and never write into it."""

    folder: str
    status: int
    stdout: str
    stderr: str

    @property
    def case(self) -> Path:
        """The case's folder."""
        return Path(self.folder)
