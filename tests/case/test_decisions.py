"""decisions.jsonl: only ever added to, damaged lines named, and which decisions hold."""

import json
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entrepot.case.decisions import (
    Decision,
    Entry,
    PairDecision,
    Part,
    Record,
    SplitDecision,
    Verdict,
    Withdrawal,
    add_decision,
    entry_of,
    named_entry,
    read_decisions,
)
from entrepot.case.standing import judgement_rows, known_records, split_rows, standings, verdict_on
from entrepot.errors import CaseError
from entrepot.records.catalogue import table_named
from entrepot.store.engine import Engine
from entrepot.store.tables import to_arrow

SIGNED: dict[str, Any] = {"who": "Reader", "when": datetime(2026, 11, 22, 9, tzinfo=UTC), "why": "Seen in the register"}


def pair(left: str, right: str, *, same: bool = True) -> PairDecision:
    """Return a decision on records of one letter each."""
    sides = {"left": tuple(map(record, left)), "right": tuple(map(record, right))}
    return PairDecision(kind="same" if same else "not_same", **sides, **SIGNED)


def record(record_id: str) -> Record:
    return Record(id=record_id, name=f"Firm {record_id}")


def split(*values: str, new_id: str = "a#2") -> SplitDecision:
    parts = tuple(Part(kind="identifier", value=value) for value in values)
    return SplitDecision(kind="split", record=record("a"), new_id=new_id, parts=parts, **SIGNED)


def verdict(
    indicator: str, *records: str, subject: str = "a", kind: Literal["confirm", "dismiss"] = "dismiss"
) -> Verdict:
    named = tuple(map(record, records))
    return Verdict(kind=kind, indicator=indicator, subject_id=subject, subject_name="Firm", records=named, **SIGNED)


def taking_back(entry: Entry, number: int) -> Withdrawal:
    """Return a withdrawal; its reason holds the line's number, so that no two are equal."""
    said = {**SIGNED, "why": f"Taken back in line {number}"}
    return Withdrawal(kind="withdraw", withdraws=entry.decision_id, **said)


def entries(*decisions: Decision | int) -> list[Entry]:
    """Return decisions as lines of a file; a number withdraws the decision of that number."""
    made: list[Entry] = []
    for number, said in enumerate(decisions, start=1):
        decision = taking_back(made[said - 1], number) if isinstance(said, int) else said
        made.append(entry_of(decision, number))
    return made


def states(known: str, *decisions: Decision | int) -> list[str]:
    return [standing.state for standing in standings(entries(*decisions), set(known))]


def test_what_was_written_is_read_again_and_earlier_lines_stay_as_they_are(tmp_path: Path) -> None:
    decisions: list[Decision] = [pair("ab", "c"), split("inn 7701"), verdict("N2", "a"), pair("a", "b", same=False)]
    seen: list[Entry] = []
    for decision in decisions:
        before = (tmp_path / "decisions.jsonl").read_bytes() if seen else b""
        seen.append(add_decision(tmp_path, decision, seen=seen))
        assert (tmp_path / "decisions.jsonl").read_bytes().startswith(before)

    assert read_decisions(tmp_path) == seen
    assert [entry.decision for entry in seen] == decisions
    assert seen[0].in_words == "decision 1 of Reader, 2026-11-22: Seen in the register"
    lines = (tmp_path / "decisions.jsonl").read_text("utf-8").splitlines()
    assert json.loads(lines[0])["left"] == [{"id": "a", "name": "Firm a"}, {"id": "b", "name": "Firm b"}]
    assert named_entry(seen, "2") is seen[1]
    assert named_entry(seen, seen[2].decision_id) is seen[2]
    assert named_entry(seen, "9") is None


def test_a_file_that_does_not_end_its_last_line_is_added_to_on_a_new_one(tmp_path: Path) -> None:
    first = add_decision(tmp_path, pair("a", "b"), seen=[])
    path = tmp_path / "decisions.jsonl"
    path.write_bytes(path.read_bytes().removesuffix(b"\n"))

    add_decision(tmp_path, pair("b", "c"), seen=[first])

    assert [entry.number for entry in read_decisions(tmp_path)] == [1, 2]


def test_a_decision_made_meanwhile_is_not_overlooked(tmp_path: Path) -> None:
    add_decision(tmp_path, pair("a", "b"), seen=[])

    with pytest.raises(CaseError, match="meanwhile"):
        add_decision(tmp_path, pair("b", "c"), seen=[])
    assert len(read_decisions(tmp_path)) == 1


@pytest.mark.parametrize(
    "damage",
    [
        b"{",
        b"",
        b"\xff",
        b'{"kind": "merge"}',
        json.dumps(
            {"kind": "withdraw", "who": "R", "when": "2026-11-22T09:00:00Z", "why": " ", "withdraws": "1"}
        ).encode(),
        json.dumps({"kind": "withdraw", "who": "R", "when": "2026-11-22", "why": "W", "withdraws": "1"}).encode(),
        json.dumps({"kind": "withdraw", "who": "R", "when": "2026-11-22T09:00:00Z", "why": "W"}).encode(),
    ],
)
def test_a_damaged_line_is_an_error_with_its_number(tmp_path: Path, damage: bytes) -> None:
    add_decision(tmp_path, pair("a", "b"), seen=[])
    with (tmp_path / "decisions.jsonl").open("ab") as file:
        file.write(damage + b"\n")

    with pytest.raises(CaseError, match=r"Line 2 of decisions\.jsonl is damaged"):
        read_decisions(tmp_path)


