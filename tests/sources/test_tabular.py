"""Rows of CSV, XLSX and Parquet: numbering, text as it is, and every kind of broken file."""

import gzip
import zipfile
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter
from openpyxl import Workbook

from entrepot.errors import SourceError
from entrepot.evidence.locator import read_places
from entrepot.evidence.reading.limits import LONGEST_CELL
from entrepot.evidence.snapshot import Snapshot
from entrepot.sources.base import ParseContext, SourceMeta
from entrepot.sources.columns import Columns
from entrepot.sources.tabular import batches, header, looks_like, rows, why_refused

TWO = Columns(("a", "b"))
META = SourceMeta(
    id="invented", version=1, title="", producer="", url="", licence="", official=False, summary="",
    ignored_columns={"ignored": "a test"},
)  # fmt: skip


def context_of(path: Path) -> ParseContext:
    snapshot = Snapshot("0" * 16, "0" * 64, path.name, path.stat().st_size, "invented", "", "", "", "")
    return ParseContext(snapshot, path, META)


def written(folder: Path, content: bytes | str, name: str = "table.csv") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def read(path: Path, columns: Columns = TWO) -> tuple[list[tuple[str, dict[str, str | None]]], ParseContext]:
    context = context_of(path)
    return list(rows(context, columns)), context


def reasons(context: ParseContext) -> dict[str, str]:
    return {row["locator"]: row["reason"] for row in context.rows.get("core__quarantine", [])}


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("line_break", ["\n", "\r\n"])
def test_delimiter_and_byte_order_mark_are_found(tmp_path: Path, delimiter: str, mark: bytes, line_break: str) -> None:
    text = line_break.join((f"a{delimiter}b", f"1{delimiter}имя", ""))
    found, context = read(written(tmp_path, mark + text.encode()))

    assert found == [("row 2", {"a": "1", "b": "имя"})]
    assert context.warnings == []


def test_rows_are_numbered_as_a_spreadsheet_shows_them(tmp_path: Path) -> None:
    """A blank line and a broken record count; a record over two lines is one row."""
    path = written(tmp_path, 'a,b\n1,"two\nlines"\n\nbroken\n4,x\n')
    found, context = read(path)

    assert found == [("row 2", {"a": "1", "b": "two\nlines"}), ("row 5", {"a": "4", "b": "x"})]
    assert reasons(context) == {"row 4": "holds 1 cells where the header has 2; cut off?"}
    assert context.rows_read == 3


def test_numbers_of_rows_lead_back_to_the_same_cells(tmp_path: Path) -> None:
    """The reader of rows and the reader of places count alike, over blocks, faults and records of several lines."""
    lines = [{0: "", 1: f'{i},"over\nlines"', 2: f"{i}"}.get(i % 7, f"{i},x") for i in range(2, 5_000)]
    found, _ = read(written(tmp_path, "\n".join(["a,b", *lines, ""])))
    places = read_places(tmp_path / "table.csv", [locator for locator, _ in found])

    assert len(found) == 4998 - sum(i % 7 in (0, 2) for i in range(2, 5_000))
    assert all(locator == f"row {cells['a']}" for locator, cells in found)
    assert all(dict(places[locator].cells) == cells for locator, cells in found)


def test_headerless_file_starts_with_row_one(tmp_path: Path) -> None:
    found, _ = read(written(tmp_path, "1,x\n2,y\n"), Columns(("a", "b"), is_headerless=True))

    assert found == [("row 1", {"a": "1", "b": "x"}), ("row 2", {"a": "2", "b": "y"})]


def test_cells_are_stripped_and_empty_ones_are_none(tmp_path: Path) -> None:
    found, _ = read(written(tmp_path, "a,b,c\n\u00a0x ,  ,\n"), Columns(("a", "b"), ("c", "absent")))

    assert found == [("row 2", {"a": "x", "b": None, "c": None, "absent": None})]


