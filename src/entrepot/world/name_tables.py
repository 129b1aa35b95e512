"""Words that invented names are built with: trades, legal forms, given names."""

from dataclasses import dataclass
from functools import cache

# Trade words as the register writes them and in Latin letters.
_RU = (
    *("Трейд", "Снаб", "Электроникс", "Компонент", "Сервис", "Логистик", "Импорт", "Групп", "Технолоджи", "Системы"),
    *("Комплект", "Инжиниринг", "Торг", "Прибор", "Маркет", "Альянс", "Пром", "Контракт", "Ресурс", "Экспорт"),
)
_RU_LATIN = (
    *("Trade", "Snab", "Elektroniks", "Komponent", "Servis", "Logistik", "Import", "Grupp", "Tekhnolodzhi", "Sistemy"),
    *("Komplekt", "Inzhiniring", "Torg", "Pribor", "Market", "Alyans", "Prom", "Kontrakt", "Resurs", "Eksport"),
)
_EN = (
    *(
        "Trading",
        "Supply",
        "Components",
        "Systems",
        "Import Export",
        "Technology",
        "Logistics",
        "Industrial",
        "Electronics",
    ),
    *(
        "Solutions",
        "International",
        "Distribution",
        "Instruments",
        "Engineering",
        "Global",
        "Partners",
        "Group",
        "Devices",
    ),
)
_TR = (
    *("Elektronik", "Dış Ticaret", "Ticaret", "Makina", "Sanayi", "Lojistik", "Tekstil", "Otomotiv", "Bilişim", "Gıda"),
    *("Mühendislik", "Pazarlama", "İthalat İhracat", "Enerji", "Teknoloji", "Kimya"),
)
_TR_LATIN = (
    *("Elektronik", "Dis Ticaret", "Ticaret", "Makina", "Sanayi", "Lojistik", "Tekstil", "Otomotiv", "Bilisim", "Gida"),
    *("Muhendislik", "Pazarlama", "Ithalat Ihracat", "Enerji", "Teknoloji", "Kimya"),
)
_CN = ("电子", "科技", "贸易", "进出口", "实业", "机电", "半导体", "供应链", "光电", "仪器", "精密机械", "国际贸易")
_CN_LATIN = (
    *("Electronics", "Technology", "Trading", "Import and Export", "Industrial", "Electromechanical", "Semiconductor"),
    *("Supply Chain", "Optoelectronics", "Instruments", "Precision Machinery", "International Trading"),
)
_AM = ("Թրեյդ", "Գրուպ", "Տեխ", "Սերվիս", "Իմպորտ", "Լոջիստիկ")
_AM_LATIN = ("Trade", "Group", "Tech", "Service", "Import", "Logistic")
_GE = ("ტრეიდი", "ჯგუფი", "ტექი", "სერვისი", "იმპორტი", "ლოგისტიკა")
_GE_LATIN = ("Trade", "Group", "Tech", "Service", "Import", "Logistic")
_DE = ("Handel", "Technik", "Elektronik", "Systeme", "Werkzeuge", "Vertrieb", "Messtechnik", "Bauelemente", "Industrie")
TRADES: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    **dict.fromkeys(("RU", "BY", "KZ", "KG", "TJ", "MN"), (_RU, _RU_LATIN)),
    **dict.fromkeys(("TR", "AZ"), (_TR, _TR_LATIN)),
    "CN": (_CN, _CN_LATIN),
    "AM": (_AM, _AM_LATIN),
    "GE": (_GE, _GE_LATIN),
    **dict.fromkeys(("DE", "AT", "CH"), (_DE, _DE)),
    "EN": (_EN, _EN),
}
TRADES["AZ"] = (_TR_LATIN, _TR_LATIN)
CHINESE_CITIES = (
    *(("深圳", "Shenzhen"), ("广州", "Guangzhou"), ("宁波", "Ningbo"), ("上海", "Shanghai"), ("义乌", "Yiwu")),
    *(("东莞", "Dongguan"), ("苏州", "Suzhou"), ("青岛", "Qingdao")),
)
SUFFIXES = {
    "HK": "Limited",
    "SG": "Pte. Ltd.",
    "DE": "GmbH",
    "AT": "GmbH",
    "CH": "AG",
    "NL": "B.V.",
    "BE": "BV",
    "US": "Inc.",
    "FI": "Oy",
    "SE": "AB",
    "PL": "Sp. z o.o.",
    "IT": "S.r.l.",
    "FR": "SAS",
    "ES": "S.L.",
    "GB": "Ltd",
    "JP": "K.K.",
    "KR": "Co., Ltd.",
    "TW": "Co., Ltd.",
    "CZ": "s.r.o.",
    "LT": "UAB",
    "LV": "SIA",
    "EE": "OÜ",
    "IN": "Pvt. Ltd.",
    "VN": "JSC",
    "MY": "Sdn. Bhd.",
    "TH": "Co., Ltd.",
    "ID": "PT",
    "BR": "Ltda.",
    "ZA": "(Pty) Ltd",
    "IL": "Ltd.",
    "EG": "Co.",
    "CA": "Inc.",
    "AE": "FZE",
    "RS": "d.o.o.",
    "UZ": "MChJ",
    "AZ": "MMC",
    "MD": "SRL",
    "MX": "S.A. de C.V.",
}


