"""Declarations: the same rows from every format, firms as parties, duplicates, hostile files."""

import csv
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

from entrepot.errors import SourceError
from entrepot.sources.base import mention_id
from entrepot.sources.registry import recognise
from parsed import only, parsed, rows_of

SAMPLE = Path(__file__).parent / "sample.csv"
HEADER = "declared_on,direction,importer_name,exporter_name,hs_code,value,currency_code,value_usd"


def declared(folder: Path, *lines: str, header: str = HEADER) -> Path:
    path = folder / "declarations.csv"
    path.write_text("\n".join((header, *lines, "")), "utf-8")
    return path


def without_places(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if name not in ("locator", "snapshot_id")} for row in rows]


@pytest.mark.parametrize("suffix", [".parquet", ".xlsx"])
def test_parquet_and_xlsx_give_the_rows_of_the_csv(tmp_path: Path, suffix: str) -> None:
    with SAMPLE.open(encoding="utf-8", newline="") as stream:
        records = list(csv.reader(stream))[:-1]  # the last record is cut off, which only a CSV can be
    path = tmp_path / f"sample{suffix}"
    if suffix == ".xlsx":
        book = Workbook()
        for record in records:
            book.active.append([None if cell == "" else cell for cell in record])
            for cell in book.active[book.active.max_row]:
                cell.data_type = "s" if cell.value is not None else cell.data_type
        book.save(path)
    else:
        columns = {name: [row[i] for row in records[1:]] for i, name in enumerate(records[0])}
        pq.write_table(pa.table(columns), path)
    from_csv, from_other = parsed(SAMPLE, "declaration_table"), parsed(path, "declaration_table")

    for table in ("core__declaration", "core__party", "core__identifier", "core__address"):
        assert without_places(rows_of(from_other, table)) == without_places(rows_of(from_csv, table))
    assert len(rows_of(from_other, "core__quarantine")) == len(rows_of(from_csv, "core__quarantine")) - 1


def test_firms_are_parties_under_the_ids_of_their_mentions() -> None:
    context = parsed(SAMPLE, "declaration_table")
    line = only(rows_of(context, "core__declaration"), line_number="2")

    assert line["importer_source_party_id"] == mention_id("Firma Alfa OOO", "RU", "7707083893")
    assert line["exporter_source_party_id"] == mention_id("Beta Trading Ltd", "HK", None)
    party = only(rows_of(context, "core__party"), source_party_id=line["importer_source_party_id"])
    assert (party["name"], party["locator"], party["provenance"]) == ("Firma Alfa OOO", "row 2", "synthetic")


def test_every_named_side_has_its_party_record() -> None:
    context = parsed(SAMPLE, "declaration_table")
    known = {row["source_party_id"] for row in rows_of(context, "core__party")}
    lines = rows_of(context, "core__declaration")
    sides = [(line[f"{s}_name"], line[f"{s}_source_party_id"]) for line in lines for s in ("importer", "exporter")]

    assert all((party_id in known) is (name is not None) for name, party_id in sides)
    assert (None, None) in sides


def test_each_address_of_a_firm_is_emitted_once_with_its_first_row() -> None:
    rows = rows_of(parsed(SAMPLE, "declaration_table"), "core__address")
    alfa = mention_id("Firma Alfa OOO", "RU", "7707083893")

    assert [(row["locator"], row["address"]) for row in rows if row["source_party_id"] == alfa] == [
        ("row 2", "Moscow, ul. Primernaya 1, of. 5"),
        ("row 4", "Moscow, ul. Drugaya 2"),
    ]


def test_wrong_checksum_is_kept_as_invalid_and_counted() -> None:
    context = parsed(SAMPLE, "declaration_table")
    number = only(rows_of(context, "core__identifier"), identifier="123456789012")

    assert number["validity"] == "invalid"
    assert number["issue"]
    assert "1 numbers of firms have a wrong form or check digit; kept as invalid" in context.warnings


def test_value_in_dollars_is_stated_or_taken_from_dollars_only(tmp_path: Path) -> None:
    path = declared(
        tmp_path,
        "2022-03-01,import,A,B,854231,10,USD,",
        "2022-03-02,import,A,B,854231,10,usd,11",
        "2022-03-03,import,A,B,854231,10,EUR,",
        "2022-03-04,import,A,B,854231,10,,",
    )
    rows = rows_of(parsed(path, "declaration_table"), "core__declaration")

    assert [row["value_usd"] for row in rows] == [10.0, 11.0, None, None]
    assert [row["currency_code"] for row in rows] == ["USD", "USD", "EUR", None]


