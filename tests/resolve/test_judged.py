"""Linking with decisions of people, scored pairs and dates: what joins, what parts, and what is said of it."""

from datetime import date
from itertools import combinations

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core_rows import CoreRows
from entrepot.records.linked import MERGE
from entrepot.resolve.joining import SCORED_PAIR
from entrepot.resolve.judged import take_judgements
from entrepot.resolve.linking import MAX_NAMES_OF_A_NUMBER, LinkingSummary, link_parties
from entrepot.resolve.merges import LargeParty
from entrepot.store.engine import DuckEngine, Engine, Row, rows_of

KEPT_APART = "Not joined: what is known of one, or of another party that is joined with it, contradicts."


def judgement(number: int, kind: str, left: str, right: str) -> list[Row]:
    """Return the rows of a decision; the sides are records, one letter each."""
    common = {"number": number, "kind": kind, "reason": f"decision {number} of Reader, 2026-11-22: Seen"}
    return [
        {**common, "side": side, "source_party_id": record}
        for side, records in (("left", left), ("right", right))
        for record in records
    ]


def part(kind: str, value: str, record: str = "a") -> Row:
    """Return a part of a record that goes to its second firm."""
    return {"source_party_id": record, "new_source_party_id": f"{record}#2", "part_kind": kind, "part": value}


def pair(a: str, b: str, probability: float, decision: str, reason: str = "Names alike") -> Row:
    """Return a scored pair."""
    keys = SCORED_PAIR.names
    return dict(zip(keys, (a, b, probability, decision, reason), strict=True))


def link(
    engine: Engine,
    rows: CoreRows,
    *,
    judged: list[Row] | None = None,
    splits: list[Row] | None = None,
    scored: list[Row] | None = None,
) -> LinkingSummary:
    """Link the rows under decisions and scored pairs."""
    rows.load(engine)
    take_judgements(engine, judged or [], splits or [])
    pairs = pa.Table.from_pylist(scored or [], schema=SCORED_PAIR)
    return link_parties(engine, score=lambda engine: engine.register("resolve__scored_pair", pairs))


def parties(engine: Engine) -> set[str]:
    """Return the records of each party, in order and in one word."""
    found: dict[str, list[str]] = {}
    for record, party in sorted(
        {(r["source_party_id"], r["party_id"]) for r in rows_of(engine.read("linked__party_record"))}
    ):
        found.setdefault(party, []).append(record)
    return {" ".join(records) for records in found.values()}


def possible(engine: Engine) -> dict[tuple[str, str], tuple[str, str]]:
    """Return rule and reason of the possible matches."""
    rows = rows_of(engine.read("linked__possible_match"))
    return {(row["party_a_id"], row["party_b_id"]): (row["rule"], row["reason"]) for row in rows}


def namesakes() -> CoreRows:
    """Return two pairs of records of one name in different countries."""
    rows = CoreRows()
    rows.party("a", "Stek", "RU", inn="7701")
    rows.party("b", "Stek", "RU")
    rows.party("c", "Stek", "BY")
    rows.party("d", "Stek", "BY", by_unp="100")
    return rows


def test_judged_the_same_joins_what_contradicts_and_says_who_decided(engine: Engine) -> None:
    rows = namesakes()
    rows.party("e", "Stek", "BY", inn="7802")

    link(engine, rows, judged=judgement(1, "same", "a", "e"))

    assert parties(engine) == {"a b c d e"}
    merges = [
        (m["source_party_a"], m["source_party_b"], m["weight"], m["reason"]) for m in _merges(engine, "judged_same")
    ]
    assert merges == [("a", "e", 1.0, "decision 1 of Reader, 2026-11-22: Seen")]
    (party,) = rows_of(engine.read("linked__party"))
    assert party["joined_by"] == "decision 1; name and country"


