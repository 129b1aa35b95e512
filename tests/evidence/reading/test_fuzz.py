"""Damaged files of every kind: each is read as far as it goes or refused in words, and nothing else happens."""

import random
from pathlib import Path

import pytest

import customs_containers as tables
from entrepot.errors import SourceError
from entrepot.evidence.reading.preview import previews
from entrepot.evidence.reading.stream import batches

_IN_PROCESS = sorted(name for name in tables.CONTAINERS if "book" not in name)
_WORKBOOKS = sorted(name for name in tables.CONTAINERS if "book" in name)
_MOST_ROWS = 2 * len(tables.ROWS) + 10  # a flipped bit makes line breaks, it does not make data


def damaged(content: bytes, chance: random.Random) -> bytes:
    """Return content cut off, with some bits flipped, or with a piece repeated or zeroed."""
    data = bytearray(content)
    how = chance.choice(("cut", "flip", "zero", "repeat"))
    at = chance.randrange(len(data))
    if how == "cut":
        return bytes(data[:at])
    if how == "flip":
        for _ in range(chance.choice((1, 1, 4, 30))):
            data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
        return bytes(data)
    piece = data[at : at + chance.randrange(1, 64)]
    data[at : at + len(piece)] = bytes(len(piece)) if how == "zero" else piece * 3
    return bytes(data)


def read(path: Path) -> int | None:
    """Return how many rows and faults a file gives, None where it is refused."""
    try:
        found = previews(path)
        return sum(int(batch.rows.num_rows) + len(batch.faults) for table in found for batch in batches(table))
    except SourceError:
        return None


def outcomes(name: str, seeds: range, folder: Path) -> list[int | None]:
    made = []
    for seed in seeds:
        path = folder / name
        path.write_bytes(damaged(tables.CONTAINERS[name], random.Random(f"{name} {seed}")))  # noqa: S311 (no secret)
        made.append(read(path))
    return made


@pytest.mark.parametrize("name", _IN_PROCESS)
def test_a_damaged_file_is_read_or_refused(name: str, tmp_path: Path) -> None:
    found = outcomes(name, range(60), tmp_path)

    assert max(count or 0 for count in found) <= _MOST_ROWS
    assert any(count is not None for count in found) or name.endswith((".parquet", ".zip"))


@pytest.mark.parametrize("name", _WORKBOOKS)
def test_a_damaged_workbook_is_read_or_refused(name: str, tmp_path: Path) -> None:
    assert None in outcomes(name, range(6), tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(tables.CONTAINERS))
def test_many_damaged_files_are_read_or_refused(name: str, tmp_path: Path) -> None:
    outcomes(name, range(1000, 1200) if name in _WORKBOOKS else range(1000, 3000), tmp_path)
