import tomllib
from pathlib import Path

import pyarrow as pa
import pytest

from entrepot.codes.makers import maker
from entrepot.normalise.goods_text import GoodsReader
from entrepot.normalise.part_numbers import part_number_key

CASES = tomllib.loads((Path(__file__).parent / "goods_text_cases.toml").read_text(encoding="utf-8"))["case"]


@pytest.fixture(scope="module")
def reader() -> GoodsReader:
    return GoodsReader()


def figures(wanted: list[set[str]], found: list[set[str]]) -> tuple[float, float]:
    """Return precision and recall over all texts."""
    hits = sum(len(one & other) for one, other in zip(wanted, found, strict=True))
    return hits / sum(map(len, found)), hits / sum(map(len, wanted))


def as_labelled(text: str, maker_id: str | None) -> str:
    return text if maker_id is None else f"@{maker_id}"


def test_there_are_enough_texts_and_enough_with_nothing_to_find() -> None:
    assert len(CASES) >= 150
    assert sum(not case["parts"] and not case["brands"] for case in CASES) >= 60


def test_part_numbers_are_found_and_nothing_else(reader: GoodsReader, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = [set(case["parts"]) for case in CASES]
    found = [{part.key for part in reader.part_numbers(case["text"])} for case in CASES]
    precision, recall = figures(wanted, found)
    with capsys.disabled():
        print(f"\npart numbers in {len(CASES)} texts: precision {precision:.3f}, recall {recall:.3f}")
    wrong = [(case["text"], one, other) for case, one, other in zip(CASES, wanted, found, strict=True) if one != other]
    assert precision >= 0.99, wrong
    assert recall >= 0.99, wrong


def test_brands_are_found_and_nothing_else(reader: GoodsReader, capsys: pytest.CaptureFixture[str]) -> None:
    wanted = [set(case["brands"]) for case in CASES]
    found = [{as_labelled(brand.text, brand.maker_id) for brand in reader.brands(case["text"])} for case in CASES]
    precision, recall = figures(wanted, found)
    with capsys.disabled():
        print(f"\nbrands in {len(CASES)} texts: precision {precision:.3f}, recall {recall:.3f}")
    wrong = [(case["text"], one, other) for case, one, other in zip(CASES, wanted, found, strict=True) if one != other]
    assert precision >= 0.99, wrong
    assert recall >= 0.99, wrong


def test_keys_are_those_of_part_number_key_and_makers_are_known(reader: GoodsReader) -> None:
    for case in CASES:
        for part in reader.part_numbers(case["text"]):
            assert part.key == part_number_key(part.text)
            assert part.maker_id is None or maker(part.maker_id) is not None


def test_text_of_a_part_is_as_written(reader: GoodsReader) -> None:
    (part,) = reader.part_numbers("артикул: АDuM1201ARZ")

    assert part.text == "АDuM1201ARZ"  # its first letter is Cyrillic
    assert part.key == "ADUM1201ARZ"
    assert (part.maker_id, part.basis) == ("analog_devices", "labelled")


def test_a_column_gives_what_single_texts_give(reader: GoodsReader) -> None:
    texts = [case["text"] for case in CASES]
    columns = GoodsReader().read_column(pa.array([*texts, None, texts[0]]))

    for place, text in enumerate(texts):
        parts, brands = reader.part_numbers(text), reader.brands(text)
        assert columns.part_count[place].as_py() == len(parts), text
        assert columns.part_number[place].as_py() == (parts[0].text if parts else None)
        assert columns.part_number_key[place].as_py() == (parts[0].key if parts else None)
        assert columns.brand[place].as_py() == (brands[0].text if brands else None)
    assert columns.part_count[len(texts)].as_py() is None
    assert columns.maker_id[len(texts) + 1].as_py() == "amd"


def test_the_same_column_twice_gives_the_same(reader: GoodsReader) -> None:
    column = pa.array([case["text"] for case in CASES])
    assert reader.read_column(column).part_number.equals(reader.read_column(column).part_number)


def test_an_empty_column_gives_empty_columns(reader: GoodsReader) -> None:
    assert len(reader.read_column(pa.array([], pa.string())).brand) == 0


def test_maker_of_a_shared_designation_is_the_one_named(reader: GoodsReader) -> None:
    named, unnamed = "LM358DR STMICROELECTRONICS", "LM358DR"

    assert [(part.maker_id, part.basis) for part in reader.part_numbers(named)] == [
        ("stmicroelectronics", "shared prefix")
    ]
    assert [part.maker_id for part in reader.part_numbers(unnamed)] == [None]


@pytest.mark.parametrize("text", ["品牌YAGEO;型号RC0603FR-0710KL", "品牌YAGEO", "集成电路型号RC0603FR-0710KL用于电源"])
def test_a_chinese_label_may_touch_its_value(reader: GoodsReader, text: str) -> None:
    parts, brands = reader.part_numbers(text), reader.brands(text)

    assert [(part.key, part.basis) for part in parts] == [("RC0603FR0710KL", "labelled")] * ("RC" in text)
    assert [(brand.text, brand.basis) for brand in brands] == [("YAGEO", "labelled")] * ("品牌" in text)


@pytest.mark.parametrize(
    "text",
    [
        "Арт. ZF-2204-11",
        "ТЗ - ЗЕЛЬФИНГ",
        "марка: Зельфинг",
        "СТАНОК (МОДЕЛЬ ZF2204)",
        "STМ32F103C8T6",
        "ПОДШИПНИК 6205-2RS",
        "CORE I7",
    ],
)
def test_what_a_text_alone_gives_the_column_gives(reader: GoodsReader, text: str) -> None:
    columns = reader.read_column(pa.array(["ИЗДЕЛИЯ", text, text.lower()]))
    parts, brands = reader.part_numbers(text), reader.brands(text)

    assert columns.part_number_key.to_pylist() == [None, *[parts[0].key if parts else None] * 2]
    assert columns.brand.is_valid().to_pylist() == [False, bool(brands), bool(brands)]
    assert columns.part_count.to_pylist() == [0, len(parts), len(parts)]


def test_a_dictionary_gives_what_plain_texts_give(reader: GoodsReader) -> None:
    plain = pa.array([*(case["text"] for case in CASES), None, CASES[0]["text"]])
    columns, others = reader.read_column(plain), reader.read_column(plain.dictionary_encode())

    for name in ("brand", "maker_id", "part_number", "part_number_key", "part_count"):
        assert getattr(columns, name).equals(getattr(others, name)), name


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("МОДЕЛЬ: ZF2204;", ["ZF2204"]),
        ("МОДЕЛЬ: ZF2204-100PCS;", ["ZF2204"]),
        ("МОДЕЛЬ: 220V;", []),
        ("АРТИКУЛ 1234-567, НЕ ДЛЯ ПРОМСБОРКИ", ["1234567"]),
        ("АРТИКУЛ: 00000;", []),
        ("АРТИКУЛ: 000-000;", []),
        ("P/N: PMEG3010,118;", ["PMEG3010"]),
        ("P/N: LM358DR/STM32F103; LOT: LM324DR", ["LM358DRSTM32F103", "STM32F103"]),
    ],
)
def test_value_of_a_label_ends_where_its_word_does(reader: GoodsReader, text: str, keys: list[str]) -> None:
    assert [part.key for part in reader.part_numbers(text)] == keys
