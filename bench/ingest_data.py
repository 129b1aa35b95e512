"""Writes an invented customs dump of any size: Russian headers, day-first dates, names with addresses, goods texts of box 31.

Every name is invented; nothing in it is a statement about a real firm. It has 36 columns, 24 of them mapped: the
judged full layouts have 35 in the middle, 19 of them mapped. Two fifths of the lines are machinery, electronics, vehicles and
instruments (chapters 84 to 90), and half of these name a model or an article number. The same number of rows gives the
same bytes.
"""

import sys
from pathlib import Path

import duckdb

# Distinct firms as in a year of a middle-sized country's imports; sizes fall off like Zipf's law (methods 10).
_IMPORTERS, _EXPORTERS = 60_000, 40_000
_STATEMENT = Path(__file__).with_suffix(".sql")


def write_dump(path: Path, rows: int, *, is_shuffled: bool = False) -> None:
    """Write a dump of so many lines as CSV with semicolons, UTF-8; in order of day, or with days at random; `.zst` is packed."""
    day = "hash(r, 4) % 1461" if is_shuffled else f"r * 1461 // {rows}"
    statement = _STATEMENT.read_text("utf-8").format(importers=_IMPORTERS, exporters=_EXPORTERS, rows=rows, day=day)
    with duckdb.connect() as connection:
        packed = "zstd" if path.suffix == ".zst" else "uncompressed"
        connection.execute(f"COPY ({statement}) TO '{path}' (FORMAT csv, HEADER, DELIMITER ';', COMPRESSION {packed})")


if __name__ == "__main__":
    write_dump(Path(sys.argv[1]), int(sys.argv[2]), is_shuffled="shuffled" in sys.argv)
