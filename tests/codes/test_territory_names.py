"""Country names as customs tables write them, in fifteen languages."""

import csv
import subprocess
import sys
from collections import defaultdict

import pytest

from entrepot.codes.lookalikes import fold
from entrepot.codes.territories import iso2, territories
from entrepot.codes.territory_names import ambiguous_keys, country_keys, no_country_keys
from entrepot.settings import resources_dir

LANGUAGES = {"en", "ru", "uk", "kk", "tr", "es", "pt", "fr", "vi", "zh_Hans", "hy", "ka", "ky", "uz", "de"}
WITHOUT_ISSUE = {
    "CN": (
        *(
            "КИТАЙ",
            "КНР",
            "КИТАЙСКАЯ НАРОДНАЯ РЕСПУБЛИКА",
            "Китайська Народна Республіка",
            "ҚЫТАЙ",
            "ÇİN",
            "ÇIN",
            "CIN",
        ),
        *("ÇİN HALK CUMHURİYETİ", "REPÚBLICA POPULAR CHINA", "REPUBLICA POPULAR DA CHINA", "CHINE", "TRUNG QUỐC"),
        *(
            "TRUNG QUOC",
            "中国",
            "中华人民共和国",
            "CHINA",
            "Չինաստան",
            "ჩინეთი",
            "Xitoy",
            "156",
            "CN-CHINA",
            "156 - КИТАЙ",
        ),
    ),
    "HK": (
        "中国香港",
        "CHINA (HONG KONG)",
        "CHINA, HONG KONG",
        "ГОНКОНГ",
        "Гонконг (Китай)",
        "HONG-KONG",
        "HỒNG KÔNG",
        "344",
    ),
    "RU": (
        "РОССИЯ",
        "РОССИЙСКАЯ ФЕДЕРАЦИЯ",
        "Російська Федерація",
        "FEDERACIÓN DE RUSIA",
        "RUSYA FEDERASYONU",
        "643",
        "643.0",
    ),
    "KR": (
        "KOREA, REPUBLIC OF",
        "КОРЕЯ, РЕСПУБЛИКА",
        "GÜNEY KORE",
        "REPÚBLICA DE COREA",
        "HÀN QUỐC",
        "韩国",
        "COREE DU SUD",
    ),
    "KP": ("KOREA, DEMOCRATIC PEOPLE'S REPUBLIC OF", "КНДР", "COREA DEL NORTE", "朝鲜"),
    "TR": ("ТУРЦИЯ", "TÜRKİYE", "TURQUÍA", "TÜRKİYE CUMHURİYETİ", "Туреччина", "THỔ NHĨ KỲ", "土耳其"),
    "DE": ("ALEMANIA", "ALLEMAGNE", "ALMANYA", "НІМЕЧЧИНА", "ĐỨC", "德国", "Գերմանիա"),
    "US": ("EE.UU.", "EUA", "ABD", "США", "АҚШ", "ÉTATS-UNIS", "HOA KỲ", "MỸ", "美国", "UNITED  STATES"),
    "CI": ("COTE D`IVOIRE", "COTE D&#39;IVOIRE", "CÔTE D’IVOIRE", "COSTA DE MARFIL"),
    "AT": ("Áo", "ÖSTERREICH", "АВСТРИЯ"),
    "AO": ("AO", "ANGOLA"),
    "MY": ("MY", "MALASIA", "MALEZYA"),
    "VE": ("VENEZUELA, BOLIVARIAN REPUBLIC OF", "ВЕНЕСУЭЛА (БОЛИВАРИАНСКАЯ РЕСПУБЛИКА)"),
    "TW": ("TAIWAN, PROVINCE OF CHINA", "ТАЙВАНЬ (КИТАЙ)", "CHINA (TAIWAN)", "República de China", "中国台湾"),
    "VI": ("VIRGIN ISLANDS, U.S.",),
    "NL": ("PAÍSES BAJOS", "HOLANDA", "НИДЕРЛАНДЫ", "荷兰"),
    "CD": ("RDC", "КОНГО, ДЕМОКРАТИЧЕСКАЯ РЕСПУБЛИКА", "REPÚBLICA DEMOCRÁTICA DEL CONGO"),
    "GE": ("ГРУЗИЯ", "GÜRCİSTAN", "საქართველო", "GEORGIA"),
}


