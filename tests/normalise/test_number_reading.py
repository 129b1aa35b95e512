"""Columns of numbers by the reading of the column."""

import math
import tomllib
from dataclasses import asdict

import pyarrow as pa
import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from entrepot.normalise.number_reading import NumberReading, clean_number, clean_numbers, number_and_unit

READINGS = [
    NumberReading(decimal, group)
    for decimal in ".,"
    for group in ("", " ", "\u202f", "'", ".", ",")
    if group != decimal
]
AMERICAN, GERMAN = NumberReading(".", ","), NumberReading(",", ".")


def written(hundredths: int, reading: NumberReading) -> str:
    """Return a number of hundredths as a column under a reading writes it."""
    text = f"{hundredths / 100:,.2f}"
    return text.replace(",", "\0").replace(".", reading.decimal).replace("\0", reading.group)


@pytest.mark.parametrize("reading", READINGS)
@settings(deadline=None)
@given(numbers=st.lists(st.none() | st.integers(-(10**12), 10**12), max_size=20))
def test_numbers_written_under_a_reading_are_read_back(reading: NumberReading, numbers: list[int | None]) -> None:
    column = pa.array([None if n is None else written(n, reading) for n in numbers], pa.string())

    cleaned = clean_numbers(column, reading)

    assert cleaned.values.to_pylist() == [None if n is None else n / 100 for n in numbers]
    assert cleaned.issues == {}
    assert cleaned.values.type == pa.float64()


def test_the_same_text_is_another_number_under_another_reading() -> None:
    column = pa.array(["1.234"])

    assert clean_numbers(column, NumberReading(".")).values.to_pylist() == [1.234]
    assert clean_numbers(column, GERMAN).values.to_pylist() == [1234.0]


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        ("$1,200.00", 1200.0),
        ("1200 USD", 1200.0),
        ("EUR 5", 5.0),
        ("(5)", -5.0),
        ("5-", -5.0),
        ("−7.5", -7.5),
        (" 12 ", 12.0),
        ("12,34,567.00", 1234567.0),
        ("1'200.-", 1200.0),
        (".5", 0.5),
        ("1.5E-05", 1.5e-05),
        ("+3", 3.0),
        ("0", 0.0),
    ],
)
def test_spellings_of_a_number_are_read_without_an_issue(raw: str, number: float) -> None:
    cleaned = clean_numbers(pa.array(["1", raw, "2"]), AMERICAN)

    assert cleaned.values.to_pylist() == [1.0, number, 2.0]
    assert cleaned.issues == {}


@pytest.mark.parametrize(
    ("raw", "issue"),
    [
        ("12%", "is a percentage"),
        ("=A1+1", "is a spreadsheet formula"),
        ("ACME", "is no number"),
        ("12 PCE", "is no number"),
        ("1.234,56", "is no number where '.' comes before decimals and ',' divides thousands"),
        ("1,23", "is no number where '.' comes before decimals"),
        ("1e999", "is too large"),
        ("1e18", "is too large"),
        ("100000000000000000000", "is too large"),
        ("100,000,000,000,000,000,000.00", "is too large"),
        ("inf", "is no number"),
    ],
)
def test_what_is_no_number_is_null_with_an_issue(raw: str, issue: str) -> None:
    cleaned = clean_numbers(pa.array(["1", raw, "2"]), AMERICAN)

    assert cleaned.values.to_pylist() == [1.0, None, 2.0]
    assert list(cleaned.issues) == [1]
    assert issue in cleaned.issues[1]


def test_numbers_that_were_numbers_already_are_null_where_no_trade_is_as_large_and_where_they_are_missing() -> None:
    cleaned = clean_numbers(pa.array([1.0, 1e20, math.inf, math.nan, None, -1e30]), AMERICAN)

    assert cleaned.values.to_pylist() == [1.0, None, None, None, None, None]
    assert list(cleaned.issues) == [1, 2, 5]


def test_a_comma_that_the_column_does_not_know_is_refused() -> None:
    cleaned = clean_numbers(pa.array(["1,234"]), NumberReading("."))

    assert cleaned.values.to_pylist() == [None]
    assert "nothing divides thousands" in cleaned.issues[0]


@pytest.mark.parametrize("raw", ["", "  ", "NULL", "N/A", "-", "не указано", "nan", None])
def test_nothing_stated_is_null_without_an_issue(raw: str | None) -> None:
    cleaned = clean_numbers(pa.array([raw, "1"]), AMERICAN)

    assert cleaned.values.to_pylist() == [None, 1.0]
    assert cleaned.issues == {}


def test_digits_that_scientific_notation_cut_off_are_remarked_on() -> None:
    cleaned = clean_numbers(pa.array(["1.23457E+12", "1.5E+1", "1.234567890123456E+16", "0E+3"]), NumberReading("."))

    assert cleaned.values.to_pylist() == [1.23457e12, 15.0, 1.234567890123456e16, 0.0]
    assert cleaned.issues == {0: "'1.23457E+12' is in scientific notation: 7 digits may be lost"}


def test_columns_of_numbers_stay_numbers() -> None:
    cleaned = clean_numbers(pa.array([1, None, 3]), AMERICAN)

    assert cleaned.values.to_pylist() == [1.0, None, 3.0]


def test_a_cell_alone_is_read_as_in_its_column() -> None:
    for raw in ("1,234.5", "$5", "12%", "", "1.23457E+12", "-7"):
        column = clean_numbers(pa.array([raw]), AMERICAN)
        cell = clean_number(raw, AMERICAN)

        assert (cell.value, cell.issue) == (column.values[0].as_py(), column.issues.get(0)), raw


@settings(deadline=None)
@given(st.lists(st.text() | st.from_regex(r"[$(]?[\d.,' ]{1,9}[)%-]?"), max_size=8), st.sampled_from(READINGS))
def test_any_texts_are_answered_alike_in_a_column_and_alone(texts: list[str], reading: NumberReading) -> None:
    cleaned = clean_numbers(pa.array(texts, pa.string()), reading)
    alone = [clean_number(text, reading) for text in texts]

    assert cleaned.values.to_pylist() == [cell.value for cell in alone]
    assert cleaned.issues == {i: cell.issue for i, cell in enumerate(alone) if cell.issue is not None}


@pytest.mark.parametrize(
    ("raw", "number", "unit"),
    [
        ("12 PCE", "12", "PCE"),
        ("1.200KG", "1.200", "KG"),
        ("1 200,5 кг.", "1 200,5", "кг."),
        ("KG 12", "12", "KG"),
        ("KG12", "12", "KG"),
        ("M2 10", "10", "M2"),
        ("10 M2", "10", "M2"),
        ("5,000.00 KGS", "5,000.00", "KGS"),
        ("1.2E+05 KG", "1.2E+05", "KG"),
        ("-5 шт", "-5", "шт"),
        ("12", "12", ""),
        ("PCS", "", "PCS"),
        ("", "", ""),
    ],
)
def test_a_glued_cell_is_taken_apart(raw: str, number: str, unit: str) -> None:
    assert number_and_unit(raw) == (number, unit)


def test_a_reading_survives_toml() -> None:
    reading = NumberReading(",", "\u202f")

    assert NumberReading(**tomllib.loads(tomli_w.dumps(asdict(reading)))) == reading
