import os
from pathlib import Path

import pytest

from entrepot.evidence import passing
from entrepot.evidence.passing import Passing


@pytest.fixture
def advised(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, int]]:
    """Return the list of places and lengths that are given back."""
    told: list[tuple[int, int]] = []
    monkeypatch.setattr(os, "posix_fadvise", lambda _, place, length, __: told.append((place, length)), raising=False)
    monkeypatch.setattr(os, "POSIX_FADV_DONTNEED", 4, raising=False)
    monkeypatch.setattr(passing, "_STEP_BYTES", 10)
    return told


def test_every_byte_of_a_large_file_but_the_last_is_given_back_once(
    tmp_path: Path, advised: list[tuple[int, int]]
) -> None:
    with (tmp_path / "copy").open("wb") as stream:
        follower = Passing(stream, passing.LARGE_BYTES, is_written=True)
        for _ in range(5):
            stream.write(b"12345678")
            follower.pass_on(8)
        assert (tmp_path / "copy").stat().st_size == 32  # what is given back was written first
    assert advised == [(0, 16), (16, 16)]


def test_a_small_file_stays_in_memory(tmp_path: Path, advised: list[tuple[int, int]]) -> None:
    (tmp_path / "table.csv").write_bytes(b"x" * 100)
    with (tmp_path / "table.csv").open("rb") as stream:
        Passing(stream, 100).pass_on(100)
    assert advised == []


def test_a_system_that_cannot_be_told_is_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "posix_fadvise", raising=False)
    (tmp_path / "table.csv").write_bytes(b"x")
    with (tmp_path / "table.csv").open("rb") as stream:
        Passing(stream, passing.LARGE_BYTES).pass_on(1 << 40)
