"""A run: parse, link, find; the same sources, settings and decisions give the same bytes."""

import json
import shutil
from contextlib import closing
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
from filelock import FileLock, Timeout

from entrepot import __version__
from entrepot.case.config import CaseConfig, read_config
from entrepot.case.coverage import coverage_of
from entrepot.case.decisions import FILE_NAME, read_decisions
from entrepot.case.fingerprint import code_fingerprint, combined
from entrepot.case.linked import Inputs, Progress, link_case, parse_all, with_verdicts
from entrepot.case.ranking.ranked import FILE_NAME as RANKING_FILE
from entrepot.case.ranking.ranked import rank_parties, summary_of
from entrepot.case.results import WORK_FOLDER, read_manifest, read_snapshots
from entrepot.errors import CaseError
from entrepot.evidence.snapshot import Snapshot
from entrepot.flows.coalition_exports import prepare_exports
from entrepot.graph.links import build_links
from entrepot.indicators.base import Context
from entrepot.indicators.registry import evaluate_all, to_json
from entrepot.records.declaration import DECLARATION
from entrepot.resolve.controlled_lines import mark_controlled_lines
from entrepot.resolve.line_doubts import mark_doubtful_lines
from entrepot.resolve.twins import linked_name
from entrepot.store.engine import DuckEngine, Engine, rows_of
from entrepot.store.sql import statement_beside
from entrepot.store.tables import write_parquet

_LINES = linked_name(DECLARATION)
_MEMORY = "3GB"  # issue 5: ten million lines in 4 GB, of which Python and Arrow need their part


@dataclass(frozen=True)
class RunSummary:
    """What a run did: `was_current` is True where nothing had changed since the last one."""

    manifest: dict[str, Any]
    was_current: bool

    @property
    def quarantined(self) -> int:
        """Rows put aside over all sources."""
        return sum(source["quarantined"] for source in self.manifest["coverage"])

    @property
    def superseded(self) -> int:
        """Goods lines over all sources that a later statement replaced."""
        return sum(source["superseded"] for source in self.manifest["coverage"])


def run_case(folder: Path, *, engine_name: str | None = None, on_progress: Progress = lambda *_: None) -> RunSummary:
    """Run the case in `folder` and leave its results in `.entrepot/`.

    Raises:
        CaseError: the folder is not a case, its settings are not valid, or another run is at work in it.
    """
    config = read_config(folder)
    snapshots = read_snapshots(folder)
    (folder / WORK_FOLDER).mkdir(exist_ok=True)
    try:
        with FileLock(folder / WORK_FOLDER / "run.lock", timeout=0):
            return _run(folder, config, snapshots, engine_name, on_progress)
    except Timeout as fault:
        raise CaseError.busy(folder) from fault


def _run(
    folder: Path,
    config: CaseConfig,
    snapshots: dict[str, Snapshot],
    engine_name: str | None,
    on_progress: Progress,
) -> RunSummary:
    entries = read_decisions(folder)
    parsed = parse_all(folder, snapshots, on_progress)
    chosen = engine_name or config.engine
    key = run_key(folder, config, Inputs(parsed, snapshots), chosen)
    previous = read_manifest(folder)
    if previous is not None and previous["run_key"] == key:
        return RunSummary(previous, was_current=True)
    with closing(open_engine(chosen, folder / WORK_FOLDER / "spill")) as engine:
        manifest = _derive(folder, config, engine, Inputs(parsed, snapshots, entries), on_progress)
    manifest = {**manifest, "run_key": key, "engine": chosen}
    _finish(folder, manifest)
    return RunSummary(manifest, was_current=False)


def open_engine(name: str, spill_to: Path | None = None) -> Engine:
    """Return a new engine: `duckdb`, or `spark` where its extra is installed.

    DuckDB keeps to `_MEMORY` and puts what needs more into `spill_to`, which is gone when it is closed.

    Raises:
        CaseError: Spark is asked for and not installed.
    """
    if name == "spark":
        from entrepot.store.spark import SparkEngine  # noqa: PLC0415 (optional extra)

        try:
            return SparkEngine()
        except ModuleNotFoundError as fault:
            raise CaseError.no_spark(str(fault)) from fault
    return DuckEngine(memory_limit=_MEMORY, spill_to=spill_to)


