"""What a cached step depends on besides its inputs: the code and reference data that made it."""

import hashlib
from functools import cache
from pathlib import Path

from entrepot.settings import resources_dir

_STEP_SUFFIXES = frozenset({".py", ".sql", ".toml", ".csv"})
# Rooms whose change leaves derived tables and findings as they are.
_OUTSIDE = frozenset({"report", "cli", "world"})


@cache
def code_fingerprint() -> str:
    """Return a hash over the package's code, rules and reference data: when it changes, every step is redone."""
    digest = hashlib.sha256()
    package = Path(__file__).parents[1]
    for root in (package, resources_dir()):
        for path in sorted(root.rglob("*")):
            inside = path.relative_to(root)
            if path.suffix in _STEP_SUFFIXES and inside.parts[0] not in _OUTSIDE | {"cases", "_resources"}:
                digest.update(inside.as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:16]


def combined(*parts: str) -> str:
    """Return one hash of several texts, order kept."""
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:16]
