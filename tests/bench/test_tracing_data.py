"""The invented lines that tracing is measured on: the same each time, with equal lots that tracing finds."""

from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from entrepot.trace.matching import TIERS
from entrepot.trace.scope import Question
from entrepot.trace.tracing import match

BENCH = Path(__file__).parents[2] / "bench"
ROWS = 20_000


@pytest.fixture(autouse=True)
def _bench_on_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the scripts importable: `bench` is no package."""
    monkeypatch.syspath_prepend(str(BENCH))


def test_the_same_number_of_rows_gives_the_same_lines(tmp_path: Path) -> None:
    from tracing_data import write_case

    for name in ("one", "two"):
        write_case(tmp_path / name, 1_000)

    first, second = (pq.read_table(tmp_path / name / "linked__declaration.parquet") for name in ("one", "two"))
    assert first.equals(second)
    assert first.num_rows == 1_000


def test_firms_and_parts_may_grow_with_the_lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import tracing_data

    monkeypatch.setattr(tracing_data, "_MILLION", 1_000)
    for name, is_growing in (("fixed", False), ("growing", True)):
        tracing_data.write_case(tmp_path / name, 3_000, is_growing=is_growing)

    fixed, growing = (pq.read_table(tmp_path / name / "linked__declaration.parquet") for name in ("fixed", "growing"))
    parties = [pq.read_metadata(tmp_path / name / "linked__party.parquet").num_rows for name in ("fixed", "growing")]
    assert parties[1] == 3 * parties[0]
    for name in ("exporter_party_id", "importer_party_id", "part_number_key"):
        assert len(growing.column(name).unique()) > len(fixed.column(name).unique())
    assert growing.column("hs6").equals(fixed.column("hs6"))
    known = set(pq.read_table(tmp_path / "growing" / "linked__party.parquet").column("party_id").to_pylist())
    assert {*growing.column("exporter_party_id").to_pylist(), *growing.column("importer_party_id").to_pylist()} <= known


def test_lots_that_are_passed_on_whole_are_found(tmp_path: Path) -> None:
    from tracing_data import open_case, write_case

    write_case(tmp_path, ROWS)
    engine = open_case(tmp_path)
    found = match(engine, Question(as_of_on=date(2024, 12, 31), to_iso="RU", hops=2), window_days=90)
    engine.close()

    # Every 20th line is what another brought; two fifths of the goods are on the list, six in ten of their lines name a part.
    planted = ROWS / 20 * 0.4 * 0.6
    equal = int((found.accounts[0].lots.tier == TIERS.index("part_and_quantity")).sum())
    assert 0.85 * planted < equal < 1.15 * planted
