"""Candidate pairs: who meets whom, what is left out and said, and what must not change the result. All names are invented."""

import pytest
from frozen_pairs import Record, candidates, register_records
from hypothesis import given, settings
from hypothesis import strategies as st

from entrepot.resolve.blocking import BlockingSettings, find_candidates
from entrepot.store.engine import DuckEngine, Engine, rows_of

WORDS = st.sampled_from(
    ["Вартекс", "Vartex", "Orlinsk", "Орлинск", "Trading", "Торговый", "Zemlor", "Zelmor", "22", "электро"]
)
NAMES = st.lists(WORDS, min_size=1, max_size=3).map(" ".join)
UNRELATED = ("Quibblefax", "Whombatuno", "Ghyckspup")  # share no letters' order with the words above


def _pairs(engine: Engine) -> set[tuple[str, str]]:
    return {(row["record_a_id"], row["record_b_id"]) for row in rows_of(engine.read("resolve__candidate"))}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ООО «Вартекс Электроника»", "Vartex Electronics LLC"),
        ("ООО «ТД Зорвель»", "Trading House Zorvel"),
        ("АО Хвыльметприбор", "Khvylmetpribor JSC"),
        ("Tekhnozhar LLC", "Texnožar OOO"),
        ("深圳市华芯电子有限公司", "Shenzhen Huaxin Electronics Co., Ltd."),
        ("Orlinsk Trade Tools Ltd", "ORLINSK TRADETOOLS LIMITED"),
        ("Zelmorvinsk GmbH", "Zemlorvinsk GmbH"),
        ("АО «Калвинский Институт Морских Приборов»", "JSC KIMP"),
        ("ՍՊԸ Վարդաշեն", "Vardashen LLC"),
    ],
)
def test_two_writings_of_one_name_meet(one: str, other: str) -> None:
    found, _ = candidates([("a", "firm", one), ("b", "firm", other), ("c", "firm", "Quibblefax Handels AG")])

    assert ("a", "b") in found


def test_people_meet_whatever_the_order_and_script_of_their_names(engine: Engine) -> None:
    records = [
        ("a", "person", "ВОЛКАНОВ Йероним Тарвидович"),
        ("b", "person", "Ieronim VOLKANOV"),
        ("c", "person", "Ada Quibblefax"),
    ]
    register_records(engine, records)
    report = find_candidates(engine)

    assert _pairs(engine) == {("a", "b")}
    assert (report.party_count, report.pair_count) == (3, 1)


def test_a_name_without_vowels_meets_its_latin_form() -> None:
    found, _ = candidates(
        [("a", "person", "زرفان قلمدار"), ("b", "person", "Zarfan Qalamdar"), ("c", "person", "Ada Quibblefax")]
    )

    assert found == {("a", "b")}


def test_a_person_and_a_firm_of_one_name_do_not_meet() -> None:
    found, _ = candidates([("a", "person", "Volkanov Zorvel"), ("b", "firm", "Volkanov Zorvel")])

    assert found == set()


def test_an_equal_number_or_whole_birth_date_brings_different_names_together(engine: Engine) -> None:
    records = [
        ("a", "firm", "Zorvel"),
        ("b", "firm", "Quibblefax"),
        ("c", "person", "Ada Whombatuno"),
        ("d", "person", "Eve Ghyckspup"),
        ("e", "person", "Zoe Krimmsal"),
        ("f", "person", "Ian Tulbwind"),
    ]
    births = {"c": "1970-02-03", "d": "1970-02-03", "e": "1970", "f": "1970"}
    register_records(engine, records, [("a", "inn", "7700000001"), ("b", "inn", "7700000001")], births)
    find_candidates(engine)

    assert _pairs(engine) == {("a", "b"), ("c", "d")}


def test_a_key_that_too_many_share_brings_nobody_together_and_is_reported(engine: Engine) -> None:
    register_records(engine, [(f"r{number}", "firm", f"Zorvel {word}") for number, word in enumerate(UNRELATED)])
    report = find_candidates(engine, BlockingSettings(most_sharing=2))

    assert _pairs(engine) == set()
    assert report.capped_keys == {"word": 1, "pair": 0, "name": 0, "identifier": 0, "birth_date": 0}
    assert report.pairs_dropped["word"] == 3
    assert report.commonest == (("word", "zorvel", 3),)


