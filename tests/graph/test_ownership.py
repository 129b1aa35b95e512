"""What the ownership rules reach: the worked examples of the methods, dates, intervals, cycles, and random graphs."""

from datetime import date
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core_rows import CoreRows
from entrepot.codes.regimes import regimes
from entrepot.graph.ownership import REGIMES, explain, reach, reaches
from entrepot.graph.ownership_result import OwnershipReach, PartyReach, ReachStatus
from entrepot.resolve.linking import link_parties
from entrepot.store.engine import DuckEngine, Engine

DAY = date(2025, 10, 1)  # all four rules apply on this day
SHARES = [0.0, 10.0, 20.0, 24.999999, 25.0, 30.0, 33.333333, 49.0, 50.0, 51.0, 66.666667, 80.0]


def asked(engine: Engine, rows: CoreRows, regime: str = "OFAC", on: date = DAY) -> OwnershipReach:
    """Link the rows and apply a rule."""
    rows.load(engine)
    link_parties(engine)
    return reach(engine, regime, on)


def firms(*names: str) -> CoreRows:
    """Return rows with these firms; `X` is listed under every regime."""
    rows = CoreRows()
    for name in names:
        rows.party(name, f"Firm {name}")
    for regime in REGIMES:
        rows.listed("X", regime, listed_on=date(2014, 1, 1))
    return rows


def statuses(found: OwnershipReach) -> dict[str, str]:
    return {party.party_id: party.status.value for party in found.parties}


def test_the_regimes_are_those_with_rules() -> None:
    assert sorted(regime.lower() for regime in REGIMES) == sorted(regimes())


@pytest.mark.parametrize(
    ("regime", "status", "lower"),
    [("OFAC", "blocked", 50.0), ("EU", "blocked", 50.0), ("BIS", "blocked", 50.0), ("UK", "not_reached", 30.0)],
)
def test_two_listed_owners_of_30_and_20_percent_add_up_except_in_the_uk(
    duck: DuckEngine, regime: str, status: str, lower: float
) -> None:
    rows = firms("X", "B", "E")
    rows.listed("B", regime)
    rows.owns("X", "E", 30.0)
    rows.owns("B", "E", 20.0)

    party = asked(duck, rows, regime).of("E")

    assert (party.status, party.lower_pct) == (status, lower)
    assert party.support == ("X", "B")
    assert party.minimal_support == (("X", "B") if status == "blocked" else ())


def test_a_reached_owner_passes_its_full_stake(engine: Engine) -> None:
    rows = firms("X", "A", "B")
    rows.owns("X", "A", 50.0)
    rows.owns("A", "B", 40.0)
    rows.owns("X", "B", 10.0)

    ofac = asked(engine, rows)

    assert statuses(ofac) == {"X": "designated", "A": "blocked", "B": "blocked"}
    assert ofac.of("B").lower_pct == 50.0
    assert ofac.of("B").paths == (("X", "B"), ("X", "A", "B"))
    assert statuses(reach(engine, "UK", DAY)) == {"X": "designated", "A": "not_reached", "B": "not_reached"}


def test_the_stake_of_an_owner_that_is_not_reached_counts_for_nothing(duck: DuckEngine) -> None:
    rows = firms("X", "A", "B")
    rows.owns("X", "A", 25.0)
    rows.owns("A", "B", 100.0)

    found = asked(duck, rows)

    assert (found.of("A").status, found.of("A").lower_pct, found.of("A").undisclosed_pct) == ("not_reached", 25.0, 75.0)
    assert (found.of("B").status, found.of("B").lower_pct, found.of("B").upper_pct) == ("not_reached", 0.0, 0.0)


def test_a_cycle_reaches_nothing_by_itself_and_ends_when_one_of_it_is_listed(engine: Engine) -> None:
    rows = firms("A", "B")
    rows.owns("A", "B", 60.0)
    rows.owns("B", "A", 60.0)
    rows.rows["core__designation"].clear()

    assert asked(engine, rows).parties == ()
    found = reach(engine, "OFAC", DAY, designated=["A"])
    assert statuses(found) == {"A": "designated", "B": "blocked"}
    assert found.of("B").paths == (("A", "B"),)


