"""Names taken apart, and what two of them hint at; all invented but for the grammar."""

import pytest

from entrepot.indicators.kinship import Kinship, kinship, person_name


@pytest.mark.parametrize(
    "name",
    [
        "VYMYSLOV, Yevgeniy Olegovich",
        "Vymyslov Yevgeniy Olegovich",
        "Yevgeniy Olegovich Vymyslov",
        "Вымыслов Евгений Олегович",
    ],
)
def test_order_script_and_comma_do_not_matter(name: str) -> None:
    assert person_name(name) == person_name("Vymyslov Evgeny Olegovich")


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Vymyslov Yevgeniy Olegovich", "Vymyslov Ivan Yevgenievich", Kinship.PARENT_AND_CHILD),
        ("Evgeny Vymyslov", "Вымыслова Анна Евгеньевна", Kinship.PARENT_AND_CHILD),
        ("Nebyvalsky Aleksandr Petrovich", "Nebyvalskaya Olga Alexandrovna", Kinship.PARENT_AND_CHILD),
        ("Vymyslov Petr Sergeevich", "Vymyslova Anna Sergeyevna", Kinship.SIBLINGS),
        ("Vymyslov Petr Sergeevich", "Vymyslova Anna Olegovna", Kinship.SURNAME),
        ("Ilya Vymyslov", "Ilya Nebyvalov", None),
        ("Vymyslov Petr Sergeevich", "VYMYSLOV, Petr Sergeevich", None),
        ("Vymyslov", "Vymyslov Petr", None),
    ],
)
def test_hint_is_the_same_from_both_sides(one: str, other: str, expected: Kinship | None) -> None:
    assert kinship(one, other) is expected
    assert kinship(other, one) is expected


def test_short_given_names_carry_no_patronymic() -> None:
    assert kinship("Vymyslov Ilya Olegovich", "Vymyslov Petr Ilyich") is Kinship.SURNAME
