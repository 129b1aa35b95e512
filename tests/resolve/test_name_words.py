"""The words names are found by. All names are invented."""

from entrepot.resolve.name_words import ACRONYM, CHARACTERS, MADE, WRITTEN, name_words


def _words(names: list[str], place: int, role: int = WRITTEN, *, is_person: bool = False) -> list[str]:
    read = name_words((name, is_person) for name in names)
    return [
        read.words[word]
        for name, word, own in zip(read.name, read.word, read.role, strict=True)
        if name == place and own == role
    ]


def test_legal_forms_are_left_out_and_translated_words_are_one() -> None:
    names = ["ООО «Торговый дом Зорвель»", "Zorvel Trading House Limited Liability Company"]

    assert sorted(_words(names, 0)) == sorted(_words(names, 1)) == ["=trading_house", "zorvel"]


def test_a_name_of_nothing_but_a_legal_form_keeps_its_words() -> None:
    assert _words(["ООО"], 0) != []


def test_neighbours_are_one_word_only_where_another_name_writes_them_so() -> None:
    assert _words(["Zorvel Tarvid", "Zorveltarvid"], 0, MADE) == ["zorveltarvid"]
    assert _words(["Zorvel Tarvid"], 0, MADE) == []


def test_letters_that_systems_use_differently_are_read_both_ways() -> None:
    assert _words(["Texnozhar", "Tekhnozhar"], 0, MADE) == _words(["Texnozhar", "Tekhnozhar"], 1)


def test_chinese_characters_are_words_and_are_read_where_another_name_holds_the_reading() -> None:
    names = ["深圳市华芯电子有限公司", "Shenzhen Huaxin Electronics Co., Ltd."]

    assert _words(names, 0, CHARACTERS) == ["华芯"]
    assert _words(names, 0, MADE) == ["huaksin"]
    assert "huaksin" in _words(names, 1)
    assert "=electronics" in _words(names, 0)
    assert _words(names[:1], 0, MADE) == []


def test_a_chinese_person_is_read_as_family_and_given_name() -> None:
    assert set(_words(["赵正方", "Zhao Zhengfang"], 0, MADE, is_person=True)) >= {"zhao", "zhengfang"}


def test_first_letters_are_a_word_where_a_firm_is_called_so() -> None:
    assert _words(["Kalvin Institut Morskikh Priborov LLC", "KIMP JSC"], 0, ACRONYM) == ["kimp"]
    assert _words(["Kalvin Institut Morskikh Priborov LLC"], 0, ACRONYM) == []


def test_words_written_without_vowels_are_compared_by_consonants() -> None:
    names = ["قلمدار", "Qalamdar"]

    assert _words(names, 0, MADE, is_person=True) == _words(names, 1, MADE, is_person=True) != []


def test_single_letters_count_only_where_nothing_else_is_there() -> None:
    assert _words(["Volkanov A"], 0, is_person=True) == ["volkanov"]
    assert _words(["A B"], 0, is_person=True) == ["a", "b"]