def test_judged_not_the_same_parts_and_is_no_possible_match_any_more(engine: Engine) -> None:
    link(engine, namesakes(), judged=judgement(1, "not_same", "a", "b"))

    assert parties(engine) == {"a", "b", "c d"}
    assert possible(engine) == {}


def test_not_the_same_holds_by_way_of_a_third_record(engine: Engine) -> None:
    rows = CoreRows()
    rows.party("a", "Alpha", "RU", inn="7701")
    rows.party("b", "Beta", "RU", inn="7701")
    rows.name("b", "Gamma")
    rows.party("c", "Gamma", "RU")

    link(engine, rows)
    assert parties(engine) == {"a b c"}
    link(engine, rows, judged=judgement(1, "not_same", "a", "c"))
    assert parties(engine) == {"a b", "c"}
    assert possible(engine) == {}


def test_a_split_moves_what_is_named_to_a_new_record_with_its_evidence(engine: Engine) -> None:
    rows = CoreRows()
    rows.party("a", "Alpha and Beta", "RU", inn="7701")
    rows.number("a", "inn", "7802")
    rows.name("a", "Beta Optics")
    rows.add("core__address", source_party_id="a", address="Street 2", address_key="k", building_key="k")
    rows.add("core__contact", source_party_id="a", contact_kind="phone", contact="+7 1", contact_key="71")
    rows.add("core__tag", source_party_id="a", tag="watchlist")
    rows.listed("a")
    rows.add("core__list_change", list_id="l", native_id="a", source_party_id="a", name="Alpha", change_kind="added")
    rows.party("b", "Beta Optics", "RU", inn="7802")
    splits = [
        part("identifier", "inn 7802"),
        part("name", "Beta Optics"),
        part("address", "Street 2"),
        part("contact", "+7 1"),
    ]

    link(engine, rows)
    assert parties(engine) == {"a b"}
    rows.load(engine)
    link(engine, rows, splits=splits, judged=judgement(1, "not_same", "a", ["a#2"]))  # type: ignore[arg-type]

    assert parties(engine) == {"a", "a#2 b"}
    numbers = {
        (r["source_party_id"], r["identifier"], r["locator"]) for r in rows_of(engine.read("linked__identifier"))
    }
    assert numbers == {("a", "7701", "row 2"), ("a#2", "7802", "row 3"), ("b", "7802", "row 4")}
    for table in ("address", "contact"):
        assert [r["source_party_id"] for r in rows_of(engine.read(f"linked__{table}"))] == ["a#2"]
    for table in ("tag", "designation", "list_change"):
        assert {r["source_party_id"] for r in rows_of(engine.read(f"linked__{table}"))} == {"a", "a#2"}
    new = next(r for r in rows_of(engine.read("linked__party_record")) if r["source_party_id"] == "a#2")
    assert (new["name"], new["country_iso"], new["locator"], new["native_id"]) == ("Beta Optics", "RU", "row 2", "a")

    before = {name: engine.read(name).to_pylist() for name in engine.tables()}
    link_parties(engine)
    assert {name: engine.read(name).to_pylist() for name in engine.tables()} == before


def test_a_scored_pair_joins_below_numbers_and_what_is_possible_only_is_said(engine: Engine) -> None:
    rows = CoreRows()
    rows.party("a", "OOO Treydtuls", "RU", inn="7701")
    rows.party("b", "Tradetools LLC", "RU")
    rows.party("c", "Tradetools Import", "RU", inn="7802")
    rows.party("d", "Tradtool", "RU")
    scored = [
        pair("a", "b", 0.97, "same"),
        pair("b", "c", 0.95, "same", "One word more"),
        pair("b", "d", 0.6, "possible"),
    ]

    link(engine, rows, scored=scored)

    assert parties(engine) == {"a b", "c", "d"}
    assert [(m["rule"], m["weight"], m["reason"]) for m in _merges(engine)] == [("similar_name", 0.97, "Names alike")]
    assert possible(engine) == {
        ("a", "c"): ("similar_name", f"One word more {KEPT_APART}"),
        ("a", "d"): ("similar_name", "Names alike"),
    }


