"""JSON read item by item: arrays across chunk borders, lines, and what is broken."""

import gzip
import json
from pathlib import Path

import pytest

from entrepot.errors import EntrepotError, SourceError
from entrepot.evidence import json_items as module
from entrepot.evidence.json_items import json_items
from entrepot.evidence.locator import read_place


@pytest.mark.parametrize("chunk", [1, 7, 64, 1 << 20])
def test_an_array_is_the_same_whatever_the_chunks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chunk: int) -> None:
    values = [{"a": 'é [,] "x"', "n": number} for number in range(20)]
    path = tmp_path / "array.json"
    path.write_bytes(b"\xef\xbb\xbf \n" + json.dumps(values, ensure_ascii=False, indent=1).encode())
    monkeypatch.setattr(module, "_CHUNK_BYTES", chunk)

    found = list(json_items(path))

    assert [item.values for item in found] == values
    assert [item.locator for item in found] == [f"item {n}" for n in range(1, 21)]
    assert [json.loads(item.text) for item in found] == values


def test_lines_are_numbered_with_blank_ones(tmp_path: Path) -> None:
    path = tmp_path / "lines.json"
    path.write_bytes(b'{"a": 1}\n\n{"a": \n\xff\n{"a": 2}')

    assert [(item.locator, item.values) for item in json_items(path)] == [
        ("line 1", {"a": 1}),
        ("line 3", None),
        ("line 4", None),
        ("line 5", {"a": 2}),
    ]


def test_a_compressed_file_that_is_cut_says_so(tmp_path: Path) -> None:
    path = tmp_path / "array.json.gz"
    path.write_bytes(gzip.compress(json.dumps([{"a": n} for n in range(1000)]).encode())[:-40])

    assert "ends early" in (list(json_items(path))[-1].fault or "")


def test_an_item_that_never_ends_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "array.json"
    path.write_text('["' + "x" * 1000, "utf-8")
    monkeypatch.setattr(module, "_LONGEST_ITEM", 100)
    monkeypatch.setattr(module, "_CHUNK_BYTES", 64)

    with pytest.raises(SourceError, match="longer than"):
        list(json_items(path))


def test_an_item_is_found_by_its_place_and_a_missing_one_is_not(tmp_path: Path) -> None:
    path = tmp_path / "array.json"
    path.write_text('[{"a": 1}, {"a": 2}]', "utf-8")

    assert read_place(path, "item 2").text == '{"a": 2}'
    with pytest.raises(EntrepotError, match="no place 'item 3'"):
        read_place(path, "item 3")
