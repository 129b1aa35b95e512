import csv
import io
import random
from dataclasses import replace
from pathlib import Path

import pytest

import customs_containers as tables
from entrepot.errors import SourceError
from entrepot.evidence.reading.json_lines import OTHER_FIELDS
from entrepot.evidence.reading.preview import previews
from entrepot.evidence.reading.stream import Batch, Fault, batches, gathered

Cells = tuple[str | None, ...]


def read(path: Path) -> tuple[list[tuple[str, Cells]], list[Fault], list[str]]:
    """Return rows by locator, faults and warnings of a file with one table."""
    rows: list[tuple[str, Cells]] = []
    faults: list[Fault] = []
    warnings: list[str] = []
    (table,) = previews(path)
    for batch in batches(table, warnings.append):
        faults.extend(batch.faults)
        for number, row in zip(batch.numbers.to_pylist(), batch.rows.to_pylist(), strict=True):
            rows.append((f"{batch.place}{number}", tuple(row.values())))
    return rows, faults, warnings


def written(tmp_path: Path, content: str | bytes, name: str = "table.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


@pytest.mark.parametrize("name", sorted(tables.CONTAINERS))
def test_every_container_streams_the_same_rows(name: str, tmp_path: Path) -> None:
    rows, faults, warnings = read(written(tmp_path, tables.CONTAINERS[name], name))

    width = len(tables.NAMES)
    assert [cells[:width] for _, cells in rows] == list(tables.ROWS)
    assert (faults, warnings) == ([], [])
    assert rows[0][0].endswith(" 1" if "jsonl" in name else " 2")


def test_places_name_the_sheet_the_member_or_the_line(tmp_path: Path) -> None:
    places = {
        name: read(written(tmp_path, tables.CONTAINERS[name], name))[0][0][0]
        for name in ("plain.csv", "table.zip", "books.zip", "book.xlsx", "rows.jsonl", "rows.parquet")
    }

    assert places == {
        "plain.csv": "row 2",
        "table.zip": "sheet 2023/january.csv row 2",
        "books.zip": "sheet book.xlsx/Sheet row 2",
        "book.xlsx": "sheet Sheet row 2",
        "rows.jsonl": "line 1",
        "rows.parquet": "row 2",
    }


def test_rows_above_the_header_are_neither_rows_nor_faults(tmp_path: Path) -> None:
    text = "\nExports of Ruritania\n\n\n\nDATE,NAME,VALUE\n" + "2023-01-01,FICTION,5\n" * 3

    rows, faults, _ = read(written(tmp_path, text))

    assert [place for place, _ in rows] == ["row 7", "row 8", "row 9"]
    assert faults == []


def test_records_of_another_width_are_put_aside_with_their_row(tmp_path: Path) -> None:
    good = "2023-01-01,FICTION,5\n" * 4
    rows, faults, _ = read(written(tmp_path, "DATE,NAME,VALUE\n" + good + "a,b\n\n,,\n" + good + "a,b,c,d\n"))

    assert [int(place.removeprefix("row ")) for place, _ in rows] == [2, 3, 4, 5, 9, 10, 11, 12]
    assert [(fault.row, fault.raw) for fault in faults] == [(6, "a,b"), (13, "a,b,c,d")]


def test_columns_are_named_so_that_each_can_be_asked_for(tmp_path: Path) -> None:
    path = written(tmp_path, "DATE,NAME,NAME,,VALUE\n" + "2023-01-01,A,B,C,5\n" * 3)

    batch = next(batches(previews(path)[0]))

    assert batch.rows.column_names == ["DATE", "NAME", "NAME#2", "column 4", "VALUE"]


def test_a_corrected_header_row_is_followed(tmp_path: Path) -> None:
    path = written(tmp_path, "A,B\n" + "2023-01-01,5\n" * 5)
    table = replace(previews(path)[0], first_data_row=4, header=("day", "value"))

    batch = next(batches(table))

    assert batch.numbers.to_pylist() == [4, 5, 6]
    assert batch.rows.column_names == ["day", "value"]


def test_an_encoding_that_shows_only_far_into_the_file_is_found_there(tmp_path: Path) -> None:
    plain = "2023-01-01,FICTION LTD,5\n" * 20_000
    text = "DATE,NAME,VALUE\n" + plain + "2023-01-02,Общество Вымысел и партнеры,6\n" * 50

    rows, _, _ = read(written(tmp_path, text.encode("cp1251")))

    assert rows[-1][1] == ("2023-01-02", "Общество Вымысел и партнеры", "6")


def test_damaged_characters_are_kept_visible_and_counted(tmp_path: Path) -> None:
    text = ("DATE,NAME,VALUE\n" + "2023-01-02,Вымысел,6\n" * 90).encode()

    rows, _, warnings = read(written(tmp_path, text.replace(b"\xd0\x92", b"\xff", 1)))

    assert rows[0][1][1] == "\ufffdымысел"
    assert warnings == ["1 characters are not utf-8: they stand as \ufffd"]


def test_a_file_in_two_encodings_is_refused(tmp_path: Path) -> None:
    text = "2023-01-02,Вымысел,6\n" * 30_000

    with pytest.raises(SourceError, match="characters are not utf-8"):
        read(written(tmp_path, ("DATE,NAME,VALUE\n" + text).encode() + text.encode("cp1251")))


def test_a_file_cut_inside_its_compressed_data_loses_only_its_last_record(tmp_path: Path) -> None:
    packed = tables.gzipped(tables.delimited())
    rows, faults, warnings = read(written(tmp_path, packed[:-20], "cut.csv.gz"))

    assert 0 < len(rows) < len(tables.ROWS)
    assert len(faults) == 1
    assert faults[0].row == len(rows) + 2
    assert warnings == []


def test_a_mark_that_is_not_closed_ends_in_words_and_not_in_memory(tmp_path: Path) -> None:
    good = "DATE,NAME,VALUE\n" + '2023-01-01,"FICTION",5\n' * 300_000
    text = good + '2023-01-01,"FICTION,5\n' + f"2023-01-01,{'FICTION ' * 40},5\n" * 120_000

    with pytest.raises(SourceError, match="quotation mark"):
        read(written(tmp_path, text))


def test_a_cell_beyond_a_spreadsheets_is_put_aside(tmp_path: Path) -> None:
    text = "DATE,NAME,VALUE\n" + "2023-01-01,FICTION,5\n" * 4 + f"2023-01-01,{'x' * 40_000},5\n"

    rows, faults, _ = read(written(tmp_path, text))

    assert len(rows) == 4
    assert [(fault.row, len(fault.raw)) for fault in faults] == [(6, 500)]
    assert "40,000 characters" in faults[0].reason


def test_json_lines_keep_digits_later_fields_and_what_is_nested(tmp_path: Path) -> None:
    text = '{"a": 1.10, "b": null, "c": [1, "é"]}\n\nnot json\n[1]\n{"a": 12345678901234567890, "b": true}\n'
    path = written(tmp_path, text, "rows.jsonl")
    table = replace(previews(path)[0], header=("a", "b"))

    (batch,) = batches(table)

    assert batch.rows.column_names == ["a", "b", OTHER_FIELDS]
    assert batch.rows.to_pylist() == [
        {"a": "1.10", "b": None, OTHER_FIELDS: '{"c": "[\\"1\\", \\"é\\"]"}'},
        {"a": "12345678901234567890", "b": "true", OTHER_FIELDS: None},
    ]
    assert batch.numbers.to_pylist() == [1, 5]
    assert [fault.row for fault in batch.faults] == [3, 4]


def test_a_table_without_header_gives_all_its_rows(tmp_path: Path) -> None:
    text = "".join(f"2023-01-{i},FICTION LTD,85423{i},{i}.5\n" for i in range(10, 20))

    batch = next(batches(previews(written(tmp_path, text))[0]))

    assert batch.rows.column_names == ["column 1", "column 2", "column 3", "column 4"]
    assert batch.numbers.to_pylist() == list(range(1, 11))


@pytest.mark.parametrize("seed", range(25))
def test_any_table_comes_back_from_any_encoding_and_dialect_as_it_was_written(seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)  # noqa: S311 (no secret)
    codec = chance.choice(["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1251", "cp866", "gb18030"])
    words = ["贸易有限公司", "深圳", "集成电路"] if codec == "gb18030" else ["Общество", "Вымысел", "товары прочие"]
    odd = [*words, "FICTION LTD", 'the "best", he said', "two\nlines", "a;b|c\td", "", "1,5", " blank "]
    header = ["DATE", "NAME", "GOODS", "VALUE"]
    rows = [
        [f"2023-01-{i % 28 + 1:02}", words[0], chance.choice(odd), str(i)] for i in range(chance.randrange(40, 400))
    ]
    target = io.StringIO(newline="")
    dialect = type("Dialect", (csv.excel if seed % 2 else csv.unix_dialect,), {"delimiter": chance.choice(",;\t|")})
    csv.writer(target, dialect).writerows([header, *rows])

    read_rows, faults, _ = read(written(tmp_path, target.getvalue().encode(codec)))

    assert [[cell or "" for cell in cells] for _, cells in read_rows] == rows
    assert [place for place, _ in read_rows] == [f"row {number}" for number in range(2, len(rows) + 2)]
    assert faults == []


def test_a_line_of_json_beyond_16_mb_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, b'{"a": 1}\n{"a": "' + b"x" * (18 << 20), "rows.jsonl")

    with pytest.raises(SourceError, match="longer than 16 MB"):
        read(path)


