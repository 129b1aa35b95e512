"""Text that was decoded wrongly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrepot.codes.mojibake import repair_mojibake

TEXTS = (
    "Café Perú",
    "ТОВ Ромашка",
    "İstanbul Şubesi Ğ",
    "Công ty Việt",
    "深圳市有限公司",
    "ООО «Вектор»",
    "Société à Paris",
)


def _misread(text: str, code_page: str) -> str:
    return text.encode("utf-8").decode(code_page)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("times", [1, 2])
def test_utf8_read_as_latin_is_read_rightly(text: str, times: int) -> None:
    damaged = text
    for _ in range(times):
        damaged = _misread(damaged, "latin-1")
    assert repair_mojibake(damaged) == text


@pytest.mark.parametrize(
    ("damaged", "text"),
    [
        ("Ð¢ÐžÐ’", "ТОВ"),
        ("CafÃ©", "Café"),
        ("РћРћРћ", "ООО"),
        ("Ð Ð¾Ð¼Ð°ÑˆÐºÐ°", "Ромашка"),
        ("TÃ¼rkiye", "Türkiye"),
    ],
)
def test_windows_code_pages_are_known(damaged: str, text: str) -> None:
    assert repair_mojibake(damaged) == text


@pytest.mark.parametrize(
    "text", [*TEXTS, "NÃO", "CAFÉ”", "Рівне", "РІВНЕ", "ŠKODA", "Ünlü A.Ş.", "«ÑANDÚ»", "Straße", "ECLIPSE №5", "plain"]
)
def test_text_that_is_right_stays(text: str) -> None:
    assert repair_mojibake(text) == text


@given(st.text(max_size=40))
def test_no_text_breaks_it_and_repair_ends(text: str) -> None:
    assert isinstance(repair_mojibake(text), str)
