"""One spelling for a word of any script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrepot.normalise.transliteration import is_without_vowels, latin, script_of, skeleton, word_fold


@pytest.mark.parametrize(
    ("spellings", "fold"),
    [
        ("Сэрния Serniya Sernia", "sernia"),
        ("Щукин Shchukin Schukin Schtschukin Chtchukin", "shukin"),
        ("Юрий Yuriy Yuri Iurii Yury", "iuri"),
        ("Дмитрий Dmitriy Dmitry Dmitrii Dmitrij", "dmitri"),
        ("Сергеевич Sergeyevich Sergeevich Sergejevich", "sergevich"),
        ("Чайковский Chaykovskiy Tchaikovsky Tschaikowski", "chaikovski"),
        ("Хачатурян Khachaturyan Hačaturjan Xachaturian", "hachaturian"),
        ("Цой Tsoy Tzoi", "tsoi"),
        ("Лукашенко Lukashenko Lukaschenko", "lukashenko"),
        ("Aksyonov Aksenov Аксёнов Аксенов", "aksenov"),
        ("Şimşek Шимшек Shimshek", "shimshek"),
        ("Ղազարյան Ghazaryan", "gazarian"),
        ("Nuristani Nooristani", "nuristani"),
        ("техно Tekhno Techno", "tehno"),
        ("华芯 Huaxin", "huaksin"),
    ],
)
def test_spellings_of_one_word_meet(spellings: str, fold: str) -> None:
    assert {word_fold(word) for word in spellings.split()} == {fold}


def test_words_that_differ_in_a_consonant_stay_apart() -> None:
    assert len({word_fold(word) for word in ("Стек", "Стен", "Степ", "Spek")}) == 4


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Tradetools", "Трэйдтулс"),
        ("Джейхун", "Ceyhun"),
        ("محمود", "Mahmud"),
        ("رحمت", "Rahmat"),
        ("الله", "Allah"),
        ("وليد", "Walid"),
        ("نواز", "Nawaz"),
        ("علوي", "Alawi"),
        ("ممدوح", "Mamduh"),
        ("ប៉ុល", "Pol"),
        ("جمال", "Djamel"),
    ],
)
def test_skeletons_meet_where_vowels_and_hissing_sounds_are_spelled_differently(a: str, b: str) -> None:
    assert skeleton(word_fold(a)) == skeleton(word_fold(b))


def test_a_skeleton_keeps_that_a_word_begins_with_a_vowel() -> None:
    assert skeleton("igor") == "agr"
    assert skeleton("gor") == "gr"


@given(st.text(max_size=12))
def test_folding_a_fold_changes_nothing(word: str) -> None:
    once = word_fold(word)
    assert word_fold(once) == once
    assert once.isascii()


@given(st.text(alphabet="абвгдежзийклмнопрстуфхцчшщъыьэюяёіїєґ", min_size=1, max_size=12))
def test_a_cyrillic_word_and_its_latin_spelling_fold_alike(word: str) -> None:
    assert word_fold(latin(word)) == word_fold(word)


@given(st.text(max_size=12))
def test_case_does_not_matter(word: str) -> None:
    assert word_fold(word.casefold()) == word_fold(word)


def test_scripts_are_named() -> None:
    assert [script_of(word) for word in ("Foo", "Фоо", "电子", "17", "Հայ", "سلمان")] == [
        "Latin", "Cyrillic", "Chinese", "digits", "Armenian", "Arabic",
    ]  # fmt: skip
    assert is_without_vowels("سلمان")
    assert not is_without_vowels("Salman")
