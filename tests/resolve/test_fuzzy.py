"""Parties scored against each other after the exact rules. All names are invented; numbers are of no office."""

from functools import partial

import pyarrow as pa
import pytest

from core_rows import CoreRows
from entrepot.resolve import fuzzy
from entrepot.resolve.fuzzy import FuzzySummary, score_candidates
from entrepot.resolve.joining import SCORED_PAIR, ScoredPair, scored_pair, without_ambiguous
from entrepot.resolve.judged import take_judgements
from entrepot.resolve.linking import MOST_SIMILAR, LinkingSummary, link_parties
from entrepot.resolve.profiles import party_profile
from entrepot.store.engine import DuckEngine, Engine, Row, rows_of


def scored(engine: Engine, rows: CoreRows) -> tuple[dict[tuple[str, str], Row], FuzzySummary]:
    """Link, and return the scored pairs by the lowest records of the parties that the exact rules made."""
    rows.load(engine)
    summary = link_parties(engine, score=score_candidates).similar
    assert summary is not None
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


def test_a_name_of_two_firms_that_contradict_joins_neither_and_says_so(duck: DuckEngine) -> None:
    rows = CoreRows()
    rows.party("a", "ООО «Зельморвинск Электроника»", "RU", inn="7701")
    rows.party("b", "ООО «Электроника Зельморвинск»", "RU", inn="7802")
    rows.party("c", "Zelmorvinsk Electronics LLC", "RU")
    rows.party("d", "ООО «Вартекс Орлинск»", "RU", inn="7803")
    rows.party("e", "Orlinsk Vartex OOO", "RU")
    found, _ = scored(duck, rows)

    assert {pair: row["decision"] for pair, row in found.items() if pair != ("a", "b")} == {
        ("a", "c"): "possible",
        ("b", "c"): "possible",
        ("d", "e"): "same",
    }
    assert "several firms are called so" in found["a", "c"]["reason"]


def test_spellings_of_one_name_are_joined_although_not_all_were_compared() -> None:
    profiles = {key: party_profile("company", ["Zelmorvinsk Vartex"], countries=("RU",)) for key in "abcd"}
    chain = [
        ScoredPair("a", "b", 0.95, "same", "Alike.", is_by_name=True),
        ScoredPair("b", "c", 0.95, "same", "Alike.", is_by_name=True),
    ]
    assert [pair.decision for pair in without_ambiguous(chain, profiles)] == ["same", "same"]

    profiles["c"] = party_profile("company", ["Zelmorvinsk Vartex"], countries=("RU",), incorporated=("2020-01-01",))
    profiles["a"] = party_profile("company", ["Zelmorvinsk Vartex"], countries=("RU",), incorporated=("2011-01-01",))
    assert [pair.decision for pair in without_ambiguous(chain, profiles)] == ["possible", "possible"]


def test_chinese_names_that_sound_alike_are_two() -> None:
    one, other = (
        party_profile("company", [name], countries=("CN",)) for name in ("深圳联星电子有限公司", "深圳联兴电子有限公司")
    )
    pair = scored_pair("a", "b", one, other)

    assert pair is None or pair.decision == "possible"


def test_words_that_stand_against_each_other_are_no_possible_match_unless_all_else_is_alike() -> None:
    one, other = (
        party_profile("company", [f"Buyer of {word} named in the report"], countries=("RU",))
        for word in ("Azuvanta", "Elmecor")
    )

    assert scored_pair("a", "b", one, other) is None


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

    assert pair is None or pair.decision == "possible"


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


