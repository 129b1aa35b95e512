import re

import pytest

from entrepot.codes.makers import all_prefixes, maker, makers, match_prefix, shared_prefixes
from entrepot.codes.territories import territories


def test_there_are_makers_of_every_kind_of_listed_goods() -> None:
    known = {entry.id for entry in makers()}
    kinds = {
        "amd",
        "texas_instruments",
        "murata",
        "u_blox",
        "micron",
        "amphenol",
        "dji",
        "fanuc",
        "skf",
        "keysight",
        "siemens",
    }
    assert kinds <= known
    assert len(makers()) >= 120
    assert len(known) == len(makers())


def test_every_seat_is_a_country() -> None:
    assert {entry.seat_iso for entry in makers()} <= {territory.country_iso for territory in territories()}


def test_a_name_belongs_to_one_maker() -> None:
    names = [name for entry in makers() for name in {*entry.aliases, *entry.labelled_aliases, *entry.brands}]
    assert len(names) == len(set(names))


def test_every_prefix_is_an_expression_that_begins_plainly() -> None:
    for _, prefix in all_prefixes():
        re.compile(prefix)
        assert re.match("[A-Z0-9]", prefix), prefix


@pytest.mark.parametrize(
    ("token", "maker_id"),
    [
        ("XC7Z020-2CLG484I", "amd"),
        ("EP4CE22F17C6N", "intel"),
        ("ADUM1201ARZ", "analog_devices"),
        ("LTC2208IUP", "analog_devices"),
        ("STM32F407VGT6", "stmicroelectronics"),
        ("TMS320F28335PGFA", "texas_instruments"),
        ("ATMEGA328P-AU", "microchip"),
        ("IRF540NPBF", "infineon"),
        ("CY7C1041G30-10ZSXI", "infineon"),
        ("MT41K256M16TW-107:P", "micron"),
        ("K4B4G1646E-BYMA", "samsung"),
        ("RTL8211F-CG", "realtek"),
        ("NEO-M8N", "u_blox"),
        ("HMC5883L", "honeywell"),
        ("HMC349ALP4CE", "analog_devices"),
    ],
)
def test_a_part_number_names_its_maker(token: str, maker_id: str) -> None:
    found = match_prefix(token)
    assert found is not None
    assert found.maker_id == maker_id


def test_shared_designations_name_no_maker() -> None:
    for token in ("LM358DR", "BSS138LT1G", "6205-2RS1"):
        found = match_prefix(token)
        assert found is not None
        assert found.maker_id is None
    assert shared_prefixes()


@pytest.mark.parametrize("token", ["MSKU1234567", "ABC123", "10X20MM", "INV2022", "X", "", "42"])
def test_other_words_are_nobodys(token: str) -> None:
    assert match_prefix(token) is None


def test_a_maker_is_found_by_id() -> None:
    found = maker("amd")
    assert found is not None
    assert "XILINX" in found.brands
    assert maker("nobody") is None
