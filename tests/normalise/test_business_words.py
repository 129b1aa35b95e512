"""Words of firms' names by meaning."""

import pytest

from entrepot.normalise.business_words import (
    cut_form,
    misspelled_term,
    phrase_keys,
    roman_number,
    split_chinese,
    vocabulary,
)


@pytest.mark.parametrize(
    ("phrases", "label"),
    [
        (["Торговый дом", "Trading House", "ТД", "TD", "Torgovyy Dom"], "trading_house"),
        (["Электроника", "Electronics", "Elektronika", "Elektronik", "dianzi", "电子"], "electronics"),
        (["завод", "zavod", "Plant", "Factory", "fabrika"], "plant"),
        (["НПО", "NPO", "научно-производственное объединение"], "research_production_association"),
        (["Research and Production Association"], "research_production_association"),
        (["инжиниринг", "Inzhiniring", "Engineering", "Mühendislik"], "engineering"),
        (["贸易", "Trading", "Ticaret", "Handel"], "trading"),
        (["ООО", "ТОО", "OsOO", "ЖЧК", "ՍՊԸ", "Ltd. Şti.", "Ltd Sti", "有限公司", "GmbH"], "llc"),
        (["A.Ş.", "A.S.", "Anonim Şirketi", "Anonim Sirketi", "股份有限公司", "ՓԲԸ", "ПрАТ"], "jsc"),
        (["УП", "ФГУП"], "state_enterprise"),
        (["ЧТУП"], "private_enterprise"),
        (["Москва", "Moscow", "Moskau"], "moscow"),
        (["Hong Kong", "Гонконг", "香港"], "hong_kong"),
    ],
)
def test_translations_and_transliterations_are_one_class(phrases: list[str], label: str) -> None:
    known = vocabulary()
    found = {phrase: known.chinese.get(phrase) or known.phrases.get(phrase_keys(phrase)) for phrase in phrases}
    assert {phrase: term.label if term else None for phrase, term in found.items()} == dict.fromkeys(phrases, label)


def test_a_chinese_name_is_divided_into_place_own_name_business_and_form() -> None:
    found = [(text, term.label if term else None) for text, term in split_chinese("深圳市华芯电子有限公司")]
    assert found == [("深圳", "shenzhen"), ("华芯", None), ("电子", "electronics"), ("有限公司", "llc")]


def test_a_long_known_word_is_known_with_one_letter_wrong_and_a_short_one_is_not() -> None:
    term = misspelled_term("aktiengeselshaft")
    assert term is not None
    assert term.label == "jsc"
    assert misspelled_term("benk") is None


@pytest.mark.parametrize(
    ("token", "value"), [("ii", 2), ("iv", 4), ("xix", 19), ("", None), ("iiii", None), ("mix", None)]
)
def test_roman_numbers_are_read(token: str, value: int | None) -> None:
    assert roman_number(token) == value


def test_a_legal_form_cut_off_at_the_end_of_a_field_is_known() -> None:
    found = cut_form(phrase_keys("joint stock compan"))
    assert found is not None
    assert (found.kind, found.label) == ("form", "jsc")
    assert cut_form(phrase_keys("joint stock co")) is None
    assert cut_form(phrase_keys("joint stock foobar")) is None
    assert cut_form(phrase_keys("compan")) is None


def test_a_word_with_another_first_letter_is_no_misspelling() -> None:
    assert misspelled_term("elektronix") is not None
    assert misspelled_term("alektronik") is None
    assert misspelled_term("konetski") is None