def test_value_in_dollars_stands_for_the_value(tmp_path: Path) -> None:
    header = HEADER.replace("value,currency_code,", "")
    path = declared(tmp_path, "2022-03-01,import,A,B,854231,10", "2022-03-02,import,A,B,854231,", header=header)
    context = parsed(path, "declaration_table")

    assert recognise(path).meta.id == "declaration_table"
    assert [row["value_usd"] for row in rows_of(context, "core__declaration")] == [10.0]
    assert [row["reason"] for row in rows_of(context, "core__quarantine")] == ["value and value_usd are missing"]
    with pytest.raises(SourceError, match="lacks the columns value or value_usd"):
        parsed(declared(tmp_path, header=header.replace(",value_usd", "")), "declaration_table")


def test_id_depends_on_what_was_reported_and_not_on_its_place(tmp_path: Path) -> None:
    lines = ["2022-03-01,import,A,B,854231,10,USD,", "2022-03-02,import,A,B,854231,10,USD,"]
    forwards = rows_of(parsed(declared(tmp_path, *lines), "declaration_table"), "core__declaration")
    backwards = rows_of(parsed(declared(tmp_path, *reversed(lines)), "declaration_table"), "core__declaration")

    assert [row["declaration_id"] for row in forwards] == [row["declaration_id"] for row in reversed(backwards)]
    assert len({row["declaration_id"] for row in forwards}) == 2


def test_same_file_gives_the_same_tables_twice(tmp_path: Path) -> None:
    first, second = (parsed(SAMPLE, "declaration_table").results() for _ in range(2))

    assert first.keys() == second.keys()
    assert all(first[name].equals(second[name]) for name in first)


def test_large_file_keeps_order_and_places(tmp_path: Path) -> None:
    """More rows than one block of the reader holds."""
    text = "x" * 900
    header = f"{HEADER},goods_description"
    rows = [f"2022-03-01,import,A{i % 7},B,854231,{i},USD,,{text}" for i in range(30_000)]
    context = parsed(declared(tmp_path, *rows, header=header), "declaration_table")
    made = context.results()["core__declaration"]

    assert made.num_rows == 30_000
    assert made.column("value_reported").to_pylist() == [float(i) for i in range(30_000)]
    assert made.column("locator").to_pylist()[-1] == "row 30001"
    assert len(rows_of(context, "core__party")) == 8
    assert pacsv.read_csv(tmp_path / "declarations.csv").nbytes > 1 << 24


def test_the_edition_is_that_of_the_customs_that_report(tmp_path: Path) -> None:
    line = "2022-01-10,import,Firma Alfa,Beta Trading,854231,10,USD,10,"
    path = declared(tmp_path, *(f"{line}{iso}" for iso in ("US", "KZ", "")), header=f"{HEADER},reporting_iso")

    lines = rows_of(parsed(path, "declaration_table"), "core__declaration")

    assert [row["hs_edition"] for row in lines] == ["HS2017", "HS2022", "HS2022"]


@pytest.mark.parametrize(
    ("route", "kept"),
    [
        ("DE>PL>BY>RU", "DE>PL>BY>RU"),
        ("DE > PL > RU", "DE>PL>RU"),
        ("DE->PL->RU", "DE>PL>RU"),
        ("DE|PL|RU", "DE>PL>RU"),
        ("DE/PL;RU", "DE>PL>RU"),
        ("Germany, Poland, Kazakhstan", "DE>PL>KZ"),
        (">DE>>KZ>", "DE>KZ"),
        ("KZ", "KZ"),
        ("", None),
    ],
)
def test_route_is_countries_in_order_whatever_parts_them(tmp_path: Path, route: str, kept: str | None) -> None:
    path = declared(tmp_path, f'2023-01-10,import,A,B,854231,1,USD,,"{route}"', header=f"{HEADER},route_iso")

    assert [row["route_iso"] for row in rows_of(parsed(path, "declaration_table"), "core__declaration")] == [kept]


@pytest.mark.parametrize("route", ["DE>Atlantis>KZ", ">", "DE>K2"])
def test_route_through_no_country_is_refused(tmp_path: Path, route: str) -> None:
    path = declared(
        tmp_path,
        f"2023-01-10,import,A,B,854231,1,USD,,{route}",
        "2023-01-10,import,A,B,854232,1,USD,,DE>KZ",
        header=f"{HEADER},route_iso",
    )
    context = parsed(path, "declaration_table")

    assert [row["route_iso"] for row in rows_of(context, "core__declaration")] == ["DE>KZ"]
    assert "in the route is no country" in rows_of(context, "core__quarantine")[0]["reason"]
