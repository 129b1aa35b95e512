"""Part number keys."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entrepot.normalise.part_numbers import part_number_key


def test_separators_case_and_cyrillic_letters_do_not_matter() -> None:
    assert part_number_key("FO-1201 arz") == part_number_key("FО1201АRZ") == "FO1201ARZ"  # two letters are Cyrillic


def test_suffixes_are_kept_because_they_order_another_part() -> None:
    assert part_number_key("FO1201ARZ-RL7") != part_number_key("FO1201ARZ")


def test_signs_alone_are_no_part_number() -> None:
    assert part_number_key(" -/- ") is None


@settings(deadline=None)
@given(st.text())
def test_the_key_of_a_key_is_the_key(text: str) -> None:
    key = part_number_key(text)
    assert key is None or part_number_key(key) == key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("SMAJ5.0A", "SMAJ5.0A"),
        ("smaj-5,0a", "SMAJ5.0A"),
        ("SMAJ50A", "SMAJ50A"),
        ("PMEG2010,115", "PMEG2010115"),
        ("6ES7.214-1AG40", "6ES7.2141AG40"),
        ("V.5-1. A", "V51A"),
        ("1-.5..6", "156"),
    ],
)
def test_a_point_between_figures_stays_and_every_other_goes(text: str, key: str) -> None:
    assert part_number_key(text) == key