def test_formula_stays_text(tmp_path: Path) -> None:
    found, _ = read(written(tmp_path, 'a,b\n"=HYPERLINK(""http://x"")",@cmd\n'))

    assert found[0][1] == {"a": '=HYPERLINK("http://x")', "b": "@cmd"}
    assert "never evaluated" in why_refused("=1+SUM(A1)", "a number")
    assert why_refused("+7 495", "a number") == "'+7 495' is not a number"


def test_unread_columns_are_named_and_ignored_ones_are_not(tmp_path: Path) -> None:
    _, context = read(written(tmp_path, "a,b,extra,ignored,\n1,2,3,4,5\n"))

    assert context.warnings == [
        "Columns that are not read: extra",
        "1 column(s) without a name in the header are not read",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "it is empty"),
        (b"\n\na,b\n", "first row holds no column names"),
        (b"b,c\n1,2\n", "lacks the columns a"),
        (b"a,b,a\n1,2,3\n", "names a more than once"),
        ("a,b\n1,x\n2,é\n3,x\n".encode("cp1252"), "no text in an encoding that is known; save it as UTF-8"),
        ("a,b\n1,Ð’Ñ‹Ð¼Ñ\n".encode("cp1252"), "its encoding is not sure, perhaps .*; save it as UTF-8"),
        (b"\x00\x01\x02" * 100, "no text in an encoding that is known"),
        (b"a,b\n" + b'1,"x"\n' * 9 + b'1,"' + b"x\n" * (18 << 20), "longer than 16 MB; a quotation mark"),
    ],
)
def test_broken_structure_stops_with_what_to_do(tmp_path: Path, content: bytes, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        read(written(tmp_path, content))


@pytest.mark.parametrize(
    ("content", "kept", "locator", "reason"),
    [
        (b"a,b\n1,x\n2", 1, "row 3", "holds 1 cells"),
        (b"a,b\n1,x,y\n2,x\n", 1, "row 2", "holds 3 cells"),
        ("a,b\n1,x\n2,имя".encode()[:-1], 1, "row 3", "ends inside a character"),
        (b"a,b\n" + b'1,"x, y"\n' * 5 + b'2,"open\n3,x\n4,x\n', 5, "row 7", "quotation mark is not closed"),
        (b"a,b\n1,x\0y\n2,x\n", 1, "row 2", "NUL byte"),
        (b"a,b\n1," + b"x" * 1_000_000 + b"\n2,x\n", 1, "row 2", "1,000,000 characters"),
    ],
)
def test_broken_row_goes_to_quarantine_and_reading_goes_on(
    tmp_path: Path, content: bytes, kept: int, locator: str, reason: str
) -> None:
    found, context = read(written(tmp_path, content))

    assert len(found) == kept
    assert list(reasons(context)) == [locator]
    assert reason in reasons(context)[locator]
    assert context.rows_read == kept + 1


@pytest.mark.parametrize("codec", ["utf-16", "utf-16-be", "cp1251"])
def test_other_encodings_are_read_where_they_are_sure(tmp_path: Path, codec: str) -> None:
    found, context = read(written(tmp_path, "a,b\n1,Общество Вымысел\n2,мир\n".encode(codec)))

    assert found == [("row 2", {"a": "1", "b": "Общество Вымысел"}), ("row 3", {"a": "2", "b": "мир"})]
    assert context.warnings == []


def test_a_mark_that_opens_a_cell_and_never_closes_belongs_to_the_words(tmp_path: Path) -> None:
    found, context = read(written(tmp_path, 'a,b\n1,x\n2,"open\n3,x\n'))

    assert [cells["b"] for _, cells in found] == ["x", '"open', "x"]
    assert reasons(context) == {}


def test_every_fitting_table_of_an_archive_is_read(tmp_path: Path) -> None:
    path = tmp_path / "tables.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("2023/1.csv", "a;b\n1;x\n")
        archive.writestr("2023/2.csv", "b|a\ny|2\n")
        archive.writestr("key.csv", "code,word\n")
    found, context = read(path)

    assert found == [("sheet 2023/1.csv row 2", {"a": "1", "b": "x"}), ("sheet 2023/2.csv row 2", {"a": "2", "b": "y"})]
    assert context.warnings == ["Sheets 2023/1.csv, 2023/2.csv are read; not read: key.csv"]


def test_blank_cells_alone_make_no_row_unless_an_unread_column_is_filled(tmp_path: Path) -> None:
    found, context = read(written(tmp_path, "a,b,ignored\n , ,\n , ,x\n"))

    assert found == [("row 3", {"a": None, "b": None})]
    assert context.rows_read == 1


def test_longest_cell_of_a_spreadsheet_is_still_read(tmp_path: Path) -> None:
    found, context = read(written(tmp_path, f"a,b\n1,{'ж' * LONGEST_CELL}\n"))

    assert len(found) == 1
    assert reasons(context) == {}


def test_header_alone_gives_no_rows_and_a_warning(tmp_path: Path) -> None:
    found, context = read(written(tmp_path, "a,b\n"))

    assert found == []
    assert context.warnings == ["The file holds a header and no rows"]


def test_missing_last_line_break_is_a_warning(tmp_path: Path) -> None:
    found, context = read(written(tmp_path, "a,b\n1,2"))

    assert len(found) == 1
    assert context.warnings == ["The file does not end with a line break: check that its last row is whole"]


def test_gzip_is_read_and_its_cut_end_is_reported(tmp_path: Path) -> None:
    packed = gzip.compress("".join(["a,b\n", *(f"{i},{i * 7919 % 10_007}\n" for i in range(2, 400))]).encode())
    whole, _ = read(written(tmp_path, packed, "whole.csv.gz"))
    part, context = read(written(tmp_path, packed[:-300], "cut.csv.gz"))

    assert len(whole) == 398
    assert part == whole[: len(part)]
    assert 0 < len(part) < 398
    assert list(reasons(context)) == [f"row {len(part) + 2}"]


def test_parquet_columns_become_text(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    pq.write_table(pa.table({"a": [date(2022, 2, 24), None], "b": [1.5, 4162.0]}), path)
    found, _ = read(path)

    assert found == [("row 2", {"a": "2022-02-24", "b": "1.5"}), ("row 3", {"a": None, "b": "4162"})]
    assert dict(read_places(path, ["row 2"])["row 2"].cells) == {"a": "2022-02-24", "b": "1.5"}


@pytest.mark.parametrize("name", ["table.parquet", "table.xlsx"])
def test_damaged_binary_table_stops(tmp_path: Path, name: str) -> None:
    with pytest.raises(SourceError, match="it is no readable"):
        read(written(tmp_path, b"PAR1" + b"nonsense" * 10, name))


def test_parquet_lists_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.parquet"
    pq.write_table(pa.table({"a": [[1, 2]], "b": ["x"]}), path)

    with pytest.raises(SourceError, match="column a holds list"):
        read(path)


def test_workbook_is_read_from_its_first_sheet_that_holds_anything(tmp_path: Path) -> None:
    book = Workbook()
    book.create_sheet("Data")
    book.create_sheet("Other")
    for row in (["a", "b"], [1, date(2022, 2, 24)], [None, None], ["=1+1", 2.5], [3, "x", "stray"]):
        book["Data"].append(row)
    book["Other"].append(["z"])
    path = tmp_path / "table.xlsx"
    book.save(path)
    found, context = read(path)

    assert found[0] == ("sheet Data row 2", {"a": "1", "b": "2022-02-24"})
    assert found[1] == ("sheet Data row 5", {"a": "3", "b": "x"})
    assert list(reasons(context)) == ["sheet Data row 4"]
    assert reasons(context)["sheet Data row 4"].startswith("a is a formula without a stored result")
    assert context.rows["core__quarantine"][0]["raw"] == "a==1+1; b=2.5"
    assert context.rows_read == 3
    assert context.warnings == [
        "Sheet Data is read; not read: Sheet, Other",
        "1 column(s) without a name in the header are not read",
    ]
    assert read_places(path, ["sheet Data row 2"])["sheet Data row 2"].text == "a: 1; b: 2022-02-24"


def test_stored_result_of_a_formula_is_kept_and_counted(tmp_path: Path) -> None:
    """Formulas in columns that no one reads do not matter; a last row of nothing but an open formula is not lost."""
    path = tmp_path / "table.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("Data")
        for row, cells in enumerate([["a", "b", "other"], ["1", "x"]]):
            sheet.write_row(row, 0, cells)
        sheet.write_formula("A3", "=1+1", None, 2)
        sheet.write_formula("B3", '=IF(A3=2,"","x")', None, "")
        sheet.write_formula("C3", "=A3", None, 2)
    opened = tmp_path / "opened.xlsx"
    with zipfile.ZipFile(path) as package, zipfile.ZipFile(opened, "w") as changed:
        for name in package.namelist():
            part = package.read(name)
            if name == "xl/worksheets/sheet1.xml":
                part = part.replace(b'<c r="B3">', b'<c r="B3" t="str">')  # as spreadsheets write an empty result
                part = part.replace(b"</sheetData>", b'<row><c/><c><f>A2&amp;"!"</f></c></row></sheetData>')
            changed.writestr(name, part)
    found, context = read(opened)

    assert found == [("sheet Data row 2", {"a": "1", "b": "x"}), ("sheet Data row 3", {"a": "2", "b": None})]
    assert list(reasons(context)) == ["sheet Data row 4"]
    assert context.rows["core__quarantine"][0]["raw"] == 'b==A2&"!"'
    context.warn_of_counts()
    warning = "Sheet Data: 2 cells that are read hold formulas; their stored results are taken as they are"
    assert context.warnings == ["Columns that are not read: other", warning]


def test_every_fitting_sheet_is_read_and_the_others_are_named(tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["about this file"])
    for name, header_cells, cells in (("May", ["a", "b"], [1, 2]), ("Key", ["z"], [0]), ("June", ["b", "a"], [4, 3])):
        book.create_sheet(name).append(header_cells)
        book[name].append(cells)
    path = tmp_path / "table.xlsx"
    book.save(path)
    found, context = read(path)

    assert found == [("sheet May row 2", {"a": "1", "b": "2"}), ("sheet June row 2", {"a": "3", "b": "4"})]
    assert context.warnings == ["Sheets May, June are read; not read: Sheet, Key"]
    assert looks_like(path, TWO) == pytest.approx(0.95)


def test_unknown_sheet_is_named_with_those_there_are(tmp_path: Path) -> None:
    book = Workbook()
    path = tmp_path / "table.xlsx"
    book.save(path)

    with pytest.raises(SourceError, match="it has no sheet Data; sheets: Sheet"):
        list(batches(context_of(path), TWO, sheet="Data"))


def test_confidence_needs_every_required_column_and_falls_with_unknown_ones(tmp_path: Path) -> None:
    def confidence(content: bytes) -> float:
        return looks_like(written(tmp_path, content, f"{len(list(tmp_path.iterdir()))}.csv"), TWO)

    assert confidence(b"a,b\n") == pytest.approx(0.95)
    assert 0.0 < confidence(b"a,c\n") < 0.5
    assert confidence(b"c,d\n") == 0.0
    assert confidence(b"a,b,c,d,e\n") < 0.5
    assert confidence(b"") == 0.0
    assert confidence(b"<?xml version='1.0'?><a/>") == 0.0
    assert header(written(tmp_path, "a, b\n")) == ("a", "b")
