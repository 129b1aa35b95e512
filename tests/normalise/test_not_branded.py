"""Words of brand columns that say there is no brand."""

import pytest

from entrepot.normalise.not_branded import is_not_branded


@pytest.mark.parametrize(
    "cell",
    [
        *("S/M", "s / m", "S/MARCA", "SIN MARCA", "SEM MARCA", "SANS MARQUE", "GENÉRICO", "MARKASIZ", "MARKA YOK"),
        *(
            "OTSUTSTVUET",
            "отсутствует",
            "БЕЗ ТОВАРНОГО ЗНАКА",
            "БЕЗ ТЗ",
            "Т.З. ОТСУТСТВУЕТ",
            "ТОВАРНЫЙ ЗНАК: ОТСУТСТВУЕТ",
        ),
        *("BEZ TOVARNOGO ZNAKA", "Без торговельної марки", "ТАУАР БЕЛГІСІ ЖОҚ", "без артикула", "б/н"),
        *("NO BRAND", "No-Brand", "UNBRANDED", "W/O BRAND", "NO NAME", "TRADEMARK: NONE", "N/M", "NULL", "—", ""),
        *("VARIOUS", "Oem", "разные", "ПРОЧИЕ", "НЕ УСТАНОВЛЕН", "товарный знак не установлен", "N/A"),
        *("无品牌", "無牌", "KHÔNG NHÃN HIỆU", "KHONG NHAN HIEU"),
    ],
)
def test_a_cell_without_a_brand_states_nothing(cell: str) -> None:
    assert is_not_branded(cell)


@pytest.mark.parametrize(
    "cell",
    [
        *(
            "S.M.",
            "SM",
            "BN",
            "B.N.",
            "INTEL",
            "MARK",
            "MARCA",
            "NETGEAR",
            "NET POWER",
            "SINAMICS",
            "SINMARK",
            "БЕЗМЕН",
        ),
        *("GENERAL ELECTRIC", "МАРКА Х", "NO. 5", "BRAND X", "UNI", "МЕТКА", "OEMTECH", "VARIOPTIC"),
    ],
)
def test_a_brand_stays_a_brand(cell: str) -> None:
    assert not is_not_branded(cell)