@dataclass(frozen=True, slots=True)
class LegalForm:
    """A legal form with the place of the name in it, as the register and as papers abroad write it."""

    native: str
    latin: str


_FORMS: dict[str, tuple[tuple[float, LegalForm], ...]] = {  # cumulated shares [proposed]
    **dict.fromkeys(
        ("RU", "BY"), ((0.92, LegalForm("ООО «{name}»", "OOO {name}")), (1.0, LegalForm("АО «{name}»", "JSC {name}")))
    ),
    "KZ": ((0.95, LegalForm("ТОО «{name}»", "TOO {name}")), (1.0, LegalForm("АО «{name}»", "JSC {name}"))),
    "KG": ((1.0, LegalForm("ОсОО «{name}»", "OsOO {name}")),),
    "TJ": ((1.0, LegalForm("ООО «{name}»", "LLC {name}")),),
    "MN": ((1.0, LegalForm("{name} ХХК", "{name} LLC")),),
    "AM": ((1.0, LegalForm("«{name}» ՍՊԸ", "{name} LLC")),),
    "GE": ((1.0, LegalForm("შპს {name}", "{name} LLC")),),
    "TR": (
        (0.7, LegalForm("{name} Ltd. Şti.", "{name} Ltd. Sti.")),
        (1.0, LegalForm("{name} A.Ş.", "{name} A.S.")),
    ),
    "AE": (
        (0.4, LegalForm("{name} FZE", "{name} FZE")),
        (0.7, LegalForm("{name} DMCC", "{name} DMCC")),
        (1.0, LegalForm("{name} L.L.C", "{name} LLC")),
    ),
}


def form_of(country_iso: str, u: float) -> LegalForm:
    """Return a legal form of a country, by a number from 0 to 1."""
    forms = _FORMS.get(country_iso)
    if forms is None:
        return _suffixed(country_iso)
    return next((form for share, form in forms if u < share), forms[-1][1])


@cache
def _suffixed(country_iso: str) -> LegalForm:
    suffix = SUFFIXES.get(country_iso, "Ltd.")
    return LegalForm(f"{{name}} {suffix}", f"{{name}} {suffix}")


