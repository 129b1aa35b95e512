"""Cells of brand, article and maker columns that name nobody: S/M, NO BRAND, БЕЗ ТОВАРНОГО ЗНАКА, 无品牌, VARIOUS, OEM."""

import re
from functools import lru_cache
from itertools import product

from entrepot.codes.lookalikes import fold
from entrepot.normalise.not_stated import is_not_stated

# Phrases of declarations in the languages of the layouts, any case, spacing and accents: WITHOUT A THING, A THING IS ABSENT,
# and Russian ones in Latin letters as vendors transliterate them.
_WITHOUT = (
    (
        "no|non|without|without any|without a|w/o",
        (
            "brand|brands|branded|brand name|mark|marks|marking|logo|label|article|model|trademark|trade mark|trade name|"
            "part number|name|factory mark"
        ),
    ),
    ("sin|s/|sem|sans|no tiene|não tem", "marca|marcas|marca comercial|marque|marques"),
    (
        "без|bez",
        (
            "бренда|бренду|марки|маркировки|маркування|торговой марки|торговельної марки|модели|товарного знака|"
            "товарного знаку|тов знака|торгового знака|тз|т.з.|тм|т.м.|логотипа|артикула|номера|tovarnogo znaka|"
            "torgovoy marki|torgovogo znaka|marki|brenda|artikula|modeli|markirovki|tz|t.z."
        ),
    ),
    ("không|không có", "nhãn hiệu|nhãn|hiệu|thương hiệu|model"),
    (
        (
            "товарный знак|торговый знак|торговая марка|товарна марка|торговельна марка|тз|т.з.|тм|марка|бренд|артикул|модель|"
            "tovarnyy znak|tovarnyi znak|torgovaya marka"
        ),
        (
            "отсутствует|отсутствуют|отс|відсутній|відсутня|нет|не указан|не указана|не заявлен|не обозначен|не обозначена|"
            "не определен|не определена|не установлен|не установлена|otsutstvuet|net|ne ukazan"
        ),
    ),
)
_WORDS = (
    *("unbranded", "nobrand", "brandless", "noname", "generic", "genérico", "genérica", "générique", "markasız"),
    *(
        "marka yok",
        "markası yok",
        "trademark none",
        "brand none",
        "brand no",
        "no tiene",
        "no posee",
        "não tem",
        "não possui",
    ),
    *("otsutstvuet", "otsutstvuyut", "otsutstvuyet", "otsutstvie", "ne ukazan", "ne ukazana", "ne oboznachen"),
    *("не обозначен", "не обозначена", "не маркирован", "не маркирована", "немаркированный", "не брендирован"),
    *("таңба жоқ", "тауар белгісі жоқ", "тауар белгісіз", "无牌", "無牌", "无品牌", "無品牌", "无商标", "無商標"),
    *("无型号", "無型號", "没有品牌"),
    # Many makers, or one that the declarant did not find out
    *(
        "various",
        "various brands",
        "various makers",
        "various manufacturers",
        "miscellaneous",
        "misc",
        "mixed",
        "assorted",
    ),
    *("other", "others", "different", "oem", "n/a", "разные", "разный", "разное", "разных марок", "разные марки"),
    *(
        "разные производители",
        "различные",
        "прочие",
        "прочее",
        "прочий",
        "прочая",
        "другие",
        "другое",
        "иное",
        "інші",
        "різні",
    ),
    *(
        "не установлен",
        "не установлена",
        "не установлено",
        "не определен",
        "не определена",
        "не выявлен",
        "не встановлено",
    ),
    *("изготовитель не установлен", "производитель не установлен", "изготовитель не указан", "производитель не указан"),
    *("varios", "otros", "outros", "vários", "divers", "diğer", "çeşitli", "其他", "各种"),
)
_SLASHED = re.compile(r"\s*(?:[sSnN]\s*[/\\]\s*[mMnN]|[бБ]\s*[/\\]\s*[нНмМаА])\.?\s*")  # S.M. and BN may be names
_LONGEST = 60


@lru_cache(maxsize=1)
def _keys() -> frozenset[str]:
    pairs = [pair for first, second in _WITHOUT for pair in product(first.split("|"), second.split("|"))]
    return frozenset(fold(text) for text in (*_WORDS, *(" ".join(pair) for pair in pairs)))


def is_not_branded(text: str) -> bool:
    """Return whether a whole cell says that there is no brand, article or maker, names many at once, or states nothing."""
    return is_not_stated(text) or (len(text) <= _LONGEST and _says_none(text))


@lru_cache(maxsize=1 << 14)
def _says_none(text: str) -> bool:
    return _SLASHED.fullmatch(text) is not None or fold(text) in _keys()
