"""entrepot screen: names and files, the record it leaves, what it refuses."""

import hashlib
import json
import shutil
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from command_line import DemoRun, Entrepot
from entrepot.case.config import CaseConfig, write_config
from entrepot.case.intake import add_file
from entrepot.case.run import run_case
from entrepot.case.screened_rows import rows_of_file

KEYS = ["query", "match_id", "match_name", "list", "decision", "score", "reasons"]


@pytest.fixture
def own(case: Path, tmp_path: Path) -> Path:
    """Return a copy of the small case that a test may write into."""
    return Path(shutil.copytree(case, tmp_path / "case"))


def test_a_listed_name_is_found_and_another_gives_one_line_that_says_none(entrepot: Entrepot, own: Path) -> None:
    said = entrepot("screen", own, "Фирма Альфа", "Quibblefax Handels", "--on", "2022-04-01", "--json")

    found, none = said.rows
    assert said.status == 0
    assert list(found)[:7] == KEYS
    assert (found["match_name"], found["list"]) == ("Firma Alfa OOO", "us_ofac_sdn")
    assert found["reasons"]
    assert (none["query"], none["decision"], none["match_id"]) == ("Quibblefax Handels", "none", None)


def test_the_day_decides_who_is_listed(entrepot: Entrepot, own: Path) -> None:
    said = entrepot("screen", own, "Firma Alfa", "--on", "2022-03-30")

    assert said.status == 1
    assert "Nobody is on these lists on 2022-03-30" in said.stderr


def test_a_goods_code_is_answered_with_the_lists_that_name_it_that_day(entrepot: Entrepot, own: Path) -> None:
    on_list, before = (
        entrepot("screen", own, "Nobody Known", "--goods", "8542.31", "--on", day, "--json").rows[0]["goods"]
        for day in ("2024-06-01", "2022-04-01")
    )

    assert "chpl" in {entry["list"] for entry in on_list["controls"]}
    assert "chpl" not in {entry["list"] for entry in before["controls"]}


def test_a_screening_leaves_a_record_that_is_never_changed(entrepot: Entrepot, own: Path) -> None:
    entrepot("screen", own, "Firma Alfa", "--on", "2022-04-01")
    first = (own / "screenings" / "0001.json").read_bytes()
    entrepot("screen", own, "Firma Alfa", "--on", "2022-04-01")
    record, again = (json.loads((own / "screenings" / f"000{n}.json").read_text("utf-8")) for n in (1, 2))
    results = (own / "screenings" / "0001.jsonl").read_bytes()

    assert (own / "screenings" / "0001.json").read_bytes() == first
    assert record["screened"]["names"] == ["Firma Alfa"]
    assert record["counts"]["queries"] == 1
    assert record["results"] == {"file": "0001.jsonl", "sha256": hashlib.sha256(results).hexdigest()}
    assert again["results"]["sha256"] == record["results"]["sha256"]
    assert {(each["list_id"], len(each["sha256"])) for each in record["lists"]} == {("us_ofac_sdn", 64)}


def test_a_table_is_screened_row_by_row_with_its_columns_found(entrepot: Entrepot, own: Path, tmp_path: Path) -> None:
    file = tmp_path / "customers.csv"
    file.write_text(
        "Customer name;Other;Страна;ИНН;HS code\nAlfa Firm LLC;x;RU;;8542310000\n;x;RU;9900000017;\n;;;;\n"
        "Nobody Known;x;Atlantis;;\n",
        "utf-8",
    )
    said = entrepot("screen", own, "--file", file, "--on", "2022-04-01", "--json")
    record = json.loads((own / "screenings" / "0001.json").read_text("utf-8"))

    assert [(row["place"], row["decision"]) for row in said.rows] == [
        ("row 2", "possible"),
        ("row 3", "same"),
        ("row 5", "none"),
    ]
    assert said.rows[0]["goods"]["hs6"] == "854231"
    assert record["screened"]["columns"] == {
        "": {"name": "Customer name", "country": "Страна", "identifier": "ИНН", "goods": "HS code"}
    }
    assert record["screened"]["sha256"] == hashlib.sha256(file.read_bytes()).hexdigest()
    assert record["screened"]["unknown_countries"] == {"Atlantis": 1}


