import pytest

from entrepot.evidence.reading.encoding import HEAD_BYTES, encoding_of

RUSSIAN = 'Дата;Отправитель;Код ТН ВЭД\n01.02.2023;ООО "Ромашка";8542310000\n02.02.2023;АО Вымысел;8541290000\n'
TURKISH = "TARİH;FİRMA ÜNVANI;AĞIRLIK\n01.02.2023;Şişli Uydurma Güneş Ltd Şti;12,5\n"
CHINESE = "日期,进口商名称,商品编码\n2023-02-01,虚构贸易有限公司,85423100\n"
SPANISH = "FECHA;RAZÓN SOCIAL;PAÍS\n01.02.2023;Compañía Inventada del Señor Ñandú;ESPAÑA\n"


@pytest.mark.parametrize(
    ("text", "codec", "expected"),
    [
        (RUSSIAN, "utf-8", "utf-8"),
        (RUSSIAN, "utf-8-sig", "utf-8"),
        (RUSSIAN, "utf-16", "utf-16-le"),
        (RUSSIAN, "utf-16-le", "utf-16-le"),
        (RUSSIAN, "utf-16-be", "utf-16-be"),
        (RUSSIAN, "cp1251", "cp1251"),
        (RUSSIAN.upper(), "cp1251", "cp1251"),
        (RUSSIAN, "cp866", "cp866"),
        (TURKISH, "cp1254", "cp1254"),
        (TURKISH, "utf-16-be", "utf-16-be"),
        (SPANISH, "cp1252", "cp1252"),
        (CHINESE, "gb18030", "gb18030"),
        (CHINESE, "utf-16-le", "utf-16-le"),
        (CHINESE, "utf-8", "utf-8"),
    ],
)
def test_an_encoding_is_told_by_its_words(text: str, codec: str, expected: str) -> None:
    found = encoding_of((text * 20).encode(codec))

    assert found is not None
    assert found.name == expected
    assert found.confidence >= 0.6
    assert (text * 20).encode(codec)[found.mark_size :].decode(found.name) == text * 20


def test_the_reason_says_how_much_was_judged() -> None:
    found = encoding_of(b"date,name\n" * 100_000)

    assert found is not None
    assert found.is_ascii
    assert f"{HEAD_BYTES:,} bytes" in found.reason


def test_a_character_cut_by_the_head_speaks_against_nothing() -> None:
    for codec in ("utf-8", "gb18030", "utf-16-le"):
        whole = (CHINESE * 20_000).encode(codec)
        found = encoding_of(whole[: HEAD_BYTES + 1])
        assert found is not None
        assert found.name == codec


def test_some_damaged_bytes_leave_a_utf8_file_utf8_with_less_confidence() -> None:
    found = encoding_of((RUSSIAN * 50).encode().replace("Вымысел".encode(), b"\xd0" + "ымысел".encode(), 1))

    assert found is not None
    assert found.name == "utf-8"
    assert found.confidence == pytest.approx(0.8)


@pytest.mark.parametrize("head", [bytes(range(256)) * 40, b"\x7fELF" + b"\1\2\0\3" * 500, b"\0" * 5000])
def test_bytes_that_are_no_text_have_no_encoding(head: bytes) -> None:
    assert encoding_of(head) is None
