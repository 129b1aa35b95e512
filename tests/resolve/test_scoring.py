"""Scores, decisions and explanations of pairs of parties."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrepot.resolve import name_comparison
from entrepot.resolve.explanation import explain
from entrepot.resolve.profiles import PartyProfile, party_profile
from entrepot.resolve.scoring import score_pair

INN = ("inn", "7715420510", "valid")
OTHER_INN = ("inn", "7707083893", "valid")
NEAR_INN = ("inn", "7715420511", "invalid")


def firm(
    name: str, *identifiers: tuple[str, str, str], country: str | None = None, unit: str | None = None
) -> PartyProfile:
    building = [unit.split("|", maxsplit=1)[0].strip()] if unit else []
    return party_profile(
        "company", [name], identifiers=identifiers, countries=[country] if country else [], units=[unit] if unit else [],
        buildings=building,
    )  # fmt: skip


def person(name: str, born: str | None = None) -> PartyProfile:
    return party_profile("person", [name], born=[born] if born else [])


def test_translated_names_with_one_number_are_the_same() -> None:
    a, b = firm('ООО "ТД Трейдтулс"', INN, country="RU"), firm("Trading House Treydtuls", INN, country="RU")
    assert score_pair(a, b).decision == "same"
    assert "Both carry the INN 7715420510." in explain(a, b)


@pytest.mark.parametrize("name", ["Apple LLC", "Victory", "ООО Вектор"])
def test_a_short_or_common_word_alone_is_possible_at_most(name: str) -> None:
    a, b = firm(name), firm(name)
    assert score_pair(a, b).decision == "possible"
    assert "A short or common name alone does not tell parties apart." in explain(a, b)


def test_a_short_name_with_an_equal_address_may_be_the_same() -> None:
    unit = "5 lenina ru | 12"
    assert score_pair(firm("Вектор ООО", unit=unit), firm("Vektor LLC", unit=unit)).decision == "same"


def test_different_numbers_of_a_scheme_forbid_the_same() -> None:
    a, b = firm("Foobar Quuxine Trading", INN), firm("Foobar Quuxine Trading", OTHER_INN)
    assert score_pair(a, b).decision != "same"
    assert "The INN differs: 7715420510 against 7707083893." in explain(a, b)


def test_a_mistyped_number_and_an_equal_name_are_possible_with_that_reason() -> None:
    a, b = firm("Foobar Quuxine Trading", NEAR_INN), firm("Фубар Quuxine Trading", INN)
    assert score_pair(a, b).decision == "possible"
    assert "The faulty INN 7715420511 is one edit away from 7715420510: possible at most." in explain(a, b)


def test_an_equal_birth_date_raises_and_another_lowers() -> None:
    alone = score_pair(person("Ivan Foobarov"), person("Иван Фубаров")).probability
    agreeing = score_pair(person("Ivan Foobarov", "1970-02-03"), person("Иван Фубаров", "1970-02-03"))
    other = score_pair(person("Ivan Foobarov", "1970-02-03"), person("Иван Фубаров", "1981"))
    assert other.probability < alone < agreeing.probability
    assert (agreeing.decision, other.decision) == ("same", "not")


def test_a_person_and_a_firm_of_one_name_are_not_the_same() -> None:
    assert score_pair(person("Ivan Foobarov"), firm("Ivan Foobarov")).decision == "not"


def test_given_and_family_names_that_are_swapped_speak_against() -> None:
    a = party_profile("person", ["Friedrich Hans"], given="Friedrich", family="Hans")
    b = party_profile("person", ["Hans Friedrich"], given="Hans", family="Friedrich")
    assert score_pair(a, b).decision == "not"
    assert score_pair(b, b).decision != "not"


def test_names_with_nothing_in_common_are_not_the_same() -> None:
    score = score_pair(firm("Трэйдтулс"), firm("Special Research Bureau for Automation of Marine Researches"))
    assert score.decision == "not"
    assert score.probability < 0.05


def test_a_short_name_with_a_number_is_told_by_both() -> None:
    assert score_pair(firm("Da Group 22"), firm("ТОО «DA GROUP 22»")).decision == "same"
    assert score_pair(firm("Da Group 22"), firm("Dominicana Acquisition S.A.")).decision == "not"


def test_any_of_several_names_may_agree() -> None:
    a = party_profile("company", ["Quuxine Omega", "Foobarine Trading House"])
    b = party_profile("company", ["ТД Foobarine"])
    assert score_pair(a, b).decision == "same"


def test_an_acronym_alone_is_possible_at_most_and_more_that_agrees_may_make_it_the_same() -> None:
    unit = "5 lenina ru | 12"
    a, b = firm("FQT LLC"), firm("Foobar Quuxine Trading LLC")
    assert score_pair(a, b).decision == "possible"
    assert "“fqt” and “foobar quuxine trading” are an abbreviation and what it stands for." in explain(a, b)
    assert score_pair(firm("FQT LLC", INN), firm("Foobar Quuxine Trading LLC", INN)).decision == "same"
    assert score_pair(firm("FQT LLC", unit=unit), b).decision == "possible"


def test_either_side_of_a_slash_may_agree_where_both_are_names() -> None:
    bilingual = firm("ООО Квуксине/Foobarine LLC")
    assert [name.name for name in bilingual.names] == ["ООО Квуксине/Foobarine LLC", "ООО Квуксине", "Foobarine LLC"]
    assert score_pair(bilingual, firm("Foobarine")).decision == "same"
    assert len(firm("Foobarine A/S").names) == len(person("Ivan Foobarov/Quuxine").names) == 1


def test_a_body_that_is_no_company_is_not_one_of_its_name() -> None:
    assert score_pair(firm("ANO Foobar Quuxine"), firm("Foobar Quuxine LLC")).decision == "not"
    assert "The legal forms differ: non profit against llc." in explain(
        firm("ANO Foobar Quuxine"), firm("Foobar Quuxine LLC")
    )


def test_a_line_of_business_beside_one_word_lowers_the_probability() -> None:
    alone = score_pair(firm("Foobarine LLC"), firm("ООО Foobarine")).probability
    wider = score_pair(firm("Foobarine LLC"), firm("Foobarine Electronics Trading LLC")).probability
    assert wider < alone - 0.02


def test_the_explanation_names_scripts_and_what_speaks_against() -> None:
    reasons = explain(firm("ООО Сэрния Инжиниринг", country="RU"), firm("JSC Serniya Engineering Omega", country="TR"))
    assert "“сэрния” (Cyrillic) and “serniya” (Latin) are one word." in reasons
    assert "“omega” stands in one name only." in reasons
    assert "The legal forms differ: llc against jsc." in reasons
    assert "The countries differ: Russia against Türkiye." in reasons


_NAMES = st.sampled_from(["Foo Trading", "ООО Фу Трейдинг", "Quux 22", "Quux 21", "Apple", "Ivan Petrovich Foo", ""])
_PROFILES = st.builds(
    lambda kind, name, number, country, day: party_profile(
        kind, [name], identifiers=number, countries=country, born=day, incorporated=day
    ),
    st.sampled_from(["company", "person", "organisation", "vessel", "unknown"]),
    _NAMES,
    st.lists(st.sampled_from([INN, OTHER_INN, NEAR_INN]), max_size=2),
    st.lists(st.sampled_from(["RU", "BY"]), max_size=1),
    st.lists(st.sampled_from(["1970", "1970-01-02", "1980-01-01"]), max_size=1),
)


@given(_PROFILES, _PROFILES)
def test_the_order_of_a_pair_does_not_matter(a: PartyProfile, b: PartyProfile) -> None:
    assert score_pair(a, b) == score_pair(b, a)
    assert explain(a, b)
    assert 0.0 <= score_pair(a, b).probability <= 1.0


@pytest.mark.parametrize("alone", ["President Foobarson", "Foobarson", "Фубарсон"])
def test_a_surname_alone_is_possible_whatever_the_weights(alone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = party_profile("person", ["Leo Jan Quuxine Foobarson"])
    before = score_pair(party_profile("person", [alone]), whole)
    monkeypatch.setattr(name_comparison, "name_weights", lambda _: (-9.0,) * len(name_comparison.NAME_FEATURES))

    assert before.decision == "possible"
    assert score_pair(party_profile("person", [alone]), whole) == before


def test_a_surname_that_the_other_name_does_not_hold_is_not_possible() -> None:
    whole = party_profile("person", ["Leo Jan Quuxine Foobarson"])

    assert score_pair(party_profile("person", ["President Quuxbar"]), whole).decision == "not"


def test_a_given_name_alone_with_a_title_is_no_surname() -> None:
    assert (
        score_pair(party_profile("person", ["Mullah Omar"]), party_profile("person", ["Omar Quuxine"])).decision
        == "not"
    )


def test_servant_of_and_its_word_are_one_given_name_and_no_evidence_alone() -> None:
    whole = party_profile("person", ["Abdul Rahman Quuxine"])

    assert score_pair(party_profile("person", ["Abdul Rahman"]), whole).decision != "same"
    assert score_pair(party_profile("person", ["عبد الرحمن"]), whole).decision != "same"
    assert score_pair(party_profile("person", ["ABDUL RAHMAN Quuxine"]), whole).decision == "same"


@pytest.mark.parametrize(
    ("arabic", "latin"),
    [
        ("رحمت الله عبدالكريم", "Rahmatullah Abd al-Karim"),
        ("عبد الرحمن قدوري", "Abderrahmane Kaddouri"),  # the l of the article is spoken as the next letter
    ],
)
def test_arabic_words_written_apart_are_one_latin_word(arabic: str, latin: str) -> None:
    assert score_pair(party_profile("person", [arabic]), party_profile("person", [latin])).decision != "not"


@pytest.mark.parametrize(
    ("arabic", "latin"),
    [
        ("بدر عبد الظاهر", "Abdulasattar"),  # consonants that spellings do not confuse
        ("عارف غازی محمد", "Sayed Ghias"),
    ],
)
def test_arabic_words_of_other_consonants_are_other_words(arabic: str, latin: str) -> None:
    assert score_pair(party_profile("person", [arabic]), party_profile("person", [latin])).decision == "not"


@pytest.mark.parametrize(
    ("arabic", "spelled", "other"), [("بدر أسامة", "Badr Osama", "Badr Azami"), ("بدر أمين", "Badr Amin", "Badr Oman")]
)
def test_a_long_vowel_that_arabic_writes_speaks_against_another(arabic: str, spelled: str, other: str) -> None:
    asked = party_profile("person", [arabic])
    right, wrong = (score_pair(asked, party_profile("person", [name])) for name in (spelled, other))

    assert right.probability > wrong.probability
