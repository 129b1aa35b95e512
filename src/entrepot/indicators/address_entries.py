"""The addresses that an export-control list names without naming a firm, and whether a party's address is one of them."""

from dataclasses import dataclass
from functools import cache

from entrepot.codes.resource import csv_rows
from entrepot.normalise.addresses import address_keys

_TABLE = "addresses/bis_address_entries.csv"
# Districts of Hong Kong that one source writes and the next leaves out, as one word or two; street names lose them on both sides.
_DISTRICT_WORDS = frozenset(
    {
        "wan",
        "chai",
        "wanchai",
        "mong",
        "kok",
        "mongkok",
        "kowloon",
        "kln",
        "tsim",
        "sha",
        "tsui",
        "tst",
        "hong",
        "kong",
        "hk",
    }
)


@dataclass(frozen=True)
class AddressEntry:
    """One entry: its number in the published order, the address as transcribed, who published it."""

    entry: int
    address: str
    country_iso: str
    source: str


@cache
def address_entries() -> dict[str, AddressEntry]:
    """Return the address-only entries by the key that `entry_key` gives their address.

    Source: BIS, Entity List, 12 June 2024, transcribed by ERAI (methods 4.3).
    """
    entries = {}
    for row in csv_rows(_TABLE):
        key = address_keys(row["address"], row["country_iso"]).unit_key
        if key is not None:
            found = AddressEntry(int(row["entry"]), row["address"], row["country_iso"], row["source"])
            entries[entry_key(key)] = found
    return entries


def entry_key(address_key: str) -> str:
    """Return an address key without district words and without leading zeros in the unit: what entries are compared by.

    The unit stays: two rooms of one building are two entries.
    """
    building, _, unit = address_key.partition(" | ")
    words = [word for word in building.split() if word not in _DISTRICT_WORDS]
    numbers = [word.lstrip("0") or word for word in unit.split()]
    return f"{' '.join(words)} | {' '.join(numbers)}"
