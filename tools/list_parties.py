"""Reads the parties of real sanctions lists, with everything that comparison looks at; used to fit and to measure."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from entrepot.evidence.snapshot import Snapshot, file_sha256
from entrepot.resolve.profiles import PartyProfile, party_profile
from entrepot.sources.registry import parse_file, source_named, state_of

LIST_FILES = {
    "sanctions/ofac_sdn_2024-02-23.csv": "us_ofac_sdn",
    "sanctions/ofac_alt_2025-12.csv": "us_ofac_alt",
    "sanctions/ofac_add_2025-12.csv": "us_ofac_add",
    "sanctions/eu_32006R0765.csv": "eu_consolidated",
    "sanctions/eu_32014R0269.csv": "eu_consolidated",
    "sanctions/eu_32014R0833.csv": "eu_consolidated",
    "sanctions/un_consolidated.xml": "un_consolidated",
}


@dataclass
class ListParty:
    """One entry of a list: its rows by what they say; `publisher` is the list it is on."""

    party_id: str
    publisher: str
    kind: str = "unknown"
    country_iso: str | None = None
    birth_date: str | None = None
    incorporated_on: str | None = None
    names: list[tuple[str, str]] = field(default_factory=list)  # name, name_kind
    identifiers: set[tuple[str, str]] = field(default_factory=set)  # scheme, number; sound ones only
    units: set[str] = field(default_factory=set)
    buildings: set[str] = field(default_factory=set)
    contacts: set[str] = field(default_factory=set)


def list_parties(data: Path) -> list[ListParty]:
    """Return the entries of the lists in a data folder by id, those with a name only."""
    found: dict[str, ListParty] = {}
    for relative, source_id in LIST_FILES.items():
        for table, rows in _tables(data / relative, source_id).items():
            for row in rows:
                party_id = row.get("source_party_id")
                if party_id is not None:
                    _add(found.setdefault(party_id, ListParty(party_id, source_id[:7])), table, row)
    return [found[key] for key in sorted(found) if found[key].names and found[key].kind != "unknown"]


def _tables(path: Path, source_id: str) -> dict[str, list[dict[str, Any]]]:
    source = source_named(source_id)
    sha256 = file_sha256(path)
    meta = source.meta
    about = (meta.id, meta.producer, meta.title, meta.url, meta.licence)
    snapshot = Snapshot(sha256[:16], sha256, path.name, path.stat().st_size, *about, as_of_on=state_of(source, path))
    tables = parse_file(source, snapshot, path, is_partial=True).results()
    return {name: table.to_pylist() for name, table in tables.items()}


def _add(party: ListParty, table: str, row: dict[str, Any]) -> None:
    if table == "core__party":
        party.kind = row["party_kind"]
        party.country_iso = row["country_iso"]
        party.birth_date = row["birth_date_text"]
        party.incorporated_on = row["incorporated_on"].isoformat() if row["incorporated_on"] else None
    elif table == "core__party_name":
        party.names.append((row["name"], row["name_kind"]))
    elif table == "core__identifier" and row["validity"] != "invalid":
        party.identifiers.add((row["scheme"], row["identifier"]))
    elif table == "core__address":
        party.units |= {row["address_key"]} - {None}
        party.buildings |= {row["building_key"]} - {None}
    elif table == "core__contact":
        party.contacts |= {row["contact_key"]} - {None}


def profile_of(party: ListParty, *, has_numbers: bool = True) -> PartyProfile:
    """Return an entry as it is compared; without numbers where these said what the pair is."""
    names = [name for name, kind in party.names if kind in ("main", "alias")] or [party.names[0][0]]
    return party_profile(
        party.kind,
        names,
        countries=[party.country_iso] if party.country_iso else [],
        identifiers=[(scheme, number, "valid") for scheme, number in sorted(party.identifiers)] if has_numbers else [],
        units=party.units,
        buildings=party.buildings,
        born=[party.birth_date] if party.birth_date else [],
        incorporated=[party.incorporated_on] if party.incorporated_on else [],
        contacts=party.contacts,
    )
