"""Columns of numbers as floating-point values, by a reading that was decided on the whole column."""

import math
import re
from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from entrepot.codes.cleaned import Cleaned
from entrepot.normalise.not_stated import is_not_stated
from entrepot.normalise.number_forms import (
    APOSTROPHES,
    BLANKS,
    currency_pattern,
    grouped_pattern,
    number_text,
    plain_pattern,
)
from entrepot.normalise.numbers import LARGEST

_TOO_LARGE = "is too large for an amount"
_WHOLE_DIGITS = 15  # a floating-point number holds 15 decimal digits (IEEE 754): a mantissa of as many has lost none
Numbers = npt.NDArray[np.float64]
Rows = npt.NDArray[np.int64]
_LARGEST = pa.scalar(LARGEST)
_UNIT = re.compile(r"([+-]?\d(?:[\d.,\s'’]*\d)?[.,]?(?:[eE][+-]?\d+)?)\s*([^\d\s].*)?")
_UNIT_FIRST = (  # KG 12, M2 12; KG12
    re.compile(r"([^\d\s.,+\-]\S*)\s+([+-]?\d(?:[\d.,\s'’]*\d)?)"),
    re.compile(r"([^\d\s.,+\-]\D*?)([+-]?\d(?:[\d.,\s'’]*\d)?)"),
)


@dataclass(frozen=True)
class NumberReading:
    """How the numbers of a column are written.

    Attributes:
        decimal: `.` or `,`.
        group: What divides thousands: the other of the two, a blank, an apostrophe, or nothing. Blanks and apostrophes
            between groups of three are read in any case; a comma or point that is not named here is refused.
    """

    decimal: str
    group: str = ""


@dataclass(frozen=True)
class CleanNumbers:
    """The numbers of a column, null where there is none, and what was wrong by position: with or without a number."""

    values: pa.Array
    issues: dict[int, str]


def clean_numbers(column: pa.Array, reading: NumberReading) -> CleanNumbers:
    """Return a column of texts as 64-bit floating-point numbers.

    Currencies beside an amount are dropped; brackets or a minus behind a number make it negative. Formulas are never
    computed. Digits that scientific notation cut off are remarked on.

    Args:
        column: Texts, or numbers already; null where the cell is empty.
        reading: What `judge_numbers` or a person decided for the column.

    Returns:
        Null without an issue where nothing is stated; null with one where the cell is no number under the reading.
    """
    if not (pa.types.is_string(column.type) or pa.types.is_large_string(column.type)):
        values = column.cast(pa.float64())
        return _possible(pc.if_else(pc.is_nan(values), pa.scalar(None, pa.float64()), values), {})
    plain = _plain_at_once(column, reading)
    if plain is not None:
        return CleanNumbers(plain, {})
    texts = pc.utf8_trim_whitespace(column)
    texts = pc.if_else(pc.equal(texts, pa.scalar("", texts.type)), pa.scalar(None, texts.type), texts)
    numbers = np.full(len(texts), np.nan)
    rows = np.flatnonzero(texts.is_valid().to_numpy(zero_copy_only=False))
    rows, texts = _fill(numbers, rows, texts.drop_null(), plain_pattern(reading.decimal), reading, has_groups=False)
    rows, texts = _fill(numbers, rows, texts, grouped_pattern(reading.decimal, reading.group), reading)
    rows, _ = _fill(numbers, rows, _without_currency(texts), _either_pattern(reading), reading)
    issues = _fill_one_by_one(numbers, rows, column, reading)
    return _possible(pa.array(numbers, mask=np.isnan(numbers)), issues)


def _possible(values: pa.Array, issues: dict[int, str]) -> CleanNumbers:
    """Return numbers without those that no trade reaches, endless ones too, each with an issue."""
    is_possible = pc.less(pc.abs(values), _LARGEST)
    if pc.all(is_possible).as_py() is not False:
        return CleanNumbers(values, issues)
    rows = np.flatnonzero(~is_possible.fill_null(True).to_numpy(zero_copy_only=False))
    found = {int(row): f"{values[int(row)].as_py():g} {_TOO_LARGE}" for row in rows}
    return CleanNumbers(pc.if_else(is_possible, values, pa.scalar(None, pa.float64())), {**issues, **found})


def _plain_at_once(texts: pa.Array, reading: NumberReading) -> pa.Array | None:
    """Return a column of nothing but plain numbers; None where any cell is something else.

    Arrow's cast also takes `nan`, `inf` and exponents, which are looked at one by one.
    """
    bare = texts
    if reading.decimal == ",":
        if _occurs(texts, "."):
            return None
        bare = pc.replace_substring(texts, ",", ".")
    try:
        values = bare.cast(pa.float64())
    except pa.ArrowInvalid:
        return None
    is_plain = pc.all(pc.less(pc.abs(values), _LARGEST)).as_py() is not False
    return values if is_plain and not any(_occurs(texts, letter) for letter in "eE") else None


def _occurs(texts: pa.Array, letter: str) -> bool:
    """Return whether an ASCII letter stands in any cell; a look at all bytes is faster than one at each cell."""
    _, places, letters = texts.buffers()
    if letters is None or texts.type != pa.string():
        return bool(pc.any(pc.match_substring(texts, letter)).as_py())
    first, last = (int(np.frombuffer(places, np.int32)[texts.offset + at]) for at in (0, len(texts)))
    return memoryview(letters)[first:last].tobytes().find(letter.encode()) >= 0


