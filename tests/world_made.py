"""A world in a folder with its tables opened, for tests."""

from dataclasses import dataclass
from pathlib import Path

import duckdb

from entrepot.world.generate import WorldFiles, generate
from entrepot.world.settings import WorldSettings


@dataclass(frozen=True)
class Made:
    """A world in a folder, and its tables by name, those of the truth with `truth_` before it."""

    folder: Path
    files: WorldFiles
    db: duckdb.DuckDBPyConnection

    def rows(self, statement: str) -> list[tuple[object, ...]]:
        """Return what a statement finds."""
        return self.db.execute(statement).fetchall()

    def number(self, statement: str) -> float:
        """Return the only figure a statement finds."""
        value = self.rows(statement)[0][0]
        assert isinstance(value, int | float)
        return float(value)


def made(folder: Path, settings: WorldSettings) -> Made:
    """Make a world and open its tables."""
    files = generate(folder, settings)
    db = duckdb.connect()
    for path in sorted(folder.rglob("*.parquet")):
        name = f"truth_{path.stem}" if path.parent.name == "truth" else path.stem
        db.execute(f"CREATE VIEW {name} AS FROM '{path}'")
    return Made(folder, files, db)
