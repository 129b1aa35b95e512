"""The address-only entries: eight of them, each found in other spellings, none taken for its neighbour."""

import pytest

from entrepot.indicators.address_entries import address_entries, entry_key
from entrepot.normalise.addresses import address_keys


def entry_at(address: str) -> int | None:
    """Return the number of the entry an address in Hong Kong is, None for none."""
    key = address_keys(address, "HK").unit_key
    found = None if key is None else address_entries().get(entry_key(key))
    return None if found is None else found.entry


def test_the_eight_entries_stay_eight_although_pairs_share_a_building() -> None:
    keys = list(address_entries())

    assert sorted(entry.entry for entry in address_entries().values()) == list(range(1, 9))
    assert len({key.partition(" | ")[0] for key in keys}) == 6


@pytest.mark.parametrize(
    ("address", "entry"),
    [
        ("Unit D, 16/F, One Capital Place, 18 Luard Road, Wanchai, Hong Kong", 1),
        ("UNIT 4, 7/F, BRIGHT WAY TOWER, 33 MONG KOK ROAD, MONGKOK, KOWLOON, HK", 2),
        ("Rm 19C, Lockhart Centre, 301-307 Lockhart Road, Wan Chai", 3),
        ("Room 1318-19, 13/F, Hollywood Plaza, 610 Nathan Road, Mong Kok, Kowloon", 7),
        ("Room 1318-20, 13/F, Hollywood Plaza, 610 Nathan Road, Mong Kok, Kowloon", 8),
        ("Office 5, 16/F Ho King Commercial Centre, 2-16 Fa Yuen Street, Mong Kok", None),
        ("Room 19D, Lockhart Centre, 301-307 Lockhart Road, Wan Chai", None),
    ],
)
def test_entry_is_found_by_its_room_in_any_spelling(address: str, entry: int | None) -> None:
    assert entry_at(address) == entry