def test_pairs_are_scored_once_split_records_stand(duck: DuckEngine) -> None:
    rows = CoreRows()
    rows.party("a", "Alpha and Beta", "RU")
    rows.number("a", "inn", "7802")
    rows.load(duck)
    take_judgements(duck, [], [part("identifier", "inn 7802")])
    seen: list[str] = []

    link_parties(
        duck, score=lambda engine: seen.extend(r["source_party_id"] for r in rows_of(engine.read("core__party")))
    )

    assert seen == ["a", "a#2"]


def test_similar_names_do_not_join_different_legal_forms_or_countries(duck: DuckEngine) -> None:
    rows = CoreRows()
    rows.party("a", "OOO Treydtuls", "RU")
    rows.party("b", "JSC Tradetools", "RU")
    rows.party("c", "Tradetools", "KZ")

    link(duck, rows, scored=[pair("a", "b", 0.99, "same"), pair("a", "c", 0.99, "same")])

    assert parties(duck) == {"a", "b", "c"}


def dated(rows: CoreRows, record: str, name: str, began: date | None, ended: date | None, **numbers: str) -> None:
    """Add a firm in Russia with its first and last day."""
    rows.party(record, name, "RU", **numbers)
    rows.rows["core__party"][-1] |= {"incorporated_on": began, "dissolved_on": ended}


def test_a_name_taken_up_after_its_firm_was_dissolved_is_another_firm(engine: Engine) -> None:
    rows = CoreRows()
    dated(rows, "a", "Stek", date(2001, 1, 1), date(2015, 3, 1))
    dated(rows, "b", "Stek", date(2018, 6, 1), None)

    link(engine, rows)

    assert parties(engine) == {"a", "b"}
    reason = "one was dissolved on 2015-03-01, before the other was incorporated on 2018-06-01"
    assert possible(engine) == {("a", "b"): ("name_reused", f"Same name (stek) in RU, but {reason}: not joined")}


def test_a_firm_registered_again_under_its_number_stays_one_party(duck: DuckEngine) -> None:
    rows = CoreRows()
    dated(rows, "a", "Stek", date(2001, 1, 1), date(2015, 3, 1), inn="7701")
    dated(rows, "b", "Stek", date(2018, 6, 1), None, inn="7701")

    link(duck, rows)

    assert parties(duck) == {"a b"}


@pytest.mark.parametrize(
    ("began", "joined"), [(None, {"a b"}), (date(2001, 1, 9), {"a b"}), (date(2019, 1, 1), {"a", "b"})]
)
def test_a_former_name_joins_unless_the_firms_were_incorporated_in_other_months(
    duck: DuckEngine, began: date | None, joined: set[str]
) -> None:
    rows = CoreRows()
    dated(rows, "a", "Orion", date(2001, 1, 1), None)
    rows.name("a", "Stek", name_kind="former")
    dated(rows, "b", "Stek", began, None)

    link(duck, rows)

    assert parties(duck) == joined
    rules = {rule for rule, _ in possible(duck).values()} or {m["rule"] for m in _merges(duck)}
    assert rules == {"name_reused" if began == date(2019, 1, 1) else "former_name"}


def test_a_number_without_check_digit_in_two_countries_joins_nothing_and_says_why(duck: DuckEngine) -> None:
    rows = CoreRows()
    rows.party("a", "Alpha", "HK")
    rows.number("a", "hk_cr", "123", "unchecked")
    rows.party("b", "Beta", "TR")
    rows.number("b", "hk_cr", "123", "unchecked")

    link(duck, rows)

    reason = "Both carry hk_cr 123, but the countries differ (HK, TR): not joined"
    assert possible(duck) == {("a", "b"): ("identifier_conflict", reason)}


