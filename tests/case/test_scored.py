"""Scored pairs kept from run to run."""

import os
from pathlib import Path

import pyarrow as pa
import pytest

from entrepot.case import scored
from entrepot.case.scored import ScoredBefore


def pairs(number: int) -> pa.Table:
    """Return pairs with metadata."""
    return pa.table({"pair": [number]}).replace_schema_metadata({"summary": f"{number}"})


def test_pairs_are_found_again_with_their_metadata_and_only_by_the_same_code(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = ScoredBefore(tmp_path)
    assert kept.find("key") is None

    kept.keep("key", pairs(1))
    found = kept.find("key")
    assert found is not None
    assert (found.to_pylist(), found.schema.metadata[b"summary"]) == ([{"pair": 1}], b"1")

    monkeypatch.setattr(scored, "code_fingerprint", lambda: "other code")
    assert kept.find("key") is None


def test_damaged_pairs_are_no_pairs_and_the_oldest_go(tmp_path: Path) -> None:
    kept = ScoredBefore(tmp_path)
    folder = tmp_path / ".entrepot" / "scored"
    for number in range(6):
        kept.keep(f"{number}", pairs(number))
        for place, path in enumerate(sorted(folder.iterdir(), key=lambda path: path.stat().st_mtime_ns)):
            os.utime(path, ns=(place, place))
    assert [kept.find(f"{number}") is not None for number in range(6)] == [False, False, True, True, True, True]

    for path in folder.iterdir():
        path.write_bytes(b"PAR1 and no more")
    assert kept.find("5") is None
