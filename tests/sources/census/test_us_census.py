"""Answers of the Census Bureau: countries by number, and figures that are divided by more than country and goods."""

import json
from pathlib import Path

import pytest

from entrepot.codes.territories import territories
from entrepot.errors import SourceError
from entrepot.sources.census.countries import NUMBERS, country_of
from parsed import only, parsed, rows_of


def answer(folder: Path, *rows: list[str]) -> Path:
    path = folder / "answer.json"
    path.write_text(json.dumps(rows), "utf-8")
    return path


def test_every_number_is_of_one_country_and_leads_back() -> None:
    known = {territory.country_iso for territory in territories()}

    assert len(NUMBERS) == 231
    assert set(NUMBERS) <= known
    assert all(len(number) == 4 and country_of(number) == iso for iso, number in NUMBERS.items())
    assert (NUMBERS["RU"], NUMBERS["KG"], NUMBERS["TR"], NUMBERS["AE"], NUMBERS["HK"]) == (
        "4621",
        "4635",
        "4890",
        "5200",
        "5820",
    )


def test_a_number_that_is_not_known_is_put_aside_with_it(tmp_path: Path) -> None:
    path = answer(
        tmp_path, ["ALL_VAL_MO", "E_COMMODITY", "CTY_CODE", "time"], ["5", "854231", "5082", "2023-05"]
    )  # fmt: skip

    assert "5082" in only(rows_of(parsed(path, "us_census"), "core__quarantine"))["reason"]


@pytest.mark.parametrize("column", ["DISTRICT", "PORT", "STATE"])
def test_figures_divided_by_place_are_refused_not_taken_for_the_whole(tmp_path: Path, column: str) -> None:
    path = answer(
        tmp_path,
        ["ALL_VAL_MO", "E_COMMODITY", "CTY_CODE", "time", column],
        ["5", "854231", "4634", "2023-05", "01"],
        ["7", "854231", "4634", "2023-05", "02"],
    )

    with pytest.raises(SourceError, match=f"divided by {column}"):
        parsed(path, "us_census")


def test_names_of_countries_without_their_number_are_refused(tmp_path: Path) -> None:
    path = answer(tmp_path, ["ALL_VAL_MO", "E_COMMODITY", "CTY_NAME", "time"], ["5", "854231", "KAZAKHSTAN", "2023-05"])

    with pytest.raises(SourceError, match="CTY_CODE"):
        parsed(path, "us_census")