def test_workbooks_and_parquet_are_read_alike(entrepot: Entrepot, own: Path, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(tmp_path / "names.xlsx") as book:
        sheet = book.add_worksheet("Clients")
        for at, cell in enumerate(("Name", "Firma Alfa", "Nobody Known")):
            sheet.write(at, 0, cell)
            sheet.write(at, 1, "Country" if not at else "RU")
    pq.write_table(
        pa.table({"name": ["Firma Alfa", "Nobody Known"], "country": ["RU", "RU"]}), tmp_path / "names.parquet"
    )
    decisions = [
        [
            row["decision"]
            for row in entrepot("screen", own, "--file", tmp_path / name, "--on", "2022-04-01", "--json").rows
        ]
        for name in ("names.xlsx", "names.parquet")
    ]

    assert decisions == [["possible", "none"]] * 2


def test_birth_dates_of_a_table_are_read_in_any_form(tmp_path: Path) -> None:
    rows = rows_of_file(_written(tmp_path, "name,aliases,date of birth\nA B,C D|E F,7.2.1956\nG H,,unknown\n"), {})
    first, second = rows.queries()

    assert (first.names, first.born) == (("A B", "C D", "E F"), "1956-02-07")
    assert second.born is None


def _written(folder: Path, text: str) -> Path:
    path = folder / "rows.csv"
    path.write_text(text, "utf-8")
    return path


def test_a_column_may_be_named(entrepot: Entrepot, own: Path, tmp_path: Path) -> None:
    file = tmp_path / "odd.csv"
    file.write_text("zzz,country\nFirma Alfa,RU\n", "utf-8")
    refused = entrepot("screen", own, "--file", file, "--on", "2022-04-01")
    said = entrepot("screen", own, "--file", file, "--column", "name=zzz", "--on", "2022-04-01", "--json")

    assert refused.status == 1
    assert "--column name=HEADER" in refused.stderr
    assert not (own / "screenings" / "0002.json").exists()
    assert said.rows[0]["match_name"] == "Firma Alfa OOO"


@pytest.mark.parametrize("content", [b"", b"\x00\x01\x02\x03" * 50, b"\xff\xd8\xff\xe0 no table"])
def test_a_file_that_is_no_table_is_refused_and_leaves_no_record(
    entrepot: Entrepot, own: Path, tmp_path: Path, content: bytes
) -> None:
    file = tmp_path / "bad.csv"
    file.write_bytes(content)
    said = entrepot("screen", own, "--file", file, "--on", "2022-04-01")

    assert said.status == 1
    assert said.stderr.startswith("Failed: ")
    assert not list((own / "screenings").glob("*")) if (own / "screenings").exists() else True


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("x", "--file", "y.csv"),
        ("x", "--column", "name=a"),
        ("",),
        ("x", "--country", "Atlantis"),
        ("x", "--lists-on", "1"),
    ],
)
def test_a_question_without_sense_is_refused_as_wrong_usage(
    entrepot: Entrepot, own: Path, arguments: tuple[str, ...]
) -> None:
    assert entrepot("screen", own, *arguments).status == 2


def test_the_demo_finds_the_firms_of_the_issue(entrepot: Entrepot, demo_run: DemoRun, tmp_path: Path) -> None:
    demo = shutil.copytree(demo_run.folder, tmp_path / "demo")
    names = ("Serniya Inzhiniring", "Сэрния", "Da Group 22", "Трэйдтулс")
    rows = entrepot("screen", demo, *names, "--on", "2025-06-01", "--json").rows

    for name, word in zip(names, ("SERNIYA", "SERNIYA", "DA GROUP 22", "TRE"), strict=True):
        found = [row for row in rows if row["query"] == name and row["decision"] != "none"]
        assert any(word in f"{row['match_name']} {row['matched_name']}".upper() for row in found), name
        assert all(row["reasons"] for row in found)


@pytest.mark.slow
def test_the_published_lists_hold_the_firms_of_the_issue(entrepot: Entrepot, shared_data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "lists"
    write_config(folder, CaseConfig(title="Lists"))
    for name in ("ofac_sdn_2024-02-23.csv", "eu_32014R0833.csv"):
        add_file(folder, shared_data / "sanctions" / name)
    run_case(folder)
    names = ("Serniya Inzhiniring", "Сэрния", "Da Group 22", "Трэйдтулс", "Apple LLC")
    rows = entrepot("screen", folder, *names, "--on", "2026-01-01", "--json").rows
    found = {name: {row["match_name"] for row in rows if row["query"] == name} for name in names}

    assert {"Serniya Engineering", "OOO SERNIYA INZHINIRING"} <= found["Serniya Inzhiniring"]
    assert {"Serniya Engineering", "OOO SERNIYA INZHINIRING"} <= found["Сэрния"]
    assert "LIMITED LIABILITY PARTNERSHIP DA GROUP 22" in found["Da Group 22"]
    assert "LLC Trading House Tradetools" in found["Трэйдтулс"]
    assert all(row["decision"] != "same" for row in rows if row["query"] == "Apple LLC")


@pytest.mark.slow
def test_many_rows_are_streamed(entrepot: Entrepot, own: Path, tmp_path: Path) -> None:
    count = 200_000
    names = [f"Firma {'Alfa' if at % 1000 == 0 else 'Quibblefax'} {at % 500}" for at in range(count)]
    pq.write_table(pa.table({"name": names}), tmp_path / "many.parquet")
    said = entrepot("screen", own, "--file", tmp_path / "many.parquet", "--on", "2022-04-01")
    record = json.loads((own / "screenings" / "0001.json").read_text("utf-8"))

    assert said.status == 0
    assert record["counts"]["queries"] == count
    assert (own / "screenings" / "0001.jsonl").read_bytes().count(b"\n") >= count