@pytest.mark.parametrize(("code", "name"), [(code, name) for code, names in WITHOUT_ISSUE.items() for name in names])
def test_names_of_customs_tables_give_the_code(code: str, name: str) -> None:
    assert iso2(name).value == code
    assert iso2(name).issue is None


@pytest.mark.parametrize(
    ("reported", "code", "issue"),
    [
        ("КHP", "CN", "two alphabets"),  # the last two letters are Latin
        ("OMAН", "OM", "two alphabets"),  # the last letter is Cyrillic
        ("TANZANIA, UNITED REPUB", "TZ", "is cut; only Tanzania begins so"),
        ("KOREA, DEMOCRATIC PEOP", "KP", "is cut; only North Korea begins so"),
        ("ÐšÐ¸Ñ‚Ð°Ð¹", "CN", "decoded wrongly"),
        ("URSS", "SU", "no longer exists"),
        ("ЮГОСЛАВИЯ", "YU", "no longer exists"),
    ],
)
def test_damaged_names_give_the_code_and_say_what_was_done(reported: str, code: str, issue: str) -> None:
    found = iso2(reported)
    assert found.value == code
    assert issue in (found.issue or "")


@pytest.mark.parametrize(
    ("reported", "issue"),
    [
        ("EUROPEAN UNION", "a group of countries"),
        ("ЕВРОСОЮЗ", "a group of countries"),
        ("UNIÓN EUROPEA", "a group of countries"),
        ("РАЗНЫЕ СТРАНЫ", "several countries"),
        ("VARIOS PAISES", "several countries"),
        ("ZONA FRANCA COLON", "a free zone"),
        ("EGE SERBEST BÖLGESİ", "a free zone"),
        ("上海保税区", "a free zone"),
        ("ALTA MAR", "high seas"),
        ("Чехословакия", "no longer exists"),
        ("QZ", "code for no known country"),
        ("ZZ", "no country is stated"),
        ("Corea", "may be North Korea or South Korea"),
        ("Kongo", "may be Democratic Republic of the Congo or Republic of the Congo"),
        ("ISLAS VIRGENES", "may be British Virgin Islands or US Virgin Islands"),
        ("RU CHINA", "is no country"),
        ("36", "is no country"),
        ("DEMOCRATIC REPUBLIC OF", "is no country"),
        ("PEOPLE'S REPUBLIC OF", "is no country"),
    ],
)
def test_what_is_no_single_country_says_what_it_is(reported: str, issue: str) -> None:
    found = iso2(reported)
    assert found.value is None
    assert issue in (found.issue or "")


def names() -> list[dict[str, str]]:
    with (resources_dir() / "countries/names.csv").open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_key_is_the_folded_name() -> None:
    assert [row["name"] for row in names() if fold(row["name"]) != row["key"]] == []


def test_every_country_has_a_name_in_every_language_and_a_number() -> None:
    found: defaultdict[str, set[str]] = defaultdict(set)
    for row in names():
        found[row["country_iso"]] |= set(row["language"].split())
    current = [territory for territory in territories() if territory.status == "official"]
    assert {t.country_iso for t in current if not found[t.country_iso] >= LANGUAGES | {"numeric"}} == set()


def test_every_cldr_name_of_one_country_resolves_to_it() -> None:
    owners: defaultdict[str, set[str]] = defaultdict(set)
    for row in names():
        owners[row["key"]].add(row["country_iso"])
    settled = {"ao", "bi", "nga", "конго"}  # codes AO, BI, NGA and the name that territories.csv gives to CG
    wrong = [
        row
        for row in names()
        if len(owners[row["key"]]) == 1
        and row["key"] not in settled | set(ambiguous_keys())
        and iso2(row["name"]).value != row["country_iso"]
    ]
    assert wrong == []


def test_no_text_is_a_country_and_no_country_at_once() -> None:
    assert set(no_country_keys()) & set(country_keys()) == set()
    assert set(ambiguous_keys()) & set(country_keys()) == set()


def test_the_names_are_read_only_when_a_country_is_asked() -> None:
    script = (
        "import entrepot.codes.territories as t, entrepot.codes.territory_names as n;"
        "assert n.country_keys.cache_info().currsize == 0; t.iso2('RU'); assert n.country_keys.cache_info().currsize == 1"
    )
    subprocess.run([sys.executable, "-c", script], check=True)
