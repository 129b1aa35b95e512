"""Adding a customs table of an unknown layout: mapped, asked about, imported with totals, retried after a correction."""

import sys
from pathlib import Path
from typing import Any

import pytest

from command_line import Entrepot
from entrepot.cli import intake

HEADER = (
    "ДАТА ДЕКЛАРАЦИИ;НОМЕР ДЕКЛАРАЦИИ;НОМЕР ТОВАРА;ИМПОРТЕР;ИНН ИМПОРТЕРА;ЭКСПОРТЕР;СТРАНА ОТПРАВЛЕНИЯ;КОД ТНВЭД;"
    "ОПИСАНИЕ ТОВАРА;ВЕС НЕТТО;СТОИМОСТЬ;ВАЛЮТА"
)
LINE = "{date};10{n};1;ООО Вымысел;7707083893;SAMPLE CO., LTD;КИТАЙ;8542319010;МИКРОСХЕМЫ;1,5;{value};USD"


def table(folder: Path, *lines: str, name: str = "dump.csv", encoding: str = "cp1251") -> Path:
    path = folder / name
    path.write_bytes("\r\n".join((HEADER, *lines, "")).encode(encoding))
    return path


def line(number: int, date: str = "25.03.2023", value: str = "100,50") -> str:
    return LINE.format(n=number, date=date, value=value)


@pytest.fixture
def case(entrepot: Entrepot, tmp_path: Path) -> Path:
    assert entrepot("init", tmp_path / "case").status == 0
    return tmp_path / "case"


def test_a_sure_table_is_imported_and_its_totals_balance(entrepot: Entrepot, case: Path, tmp_path: Path) -> None:
    path = table(tmp_path, line(1), line(2, value="см. инвойс"), line(3, value="1000,25"))

    said = entrepot("add", case, path, "--no-input", "--json")

    assert said.status == 3, said.stderr
    [row] = said.rows
    assert (row["source"], row["rows_read"], row["rows_kept"], row["quarantined"]) == ("customs_table", 3, 2, 1)
    totals = row["totals"]
    assert (totals["read"], totals["kept"], totals["aside"], totals["unread"]) == (3, 2, 1, 1)
    assert totals["value_read"] == totals["value_kept"] == {"USD": 1100.75}
    assert (case / "sources" / "dump.csv.mapping.toml").is_file()


def test_what_a_column_does_not_decide_is_listed_and_nothing_is_added(
    entrepot: Entrepot, case: Path, tmp_path: Path
) -> None:
    path = table(tmp_path, line(1, date="03/04/2023"), line(2, date="05/06/2023"))

    said = entrepot("add", case, path, "--no-input")

    assert said.status == 1
    assert "Which comes first in the dates?" in said.stderr
    assert list((case / "sources").iterdir()) == []


