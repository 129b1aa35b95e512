"""Joining key by key: what keeps apart, what gives way, and decisions of people that win over both."""

from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entrepot.resolve.clusters import Side, join_without_contradiction
from entrepot.resolve.contradictions import Fact, Strength, contradict, strength_of

RECORDS = [f"r{number}" for number in range(7)]
Facts = dict[str, set[Fact]]


def parties(keys: dict[str, str], facts: Facts | None = None, sides: dict[str, set[Side]] | None = None) -> set[str]:
    """Return the clusters of several records as words: `ab c` joins a with b; keys are given with the records they hold."""
    carriers = [(key, record) for key, records in keys.items() for record in records]
    label_of = join_without_contradiction(carriers, facts or {}, sides=sides)
    found: dict[str, str] = {}
    for record in sorted(label_of):
        found[label_of[record]] = found.get(label_of[record], "") + record
    return {cluster for cluster in found.values() if len(cluster) > 1}


def test_the_weakest_edge_of_a_chain_gives_way() -> None:
    facts: Facts = {"a": {("country", "RU")}, "c": {("country", "BY")}}

    assert parties({"5|1": "ab", "3|x": "bc"}, facts) == {"bc"}
    assert parties({"5|1000|a": "ab", "5|2000|b": "bc"}, facts) == {"ab"}


def test_two_countries_are_one_party_by_a_checked_number_only() -> None:
    facts: Facts = {"a": {("country", "RU")}, "b": {("country", "KZ")}, "c": {("country", "KZ")}}

    assert parties({"1|inn|1": "ab"}, facts) == {"ab"}
    assert parties({"2|hk_cr|1": "ab"}, facts) == set()
    assert parties({"5|1": "ab"}, facts) == set()
    assert parties({"1|inn|1": "ab", "3|x": "bc"}, facts) == {"abc"}


def test_no_chain_leads_from_one_country_to_another_by_way_of_a_record_without_one() -> None:
    facts: Facts = {"a": {("country", "RU")}, "c": {("country", "BY")}}

    assert parties({"5|1": "ab", "5|2": "bc", "5|3": "cd"}, facts) == {"ab", "cd"}


def test_legal_forms_keep_apart_what_a_name_would_join_and_give_way_to_a_number() -> None:
    facts: Facts = {"a": {("form", "llc")}, "b": {("form", "jsc")}}

    assert parties({"5|1": "ab"}, facts) == set()
    assert parties({"2|hk_cr|1": "ab"}, facts) == {"ab"}


def test_two_whole_birth_dates_are_two_people_even_with_one_number() -> None:
    facts: Facts = {"a": {("born", "1970-01-02")}, "b": {("born", "1970-02-01")}, "c": {("born", "1970-01-02")}}

    assert parties({"1|inn|1": "ab", "3|x": "ac"}, facts) == {"ac"}


def test_a_firm_that_ended_before_another_began_is_not_that_firm_unless_a_number_says_so() -> None:
    facts: Facts = {"a": {("dissolved", "2015-03-01")}, "b": {("incorporated", "2016-01-01")}}

    assert parties({"3|x": "ab"}, facts) == set()
    assert parties({"1|inn|1": "ab", "3|x": "ab"}, facts) == {"ab"}
    again: Facts = {"a": facts["a"] | {("incorporated", "2015-06-01")}, "b": facts["b"]}
    assert parties({"3|x": "ab"}, again) == {"ab"}


def test_a_former_name_joins_no_firm_of_another_month() -> None:
    facts: Facts = {"a": {("incorporated", "2010-01-01")}, "b": {("incorporated", "2012-05-01")}}

    assert parties({"4|x": "ab"}, facts) == set()
    assert parties({"3|x": "ab"}, facts) == {"ab"}
    assert parties({"4|x": "ab"}, {"a": {("incorporated", "2012-05-17")}, "b": facts["b"]}) == {"ab"}


def test_a_decision_joins_what_the_machine_keeps_apart_and_what_it_joined_does_not_contradict_itself() -> None:
    facts: Facts = {"a": {("inn", "1")}, "b": {("inn", "2")}, "c": {("inn", "2")}, "d": {("inn", "3")}}

    assert parties({"0|1": "ab", "1|inn|2": "bc", "3|x": "ad"}, facts) == {"abc"}


def test_a_decision_divides_a_key_and_what_nobody_judged_goes_with_the_more_numerous_side() -> None:
    even: dict[str, set[Side]] = {"a": {(1, "left")}, "b": {(1, "right")}}
    assert parties({"1|inn|1": "abcd"}, sides=even) == {"cd"}

    uneven: dict[str, set[Side]] = {"a": {(1, "left")}, "e": {(1, "left")}, "b": {(1, "right")}}
    assert parties({"1|inn|1": "abcde"}, sides=uneven) == {"acde"}


