"""Names taken apart."""

import pytest

from entrepot.resolve.name_parts import AnalysedName, analyse_name


def kinds(name: AnalysedName) -> list[tuple[str, str]]:
    return [(part.kind, part.key) for part in name.parts]


def test_a_firms_name_is_form_business_words_places_numbers_and_its_own_words() -> None:
    name = analyse_name('АО НПО "Ромашка" завод №7, Москва')
    assert name.forms == {"jsc"}
    assert kinds(name) == [
        ("class", "=research_production_association"),
        ("word", "romashka"),
        ("class", "=plant"),
        ("number", "#7"),
        ("place", "=moscow"),
    ]


@pytest.mark.parametrize(
    "name", ["Brigade Forty 4", "Brigade Forty-Four", "Brigade 44", "Brigade No. 44", "Brigade 044"]
)
def test_numbers_are_numbers_however_written(name: str) -> None:
    assert kinds(analyse_name(name))[-1] == ("number", "#44")


def test_a_roman_number_behind_a_name_is_a_number_and_an_initial_word_is_not() -> None:
    assert kinds(analyse_name("Foobar Fund II"))[-1] == ("number", "#2")
    assert kinds(analyse_name("Ix Foobar"))[0][0] == "word"


def test_initialisms_are_one_word_in_a_firms_name_and_initials_in_a_persons() -> None:
    assert analyse_name("A.B.C. Company").keys == analyse_name("ABC Company").keys
    person = analyse_name("J.-C. Foobar", is_person=True)
    assert [part.kind for part in person.parts] == ["initial", "initial", "word"]


def test_titles_are_left_out_and_patronymics_and_particles_are_known() -> None:
    assert analyse_name("Mr. Ivan Foobar", is_person=True).keys == analyse_name("Ivan Foobar", is_person=True).keys
    kinds_of = [part.kind for part in analyse_name("Иван Петрович бин Фубар", is_person=True).parts]
    assert kinds_of == ["word", "patronymic", "particle", "word"]


def test_a_common_word_weighs_less_than_a_rare_one() -> None:
    weights = {part.key: part.weight for part in analyse_name("Muhammad Foobarov", is_person=True).parts}
    assert weights["muhamad"] < weights["fubarov"]


@pytest.mark.parametrize("name", ["", " ", "LLC", "ООО", "...", "«»", "The", "Mr."])
def test_names_of_nothing_but_form_or_signs_are_taken(name: str) -> None:
    assert analyse_name(name).name == name
    assert analyse_name(name, is_person=True).name == name