def test_three_names_of_one_firm_are_one_party_and_every_join_says_why(engine: Engine) -> None:
    rows = CoreRows()
    rows.party("a", "ООО «ТД Трейдтулс»", "RU", native=None)
    rows.party("b", "Trading House Treydtuls", "RU", native=None)
    rows.party("c", "TD TRADETOOLS LLC", "RU", native=None)
    for record in ("b", "c"):
        rows.add(
            "core__address", source_party_id=record, address="Orlova 5", address_key="5 orlova", building_key="5 orlova"
        )
    rows.load(engine)
    summary = link_parties(engine, score=score_candidates)

    assert summary.party_count == 1
    (party,) = rows_of(engine.read("linked__party"))
    assert (party["party_id"], party["joined_by"]) == ("a", "similar name")
    merges = {(m["source_party_a"], m["source_party_b"]): m for m in rows_of(engine.read("linked__merge"))}
    assert {("a", "b"), ("b", "c")} <= merges.keys()
    assert {m["rule"] for m in merges.values()} == {"similar_name"}
    assert "one address" in merges["b", "c"]["reason"]


def test_a_person_takes_a_join_of_similar_names_back(duck: DuckEngine) -> None:
    rows = CoreRows()
    rows.party("a", "ООО «ТД Трейдтулс»", "RU")
    rows.party("b", "Trading House Treydtuls", "RU")
    rows.load(duck)
    reason = "decision 1 of Reader, 2026-11-22: Seen"
    judged = [
        {"number": 1, "kind": "not_same", "side": side, "source_party_id": record, "reason": reason}
        for side, record in (("left", "a"), ("right", "b"))
    ]
    take_judgements(duck, judged)
    link_parties(duck, score=score_candidates)

    assert len(rows_of(duck.read("linked__party"))) == 2
    assert rows_of(duck.read("linked__possible_match")) == []

    take_judgements(duck)
    assert link_parties(duck, score=score_candidates).party_count == 1


def test_similar_names_join_a_third_only_where_nothing_contradicts_it(duck: DuckEngine) -> None:
    rows = CoreRows()
    rows.party("a", "Zelmorvinsk Vartex", "RU", inn="7701")
    rows.party("b", "Зельморвинск Вартекс", "RU", native=None)
    rows.party("c", "Zelmorvinsk Varteks LLC", "RU", inn="7802")
    rows.load(duck)
    rows_alike = [
        {"source_party_a": a, "source_party_b": b, "probability": p, "decision": "same", "reason": "Alike."}
        for a, b, p in (("a", "b", 0.99), ("b", "c", 0.95))
    ]
    pairs = pa.Table.from_pylist(rows_alike, SCORED_PAIR)
    link_parties(duck, score=lambda engine: engine.register("resolve__scored_pair", pairs))

    party_of = {row["source_party_id"]: row["party_id"] for row in rows_of(duck.read("linked__party_record"))}
    assert party_of == {"a": "a", "b": "a", "c": "c"}
    (match,) = (m for m in rows_of(duck.read("linked__possible_match")) if m["rule"] == "similar_name")
    assert (match["party_a_id"], match["party_b_id"], match["probability"]) == ("a", "c", 0.95)
    assert match["reason"].endswith("contradicts.")


def test_two_entries_of_one_list_stay_two_however_alike(duck: DuckEngine) -> None:
    rows = CoreRows()
    for record, name in (("a", "Зельморвинск Электроника"), ("b", "Zelmorvinsk Electronics")):
        rows.party(record, name, "RU")
        rows.add("core__designation", source_party_id=record, native_id=record, list_id="us_ofac_sdn", regime="OFAC")
    found, _ = scored(duck, rows)

    assert found["a", "b"]["decision"] == "possible"
    assert "one list has an entry for each" in found["a", "b"]["reason"]


def test_an_address_does_not_make_up_for_a_word_left_over_in_a_firms_name() -> None:
    one, other = (
        party_profile("company", [name], countries=("RU",), units=("5 orlova",), buildings=("5 orlova",))
        for name in ("Zelmorvinsk Group LLC", "Zelmorvinsk Engineering LLC")
    )
    pair = scored_pair("a", "b", one, other)

    assert pair is None or (pair.decision == "possible" and "a word has no counterpart" in pair.reason)


