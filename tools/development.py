"""The half of the listed parties that weights, word counts and the calibration may learn from.

The other half is that of the held-out pairs (tools/build_match_pairs.py). An entry that shares no number with a held-out one
and bears one of its names may still be the same party: it is left out as well.
"""

from pathlib import Path

from build_match_pairs import parties, read_entries
from entrepot.sources.base import hash_id
from list_parties import ListParty, list_parties
from pair_names import keys_of


def development_parties(data: Path) -> list[ListParty]:
    """Return the entries of the lists in a data folder that are not held out, by id; ships and aircraft are in no half."""
    entries = read_entries(data / "sanctions")
    parties(entries)
    held_out = {hash_id(entry.list_id, entry.native_id) for entry in entries if entry.split == "held out"}
    everyone = list_parties(data)
    taken = {key for party in everyone if party.party_id in held_out for key in _name_keys(party)}
    return [party for party in everyone if party.party_id not in held_out and taken.isdisjoint(_name_keys(party))]


def _name_keys(party: ListParty) -> set[tuple[bool, tuple[str, ...]]]:
    is_person = party.kind == "person"
    keys = {tuple(sorted(keys_of(name, is_person))) for name, _ in party.names}
    return {(is_person, key) for key in keys if key}
