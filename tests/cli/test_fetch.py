"""`entrepot fetch` as a person runs it, and what `entrepot add` takes from the record beside the file."""

import json
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from entrepot.case.config import CaseConfig, write_config
from entrepot.case.intake import Origin, add_file
from entrepot.case.parsing import parse_snapshot
from entrepot.errors import SourceError
from entrepot.evidence.snapshot import file_sha256
from entrepot.sources.fetching.record import Record, write_record
from entrepot.sources.registry import source_named
from packed_7z import packed, stand_in

SAMPLE = Path(__file__).parents[1] / "sources/comext_bulk/sample.dat"


@pytest.fixture
def fetched(tmp_path: Path) -> Path:
    path = tmp_path / "downloads" / "full_202402.dat"
    path.parent.mkdir()
    path.write_bytes(SAMPLE.read_bytes())
    meta = source_named("comext_bulk").meta
    record = Record(
        source_id="comext_bulk",
        producer=meta.producer,
        title=meta.title,
        url="https://example.org/files?file=full_202402",
        licence=meta.licence,
        accessed=date(2026, 11, 20),
        sha256=file_sha256(path),
        size_bytes=path.stat().st_size,
    )
    write_record(path, record)
    return path


@pytest.fixture
def case(tmp_path: Path) -> Path:
    folder = tmp_path / "case"
    write_config(folder, CaseConfig(title="Invented"))
    return folder


def test_adding_a_fetched_file_takes_address_day_and_terms_from_its_record(case: Path, fetched: Path) -> None:
    snapshot = add_file(case, fetched).snapshot

    assert snapshot.source_id == "comext_bulk"
    assert snapshot.url == "https://example.org/files?file=full_202402"
    assert snapshot.accessed_on == date(2026, 11, 20)
    assert snapshot.producer == "Eurostat"


def test_what_the_person_says_counts_before_the_record(case: Path, fetched: Path) -> None:
    added = add_file(case, fetched, accessed_on=date(2026, 11, 21), origin=Origin(url="https://example.org/other"))

    assert added.snapshot.accessed_on == date(2026, 11, 21)
    assert added.snapshot.url == "https://example.org/other"
    assert added.snapshot.producer == "Eurostat"


def test_a_file_changed_after_it_was_fetched_is_refused(case: Path, fetched: Path) -> None:
    fetched.write_bytes(fetched.read_bytes() + b"AT,AD,E,1,1,1,1,1,1,1,2,1,NO_SU,202402,1,1,1,0\n")

    with pytest.raises(SourceError, match="its hash differs"):
        add_file(case, fetched)


def test_a_packed_month_is_added_as_it_came_and_read_in_the_case(
    case: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in(tmp_path, "7zz", monkeypatch)
    path = packed(tmp_path / "full_v2_202402.7z", SAMPLE.read_bytes())
    snapshot = add_file(case, path).snapshot

    found, is_new = parse_snapshot(case, snapshot)

    assert (snapshot.sha256, snapshot.source_id) == (file_sha256(path), "comext_bulk")
    assert is_new
    assert found.totals is None
    (table,) = found.table_paths("core__trade_flow")
    rows = pq.ParquetFile(table).read().to_pylist()
    assert found.rows_kept == {"core__trade_flow": len(rows)}
    assert {row["snapshot_id"] for row in rows} == {snapshot.snapshot_id}
    assert (case / "sources/full_v2_202402.7z").is_file()
    assert not list(case.rglob("*.dat"))
    assert parse_snapshot(case, snapshot) == (found, False)


def test_a_dry_run_lists_what_would_be_asked_and_no_key(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from entrepot.cli.main import commands

    monkeypatch.setenv("COMTRADE_API_KEY", "invented-key")
    arguments = ["fetch", "comtrade", "--since", "2022-01", "--until", "2023-02", "--reporter", "tr"]
    commands.main(
        [*arguments, "--hs", "854231,854232", "--dry-run", "--json", "--to", str(tmp_path)],
        "entrepot",
        standalone_mode=False,
    )
    out, err = capsys.readouterr()

    rows = [json.loads(line) for line in out.splitlines()]
    assert [row["has_key"] for row in rows] == [True, True]
    assert all("cmdCode=854231,854232" in row["url"] for row in rows)
    assert "invented-key" not in out + err
    assert list(tmp_path.iterdir()) == []
