"""Compares the states of a list: which entries were added, removed or changed between two dates, and in which fields."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import pairwise
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from entrepot.evidence.snapshot import Snapshot
from entrepot.records.designation import DESIGNATION, LIST_CHANGE
from entrepot.records.party import ADDRESS, CONTACT, IDENTIFIER, PARTY, PARTY_NAME, TAG
from entrepot.records.relation import ROLE
from entrepot.sources.registry import source_named
from entrepot.store.tables import to_arrow


@dataclass(frozen=True)
class _Compared:
    """A field of an entry: the columns of a table whose values, taken as a set, are compared."""

    label: str
    table: str
    columns: tuple[str, ...]
    owner: str = "source_party_id"


# Keys and seen_on are left out: they follow from the compared columns and from the file.
_FIELDS = (
    _Compared("name", PARTY.name, ("name",)),
    _Compared("kind", PARTY.name, ("party_kind",)),
    _Compared("country", PARTY.name, ("country_iso",)),
    _Compared("incorporated", PARTY.name, ("incorporated_on",)),
    _Compared("dissolved", PARTY.name, ("dissolved_on",)),
    _Compared("birth date", PARTY.name, ("birth_date_text",)),
    _Compared("business", PARTY.name, ("business_text",)),
    _Compared("note", PARTY.name, ("note",)),
    _Compared("aliases", PARTY_NAME.name, ("name", "name_kind")),
    _Compared("identifiers", IDENTIFIER.name, ("scheme", "identifier_reported")),
    _Compared("addresses", ADDRESS.name, ("address",)),
    _Compared("contacts", CONTACT.name, ("contact_kind", "contact")),
    _Compared("tags", TAG.name, ("tag", "note")),
    _Compared("programme", DESIGNATION.name, ("programme",)),
    _Compared("measure", DESIGNATION.name, ("measure",)),
    _Compared("listing date", DESIGNATION.name, ("listed_on", "delisted_on")),
    _Compared("reason", DESIGNATION.name, ("reason",)),
    _Compared("links", ROLE.name, ("role_kind", "note"), "holder_source_party_id"),
)

Values = frozenset[tuple[Any, ...]]


@dataclass(frozen=True)
class ListDiff:
    """Rows of core__list_change, and what could not be compared and why."""

    changes: pa.Table
    warnings: tuple[str, ...]


@dataclass
class _State:
    """One list in one file: its entries' designation rows by native id, and every compared field by party."""

    list_id: str
    snapshot: Snapshot
    entries: dict[str, dict[str, Any]] = field(default_factory=dict)
    fields: list[dict[str, Values]] = field(default_factory=list)
    names: dict[str, str] = field(default_factory=dict)

    @property
    def as_of_on(self) -> date:
        if self.snapshot.as_of_on is None:
            raise AssertionError("states without a date are left out before")
        return self.snapshot.as_of_on

    def fingerprint(self, native_id: str) -> tuple[Values, ...]:
        party_id = self.entries[native_id]["source_party_id"]
        return tuple(values.get(party_id, frozenset()) for values in self.fields)


def is_list_state(snapshot: Snapshot) -> bool:
    """Return whether a file is a state of a list that is compared with other states of it."""
    return source_named(snapshot.source_id).list_id is not None


def diff_states(tables: Mapping[str, pa.Table], snapshots: Iterable[Snapshot]) -> ListDiff:
    """Return what changed between each state of a list and the next.

    Entries are matched by list and native id. The evidence of a change is the entry's place in the newer state, of a
    removal its place in the older one.

    Args:
        tables: Core tables by name, holding the rows of all the snapshots (and of other sources, which are left alone).
        snapshots: The files of official lists (`is_list_state`); the order does not matter.
    """
    chosen = {snapshot.snapshot_id: snapshot for snapshot in snapshots}
    states, warnings = _dated(_states_by_list(tables, chosen))
    rows = [
        change
        for list_id in sorted(states)
        for older, newer in pairwise(_loaded(tables, states[list_id]))
        for change in _changes(older, newer)
    ]
    return ListDiff(to_arrow(LIST_CHANGE, rows), tuple(warnings))


def _states_by_list(tables: Mapping[str, pa.Table], chosen: Mapping[str, Snapshot]) -> dict[str, list[_State]]:
    """Return the states of each list, in the order their files were named."""
    by_key: dict[tuple[str, str], _State] = {}
    for row in tables[DESIGNATION.name].to_pylist():
        if row["snapshot_id"] in chosen:
            key = row["list_id"], row["snapshot_id"]
            state = by_key.setdefault(key, _State(row["list_id"], chosen[row["snapshot_id"]]))
            state.entries[row["native_id"]] = row
    states: defaultdict[str, list[_State]] = defaultdict(list)
    for state in by_key.values():
        states[state.list_id].append(state)
    return states


