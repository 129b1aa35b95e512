"""Folding and mixed alphabets."""

from hypothesis import given, settings
from hypothesis import strategies as st

from entrepot.codes.lookalikes import fold, repair_mixed_token


def test_a_latin_word_with_a_cyrillic_letter_becomes_latin() -> None:
    assert repair_mixed_token("elеktronik") == "elektronik"  # the third letter is Cyrillic


def test_a_cyrillic_word_with_a_latin_letter_becomes_cyrillic() -> None:
    assert repair_mixed_token("cкай") == "скай"  # the first letter is Latin


def test_a_word_that_neither_script_can_write_is_left_to_a_person() -> None:
    assert repair_mixed_token("йz") == "йz"


def test_cyrillic_letters_keep_what_makes_them_letters() -> None:
    assert fold("Чайка") == "чайка"


def test_turkish_and_western_letters_lose_their_marks() -> None:
    assert fold("Şirketi IŞIK İstanbul Çağrı") == "sirketi isik istanbul cagri"


def test_kana_keep_their_voicing_marks() -> None:
    assert fold("ガス") != fold("カス")


@settings(deadline=None)
@given(st.text())
def test_fold_is_idempotent(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@settings(deadline=None)
@given(st.text())
def test_fold_leaves_single_spaces_alone(text: str) -> None:
    folded = fold(text)
    assert folded == " ".join(folded.split())


@given(st.text("АвЙйЁёӘәҰIіЇ'’`«»–_-.5 \t\n", max_size=12).map(lambda text: text.replace("I", "И")))
@settings(max_examples=300)
def test_plain_cyrillic_is_folded_by_the_short_way_as_by_the_long_one(text: str) -> None:
    """A French word behind it forces the long way."""
    assert fold(f"{text} été") == f"{fold(text)} ete".strip()


@given(st.text("aZ5'`_-. \t\n", max_size=12))
@settings(max_examples=300)
def test_ascii_is_folded_by_the_short_way_as_by_the_long_one(text: str) -> None:
    """A French word behind it forces the long way."""
    assert fold(f"{text} été") == f"{fold(text)} ete".strip()
