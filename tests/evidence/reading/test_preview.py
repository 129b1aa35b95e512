from pathlib import Path

import pytest

import customs_containers as tables
from entrepot.errors import SourceError
from entrepot.evidence.reading import preview as preview_module
from entrepot.evidence.reading.preview import previews


@pytest.mark.parametrize("name", sorted(tables.CONTAINERS))
def test_every_container_shows_the_same_head(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.write_bytes(tables.CONTAINERS[name])

    (found,) = previews(path)

    assert found.header == tables.NAMES
    assert found.rows == tables.ROWS
    assert (found.header_row, found.first_data_row) == ((0, 1) if "jsonl" in name else (1, 2))


def test_a_workbook_with_its_header_in_row_6_counts_rows_as_the_sheet_does(tmp_path: Path) -> None:
    path = tmp_path / "full.xlsx"
    path.write_bytes(tables.workbook(title_rows=5))

    (found,) = previews(path, "Sheet")

    assert (found.sheet, found.header_row, found.first_data_row) == ("Sheet", 6, 7)
    assert found.rows == tables.ROWS


def test_an_archive_of_several_files_and_sheets_names_each(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    path.write_bytes(tables.archive({"a.csv": tables.delimited(), "b/c.xlsx": tables.workbook()}))

    assert [found.sheet for found in previews(path)] == ["a.csv", "b/c.xlsx/Sheet"]
    assert [found.sheet for found in previews(path, "b/c.xlsx/Sheet")] == ["b/c.xlsx/Sheet"]


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    path = tmp_path / "all.zip"
    path.write_bytes(tables.archive({"a.csv": tables.delimited()}))

    with pytest.raises(SourceError, match=r"no table z.csv; tables: a.csv"):
        previews(path, "z.csv")


def test_the_separator_line_is_row_1_and_no_header(tmp_path: Path) -> None:
    path = tmp_path / "excel.csv"
    path.write_bytes(b"sep=;\r\n" + tables.delimited())

    (found,) = previews(path)

    assert (found.header_row, found.first_data_row, found.header) == (2, 3, tables.NAMES)


def test_a_large_file_is_sampled_from_its_first_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preview_module, "HEAD_BYTES", 1 << 16)
    path = tmp_path / "large.csv"
    path.write_text("DATE,NAME,NUMBER\n" + "".join(f"2023-01-01,FICTION,{i}\n" for i in range(100_000)), "utf-8")

    (found,) = previews(path)

    numbers = [int(row[2] or -1) for row in found.rows]
    assert len(numbers) == 500
    assert numbers == sorted(set(numbers))
    assert 2_000 < numbers[-1] < 6_000


def test_blank_and_duplicate_headers_are_shown_as_reported(tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    path.write_text("DATE,NAME,NAME,,VALUE\n" + "2023-01-01,A,B,C,5\n" * 5, "utf-8")

    assert previews(path)[0].header == ("DATE", "NAME", "NAME", "", "VALUE")


def test_a_delimiter_at_the_end_of_each_record_makes_a_blank_column(tmp_path: Path) -> None:
    path = tmp_path / "trailing.csv"
    path.write_text("DATE;NAME;VALUE\n" + "2023-01-01;A;5;\n" * 5, "utf-8")

    (found,) = previews(path)

    assert found.header == ("DATE", "NAME", "VALUE", "")
    assert found.rows[0] == ("2023-01-01", "A", "5", None)


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("million.csv", b"a," * 1_000_000 + b"b\n1\n", "columns, more than"),
        ("endless.csv", b"a" * (9 << 20), "longer than 4 MB"),
        ("page.xls", b"<html><table><tr><td>1</td></tr></table></html>", "web page"),
        ("empty.csv", b"", "empty"),
        ("blank.csv", b"\n\n\n", "holds no cells"),
        ("photo.csv", b"\xff\xd8\xff\xe0" + bytes(range(256)) * 50, "no text"),
        ("wide.jsonl", b"{" + b",".join(b'"f%d":1' % i for i in range(20_000)) + b"}\n", "columns, more than"),
        ("no.zip", b"PK\x03\x04 and nothing else", "zip"),
        ("none.zip", tables.archive({"readme.md": b"x"}), "no table"),
    ],
)
def test_what_is_no_table_or_beyond_a_limit_is_refused_in_words(
    name: str, content: bytes, why: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    with pytest.raises(SourceError, match=why):
        previews(path)


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"missing\.csv"):
        previews(tmp_path / "missing.csv")