def _dated(states: Mapping[str, list[_State]]) -> tuple[dict[str, list[_State]], list[str]]:
    """Return the comparable states by date, and a warning for each that is not: undated, or a second file of one date."""
    kept: dict[str, list[_State]] = {}
    warnings = []
    for list_id in sorted(states):
        by_date: dict[date, _State] = {}
        undated = [state for state in states[list_id] if state.snapshot.as_of_on is None]
        if undated and len(states[list_id]) > 1:
            names = ", ".join(sorted(state.snapshot.file_name for state in undated))
            warnings.append(
                f"{list_id}: {names} does not say which day's state it gives, so it is not compared; "
                "put the date into the file name (list_2024-02-23.csv)"
            )
        for state in sorted(states[list_id], key=lambda s: s.snapshot.snapshot_id):
            day = state.snapshot.as_of_on
            if day is not None and by_date.setdefault(day, state) is not state:
                warnings.append(
                    f"{list_id}: {by_date[day].snapshot.file_name} and {state.snapshot.file_name} both give the state of "
                    f"{day.isoformat()}; only the first is compared"
                )
        kept[list_id] = [by_date[day] for day in sorted(by_date)]
    return kept, warnings


def _loaded(tables: Mapping[str, pa.Table], states: list[_State]) -> list[_State]:
    """Return the states with their compared fields, read only where there are two to compare."""
    if len(states) < 2:
        return []
    for state in states:
        for compared in _FIELDS:
            state.fields.append(_values(tables.get(compared.table), compared, state))
        state.names = {party: next(iter(values))[0] for party, values in state.fields[0].items()}
    return states


def _values(table: pa.Table | None, compared: _Compared, state: _State) -> dict[str, Values]:
    """Return the values of a field by party, in one file."""
    if table is None:
        return {}
    rows = table.filter(pc.equal(table["snapshot_id"], state.snapshot.snapshot_id))
    if compared.table == DESIGNATION.name:
        rows = rows.filter(pc.equal(rows["list_id"], state.list_id))
    found: defaultdict[str, set[tuple[Any, ...]]] = defaultdict(set)
    columns = [rows[name].to_pylist() for name in compared.columns]
    for owner, *values in zip(rows[compared.owner].to_pylist(), *columns, strict=True):
        found[owner].add(tuple(values))
    return {owner: frozenset(values) for owner, values in found.items()}


def _changes(older: _State, newer: _State) -> list[dict[str, Any]]:
    """Return the change rows between two states, by entry number as the list counts it."""
    rows = []
    for native_id in sorted({*older.entries, *newer.entries}, key=_as_counted):
        if native_id not in older.entries:
            rows.append(_row(older, newer, native_id, "added", None))
        elif native_id not in newer.entries:
            rows.append(_row(older, newer, native_id, "removed", None))
        elif changed := _changed_fields(older.fingerprint(native_id), newer.fingerprint(native_id)):
            rows.append(_row(older, newer, native_id, "changed", ", ".join(changed)))
    return rows


def _changed_fields(before: tuple[Values, ...], after: tuple[Values, ...]) -> list[str]:
    """Return the labels of fields that differ; a changed main name alone does not count as changed aliases."""
    labels = [compared.label for compared, a, b in zip(_FIELDS, before, after, strict=True) if a != b]
    position = [compared.label for compared in _FIELDS].index("aliases")
    without_main = [frozenset(value for value in values[position] if value[1] != "main") for values in (before, after)]
    return [label for label in labels if label != "aliases" or without_main[0] != without_main[1]]


def _as_counted(native_id: str) -> tuple[int, str]:
    return (int(native_id), "") if native_id.isdecimal() else (0, native_id)


def _row(older: _State, newer: _State, native_id: str, kind: str, fields: str | None) -> dict[str, Any]:
    state = older if kind == "removed" else newer
    entry = state.entries[native_id]
    return {
        "list_id": state.list_id,
        "native_id": native_id,
        "source_party_id": entry["source_party_id"],
        "name": state.names[entry["source_party_id"]],
        "change_kind": kind,
        "after_on": older.as_of_on,
        "by_on": newer.as_of_on,
        "fields": fields,
        "before_snapshot_id": older.snapshot.snapshot_id,
        "snapshot_id": entry["snapshot_id"],
        "locator": entry["locator"],
        "provenance": entry["provenance"],
        "publication": entry["publication"],
    }
