"""A reporting country that the table contradicts is said; so is one that it shows and nobody named. Numbers are invented."""

from pathlib import Path

import pytest

from customs_case import PLAIN, ROW_COUNT, import_columns, with_columns
from entrepot.case.intake import LayoutChoice

KAZAKH = [
    *("100540000008", "110540001008", "120540002008", "130540003008", "140540004008", "150540005008", "160540006008"),
    *("170540007008", "180540008008", "190540009008", "100540010005", "110540011005"),
]
RUSSIAN = [
    *("7799000005", "7799000100", "7799000206", "7799000301", "7799000407", "7799000502", "7799000608", "7799000703"),
    *("7799000809", "7799000904", "7799001009", "7799001104"),
]


def said(folder: Path, columns: dict[str, list[str]], reporting: str | None) -> list[str]:
    """Return what the import of a table says of its reporting country."""
    found = import_columns(folder, columns, LayoutChoice(reporting_iso=reporting))
    return [text for text in found.parsed.warnings if "reporting country" in text]


def test_numbers_of_another_country_contradict_the_stated_one(tmp_path: Path) -> None:
    [text] = said(tmp_path, with_columns(IMPORTER_ID=KAZAKH), "RU")

    assert text == (
        "The reporting country is said to be RU, but the importers have numbers that are each a valid Kazakh BIN: "
        "is it KZ? --reporting KZ puts it right"
    )


def test_the_country_column_of_the_importers_contradicts_it(tmp_path: Path) -> None:
    [text] = said(tmp_path, with_columns(IMPORTER_COUNTRY=["KAZAKHSTAN"] * ROW_COUNT), "RU")

    assert "the importers are in KZ (importer_country)" in text


def test_where_all_imports_go_contradicts_it(tmp_path: Path) -> None:
    [text] = said(tmp_path, with_columns(DESTINATION_COUNTRY=["KAZAKHSTAN"] * ROW_COUNT), "RU")

    assert "the goods go to KZ (destination_country)" in text


@pytest.mark.parametrize(("numbers", "reporting"), [(KAZAKH, "KZ"), (RUSSIAN, "RU"), (PLAIN["IMPORTER_ID"], "RU")])
def test_a_table_that_agrees_or_shows_nothing_is_not_remarked(
    numbers: list[str], reporting: str, tmp_path: Path
) -> None:
    assert said(tmp_path, with_columns(IMPORTER_ID=numbers), reporting) == []


def test_a_few_numbers_or_a_mixture_show_nothing(tmp_path: Path) -> None:
    few = [KAZAKH[0]] * ROW_COUNT
    mixed = [*KAZAKH[:6], *RUSSIAN[:6]]

    assert said(tmp_path / "few", with_columns(IMPORTER_ID=few), "RU") == []
    assert said(tmp_path / "mixed", with_columns(IMPORTER_ID=mixed), "TR") == []


def test_a_country_that_nobody_named_is_proposed_never_taken(tmp_path: Path) -> None:
    columns = with_columns(IMPORTER_ID=KAZAKH)
    found = import_columns(tmp_path, columns)

    assert set(found.column("reporting_iso")) == {None}
    assert (
        "The reporting country is not said; the importers have numbers that are each a valid Kazakh BIN: "
        "--reporting KZ says so"
    ) in found.parsed.warnings
