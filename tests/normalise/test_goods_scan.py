"""Texts in bulk: the same letters and places as one text alone, whatever stands beside it."""

import pytest

from entrepot.codes.makers import prefix_heads
from entrepot.normalise import goods_words
from entrepot.normalise.goods_scan import Scanned, Scanner, comparable, composed

TEXTS = [
    "АРТИКУЛ: XC7Z020-2CLG484I",
    "",
    "модель № 6ES7214-1AG40",  # the number sign becomes two letters
    "STRAßE 5, brand: Bosch",  # its capitals are longer
    "P/N\0LM358DR",  # the break between texts inside a text
    "ＡＢ１２３ 品牌YAGEO;型号RC0603FR-0710KL",
    "МОДЕЛЬ 𠀀 STM32F103",
    "И\u0306ОД cafe\u0301 5",  # letters and marks apart
    "НЕ ДЛЯ ПРОМСБОРКИ",
]


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    return Scanner(sorted(goods_words.by_first_word()), prefix_heads())


def test_a_text_among_others_is_scanned_as_alone(scanner: Scanner) -> None:
    together = list(scanner.scan(TEXTS))

    assert len(together) == len(TEXTS)
    for text, scanned in zip(TEXTS, together, strict=True):
        (alone,) = scanner.scan([text])
        assert scanned == alone


def test_capitals_are_those_of_the_composed_text_and_as_long(scanner: Scanner) -> None:
    for text, scanned in zip(TEXTS, scanner.scan(TEXTS), strict=True):
        if "\0" not in text:
            assert scanned.capitals == comparable(composed(text))
        assert len(scanned.whole) == len(scanned.capitals)


def test_words_are_those_that_labels_and_names_begin_with(scanner: Scanner) -> None:
    (scanned,) = scanner.scan(["МИКРОСХЕМА, Товарный знак: Analog Devices"])

    words = [scanned.whole[start:end] for start, end in scanned.words]
    assert {"Товарный", "Analog"} <= set(words)
    assert "МИКРОСХЕМА" not in words


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ПЛАТА LM358DR И STM32F103", ["LM358DR", "STM32F103"]),
        ("ИЗДЕЛИЯ, ПАРТИЯ 358352, 10 ШТ, 99X5 ММ", []),  # no letter; no beginning of a maker's
        ("A-LM358DR XLM358DR mail@LM358DR", ["A-LM358DR"]),  # only where a word begins
        ("PMEG3010,118 MT41K256M16TW-107:P", ["PMEG3010,118", "MT41K256M16TW-107:P"]),
        ("", []),
    ],
)
def test_tokens_begin_where_words_begin_as_makers_part_numbers_do(
    scanner: Scanner, text: str, found: list[str]
) -> None:
    (scanned,) = scanner.scan([text])
    assert [
        first_word(scanned, start) for start in scanned.tokens if first_word(scanned, start) in {*found, text}
    ] == found
    if not found:
        assert scanned.tokens == []


def first_word(scanned: Scanned, start: int) -> str:
    return scanned.whole[start:].split(" ")[0]


def test_no_texts_give_nothing(scanner: Scanner) -> None:
    assert list(scanner.scan([])) == []
