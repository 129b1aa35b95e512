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
        ("Vishay Siliconix", "Vishay", True),
        ("Texas Instruments Malaysia", "TI", True),
        ("Infineon Technologies Austria AG", "Infineon", True),
        ("TI Quorvane", "Texas Instruments", False),
        ("Vishay Siliconix", "Texas Instruments", False),
        ("China", "China Resources Quorvane", False),
        ("Hong Kong", "Hong Kong Quorvane", False),
        ("Electronics", "Electronics Quorvane", False),
        ("General", "General Quorvane", False),
    ],
)
def test_two_names_of_one_maker_agree(one: str, other: str, is_same: bool | None) -> None:
    assert agree(maker_keys(one), maker_keys(other)) is is_same
    assert agree(maker_keys(other), maker_keys(one)) is is_same


@pytest.mark.parametrize(
    "text",
    [
        *("N/A", "(N/A)", "VARIOUS", "OEM", "РАЗНЫЕ", "ПРОЧИЕ", "НЕ УСТАНОВЛЕН", "ТОВАРНЫЙ ЗНАК ОТСУТСТВУЕТ"),
        *("ТОВАРНЫЙ ЗНАК НЕ УСТАНОВЛЕН", "изготовитель не установлен", "N/A; VARIOUS", "N/A, OEM"),
    ],
)
def test_a_maker_that_is_not_stated_is_nobody(text: str) -> None:
    assert maker_keys(text) == frozenset()


def test_beside_a_maker_what_names_nobody_says_nothing() -> None:
    assert maker_keys("OEM / Xilinx") == maker_keys("Xilinx") == maker_keys("AMD (various)")
