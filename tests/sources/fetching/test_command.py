"""From a publisher to a case: `entrepot fetch`, then `entrepot add`."""

import json
from pathlib import Path

import pytest

from entrepot.case.config import CaseConfig, write_config
from entrepot.case.intake import add_file
from entrepot.cli.main import commands
from entrepot.evidence.snapshot import file_sha256
from entrepot.sources.registry import source_named
from fetching.local_publisher import Answer, Publisher
from parsed import parsed, rows_of

SAMPLE = Path(__file__).parents[1] / "comtrade/sample.json"


def test_what_is_fetched_can_be_added_with_its_origin_and_no_key_stays_anywhere(
    publisher: Publisher, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setitem(source_named("comtrade").meta.addresses, "api", f"{publisher.url}/data/v1/get")
    monkeypatch.setenv("COMTRADE_API_KEY", "invented-key")
    publisher.plays(Answer(SAMPLE.read_bytes()))
    folder, case = tmp_path / "downloads", tmp_path / "case"
    write_config(case, CaseConfig(title="Invented"))
    arguments = ["fetch", "comtrade", "--since", "2023-05", "--reporter", "TR", "--to", str(folder), "--json"]

    commands.main(arguments, "entrepot", standalone_mode=False)
    said = capsys.readouterr()
    (row,) = [json.loads(line) for line in said.out.splitlines()]
    path = Path(row["file"])
    snapshot = add_file(case, path).snapshot

    assert (row["outcome"], row["rows"]) == ("new", 17)
    assert publisher.asked[0].headers["Ocp-Apim-Subscription-Key"] == "invented-key"
    assert snapshot.source_id == "comtrade"
    assert snapshot.url == row["url"]
    assert snapshot.accessed_on is not None
    assert snapshot.sha256 == file_sha256(path)
    assert len(rows_of(parsed(path, "comtrade"), "core__trade_flow")) == 9
    kept = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert len(kept) >= 5
    assert all(b"invented-key" not in file.read_bytes() for file in kept)
    assert "invented-key" not in said.out + said.err