def test_an_unidentified_holder_widens_the_interval(engine: Engine) -> None:
    rows = firms("X", "E")
    rows.party("U", "Not disclosed", kind="unknown")
    rows.owns("X", "E", 30.0)
    rows.owns("U", "E", 25.0)

    party = asked(engine, rows).of("E")

    assert (party.status, party.lower_pct, party.upper_pct) == ("possible", 30.0, 55.0)
    assert party.minimal_support == ("X", "U")
    assert (party.undisclosed_pct, party.caveats) == (45.0, ("45 % are held by nobody the sources name: not counted.",))
    assert asked(engine, rows, "UK").of("E").status == "not_reached"


def test_a_holder_of_unknown_kind_with_a_registered_number_is_identified(duck: DuckEngine) -> None:
    rows = firms("X", "E")
    rows.party("U", "Holder", kind="unknown", inn="7701")
    rows.owns("X", "E", 30.0)
    rows.owns("U", "E", 25.0)

    party = asked(duck, rows).of("E")

    assert (party.status, party.upper_pct) == ("not_reached", 30.0)


def test_a_share_that_is_not_stated_is_at_most_what_the_others_leave(engine: Engine) -> None:
    rows = firms("X", "Y", "E", "F")
    rows.owns("X", "E", None)
    rows.owns("Y", "E", 45.0)
    rows.owns("X", "F", None)
    rows.owns("Y", "F", 55.0)

    found = asked(engine, rows)

    assert (found.of("E").status, found.of("E").lower_pct, found.of("E").upper_pct) == ("possible", 0.0, 55.0)
    assert (found.of("F").status, found.of("F").upper_pct) == ("not_reached", 45.0)
    assert found.of("E").caveats == ("An owner's share is not stated: it may be all that the others leave.",)


def test_a_range_counts_with_its_lower_end_for_certain_and_its_upper_end_as_possible(duck: DuckEngine) -> None:
    rows = firms("X", "E")
    rows.owns("X", "E", 25.0, to_pct=50.0)

    party = asked(duck, rows).of("E")

    assert (party.status, party.lower_pct, party.upper_pct) == ("possible", 25.0, 50.0)


def test_shares_and_votes_of_one_owner_and_several_sources_count_once(engine: Engine) -> None:
    rows = firms("X", "E", "F")
    rows.owns("X", "E", 30.0)
    rows.owns("X", "E", 30.0)
    rows.owns("X", "E", 40.0, kind="votes")
    rows.owns("X", "F", 100.0, kind="board")

    found = asked(engine, rows)

    assert (found.of("E").status, found.of("E").lower_pct, found.of("E").upper_pct) == ("not_reached", 30.0, 30.0)
    assert reach(engine, "EU", DAY).of("E").lower_pct == 40.0
    assert [proof.summary for proof in found.of("E").owners[0].proofs] == ["30 % of shares"] * 2 + ["40 % of votes"]
    assert statuses(found) == {"X": "designated", "E": "not_reached"}


@pytest.mark.parametrize(
    ("regime", "status", "lower", "upper"),
    [
        ("OFAC", "not_reached", 40.0, 40.0),  # ownership alone, and the shares are known
        ("BIS", "not_reached", 40.0, 40.0),
        ("EU", "blocked", 60.0, 60.0),
        ("UK", "blocked", 60.0, 60.0),
    ],
)
def test_a_majority_of_votes_counts_where_the_rule_says_so(
    duck: DuckEngine, regime: str, status: str, lower: float, upper: float
) -> None:
    rows = firms("X", "E")
    rows.owns("X", "E", 40.0)
    rows.owns("X", "E", 60.0, kind="votes")

    party = asked(duck, rows, regime).of("E")

    assert (party.status, party.lower_pct, party.upper_pct) == (status, lower, upper)


