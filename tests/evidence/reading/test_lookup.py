"""Whatever is read from a table is found again at its locator, cell for cell, in every container."""

import csv
import io
import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

import customs_containers as tables
from entrepot.errors import EntrepotError
from entrepot.evidence.locator import read_place, read_places
from entrepot.evidence.reading import lookup, stream
from entrepot.evidence.reading.chunks import ChunkedText
from entrepot.evidence.reading.preview import previews
from entrepot.evidence.reading.stream import batches

HEADER = ("DATE", "NAME", "GOODS", "VALUE", "NAME")
Row = tuple[str, ...]


@dataclass(frozen=True)
class Read:
    """What an import takes from a file: cells by column name, and the records put aside, by locator."""

    rows: dict[str, dict[str, str]]
    faults: dict[str, str]


def imported(path: Path) -> Read:
    """Return every row and fault of every table of a file."""
    read = Read({}, {})
    for table in previews(path):
        for batch in batches(table):
            read.faults.update({f"{batch.place}{fault.row}": fault.raw for fault in batch.faults})
            for number, row in zip(batch.numbers.to_pylist(), batch.rows.to_pylist(), strict=True):
                read.rows[f"{batch.place}{number}"] = {name: (cell or "").strip() for name, cell in row.items()}
    return read


def drawn(chance: random.Random, words: list[str]) -> list[Row]:
    """Return the rows of an invented table."""
    odd = [*words, 'the "best", he said', "two\nlines", "a;b|c\td", "", "1,5", "O'Fiction"]
    return [
        (f"2023-01-{i % 28 + 1:02}", words[0], chance.choice(odd), str(i), chance.choice(odd))
        for i in range(chance.randrange(30, 300))
    ]


def delimited(chance: random.Random, codec: str = "utf-8") -> bytes:
    """Return an invented table below a title, with blank lines and records of another width."""
    rows = drawn(chance, ["贸易有限公司", "深圳"] if codec == "gb18030" else ["Общество Вымысел", "FICTION LTD"])
    target = io.StringIO(newline="")
    written = csv.writer(target, delimiter=chance.choice(",;\t|"), lineterminator=chance.choice(["\n", "\r\n"]))
    titles: list[Row] = [("Exports of Ruritania", "", "", "", ""), ()] if chance.random() < 0.5 else []
    written.writerows([*titles, HEADER])
    for number, row in enumerate(rows):
        written.writerow(row)
        if number > 20 and chance.random() < 0.1:
            written.writerow(chance.choice([(), ("cut", "off"), (*row, "one", "more")]))
    return target.getvalue().encode(codec)


def workbook(chance: random.Random) -> bytes:
    """Return a workbook of two sheets, the header of one in its sixth row."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        for name, above in (("May / row 2", 0), ("June", 5)):
            sheet = book.add_worksheet(name.replace("/", "-"))
            for number, row in enumerate((HEADER, *drawn(chance, ["Вымысел"])), start=above):
                sheet.write_row(number, 0, row)
            if above:
                sheet.write(1, 2, "Exports of Ruritania")
    return target.getvalue()


def parquet(chance: random.Random) -> bytes:
    """Return a Parquet file of several groups of rows, with days, instants and numbers."""
    rows = drawn(chance, ["Вымысел"])
    instants = [chance.choice([0, 86_400, 90_061]) for _ in rows]
    table = pa.table({
        "NAME": [row[1] for row in rows], "AT": pa.array(instants, pa.timestamp("s")),
        "VALUE": [chance.choice([None, 1.5, 4162.0]) for _ in rows],
    })  # fmt: skip
    target = io.BytesIO()
    pq.write_table(table, target, row_group_size=chance.randrange(5, 50))
    return target.getvalue()


def json_lines(chance: random.Random, codec: str = "utf-8") -> bytes:
    """Return JSON lines, some blank."""
    names = ("DATE", "NAME", "GOODS", "VALUE")
    lines = [json.dumps(dict(zip(names, row, strict=False)), ensure_ascii=False) for row in drawn(chance, ["Вымысел"])]
    return "".join(line + chance.choice(["\n", "\r\n", "\n\n"]) for line in lines).encode(codec)


CONTAINERS: dict[str, Callable[[random.Random], bytes]] = {
    **{f"{codec}.csv": partial(delimited, codec=codec) for codec in ("utf-8", "utf-8-sig", "utf-16", "cp1251", "gb18030")},
    "table.csv.gz": lambda chance: tables.gzipped(delimited(chance, "cp1251")),
    "table.csv.zst": lambda chance: tables.zstd(delimited(chance)),
    "tables.zip": lambda chance: tables.archive({
        "2023/1.csv": delimited(chance, "cp1251"), "2023/1.csv.csv": delimited(chance), "b/rows.jsonl": json_lines(chance),
        "b/rows.parquet": parquet(chance), "b/book.xlsx": workbook(chance),
    }),
    "book.xlsx": workbook,
    "book.xlsx.gz": lambda chance: tables.gzipped(workbook(chance)),
    "book.ods": lambda _: tables.ods(),
    "rows.parquet": parquet,
    "rows.jsonl": json_lines,
    "rows16.jsonl": partial(json_lines, codec="utf-16"),
    "rows.jsonl.zst": lambda chance: tables.zstd(json_lines(chance)),
}  # fmt: skip


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", sorted(CONTAINERS))
def test_every_locator_of_an_import_leads_back_to_the_same_cells(
    name: str, seed: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The import reads in large pieces and the reader of places in small ones: numbers do not depend on them."""
    chance = random.Random(f"{name} {seed}")  # noqa: S311 (no secret)
    path = tmp_path / name
    path.write_bytes(CONTAINERS[name](chance))
    monkeypatch.setattr(lookup, "CHUNK_BYTES", 1 << chance.randrange(9, 13))
    monkeypatch.setattr(stream, "chunked", partial(ChunkedText, chunk_bytes=1 << chance.randrange(9, 24)))

    read = imported(path)
    places = read_places(path, [*read.rows, *read.faults])

    assert len(read.rows) > 20
    for locator, cells in read.rows.items():
        cells.pop("other fields", None)
        found = dict(places[locator].cells)
        assert {column: found.get(column, "") for column in cells} == cells, locator
    for locator, raw in read.faults.items():
        assert [cell for _, cell in places[locator].cells] == next(csv.reader([raw], delimiter=delimiter_of(raw)))