def test_a_number_beside_too_many_names_joins_none_and_is_reported(duck: DuckEngine) -> None:
    rows = CoreRows()
    words = [f"firm{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(MAX_NAMES_OF_A_NUMBER + 1)]
    for word in words:
        rows.party(word, word, "RU", inn="7700")

    summary = link(duck, rows)

    assert summary.mass_numbers == (("inn", "7700", MAX_NAMES_OF_A_NUMBER + 1),)
    assert summary.party_count == len(words)


def test_every_merge_is_told_with_the_rows_on_both_sides_and_the_largest_parties_with_what_holds_them(
    engine: Engine,
) -> None:
    rows = CoreRows()
    rows.party("a", "Alpha", "RU", inn="7701")
    rows.party("b", "Alpha", "RU", inn="7701")
    rows.party("c", "Gamma", "RU", inn="7701")
    rows.party("d", "Delta", "RU")

    summary = link(engine, rows)

    merges = rows_of(engine.read("linked__merge"))
    assert engine.read("linked__merge").schema.names == list(MERGE.column_names)
    assert [(m["source_party_a"], m["source_party_b"], m["rule"], m["reason"]) for m in merges] == [
        ("a", "b", "identifier", "both carry inn 7701"),
        ("a", "c", "identifier", "both carry inn 7701"),
        ("a", "b", "name_and_country", "same name (alpha) in RU"),
    ]
    assert (merges[1]["snapshot_id"], merges[1]["locator"]) == ("file of core__identifier", "row 2")
    assert (merges[1]["b_snapshot_id"], merges[1]["b_locator"]) == ("file of core__identifier", "row 4")
    assert merges[2]["b_snapshot_id"] == "file of core__party_name"
    assert summary.largest == (LargeParty("a", "Alpha", 3, (("identifier", 2), ("name_and_country", 1))),)


def _merges(engine: Engine, rule: str | None = None) -> list[Row]:
    return [row for row in rows_of(engine.read("linked__merge")) if rule is None or row["rule"] == rule]


RECORDS = "abcdefg"
FIRMS = st.lists(
    st.tuples(
        st.sampled_from(["Stek", "OOO Stek", "JSC Orion", "Orion"]),
        st.sampled_from(["RU", "KZ", None]),
        st.sampled_from(["1", "2", None]),
    ),
    min_size=len(RECORDS),
    max_size=len(RECORDS),
)
TWO = st.sampled_from(list(combinations(RECORDS, 2)))


@settings(max_examples=15, deadline=None)
@given(FIRMS, st.lists(st.tuples(TWO, st.booleans()), max_size=5, unique_by=lambda d: d[0]), st.lists(TWO, max_size=3))
def test_linking_keeps_every_decision_that_no_other_forbids(
    firms: list[tuple[str, str | None, str | None]],
    decisions: list[tuple[tuple[str, str], bool]],
    alike: list[tuple[str, str]],
) -> None:
    rows = CoreRows()
    for record, (name, country, inn) in zip(RECORDS, firms, strict=True):
        rows.party(record, name, country, **({} if inn is None else {"inn": inn}))
    judged = [
        row
        for number, ((one, other), is_same) in enumerate(decisions, start=1)
        for row in judgement(number, "same" if is_same else "not_same", one, other)
    ]
    engine = DuckEngine()

    link(engine, rows, judged=judged, scored=[pair(*two, 0.9, "same") for two in sorted(set(alike))])

    party_of = {row["source_party_id"]: row["party_id"] for row in rows_of(engine.read("linked__party_record"))}
    engine.close()
    parted = [{party_of[one], party_of[other]} for (one, other), is_same in decisions if not is_same]
    assert all(len(two) == 2 for two in parted), "judged not the same, and in one party"
    for (one, other), is_same in decisions:
        assert not is_same or party_of[one] == party_of[other] or {party_of[one], party_of[other]} in parted