def test_shares_of_one_owner_and_votes_of_another_are_not_added_up(duck: DuckEngine) -> None:
    rows = firms("X", "Y", "E")
    rows.listed("Y", "EU")
    rows.owns("X", "E", 30.0)
    rows.owns("Y", "E", 30.0, kind="votes")

    party = asked(duck, rows, "EU").of("E")

    assert (party.status, party.lower_pct, party.upper_pct) == ("possible", 30.0, 60.0)


@pytest.mark.parametrize(
    ("regime", "status"), [("OFAC", "unknown"), ("BIS", "unknown"), ("EU", "possible"), ("UK", "blocked")]
)
def test_a_right_over_the_majority_of_the_board_counts_for_the_uk_and_may_for_the_eu(
    engine: Engine, regime: str, status: str
) -> None:
    rows = firms("X", "E")
    rows.owns("X", "E", 50.0, to_pct=100.0, kind="board", is_more=True)

    party = asked(engine, rows, regime).of("E")

    assert party.status == status
    if regime == "UK":
        assert party.paths == (("X", "E"),)
        assert party.owners[0].proofs[0].summary == "more than 50 to 100 % of the board, to appoint"


def test_a_right_over_half_the_board_or_an_unstated_part_of_it_is_no_majority(duck: DuckEngine) -> None:
    rows = firms("X", "E", "F")
    rows.owns("X", "E", 50.0, kind="board")
    rows.owns("X", "F", None, kind="board")

    found = asked(duck, rows, "UK")

    assert statuses(found) == {"X": "designated", "E": "not_reached", "F": "possible"}


@pytest.mark.parametrize(("is_more", "status"), [(False, "not_reached"), (True, "blocked")])
def test_more_than_half_is_more_than_half(duck: DuckEngine, *, is_more: bool, status: str) -> None:
    """The register of control says "more than 50 % but less than 75 %"."""
    rows = firms("X", "E")
    rows.owns("X", "E", 50.0, to_pct=50.000001 if is_more else 50.0, is_more=is_more)

    party = asked(duck, rows, "UK").of("E")

    assert party.status == status
    assert explain(asked(duck, rows, "UK"), "E").in_words().count("hold 50 %") == 1


def test_a_share_held_through_others_is_only_possible_and_takes_nothing_from_them(engine: Engine) -> None:
    rows = firms("X", "H", "E")
    rows.owns("X", "E", 60.0, kind="indirect")
    rows.owns("H", "E", 30.0)

    party = asked(engine, rows).of("E")

    assert (party.status, party.lower_pct, party.upper_pct, party.undisclosed_pct) == ("possible", 0.0, 60.0, 70.0)
    assert party.owners[1].proofs[0].summary == "60 %, through others"


@pytest.mark.parametrize("kind", ["consolidation", "ultimate_consolidation"])
def test_consolidated_accounts_say_nothing_of_the_share(duck: DuckEngine, kind: str) -> None:
    rows = firms("X", "E")
    rows.owns("X", "E", None, kind=kind)

    party = asked(duck, rows).of("E")

    assert (party.status, party.lower_pct, party.upper_pct) == ("possible", 0.0, 100.0)
    assert "share not stated" in party.owners[0].proofs[0].summary


def test_two_sources_that_agree_narrow_a_stake_and_are_not_added_up(engine: Engine) -> None:
    rows = firms("X", "E")
    rows.owns("X", "E", 25.0, to_pct=50.0, is_more=True)
    rows.owns("X", "E", 30.0)

    party = asked(engine, rows).of("E")

    assert (party.status, party.lower_pct, party.upper_pct) == ("not_reached", 30.0, 30.0)
    assert len(party.owners[0].proofs) == 2


def test_two_sources_that_contradict_each_other_leave_the_whole_span(engine: Engine) -> None:
    rows = firms("X", "E")
    rows.owns("X", "E", 25.0, to_pct=50.0)
    rows.owns("X", "E", 75.0, to_pct=100.0)

    party = asked(engine, rows).of("E")

    assert (party.status, party.lower_pct, party.upper_pct) == ("possible", 25.0, 100.0)
    assert "What is said of the stake of Firm X contradicts itself: the whole span counts." in party.caveats


