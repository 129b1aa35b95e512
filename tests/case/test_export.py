"""Exports, read by the programs they are for; what stands at the target; names that look like formulas or markup."""

import csv
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import networkx as nx
import openpyxl
import pyarrow.parquet as pq
import pytest

from entrepot.case import export
from entrepot.case.config import CaseConfig, write_config
from entrepot.case.export import EXPORTED, FORMATS, default_target, export_case
from entrepot.case.results import Results, open_results
from entrepot.case.run import run_case
from entrepot.errors import CaseError
from small_case import ALFA_INN, FILES, make_case

FORMULA, ARRAY_FORMULA, LINK = "=HYPERLINK(1+1)", "{=SUM(1+1)}", "https://firm.example"
ODD_NAMES = (
    "id,kind,name,aliases,former_names,country,incorporated_on,addresses\n"
    f'odd,company,{FORMULA},{ARRAY_FORMULA}|{LINK}|@SUM(1),+1-1,AE,1871-05-06,"Dubai, Street 1, Office \x0b<9>"\n'
    'odder,company,"Firm & <Sons> ""Ltd""",,,AE,,"Dubai, Street 1, Office \x0b<9>"\n'
)


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Results]:
    folder = tmp_path_factory.mktemp("export") / "case"
    make_case(folder, {**FILES, "odd names.csv": ODD_NAMES})
    run_case(folder)
    with open_results(folder) as opened:
        yield opened


def count(results: Results, table: str) -> int:
    return int(results.engine.read(table).num_rows)


