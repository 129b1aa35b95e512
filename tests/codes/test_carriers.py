"""Global carriers by the beginning of their names."""

import pytest

from entrepot.codes.carriers import is_global_carrier
from entrepot.normalise.names import name_key


@pytest.mark.parametrize(
    ("name", "is_global"),
    [
        ("DHL Global Forwarding GmbH", True),
        ("Kuehne + Nagel (AG & Co.) KG", True),
        ("DB Schenker", True),
        ("DSV", True),
        ("C.H. Robinson Worldwide, Inc.", True),
        ("DSVETA Trading LLC", False),
        ("Steppe Cargo TOO", False),
        ("Agents of DHL", False),
    ],
)
def test_carrier_is_known_by_the_beginning_of_its_name(name: str, is_global: bool) -> None:
    assert is_global_carrier(name_key(name) or "") is is_global