def test_of_two_decisions_that_cannot_both_hold_the_newer_joins() -> None:
    sides: dict[str, set[Side]] = {"a": {(3, "left")}, "c": {(3, "right")}}

    assert parties({"0|newer": "ab", "0|older": "bc"}, sides=sides) == {"ab"}


@pytest.mark.parametrize(
    ("key", "strength"),
    [("0|9", Strength.JUDGED), ("2|hk_cr|1", Strength.FORM_ONLY), ("5|1", Strength.SIMILAR), ("k", Strength.NAME)],
)
def test_a_key_tells_its_strength(key: str, strength: Strength) -> None:
    assert strength_of(key) is strength


def test_numbers_that_one_record_carries_together_do_not_contradict() -> None:
    held = [{"inn": frozenset({"1"})}, {"inn": frozenset({"2"})}]

    assert contradict(held, Strength.CHECKED)
    assert not contradict(held, Strength.CHECKED, {("inn", "1", "2"), ("inn", "2", "1")})


FACTS = st.sampled_from(
    [
        *((scheme, value) for scheme in ("inn", "lei") for value in "12"),
        *(("country", iso) for iso in ("RU", "KZ")),
        *(("form", form) for form in ("llc", "jsc")),
        *(("born", day) for day in ("1970-01-01", "1980-01-01")),
        ("incorporated", "2016-01-01"),
        ("dissolved", "2015-01-01"),
    ]
)
KEYS = st.lists(
    st.tuples(st.sampled_from([f"{rank}|{name}" for rank in "12345" for name in "xy"]), st.sampled_from(RECORDS))
)
HELD = st.dictionaries(st.sampled_from(RECORDS), st.sets(FACTS, max_size=3))
# A decision: same or not, and two different records.
DECISIONS = st.lists(
    st.tuples(st.booleans(), st.sampled_from(RECORDS), st.sampled_from(RECORDS)).filter(lambda d: d[1] != d[2]),
    max_size=6,
)


def judged(
    keys: list[tuple[str, str]], facts: Facts, decisions: list[tuple[bool, str, str]]
) -> tuple[dict[str, str], list[tuple[bool, str, str]]]:
    """Return the clusters under decisions, of which those on one pair replace the earlier, and the decisions that stand."""
    last = {frozenset(d[1:]): d for d in decisions}
    standing = [d for d in decisions if last[frozenset(d[1:])] is d]
    carriers, sides = list(keys), dict[str, set[Side]]()
    for number, (is_same, one, other) in enumerate(standing):
        if is_same:
            carriers += [(f"0|{999 - number}", one), (f"0|{999 - number}", other)]
        else:
            sides.setdefault(one, set()).add((number, "left"))
            sides.setdefault(other, set()).add((number, "right"))
    label_of = {record: record for record in RECORDS} | join_without_contradiction(carriers, facts, sides=sides)
    return label_of, standing


@settings(deadline=None)
@given(KEYS, HELD, DECISIONS)
def test_no_cluster_holds_a_pair_judged_not_the_same_and_every_pair_judged_the_same_is_together(
    keys: list[tuple[str, str]], facts: Facts, decisions: list[tuple[bool, str, str]]
) -> None:
    label_of, standing = judged(keys, facts, decisions)

    for is_same, one, other in standing:
        if not is_same:
            assert label_of[one] != label_of[other]
        elif label_of[one] != label_of[other]:
            parted = [{label_of[a], label_of[b]} for same, a, b in standing if not same]
            assert {label_of[one], label_of[other]} in parted, "kept apart by no decision"


@settings(deadline=None)
@given(
    KEYS,
    HELD,
    st.lists(st.tuples(st.booleans(), st.integers(0, 2)), max_size=3, unique_by=lambda d: d[1]),
    st.randoms(),
)
def test_the_order_of_independent_decisions_and_of_keys_does_not_matter(
    keys: list[tuple[str, str]], facts: Facts, chosen: list[tuple[bool, int]], shuffled: Random
) -> None:
    decisions = [(is_same, f"r{2 * pair}", f"r{2 * pair + 1}") for is_same, pair in chosen]
    expected, _ = judged(keys, facts, decisions)
    shuffled.shuffle(keys)
    shuffled.shuffle(decisions)

    assert judged(keys, facts, decisions)[0] == expected


@settings(deadline=None)
@given(KEYS, HELD)
def test_every_cluster_is_held_by_keys_and_named_by_its_lowest_record(
    keys: list[tuple[str, str]], facts: Facts
) -> None:
    label_of = join_without_contradiction(keys, facts)

    plain = join_without_contradiction(keys, {})
    assert all(plain[record] == plain[label] for record, label in label_of.items())
    assert all(label == min(r for r in label_of if label_of[r] == label) for label in label_of.values())