def delimiter_of(raw: str) -> str:
    """Return the delimiter of a record that was put aside."""
    return next(mark for mark in ",;\t|" if raw.startswith((f"cut{mark}", f"2023-01-{raw[8:10]}{mark}")))


def test_titles_and_the_header_are_rows_as_well(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("Exports of Ruritania\n\n" + "DATE|NAME|VALUE\n" + "2023-01-01|FICTION|5\n" * 9 + "a|b\n", "utf-8")

    found = read_places(path, ["row 1", "row 3", "row 4", "row 13"])

    assert found["row 1"].text == "DATE: Exports of Ruritania"
    assert found["row 3"].cells[2] == ("VALUE", "VALUE")
    assert found["row 4"].text == "DATE: 2023-01-01; NAME: FICTION; VALUE: 5"
    assert found["row 13"].cells == (("DATE", "a"), ("NAME", "b"))


def test_the_last_record_of_a_broken_file_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("DATE,NAME,VALUE\n" + '2023-01-01,"FICTION, LTD",5\n' * 9 + '2023-01-02,"FICTION\nLTD,6\n', "utf-8")

    assert read_place(path, "row 11").cells == (("DATE", "2023-01-02"), ("NAME", "FICTION\nLTD,6"))


@pytest.mark.parametrize(
    ("name", "locator"),
    [
        ("tables.zip", "row 2"),
        ("tables.zip", "sheet 2023/1 row 2"),
        ("tables.zip", "sheet b/book.xlsx row 2"),
        ("tables.zip", "sheet b/book.xlsx/None row 2"),
        ("tables.zip", "sheet b/rows.jsonl row 2"),
        ("tables.zip", "sheet b/rows.parquet line 2"),
        ("tables.zip", "line 2"),
        ("book.xlsx", "row 2"),
        ("book.xlsx", "line 2"),
        ("book.xlsx", "sheet June row 9999"),
        ("book.xlsx", "sheet June row 3"),
        ("rows.parquet", "row 1"),
        ("rows.parquet", "row 9999"),
        ("rows.jsonl", "sheet S line 1"),
    ],
)
def test_a_place_that_no_table_has_is_an_error(tmp_path: Path, name: str, locator: str) -> None:
    path = tmp_path / name
    path.write_bytes(CONTAINERS[name](random.Random(1)))  # noqa: S311 (no secret)

    with pytest.raises(EntrepotError, match=r"has no place .* its hash is in the snapshot record"):
        read_place(path, locator)


def test_reading_ends_after_the_last_wanted_row(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    good = b"DATE,NAME,VALUE\n" + b'2023-01-01,"FICTION",5\n' * 900_000
    path.write_bytes(good + b'2023-01-01,"FICTION,5\n' + b"2023-01-01,FICTION,5\n" * 2_000_000)

    assert read_place(path, "row 500001").cells == (("DATE", "2023-01-01"), ("NAME", "FICTION"), ("VALUE", "5"))
    with pytest.raises(EntrepotError, match="quotation mark"):
        read_place(path, "row 1000000")
