"""Bad input through `entrepot add` and `entrepot run`: a message or a quarantined row with its place; the run goes on."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from command_line import Entrepot, Said
from small_case import (
    ALFA_INN,
    BETA_INN,
    DESIGNATIONS,
    INTERESTS,
    PARTIES,
    WRONG_INN,
    declaration,
    declarations,
    make_case,
)

# What one row of a source's file becomes, to count rows kept; further tables hold what is said within it.
MAIN_TABLE = {
    "party_table": "core__party",
    "declaration_table": "core__declaration",
    "designation_table": "core__designation",
    "interest_table": "core__interest",
}
LINE = ("X-01", "2022-01-10", "Firma Alfa OOO", ALFA_INN)


@dataclass(frozen=True)
class Outcome:
    """A case with good files beside the bad ones: what `run` and `quarantine` said of them."""

    run: Said
    sources: dict[str, dict[str, Any]]
    quarantined: list[dict[str, Any]]

    @property
    def places(self) -> list[tuple[str, str | None]]:
        """Locator and field of each row put aside."""
        return [(row["locator"], row["field"]) for row in self.quarantined]


def run_with(entrepot: Entrepot, folder: Path, **files: str | bytes) -> Outcome:
    """Add files to a case that has good ones, run it, and check that every row read is accounted for."""
    make_case(folder / "case", {"good designations.csv": DESIGNATIONS})
    paths = []
    for stem, content in files.items():
        paths.append(folder / stem.replace("__", "."))
        paths[-1].write_bytes(content.encode() if isinstance(content, str) else content)
    added = entrepot("add", folder / "case", *paths)
    assert added.status in {0, 3}, added.stderr
    ran = entrepot("run", folder / "case", "--json")
    sources = {row["file_name"]: row for row in ran.rows if row["kind"] == "source"}
    quarantined = entrepot("quarantine", folder / "case", "--json").rows
    for source in sources.values():
        table = MAIN_TABLE.get(source["source_id"])
        if table is not None and source["error"] is None:
            assert source["rows_read"] == source["rows_kept"].get(table, 0) + source["quarantined"]
    assert sum(source["quarantined"] for source in sources.values()) == len(quarantined)
    assert all(row["reason"] and row["locator"] and row["raw"] is not None for row in quarantined)
    assert sources["good designations.csv"]["rows_kept"] == {"core__designation": 2}
    assert entrepot("findings", folder / "case").status == 0
    assert ran.status == (3 if quarantined else 0)
    assert ("entrepot quarantine" in ran.stderr) == bool(quarantined)
    return Outcome(ran, sources, quarantined)


def test_truncated_csv(entrepot: Entrepot, tmp_path: Path) -> None:
    found = run_with(entrepot, tmp_path, lines__csv=declarations()[:-60])

    assert found.places == [("row 20", None)]
    assert "cut off?" in found.quarantined[0]["reason"]
    assert "B-12" in found.quarantined[0]["raw"]
    assert found.sources["lines.csv"]["rows_kept"]["core__declaration"] == 18


def test_truncated_gzip(entrepot: Entrepot, tmp_path: Path) -> None:
    import gzip

    lines = [declaration(f"L-{n}", "2022-01-10", f"Firma {n * 7919 % 1000} OOO", "", n) for n in range(2000)]
    packed = gzip.compress(declarations(*lines).encode(), mtime=0)
    found = run_with(entrepot, tmp_path, lines__csv__gz=packed[: len(packed) * 3 // 4])

    assert found.quarantined
    assert "compressed block" in found.quarantined[-1]["reason"] or "cut off" in found.quarantined[-1]["reason"]
    assert 100 < found.sources["lines.csv.gz"]["rows_kept"]["core__declaration"] < 2019


def test_wrong_encoding(entrepot: Entrepot, tmp_path: Path) -> None:
    make_case(tmp_path / "case", {})
    (tmp_path / "parties.csv").write_bytes(PARTIES.encode() + bytes(range(128, 256)) * 9)

    unknown = entrepot("add", tmp_path / "case", tmp_path / "parties.csv")

    assert unknown.status == 1
    assert "save it as UTF-8" in unknown.stderr


def test_an_encoding_that_is_sure_is_read(entrepot: Entrepot, tmp_path: Path) -> None:
    found = run_with(entrepot, tmp_path, parties__csv=PARTIES.replace("Firma", "Фирма").encode("cp1251"))

    assert found.places == []


def test_missing_column(entrepot: Entrepot, tmp_path: Path) -> None:
    text = declarations().replace("importer_name,", "", 1)
    make_case(tmp_path / "case", {})
    (tmp_path / "lines.csv").write_text(text, "utf-8")

    unknown = entrepot("add", tmp_path / "case", tmp_path / "lines.csv")
    named = entrepot("add", tmp_path / "case", tmp_path / "lines.csv", "--as", "declaration_table")
    ran = entrepot("run", tmp_path / "case")

    assert (unknown.status, named.status, ran.status) == (1, 3, 3)
    assert "--as" in unknown.stderr
    [row] = entrepot("quarantine", tmp_path / "case", "--json").rows
    assert row["locator"] == "file"
    assert "lacks the columns importer_name" in row["reason"]
    assert "lacks the columns importer_name" in ran.stderr


def test_text_in_a_number(entrepot: Entrepot, tmp_path: Path) -> None:
    found = run_with(entrepot, tmp_path, lines__csv=declarations(declaration(*LINE, "twelve")))

    assert found.places == [("row 21", "value, value_usd")]
    assert "'twelve' is not a number" in found.quarantined[0]["reason"]
    assert found.sources["lines.csv"]["rows_kept"]["core__declaration"] == 19


@pytest.mark.parametrize("day", ["2202-01-10", "1022-01-10", "2022-02-30", "10/01/2022", "2022", ""])
def test_date_out_of_range_or_none(entrepot: Entrepot, tmp_path: Path, day: str) -> None:
    found = run_with(entrepot, tmp_path, lines__csv=declarations(declaration("X-01", day, *LINE[2:], 12)))

    assert found.places == [("row 21", "declared_on")]
    assert day in found.quarantined[0]["reason"]


def test_identifier_with_a_wrong_checksum(entrepot: Entrepot, tmp_path: Path) -> None:
    twin = PARTIES.replace(BETA_INN, WRONG_INN)
    found = run_with(entrepot, tmp_path, parties__csv=twin)
    [told] = entrepot("party", tmp_path / "case", WRONG_INN, "--json").rows

    assert found.quarantined == []
    assert "1 identifiers have a wrong form or check digit" in " ".join(found.sources["parties.csv"]["warnings"])
    [number] = told["sections"]["identifiers"]
    assert (number["validity"], told["party"]["name"], told["party"]["record_count"]) == (
        "invalid",
        "Firma Beta OOO",
        1,
    )
    assert number["issue"]
    assert "wrong form or check digit" in entrepot("run", tmp_path / "case").stderr


def test_duplicate_file_and_duplicate_rows(entrepot: Entrepot, tmp_path: Path) -> None:
    repeated = declarations(declaration("A-01", "2021-01-10", "Firma Alfa OOO", ALFA_INN, 2000))
    found = run_with(entrepot, tmp_path, lines__csv=repeated, copy__csv=repeated)

    assert set(found.sources) == {"good designations.csv", "lines.csv"}
    assert found.places == [("row 21", None)]
    assert found.quarantined[0]["reason"] == "duplicate of row 2: the same goods line"


def test_files_that_overlap(entrepot: Entrepot, tmp_path: Path) -> None:
    more = declarations(declaration(*LINE, 5))
    found = run_with(entrepot, tmp_path, lines__csv=declarations(), more__csv=more)

    assert len(found.quarantined) == 19
    assert all("of lines.csv" in r["reason"] or "of more.csv" in r["reason"] for r in found.quarantined)


def test_contradictory_listing_dates(entrepot: Entrepot, tmp_path: Path) -> None:
    entry = "alfa,1001,us_ofac_sdn,OFAC,PROGRAMME-1,Asset freeze,"
    text = DESIGNATIONS + f'{entry}2022-04-15,,Other day,reported,"Invented Gazette"\n'
    text += f"{entry}2022-04-15,2022-01-01,Ends before it began,reported,Invented Gazette\n"
    found = run_with(entrepot, tmp_path, listings__csv=text)

    assert found.places == [("row 4", "listed_on"), ("row 5", "delisted_on")]
    assert "contradicts row 2" in found.quarantined[0]["reason"]
    assert "lies before listed_on" in found.quarantined[1]["reason"]


def test_ownership_above_the_whole_and_in_a_cycle(entrepot: Entrepot, tmp_path: Path) -> None:
    text = INTERESTS + "owner,holding,shares,130,130,,,synthetic\n"
    text += "alfa,holding,shares,60,60,2015-01-01,,synthetic\nowner,owner,shares,5,5,,,synthetic\n"
    found = run_with(entrepot, tmp_path, parties__csv=PARTIES, interests__csv=text)
    answers = entrepot("owners", tmp_path / "case", "Firma Alfa OOO", "--json")

    assert found.places == [("row 5", "share_min_pct, share_max_pct"), ("row 7", "owner_id")]
    assert "above 100 percent" in found.quarantined[0]["reason"]
    assert "is the subject itself" in found.quarantined[1]["reason"]
    [warning] = found.sources["interests.csv"]["warnings"]
    assert "The shares in holding add up to 120 percent" in warning
    assert "row 2, row 6" in warning
    assert answers.status == 0  # alfa owns holding owns alfa: the loop ends
    assert answers.rows[0]["status"] == "designated"


def test_xml_bomb(entrepot: Entrepot, tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    bomb = (
        f'<?xml version="1.0"?><!DOCTYPE CONSOLIDATED_LIST [<!ENTITY a "aaaaaaaaaa">{entities}]>'
        '<CONSOLIDATED_LIST dateGenerated="2024-01-01T00:00:00"><INDIVIDUALS><INDIVIDUAL><DATAID>&j;</DATAID>'
        "</INDIVIDUAL></INDIVIDUALS></CONSOLIDATED_LIST>"
    )
    found = run_with(entrepot, tmp_path, un_consolidated__xml=bomb)

    assert found.sources["un_consolidated.xml"]["source_id"] == "un_consolidated"
    assert found.places == [("file", None)]
    assert "declares a document type or entities" in found.quarantined[0]["reason"]


def test_spreadsheet_formula_in_text(entrepot: Entrepot, tmp_path: Path) -> None:
    formula = "=cmd|' /C calc'!A0"
    found = run_with(
        entrepot,
        tmp_path,
        lines__csv=declarations(declaration(*LINE, "=1+cmd|calc")),
        parties__csv=PARTIES + f"evil,company,{formula},,RU,,,,,synthetic\n",
    )

    assert found.places == [("row 21", "value, value_usd")]
    assert "formula, which is never evaluated" in found.quarantined[0]["reason"]
    [told] = entrepot("party", tmp_path / "case", formula, "--json").rows
    assert told["party"]["name"] == formula


def test_spreadsheet_formula_in_a_workbook(entrepot: Entrepot, tmp_path: Path) -> None:
    header, first, second, _ = (line.split(",") for line in INTERESTS.splitlines())
    with xlsxwriter.Workbook(str(tmp_path / "book.xlsx")) as book:
        sheet = book.add_worksheet("Shares")
        for number, row in enumerate((header, first, second)):
            sheet.write_row(number, 0, row)
        sheet.write_formula("D2", "=20+41", value=60)  # the stored result counts, never the formula
        sheet.write_formula("A3", '=HYPERLINK("x")', value="")  # a program that never calculated leaves none
    content = (tmp_path / "book.xlsx").read_bytes()
    found = run_with(entrepot, tmp_path, interests__xlsx=content, parties__csv=PARTIES)

    [told] = entrepot("party", tmp_path / "case", "Ivan Primerov", "--json").rows
    assert [row["share_min_pct"] for row in told["sections"]["owns"]] == [60.0]
    assert found.places == [("sheet Shares row 3", "owner_id")]


def test_an_empty_file_is_refused_when_it_is_added(entrepot: Entrepot, tmp_path: Path) -> None:
    make_case(tmp_path / "case", {})
    (tmp_path / "empty.csv").write_bytes(b"")

    assert entrepot("add", tmp_path / "case", tmp_path / "empty.csv").status == 1
    assert entrepot("add", tmp_path / "case", tmp_path / "empty.csv", "--as", "party_table").status == 0
    assert entrepot("run", tmp_path / "case").status == 3
    assert "it is empty" in entrepot("quarantine", tmp_path / "case").stdout


def test_a_trimmed_list_is_refused_until_it_is_called_partial(entrepot: Entrepot, tmp_path: Path) -> None:
    sample = Path(__file__).parents[1] / "sources" / "ofac_sdn" / "sample.csv"
    make_case(tmp_path / "case", {})
    entrepot("add", tmp_path / "case", sample)
    refused = entrepot("run", tmp_path / "case")
    entrepot("add", tmp_path / "case", sample, "--partial")  # what the message says to do
    accepted = entrepot("run", tmp_path / "case")

    assert (refused.status, accepted.status) == (3, 0)
    assert "--partial" in refused.stderr
    assert entrepot("quarantine", tmp_path / "case", "--json").rows == []