def test_what_a_firm_holds_of_itself_counts_for_nothing_and_is_said(duck: DuckEngine) -> None:
    rows = firms("X", "E")
    rows.owns("X", "E", 40.0)
    rows.owns("E", "E", 20.0)

    party = asked(duck, rows).of("E")

    assert (party.status, party.lower_pct, party.upper_pct, party.undisclosed_pct) == ("not_reached", 40.0, 40.0, 60.0)
    assert "It holds shares of itself: they are not counted, and the others' shares are not scaled up." in party.caveats


def test_the_support_set_leads_from_the_listed_party_and_leaves_out_what_is_to_spare(engine: Engine) -> None:
    rows = firms("X", "A", "B")
    rows.party("Y", "Firm Y")
    rows.listed("Y")
    rows.owns("X", "A", 50.0)
    rows.owns("A", "B", 40.0)
    rows.owns("X", "B", 10.0)
    rows.owns("Y", "B", 5.0)
    rows.load(engine)
    link_parties(engine)

    found = reach(engine, "OFAC", DAY, about=["B"])

    assert found.of("B").support_stakes == (("A", "B"), ("X", "B"), ("X", "A"))
    assert [(s.owner_name, s.subject_name, s.lower_pct) for s in explain(found, "B").support_set] == [
        ("Firm A", "Firm B", 40.0),
        ("Firm X", "Firm B", 10.0),
        ("Firm X", "Firm A", 50.0),
    ]
    assert "    Firm X -> Firm A: 50 %" in explain(found, "B").in_words()


def test_shares_above_100_percent_are_cut_and_remarked_on(duck: DuckEngine) -> None:
    rows = firms("X", "Y", "E")
    rows.owns("X", "E", 80.0)
    rows.owns("Y", "E", 60.0)
    rows.listed("Y")

    party = asked(duck, rows).of("E")

    assert (party.status, party.lower_pct, party.minimal_support) == ("blocked", 100.0, ("X",))
    assert party.caveats == ("The stated shares add up to 140 %: sources overlap or contradict each other.",)


def test_a_share_of_zero_reaches_nothing(duck: DuckEngine) -> None:
    rows = firms("X", "E")
    rows.owns("X", "E", 0.0)

    assert statuses(asked(duck, rows)) == {"X": "designated"}


def test_thirds_add_up_to_the_threshold_in_spite_of_rounding(duck: DuckEngine) -> None:
    rows = firms("X", "Y", "E")
    rows.listed("Y")
    rows.owns("X", "E", 16.666667)
    rows.owns("Y", "E", 33.333333)

    assert asked(duck, rows).of("E").status == "blocked"


@pytest.mark.parametrize(
    ("on", "status"), [(date(2024, 7, 2), "not_reached"), (date(2024, 7, 3), "blocked"), (date(2013, 1, 1), None)]
)
def test_the_eu_threshold_became_inclusive_in_july_2024(duck: DuckEngine, on: date, status: str | None) -> None:
    rows = firms("X", "E")
    rows.owns("X", "E", 50.0)

    assert statuses(asked(duck, rows, "EU", on)).get("E") == status


@pytest.mark.parametrize(
    ("on", "status", "words"),
    [
        (date(2025, 9, 28), "not_reached", "is not known for 2025-09-28"),
        (date(2025, 10, 1), "blocked", "Check before relying on it"),
        (date(2026, 1, 1), "not_reached", "did not apply on 2026-01-01 (stayed, 90 FR 50857)"),
        (date(2026, 11, 9), "not_reached", "did not apply on 2026-11-09"),
        (date(2026, 11, 10), "blocked", "applying again from 2026-11-10 unless a newer Federal Register notice"),
    ],
)
def test_the_bis_rule_applies_in_its_windows_only(duck: DuckEngine, on: date, status: str, words: str) -> None:
    rows = firms("X", "E")
    rows.owns("X", "E", 50.0)

    found = asked(duck, rows, "BIS", on)

    assert statuses(found) == {"X": "designated", "E": status}
    assert any(words in caveat for caveat in found.caveats)


