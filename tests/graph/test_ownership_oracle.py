"""The ownership rules against brute force: every worked example of the methods, and random graphs with all that they allow."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import TypedDict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ownership_case import UNIDENTIFIED, load
from ownership_oracle import Held, Oracle, rule_on

from entrepot.graph import ownership
from entrepot.graph.ownership import REGIMES, reach, reaches
from entrepot.graph.ownership_result import OwnershipReach, ReachStatus
from entrepot.records.relation import INTEREST_KINDS
from entrepot.store.engine import DuckEngine

DAY = date(2025, 10, 1)  # all four rules apply
FIRMS = ("a", "b", "c", "d", "e", "f")
COUNTRIES = {"f": "US"}  # the BIS rule spares it
SHARES = (0.0, 10.0, 20.0, 25.0, 30.0, 33.333333, 40.0, 50.0, 60.0, 66.666667, 75.0, 100.0)
# Days before and after each change of a rule; on some of them a regime has none.
DAYS = (
    *(date(2014, 8, 12), date(2020, 1, 1), date(2024, 7, 2), date(2024, 7, 3)),
    *(date(2025, 10, 1), date(2025, 11, 10), date(2026, 11, 10)),
)


def whole(owner: str, firm: str, share: float, kind: str = "shares") -> Held:
    return Held(owner, firm, kind, share, share)


WORKED = {
    "two listed owners of 30 and 20": ((whole("a", "e", 30), whole("b", "e", 20)), {"a", "b"}),
    "half of a half": ((whole("a", "b", 50), whole("b", "c", 40), whole("a", "c", 10)), {"a"}),
    "a quarter passes nothing on": ((whole("a", "b", 25), whole("b", "c", 100)), {"a"}),
    "a cycle without a listed firm": ((whole("a", "b", 60), whole("b", "a", 60)), set[str]()),
    "a cycle with one": ((whole("a", "b", 60), whole("b", "a", 60)), {"a"}),
    "30 known and 25 with nobody knows whom": ((whole("a", "e", 30), whole(UNIDENTIFIED, "e", 25)), {"a"}),
}
REACHED: dict[str, dict[str, set[str]]] = {
    "two listed owners of 30 and 20": {regime: {"e"} for regime in ("OFAC", "EU", "BIS")} | {"UK": set()},
    "half of a half": {regime: {"b", "c"} for regime in ("OFAC", "EU", "BIS")} | {"UK": set()},
    "a quarter passes nothing on": {regime: set() for regime in REGIMES},
    "a cycle without a listed firm": {regime: set() for regime in REGIMES},
    "a cycle with one": {regime: {"b"} for regime in REGIMES},
    "30 known and 25 with nobody knows whom": {regime: set() for regime in REGIMES},
}


@pytest.fixture(scope="module", name="duck_kept")
def kept_engine() -> Iterator[DuckEngine]:
    engine = DuckEngine()
    yield engine
    engine.close()


@pytest.mark.parametrize("regime", REGIMES)
@pytest.mark.parametrize("example", WORKED)
def test_worked_example_is_what_the_methods_say_and_the_oracle_finds(
    duck_kept: DuckEngine, example: str, regime: str
) -> None:
    rows, listed = WORKED[example]

    found = check(duck_kept, list(rows), listed, regime, DAY)

    assert {p.party_id for p in found.parties if p.status is ReachStatus.BLOCKED} == REACHED[example][regime]


@st.composite
def held(draw: st.DrawFn) -> Held:
    """Return a random row: any kind, exact, a range with open ends, or no share, on some days or all."""
    owner = draw(st.sampled_from((*FIRMS, UNIDENTIFIED)))
    firm = draw(st.sampled_from(FIRMS))  # now and then the owner itself
    kind = draw(st.sampled_from(("shares", "shares", "shares", "votes", *INTEREST_KINDS)))
    shape = draw(st.sampled_from(("exact", "exact", "range", "none")))
    low = draw(st.sampled_from(SHARES)) if shape != "none" else None
    high = low if low is None or shape == "exact" else draw(st.sampled_from([s for s in SHARES if s >= low]))
    is_range = low is not None and high is not None and high > low
    opened = [is_range and draw(st.booleans()) for _ in range(2)]
    from_on = draw(st.sampled_from((None, None, date(2023, 1, 1), date(2024, 7, 3))))
    to_on = draw(st.sampled_from((None, None, date(2024, 7, 3), date(2025, 11, 10))))
    return Held(owner, firm, kind, low, high, opened[0], opened[1], from_on, to_on)


@settings(max_examples=80, deadline=None, derandomize=True)
@given(
    st.lists(held(), min_size=2, max_size=14),
    st.sets(st.sampled_from(FIRMS), min_size=1, max_size=2),
    st.sampled_from(REGIMES),
    st.sampled_from(DAYS),
)
def test_random_graph_is_reached_as_brute_force_says(
    duck_kept: DuckEngine, rows: list[Held], listed: set[str], regime: str, day: date
) -> None:
    check(duck_kept, rows, listed, regime, day)


@pytest.mark.slow
@settings(max_examples=1000, deadline=None, derandomize=False)
@given(
    st.lists(held(), min_size=2, max_size=14),
    st.sets(st.sampled_from(FIRMS), min_size=1, max_size=2),
    st.sampled_from(REGIMES),
    st.sampled_from(DAYS),
)
def test_many_random_graphs_are_reached_as_brute_force_says(
    duck_kept: DuckEngine, rows: list[Held], listed: set[str], regime: str, day: date
) -> None:
    check(duck_kept, rows, listed, regime, day)


def check(engine: DuckEngine, rows: list[Held], listed: set[str], regime: str, day: date) -> OwnershipReach:
    """Compare every answer with the oracle's and return the program's."""
    load(engine, rows, FIRMS, COUNTRIES)
    found = reach(engine, regime, day, designated=sorted(listed))
    rule = rule_on(regime, day)
    assert (found.rule is None) == (rule is None)
    if rule is None:
        assert {party.status for party in found.parties} <= {ReachStatus.DESIGNATED, ReachStatus.NOT_REACHED}
        return found
    oracle = Oracle(rows, rule, day, COUNTRIES)
    sure = oracle.reached(frozenset(listed), FIRMS, is_certain=True)
    maybe = oracle.reached(frozenset(listed) | {UNIDENTIFIED}, FIRMS, is_certain=False)
    assert sure <= maybe
    for firm in FIRMS:
        party = found.of(firm)
        expected = (
            round(oracle.least(firm, sure), 6),
            round(max(oracle.least(firm, sure), oracle.most(firm, maybe)), 6),
        )
        assert (party.lower_pct, party.upper_pct) == pytest.approx(expected, abs=2e-6), firm
        is_reached = party.status in (ReachStatus.DESIGNATED, ReachStatus.BLOCKED)
        assert (is_reached, party.status is ReachStatus.POSSIBLE) == (firm in sure, firm in maybe - sure), firm
        check_support(found, firm, rows, oracle, listed)
        check_paths(found, firm, oracle, listed)
    return found


class _Given(TypedDict):
    rows: list[Held]
    day: date
    oracle: Oracle
    listed: set[str]


def check_support(found: OwnershipReach, firm: str, rows: list[Held], oracle: Oracle, listed: set[str]) -> None:
    """The support set suffices, and nothing of it can go: of the owners in either case, of all stakes where it is certain."""
    party, rule = found.of(firm), oracle.rule
    if party.status not in (ReachStatus.BLOCKED, ReachStatus.POSSIBLE):
        assert (party.minimal_support, party.support_stakes) == ((), ())
        return
    share = oracle.least if party.status is ReachStatus.BLOCKED else oracle.most
    owners = frozenset(party.minimal_support)
    assert rule.is_met(share(firm, owners))
    assert not any(rule.is_met(share(firm, owners - {owner})) for owner in owners)
    if party.status is ReachStatus.BLOCKED:
        given: _Given = {"rows": rows, "day": found.on, "oracle": oracle, "listed": listed}
        assert is_reached_by(party.support_stakes, firm, **given)
        for gone in party.support_stakes:
            others = tuple(stake for stake in party.support_stakes if stake != gone)
            assert not is_reached_by(others, firm, **given)


def is_reached_by(
    stakes: tuple[tuple[str, str], ...], firm: str, *, rows: list[Held], day: date, oracle: Oracle, listed: set[str]
) -> bool:
    """Return whether these stakes alone, and the listings, reach a firm."""
    alone = Oracle([row for row in rows if (row.owner, row.firm) in stakes], oracle.rule, day, COUNTRIES)
    return firm in alone.reached(frozenset(listed), FIRMS, is_certain=True)


def check_paths(found: OwnershipReach, firm: str, oracle: Oracle, listed: set[str]) -> None:
    party = found.of(firm)
    for path in party.paths:
        assert path[0] in listed | {UNIDENTIFIED}
        assert path[-1] == firm
        assert len(set(path)) == len(path)
        assert all(owner in oracle.stakes[held_firm] for owner, held_firm in pairwise(path))
    assert bool(party.paths) or party.status not in (ReachStatus.BLOCKED, ReachStatus.POSSIBLE)


@settings(max_examples=25, deadline=None, derandomize=True)
@given(st.lists(held(), min_size=2, max_size=14), st.sampled_from(REGIMES), st.sampled_from(FIRMS))
def test_answer_about_one_party_is_the_same_as_among_all(
    duck_kept: DuckEngine, rows: list[Held], regime: str, firm: str
) -> None:
    engine = duck_kept
    load(engine, rows, FIRMS, COUNTRIES)

    everyone = reach(engine, regime, DAY, designated=["a", "b"])
    alone = reach(engine, regime, DAY, designated=["a", "b"], about=[firm])

    assert replace(alone.of(firm), name="") == replace(
        everyone.of(firm), name=""
    )  # an outsider's name is not looked up
    assert {party.party_id for party in alone.parties} <= {party.party_id for party in everyone.parties}


@settings(max_examples=12, deadline=None, derandomize=True)
@given(st.lists(held(), min_size=2, max_size=14), st.sets(st.sampled_from(FIRMS), min_size=1, max_size=2))
def test_numbers_for_all_parties_give_what_the_holdings_below_listed_ones_give(
    duck_kept: DuckEngine, rows: list[Held], listed: set[str]
) -> None:
    """The rounds leave out what cannot matter; where that would be too much to find out, they take everything."""
    load(duck_kept, rows, FIRMS, COUNTRIES)

    narrowed = [*reaches(duck_kept, REGIMES, DAY, designated=sorted(listed))]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ownership, "MAX_SCOPE", 0)
        whole_graph = [reach(duck_kept, regime, DAY, designated=sorted(listed)) for regime in REGIMES]

    # Whether a holder on another day counts as unidentified is not asked of parties that hold nothing on the day.
    assert [replace(found, unidentified=frozenset()) for found in narrowed] == [
        replace(found, unidentified=frozenset()) for found in whole_graph
    ]


@settings(max_examples=12, deadline=None, derandomize=True)
@given(st.lists(held(), min_size=2, max_size=14), st.sampled_from(REGIMES))
def test_reached_parties_alone_are_those_of_all_with_the_same_paths(
    duck_kept: DuckEngine, rows: list[Held], regime: str
) -> None:
    load(duck_kept, rows, FIRMS, COUNTRIES)

    everyone = reach(duck_kept, regime, DAY, designated=["a", "b"])
    [alone] = reaches(duck_kept, [regime], DAY, designated=["a", "b"], is_reached_only=True)

    is_held = [party for party in everyone.parties if party.status is not ReachStatus.DESIGNATED]
    assert alone.held_count == everyone.held_count == len(is_held)
    left_out = (ReachStatus.NOT_REACHED, ReachStatus.UNKNOWN)
    assert alone.parties == tuple(party for party in everyone.parties if party.status not in left_out)
    assert [*map(alone.followed, alone.parties)] == [*map(everyone.followed, alone.parties)]