def test_people_of_one_birth_date_need_names_that_are_near() -> None:
    one, other = (
        party_profile("person", [name], born=("1965-01-01",))
        for name in ("Aleh ZELYADAR", "AL-ZARADAH, Kzalid Ali Mabzut")
    )
    pair = scored_pair("a", "b", one, other)

    assert pair is None or pair.decision == "possible"


@pytest.mark.parametrize("who", ["mention", "entry", "namesake"])
def test_a_mention_without_country_is_the_only_firm_of_its_name_that_declarations_name(
    duck: DuckEngine, who: str
) -> None:
    rows = CoreRows()
    rows.party("a", "ООО «Зельморвинск Электроника»", "RU", native="n" if who == "entry" else None)
    rows.party("b", "Zelmorvinsk Electronics LLC", native=None)
    if who == "namesake":
        rows.party("c", "Zelmorvinsk Electronics", "KZ", native=None)
    found, _ = scored(duck, rows)

    assert found["a", "b"]["decision"] == ("same" if who == "mention" else "possible")


def test_an_address_meets_with_and_without_the_country_that_a_mention_leaves_out(duck: DuckEngine) -> None:
    rows = CoreRows()
    rows.party("a", "ООО «Зельморвинск Вартекс Орлинск»", "RU")
    rows.party("b", "Zelmorvinsk Vartex Orlinsk LLC")
    for record, key in (("a", "5 moscow orlova ru"), ("b", "5 moscow orlova")):
        rows.add("core__address", source_party_id=record, address="x", address_key=f"{key} | u 7", building_key=key)
    found, _ = scored(duck, rows)

    assert found["a", "b"]["decision"] == "same"
    assert "one address down to the unit" in found["a", "b"]["reason"]


def test_a_party_is_shown_its_likeliest_namesakes_only_and_the_rest_is_counted(duck: DuckEngine) -> None:
    rows = CoreRows()
    others = "bcdef"
    for record in ("a", *others):
        rows.party(record, f"Firm {record}", "RU")
    rows.load(duck)
    alike = [
        {"source_party_a": "a", "source_party_b": other, "probability": p, "decision": "possible", "reason": "Alike."}
        for other, p in zip(others, (0.81, 0.95, 0.82, 0.9, 0.9), strict=True)
    ]
    pairs = pa.Table.from_pylist(alike, SCORED_PAIR)
    summary = link_parties(duck, score=lambda engine: engine.register("resolve__scored_pair", pairs))

    shown = [(m["party_b_id"], m["probability"]) for m in rows_of(duck.read("linked__possible_match"))]
    assert shown == [("c", 0.95), ("e", 0.9), ("f", 0.9)]
    assert (summary.possible_match_count, summary.similar_dropped_count, MOST_SIMILAR) == (3, 2, 3)


class Shelf:
    """Keeps scored pairs in memory, and remembers what was asked for."""

    def __init__(self) -> None:
        self.pairs: dict[str, pa.Table] = {}
        self.asked: list[str] = []

    def find(self, key: str) -> pa.Table | None:
        """Return what was kept."""
        self.asked.append(key)
        return self.pairs.get(key)

    def keep(self, key: str, pairs: pa.Table) -> None:
        """Keep pairs."""
        self.pairs[key] = pairs


def test_pairs_are_scored_again_only_where_something_known_of_the_parties_changed(
    duck: DuckEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = CoreRows()
    rows.party("a", "ООО «Зельморвинск Электроника»", "RU")
    rows.party("b", "Zelmorvinsk Electronics LLC", "RU")
    shelf = Shelf()

    def linked() -> LinkingSummary:
        rows.load(duck)
        return link_parties(duck, score=partial(score_candidates, kept=shelf))

    first = linked()
    with monkeypatch.context() as patch:
        patch.setattr(fuzzy, "find_candidates", lambda *_: pytest.fail("scored again"))
        assert linked() == first
    assert first.party_count == 1
    rows.number("b", "inn", "7701")
    assert linked().similar == first.similar
    assert (len(shelf.pairs), len(set(shelf.asked))) == (2, 2)
