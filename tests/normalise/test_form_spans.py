"""Where legal forms stand in a text."""

import pytest

from entrepot.normalise.form_spans import first_form, form_spans, has_form, has_strong_form


def _texts(text: str) -> list[str]:
    return [text[start:end] for start, end, _ in form_spans(text)]


def test_forms_are_found_where_they_stand_the_longest_first() -> None:
    assert _texts("Foo Elektronik Ltd. Şti. No 5") == ["Ltd. Şti"]
    assert _texts("XYZ CO., LTD. and ООО Вектор") == ["CO., LTD", "ООО"]


@pytest.mark.parametrize("text", ["NOVE-AD-HOLDING", "Sa'di Street"])
def test_a_part_of_a_word_is_no_form(text: str) -> None:
    assert _texts(text) == []


def test_a_form_alone_is_no_name() -> None:
    assert has_form("ACME LTD")
    assert not has_form("CO., LTD.")
    assert has_form("ACME SA")
    assert not has_strong_form("ACME SA")


def test_dots_and_single_letters_belong_to_the_form_before_them() -> None:
    text = "PERU TOURS S.A.C., Calle 5"
    form = first_form(text)
    assert form is not None
    assert text[: form[1]] == "PERU TOURS S.A.C."
    assert first_form("Calle 5") is None