def test_a_person_is_asked_once_for_a_layout(
    entrepot: Entrepot, case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(_: Any, doubt: Any) -> str:  # noqa: ANN401 (a stand-in for the terminal)
        asked.append(doubt.field)
        return "the month"

    monkeypatch.setattr(intake, "_ask", answer)
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    first = table(tmp_path, line(1, date="03/04/2023"))
    second = table(tmp_path, line(2, date="05/06/2023"), name="more.csv")

    assert entrepot("add", case, first).status == 0
    assert entrepot("add", case, second, "--no-input").status == 0

    assert asked == ["declared_on"]
    assert 'order = "month_first"' in (case / "sources" / "dump.csv.mapping.toml").read_text("utf-8")
    assert 'order = "month_first"' in (case / "sources" / "more.csv.mapping.toml").read_text("utf-8")


def test_retry_after_a_corrected_mapping_takes_the_rows_in(entrepot: Entrepot, case: Path, tmp_path: Path) -> None:
    path = table(tmp_path, line(1, date="03/05/2023"), line(2, date="03/26/2023"), line(3, date="03/27/2023"))
    mapping = tmp_path / "wrong.toml"
    assert entrepot("map", path, "--save", mapping).status == 0
    wrong = mapping.read_text("utf-8").replace('order = "month_first"', 'order = "day_first"')
    mapping.write_text(wrong, "utf-8")
    assert entrepot("add", case, path, "--mapping", mapping).status == 3
    saved = case / "sources" / "dump.csv.mapping.toml"

    before = entrepot("quarantine", case, "--retry", "--json")
    saved.write_text(saved.read_text("utf-8").replace('"day_first"', '"month_first"'), "utf-8")
    after = entrepot("quarantine", case, "--retry", "--json")

    assert [(row["quarantined_before"], row["quarantined"]) for row in before.rows] == [(2, 2)]
    assert [(row["quarantined_before"], row["quarantined"]) for row in after.rows] == [(2, 0)]
    assert after.status == 0


def test_the_same_file_again_is_one_file(entrepot: Entrepot, case: Path, tmp_path: Path) -> None:
    path = table(tmp_path, line(1))
    first = entrepot("add", case, path, "--no-input", "--json").rows
    second = entrepot("add", case, path, "--no-input", "--json").rows

    assert [row["is_new"] for row in (*first, *second)] == [True, False]
    assert {k: v for k, v in first[0].items() if k != "is_new"} == {k: v for k, v in second[0].items() if k != "is_new"}


def test_a_mapping_given_for_one_file_changes_no_other(entrepot: Entrepot, case: Path, tmp_path: Path) -> None:
    first, second = table(tmp_path, line(1)), table(tmp_path, line(2), name="a second.csv")
    assert entrepot("add", case, first, "--no-input").status == 0
    mapping = tmp_path / "swapped.toml"
    assert entrepot("map", first, "--save", mapping).status == 0
    text = mapping.read_text("utf-8")
    swapped = text.replace('"ИМПОРТЕР"', '"?"').replace('"ЭКСПОРТЕР"', '"ИМПОРТЕР"').replace('"?"', '"ЭКСПОРТЕР"')
    mapping.write_text(swapped, "utf-8")
    before = (case / "sources" / "dump.csv.mapping.toml").read_bytes()

    assert entrepot("add", case, second, "--mapping", mapping).status == 0

    assert (case / "sources" / "dump.csv.mapping.toml").read_bytes() == before
    assert swapped != text
    assert (
        "ЭКСПОРТЕР"
        in (case / "sources" / "a second.csv.mapping.toml").read_text("utf-8").split("importer_name")[1][:60]
    )


@pytest.mark.parametrize("country", ["Atlantis", "ZZ"])
def test_an_unknown_reporting_country_is_refused_before_anything_is_written(
    entrepot: Entrepot, case: Path, tmp_path: Path, country: str
) -> None:
    said = entrepot("add", case, table(tmp_path, line(1)), "--reporting", country)

    assert said.status == 2
    assert list((case / "sources").iterdir()) == []
    assert entrepot("add", case, tmp_path / "dump.csv", "--reporting", "KAZ").status == 0


def test_a_reading_that_does_not_exist_is_refused(entrepot: Entrepot, case: Path, tmp_path: Path) -> None:
    path = table(tmp_path, line(1))
    mapping = tmp_path / "odd.toml"
    assert entrepot("map", path, "--save", mapping).status == 0
    mapping.write_text(mapping.read_text("utf-8").replace('order = "day_first"', 'order = "dmyy"'), "utf-8")

    said = entrepot("add", case, path, "--mapping", mapping)

    assert said.status == 1
    assert "'dmyy'" in said.stderr
    assert "day_first" in said.stderr


def test_rows_put_aside_and_their_evidence_are_shown_before_a_run(
    entrepot: Entrepot, case: Path, tmp_path: Path
) -> None:
    lines = [line(1, value="см. инвойс"), *(line(number, value=f"{number},25") for number in range(2, 9))]
    assert entrepot("add", case, table(tmp_path, *lines), "--no-input").status == 3

    [row] = entrepot("quarantine", case, "--json").rows
    [place] = entrepot("evidence", case, row["snapshot_id"], row["locator"], "--json").rows

    assert place["cells"]["СТОИМОСТЬ"] == "см. инвойс"


def test_a_reporting_country_that_the_table_contradicts_is_said_once(
    entrepot: Entrepot, case: Path, tmp_path: Path
) -> None:
    numbers = ("100540000008", "110540001008", "120540002008", "130540003008", "140540004008")  # invented, valid BINs
    rows = [line(place).replace("7707083893", number) for place, number in enumerate(numbers)]
    path = table(tmp_path, *rows)

    said = entrepot("add", case, path, "--no-input", "--reporting", "RU")

    assert said.status == 0, said.stderr
    assert " ".join(said.stderr.split()).count("said to be RU, but the importers have numbers") == 1


def test_lines_that_another_file_holds_are_said_when_a_file_is_added(
    entrepot: Entrepot, case: Path, tmp_path: Path
) -> None:
    first = table(tmp_path, line(1), line(2), line(3))
    second = table(tmp_path, line(2), line(3), line(4), name="later.csv")

    alone = entrepot("add", case, first, "--no-input", "--json")
    both = entrepot("add", case, second, "--no-input")
    again = entrepot("add", case, second, "--no-input", "--json")

    assert alone.rows[0]["overlaps"] == {}
    assert "2 lines stand in dump.csv as well" in " ".join(both.stderr.split())
    assert again.rows[0]["overlaps"] == {"dump.csv": 2}
