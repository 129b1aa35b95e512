"""Locators lead back to the words of the file, or say that they do not."""

import gzip
from pathlib import Path

import pytest

from entrepot.errors import EntrepotError
from entrepot.evidence.locator import read_place, read_places

XML = """<?xml version="1.0"?>
<list xmlns="urn:x"><people/><firms><firm><name>Alfa</name></firm><firm id="2"><name>Beta</name><city/></firm></firms></list>
"""


def test_record_of_a_table_comes_with_its_column_names(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text('\ufeffname;city\nAlfa;"two\nlines"\n\nBeta;\n', "utf-8")

    assert read_place(path, "row 2").cells == (("name", "Alfa"), ("city", "two\nlines"))
    assert read_place(path, "row 4").text == "name: Beta"
    assert read_place(path, "row 1").cells == (("name", "name"), ("city", "city"))


def test_file_without_header_has_numbered_columns(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text('36,"AEROEXAMPLE",-0-\n173,"OTHER",-0-\n', "utf-8")

    assert read_place(path, "row 1").cells == (("column 1", "36"), ("column 2", "AEROEXAMPLE"), ("column 3", "-0-"))
    assert read_place(path, "row 2").cells[1] == ("column 2", "OTHER")


def test_compressed_table_is_read(tmp_path: Path) -> None:
    path = tmp_path / "table.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n1,2\n3,4\n"))

    assert [place.text for place in read_places(path, ["row 3", "row 2"]).values()] == ["a: 3; b: 4", "a: 1; b: 2"]


def test_cell_of_a_megabyte_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text(f"a,b\n1,{'x' * 1_000_000}\n", "utf-8")

    assert len(read_place(path, "row 2").cells[1][1]) == 1_000_000


def test_line_of_a_stream_comes_whole_and_by_name(tmp_path: Path) -> None:
    path = tmp_path / "entities.json"
    path.write_text('{"id": "x"}\r\n{"id": "y", "properties": {"name": ["\\u0416", "Z"]}}\n[1]\n', "utf-8")

    assert read_place(path, "line 1").text == '{"id": "x"}'
    assert read_place(path, "line 2").cells == (("id", "y"), ("name", "Ж; Z"))
    assert read_place(path, "line 3").cells == ()


def test_element_is_found_by_its_path(tmp_path: Path) -> None:
    path = tmp_path / "list.xml"
    path.write_text(XML, "utf-8")

    assert read_place(path, "/list/firms/firm[2]").cells == (("name", "Beta"),)
    assert read_place(path, "/list/firms/firm").cells == (("name", "Alfa"),)
    assert 'id="2"' in read_place(path, "/list/firms/firm[2]").text


@pytest.mark.parametrize("locator", ["row 0", "row 4", "line 9", "sheet S row 2", "/list/firm", "file", "", "row -1"])
def test_place_that_is_not_there_is_an_error(tmp_path: Path, locator: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text("a,b\n1,2\n3,4\n", "utf-8")

    with pytest.raises(EntrepotError, match=r"has no place .* its hash is in the snapshot record"):
        read_place(path, locator)


@pytest.mark.parametrize(
    "locator", ["/list/firms/firm[3]", "/list/firms/firm[0]", "/other/firms", "/list//firm", "/list[2]"]
)
def test_path_that_leads_nowhere_is_an_error(tmp_path: Path, locator: str) -> None:
    path = tmp_path / "list.xml"
    path.write_text(XML, "utf-8")

    with pytest.raises(EntrepotError, match="has no place"):
        read_place(path, locator)


def test_document_with_entities_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "bomb.xml"
    path.write_text('<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><l><f>&b;</f></l>', "utf-8")

    with pytest.raises(EntrepotError, match="has no place"):
        read_place(path, "/l/f")


@pytest.mark.parametrize(("name", "locator", "column", "value"), [
    ("trade/eurostat_comext_eu27_exports_cn8_sanctioned_2020-01_2022-11.csv.gz", "row 1141671", "value_eur", "56.0"),
    ("sanctions/un_consolidated.xml", "/CONSOLIDATED_LIST/ENTITIES/ENTITY[3]", "REFERENCE_NUMBER", "CDe.003"),
    ("sanctions/ofac_add_2025-12.csv", "row 2", "column 4", "London EC3N 1DY"),
])  # fmt: skip
def test_real_files_are_found_again(shared_data: Path, name: str, locator: str, column: str, value: str) -> None:
    assert (column, value) in read_place(shared_data / name, locator).cells