def test_the_bis_rule_spares_firms_of_the_united_states(engine: Engine) -> None:
    rows = firms("X")
    rows.party("E", "Domestic", "US")
    rows.owns("X", "E", 100.0)

    assert asked(engine, rows, "BIS").of("E").status == "not_reached"
    assert reach(engine, "OFAC", DAY).of("E").status == "blocked"


def test_interests_and_listings_count_on_their_days_only(engine: Engine) -> None:
    rows = firms("E")
    rows.party("L", "Listed late")
    rows.listed("L", listed_on=date(2022, 3, 31), delisted_on=date(2023, 6, 1))
    rows.owns("L", "E", 60.0, from_on=date(2022, 1, 1), to_on=date(2022, 12, 31))
    rows.load(engine)
    link_parties(engine)

    on = [date(2022, 3, 30), date(2022, 3, 31), date(2022, 12, 31), date(2023, 1, 1), date(2023, 6, 1)]
    found = [{k: v for k, v in statuses(reach(engine, "OFAC", day)).items() if k != "X"} for day in on]

    listed = {"L": "designated"}
    assert found == [{}, listed | {"E": "blocked"}, listed | {"E": "blocked"}, listed, {}]


def test_a_list_without_days_counts_from_the_state_it_was_seen_in_until_a_state_without_the_entry(
    engine: Engine,
) -> None:
    rows = CoreRows()
    rows.party("L", "Listed")
    rows.listed("L", listed_on=None, seen_on=date(2022, 4, 8), list_id="us_ofac_sdn", native_id="7")
    rows.add(
        "core__list_change",
        list_id="us_ofac_sdn",
        native_id="7",
        source_party_id="L",
        name="Listed",
        change_kind="removed",
        by_on=date(2024, 2, 20),
    )
    rows.load(engine)
    link_parties(engine)

    days = [date(2022, 4, 7), date(2022, 4, 8), date(2024, 2, 19), date(2024, 2, 20)]
    assert [bool(reach(engine, "OFAC", day).parties) for day in days] == [False, True, True, False]


def test_the_fewest_owners_do_not_lean_on_a_cycle(duck: DuckEngine) -> None:
    rows = firms("X", "B", "C")
    rows.owns("X", "B", 60.0)
    rows.owns("B", "C", 60.0)
    rows.owns("C", "B", 40.0)
    rows.owns("C", "B", 70.0, kind="votes")

    party = asked(duck, rows, "EU").of("B")

    assert party.support == ("C", "X")
    assert party.minimal_support == ("X",)


def test_the_answer_shows_the_tree_the_rows_and_the_words(duck: DuckEngine) -> None:
    rows = firms("X", "A", "B")
    rows.owns("X", "A", 50.0)
    rows.owns("A", "B", 40.0)
    rows.owns("X", "B", 10.0)
    rows.owns("B", "A", 5.0)

    answer = explain(asked(duck, rows), "B")

    assert [(owner.name, owner.status, owner.lower_pct) for owner in answer.owners] == [
        ("Firm A", "blocked", 40.0),
        ("Firm X", "designated", 10.0),
    ]
    (x_of_a, b_of_a) = answer.owners[0].owners
    assert (x_of_a.name, b_of_a.name, b_of_a.is_repeated, b_of_a.owners) == ("Firm X", "Firm B", True, ())
    assert [(p.snapshot_id, p.locator) for p in answer.owners[0].proofs] == [("file of core__interest", "row 3")]
    words = answer.in_words()
    assert words.startswith("OFAC on 2025-10-01: Firm B is reached by the ownership rule.\n")
    assert "  Path: Firm X -> Firm A -> Firm B" in words
    assert "- Firm A: 40 % (blocked)" in words


