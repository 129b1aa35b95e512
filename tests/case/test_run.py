"""Runs: the same bytes from the same files, nothing done twice, and never half a result."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from filelock import FileLock

from entrepot.case import run
from entrepot.case.config import read_config, write_config
from entrepot.case.intake import add_file
from entrepot.case.results import open_results
from entrepot.case.run import run_case
from entrepot.errors import CaseError, IndicatorError
from small_case import DECISION, DESIGNATIONS, FILES, make_case

BROKEN_ROW = "alfa,1003,us_ofac_sdn,OFAC,P,Asset freeze,the day after,,Invented,synthetic,\n"


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a case that was run; tests read it only."""
    folder = tmp_path_factory.mktemp("done") / "case"
    make_case(folder)
    run_case(folder)
    return folder


def results_of(folder: Path) -> dict[str, bytes]:
    """Return the bytes of the findings, the tables and the manifest."""
    work = folder / ".entrepot"
    paths = [work / "findings.jsonl", work / "run.json", *sorted((work / "tables").iterdir())]
    return {path.name: path.read_bytes() for path in paths}


def test_two_folders_with_the_same_files_give_the_same_bytes(done: Path, tmp_path: Path) -> None:
    make_case(tmp_path / "other place")
    run_case(tmp_path / "other place")

    assert len(results_of(done)) > 20
    assert results_of(tmp_path / "other place") == results_of(done)


def test_another_process_gives_the_same_bytes(done: Path, tmp_path: Path) -> None:
    make_case(tmp_path / "case")
    command = [sys.executable, "-m", "entrepot", "run", str(tmp_path / "case")]
    subprocess.run(command, check=True, capture_output=True, env={"PYTHONHASHSEED": "7", "PATH": ""})

    assert results_of(tmp_path / "case") == results_of(done)


def test_the_order_in_which_files_were_added_changes_nothing(done: Path, tmp_path: Path) -> None:
    make_case(tmp_path / "case", dict(reversed(FILES.items())))
    run_case(tmp_path / "case")

    assert results_of(tmp_path / "case") == results_of(done)


def test_names_under_which_files_were_added_change_no_finding(done: Path, tmp_path: Path) -> None:
    make_case(tmp_path / "case", {f"{9 - n}-{name}": text for n, (name, text) in enumerate(FILES.items())})
    run_case(tmp_path / "case")

    assert results_of(tmp_path / "case")["findings.jsonl"] == results_of(done)["findings.jsonl"]


def test_deleting_what_a_run_made_loses_nothing(tmp_path: Path) -> None:
    make_case(tmp_path / "case")
    run_case(tmp_path / "case")
    before = results_of(tmp_path / "case")
    shutil.rmtree(tmp_path / "case" / ".entrepot")

    assert not run_case(tmp_path / "case").was_current
    assert results_of(tmp_path / "case") == before


def test_a_second_run_without_changes_does_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_case(tmp_path / "case")
    first = run_case(tmp_path / "case")
    monkeypatch.setattr(run, "evaluate_all", None)  # calling it would fail

    second = run_case(tmp_path / "case")

    assert (first.was_current, second.was_current) == (False, True)
    assert second.manifest == json.loads(json.dumps(first.manifest))


@pytest.mark.parametrize("damage", ["run.json", "findings.jsonl", "tables"])
def test_results_that_are_not_whole_are_made_again(tmp_path: Path, damage: str) -> None:
    make_case(tmp_path / "case")
    run_case(tmp_path / "case")
    before = results_of(tmp_path / "case")
    place = tmp_path / "case" / ".entrepot" / damage
    if place.is_dir():
        shutil.rmtree(place)
    elif damage == "run.json":
        place.write_text('{"coverage": [', "utf-8")
    else:
        place.unlink()

    with pytest.raises(CaseError, match="no results yet"), open_results(tmp_path / "case"):
        pass
    assert not run_case(tmp_path / "case").was_current
    assert results_of(tmp_path / "case") == before


def test_another_setting_or_file_is_another_run(tmp_path: Path) -> None:
    case = tmp_path / "case"
    make_case(case, {"designations.csv": DESIGNATIONS})
    run_case(case)

    config = read_config(case)
    write_config(case, config.model_copy(update={"study": config.study.model_copy(update={"destination_iso": "BY"})}))
    assert not run_case(case).was_current
    (case / "decisions.jsonl").write_text(DECISION, "utf-8")
    assert not run_case(case).was_current
    more = tmp_path / "parties.csv"
    more.write_text(FILES["parties.csv"], "utf-8")
    add_file(case, more)
    assert not run_case(case).was_current
    assert run_case(case).was_current