def _derive(folder: Path, config: CaseConfig, engine: Engine, inputs: Inputs, on_progress: Progress) -> dict[str, Any]:
    steps = 3
    on_progress("linking parties", 1, steps)
    building = _building(folder)
    linked = link_case(engine, inputs, folder, building / "tables" / f"{_LINES}.parquet")
    mark_controlled_lines(engine, config.study.controls_list)
    mark_doubtful_lines(engine)
    on_progress("drawing links", 2, steps)
    links = build_links(engine)
    prepare_exports(engine, config.study)
    on_progress("asking the indicators", 3, steps)
    run = evaluate_all(Context(engine, config.study), config.indicators, on_progress=on_progress)
    findings = with_verdicts(engine, [to_json(finding) for finding in run.findings], linked.standings)
    ranked = rank_parties(engine, findings, config.study)
    _write_lines(building / "findings.jsonl", findings)
    _write_lines(building / RANKING_FILE, ranked)
    _keep_tables(engine, building / "tables")
    return {
        "versions": {"entrepot": __version__, "code": code_fingerprint()},
        "manifest_hash": combined(*sorted(s.sha256 for s in inputs.snapshots.values())),
        "study": config.study.model_dump(mode="json"),
        "as_of_on": _as_of(engine, config).isoformat(),
        "coverage": coverage_of(linked.restated.parsed, inputs.snapshots),
        "overlaps": [pair.to_json() for pair in linked.restated.overlaps],
        "amendments": [pair.to_json() for pair in linked.restated.amendments],
        "indicators": run.stats,
        "ranking": summary_of(ranked),
        "linking": asdict(linked.summary),
        "decisions": [{"number": s.entry.number, "state": s.state, "note": s.note} for s in linked.standings],
        "links": asdict(links),
        "warnings": list(linked.warnings),
    }


def _write_lines(path: Path, rows: list[dict[str, Any]]) -> None:
    lines = [json.dumps(row, ensure_ascii=False, sort_keys=True) for row in rows]
    path.write_text("".join(line + "\n" for line in lines), "utf-8")


def _as_of(engine: Engine, config: CaseConfig) -> date:
    """Return the study's day, else the newest one in the sources, else the cut-off."""
    newest = rows_of(engine.run(statement_beside(__file__, "as_of")))[0]["newest_on"]
    return config.study.as_of_on or newest or config.study.cutoff_on


# Kept with the linked tables although nothing links them.
_ALWAYS_DERIVED = frozenset({"core__quarantine", "core__list_change"})


def _keep_tables(engine: Engine, folder: Path) -> None:
    """Write what reading a case needs: everything linked, and the core tables that have no linked twin."""
    for name in engine.tables():
        if name == _LINES:
            continue  # written as it was linked
        if name.startswith(("linked__", "graph__", "codes__", "flows__")) or name in _ALWAYS_DERIVED:
            write_parquet(folder / f"{name}.parquet", _ordered(engine.read(name)))


def _ordered(rows: pa.Table) -> pa.Table:
    """Return small tables in a fixed order, so that the files of two runs are the same."""
    # A sort of bulk rows costs more than it gives: they keep the order of their file.
    if rows.num_rows > 500_000 or not rows.num_rows:
        return rows
    return rows.sort_by([(name, "ascending") for name in rows.column_names])


def run_key(folder: Path, config: CaseConfig, inputs: Inputs, engine_name: str) -> str:
    """Return the hash of all that a run depends on: where it is that of the last run, its results are current."""
    decisions = folder / FILE_NAME
    return combined(
        code_fingerprint(),
        config.model_dump_json(),
        decisions.read_text("utf-8") if decisions.is_file() else "",
        engine_name,
        *(json.dumps(snapshot.to_json(), sort_keys=True) for _, snapshot in sorted(inputs.snapshots.items())),
        *sorted(p.folder.name for p in inputs.parsed),
    )


def _building(folder: Path) -> Path:
    building = folder / WORK_FOLDER / "building"
    shutil.rmtree(building, ignore_errors=True)
    (building / "tables").mkdir(parents=True)
    return building


def _finish(folder: Path, manifest: dict[str, Any]) -> None:
    """Swap the new results in; run.json goes away first and comes back last, so that half a run is never read."""
    work = folder / WORK_FOLDER
    building = work / "building"
    (work / "run.json").unlink(missing_ok=True)
    shutil.rmtree(work / "tables", ignore_errors=True)
    (building / "tables").replace(work / "tables")
    for name in ("findings.jsonl", RANKING_FILE):
        (building / name).replace(work / name)
    building.rmdir()
    partial = work / "run.json.partial"
    partial.write_text(json.dumps(manifest, indent=2, ensure_ascii=False, sort_keys=True) + "\n", "utf-8")
    partial.replace(work / "run.json")
