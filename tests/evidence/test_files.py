"""Received files as text: first record, delimiter, checked characters."""

import gzip
from pathlib import Path

import pytest

from entrepot.errors import SourceError
from entrepot.evidence.files import Utf8Stream, first_record, head_of


def written(folder: Path, content: bytes) -> Path:
    path = folder / "file.csv"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    ("head", "cells", "delimiter"),
    [
        (b"a,b;c\n", ["a", "b;c"], ","),
        (b"a;b;c\n1,5;2;3\n", ["a", "b", "c"], ";"),
        (b'"a, b"\tc\n', ["a, b", "c"], "\t"),
        (b"\xef\xbb\xbfa,b\n", ["a", "b"], ","),
        (b"alone\n", ["alone"], ","),
        (b"", [], ","),
    ],
)
def test_delimiter_is_the_one_that_makes_most_cells(head: bytes, cells: list[str], delimiter: str) -> None:
    assert first_record(head) == (cells, delimiter)


@pytest.mark.parametrize("size", [1, 2, 3, 4, 7, 1 << 16])
def test_characters_cut_by_a_read_are_put_together(tmp_path: Path, size: int) -> None:
    text = "имя,é,漢字,😀\n" * 3
    parts = []
    with Utf8Stream(written(tmp_path, b"\xef\xbb\xbf" + text.encode())) as stream:
        while part := stream.read(size):
            part.decode("utf-8")
            parts.append(part)

    assert b"".join(parts).removeprefix(b"\xef\xbb\xbf").decode() == text
    assert not stream.is_cut
    assert stream.ends_with_break


def test_place_of_the_first_wrong_byte_is_named_over_reads(tmp_path: Path) -> None:
    path = written(tmp_path, b"abc\n" * 10 + b"ab\xffc\n")

    with Utf8Stream(path) as stream:
        assert stream.read(40) == b"abc\n" * 10
        with pytest.raises(SourceError, match=r"byte 43 \(line 11\) is not UTF-8"):
            stream.read(8)


def test_what_stands_before_a_cut_is_kept(tmp_path: Path) -> None:
    packed = gzip.compress(b"a,b\n" + bytes(range(48, 58)) * 50)

    assert head_of(written(tmp_path, packed[:-6])).startswith(b"a,b\n")


def test_missing_and_damaged_files_are_source_errors(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"Cannot read none\.csv"):
        head_of(tmp_path / "none.csv")
    with pytest.raises(SourceError, match="compressed data are damaged"):
        head_of(written(tmp_path, b"\x1f\x8b\x08\x00nonsense that is no deflate stream"))