def test_a_party_is_cleared_only_where_owners_and_a_list_are_known(engine: Engine) -> None:
    rows = firms("X", "E", "F", "Z")
    rows.owns("Z", "F", 100.0)

    found = asked(engine, rows, "UK")

    ownerless, owned = explain(found, "E"), explain(found, "F")
    assert (ownerless.status, ownerless.why_unknown) == ("unknown", "no owner is known")
    assert ownerless.in_words().startswith("UK on 2025-10-01: E is unknown: no owner is known.\n")
    assert (owned.status, owned.why_unknown) == ("not_reached", None)
    assert found.of("X").status == "designated"


def test_without_a_list_of_the_regime_nothing_is_cleared(duck: DuckEngine) -> None:
    rows = CoreRows()
    for name in ("Z", "F"):
        rows.party(name, f"Firm {name}")
    rows.listed("Z", "EU")
    rows.owns("Z", "F", 10.0)

    found = asked(duck, rows)

    assert (found.of("F").status, found.of("F").why_unknown) == ("unknown", "no list of this regime in the case")
    assert reach(duck, "EU", DAY).of("F").status == "not_reached"
    assert reach(duck, "OFAC", DAY, designated=["Z"]).of("Z").status == "designated"


def test_an_export_control_of_the_union_freezes_nothing(engine: Engine) -> None:
    rows = CoreRows()
    for name in ("X", "E", "Y", "F"):
        rows.party(name, f"Firm {name}")
    rows.listed("X", "EU", list_id="eu_833_iv", measure="Export control")
    rows.listed("Y", "EU", list_id="eu_269", measure="Asset freeze")
    rows.owns("X", "E", 100.0)
    rows.owns("Y", "F", 50.0)
    rows.owns("F", "X", 10.0)

    found = asked(engine, rows, "EU")

    assert statuses(found) == {"E": "not_reached", "F": "blocked", "X": "not_reached", "Y": "designated"}
    assert found.of("E").lower_pct == 0.0
    answer = explain(found, "X")
    assert [proof.summary for proof in answer.listings] == [
        "on eu_833_iv (Export control), since 2020-01-01: not covered by the rule"
    ]
    assert "Note: A listing under another measure does not make a party designated for this rule" in answer.in_words()
    assert [proof.summary for proof in found.of("Y").listings] == ["on eu_269, since 2020-01-01"]


def test_a_party_outside_the_holdings_shows_its_listing_that_does_not_count(duck: DuckEngine) -> None:
    rows = CoreRows()
    rows.party("X", "Firm X")
    rows.listed("X", "EU", list_id="eu_833_iv", measure="Export control")

    answer = explain(asked(duck, rows, "EU"), "X")

    assert answer.why_unknown == "no list of this regime that the rule covers in the case"
    assert [proof.locator for proof in answer.listings] == ["row 2"]


def test_what_is_undisclosed_is_said_as_a_range(duck: DuckEngine) -> None:
    rows = firms("X", "E", "F")
    rows.party("U", "Not disclosed", kind="unknown")
    rows.owns("X", "E", 30.0)
    rows.owns("U", "E", 25.0)
    rows.owns("X", "F", 100.0)

    found = asked(duck, rows)

    assert explain(found, "E").undisclosed_range_pct == (45.0, 70.0)
    assert "  45 to 70 % undisclosed" in explain(found, "E").in_words()
    assert "undisclosed" not in explain(found, "F").in_words()


NODES = [f"n{number}" for number in range(6)]
EDGES = st.dictionaries(
    st.tuples(st.sampled_from(NODES), st.sampled_from(NODES)).filter(lambda edge: edge[0] != edge[1]),
    st.one_of(st.sampled_from(SHARES), st.just(None)),
    max_size=12,
)