_MEN = (
    *(("Алексей", "Aleksey"), ("Дмитрий", "Dmitriy"), ("Сергей", "Sergey"), ("Андрей", "Andrey"), ("Игорь", "Igor")),
    *(("Николай", "Nikolay"), ("Олег", "Oleg"), ("Павел", "Pavel"), ("Роман", "Roman"), ("Тимур", "Timur")),
    *(("Виктор", "Viktor"), ("Максим", "Maksim"), ("Руслан", "Ruslan"), ("Юрий", "Yuriy"), ("Денис", "Denis")),
    *(("Артём", "Artem"), ("Вадим", "Vadim"), ("Марат", "Marat"), ("Ринат", "Rinat"), ("Станислав", "Stanislav")),
)
_WOMEN = (
    *(("Анна", "Anna"), ("Елена", "Elena"), ("Ирина", "Irina"), ("Мария", "Mariya"), ("Ольга", "Olga")),
    *(("Светлана", "Svetlana"), ("Татьяна", "Tatyana"), ("Юлия", "Yuliya"), ("Алина", "Alina"), ("Динара", "Dinara")),
)
_LATIN_GIVEN = (
    "Adrian",
    "Bruno",
    "Carla",
    "Daniel",
    "Emil",
    "Frida",
    "Greta",
    "Henrik",
    "Ivo",
    "Jana",
    "Karl",
    "Lena",
    "Marco",
)
_TURKISH_GIVEN = (
    "Ahmet",
    "Mehmet",
    "Emre",
    "Murat",
    "Selin",
    "Ayşe",
    "Elif",
    "Kemal",
    "Burak",
    "Cem",
    "Deniz",
    "Zeynep",
)
_CHINESE_GIVEN = ("Wei", "Jing", "Hao", "Ling", "Min", "Yan", "Bo", "Lei", "Xia", "Tao", "Jun", "Mei", "Qiang", "Hui")
_CYRILLIC_COUNTRIES = frozenset(["RU", "BY", "KZ", "KG", "UZ", "TJ", "MN", "AM", "GE", "AZ", "MD"])
_TAILS = {  # of surnames: Cyrillic and Latin
    **dict.fromkeys(("RU", "BY", "MD"), ("ов", "ov")),
    **dict.fromkeys(("KZ", "KG", "TJ", "UZ", "MN"), ("баев", "baev")),
    "AM": ("ян", "yan"),
    "GE": ("дзе", "dze"),
    "AZ": ("заде", "zade"),
}
_GENDERED = frozenset(["RU", "BY", "MD", "KZ", "KG", "TJ", "UZ", "MN"])
_WITH_PATRONYMIC = frozenset(["RU", "BY", "KZ", "KG", "UZ", "TJ"])
Given = tuple[str, str]


def givens(country_iso: str, *, is_woman: bool) -> tuple[Given, ...]:
    """Return given names of a country, native and Latin."""
    if country_iso in _CYRILLIC_COUNTRIES:
        return _WOMEN if is_woman else _MEN
    plain = _TURKISH_GIVEN if country_iso == "TR" else _CHINESE_GIVEN if country_iso in ("CN", "HK") else _LATIN_GIVEN
    return tuple((name, name) for name in plain)


def person_name(
    country_iso: str, cyrillic_stem: str, latin_stem: str, given: Given, father: Given, *, is_woman: bool
) -> tuple[str, str]:
    """Return a person's name as the register writes it, and in Latin letters."""
    if country_iso not in _CYRILLIC_COUNTRIES:
        latin = f"{given[1]} {latin_stem.capitalize()}"
        return latin, latin
    cyrillic_tail, latin_tail = _TAILS[country_iso]
    if is_woman and country_iso in _GENDERED:
        cyrillic_tail, latin_tail = f"{cyrillic_tail}а", f"{latin_tail}a"
    surname, latin_surname = f"{cyrillic_stem}{cyrillic_tail}".capitalize(), f"{latin_stem}{latin_tail}".capitalize()
    latin = f"{given[1]} {latin_surname}"
    if country_iso not in _WITH_PATRONYMIC:
        return f"{surname} {given[0]}", latin
    return f"{surname} {given[0]} {_patronymic(father[0], is_woman=is_woman)}", latin


def _patronymic(father: str, *, is_woman: bool) -> str:
    if father.endswith(("ей", "ий", "й")):
        stem = (
            father[:-1] + "е" if father.endswith("ей") else father[:-2] + "ь" if father.endswith("ий") else father[:-1]
        )
        return (
            f"{stem}{'вна' if is_woman else 'вич'}"
            if father.endswith("ей")
            else f"{stem}е{'вна' if is_woman else 'вич'}"
        )
    if father.endswith("ь"):
        return f"{father[:-1]}{'евна' if is_woman else 'евич'}"
    return f"{father}{'овна' if is_woman else 'ович'}"
