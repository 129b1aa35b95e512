"""Adding files: what is recorded of each, what is one file and what is two, and what a refusal says."""

import json
from datetime import date
from pathlib import Path

import pytest

from entrepot.case import hashes
from entrepot.case.config import CaseConfig, write_config
from entrepot.case.hashes import sha256_now
from entrepot.case.intake import Origin, add_file
from entrepot.case.results import SNAPSHOT_SUFFIX, read_snapshots
from entrepot.errors import CaseError, SourceError
from entrepot.evidence.snapshot import file_sha256
from entrepot.sources.registry import all_sources
from small_case import PARTIES, ROLES, write_files


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    write_config(folder, CaseConfig(title="Invented"))
    return folder


def received(tmp_path: Path, name: str = "roles.csv", text: str = ROLES) -> Path:
    return write_files(tmp_path / "received", {name: text})[0]


def stored(case: Path) -> list[str]:
    return sorted(path.name for path in (case / "sources").iterdir())


def test_the_record_says_what_was_received(case: Path, tmp_path: Path) -> None:
    path = received(tmp_path)

    added = add_file(case, path, accessed_on=date(2023, 5, 6))

    record = json.loads((case / "sources" / f"roles.csv{SNAPSHOT_SUFFIX}").read_text("utf-8"))
    assert added.is_new
    assert record["sha256"] == file_sha256(path)
    assert record["snapshot_id"] == record["sha256"][:16]
    assert (record["file_name"], record["size_bytes"]) == ("roles.csv", path.stat().st_size)
    assert (record["source_id"], record["accessed_on"], record["as_of_on"]) == ("role_table", "2023-05-06", None)
    assert all(record[name] for name in ("producer", "title", "licence"))
    assert record["is_partial"] is False
    assert (case / "sources" / "roles.csv").read_bytes() == path.read_bytes()
    assert read_snapshots(case) == {added.snapshot.snapshot_id: added.snapshot}


def test_the_same_bytes_under_two_names_are_one_file(case: Path, tmp_path: Path) -> None:
    first = add_file(case, received(tmp_path))
    second = add_file(case, received(tmp_path, "copy.csv"))

    assert not second.is_new
    assert second.snapshot == first.snapshot
    assert stored(case) == ["roles.csv", f"roles.csv{SNAPSHOT_SUFFIX}"]


def test_another_content_under_the_same_name_is_kept_apart(case: Path, tmp_path: Path) -> None:
    first = add_file(case, received(tmp_path))
    second = add_file(case, received(tmp_path, text=ROLES.replace("director", "founder")))

    assert second.is_new
    assert second.snapshot.file_name == f"roles-{second.snapshot.sha256[:8]}.csv"
    assert len(read_snapshots(case)) == 2
    assert "director" in (case / "sources" / first.snapshot.file_name).read_text("utf-8")
    assert "founder" in (case / "sources" / second.snapshot.file_name).read_text("utf-8")


def test_a_date_in_the_name_is_the_state_of_the_file_unless_one_is_named(case: Path, tmp_path: Path) -> None:
    by_name = add_file(case, received(tmp_path, "roles_2024-02-23.csv"))
    named = add_file(case, received(tmp_path, "parties_2024-02-23.csv", PARTIES), as_of_on=date(2023, 1, 2))

    assert by_name.snapshot.as_of_on == date(2024, 2, 23)
    assert named.snapshot.as_of_on == date(2023, 1, 2)


def test_a_named_source_goes_before_recognition(case: Path, tmp_path: Path) -> None:
    added = add_file(case, received(tmp_path), source_id="interest_table")

    assert added.snapshot.source_id == "interest_table"


def test_what_is_named_when_a_file_is_added_again_corrects_its_record(case: Path, tmp_path: Path) -> None:
    path = received(tmp_path)
    first = add_file(case, path, source_id="interest_table", accessed_on=date(2023, 1, 1))

    corrected = add_file(case, path, source_id="role_table", is_partial=True)
    again = add_file(case, path)

    assert (corrected.is_new, corrected.is_corrected) == (False, True)
    assert (corrected.snapshot.source_id, corrected.snapshot.is_partial) == ("role_table", True)
    assert corrected.snapshot.accessed_on == first.snapshot.accessed_on
    assert (again.snapshot, again.is_corrected) == (corrected.snapshot, False)
    assert read_snapshots(case) == {again.snapshot.snapshot_id: again.snapshot}


