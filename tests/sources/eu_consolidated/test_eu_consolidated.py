import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from entrepot.errors import SourceError
from entrepot.sources.eu_consolidated.layout import COLUMNS, list_id_of
from entrepot.sources.eu_consolidated.parse import SOURCE
from entrepot.sources.registry import recognise
from parsed import assert_golden, only, parsed, rows_of

HERE = Path(__file__).parent
SOURCE_ID = "eu_consolidated"
COUNTS = {"eu_32014R0833.csv": 1746, "eu_32014R0269.csv": 2802, "eu_32006R0765.csv": 408}


def written(folder: Path, *rows: dict[str, str], encoding: str = "utf-8") -> Path:
    path = folder / "eu_2026-08-01.csv"
    with path.open("w", encoding=encoding, newline="") as stream:
        writer = csv.DictWriter(stream, COLUMNS.names, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


def row(record_id: str, name: str, **cells: str) -> dict[str, str]:
    fixed = {"celex": "32014R0833", "programKey": "EU-RUS", "annex": "IV", "measure": "Export control"}
    return fixed | {"schema": "LegalEntity", "recordId": record_id, "name": name} | cells


def test_the_sample_gives_the_golden_tables() -> None:
    """The sample is rows of the transcription by OpenSanctions (MIT) of EU law, reasons shortened: reuse with attribution."""
    path = HERE / "sample.csv"

    assert recognise(path).meta.id == SOURCE_ID
    assert_golden(parsed(path, SOURCE_ID), HERE / "expected.json")


def test_an_annex_is_a_list_of_regulation_833_and_the_whole_act_is_one_of_the_others() -> None:
    assert list_id_of("32014R0833", "IV") == "eu_833_iv"
    assert list_id_of("32014R0269", "I.PERSONS") == "eu_269"
    assert list_id_of("32006R0765", "V") == "eu_765"
    assert list_id_of("32012R0036", "II") == "eu_32012r0036_ii"


@pytest.mark.parametrize(
    ("written_date", "expected"), [("25.6.2024", date(2024, 6, 25)), ("9 August 2025", date(2025, 8, 9))]
)
def test_the_starting_date_is_the_day_of_listing(tmp_path: Path, written_date: str, expected: date) -> None:
    context = parsed(written(tmp_path, row("1", "Firm", startDate=written_date)), SOURCE_ID)

    designation = rows_of(context, "core__designation")[0]
    assert (designation["listed_on"], designation["seen_on"]) == (expected, date(2026, 8, 1))


def test_a_starting_date_that_is_none_is_reported_and_the_entry_is_kept(tmp_path: Path) -> None:
    context = parsed(written(tmp_path, row("1", "Firm", startDate="31.2.2024")), SOURCE_ID)

    quarantined = rows_of(context, "core__quarantine")[0]
    assert (quarantined["locator"], quarantined["field"], quarantined["raw"]) == ("row 2", "startDate", "31.2.2024")
    assert rows_of(context, "core__designation")[0]["listed_on"] is None


def test_country_comes_from_the_end_or_the_beginning_of_the_address(tmp_path: Path) -> None:
    addresses = ("1 Some St., Astana, Republic of Kazakhstan", "Russian Federation, Moscow, Some St. 2", "Some St. 3")
    rows = [row(str(i), f"Firm {i}", address=text) for i, text in enumerate(addresses)]

    parties = rows_of(parsed(written(tmp_path, *rows), SOURCE_ID), "core__party")

    assert [party["country_iso"] for party in parties] == ["KZ", "RU", None]


def test_pieces_of_the_address_cell_that_are_a_country_or_a_remark_are_no_addresses(tmp_path: Path) -> None:
    cell = "1 Some St., Moscow; Russian Federation; De-registered in 2017.; Tax identification Number 7707083893"
    context = parsed(written(tmp_path, row("1", "Firm", address=cell)), SOURCE_ID)

    assert [(r["address"], r["country_iso"]) for r in rows_of(context, "core__address")] == [
        ("1 Some St., Moscow", "RU")
    ]
    assert "De-registered in 2017." in rows_of(context, "core__party")[0]["note"]
    assert rows_of(context, "core__identifier")[0]["scheme"] == "inn"


def test_a_number_without_country_is_taken_for_russian_only_where_its_check_digit_holds(tmp_path: Path) -> None:
    rows = [row("1", "Firm A", taxNumber="7707083893"), row("2", "Firm B", taxNumber="7707083894")]

    right, wrong = rows_of(parsed(written(tmp_path, *rows), SOURCE_ID), "core__identifier")

    assert (right["scheme"], right["validity"]) == ("inn", "valid")
    assert right["issue"] == "the list names no Russian register; form and check digit are Russian"
    assert (wrong["scheme"], wrong["validity"]) == ("tax_number", "unchecked")


def test_entries_of_an_annex_without_numbers_are_told_apart_by_name(tmp_path: Path) -> None:
    rows = [row("", "Bank A", annex="XIV"), row("", "Bank B", annex="XIV"), row("", "Bank A", annex="XII")]

    designations = rows_of(parsed(written(tmp_path, *rows), SOURCE_ID), "core__designation")

    assert [d["native_id"] for d in designations] == ["XIV/Bank A", "XIV/Bank B", "XII/Bank A"]
    assert len({d["source_party_id"] for d in designations}) == 3


def test_broken_rows_go_to_quarantine_and_the_rest_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, row("1", "Firm"), row("1", "Firm again"), row("2", ""), row("3", "X", schema="Planet"))
    with path.open("a", encoding="utf-8") as stream:
        stream.write("32014R0833,4,EU-RUS\n")

    context = parsed(path, SOURCE_ID)

    reasons = {r["locator"]: r["reason"] for r in rows_of(context, "core__quarantine")}
    assert sorted(reasons) == ["row 3", "row 4", "row 5", "row 6"]
    assert reasons["row 3"] == "entry IV/1 of eu_833_iv was read before, in row 2"
    assert "'Planet' is no known schema" in reasons["row 5"]
    assert [r["name"] for r in rows_of(context, "core__party")] == ["Firm"]
    assert context.rows_read == 5


