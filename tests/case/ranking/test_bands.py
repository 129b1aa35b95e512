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
    assert band_words(0) == "raised"
    assert band_words(2) == "among the 1 in 1,000 farthest out"
