"""A case of every source's sample, run and read on DuckDB alone and on both engines: the same findings, byte by byte."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from both_engines import SparkAndDuck
from entrepot.case import run
from entrepot.case.config import CaseConfig, write_config
from entrepot.case.intake import add_file
from entrepot.case.results import open_results
from entrepot.flows.coalition_exports import prepare_exports
from entrepot.flows.panels import panels_of, partner_levels
from entrepot.report.trade import lines_at, trade_by_month
from entrepot.store.spark import SparkEngine

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

SAMPLES = Path(__file__).parents[1] / "sources"


def sampled_case(folder: Path) -> Path:
    """Make a case of every sample that lies beside the sources' tests."""
    write_config(folder, CaseConfig(title="Samples of every source"))
    for sample in sorted(SAMPLES.glob("*/sample*")):
        add_file(folder, sample, is_partial=True)
    return folder


@pytest.mark.spark
def test_a_run_on_both_engines_leaves_the_findings_of_a_run_on_duckdb(
    tmp_path: Path, spark: "SparkSession", monkeypatch: pytest.MonkeyPatch
) -> None:
    alone, both = sampled_case(tmp_path / "alone"), sampled_case(tmp_path / "both")
    run.run_case(alone)
    monkeypatch.setattr(run, "open_engine", lambda *_: SparkAndDuck(SparkEngine(spark)))

    run.run_case(both)

    findings = [(folder / ".entrepot" / "findings.jsonl").read_bytes() for folder in (alone, both)]
    assert findings[0] == findings[1]
    assert findings[0]


@pytest.mark.spark
def test_what_reads_a_case_gives_the_same_on_both_engines(tmp_path: Path, spark: "SparkSession") -> None:
    folder = sampled_case(tmp_path / "case")
    run.run_case(folder)
    engine = SparkAndDuck(SparkEngine(spark))
    for path in sorted((folder / ".entrepot" / "tables").glob("*.parquet")):
        engine.register_parquet(path.stem, [path])

    with open_results(folder) as opened:
        results = replace(opened, engine=engine)  # type: ignore[arg-type]  # a Results is read through Engine's methods alone
        parties = [row["party_id"] for row in engine.read("linked__party").to_pylist()]
        lines = engine.read("linked__declaration").to_pylist()
        places = [(line["snapshot_id"], line["locator"]) for line in lines]
        study = results.config.study
        prepare_exports(engine, study)

        assert len(lines_at(results, parties, places)) == len(places) > 0
        assert trade_by_month(results, parties) == trade_by_month(opened, parties)
        assert panels_of(engine, study) == panels_of(opened.engine, study)
        assert partner_levels(engine, study) == partner_levels(opened.engine, study)
    engine.close()
