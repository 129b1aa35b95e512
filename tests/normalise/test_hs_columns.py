"""Goods codes of a column, by its usual number of digits."""

import tomllib
from dataclasses import asdict

import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from entrepot.codes.hs import descriptions
from entrepot.normalise.hs_columns import GoodsCode, HsReading, clean_hs, judge_hs

SIX = sorted(descriptions())
EVERY_CHAPTER = SIX[::31]
FIRST_CHAPTERS = [six for six in SIX if six < "10"][::9]
NATIONAL = [
    ("RU", 10),
    ("US", 10),
    ("BR", 8),
    ("DE", 8),
    ("TR", 12),
    ("IN", 8),
    ("VN", 8),
    ("CN", 10),
    ("CN", 13),
    ("MX", 8),
    (None, 8),
    (None, 6),
]


def national(six: str, digits: int) -> str:
    """Return a national code of a subheading."""
    return (six + "1900123")[:digits]


@pytest.mark.parametrize(("country", "digits"), NATIONAL)
def test_the_width_of_a_column_is_recognised_with_its_zeros_lost(country: str | None, digits: int) -> None:
    codes = [national(six, digits) for six in EVERY_CHAPTER]
    written = [code.lstrip("0") for code in codes]

    judged = judge_hs(written, country)

    assert judged.reading == HsReading(digits, country)
    assert judged.confidence >= 0.95
    cleaned = [clean_hs(code, judged.reading) for code in written]
    assert [found.value for found in cleaned] == [GoodsCode(code, code[:6]) for code in codes]
    assert all(
        ("leading zero" in (found.issue or "")) == (code[0] == "0") for found, code in zip(cleaned, codes, strict=True)
    )


@pytest.mark.parametrize(("country", "digits"), NATIONAL)
def test_a_column_that_lost_every_leading_zero_is_recognised(country: str | None, digits: int) -> None:
    judged = judge_hs([national(six, digits)[1:] for six in FIRST_CHAPTERS], country)

    assert judged.reading == HsReading(digits, country)


def test_codes_that_are_codes_either_way_are_left_to_the_country_or_a_person() -> None:
    tea = ["9023000", "9024000", "9023000"]  # 090230 is tea, 902300 instruments for demonstration

    assert judge_hs(["9023000"], None).reading is None
    assert "either way they are codes" in judge_hs(["9023000"], None).reason
    assert judge_hs(["9023000"], "BR").reading == HsReading(8, "BR")
    assert judge_hs(tea[:1] * 3, "IN").reading == HsReading(8, "IN")


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        (["", "NULL"], "no cell states anything"),
        (["8542", "8541", "8471"], "the codes have 4 digits: a heading or chapter"),
        (["85", "84"], "the codes have 2 digits"),
        (["chips", "854231"], "only 1 of 2 cells are goods codes"),
        (["99887766", "77001122"], "only 0% of the codes of 8 digits begin with a code"),
        (["854231", "85423190", "8542319000", "85423190001"], "no width is the usual one"),
    ],
)
def test_what_no_reading_fits_is_said(values: list[str], reason: str) -> None:
    judged = judge_hs(values)

    assert judged.reading is None
    assert judged.confidence == 0
    assert reason in judged.reason


@pytest.mark.parametrize(
    "raw", ["8542319000", "8542.31.9000", "8542 31 900 0", "'8542319000", "8542319000.0", "8542-31-9000"]
)
def test_spellings_of_a_code_meet(raw: str) -> None:
    found = clean_hs(raw, HsReading(10, "RU"))

    assert found.value == GoodsCode("8542319000", "854231")
    assert found.issue is None


def test_a_float_without_its_zero_is_restored() -> None:
    assert clean_hs("304200000.0", HsReading(10)).value == GoodsCode("0304200000", "030420")
    assert clean_hs("3042000.0", HsReading(8)).value == GoodsCode("03042000", "030420")


def test_the_column_decides_where_both_readings_are_codes() -> None:
    found = clean_hs("902300000", HsReading(10))

    assert found.value == GoodsCode("0902300000", "090230")
    assert "as the column shows; without it, it is a code too" in (found.issue or "")


def test_a_code_cut_at_its_end_gets_no_zero() -> None:
    found = clean_hs("854231900", HsReading(10))

    assert found.value == GoodsCode("854231900", "854231")
    assert "no code starts with 085423" in (found.issue or "")


@pytest.mark.parametrize(
    ("raw", "code"), [("854231", "854231"), ("854231900012", "854231900012"), ("1012", None), ("10121", "010121")]
)
def test_lengths_unlike_the_columns_are_remarked_on(raw: str, code: str | None) -> None:
    found = clean_hs(raw, HsReading(10))

    assert (None if found.value is None else found.value.code) == code
    assert f"has {len(raw)} digits in a column of 10" in (found.issue or "")


def test_an_odd_length_that_may_be_either_is_refused() -> None:
    found = clean_hs("9023000", HsReading(10))

    assert found.value is None
    assert "may or may not have lost a leading zero" in (found.issue or "")


@pytest.mark.parametrize(
    ("raw", "issue"),
    [
        ("8.54232E+09", "is in scientific notation"),
        ("8542319000.25", "is a number with decimals"),
        ("854231 854239", "holds two goods codes"),
        ("8542", "a heading or chapter"),
        ("9901000000", "99 is no chapter"),
        ("0000000000", "00 is no chapter"),
        ("chips", "not all digits"),
        ("٨٥٤٢٣١", "not all digits"),
    ],
)
def test_what_is_no_goods_code_gives_an_issue(raw: str, issue: str) -> None:
    found = clean_hs(raw, HsReading(10))

    assert found.value is None
    assert issue in (found.issue or "")


def test_nothing_stated_is_no_issue() -> None:
    assert clean_hs("NULL", HsReading(10)).issue is None
    assert clean_hs("NULL", HsReading(10)).value is None


def test_a_reading_survives_toml() -> None:
    reading = HsReading(10, "RU")

    assert HsReading(**tomllib.loads(tomli_w.dumps(asdict(reading)))) == reading


@settings(deadline=None)
@given(st.lists(st.sampled_from(SIX), min_size=1, max_size=40), st.sampled_from([6, 8, 10, 12]), st.booleans())
def test_a_judged_column_is_never_read_wrong(sixes: list[str], digits: int, is_lost: bool) -> None:
    codes = [national(six, digits) for six in sixes]
    written = [code.lstrip("0") if is_lost else code for code in codes]

    found = judge_hs(written).reading

    for code, raw in zip(codes, written, strict=True):
        cleaned = None if found is None else clean_hs(raw, found).value
        assert cleaned is None or cleaned.code == code, (raw, found)


@settings(deadline=None)
@given(st.text() | st.from_regex(r"'?[\d. ]{4,14}(\.0)?"), st.sampled_from([6, 8, 10, 12]))
def test_any_text_is_answered_with_six_digits_of_a_code_or_none(text: str, digits: int) -> None:
    found = clean_hs(text, HsReading(digits)).value

    assert found is None or (len(found.hs6) == 6 and found.code.startswith(found.hs6))
