"""Goods lists with dates: for a code and a day, which lists control it, since when, in which tier."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from entrepot.codes.resource import csv_rows

_FILES = {
    "chpl": "controls/chpl.csv",
    "eu_sanctioned_cn8": "controls/eu_sanctioned_cn8.csv",
    "fincen_l9": "controls/fincen_l9.csv",
}
_TITLES = {
    "chpl": "Common High Priority List, 23 February 2024",
    "eu_sanctioned_cn8": "Codes with CN8 codes under EU export sanctions, early 2023",
    "fincen_l9": "Nine codes of FIN-2023-Alert004, 19 May 2023",
}
# Source: BIS, Common High Priority List.
TIERS = {
    "1": "highest concern",
    "2": "other electronics",
    "3.A": "further electronic components",
    "3.B": "mechanical and other components",
    "4.A": "making and testing electronics",
    "4.B": "machine tools and parts",
}


@dataclass(frozen=True)
class ControlEntry:
    """A code's stay on a goods list.

    `tier` None where the list has none; `valid_to_on` None while it lasts; `date_basis` says how the first day is known,
    and `is_date_verified` is False where that is an inference.
    """

    list_id: str
    hs6: str
    tier: str | None
    valid_from_on: date
    valid_to_on: date | None
    is_date_verified: bool
    description: str
    source: str
    date_basis: str


def lists() -> dict[str, str]:
    """Return the goods lists: id and title with the day of the state held."""
    return dict(_TITLES)


@cache
def entries() -> tuple[ControlEntry, ...]:
    """Return every entry, sorted by list, code and first day. Source: resources/controls."""
    found = [
        ControlEntry(
            row["list_id"],
            row["hs6"],
            row["tier"] or None,
            date.fromisoformat(row["valid_from_on"]),
            date.fromisoformat(row["valid_to_on"]) if row["valid_to_on"] else None,
            row["is_date_verified"] == "true",
            row["description"],
            row["source"],
            row["date_basis"],
        )
        for path in _FILES.values()
        for row in csv_rows(path)
    ]
    return tuple(sorted(found, key=lambda entry: (entry.list_id, entry.hs6, entry.valid_from_on)))


def entries_for(hs6: str, on: date) -> list[ControlEntry]:
    """Return the entries that name a code on a day, sorted by list; empty where none does.

    A code of another edition is not translated: ask for the codes of its group (`entrepot.codes.hs.group_members`).
    """
    return [
        entry
        for entry in _by_code().get(hs6, [])
        if entry.valid_from_on <= on and (entry.valid_to_on is None or on <= entry.valid_to_on)
    ]


@cache
def _by_code() -> dict[str, list[ControlEntry]]:
    found: dict[str, list[ControlEntry]] = {}
    for entry in entries():
        found.setdefault(entry.hs6, []).append(entry)
    return found


def codes_of(list_id: str, on: date | None = None) -> frozenset[str]:
    """Return the codes of a list on a day; of its whole history where the day is None (retrospective scans).

    Raises:
        KeyError: The list is not known.
    """
    _FILES[list_id]
    return frozenset(
        entry.hs6
        for entry in entries()
        if entry.list_id == list_id
        and (on is None or (entry.valid_from_on <= on and (entry.valid_to_on is None or on <= entry.valid_to_on)))
    )