def test_csv_tables_hold_every_row(results: Results, tmp_path: Path) -> None:
    folder = export_case(results, "csv", tmp_path / "tables")

    for name in EXPORTED:
        with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
            assert len(list(csv.DictReader(stream))) == count(results, name), name
    with (folder / "findings.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [row["indicator"] for row in rows] == [finding["indicator"] for finding in results.findings]
    with (folder / "evidence.csv").open(encoding="utf-8", newline="") as stream:
        evidence = list(csv.DictReader(stream))
    assert len(evidence) == sum(len(finding["evidence"]) for finding in results.findings)
    assert all(row["snapshot"] in results.snapshots and row["locator"] for row in evidence)


def test_parquet_tables_are_those_of_the_case(results: Results, tmp_path: Path) -> None:
    folder = export_case(results, "parquet", tmp_path / "tables")

    for name in EXPORTED:
        assert pq.read_table(folder / f"{name}.parquet").equals(results.engine.read(name)), name
    assert pq.read_table(folder / "findings.parquet").num_rows == len(results.findings)


def test_a_workbook_has_a_sheet_a_table_and_evaluates_nothing(results: Results, tmp_path: Path) -> None:
    path = export_case(results, "xlsx", tmp_path / "case.xlsx")
    book = openpyxl.load_workbook(path)

    assert book.sheetnames == ["findings", *(name.replace("__", "_") for name in EXPORTED)]
    for name in EXPORTED:
        assert book[name.replace("__", "_")].max_row == count(results, name) + 1, name
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d", "b"}  # no "f": formula
    assert not any(cell.hyperlink for cell in cells)
    with zipfile.ZipFile(path) as parts:
        assert not any("<f>" in parts.read(name).decode() for name in parts.namelist() if "sheet" in name)
    names = {row[2].value for row in book["linked_party_name"].iter_rows()} | {
        cell.value for row in book["linked_party_name"].iter_rows() for cell in row
    }
    assert {FORMULA, ARRAY_FORMULA, LINK, "@SUM(1)", "+1-1"} <= names
    book.close()


def test_days_before_1900_survive_in_a_workbook(results: Results, tmp_path: Path) -> None:
    book = openpyxl.load_workbook(export_case(results, "xlsx", tmp_path / "case.xlsx"))
    sheet = book["linked_party"]
    header = [cell.value for cell in sheet[1]]
    column = header.index("incorporated_on")
    days = {row[header.index("name")].value: row[column].value for row in sheet.iter_rows(min_row=2)}
    book.close()

    assert days[FORMULA] == "1871-05-06"  # as text: a worksheet has no such day
    assert days["Firma Beta OOO"].date() == date(2022, 5, 4)


def test_more_rows_than_a_sheet_holds_go_on_in_another(
    results: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(export, "_SHEET_ROWS", 10)
    book = openpyxl.load_workbook(export_case(results, "xlsx", tmp_path / "case.xlsx"))

    assert count(results, "linked__declaration") == 19
    assert book["linked_declaration"].max_row == 11
    assert book["linked_declaration_2"].max_row == 10
    assert "linked_declaration_3" not in book.sheetnames
    book.close()


def test_a_graph_is_read_with_its_links_and_evidence(results: Results, tmp_path: Path) -> None:
    graph = nx.read_graphml(export_case(results, "graphml", tmp_path / "case.graphml"), force_multigraph=True)
    links = results.engine.read("graph__link").to_pylist()
    names = {data["name"]: node for node, data in graph.nodes(data=True)}

    assert graph.number_of_edges() == len(links)
    assert set(graph) == {row[side] for row in links for side in ("party_a_id", "party_b_id")}
    assert {"Firma Alfa OOO", FORMULA, 'Firm & <Sons> "Ltd"'} <= set(names)
    edges = list(graph.edges(data=True))
    assert all(data["snapshot_id"] in results.snapshots and data["locator"] for *_, data in edges)
    owned = [data for *_, data in edges if data["link_kind"] == "owns"]
    assert {data["holder_party_id"] for data in owned} == {names["Ivan Primerov"], names["Omega Holding OOO"]}
    assert not any("\x0b" in str(data) for *_, data in edges)


def test_ftm_is_one_entity_a_line_with_known_ends(results: Results, tmp_path: Path) -> None:
    path = export_case(results, "ftm", tmp_path / "case.ftm.json")
    entities = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    by_id = {entity["id"]: entity for entity in entities}

    assert len(by_id) == len(entities)
    assert all(set(entity) == {"id", "schema", "properties"} for entity in entities)
    assert all(values and all(type(v) is str for v in values) for e in entities for values in e["properties"].values())
    ends = {"owner", "asset", "director", "organization", "subject", "object", "entity", "person", "relative"}
    pointed = {v for e in entities for name, values in e["properties"].items() if name in ends for v in values}
    assert pointed <= set(by_id)
    alfa = next(e for e in entities if "Firma Alfa OOO" in e["properties"].get("name", []))
    assert alfa["schema"] == "Company"
    assert alfa["properties"]["innCode"] == [ALFA_INN]
    assert alfa["properties"]["topics"] == ["sanction"]
    raised = [f for f in results.findings if f["outcome"] == "raised" and f["subject_kind"] == "party"]
    risks = [e for e in entities if e["schema"] == "Risk"]
    assert len(risks) == len(raised)
    assert all(e["properties"]["status"] == ["flag raised; it proves nothing"] for e in risks)


@pytest.mark.parametrize("format_name", FORMATS)
def test_the_same_case_gives_the_same_export(results: Results, tmp_path: Path, format_name: str) -> None:
    first, second = (export_case(results, format_name, tmp_path / name) for name in ("first", "second"))

    if format_name == "xlsx":  # its creation time apart
        first_parts, second_parts = (_parts(path) for path in (first, second))
        assert first_parts == second_parts
    elif first.is_file():
        assert first.read_bytes() == second.read_bytes()
    else:
        assert {p.name: p.read_bytes() for p in first.iterdir()} == {p.name: p.read_bytes() for p in second.iterdir()}


def _parts(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as book:
        return {name: book.read(name) for name in book.namelist() if name != "docProps/core.xml"}


@pytest.mark.parametrize("format_name", FORMATS)
def test_an_earlier_export_is_replaced_whole(results: Results, tmp_path: Path, format_name: str) -> None:
    target = tmp_path / "deep" / default_target(tmp_path, format_name).name
    export_case(results, format_name, target)

    assert export_case(results, format_name, target) == target
    assert [path.name for path in target.parent.iterdir()] == [target.name]


@pytest.mark.parametrize("format_name", FORMATS)
def test_what_is_no_export_is_never_overwritten(results: Results, tmp_path: Path, format_name: str) -> None:
    folder = tmp_path / "Documents"
    folder.mkdir()
    (folder / "thesis.txt").write_text("years of work", "utf-8")

    with pytest.raises(CaseError, match="something else at that place"):
        export_case(results, format_name, folder)

    assert (folder / "thesis.txt").read_text("utf-8") == "years of work"
    assert [path.name for path in tmp_path.iterdir()] == ["Documents"]


@pytest.mark.parametrize("format_name", ["csv", "parquet"])
def test_a_file_is_not_replaced_by_a_folder(results: Results, tmp_path: Path, format_name: str) -> None:
    (tmp_path / "notes").write_text("mine", "utf-8")

    with pytest.raises(CaseError, match="something else at that place"):
        export_case(results, format_name, tmp_path / "notes")

    assert (tmp_path / "notes").read_text("utf-8") == "mine"


def test_an_export_that_fails_leaves_the_earlier_one(
    results: Results, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = export_case(results, "ftm", tmp_path / "case.ftm.json")
    before = target.read_bytes()

    def fail(*_: object) -> None:
        raise OSError("no space left on device")

    monkeypatch.setitem(FORMATS, "ftm", fail)
    with pytest.raises(OSError, match="no space"):
        export_case(results, "ftm", target)

    assert target.read_bytes() == before


@pytest.mark.parametrize("format_name", FORMATS)
def test_an_empty_case_is_exported(tmp_path: Path, format_name: str) -> None:
    write_config(tmp_path / "case", CaseConfig(title="Empty"))
    run_case(tmp_path / "case")

    with open_results(tmp_path / "case") as results:
        assert export_case(results, format_name, tmp_path / "out").exists()


def test_findings_carry_the_verdict_of_a_person(results: Results, tmp_path: Path) -> None:
    verdict = {
        "number": 1,
        "kind": "dismiss",
        "who": "A. Invented",
        "when": "2026-11-21T09:30:00+00:00",
        "why": "Same owner",
    }
    first, *others = results.findings
    judged = replace(results, findings=[{**first, "verdict": verdict}, *others])

    folder = export_case(judged, "parquet", tmp_path / "tables")

    rows = pq.read_table(folder / "findings.parquet").to_pylist()
    columns = ("verdict", "verdict_who", "verdict_when", "verdict_why")
    assert [rows[0][column] for column in columns] == ["dismissed", "A. Invented", verdict["when"], "Same owner"]
    assert all(row[column] is None for row in rows[1:] for column in columns)


def test_why_records_were_joined_is_exported(results: Results, tmp_path: Path) -> None:
    folder = export_case(results, "csv", tmp_path / "tables")

    with (folder / "linked__merge.csv").open(encoding="utf-8", newline="") as stream:
        reasons = [row["reason"] for row in csv.DictReader(stream)]
    assert reasons
    assert all(reasons)


def test_every_exported_table_is_described() -> None:
    described = (Path(__file__).parents[2] / "docs" / "exports.md").read_text("utf-8")

    assert [name for name in EXPORTED if f"`{name}`" not in described] == []
