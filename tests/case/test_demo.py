from pathlib import Path

import pytest

from entrepot.case.config import CaseConfig, read_config, write_config
from entrepot.case.demo import DEMO, build_demo
from entrepot.case.results import read_snapshots
from entrepot.errors import CaseError


def test_demo_is_a_case_of_recognised_files_and_building_it_again_adds_nothing(tmp_path: Path) -> None:
    shown: list[tuple[int, int]] = []
    files = build_demo(tmp_path / "demo", on_progress=lambda _, done, total: shown.append((done, total)))
    sources = {snapshot.source_id for snapshot in read_snapshots(tmp_path / "demo").values()}

    assert read_config(tmp_path / "demo").demo == DEMO
    assert all(path.is_file() for path in files)
    assert sources == {
        *("party_table", "designation_table", "interest_table", "role_table", "claim_table", "component_table"),
        *("declaration_table", "trade_flow_table", "us_ofac_sdn", "eu_consolidated"),
    }
    assert shown[-1] == (len(files), len(files))
    assert build_demo(tmp_path / "demo") == files


def test_truth_of_the_background_is_no_source_of_the_case(tmp_path: Path) -> None:
    build_demo(tmp_path / "demo")

    assert not list((tmp_path / "demo").rglob("truth*"))


def test_another_case_is_left_alone(tmp_path: Path) -> None:
    write_config(tmp_path, CaseConfig(title="Mine"))

    with pytest.raises(CaseError, match="another case"):
        build_demo(tmp_path)
