"""The first half of a run: sources parsed, registered on an engine, and linked as the machine and the decisions of people say."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from entrepot.case.decisions import Entry, PairDecision
from entrepot.case.parsing import Parsed, parse_snapshot
from entrepot.case.restatements import Restatements, settle_restatements
from entrepot.case.scored import ScoredBefore
from entrepot.case.standing import Standing, judgement_rows, known_records, split_rows, standings, verdict_on
from entrepot.codes.tables import reference_tables
from entrepot.evidence.snapshot import Snapshot
from entrepot.records.catalogue import CORE_TABLES
from entrepot.records.designation import LIST_CHANGE
from entrepot.resolve.fuzzy import score_candidates
from entrepot.resolve.judged import take_judgements
from entrepot.resolve.linking import LinkingSummary, link_parties
from entrepot.sources.list_diff import ListDiff, diff_states, is_list_state
from entrepot.store.engine import Engine, rows_of
from entrepot.store.tables import empty

Progress = Callable[[str, int, int], None]  # what, done, of how many


@dataclass(frozen=True)
class Inputs:
    """What a run starts from."""

    parsed: list[Parsed]
    snapshots: dict[str, Snapshot]
    entries: Sequence[Entry] = ()


@dataclass(frozen=True)
class Linked:
    """What linking left: which files overlap or amend one another, the summary, how every decision stands."""

    restated: Restatements
    summary: LinkingSummary
    standings: list[Standing]
    warnings: Sequence[str]


def parse_all(folder: Path, snapshots: dict[str, Snapshot], on_progress: Progress) -> list[Parsed]:
    """Return every source file as tables, read now or found in the cache."""
    parsed = []
    for number, snapshot in enumerate(snapshots.values(), start=1):
        on_progress(f"reading {snapshot.file_name}", number, len(snapshots))
        parsed.append(parse_snapshot(folder, snapshot)[0])
    return parsed


def link_case(engine: Engine, inputs: Inputs, folder: Path, lines_to: Path | None = None) -> Linked:
    """Register the sources on the engine, apply the decisions of people, and link the parties of the case in `folder`.

    The goods lines are written to `lines_to`, for memory should not hold ten million of them; where None they are linked anew
    each time they are read.
    """
    diff = _list_diff(inputs)
    _register(engine, inputs, diff)
    restated = settle_restatements(engine, inputs.parsed, inputs.snapshots)
    held = standings(inputs.entries, known_records(engine, inputs.entries))
    take_judgements(engine, judgement_rows(held), split_rows(held))
    summary = link_parties(engine, score=partial(score_candidates, kept=ScoredBefore(folder)), lines_to=lines_to)
    held = _kept_apart(engine, held)
    idle = [f"Decision {s.entry.number} has no effect: {s.note}." for s in held if s.state == "no_effect"]
    return Linked(restated, summary, held, [*diff.warnings, *restated.warnings, *idle])


def _kept_apart(engine: Engine, held: list[Standing]) -> list[Standing]:
    """Return the standings after linking: what others keep apart by way of a third record was not joined."""
    if not any(standing.entry.decision.kind == "same" for standing in held):
        return held
    party_of = party_of_records(engine)
    return [_joined(standing, party_of) for standing in held]


def _joined(standing: Standing, party_of: dict[str, str]) -> Standing:
    made = standing.entry.decision
    if standing.state == "in_force" and isinstance(made, PairDecision) and made.kind == "same":
        parties = {party_of[record] for record in made.records if record in party_of}
        if len(parties) > 1:
            return Standing(standing.entry, "no_effect", "other decisions keep these records apart")
    return standing


def party_of_records(engine: Engine) -> dict[str, str]:
    """Return the party of every record that was linked."""
    return {row["source_party_id"]: row["party_id"] for row in rows_of(engine.read("resolve__party_of"))}


def with_verdicts(engine: Engine, findings: list[dict[str, Any]], held: Sequence[Standing]) -> list[dict[str, Any]]:
    """Return the findings, those that somebody confirmed or dismissed with `verdict`: number, kind, who, when, why."""
    if not any(standing.entry.decision.kind in {"confirm", "dismiss"} for standing in held):
        return findings
    party_of = party_of_records(engine)
    found = ((finding, verdict_on(finding, held, party_of)) for finding in findings)
    return [finding if verdict is None else {**finding, "verdict": verdict} for finding, verdict in found]


def _register(engine: Engine, inputs: Inputs, diff: ListDiff) -> None:
    for table in CORE_TABLES:
        paths = [path for item in inputs.parsed for path in item.table_paths(table.name)]
        if paths:
            engine.register_parquet(table.name, paths)
        else:
            engine.register(table.name, empty(table))
    for name, rows in reference_tables().items():
        engine.register(name, rows)
    engine.register(LIST_CHANGE.name, diff.changes)


def _list_diff(inputs: Inputs) -> ListDiff:
    """Return what changed between the states of each list, reading only the files of lists."""
    states = [s for s in inputs.snapshots.values() if is_list_state(s)]
    chosen = {s.snapshot_id for s in states}
    tables = {}
    for table in CORE_TABLES:
        paths = [path for item in inputs.parsed if item.snapshot_id in chosen for path in item.table_paths(table.name)]
        parts = [pq.read_table(path) for path in paths]
        tables[table.name] = pa.concat_tables(parts) if parts else empty(table)
    return diff_states(tables, states)