def test_a_copy_that_was_lost_comes_back_when_the_file_is_added_again(case: Path, tmp_path: Path) -> None:
    path = received(tmp_path)
    add_file(case, path)
    (case / "sources" / "roles.csv").unlink()

    assert not add_file(case, path).is_new
    assert (case / "sources" / "roles.csv").read_bytes() == path.read_bytes()


def test_a_file_named_like_a_record_is_not_taken_for_one(case: Path, tmp_path: Path) -> None:
    added = add_file(case, received(tmp_path, f"mine{SNAPSHOT_SUFFIX}"), source_id="role_table")

    assert added.snapshot.file_name == "mine.json"
    assert len(read_snapshots(case)) == 1


def test_a_missing_file_is_named_with_what_to_do(case: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="there is no such file") as caught:
        add_file(case, tmp_path / "nowhere.csv")

    assert "nowhere.csv" in str(caught.value)
    assert caught.value.next_step


@pytest.mark.parametrize("text", ["colour;shape\nred;round\n", "\x00\x01\x02"])
def test_a_file_that_nobody_recognises_names_the_known_sources(case: Path, tmp_path: Path, text: str) -> None:
    with pytest.raises(SourceError, match="No source recognises") as caught:
        add_file(case, received(tmp_path, "table.csv", text))

    assert "--as" in caught.value.next_step
    assert all(source.meta.id in caught.value.next_step for source in all_sources())
    assert not (case / "sources").exists()


def test_an_unknown_source_is_refused_with_the_known_ones(case: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no source called 'horoscope'") as caught:
        add_file(case, received(tmp_path), source_id="horoscope")

    assert "role_table" in caught.value.next_step


def test_nothing_is_added_to_a_folder_that_is_no_case(tmp_path: Path) -> None:
    with pytest.raises(CaseError, match="entrepot init"):
        add_file(tmp_path / "no case", received(tmp_path))

    assert not (tmp_path / "no case").exists()


def test_a_damaged_record_is_named(case: Path, tmp_path: Path) -> None:
    add_file(case, received(tmp_path))
    (case / "sources" / f"roles.csv{SNAPSHOT_SUFFIX}").write_text("{", "utf-8")

    with pytest.raises(CaseError, match=r"roles\.csv\.snapshot\.json .* damaged"):
        read_snapshots(case)


def test_a_note_beside_a_file_says_who_published_it(case: Path, tmp_path: Path) -> None:
    received = tmp_path / "note" / "parties.csv"
    received.parent.mkdir()
    received.write_text("id,kind,name,provenance\nx,company,Invented,synthetic\n", "utf-8")
    received.with_name("parties.csv.source.toml").write_text('producer = "A register"\nlicence = "CC0"\n', "utf-8")

    snapshot = add_file(case, received, origin=Origin(licence="CC BY 4.0")).snapshot

    assert (snapshot.producer, snapshot.licence) == ("A register", "CC BY 4.0")


def test_an_empty_file_is_called_empty(case: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="it is empty"):
        add_file(case, received(tmp_path, "table.csv", ""))


def test_the_nearest_layout_is_named_with_the_columns_that_lack(case: Path, tmp_path: Path) -> None:
    text = "declared_on,importer_name,exporter_name,value,currency_code\n2022-01-01,a,b,1,USD\n"

    with pytest.raises(SourceError) as caught:
        add_file(case, received(tmp_path, "table.csv", text))

    assert "declaration_table" in caught.value.next_step
    assert "direction" in caught.value.next_step


def test_a_file_is_read_once_to_be_hashed_and_copied(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    snapshot = add_file(case, received(tmp_path)).snapshot
    monkeypatch.setattr(hashes, "file_sha256", lambda _: "read again")

    assert sha256_now(case, snapshot.file_name) == snapshot.sha256

    (case / "sources" / snapshot.file_name).write_text("changed")
    assert sha256_now(case, snapshot.file_name) == "read again"


def test_nothing_is_left_of_a_file_that_is_refused(case: Path, tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        add_file(case, received(tmp_path, "shapes.csv", "colour;shape\nred;round\n"))

    assert list(case.rglob("*incoming*")) == []
