import pytest
from ranking_findings import WEIGHTS, finding

from entrepot.case.ranking.contributions import contributions_by_party, ratio_words


def test_of_several_findings_of_one_indicator_the_strongest_counts_and_the_others_are_told() -> None:
    found = contributions_by_party([finding("N2", "a"), finding("N2", "a", p_value=0.001)], WEIGHTS)
    (one,) = found["a"]
    assert one.log10_ratio == 2.0
    assert one.more == 1


def test_both_firms_of_a_pair_are_ranked_and_people_named_with_it_are_not() -> None:
    pair = finding("N2", "a", subject_kind="party_pair", related_ids=["b", "person", "a"])
    found = contributions_by_party([pair], WEIGHTS, persons=frozenset({"person"}))
    assert {party: [(c.role, c.log10_ratio) for c in several] for party, several in found.items()} == {
        "a": [("subject", 1.0)],
        "b": [("named_with", 0.3)],
    }


def test_parties_that_a_finding_on_one_party_only_names_are_not_ranked_for_it() -> None:
    assert set(contributions_by_party([finding("N2", "a", related_ids=["b"])], WEIGHTS)) == {"a"}


@pytest.mark.parametrize(
    "more",
    [
        {"outcome": "clear"},
        {"outcome": "not_applicable"},
        {"subject_kind": "corridor"},
        {"subject_kind": "goods"},
        {"evidence_total": 0},
        {"verdict": {"kind": "dismiss", "who": "A. Reader"}},
    ],
)
def test_what_cannot_be_opened_or_is_not_of_a_party_or_was_dismissed_contributes_nothing(
    more: dict[str, object],
) -> None:
    assert contributions_by_party([finding("N2", "a", **more)], WEIGHTS) == {}


def test_a_confirmed_finding_counts_as_it_did() -> None:
    found = contributions_by_party([finding("N2", "a", verdict={"kind": "confirm"})], WEIGHTS)
    assert found["a"][0].log10_ratio == 1.0


def test_an_indicator_the_fit_never_saw_is_named_and_counts_nothing() -> None:
    (one,) = contributions_by_party([finding("N99", "a")], WEIGHTS)["a"]
    assert one.log10_ratio is None
    assert "not weighed" in one.words


def test_contributions_stand_with_the_strongest_first_and_say_how_much_they_weigh() -> None:
    found = contributions_by_party([finding("F1", "a"), finding("N2", "a", p_value=0.005)], WEIGHTS)["a"]
    assert [c.finding["indicator"] for c in found] == ["N2", "F1"]
    assert found[0].words == ("Title of N2 (weighs 32 to 1 for a scheme, p at most 0.01): measure against threshold.")


@pytest.mark.parametrize(
    ("ratio", "words"),
    [
        (1.0, "weighs 10 to 1 for a scheme"),
        (0.4, "weighs 2.5 to 1 for a scheme"),
        (-0.4, "weighs 2.5 to 1 against a scheme"),
        (0.01, "hardly weighs"),
        (3.3, "weighs 1,995 to 1 for a scheme"),
    ],
)
def test_a_ratio_is_said_in_words(ratio: float, words: str) -> None:
    assert ratio_words(ratio) == words
