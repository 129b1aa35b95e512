"""Measures on labelled pairs, against worked examples."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrepot.resolve.evaluation import (
    Figures,
    LabelledPair,
    b_cubed,
    calibration,
    figures_by,
    pair_figures,
    read_pairs,
    recall_of,
)


def _pair(is_same: bool, scripts: str = "Latn-Latn") -> LabelledPair:
    label = "same" if is_same else "different"
    return LabelledPair(label, "made up", "development", "firm", scripts, "spelling", "A", "l", "1", "B", "m", "2")


SAME, OTHER = _pair(True), _pair(False)


def test_precision_recall_f1_and_false_rate_follow_from_the_counts() -> None:
    found = pair_figures([SAME, SAME, SAME, OTHER, OTHER], [True, True, False, True, False])

    assert found == Figures(hit=2, false=1, missed=1, rejected=1)
    assert (found.precision, found.recall, found.f1, found.false_rate) == pytest.approx((2 / 3, 2 / 3, 2 / 3, 1 / 2))


def test_a_measure_without_a_case_is_none() -> None:
    found = pair_figures([OTHER], [False])

    assert (found.precision, found.recall, found.f1, found.false_rate) == (None, None, None, 0.0)
    assert pair_figures([SAME], [False]).false_rate is None


def test_figures_are_given_for_each_value_of_a_column() -> None:
    pairs = [_pair(True, "Cyrl-Latn"), _pair(True), _pair(False)]

    assert figures_by("script_pair", pairs, [False, True, True]) == {
        "Cyrl-Latn": Figures(missed=1),
        "Latn-Latn": Figures(hit=1, false=1),
    }
    with pytest.raises(ValueError, match="no column colour"):
        figures_by("colour", pairs, [False, True, True])


def test_a_sure_and_right_judge_has_no_error_and_a_sure_and_wrong_one_all() -> None:
    assert calibration([SAME, OTHER], [1.0, 0.0]).brier == 0
    assert calibration([SAME, OTHER], [0.0, 1.0]).brier == 1


def test_the_reliability_table_sets_probability_beside_truth() -> None:
    found = calibration([SAME, SAME, OTHER, OTHER], [0.7, 0.72, 0.78, 0.1])

    low, high = found.table
    assert (low.least, low.most, low.count, low.share_same) == (0.1, 0.2, 1, 0.0)
    assert (high.count, high.mean_probability, high.share_same) == pytest.approx((3, 2.2 / 3, 2 / 3))
    assert found.expected_error == pytest.approx((3 * (2.2 / 3 - 2 / 3) + 0.1) / 4)


def test_probabilities_must_be_such_and_there_must_be_a_pair() -> None:
    for pairs, probabilities in (([], []), ([SAME], [1.2])):
        with pytest.raises(ValueError, match="probabilities from 0 to 1"):
            calibration(pairs, probabilities)


def test_b_cubed_of_the_example_of_the_literature() -> None:
    # Bagga and Baldwin (1998): parties 1-5, 6-7, 8-12; the answer joins the last two.
    party_of = {str(n): "abc"[(n > 5) + (n > 7)] for n in range(1, 13)}
    cluster_of = {record: min(party, "b") for record, party in party_of.items()}

    found = b_cubed(cluster_of, party_of)

    assert found.precision == pytest.approx((5 + 2 * 2 / 7 + 5 * 5 / 7) / 12)
    assert found.recall == 1


@given(st.dictionaries(st.text("abc", min_size=1), st.integers(0, 3), min_size=1))
def test_a_perfect_clustering_is_perfect_and_swapping_the_sides_swaps_the_figures(party_of: dict[str, int]) -> None:
    alone = {record: record for record in party_of}
    one, other = b_cubed(alone, party_of), b_cubed(party_of, alone)

    assert b_cubed(party_of, party_of).f1 == pytest.approx(1)
    assert (one.precision, one.recall) == pytest.approx((other.recall, other.precision))


def test_clusters_must_speak_of_the_same_records() -> None:
    with pytest.raises(ValueError, match="the same records"):
        b_cubed({"a": 1}, {"b": 1})


def test_recall_counts_a_pair_in_either_order() -> None:
    assert recall_of([("b", "a")], [("a", "b"), ("a", "c")]) == 0.5
    assert recall_of([("a", "b")], []) is None


def test_a_file_is_read_as_written(tmp_path: Path) -> None:
    path = tmp_path / "pairs.csv"
    columns = "is_same,label_basis,split,entity_kind,script_pair,difference,name_a,list_a,entry_a,name_b,list_b,entry_b"
    path.write_text(f'{columns}\nsame,made up,held out,firm,Cyrl-Latn,spelling,"A, Б",l,1,B,m,2\n', "utf-8")

    (pair,) = read_pairs(path)

    assert (pair.name_a, pair.split, pair.is_match, pair.is_cross_script) == ("A, Б", "held out", True, True)
    path.write_text("name\nA\n", "utf-8")
    with pytest.raises(TypeError):
        read_pairs(path)
