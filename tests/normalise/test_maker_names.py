"""Makers' names beside each other."""

import pytest

from entrepot.normalise.maker_names import agree, maker_keys


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("Xilinx Inc.", "AMD", True),
        ("XILINX / AMD", "КСАЙЛИНКС", True),
        ("Texas Instruments", "TI", True),
        ("Huaxorvel (invented maker)", "HUAXORVEL", True),
        ("Quorvane", "Quorvane Microsystems", True),
        ("Texas Instruments", "Analog Devices", False),
        ("Quorvane", "Quorvanet", False),
        ("Quorvane", "Texas Instruments", False),
        ("Quorvane", "не указан", None),
        ("Quorvane", "", None),
    ],
)
def test_two_names_of_one_maker_agree(one: str, other: str, is_same: bool | None) -> None:
    assert agree(maker_keys(one), maker_keys(other)) is is_same
    assert agree(maker_keys(other), maker_keys(one)) is is_same
