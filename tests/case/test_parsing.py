"""Reading source files once: the cache by content, record and code; and files that cannot be read at all."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from entrepot.case import parsing
from entrepot.case.intake import add_file
from entrepot.case.parsing import Parsed, parse_snapshot
from entrepot.case.results import read_snapshots
from entrepot.sources import registry
from small_case import ROLES, make_case, write_files


def parsed(case: Path) -> tuple[Parsed, bool]:
    """Parse the case's one file."""
    [snapshot] = read_snapshots(case).values()
    return parse_snapshot(case, snapshot)


def quarantine(item: Parsed) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = pq.read_table(item.table_paths("core__quarantine")).to_pylist()
    return rows


def test_a_file_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_case(tmp_path / "case", {"roles.csv": ROLES})
    first, was_read = parsed(tmp_path / "case")
    monkeypatch.setattr(registry, "parse_file", None)  # calling it would fail

    second, was_read_again = parsed(tmp_path / "case")

    assert (was_read, was_read_again) == (True, False)
    assert second == first
    assert first.rows_kept == {"core__role": 1}
    assert pq.read_table(second.table_paths("core__role")).num_rows == 1


def test_other_code_reads_again_and_leaves_no_older_tables(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_case(tmp_path / "case", {"roles.csv": ROLES})
    first, _ = parsed(tmp_path / "case")
    monkeypatch.setattr(parsing, "code_fingerprint", lambda: "other code")

    second, was_read = parsed(tmp_path / "case")

    assert was_read
    assert first.folder != second.folder
    assert [path.name for path in second.folder.parent.iterdir()] == [second.folder.name]


def test_a_corrected_record_reads_again(tmp_path: Path) -> None:
    case = tmp_path / "case"
    make_case(case, {"roles.csv": ROLES})
    parsed(case)

    add_file(case, case / "sources" / "roles.csv", is_partial=True)

    assert parsed(case)[1]


def test_an_interrupted_reading_is_not_taken_for_a_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_case(tmp_path / "case", {"roles.csv": ROLES})
    with monkeypatch.context() as broken:
        broken.setattr(parsing, "write_parquet", None)
        with pytest.raises(TypeError):
            parsed(tmp_path / "case")

    item, was_read = parsed(tmp_path / "case")

    assert was_read
    assert item.rows_kept == {"core__role": 1}
    assert [path.name for path in item.folder.parent.iterdir()] == [item.folder.name]


def test_a_file_that_cannot_be_read_is_one_quarantined_row(tmp_path: Path) -> None:
    added = make_case(tmp_path / "case", {"roles.csv": ROLES})[0]
    add_file(tmp_path / "case", tmp_path / "case as received" / "roles.csv", source_id="interest_table")

    item, _ = parsed(tmp_path / "case")

    [row] = quarantine(item)
    assert (item.rows_read, item.rows_kept, item.quarantined) == (0, {}, 1)
    assert (row["locator"], row["snapshot_id"], row["raw"]) == ("file", added.snapshot.snapshot_id, "roles.csv")
    assert "lacks the columns owner_id" in row["reason"]
    assert item.error == row["reason"]


def test_why_a_file_cannot_be_read_does_not_say_where_the_case_lies(tmp_path: Path) -> None:
    make_case(tmp_path / "case", {"roles.csv": ROLES})
    add_file(tmp_path / "case", tmp_path / "case as received" / "roles.csv", source_id="interest_table")

    assert str(tmp_path) not in str(parsed(tmp_path / "case")[0].error)


def test_a_file_changed_after_it_was_added_is_refused(tmp_path: Path) -> None:
    make_case(tmp_path / "case", {"roles.csv": ROLES})
    write_files(tmp_path / "case" / "sources", {"roles.csv": ROLES + "owner,alfa,director,,,,synthetic\n"})

    item, _ = parsed(tmp_path / "case")

    assert "was changed after it was added" in str(item.error)
    assert item.quarantined == 1


def test_a_file_that_is_gone_is_refused(tmp_path: Path) -> None:
    make_case(tmp_path / "case", {"roles.csv": ROLES})
    (tmp_path / "case" / "sources" / "roles.csv").unlink()

    assert "no longer in the case" in str(parsed(tmp_path / "case")[0].error)