def test_no_file_is_no_decisions(tmp_path: Path) -> None:
    assert read_decisions(tmp_path) == []
    (tmp_path / "decisions.jsonl").touch()
    assert read_decisions(tmp_path) == []


def test_a_withdrawal_takes_back_and_can_be_taken_back() -> None:
    assert states("ab", pair("a", "b"), 1) == ["withdrawn", "in_force"]
    assert states("ab", pair("a", "b"), 1, 2) == ["in_force", "withdrawn", "in_force"]
    nothing = Withdrawal(kind="withdraw", withdraws="0" * 12, **SIGNED)
    assert states("ab", nothing, pair("a", "b")) == ["no_effect", "in_force"]


def test_a_later_decision_replaces_one_that_says_the_opposite_until_it_is_withdrawn() -> None:
    said = (pair("a", "b", same=False), pair("a", "b"))

    assert states("ab", *said) == ["replaced", "in_force"]
    assert states("ab", *reversed(said)) == ["replaced", "in_force"]
    assert states("ab", *said, 2) == ["in_force", "withdrawn", "in_force"]
    assert states("abc", pair("a", "b"), pair("b", "c", same=False)) == ["in_force", "in_force"]


def test_a_decision_on_records_that_are_gone_has_no_effect_and_says_which() -> None:
    assert states("ab", pair("a", "bc"), pair("a", "c")) == ["in_force", "no_effect"]
    (standing,) = standings(entries(pair("a", "b")), {"a"})
    assert standing.note == "no longer in the case: Firm b (b)"
    assert states("b", split("inn 1"), verdict("N2", "a"), verdict("M1")) == ["no_effect", "no_effect", "in_force"]


def test_rows_for_linking_hold_what_is_in_force_with_the_reason() -> None:
    held = standings(entries(pair("ab", "c"), split("inn 1"), pair("a", "c"), 3), set("abc"))

    rows = [(r["number"], r["kind"], r["side"], r["source_party_id"]) for r in judgement_rows(held)]
    assert rows == [
        (1, "same", "left", "a"),
        (1, "same", "left", "b"),
        (1, "same", "right", "c"),
        (2, "not_same", "left", "a"),
        (2, "not_same", "right", "a#2"),
    ]
    assert judgement_rows(held)[0]["reason"] == "decision 1 of Reader, 2026-11-22: Seen in the register"


def test_a_part_goes_where_the_later_split_puts_it() -> None:
    held = standings(entries(split("inn 1", "inn 2"), split("inn 2", new_id="a#3")), {"a"})

    assert {(row["part"], row["new_source_party_id"]) for row in split_rows(held)} == {
        ("inn 1", "a#2"),
        ("inn 2", "a#3"),
    }


def test_the_last_verdict_in_force_is_that_of_the_finding() -> None:
    held = standings(entries(verdict("N2", "a"), verdict("N2", "b", kind="confirm"), verdict("N2", "a"), 3), set("ab"))
    party_of = {"a": "a", "b": "a"}

    found = verdict_on({"indicator": "N2", "subject_id": "a"}, held, party_of)

    assert found is not None
    assert (found["number"], found["kind"], found["who"]) == (2, "confirm", "Reader")
    assert verdict_on({"indicator": "N3", "subject_id": "a"}, held, party_of) is None
    corridor = standings(entries(verdict("M1", subject="corridor:x")), set())
    assert verdict_on({"indicator": "M1", "subject_id": "corridor:x"}, corridor, {}) is not None


def test_only_records_that_the_case_holds_are_known(engine: Engine) -> None:
    party = table_named("core__party")
    common = {"party_kind": "company", "name": "A", "snapshot_id": "s", "locator": "row 2", "provenance": "synthetic"}
    engine.register(party.name, to_arrow(party, [{"source_party_id": one, **common} for one in ("a", "z")]))

    assert known_records(engine, entries(pair("a", "b"), split("inn 1"), verdict("N2", "c"))) == {"a"}


PAIRS = st.tuples(st.sampled_from("abcd"), st.sampled_from("abcd"), st.booleans()).filter(lambda p: p[0] != p[1])


@settings(deadline=None)
@given(st.lists(PAIRS, max_size=5), PAIRS)
def test_withdrawing_the_last_decision_restores_what_held_before(
    earlier: list[tuple[str, str, bool]], last: tuple[str, str, bool]
) -> None:
    made = [pair(a, b, same=same) for a, b, same in earlier]
    new = pair(last[0], last[1], same=last[2]).model_copy(update={"why": "The last"})

    alone = standings(entries(*made), set("abcd"))
    taken_back = standings(entries(*made, new, len(made) + 1), set("abcd"))

    assert judgement_rows(taken_back) == judgement_rows(alone)


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["ab", "cd", "ef"]), st.booleans()), unique_by=lambda p: p[0]), st.randoms())
def test_the_order_of_independent_decisions_does_not_matter(said: list[tuple[str, bool]], shuffled: Random) -> None:
    def rows(ordered: list[tuple[str, bool]]) -> set[tuple[str, str, str]]:
        held = standings(entries(*(pair(two[0], two[1], same=same) for two, same in ordered)), set("abcdef"))
        return {(r["kind"], r["side"], r["source_party_id"]) for r in judgement_rows(held)}

    other = list(said)
    shuffled.shuffle(other)
    assert rows(other) == rows(said)