def _fill(
    numbers: Numbers, rows: Rows, texts: pa.Array, pattern: str, reading: NumberReading, *, has_groups: bool = True
) -> tuple[Rows, pa.Array]:
    """Put the numbers of the texts that match a pattern into their rows; return the rows and texts that are left."""
    if len(texts) == 0:
        return rows, texts
    matches = pc.match_substring_regex(texts, pattern)
    is_read = matches.to_numpy(zero_copy_only=False)
    if is_read.any():
        read = texts if is_read.all() else texts.filter(matches)
        numbers[rows[is_read]] = _cast(read, reading, has_groups=has_groups).to_numpy(zero_copy_only=False)
    return rows[~is_read], texts.filter(pc.invert(matches))


def _cast(texts: pa.Array, reading: NumberReading, *, has_groups: bool) -> pa.Array:
    """Return texts that were recognised as numbers as numbers."""
    bare = texts
    dividers = ("," if reading.decimal == "." else ".") + BLANKS + APOSTROPHES
    for divider in dividers if has_groups else "":
        if pc.any(pc.match_substring(bare, divider)).as_py():
            bare = pc.replace_substring(bare, divider, "")
    if reading.decimal == ",":
        bare = pc.replace_substring(bare, ",", ".")
    return bare.cast(pa.float64())


def _without_currency(texts: pa.Array) -> pa.Array:
    beside = currency_pattern()
    ahead = pc.replace_substring_regex(texts, rf"(?i)^{beside}\s*([0-9].*)$", r"\1")
    return pc.replace_substring_regex(ahead, rf"(?i)^([+-]?[0-9.,{BLANKS}{APOSTROPHES}]*[0-9.,])\s*{beside}$", r"\1")


def _either_pattern(reading: NumberReading) -> str:
    return f"{plain_pattern(reading.decimal)}|{grouped_pattern(reading.decimal, reading.group)}"


@cache
def _is_number(reading: NumberReading) -> re.Pattern[str]:
    return re.compile(_either_pattern(reading))


def _fill_one_by_one(numbers: Numbers, rows: Rows, column: pa.Array, reading: NumberReading) -> dict[int, str]:
    """Put the numbers of cells that need a closer look into their rows, each different text looked at once; return issues."""
    encoded = column.take(pa.array(rows)).dictionary_encode()
    looked_at = [clean_number(text, reading) for text in encoded.dictionary.to_pylist()]
    found = [looked_at[position] for position in encoded.indices.to_numpy(zero_copy_only=False)]
    numbers[rows] = [math.nan if one.value is None else one.value for one in found]
    return {int(row): one.issue for row, one in zip(rows, found, strict=True) if one.issue is not None}


def clean_number(raw: str, reading: NumberReading) -> Cleaned[float]:
    """Return one cell as a number, by the rules of `clean_numbers`."""
    if is_not_stated(raw):
        return Cleaned(None)
    found = number_text(raw)
    shown = repr(raw.strip()[:60])
    if found is None or not _is_number(reading).match(found.core):
        return Cleaned(None, f"{shown} {_why_no_number(raw, reading, is_number=found is not None)}")
    other = "," if reading.decimal == "." else "."
    digits = re.sub(f"[{other}{BLANKS}{APOSTROPHES}]", "", found.core).replace(",", ".")
    number = float(digits if found.exponent is None else f"{digits}e{found.exponent}")
    if not number < LARGEST:
        return Cleaned(None, f"{shown} {_TOO_LARGE}")
    return Cleaned(-number if found.is_negative else number, _lost_digits(shown, digits, found.exponent))


def _why_no_number(raw: str, reading: NumberReading, *, is_number: bool) -> str:
    if raw.lstrip(" '").startswith("="):
        return "is a spreadsheet formula, not a number"
    if "%" in raw or "‰" in raw:
        return "is a percentage, not an amount"
    if not is_number:
        return "is no number"
    grouping = f"{reading.group!r} divides thousands" if reading.group else "nothing divides thousands"
    return f"is no number where {reading.decimal!r} comes before decimals and {grouping}"


def _lost_digits(shown: str, digits: str, exponent: int | None) -> str | None:
    """Return a remark on scientific notation that shows less digits than the number has before its decimal point."""
    if exponent is None:
        return None
    decimals = len(digits.partition(".")[2])
    significant = len(digits.replace(".", "").lstrip("0"))
    if exponent <= decimals or significant >= _WHOLE_DIGITS or significant == 0:
        return None
    return f"{shown} is in scientific notation: {exponent - decimals} digits may be lost"


def number_and_unit(raw: str) -> tuple[str, str]:
    """Return the number and the unit of one cell as texts: `12 PCE`, `1.200KG`, `KG 12`; either is "" where it is missing."""
    text = raw.strip()
    if found := _UNIT.fullmatch(text):
        return found[1].strip(), (found[2] or "").strip()
    for pattern in _UNIT_FIRST:
        if found := pattern.fullmatch(text):
            return found[2].strip(), found[1].strip()
    return ("", text) if not any(letter.isdigit() for letter in text) else (text, "")
