"""Names screened against invented lists: what is found, why, and what is possible at most."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from entrepot.resolve.screening import Match, Query, Screener
from entrepot.resolve.screening_lists import (
    ENTRY,
    FACT,
    LISTING,
    NAME,
    ListedParties,
    listed_parties,
    read_listed,
    write_listed,
)

PARTIES = {  # entry: kind, names (the first is the main one), facts
    "chip": ("company", ["ООО «Зельморвинск Электроника»", "ZELMORVINSK ELECTRONICS"], [("country", "RU")]),
    "tools": ("company", ["Trading House Vartextools LLC"], [("number", "inn|valid|9900000017"), ("country", "RU")]),
    "man": ("person", ["ВОЛКАНОВ, Йероним Тарвидович", "VOLKANOV, Ieronim"], [("born", "1971-02-03")]),
    "ship": ("vessel", ["ORLINSKAYA ZARYA"], [("number", "imo|valid|9074729")]),
    "pass": ("person", ["QUIBBLOV, Zakhar"], [("number", "passport|unchecked|AB123456")]),
    "fruit": ("company", ["Apfellux Trading"], []),
}
WEAK = {"man": "Yerik the Quick"}


def made(later: Iterable[str] = ()) -> ListedParties:
    names = [
        (entry, name, "main" if not at else "alias")
        for entry, (_, all_names, _) in PARTIES.items()
        for at, name in enumerate(all_names)
    ]
    names += [(entry, name, "weak_alias") for entry, name in WEAK.items()]
    entries = [(entry, f"party {entry}", named[0], kind) for entry, (kind, named, _) in PARTIES.items()]
    listings = [
        {"entry_id": entry, "list_id": "list", "native_id": entry, "is_later_state": entry in later, "snapshot_id": "s",
         "locator": "row 2", "provenance": "synthetic"}
        for entry in PARTIES
    ]  # fmt: skip
    facts = [(entry, *fact) for entry, (_, _, known) in PARTIES.items() for fact in known]

    def table(rows: Sequence[tuple[str, ...]], schema: pa.Schema) -> pa.Table:
        return pa.Table.from_pylist([dict(zip(schema.names, row, strict=True)) for row in rows], schema)

    return listed_parties(
        table(entries, ENTRY), pa.Table.from_pylist(listings, LISTING), table(names, NAME), table(facts, FACT)
    )


@pytest.fixture(scope="module")
def screener() -> Screener:
    return Screener(made())


def best(screener: Screener, *names: str, **details: str) -> Match | None:
    found = screener.screen(replace(Query(names), **details), 0.7)  # type: ignore[arg-type]
    return found[0] if found else None


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("Zelmorvinsk Elektronika OOO", "chip"),
        ("Зельморвинск Электроника", "chip"),
        ("Zelmorvynsk Electronics", "chip"),
        ("ТД Вартекстулс", "tools"),
        ("Vartex Tools Trading House", "tools"),
        ("Yeronim Volkanov", "man"),
        ("Ієронім Волканов", "man"),
    ],
)
def test_a_listed_party_is_found_in_other_scripts_and_with_slips(screener: Screener, name: str, entry: str) -> None:
    match = best(screener, name)

    assert match is not None
    assert match.entry_id == entry
    assert match.reasons


def test_the_reasons_name_the_words_with_their_scripts(screener: Screener) -> None:
    match = best(screener, "Zelmorvinsk Elektronika")

    assert match is not None
    assert any("stands in both names" in reason or "(Latin)" in reason for reason in match.reasons)


def test_an_unknown_name_matches_nobody(screener: Screener) -> None:
    assert best(screener, "Ghyckspup Whombatuno") is None


def test_a_short_common_name_is_possible_at_most(screener: Screener) -> None:
    match = best(screener, "Apfel LLC")

    assert match is None or match.decision == "possible"


def test_another_country_speaks_against(screener: Screener) -> None:
    here, there = (
        best(screener, "Zelmorvinsk Electronics", country_iso="RU"),
        best(screener, "Zelmorvinsk Electronics", country_iso="CN"),
    )

    assert here is not None
    assert here.decision == "same"
    assert there is None or (there.decision == "possible" and there.probability < here.probability)


def test_a_number_is_enough_without_a_name(screener: Screener) -> None:
    match = best(screener, identifier="99 000 000 17")

    assert match is not None
    assert (match.entry_id, match.decision, match.matched_name) == ("tools", "same", None)
    assert "INN 9900000017" in match.reasons[0]


def test_a_number_of_another_kind_is_a_hint(screener: Screener) -> None:
    match = best(screener, "Somebody Else", identifier="AB 123456")

    assert match is not None
    assert (match.entry_id, match.decision) == ("pass", "possible")
    assert "passport" in match.reasons[-1]


def test_a_ship_by_its_name_alone_is_possible_at_most(screener: Screener) -> None:
    match = best(screener, "Orlinskaya Zarya")

    assert match is not None
    assert match.decision == "possible"
    assert "vessel" in match.reasons[-1]


def test_a_weak_alias_is_possible_at_most(screener: Screener) -> None:
    match = best(screener, "Yerik the Quick")

    assert match is not None
    assert match.decision == "possible"
    assert "weak alias" in match.reasons[-1]


def test_a_state_later_than_the_day_is_possible_at_most() -> None:
    match = best(Screener(made(later=["chip"])), "ZELMORVINSK ELECTRONICS")

    assert match is not None
    assert match.decision == "possible"
    assert "later than the day asked" in match.reasons[-1]


def test_the_kind_said_leaves_the_others_out(screener: Screener) -> None:
    assert best(screener, "Yeronim Volkanov", kind="firm") is None
    assert best(screener, "Zelmorvinsk Electronics", kind="person") is None


def test_one_word_is_no_persons_name(screener: Screener) -> None:
    assert best(screener, "Volkanov") is None
    assert best(screener, "Volkanov", kind="person") is not None


def test_what_is_found_does_not_depend_on_what_else_is_screened() -> None:
    queries = [Query((name,)) for name in ("Zelmorvinsk", "Vartex Tools", "Volkanov Ieronim", "Zelmorvinsk Tools")]
    alone = [Screener(made()).screen(query, 0.5) for query in queries]
    together = Screener(made())

    assert [together.screen(query, 0.5) for query in (*queries, *queries)] == [*alone, *alone]


def test_the_lists_read_back_find_the_same(tmp_path: Path, screener: Screener) -> None:
    write_listed(tmp_path / "kept", made())
    read = Screener(read_listed(tmp_path / "kept"))

    for name in ("Zelmorvinsk Elektronika", "Йероним Волканов"):
        assert read.screen(Query((name,)), 0.5) == screener.screen(Query((name,)), 0.5)
