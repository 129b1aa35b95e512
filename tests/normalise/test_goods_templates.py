"""Texts read by template give exactly what every text read for itself gives."""

import random
import re
import tomllib
from pathlib import Path

import pyarrow as pa
import pytest

from entrepot.codes.makers import all_prefixes, makers
from entrepot.codes.resource import toml_document
from entrepot.normalise.goods_prefilter import goods_filter
from entrepot.normalise.goods_templates import reserved, templates
from entrepot.normalise.goods_text import GoodsReader, read_exactly

CASES = tomllib.loads((Path(__file__).parent / "goods_text_cases.toml").read_text(encoding="utf-8"))["case"]
FIELDS = ("brand", "maker_id", "part_number", "part_number_key", "part_count")
WORD = re.compile("(?<![0-9A-Z-])(?=[A-Z-]*[0-9])[0-9A-Z-]+")
LETTERS, FIGURES = "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "0123456789"
# Words that one table or expression treats otherwise than their neighbours of the same letters and figures.
WORDS = re.split(
    r"\s+",
    """2982-0 12 3 4 12345 123-456 00000 000-00 0-12 20-05-2021 12-05-21 2019 2019Y 5G 8G I7 I8 E2V E3V 12MM 12MX 220V 12X34
    ISO-9001 IP67 LM358 LM358DR STM32F103C8T6 ZF12-100PCS ZF12-100PCX XC7Z020-2CLG484I XC9Z020-2CLG484I BSS138 BSS139 ZF-2204-11
    LM-358 NO-123 N-12 SN-1234 P-12 PN-777AB M3-5 MSKU-123456-7 MSKA-123456-7 A4 H264 H265 S7 1N4148 74HC595 3M 1794-123 1795-123
    2198-12 0451123 0452123 09141234567 100-000012345 0010-12345 3-C4 1PCS""",
)
NOISE = [
    *(
        "ИЗ СТАЛИ",
        "НЕ ДЛЯ ПРОМСБОРКИ",
        "И",
        "AND",
        "N",
        "NO",
        "№",
        "ШТ",
        "PCS",
        "ОТСУТСТВУЕТ",
        "SAMPLE",
        "ПРИМЕР",
        "ＡＢ",
        "°",
        "-",
    ),
    *("S M", "MAVIC", "PHANTOM", "CORE", "TELEDYNE", "\0"),
]
BETWEEN = [" "] * 6 + ["; ", ", "] * 3 + [";", ",", ": ", ":", "(", ")", ". ", "/", "-", " - ", "\n"]


def assert_same(texts: list[str]) -> None:
    every = pa.array(texts)
    plain = every.filter(goods_filter(every))
    found, wanted = GoodsReader().read_column(plain), read_exactly(plain)
    for field in FIELDS:
        one, other = getattr(found, field), getattr(wanted, field)
        one.validate(full=True)
        pairs = zip(plain.to_pylist(), one.to_pylist(), other.to_pylist(), strict=True)
        assert one.equals(other), [(field, *pair) for pair in pairs if pair[1] != pair[2]][:5]


def varied(some: random.Random, word: str) -> str:
    """Return a word of the same letters, figures and dashes."""
    choice = some.random()
    if choice < 0.3:
        return word
    figures = FIGURES if choice < 0.8 else "0119"
    word = re.sub("[0-9]", lambda _: some.choice(figures), word)
    return re.sub("[A-Z]", lambda _: some.choice(LETTERS), word) if choice > 0.9 else word


def pieces(some: random.Random) -> list[tuple[bool, str]]:
    """Return pieces of a text, and whether each is a word to be varied."""
    document = toml_document("goods/labels.toml")
    labels = [
        label for kind in ("part", "part_marked", "brand", "maker", "excluded", "whose") for label in document[kind]
    ]
    names = [name for maker in makers() for name in (*maker.aliases, *maker.brands)]
    heads = [found.group() for _, prefix in all_prefixes() if (found := re.match("[A-Z0-9-]+", prefix))]
    made = []
    for _ in range(some.randint(1, 8)):
        kind = some.choices(range(6), [8, 3, 7, 2, 5, 1])[0]
        if kind == 0:
            made.append((True, some.choice(WORDS)))
        elif kind == 1:
            made.append((True, some.choice(heads) + "".join(some.choices(LETTERS + FIGURES * 3 + "-", k=6))))
        else:
            made.append((False, some.choice((labels, names, NOISE, ["Ж" * some.randint(20, 160)])[kind - 2])))
        made.append((False, some.choice(BETWEEN)))
    return made


@pytest.mark.parametrize("seed", range(4))
def test_texts_of_random_forms_give_what_each_alone_gives(seed: int) -> None:
    some = random.Random(seed)  # noqa: S311 (no secret)
    texts = []
    for _ in range(120):
        form = pieces(some)
        texts += ["".join(varied(some, piece) if is_word else piece for is_word, piece in form) for _ in range(20)]
    some.shuffle(texts)
    assert_same(texts)


def test_judged_texts_with_other_figures_give_what_each_alone_gives() -> None:
    some = random.Random(5)  # noqa: S311 (no secret)
    assert_same(
        [WORD.sub(lambda match: varied(some, match.group()), case["text"]) for case in CASES for _ in range(15)]
    )


@pytest.mark.parametrize(
    ("form", "words"),
    [
        ("АРТИКУЛ {}, НЕ ДЛЯ ПРОМСБОРКИ", ["1794-123", "1795-123", "1234-567", "2198-234", "0000-000"]),
        ("АРТИКУЛ: {};", ["12-05-2021", "12-95-8021", "12345", "00000", "E2V12", "E3V12"]),
        ("КВАДРОКОПТЕР MAVIC {}, НОВЫЙ", ["3", "4", "5"]),
        ("ПРОЦЕССОР CORE {}, НОВЫЙ", ["I7", "I8"]),
        ("ДЕТЕКТОРЫ {} НОВЫЕ", ["E2V", "E3V"]),
        ("ТРАНЗИСТОР {}, НОВЫЙ", ["BSS138", "BSS139", "BXX138"]),
        ("P/N: {0}, XC7Z020-2CLG484I; МОДЕЛЬ: {0}", ["XC7Z020-2CLG484I", "XC7Z030-2CLG484I"]),
        ("МОДЕЛЬ: ZF{}PCS;", ["12-100", "12-101", "00-000"]),
        ("ТОВАРНЫЙ ЗНАК: SAMPLE {}; НОВЫЕ", ["12", "34"]),
        ("МОДЕЛЬ: " + "Ж" * 152 + " {}", ["AISI304X5", "ABCD304X5"]),  # cut after 160 letters: AISI304 is a steel
        ("МОДЕЛЬ № {}; НОВЫЕ", ["12345", "00000"]),
        ("МОДЕЛЬ: {};\0НОВЫЕ", ["12345", "00000"]),
    ],
)
def test_words_that_are_treated_otherwise_are_told_apart(form: str, words: list[str]) -> None:
    assert_same([form.format(word) for word in words for _ in range(4)])
    assert_same([form.format(word) for word in reversed(words) for _ in range(4)])


def test_texts_that_differ_in_figures_only_share_a_template() -> None:
    texts = [f"ЧАСТИ, АРТИКУЛ {number}-{number - 700}, В {number % 80 + 10} КОРОБКАХ" for number in range(1800, 1899)]
    assert len(templates(pa.array(texts)).texts) < 5


def test_words_with_figures_in_names_are_reserved() -> None:
    assert {"E2V", "I7", "3", "4"} <= reserved()
