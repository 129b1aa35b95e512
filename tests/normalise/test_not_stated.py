"""Cells that say "nothing is stated"."""

import pytest

from entrepot.codes.lookalikes import fold
from entrepot.normalise.not_stated import NOT_STATED, is_no_identifier, is_not_stated

EMPTY = (
    *(
        "",
        " ",
        "-",
        "—",
        "--",
        "NULL",
        "null",
        "N/A",
        "#N/A",
        "NA",
        "n.a.",
        "UNDEFINED",
        "Undeclared",
        "OTHER  COUNTRY",
    ),
    *("\\N", "#REF!", "XXX", "(blank)", "???", "[not available]", "no data", "absent"),
    *("НЕТ ДАННЫХ", "не указано", "Отсутствует", "відсутній", "НЕ ВКАЗАНО", "жоқ", "көрсетілмеген", "Belirtilmemiş"),
    *("YOK", "NO DISPONIBLE", "Sin información", "não informado", "NAO DISPONIVEL", "Non renseigné", "néant"),
    *("Không có", "KHONG XAC DINH", "不详", "无", "其他国家"),
)
STATED = (
    *(
        "0",
        "1",
        "NO",
        "N",
        "NORWAY",
        "NAMIBIA",
        "NULLOR LLC",
        "Другая страна ООО",
        "NONE SUCH TRADING",
        "无锡市电子有限公司",
    ),
    "-" * 80 + "a",
)


@pytest.mark.parametrize("text", EMPTY)
def test_cells_that_state_nothing_are_known_in_ten_languages(text: str) -> None:
    assert is_not_stated(text)


@pytest.mark.parametrize("text", STATED)
def test_cells_that_state_something_are_kept(text: str) -> None:
    assert not is_not_stated(text)


def test_a_long_row_of_dashes_states_nothing() -> None:
    assert is_not_stated("-" * 300)


def test_the_set_is_folded() -> None:
    assert {fold(text) for text in NOT_STATED} == NOT_STATED
    assert "no" not in NOT_STATED
    assert "0" not in NOT_STATED


@pytest.mark.parametrize("text", ["0", "000000000000", "0.0", "00-00", " 0 ", "NULL", "—"])
def test_zeros_are_no_identifier(text: str) -> None:
    assert is_no_identifier(text)


@pytest.mark.parametrize("text", ["10", "0123456789", "A0", "12345.0"])
def test_numbers_with_another_digit_are_identifiers(text: str) -> None:
    assert not is_no_identifier(text)


@pytest.mark.parametrize("text", sorted(NOT_STATED - {""}))
def test_every_text_is_known_in_capitals(text: str) -> None:
    """No text is dismissed by its first letters."""
    assert is_not_stated(text.upper().replace("İ", "I"))


@pytest.mark.parametrize("text", ["\u0410BSENT", "\u0410\u0412SENT", "НЕИЗВЕ\u0043ТНО", "\u0048ЕИЗВЕСТНО"])
def test_look_alike_letters_do_not_hide_that_nothing_is_stated(text: str) -> None:
    """Some letters are of the other alphabet."""
    assert is_not_stated(text)