def test_near_words_of_too_many_parties_bring_nobody_together_and_are_reported(engine: Engine) -> None:
    names = [*(f"Zorvelin {word}" for word in UNRELATED), *(f"Zorvelon {word}ska" for word in ("Tulbwind", "Krimmsal"))]
    register_records(engine, [(f"r{number}", "firm", name) for number, name in enumerate(names)])
    report = find_candidates(engine, BlockingSettings(most_sharing=1, most_near_pairs=5))

    assert _pairs(engine) == set()
    assert (report.near_capped, report.near_pairs_dropped) == (1, 6)


def test_two_common_words_bring_together_what_has_both(engine: Engine) -> None:
    names = [
        "Zorvel Orlinsk",
        "Орлинск Зорвель",
        *(f"Zorvel {word}" for word in UNRELATED),
        *(f"Orlinsk {word}" for word in UNRELATED),
    ]
    register_records(engine, [(f"r{number}", "firm", name) for number, name in enumerate(names)])
    find_candidates(engine, BlockingSettings(most_sharing=4))

    assert ("r0", "r1") in _pairs(engine)


def test_a_misspelled_common_word_still_makes_the_pair_of_common_words(engine: Engine) -> None:
    names = ["Zorvelin Orlinskaya", "Zorvellon Orlinskaya"]
    more = [f"{word} {other}" for word in ("Zorvelin", "Orlinskaya") for other in UNRELATED]
    register_records(engine, [(f"r{number}", "person", name) for number, name in enumerate([*names, *more])])
    find_candidates(engine, BlockingSettings(most_sharing=3, most_near_pairs=1))

    assert ("r0", "r1") in _pairs(engine)


def test_a_record_keeps_its_best_candidates_and_those_that_keep_it(engine: Engine) -> None:
    names = ["Zorvel Orlinsk Tarvid", "Zorvel Orlinsk Tarvid Quibblefax", "Zorvel Whombatuno", "Zorvel Ghyckspup"]
    register_records(engine, [(f"r{number}", "firm", name) for number, name in enumerate(names)])
    find_candidates(engine, BlockingSettings(most_candidates=1))

    assert _pairs(engine) == {("r0", "r1"), ("r0", "r2"), ("r0", "r3")}


def test_nothing_to_compare_gives_no_pair(engine: Engine) -> None:
    register_records(engine, [])

    assert find_candidates(engine).pair_count == 0


@settings(max_examples=15, deadline=None)
@given(st.lists(NAMES, min_size=2, max_size=6))
def test_neither_the_order_of_records_nor_their_ids_nor_the_size_of_a_step_matters(names: list[str]) -> None:
    records: list[Record] = [(f"r{number}", "firm", name) for number, name in enumerate(names)]
    engine = DuckEngine()
    found, _ = candidates(records, engine=engine)
    turned = [(f"r{len(names) - 1 - number}", "firm", name) for number, name in enumerate(names)]
    mirrored, _ = candidates(turned[::-1], engine=engine)
    stepwise, _ = candidates(records, BlockingSettings(at_once=1), engine)
    engine.close()

    renamed = {tuple(sorted(f"r{len(names) - 1 - int(record[1:])}" for record in pair)) for pair in mirrored}
    assert renamed == found
    assert stepwise == found


@settings(max_examples=15, deadline=None)
@given(st.lists(NAMES, min_size=2, max_size=5))
def test_unrelated_records_remove_no_candidate(names: list[str]) -> None:
    records: list[Record] = [(f"r{number}", "firm", name) for number, name in enumerate(names)]
    engine = DuckEngine()
    alone, _ = candidates(records, engine=engine)
    more: list[Record] = [(f"x{number}", "firm", word) for number, word in enumerate(UNRELATED)]
    among, _ = candidates([*records, *more], engine=engine)
    engine.close()

    assert alone <= among
    assert not any(record.startswith("x") for pair in among for record in pair)
