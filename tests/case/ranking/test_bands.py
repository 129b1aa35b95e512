import pytest

from entrepot.case.ranking.bands import band_of, band_words, strength_of


@pytest.mark.parametrize(
    ("p_value", "score", "band"),
    [
        (None, None, 0),
        (None, 0.98, 0),
        (None, 0.99, 1),
        (0.001, None, 2),
        (0.05, 0.9999, 3),
        (0.0001, 0.5, 3),
        (0.0, None, 3),
        (None, "high", 0),
        (float("nan"), True, 0),
    ],
)
def test_a_band_reaches_from_its_lower_edge_and_the_smaller_tail_counts(
    p_value: float | None, score: object, band: int
) -> None:
    assert band_of({"p_value": p_value, "details": {"score": score}}) == band


def test_a_rule_without_score_or_p_value_has_no_strength() -> None:
    assert strength_of({"details": {}}) == 0.0
    assert band_words({"details": {}}) == "raised"


def test_a_band_says_whether_it_is_a_place_among_peers_or_a_chance() -> None:
    assert band_words({"details": {"score": 0.999}}) == "among the 1 in 1,000 farthest out"
    assert band_words({"p_value": 0.05, "details": {"score": 0.999}}) == "among the 1 in 1,000 farthest out"
    assert band_words({"p_value": 0.0001, "details": {"score": 0.999}}) == "p at most 0.0001"
    assert band_words({"p_value": 0.001, "details": {"score": 1 - 0.001}}) == "p at most 0.001"
    assert band_words({"p_value": 0.5}) == "raised"


@pytest.mark.parametrize(
    ("p_value", "score", "band"), [(1e-9, 0.5, 0), (None, 0.5, 0), (0.3, 0.99, 0), (1e-9, 0.99, 1)]
)
def test_a_p_value_makes_no_finding_stronger_than_a_score_that_is_held_down(
    p_value: float | None, score: float, band: int
) -> None:
    held = {"p_value": p_value, "details": {"score": score, "score_max": 0.99}}
    assert band_of(held) == band
    assert strength_of(held) <= strength_of({"details": {"score": score}}) + 1e-12
    assert band_words(held) == ("among the 1 in 100 farthest out" if band else "raised")
