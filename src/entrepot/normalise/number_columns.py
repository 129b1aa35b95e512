"""What commas and points mean in a column of numbers, judged on the whole column; a person is asked where it cannot tell."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from entrepot.normalise.not_stated import is_not_stated
from entrepot.normalise.number_forms import APOSTROPHES, BLANKS, grouped_pattern, number_text
from entrepot.normalise.number_reading import (
    CleanNumbers,
    NumberReading,
    clean_number,
    clean_numbers,
    number_and_unit,
)

__all__ = [
    "CleanNumbers",
    "NumberJudgement",
    "NumberReading",
    "clean_number",
    "clean_numbers",
    "judge_numbers",
    "number_and_unit",
]

# Judgements, all of them: figures that random columns never reach by chance (tests/normalise/test_number_columns.py).
_LEAST_READABLE = 0.8
_MOST_CONTRARY = 0.01
_LEAST_GROUPED = 20  # numbers such as 1,234 before their form alone can tell
_LEAST_BELOW_1000 = 5  # numbers of at most three digits beside them
_LEAST_HUNDREDS = 3  # of these, numbers from 100 to 999
_LEAST_DECIMAL_SHARE = 0.02
_OTHER = {".": ",", ",": "."}


@dataclass(frozen=True)
class NumberJudgement:
    """How a column is to be read; `reading` None where a person must say. Confidence from 0 to 1, and the reason in words."""

    reading: NumberReading | None
    confidence: float
    reason: str


def judge_numbers(values: Sequence[str]) -> NumberJudgement:
    """Return what divides decimals and thousands in a column.

    Args:
        values: Cells of a sample, in any order; empty ones and words for "nothing" do not count.

    Returns:
        A judgement without a reading where too few cells are numbers, both ways of writing occur, or all cells that have
        a comma or a point are like `1,234`.
    """
    texts = [text for text in values if not is_not_stated(text)]
    kinds = [found for text in texts if (found := _kinds(text))]
    if not texts:
        return NumberJudgement(None, 0.0, "no cell states anything")
    readable = len(kinds) / len(texts)
    if readable < _LEAST_READABLE:
        other = next(text for text in texts if not _kinds(text))
        return NumberJudgement(None, 0.0, f"only {len(kinds)} of {len(texts)} cells are numbers; not {other[:40]!r}")
    judged = _judge_kinds(Counter(kind for found in kinds for kind in found))
    return NumberJudgement(judged.reading, round(judged.confidence * readable, 4), judged.reason)


@cache
def _blank_groups() -> re.Pattern[str]:
    return re.compile(grouped_pattern(".,", ""))


def _kinds(raw: str) -> tuple[str, ...]:
    """Return what a cell says of its separators, nothing where it is no number.

    `decimal.` and `decimal,` are sure, with `-grouped` where the other divides thousands; `open.` and `open,` may be either;
    `small`, `hundreds` and `large` have neither, up to 99, 999 and beyond; `blank` and `apostrophe` divide thousands.
    """
    found = number_text(raw)
    if found is None:
        return ()
    bare, grouping = found.core, _blank_or_apostrophe(found.core)
    if grouping:
        if not _blank_groups().match(bare):
            return ()
        bare = re.sub(f"[{BLANKS}{APOSTROPHES}]", "", bare)
    separators = [letter for letter in bare if letter in ".,"]
    if not separators:
        return grouping or (_size(bare),)
    if len(separators) == 1:
        is_sure = bool(grouping) or found.exponent is not None or _is_decimal(bare, separators[0])
        return (f"{'decimal' if is_sure else 'open'}{separators[0]}", *grouping)
    group = separators[0]
    is_grouped = re.match(grouped_pattern(_OTHER[group], group), bare) is not None
    return (f"decimal{_OTHER[group]}-grouped",) if is_grouped and not grouping else ()


def _blank_or_apostrophe(text: str) -> tuple[str, ...]:
    if any(letter in text for letter in BLANKS):
        return ("blank",)
    return ("apostrophe",) if any(letter in text for letter in APOSTROPHES) else ()


def _size(digits: str) -> str:
    length = len(digits.lstrip("0"))
    if length == 0:
        return "zero"
    return "large" if length > 3 else "hundreds" if length == 3 else "small"


def _is_decimal(text: str, separator: str) -> bool:
    """Return whether a lone separator must divide decimals: no three digits behind it, or no one to three before it."""
    before, _, behind = text.partition(separator)
    return len(behind) != 3 or len(before) > 3 or before.startswith("0") or not before


def _judge_kinds(kinds: Counter[str]) -> NumberJudgement:
    sure = {decimal: kinds[f"decimal{decimal}"] + kinds[f"decimal{decimal}-grouped"] for decimal in ".,"}
    more, fewer = (".", ",") if sure["."] >= sure[","] else (",", ".")
    if sure[more]:
        if sure[fewer] > _MOST_CONTRARY * sure[more]:
            return NumberJudgement(
                None,
                0.0,
                f"{sure['.']} numbers have a decimal point and {sure[',']} a decimal comma: they are written in two ways",
            )
        return _with_decimal(kinds, more, is_mixed=sure[fewer] > 0)
    opened = [separator for separator in ".," if kinds[f"open{separator}"]]
    if len(opened) == 2:
        return NumberJudgement(
            None, 0.0, "some numbers are like 1.234 and some like 1,234: either may divide thousands"
        )
    if opened:
        return _with_open(kinds, opened[0])
    return NumberJudgement(NumberReading(".", _grouping(kinds)), 0.95, "no point and no comma occurs in the sample")


def _with_decimal(kinds: Counter[str], decimal: str, *, is_mixed: bool) -> NumberJudgement:
    single, grouped = kinds[f"decimal{decimal}"], kinds[f"decimal{decimal}-grouped"]
    other = _OTHER[decimal]
    for separator in (decimal, other) if not grouped else ():
        opened = kinds[f"open{separator}"]
        if opened >= _LEAST_GROUPED and single < _LEAST_DECIMAL_SHARE * opened:
            judged = _with_open(kinds, separator)
            if judged.reading is not None and judged.reading.decimal == decimal:
                return judged
            only = f"only {single} must have decimals behind {decimal!r}"
            why = f"{opened} numbers have exactly three digits behind {separator!r} and {only}"
            return NumberJudgement(None, 0.0, why)
    group = other if grouped or kinds[f"open{other}"] else _grouping(kinds)
    why = f"{single + grouped} numbers can only have {decimal!r} before their decimals"
    return NumberJudgement(NumberReading(decimal, group), 0.9 if is_mixed or single + grouped == 1 else 0.99, why)


def _with_open(kinds: Counter[str], separator: str) -> NumberJudgement:
    """Judge a column of numbers like 1,234 alone: thousands if smaller numbers have no separator, and enough of both occur."""
    count, hundreds = kinds[f"open{separator}"], kinds["hundreds"]
    below = kinds["small"] + hundreds
    if kinds["blank"] + kinds["apostrophe"]:
        grouping = _grouping(kinds)
        return NumberJudgement(
            NumberReading(separator, grouping), 0.85, f"{grouping!r} divides thousands, so {separator!r} decimals"
        )
    is_told = (
        count >= _LEAST_GROUPED and below >= _LEAST_BELOW_1000 and hundreds >= _LEAST_HUNDREDS and not kinds["large"]
    )
    if not is_told:
        why = f"{count} numbers are like 1{separator}234 and nothing tells whether {separator!r} divides thousands or decimals"
        return NumberJudgement(None, 0.0, why)
    why = (
        f"{separator!r} divides thousands: {count} numbers have three digits behind it, and {below} below 1000 lack it"
    )
    return NumberJudgement(NumberReading(_OTHER[separator], separator), 0.85, why)


def _grouping(kinds: Counter[str]) -> str:
    if not kinds["blank"] and not kinds["apostrophe"]:
        return ""
    return " " if kinds["blank"] >= kinds["apostrophe"] else "'"