def brute_force(
    edges: dict[tuple[str, str], float], listed: set[str], *, is_aggregate: bool, is_inclusive: bool
) -> set[str]:
    """Return the reached set as the smallest one that is closed under the rule: by trying every set."""

    def passes(subject: str, reached: set[str]) -> bool:
        shares = [share for (owner, held), share in edges.items() if held == subject and owner in reached]
        total = round(sum(shares) if is_aggregate else max(shares, default=0.0), 6)
        return total > 50 or (is_inclusive and total == 50)

    closed = []
    for chosen in product([False, True], repeat=len(NODES)):
        candidate = listed | {node for node, is_in in zip(NODES, chosen, strict=True) if is_in}
        if all(node in candidate or not passes(node, candidate) for node in NODES):
            closed.append(candidate)
    return min(closed, key=len)


@settings(max_examples=40, deadline=None)
@given(EDGES, st.sets(st.sampled_from(NODES), min_size=1, max_size=2), st.sampled_from(["OFAC", "UK"]))
def test_random_graphs_are_reached_as_the_smallest_closed_set_says(
    edges: dict[tuple[str, str], float | None], listed: set[str], regime: str
) -> None:
    rows = CoreRows()
    for node in NODES:
        rows.party(node, f"Firm {node}")
    for (owner, subject), share in edges.items():
        rows.owns(owner, subject, share)
    rows.load(engine := DuckEngine())
    link_parties(engine)

    found = reach(engine, regime, DAY, designated=sorted(listed))
    engine.close()

    known = {edge: share for edge, share in edges.items() if share is not None}
    is_sum = regime == "OFAC"
    expected = brute_force(known, listed, is_aggregate=is_sum, is_inclusive=is_sum)
    sure = {p.party_id for p in found.parties if p.status in (ReachStatus.DESIGNATED, ReachStatus.BLOCKED)}
    assert sure == expected
    for party in found.parties:
        assert (party.paths, party.support_stakes) == ((), ())  # followed on demand
        check_party(found.followed(party), found, threshold_sum=is_sum)


def check_party(party: PartyReach, found: OwnershipReach, *, threshold_sum: bool) -> None:
    """Assert what holds of every party: an interval in order, paths from listed parties over real stakes."""
    assert 0 <= party.lower_pct <= party.upper_pct <= 100
    held = {(stake.owner_id, party.party_id) for party in found.parties for stake in party.owners}
    for path in party.paths:
        assert found.of(path[0]).status is ReachStatus.DESIGNATED
        assert path[-1] == party.party_id
        assert len(set(path)) == len(path)
        assert set(pairwise(path)) <= held
    if party.status is ReachStatus.BLOCKED:
        shares = [stake.lower_pct for stake in party.owners if stake.owner_id in party.minimal_support]
        assert round(sum(shares) if threshold_sum else max(shares), 6) >= 50
        assert party.paths


def test_only_what_stands_above_the_parties_asked_about_is_looked_into(engine: Engine) -> None:
    rows = firms("X", "A", "B", "C", "D")
    rows.owns("X", "A", 60.0)
    rows.owns("A", "B", 60.0)
    rows.owns("B", "C", 60.0)
    rows.owns("X", "D", 10.0)
    asked(engine, rows)

    about = reach(engine, "OFAC", DAY, about=["B"])
    [reached] = reaches(engine, ["OFAC"], DAY, is_reached_only=True)

    assert statuses(about) == {"X": "designated", "A": "blocked", "B": "blocked"}
    assert about.of("B").paths == (("X", "A", "B"),)
    assert statuses(reached) == {"X": "designated", "A": "blocked", "B": "blocked", "C": "blocked"}
    assert (reached.held_count, reached.followed(reached.of("C")).paths) == (4, (("X", "A", "B", "C"),))


def test_a_party_known_by_its_number_alone_is_called_by_it(engine: Engine) -> None:
    rows = firms("X")
    rows.owns("X", "lei:E", 60.0)
    rows.owns("somebody", "lei:E", 40.0)
    rows.number("lei:E", "lei", "529900T8BM49AURSDO55")

    party = asked(engine, rows).of("lei:E")

    assert (party.status, party.name) == ("blocked", "name not in this case (LEI 529900T8BM49AURSDO55)")
    assert [stake.owner_name for stake in party.owners] == ["Firm X", "name not in this case (somebody)"]
