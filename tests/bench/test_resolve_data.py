"""The generator of invented parties: same seed same rows, truth that holds, tables that are not the package's."""

import itertools
from pathlib import Path

import pyarrow.parquet as pq
import pytest

BENCH = Path(__file__).parents[2] / "bench"


@pytest.fixture(autouse=True)
def _bench_on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the scripts importable: `bench` is no package."""
    monkeypatch.syspath_prepend(str(BENCH))


def test_the_same_seed_gives_the_same_rows_and_another_seed_others() -> None:
    from resolve_data import generated

    assert list(generated(300, 7)) == list(generated(300, 7)) != list(generated(300, 8))


def test_every_truth_row_names_two_records_and_the_scripts_they_are_written_in(tmp_path: Path) -> None:
    from resolve_data import DIFFERENCES, script_of, write

    write(tmp_path, 2000, 7)
    names = {row["source_party_id"]: row["name"] for row in pq.read_table(tmp_path / "parties.parquet").to_pylist()}
    truth = pq.read_table(tmp_path / "truth.parquet").to_pylist()

    assert len(names) == 2000
    assert 250 < len(truth) < 420  # a sixth
    for row in truth:
        assert row["record_a_id"] < row["record_b_id"]
        scripts = sorted(script_of(names[row[side]]) for side in ("record_a_id", "record_b_id"))
        assert row["script_pair"] == "-".join(scripts)
    assert {row["difference"] for row in truth} == set(DIFFERENCES)
    assert {row["script_pair"] for row in truth} >= {"Cyrl-Latn", "Armn-Latn", "Geor-Latn", "Hani-Latn", "Latn-Latn"}


def test_only_a_shared_number_is_shown_twice() -> None:
    from resolve_data import generated

    rows = list(generated(3000, 7))
    for (first, _), (second, truth) in itertools.pairwise(rows):
        if truth is not None:
            shared = first["identifier"] is not None and first["identifier"] == second["identifier"]
            assert not shared or truth["difference"] == "shared number"
            assert second["identifier"] is None or shared


def test_published_systems_write_a_word_as_they_should() -> None:
    import resolve_words as w
    from resolve_names import convert

    assert [convert("Щукинъ", table) for table in (w.BGN, w.GOST_B, w.ISO_9, w.PASSPORT)] == [
        "Shchukin",
        "Shhukin",
        "Ŝukin",
        "Shchukinie",
    ]
    assert convert("Գրիգոր", w.ARMENIAN) == "Grigor"
    assert convert("თბილისი", w.GEORGIAN) == "tbilisi"
