"""Name keys and legal forms."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entrepot.normalise.legal_forms import legal_forms
from entrepot.normalise.names import name_key, split_legal_form


@pytest.mark.parametrize(
    ("name", "key", "form_class"),
    [
        ("ТОО «DA GROUP 22»", "da group 22", "llc"),
        ("«DA GROUP 22» Жауапкершілігі Шектеулі Серіктестігі", "da group 22", "llc"),
        ("«DA GROUP 22» ЖШС", "da group 22", "llc"),
        ("DA GROUP 22 LIMITED LIABILITY PARTNERSHIP", "da group 22", "llc"),
        ("Товарищество с Ограниченной Ответственностью «DA GROUP 22»", "da group 22", "llc"),
        ("TOO Foo", "foo", "llc"),
        ("ОсОО «Фоо»", "фоо", "llc"),
        ("OsOO Foo", "foo", "llc"),
        ("Фоо ЖЧК", "фоо", "llc"),
        ("«Արմ» ՍՊԸ", "արմ", "llc"),
        ("«Արմ» ՓԲԸ", "արմ", "jsc"),
        ("Foo Elektronik Anonim Sirketi", "foo elektronik", "jsc"),
        ("Foo Elektronik A.Ş.", "foo elektronik", "jsc"),
        ("FOO ELEKTRONİK LTD. ŞTİ.", "foo elektronik", "llc"),
        ("Foo Elektronik Limited Sirketi", "foo elektronik", "llc"),
        ("深圳市某某电子有限公司", "深圳市某某电子", "llc"),
        ("深圳市某某电子股份有限公司", "深圳市某某电子", "jsc"),
        ("Shenzhen Foo Electronics Co., Ltd.", "shenzhen foo electronics", "llc"),
        ("Foo Electronics Company Limited", "foo electronics", "llc"),
        ("ЧТУП «Фоо»", "фоо", "private_enterprise"),
        ("УП «Фоо»", "фоо", "state_enterprise"),
        ("ПрАТ «Фоо»", "фоо", "jsc"),
        ("შპს ფოო", "ფოო", "llc"),
        ("Foo MMC", "foo", "llc"),
        ("МЧЖ Фоо", "фоо", "llc"),
        ("Foo d.o.o.", "foo", "llc"),
        ("Foo, S.A. DE C.V.", "foo", "jsc"),
        ("FOO FZE", "foo", "llc"),
        ("Foo FZCO", "foo", "llc"),
        ("Foo DMCC", "foo", "llc"),
        ("Foo GmbH", "foo", "llc"),
        ("Foo GmbH & Co. KG", "foo", "llc"),
        ("Obshchestvo S Ogranichennoi Otvetstvennostyu Foo", "foo", "llc"),
        ("Obschestvo s ogranichennoy otvetstvennostiu Foo", "foo", "llc"),
        ("Общество с ограниченной ответственностью «Фоо»", "фоо", "llc"),
        ("Aкционерное общество «Фоо»", "фоо", "jsc"),  # the first letter is Latin, as in the EU list
        ("OTKRYTOE AKTSIONERNOE OBSHCHESTVO FOO", "foo", "jsc"),
        ("Public Joint Stock Company Foo", "foo", "jsc"),
        ("ИП Фоов Иван", "фоов иван", "sole_trader"),
        ("ФГУП Фоо", "фоо", "state_enterprise"),
        ("Foo", "foo", None),
    ],
)
def test_the_legal_form_is_recognised_and_left_out_of_the_key(name: str, key: str, form_class: str | None) -> None:
    assert name_key(name) == key
    assert split_legal_form(name).form_class == form_class


def test_a_research_and_production_association_keeps_its_word_because_it_names_the_firm() -> None:
    assert name_key("АО «НПО Квант»") == "нпо квант"
    assert name_key("АО «НПО Квант»") != name_key("АО «Квант»")
    assert split_legal_form("NPO Kvant").form_class == "research_production"


def test_a_branch_is_not_the_firm() -> None:
    assert name_key("Foo LLC branch") != name_key("Foo LLC")
    assert split_legal_form("Foo branch").form_class == "branch"


def test_short_forms_inside_a_name_are_part_of_it() -> None:
    assert name_key("Casa SA Verde") == "casa sa verde"


def test_latin_and_cyrillic_spellings_have_different_keys() -> None:
    assert name_key("Sky Mechanics") != name_key("Скай Механикс")


def test_case_punctuation_and_ampersand_do_not_matter() -> None:
    assert name_key('"FOO & BAR" LLC') == name_key("Foo and Bar, L.L.C.") == "foo and bar"


def test_a_name_of_nothing_but_a_form_or_signs_has_no_key() -> None:
    assert name_key("ООО") is None
    assert name_key("«»") is None
    assert name_key("", kind="person") is None


def test_surname_first_and_last_give_one_key_for_a_person() -> None:
    assert name_key("CHERNET, Yevgeniy Olegovich", kind="person") == name_key(
        "Yevgeniy Olegovich Chernet", kind="person"
    )


def test_a_persons_name_keeps_words_that_are_legal_forms_of_firms() -> None:
    assert name_key("AG, Tashi", kind="person") == "ag tashi"


def test_forms_are_sorted_into_known_classes() -> None:
    assert {form.form_class for form in legal_forms().values()} == {
        "llc",
        "jsc",
        "corporation",
        "partnership",
        "sole_trader",
        "state_enterprise",
        "private_enterprise",
        "state_institution",
        "non_profit",
        "research_production",
        "branch",
    }


words = st.sampled_from(
    ["foo", "Бар", "ООО", "LLC", "Co.", "Ltd", "ТОО", "A.Ş.", "电子有限公司", "&", "«q»", "NPO", "s", "a"]
)


@settings(deadline=None)
@given(st.one_of(st.text(), st.lists(words, max_size=8).map(" ".join)))
def test_the_key_of_a_key_is_the_key(name: str) -> None:
    key = name_key(name)
    assert key is None or name_key(key) == key


@settings(deadline=None)
@given(
    st.lists(st.text(alphabet="abcdeабвг", min_size=1), min_size=1, max_size=5).flatmap(
        lambda parts: st.tuples(st.just(parts), st.permutations(parts))
    )
)
def test_the_order_of_a_persons_names_does_not_matter(both: tuple[list[str], list[str]]) -> None:
    first, second = both
    assert name_key(" ".join(first), kind="person") == name_key(", ".join(second), kind="person")