@pytest.mark.parametrize(
    ("step", "fault"), [("link_case", RuntimeError), ("evaluate_all", KeyboardInterrupt), ("_keep_tables", OSError)]
)
def test_an_interrupted_run_leaves_the_earlier_results(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, fault: type[BaseException]
) -> None:
    case = tmp_path / "case"
    make_case(case, {"designations.csv": DESIGNATIONS})
    run_case(case)
    before = results_of(case)
    (case / "decisions.jsonl").write_text(DECISION, "utf-8")

    def fail(*_: object, **__: object) -> None:
        raise fault

    with monkeypatch.context() as broken:
        broken.setattr(run, step, fail)
        with pytest.raises(fault):
            run_case(case)

    assert results_of(case) == before
    with open_results(case) as results:
        assert results.findings
    assert not run_case(case).was_current
    assert not (case / ".entrepot" / "building").exists()


def test_a_run_stopped_while_its_results_are_swapped_in_says_run_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = tmp_path / "case"
    make_case(case, {"designations.csv": DESIGNATIONS})
    run_case(case)
    before = results_of(case)
    (case / "case.toml").write_text('title = "Other"\n', "utf-8")
    swap = Path.replace

    def stop(source: Path, target: Path) -> Path:
        if target.name == "findings.jsonl":
            raise KeyboardInterrupt
        return swap(source, target)

    with monkeypatch.context() as broken:
        broken.setattr(Path, "replace", stop)
        with pytest.raises(KeyboardInterrupt):
            run_case(case)

    with pytest.raises(CaseError, match="Run it: entrepot run"), open_results(case):
        pass
    run_case(case)
    assert results_of(case)["findings.jsonl"] == before["findings.jsonl"]


def test_a_first_run_that_fails_leaves_no_results(tmp_path: Path) -> None:
    case = tmp_path / "case"
    make_case(case, {"designations.csv": DESIGNATIONS})
    with (case / "case.toml").open("a", encoding="utf-8") as stream:
        stream.write("[indicators.N2]\nnose_length = 3\n")

    with pytest.raises(IndicatorError, match=r"indicators\.N2"):
        run_case(case)
    with pytest.raises(CaseError, match="no results yet"), open_results(case):
        pass


def test_results_that_rest_on_a_removed_file_are_not_shown(tmp_path: Path) -> None:
    case = tmp_path / "case"
    make_case(case, {name: FILES[name] for name in ("parties.csv", "designations.csv")})
    run_case(case)
    for path in (case / "sources").glob("designations.csv*"):
        path.unlink()

    with pytest.raises(CaseError, match="removed from the case since"), open_results(case):
        pass
    run_case(case)
    with open_results(case) as results:
        assert [snapshot.file_name for snapshot in results.snapshots.values()] == ["parties.csv"]


def test_files_added_since_the_run_are_named(tmp_path: Path) -> None:
    case = tmp_path / "case"
    make_case(case, {"parties.csv": FILES["parties.csv"]})
    run_case(case)
    more = tmp_path / "designations.csv"
    more.write_text(DESIGNATIONS, "utf-8")
    add_file(case, more)

    with open_results(case) as results:
        assert results.files_since == ["designations.csv"]
    run_case(case)
    with open_results(case) as results:
        assert results.files_since == []


def test_a_run_goes_on_past_a_row_and_a_file_it_cannot_use(tmp_path: Path) -> None:
    case = tmp_path / "case"
    make_case(case, {"designations.csv": DESIGNATIONS + BROKEN_ROW, "parties.csv": FILES["parties.csv"]})
    wrong = tmp_path / "wrong.csv"
    wrong.write_text(FILES["roles.csv"], "utf-8")
    add_file(case, wrong, source_id="component_table")

    summary = run_case(case)

    by_file = {item["file_name"]: item for item in summary.manifest["coverage"]}
    assert summary.quarantined == 2
    assert (by_file["designations.csv"]["rows_read"], by_file["designations.csv"]["quarantined"]) == (3, 1)
    assert by_file["designations.csv"]["rows_kept"] == {"core__designation": 2}
    assert "lacks the columns" in by_file["wrong.csv"]["error"]
    assert by_file["parties.csv"]["error"] is None


def test_a_case_without_files_runs_and_every_indicator_says_why_not(tmp_path: Path) -> None:
    make_case(tmp_path / "case", {})

    summary = run_case(tmp_path / "case")

    with open_results(tmp_path / "case") as results:
        assert {finding["outcome"] for finding in results.findings} == {"not_applicable"}
        assert results.as_of_on == results.config.study.cutoff_on
    assert summary.manifest["coverage"] == []


def test_what_the_run_does_is_told_in_order(tmp_path: Path) -> None:
    make_case(tmp_path / "case", {"designations.csv": DESIGNATIONS})
    told: list[str] = []

    run_case(tmp_path / "case", on_progress=lambda what, _done, _total: told.append(what))

    assert told[0] == "reading designations.csv"
    assert told.index("linking parties") < told.index("asking the indicators") < told.index("asking N1")


def test_a_second_run_at_the_same_time_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "case"
    make_case(folder)
    (folder / ".entrepot").mkdir(exist_ok=True)

    with FileLock(folder / ".entrepot" / "run.lock"), pytest.raises(CaseError, match="Another run"):
        run_case(folder)
