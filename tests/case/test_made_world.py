"""A case made of a synthetic world."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from entrepot.case.config import read_config
from entrepot.case.linked import parse_all
from entrepot.case.made_world import make_world
from entrepot.case.results import read_snapshots
from entrepot.cli.main import commands
from entrepot.errors import CaseError
from entrepot.evidence.snapshot import file_sha256
from entrepot.world.settings import WorldSettings


def test_a_world_is_a_case_whose_files_are_read_without_a_row_put_aside(tmp_path: Path) -> None:
    folder = tmp_path / "w"
    make_world(folder, WorldSettings(2_000, 3))
    config, snapshots = read_config(folder), read_snapshots(folder)
    assert "Synthetic" in config.title
    assert (config.study.destination_iso, config.study.controls_list) == ("RU", "chpl")
    assert {snapshot.producer for snapshot in snapshots.values()} == {"entrepot world"}
    for snapshot in snapshots.values():
        path = folder / "sources" / snapshot.file_name
        assert (snapshot.sha256, snapshot.size_bytes) == (file_sha256(path), path.stat().st_size)
    parsed = parse_all(folder, snapshots, lambda *_: None)
    assert {each.snapshot_id for each in parsed} == set(snapshots)
    assert [each.source_id for each in parsed if each.quarantined or each.error] == []
    assert (folder / "truth" / "world.json").is_file()
    assert not any("truth" in path.name for path in (folder / "sources").iterdir())


def test_a_folder_that_holds_something_is_refused(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine", "utf-8")
    with pytest.raises(CaseError, match="not empty"):
        make_world(tmp_path, WorldSettings(2_000, 3))
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_command_says_what_was_written_and_takes_its_options(tmp_path: Path) -> None:
    folder = tmp_path / "w"
    options = ["--rows", "2000", "--seed", "3", "--null", "--without", "statistics", "--without", "brands"]
    result = CliRunner().invoke(commands, ["world", str(folder), *options])
    assert result.exit_code == 0, result.output
    assert "2,000 lines" in result.output
    assert "0 schemes planted" in result.output
    assert "entrepot run" in result.output
    assert not (folder / "sources" / "statistics.parquet").exists()


def test_null_and_drift_exclude_each_other(tmp_path: Path) -> None:
    result = CliRunner().invoke(commands, ["world", str(tmp_path / "w"), "--null", "--drift"])
    assert result.exit_code == 2
    assert not (tmp_path / "w").exists()
