"""What commas and points mean, judged on the whole column."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entrepot.normalise.number_columns import NumberReading, clean_number, judge_numbers

AMOUNTS = [round(1.37**i, 2) for i in range(5, 43)]  # 4.83 to 550,000, over all sizes


def written(number: float, decimals: int, decimal: str, group: str) -> str:
    """Return a number with fixed decimals as a column writes it."""
    text = f"{number:,.{decimals}f}"
    return text.replace(",", "\0").replace(".", decimal).replace("\0", group)


@pytest.mark.parametrize("decimal", [".", ","])
@pytest.mark.parametrize("group", ["", " ", "'", "other"])
def test_the_separators_of_a_column_are_recognised(decimal: str, group: str) -> None:
    group = {".": ",", ",": "."}[decimal] if group == "other" else group

    judged = judge_numbers([written(amount, 2, decimal, group) for amount in AMOUNTS])

    assert judged.reading == NumberReading(decimal, group)
    assert judged.confidence == 0.99
    assert "before their decimals" in judged.reason


@pytest.mark.parametrize(
    ("values", "reading"),
    [
        (["12,5"], NumberReading(",")),
        (["12.5", "1,234"], NumberReading(".", ",")),
        (["12,34,567.00", "1,00,000"], NumberReading(".", ",")),
        (["1\u202f234,5"], NumberReading(",", " ")),
        (["1,234,567"], NumberReading(".", ",")),
        (["0,125"], NumberReading(",")),
        (["1234,567"], NumberReading(",")),
        (["1,23457E+12"], NumberReading(",")),
        (["1 234"], NumberReading(".", " ")),
        (["12", "7", "NULL", ""], NumberReading(".")),
        (["$1,200.00", "(5.10)"], NumberReading(".", ",")),
    ],
)
def test_one_telling_cell_decides_a_column(values: list[str], reading: NumberReading) -> None:
    assert judge_numbers(values).reading == reading


@pytest.mark.parametrize("separator", [",", "."])
def test_cells_that_may_be_either_are_left_to_a_person(separator: str) -> None:
    judged = judge_numbers([f"{i}{separator}{i * 7 + 100}" for i in range(1, 100)])

    assert judged.reading is None
    assert f"99 numbers are like 1{separator}234" in judged.reason


@pytest.mark.parametrize("separator", [",", "."])
def test_whole_numbers_of_all_sizes_tell_that_thousands_are_divided(separator: str) -> None:
    judged = judge_numbers([written(amount, 0, "?", separator) for amount in AMOUNTS])

    assert judged.reading == NumberReading({",": ".", ".": ","}[separator], separator)
    assert judged.confidence == 0.85


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ([], "no cell states anything"),
        (["NULL", ""], "no cell states anything"),
        (["1.5", "2,5"], "1 numbers have a decimal point and 1 a decimal comma"),
        (["1.234", "1,234"], "either may divide thousands"),
        (["ACME", "12"], "only 1 of 2 cells are numbers; not 'ACME'"),
        (["0.5", *(f"{i}.{i + 100}" for i in range(1, 90))], "only 1 must have decimals behind '.'"),
        (["12.5", *(f"{i},{i + 100}" for i in range(1, 90))], "89 numbers have exactly three digits behind ','"),
    ],
)
def test_what_no_reading_fits_is_said(values: list[str], reason: str) -> None:
    judged = judge_numbers(values)

    assert judged.reading is None
    assert judged.confidence == 0
    assert reason in judged.reason


def test_a_rare_decimal_agrees_with_thousands_that_are_told_by_smaller_numbers() -> None:
    whole = [written(amount, 0, "?", ",") for amount in AMOUNTS] * 5

    assert judge_numbers([*whole, "12.5"]).reading == NumberReading(".", ",")


@settings(deadline=None)
@given(
    st.lists(st.integers(0, 10**9), min_size=1, max_size=80),
    st.integers(0, 4),
    st.sampled_from([".", ","]),
    st.sampled_from(["", " ", "\u00a0", "'", "other"]),
)
def test_a_judged_column_is_never_read_wrong(numbers: list[int], decimals: int, decimal: str, group: str) -> None:
    group = {".": ",", ",": "."}[decimal] if group == "other" else group
    values = [written(number / 10**decimals, decimals, decimal, group) for number in numbers]

    found = judge_numbers(values).reading

    for number, value in zip(numbers, values, strict=True):
        cleaned = None if found is None else clean_number(value, found).value
        assert cleaned is None or cleaned == number / 10**decimals, (value, found)