def test_batches_are_joined_without_losing_rows_faults_or_the_place_to_go_on(tmp_path: Path) -> None:
    path = written(tmp_path, "date,hs\n" + "".join(f"2023-01-{n:02},8542\n" + "x\n" * (n == 3) for n in range(1, 9)))
    (table,) = previews(path)
    (whole,) = batches(table)
    cut = [
        Batch(whole.place, whole.numbers.slice(at, 3), whole.rows.slice(at, 3), whole.faults * (at == 0), whole.mark)
        for at in range(0, 8, 3)
    ]

    joined = list(gathered(cut, 4))

    assert [batch.rows.num_rows for batch in joined] == [6, 2]
    assert [n for batch in joined for n in batch.numbers.to_pylist()] == whole.numbers.to_pylist()
    assert [row for batch in joined for row in batch.rows.to_pylist()] == whole.rows.to_pylist()
    assert [fault for batch in joined for fault in batch.faults] == list(whole.faults)
    assert [batch.mark for batch in joined] == [cut[1].mark, cut[2].mark]


def test_batches_of_two_sheets_are_not_joined(tmp_path: Path) -> None:
    path = written(tmp_path, "date,hs\n2023-01-01,8542\n2023-01-02,8542\n")
    (whole,) = batches(previews(path)[0])

    assert len(list(gathered([whole, replace(whole, place="sheet B row ")], 100))) == 2
