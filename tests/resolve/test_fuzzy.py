"""Parties scored against each other after the exact rules. All names are invented; numbers are of no office."""

import pytest

from core_rows import CoreRows
from entrepot.resolve.fuzzy import SCORED_PAIR, FuzzySummary, score_candidates
from entrepot.resolve.joining import ScoredPair, scored_pair, without_ambiguous
from entrepot.resolve.linking import link_parties
from entrepot.resolve.profiles import party_profile
from entrepot.store.engine import DuckEngine, Engine, Row, rows_of


def scored(engine: Engine, rows: CoreRows) -> tuple[dict[tuple[str, str], Row], FuzzySummary]:
    """Link by the exact rules alone, score, and return the scored pairs by their records."""
    rows.load(engine)
    engine.register("resolve__scored_pair", SCORED_PAIR.empty_table())
    link_parties(engine)
    summary = score_candidates(engine)
    found = rows_of(engine.read("resolve__scored_pair"))
    return {(row["source_party_a"], row["source_party_b"]): row for row in found}, summary


def test_a_firm_written_in_two_scripts_in_one_country_is_the_same_and_says_why(engine: Engine) -> None:
    rows = CoreRows()
    rows.party("a", "ООО «Зельморвинск Электроника»", "RU")
    rows.party("b", "Zelmorvinsk Electronics LLC", "RU")
    rows.party("c", "Quibblefax Handels AG", "DE")
    found, summary = scored(engine, rows)

    assert found.keys() == {("a", "b")}
    assert found["a", "b"]["decision"] == "same"
    assert "(Cyrillic)" in found["a", "b"]["reason"]
    assert "Both are of Russia." in found["a", "b"]["reason"]
    assert (summary.party_count, summary.same_count, summary.possible_count) == (3, 1, 0)


def test_names_alone_are_possible_however_alike(duck: DuckEngine) -> None:
    rows = CoreRows()
    rows.party("a", "ООО «Зельморвинск Электроника»", "RU")
    rows.party("b", "Zelmorvinsk Electronics LLC")
    found, _ = scored(duck, rows)

    assert found["a", "b"]["decision"] == "possible"
    assert "no country, number or address agrees" in found["a", "b"]["reason"]


def test_an_equal_country_does_not_make_up_for_a_word_left_over(duck: DuckEngine) -> None:
    rows = CoreRows()
    rows.party("a", "ООО «Зельморвинск Вартекс Орлинск»", "RU")
    rows.party("b", "Zelmorvinsk Vartex Orlinsk Engineering LLC", "RU")
    found, _ = scored(duck, rows)

    assert found["a", "b"]["decision"] == "possible"
    assert "not every word has its counterpart" in found["a", "b"]["reason"]


def test_people_need_more_than_a_country(duck: DuckEngine) -> None:
    rows = CoreRows()
    rows.party("a", "Волканов Йероним Тарвидович", "RU", kind="person")
    rows.party("b", "Yeronim Volkanov", "RU", kind="person")
    rows.party("c", "Зарванов Бенедим Корвидович", "RU", kind="person", born="1971-02-03")
    rows.party("d", "Benedim Zarvanov", "RU", kind="person", born="1971-02-03")
    found, _ = scored(duck, rows)

    assert found["a", "b"]["decision"] == "possible"
    assert found["c", "d"]["decision"] == "same"


def test_a_party_joined_by_number_is_compared_once_with_all_its_names(duck: DuckEngine) -> None:
    rows = CoreRows()
    rows.party("a", "ООО «Прежнее Имя Квиблов»", "RU", inn="9900000017")
    rows.party("b", "ООО «Зельморвинск Электроника»", "RU", inn="9900000017")
    rows.party("c", "Zelmorvinsk Electronics LLC", "RU")
    found, summary = scored(duck, rows)

    assert found.keys() == {("a", "c")}
    assert summary.party_count == 2


def test_a_name_that_two_firms_of_the_country_have_joins_neither() -> None:
    pairs = [
        ScoredPair("a", "c", 0.95, "same", "Alike.", by_country_alone=True),
        ScoredPair("b", "c", 0.95, "same", "Alike.", by_country_alone=True),
        ScoredPair("d", "e", 0.95, "same", "Alike.", by_country_alone=True),
        ScoredPair("c", "f", 0.99, "same", "One number."),
    ]

    assert [pair.decision for pair in without_ambiguous(pairs)] == ["possible", "possible", "same", "same"]


@pytest.mark.parametrize("other", [{"countries": ("KZ",)}, {"countries": ("RU",), "kind": "person"}])
def test_what_speaks_against_a_pair_keeps_it_apart(other: dict[str, tuple[str, ...] | str]) -> None:
    a = party_profile("company", ["Zelmorvinsk Vartex Orlinsk"], countries=("RU",), units=("x",), buildings=("y",))
    kind = str(other.get("kind", "company"))
    b = party_profile(
        kind, ["Zelmorvinsk Vartex Orlinsk"], countries=other["countries"], units=("x",), buildings=("y",)
    )
    pair = scored_pair("a", "b", a, b)

    assert pair is None or pair.decision == "possible"


def test_equal_names_of_other_legal_forms_are_not_joined() -> None:
    forms = [
        party_profile("company", [f"{form} Zelmorvinsk Vartex Orlinsk"], countries=("RU",)) for form in ("OOO", "ZAO")
    ]
    pair = scored_pair("a", "b", *forms)

    assert pair is not None
    assert pair.decision == "possible"


def test_scoring_twice_gives_the_same(duck: DuckEngine) -> None:
    rows = CoreRows()
    for number, word in enumerate(("Зельмор", "Вартекс", "Орлинск", "Квиблов", "Жамтор")):
        rows.party(f"a{number}", f"ООО «{word}винск Прибор»", "RU")
        rows.party(f"b{number}", f"{word}винск Прибор АО", "RU")
    first, _ = scored(duck, rows)
    score_candidates(duck)

    assert {
        (row["source_party_a"], row["source_party_b"]): row for row in rows_of(duck.read("resolve__scored_pair"))
    } == first
