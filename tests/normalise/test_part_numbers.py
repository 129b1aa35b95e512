"""Part number keys."""

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