def test_a_file_without_the_act_number_is_refused_with_the_missing_column(tmp_path: Path) -> None:
    path = tmp_path / "eu.csv"
    path.write_text("recordId,name\n1,Firm\n", "utf-8")

    with pytest.raises(SourceError, match="celex"):
        parsed(path, SOURCE_ID)


def test_an_encoding_that_is_not_sure_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="its encoding is not sure, perhaps cp1251"):
        parsed(written(tmp_path, row("1", "Общество «РОМАШКА»"), encoding="cp1251"), SOURCE_ID)


@pytest.mark.parametrize("name", COUNTS)
def test_every_row_and_column_of_the_real_files_is_read(shared_data: Path, name: str) -> None:
    path = shared_data / "sanctions" / name
    context = parsed(path, SOURCE_ID, is_partial=False)

    assert context.rows_read == len(rows_of(context, "core__party")) == COUNTS[name]
    assert rows_of(context, "core__quarantine") == []
    assert context.warnings == []
    with path.open(encoding="utf-8", newline="") as stream:
        assert set(next(csv.reader(stream))) == {*COLUMNS.names, *SOURCE.meta.ignored_columns}


def test_each_cell_of_the_real_files_is_found_somewhere_in_what_was_emitted(shared_data: Path) -> None:
    """Samples the promise that nothing is lost: digits of number cells stand in the identifiers or the note."""
    path = shared_data / "sanctions/eu_32014R0833.csv"
    context = parsed(path, SOURCE_ID, is_partial=False)
    emitted: Counter[str] = Counter()
    for identifier in rows_of(context, "core__identifier"):
        emitted[identifier["locator"]] += sum(letter.isdigit() for letter in identifier["identifier_reported"])

    with path.open(encoding="utf-8", newline="") as stream:
        for number, cells in enumerate(csv.DictReader(stream), start=2):
            reported = cells["registrationNumber"] + cells["imoNumber"]
            assert emitted[f"row {number}"] == sum(letter.isdigit() for letter in reported), reported


def test_annex_iv_has_its_921_entries_and_da_group_22_its_valid_number(shared_data: Path) -> None:
    context = parsed(shared_data / "sanctions/eu_32014R0833.csv", SOURCE_ID, is_partial=False)

    listed = [r for r in rows_of(context, "core__designation") if r["list_id"] == "eu_833_iv"]
    party = only(rows_of(context, "core__party"), native_id="IV/666")
    number = only(rows_of(context, "core__identifier"), source_party_id=party["source_party_id"])
    assert len(listed) == 921
    assert (party["name"], party["country_iso"]) == ("Da Group 22", "KZ")
    assert (number["scheme"], number["identifier"], number["validity"]) == ("kz_bin", "220340015320", "valid")
