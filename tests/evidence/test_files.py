"""Received files as bytes: decompressed, cut off, damaged."""

import gzip
from pathlib import Path

import pytest

from entrepot.errors import SourceError
from entrepot.evidence.files import head_of


def written(folder: Path, content: bytes) -> Path:
    path = folder / "file.csv"
    path.write_bytes(content)
    return path


def test_what_stands_before_a_cut_is_kept(tmp_path: Path) -> None:
    packed = gzip.compress(b"a,b\n" + bytes(range(48, 58)) * 50)

    assert head_of(written(tmp_path, packed[:-6])).startswith(b"a,b\n")


def test_missing_and_damaged_files_are_source_errors(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"Cannot read none\.csv"):
        head_of(tmp_path / "none.csv")
    with pytest.raises(SourceError, match="compressed data are damaged"):
        head_of(written(tmp_path, b"\x1f\x8b\x08\x00nonsense that is no deflate stream"))
