"""Comparison of names of firms and people."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrepot.resolve.name_comparison import compare_names, measure_names, name_calibration, name_score
from entrepot.resolve.name_parts import analyse_name

_LIKELY = 0.6  # possible_from of resources/names/weights.toml
_VOCABULARY = (
    "Сэрния Serniya Инжиниринг Trading ООО LLC Ivan Иван I. al bin 22 Petrovich Abdul Aziz Abdulaziz "
    "ABC Alpha Beta Control Москва Minsk 有限公司 سلمان Stek"
)
_WORDS = st.lists(st.sampled_from(_VOCABULARY.split()), min_size=1, max_size=5)


def score(a: str, b: str, *, is_person: bool = False) -> float:
    return name_score(analyse_name(a, is_person=is_person), analyse_name(b, is_person=is_person))


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ('ООО "ТД Трейдтулс"', "Trading House Treydtuls"),
        ("Trading House Treydtuls", "TRADETOOLS LLC"),
        ("Trade Tools Ltd", "Tradetools LLC"),
        ("Сэрния Инжиниринг", "Serniya Engineering OOO"),
        ("深圳市华芯电子有限公司", "Shenzhen Huaxin Electronics Co., Ltd"),
        ("Foobar Elektronik Sanayi ve Ticaret A.Ş.", "FOOBAR ELECTRONICS INDUSTRY AND TRADE ANONIM SIRKETI"),
        ("ТОО «DA GROUP 22»", "Da Group 22 LLP"),
        ("Siemens Aktiengeselschaft", "Siemens AG"),
        ("FoobarineAG", "Foobarine AG"),
        ("FOOBARINE PRECISION CORPORATION JOINT STOCK COMPAN", "Foobarine Precision Corporation JSC"),
        ("Foobarine Company Limited Liability Company", "Foobarine LLC"),
        ("1st Quuxine Bank", "First Quuxine Bank"),
        ("JSC Kvuksom Plant", "АО «Квуксомский завод»"),
        ("Foobarine Experimental Design Bureau", "Foobarine Design Bureau"),
        ("Foobar Институт’‘Квуксприбор", "Институт Foobar Kvukspribor"),
    ],
)
def test_spellings_and_translations_of_a_firms_name_are_alike(a: str, b: str) -> None:
    assert score(a, b) >= _LIKELY


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("ООО Стек, Москва", "Stek of Minsk"),
        ("Foobar Plant 22", "Foobar Plant 21"),
        ("Foobar Gas Company", "Quuxine Gas Company"),
        ("Volkswagen Aktiengesellschaft", "Siemens Aktiengesellschaft"),
        ("ООО БАЙ", "ООО БАЙКАЛ"),
        ("ANO Foobar Quuxine", "Foobar Quuxine LLC"),
        ("Foobarine Systems Inc", "Foobarine Industries Inc"),
        ("Ульяновский завод Фубар", "Московский завод Фубар"),
    ],
)
def test_firms_of_another_place_number_or_word_are_not_alike(a: str, b: str) -> None:
    assert score(a, b) < _LIKELY


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Сергей Викторович Лавров", "LAVROV, Sergey Viktorovich"),
        ("Сергей Лавров", "Serhii Viktorovych Lavrov"),
        ("S. V. Lavrov", "Sergey Viktorovich Lavrov"),
        ("SergeiLavrov", "Lavrov Sergei"),
        ("محمد بن سلمان", "Muhammad bin Salman"),
        ("NURISTANI, Abdul Aziz", "Abdulaziz Nooristani"),
    ],
)
def test_orders_initials_and_scripts_of_a_persons_name_are_alike(a: str, b: str) -> None:
    assert score(a, b, is_person=True) >= _LIKELY


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Sergey Viktorovich Lavrov", "Sergey Ivanovich Lavrov"),
        ("Frost, William G.", "William W. Frost"),
        ("A. Foobarov", "Sergei Foobarov"),
        ("Boris Foobarov", "Roman Foobarov"),
        ("Mohamed Foobar", "Ahmed Foobar"),
        ("Michel Foobarov", "Michelle Foobarov"),
        ("Анна Юрьевна Аккуратова", "Анна Юрьевна Игнатова"),
        ("FOOBARSON, Leo", "QUUXINE, Leo F."),
        ("Tomas Darkas", "Tomas Dirmus"),
    ],
)
def test_people_of_another_given_name_patronymic_or_initial_are_not_alike(a: str, b: str) -> None:
    assert score(a, b, is_person=True) < _LIKELY


def test_the_parts_say_what_was_paired_and_how() -> None:
    found = compare_names(analyse_name("ТД Трейдтулс"), analyse_name("Trading House Treydtuls Omega"))
    assert [(pair.how, pair.a, pair.b) for pair in found.parts] == [
        ("same", "тд", "trading house"),
        ("same", "трейдтулс", "treydtuls"),
        ("only_b", "", "omega"),
    ]


def test_an_acronym_stands_for_its_words() -> None:
    found = compare_names(analyse_name("ABC Omega"), analyse_name("Alpha Beta Core Omega"))
    assert ("acronym", "abc", "alpha beta core") in [(pair.how, pair.a, pair.b) for pair in found.parts]


def test_an_acronym_of_another_script_stands_for_its_words() -> None:
    found = compare_names(analyse_name("AO KTsNM"), analyse_name("Квуксомский центр новых материалов"))
    assert [(pair.how, pair.a) for pair in found.parts if pair.b and pair.a] == [("acronym", "ktsnm")]


def test_an_acronym_is_likelier_than_nothing_and_far_less_likely_than_the_words() -> None:
    whole = score("Foobar Quuxine Trading", "Foobar Quuxine Trading")
    short = score("FQT", "Foobar Quuxine Trading")
    assert score("XYZ", "Foobar Quuxine Trading") < 0.1
    assert 0.5 < short < 0.75 < whole
    assert score("FQT", "Foobar Quuxine Trading Omega Sigmine") < short


def test_an_adjective_is_that_of_a_firms_place_and_no_persons_name() -> None:
    firm, person = score("Kvuksom", "Квуксомский"), score("Ivan Kvuksom", "Иван Квуксомский", is_person=True)
    assert person < _LIKELY < firm


def test_words_of_scripts_with_vowel_signs_stay_whole() -> None:
    assert [part.text for part in analyse_name("मोहन कुमार", is_person=True).parts] == ["मोहन", "कुमार"]
    assert score("मोहन कुमार", "Mohan Kumar", is_person=True) >= _LIKELY


def test_one_slip_in_a_short_surname_may_be_and_more_may_not() -> None:
    right = "Foobarin Tarvid Dorvel"
    one, two = (score(right, f"Foobarin Tarvid {wrong}", is_person=True) for wrong in ("Dorwel", "Torwin"))
    assert two < _LIKELY < one


@pytest.mark.parametrize("is_person", [False, True])
def test_the_calibration_keeps_the_order_of_names(is_person: bool) -> None:
    raw, calibrated, slopes = name_calibration(is_person)
    assert list(raw) == sorted(raw)
    assert min(slopes) > 0
    assert len(raw) == len(calibrated) == len(slopes)


def test_another_legal_form_speaks_against_and_forbids_nothing() -> None:
    same, other = score("Foobar Quuxine LLC", "ООО Foobar Quuxine"), score("Foobar Quuxine LLC", "АО Foobar Quuxine")
    assert 0.3 < other < same


@given(_WORDS, _WORDS, st.booleans())
def test_the_order_of_two_names_does_not_matter(a: list[str], b: list[str], is_person: bool) -> None:
    one, other = analyse_name(" ".join(a), is_person=is_person), analyse_name(" ".join(b), is_person=is_person)
    assert measure_names(one, other) == measure_names(other, one)
    turned = {(pair.how, pair.b, pair.a) for pair in compare_names(other, one).parts if pair.a and pair.b}
    assert {(pair.how, pair.a, pair.b) for pair in compare_names(one, other).parts if pair.a and pair.b} == turned


@given(_WORDS, st.booleans())
def test_no_name_is_more_like_a_name_than_itself(words: list[str], is_person: bool) -> None:
    name = analyse_name(" ".join(words), is_person=is_person)
    assert all(pair.how == "same" for pair in compare_names(name, name).parts)
    changed = analyse_name(" ".join([*words, "Quuxine"]), is_person=is_person)
    assert name_score(name, name) >= name_score(name, changed) - 0.15
