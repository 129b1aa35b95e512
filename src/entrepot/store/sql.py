"""A rule's statement: SQL text in DuckDB's dialect, in a file of its own, with named parameters."""

import re
from dataclasses import dataclass
from pathlib import Path

_PARAMETER = re.compile(r"\$([a-z][a-z0-9_]*)")
_COMMENT = re.compile(r"--[^\n]*")


@dataclass(frozen=True)
class Statement:
    """A named statement; `name` is the file's path below the package without its suffix."""

    name: str
    text: str

    @property
    def parameters(self) -> frozenset[str]:
        """The names that follow a `$` in the text."""
        return frozenset(_PARAMETER.findall(_COMMENT.sub("", self.text)))


def read_statement(path: Path) -> Statement:
    """Return the statement in a `.sql` file of the package."""
    package = Path(__file__).parents[1]
    return Statement(path.relative_to(package).with_suffix("").as_posix(), path.read_text("utf-8"))


def statement_beside(module_file: str, part: str = "") -> Statement:
    """Return the `.sql` file beside a module: `<module>.sql`, or `<module>__<part>.sql`."""
    module = Path(module_file)
    name = f"{module.stem}__{part}.sql" if part else f"{module.stem}.sql"
    return read_statement(module.with_name(name))


def shared_statements() -> list[Statement]:
    """Return every rule statement of the package, ordered by name: the text both engines must run."""
    package = Path(__file__).parents[1]
    return [read_statement(path) for path in sorted(package.rglob("*.sql"))]
