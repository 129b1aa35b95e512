"""Which decisions hold: not withdrawn, not replaced by a later one that says the opposite, and about records that are there."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pyarrow as pa

from entrepot.case.decisions import Entry, PairDecision, SplitDecision, Verdict, Withdrawal
from entrepot.store.engine import Engine, Row, rows_of
from entrepot.store.sql import statement_beside

State = Literal["in_force", "withdrawn", "replaced", "no_effect"]


@dataclass(frozen=True)
class Standing:
    """A decision and whether it holds; `note` says why not, empty where it does."""

    entry: Entry
    state: State
    note: str = ""


def standings(entries: Sequence[Entry], known: Collection[str]) -> list[Standing]:
    """Return how every decision stands, in the order of the file.

    Args:
        entries: The decisions.
        known: The ids of the records that are in the case.
    """
    withdrawn = _withdrawn(entries)
    ids = {entry.decision_id: entry.number for entry in reversed(entries)}
    splits = [e.decision.new_id for e in entries if isinstance(e.decision, SplitDecision) and e.number not in withdrawn]
    there = {*known, *splits}
    newer: dict[str, list[Entry]] = {}
    found: dict[int, Standing] = {}
    for entry in reversed(entries):
        if entry.number in withdrawn:
            found[entry.number] = Standing(entry, "withdrawn", f"withdrawn by decision {withdrawn[entry.number]}")
        elif gone := _without_records(entry, there, ids):
            found[entry.number] = Standing(entry, "no_effect", gone)
        elif later := _opposite(entry, newer):
            found[entry.number] = Standing(entry, "replaced", f"decision {later.number} says the opposite")
        else:
            found[entry.number] = Standing(entry, "in_force")
            if isinstance(entry.decision, PairDecision):
                for record in entry.decision.records:
                    newer.setdefault(record, []).append(entry)
    return [found[entry.number] for entry in entries]


def _withdrawn(entries: Sequence[Entry]) -> dict[int, int]:
    """Return the number of each withdrawn decision with that of the withdrawal; a withdrawal can be withdrawn too."""
    by: dict[str, int] = {}
    found: dict[int, int] = {}
    for entry in reversed(entries):
        if entry.decision_id in by:
            found[entry.number] = by[entry.decision_id]
        elif isinstance(entry.decision, Withdrawal):
            by[entry.decision.withdraws] = entry.number
    return found


def _without_records(entry: Entry, known: Collection[str], ids: dict[str, int]) -> str:
    """Return why a decision speaks of nothing in the case; empty where it does."""
    match entry.decision:
        case Withdrawal() as made:
            return "" if ids.get(made.withdraws, entry.number) < entry.number else "no earlier decision has that id"
        case PairDecision() as made:
            for side in (made.left, made.right):
                if not any(record.id in known for record in side):
                    return f"no longer in the case: {side[0].name} ({side[0].id})"
        case SplitDecision() as made:
            if made.record.id not in known:
                return f"no longer in the case: {made.record.name} ({made.record.id})"
        case Verdict() as made:
            if made.records and not any(record.id in known for record in made.records):
                return f"no longer in the case: {made.subject_name} ({made.subject_id})"
    return ""


def _opposite(entry: Entry, newer: dict[str, list[Entry]]) -> Entry | None:
    """Return a later decision that says the opposite of two of the records; None where there is none."""
    made = entry.decision
    if not isinstance(made, PairDecision):
        return None
    later = {other.number: other for record in made.records for other in newer.get(record, ())}
    for _, other in sorted(later.items()):
        if isinstance(other.decision, PairDecision) and other.decision.kind != made.kind:
            joined, parted = (made, other.decision) if made.kind == "same" else (other.decision, made)
            if all(any(record.id in joined.records for record in side) for side in (parted.left, parted.right)):
                return other
    return None


def judgement_rows(held: Iterable[Standing]) -> list[Row]:
    """Return the rows of `resolve__judgement`: what is the same, what is not, and each split record beside its new one."""
    rows = []
    for standing in held:
        entry, made = standing.entry, standing.entry.decision
        if standing.state != "in_force" or not isinstance(made, PairDecision | SplitDecision):
            continue
        if isinstance(made, SplitDecision):
            kind, sides = "not_same", {"left": [made.record.id], "right": [made.new_id]}
        else:
            kind = made.kind
            sides = {"left": [r.id for r in made.left], "right": [r.id for r in made.right]}
        common = {"number": entry.number, "kind": kind, "reason": entry.in_words}
        rows += [
            {**common, "side": side, "source_party_id": one} for side, ids in sides.items() for one in sorted({*ids})
        ]
    return rows


def split_rows(held: Sequence[Standing]) -> list[Row]:
    """Return the rows of `resolve__split`; a part that two splits name goes where the later one puts it."""
    rows: dict[tuple[str, str, str], Row] = {}
    for standing in held:
        made = standing.entry.decision
        if standing.state == "in_force" and isinstance(made, SplitDecision):
            for part in made.parts:
                rows[made.record.id, part.kind, part.value] = {
                    "source_party_id": made.record.id,
                    "new_source_party_id": made.new_id,
                    "part_kind": part.kind,
                    "part": part.value,
                }
    return list(rows.values())


def known_records(engine: Engine, entries: Iterable[Entry]) -> set[str]:
    """Return the ids of records that decisions name and the case holds, from the core tables."""
    asked = sorted({record for entry in entries for record in records_named(entry)})
    if not asked:
        return set()
    engine.register("case__judged_record", pa.table({"source_party_id": pa.array(asked, pa.string())}))
    return {row["source_party_id"] for row in rows_of(engine.run(statement_beside(__file__, "known")))}


def records_named(entry: Entry) -> list[str]:
    """Return the ids of the records a decision names."""
    match entry.decision:
        case PairDecision() as made:
            return sorted(made.records)
        case SplitDecision() as made:
            return [made.record.id]
        case Verdict() as made:
            return [record.id for record in made.records]
    return []


def verdict_on(finding: dict[str, Any], held: Iterable[Standing], party_of: dict[str, str]) -> dict[str, Any] | None:
    """Return the last verdict in force on a finding, as JSON values; None where nobody gave one."""
    last = None
    for standing in held:
        made = standing.entry.decision
        if standing.state == "in_force" and isinstance(made, Verdict) and made.indicator == finding["indicator"]:
            parties = {party_of.get(record.id) for record in made.records}
            if finding["subject_id"] in parties or (not parties and finding["subject_id"] == made.subject_id):
                last = standing.entry
    if last is None:
        return None
    made = last.decision
    return {"number": last.number, "kind": made.kind, "who": made.who, "when": made.when.isoformat(), "why": made.why}
