"""What a decision will change, found by linking the case with it and without it: nothing is guessed, nothing is written."""

from collections.abc import Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from entrepot.case.config import read_config
from entrepot.case.decisions import Entry
from entrepot.case.linked import Inputs, Progress, link_case, parse_all
from entrepot.case.results import read_snapshots
from entrepot.case.standing import Standing
from entrepot.store.engine import DuckEngine, rows_of
from entrepot.store.sql import Statement

_RECORDS = Statement(
    "case/preview/records",
    """
    SELECT DISTINCT r.source_party_id, r.party_id, p.name
    FROM linked__party_record r JOIN linked__party p ON p.party_id = r.party_id
    ORDER BY r.source_party_id
    """,
)


@dataclass(frozen=True)
class PartyShown:
    """A party by id, name and the ids of its records."""

    party_id: str
    name: str
    records: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """Parties that hold the same records before and after, otherwise put together."""

    before: tuple[PartyShown, ...]
    after: tuple[PartyShown, ...]


@dataclass(frozen=True)
class Foreseen:
    """What a decision changes: parties, and how decisions stand before and after (by the number of their line)."""

    changes: list[Change]
    before: dict[int, Standing]
    after: dict[int, Standing]


def foresee(folder: Path, entries: Sequence[Entry], new: Entry, *, on_progress: Progress = lambda *_: None) -> Foreseen:
    """Return what `new` would change if it were the next line of the file."""
    read_config(folder)
    snapshots = read_snapshots(folder)
    parsed = parse_all(folder, snapshots, on_progress)
    parties, stand = [], []
    with closing(DuckEngine()) as engine:
        for number, known in enumerate((entries, [*entries, new]), start=1):
            on_progress("linking parties", number, 2)
            linked = link_case(engine, Inputs(parsed, snapshots, known), folder)
            parties.append({r["source_party_id"]: (r["party_id"], r["name"]) for r in rows_of(engine.run(_RECORDS))})
            stand.append({standing.entry.number: standing for standing in linked.standings})
    return Foreseen(changes_between(*parties), *stand)


def changes_between(before: Mapping[str, tuple[str, str]], after: Mapping[str, tuple[str, str]]) -> list[Change]:
    """Return what differs between two linkings, in the order of the lowest record.

    Args:
        before: The id and name of the party of each record.
        after: The same afterwards; records that a split made are in one of the two only.
    """
    old, new = _shown(before), _shown(after)
    kept = {party.records for party in old.values()} & {party.records for party in new.values()}
    changed = {record for record in {*before, *after} if not ({_of(record, old), _of(record, new)} & kept)}
    changes = []
    while changed:
        region, found = {min(changed)}, set[str]()
        while region - found:
            found |= region
            region = {
                r for record in found for party in (old.get(record), new.get(record)) if party for r in party.records
            }
        changes.append(Change(_parties(found, old), _parties(found, new)))
        changed -= found
    return changes


def _shown(party_of: Mapping[str, tuple[str, str]]) -> dict[str, PartyShown]:
    """Return the party of each record with all its records."""
    members: dict[tuple[str, str], list[str]] = {}
    for record, party in party_of.items():
        members.setdefault(party, []).append(record)
    made = {party: PartyShown(*party, tuple(sorted(records))) for party, records in members.items()}
    return {record: made[party] for record, party in party_of.items()}


def _of(record: str, shown: Mapping[str, PartyShown]) -> tuple[str, ...]:
    party = shown.get(record)
    return () if party is None else party.records


def _parties(records: set[str], shown: Mapping[str, PartyShown]) -> tuple[PartyShown, ...]:
    found = {shown[record].party_id: shown[record] for record in records if record in shown}
    return tuple(found[party_id] for party_id in sorted(found))
