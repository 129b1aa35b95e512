"""case.toml is read strictly: what it does not know it refuses, naming the place."""

from datetime import date
from pathlib import Path

import pytest

from entrepot.case.config import CaseConfig, read_config, write_config
from entrepot.errors import CaseError


def test_settings_survive_writing_and_reading(tmp_path: Path) -> None:
    config = CaseConfig.model_validate(
        {"title": "A case", "key_dates": [{"on": date(2022, 2, 24), "label": "cut-off"}]}
    )

    write_config(tmp_path, config)

    assert config == read_config(tmp_path)


def test_a_folder_without_case_toml_says_how_to_make_one(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="entrepot init"):
        read_config(tmp_path)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ('title = "x"\ncolour = "red"\n', "colour"),
        ('title = "x"\n[study]\ndestination_iso = "Russia"\n', "study.destination_iso"),
        ('title = "x"\n[study]\ncutoff_on = "soon"\n', "study.cutoff_on"),
        ('title = "x"\n[study.baseline]\nfrom_on = 2023-01-01\nto_on = 2021-09-30\n', "study.baseline"),
        ('title = "x', "Unterminated string"),
    ],
)
def test_a_wrong_setting_is_refused_with_its_place(tmp_path: Path, text: str, place: str) -> None:
    (tmp_path / "case.toml").write_text(text, "utf-8")

    with pytest.raises(CaseError, match=place):
        read_config(tmp_path)


@pytest.mark.parametrize("setting", ['controls_list = "nope"', 'coalition_set = "nope"', 'destination_iso = "ZZ"'])
def test_a_name_that_no_reference_data_know_is_refused(tmp_path: Path, setting: str) -> None:
    (tmp_path / "case.toml").write_text(f'title = "x"\n[study]\n{setting}\n', "utf-8")

    with pytest.raises(CaseError, match="is not known"):
        read_config(tmp_path)
