from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tiny_truth import found, key_of, run_of, write_truth

from entrepot.cli.score_words import shown
from entrepot.errors import EntrepotError
from entrepot.world.scoring.calibration import calibration_bins, predictions
from entrepot.world.scoring.figures import Figure, depths
from entrepot.world.scoring.matched import Matched
from entrepot.world.scoring.misses import MissFinder
from entrepot.world.scoring.ordered import Key, list_figures, raised_figures
from entrepot.world.scoring.scores import NULL_MEASURE, Beside, Scores, score_world
from entrepot.world.scoring.truth import read_truth


@pytest.fixture
def key(tmp_path: Path) -> Key:
    return key_of(write_truth(tmp_path / "w"), without="e")


def figure(scores: Scores, measure: str, scope: str = "combined", group: str = "") -> Figure:
    return next(f for f in scores.figures if (f.measure, f.scope, f.group) == (measure, scope, group))


def test_precision_and_recall_count_subjects_and_not_those_who_only_take_part(key: Key) -> None:
    scores = score_world(key, run_of(ranked="axgic"))
    precision = figure(scores, "precision_at_10")
    assert (precision.hits, precision.count, precision.value, precision.listed) == (2, 10, 0.2, 5)
    assert figure(scores, "in_scheme_at_10").hits == 3
    recall = figure(scores, "recall_at_10")
    assert (recall.hits, recall.count) == (2, 6)  # a and c of a to f
    assert figure(scores, "scheme_recall_at_10").hits == 2


def test_a_scheme_counts_with_its_whole_value_once_one_of_its_subjects_is_inspected(key: Key) -> None:
    scores = score_world(key, run_of(ranked="acd"))
    assert figure(scores, "value_recall_at_1%").value == pytest.approx(0.6)  # one party of 18 firms: s1
    assert figure(scores, "value_recall_at_10").value == pytest.approx(1.0)
    assert figure(scores, "scheme_recall_at_10").value == pytest.approx(0.6)  # s4 and s5 have no value


def test_one_percent_of_firms_leaves_people_out_and_is_one_party_at_least() -> None:
    assert [(d.name, d.count) for d in depths(450)] == [("10", 10), ("50", 50), ("100", 100), ("1%", 4)]
    assert depths(20)[-1].count == 1


def test_false_positives_are_raised_parties_in_no_scheme_per_thousand_such_firms(key: Key) -> None:
    stranger = found("F1", "zz")  # no known firm
    scores = score_world(key, run_of([found("F1", f) for f in "dghijx"] + [stranger]))
    wrong = figure(scores, "false_positives_per_1000", "F1")
    assert (wrong.hits, wrong.count) == (5, 11)  # g, h, i, j, zz of g to q
    assert wrong.value == pytest.approx(5 / 11 * 1000)
    look_alikes = figure(scores, "look_alikes_raised", "F1")
    assert (look_alikes.hits, look_alikes.count) == (2, 2)


def test_an_indicator_is_held_against_the_schemes_it_targets(key: Key) -> None:
    scores = score_world(key, run_of([found("N2", "b"), found("N2", "d")]))
    recall = figure(scores, "scheme_recall_at_any", "N2")
    assert (recall.hits, recall.count) == (1, 2)
    assert figure(scores, "precision_of_raised", "N2").hits == 2
    assert figure(scores, "raised", "N6").value == 0.0


def test_the_list_of_an_indicator_starts_with_what_is_farthest_out(key: Key) -> None:
    findings = [
        found("N2", "i"),
        found("N2", "j", details={"score": 0.99}),
        found("N2", "a", p_value=0.001),
        found("N2", "b", subject_kind="party_pair", p_value=0.002, related_ids=["P-c", "P-r"]),
    ]
    assert run_of(findings).raised_by["N2"] == ("P-a", "P-b", "P-c", "P-j", "P-i")


def test_recall_is_told_by_kind_of_scheme_and_look_alikes_by_what_they_look_like(key: Key) -> None:
    scores = score_world(key, run_of(ranked="a"))
    kind = figure(scores, "scheme_recall_at_1%", group="S1")
    assert (kind.hits, kind.count) == (1, 2)
    assert figure(scores, "look_alikes_at_1%", group="S8").hits == 0


def test_groups_tell_whom_the_list_finds_and_whom_it_names_wrongly(key: Key) -> None:
    scores = score_world(key, run_of(ranked="agi"))
    assert figure(scores, "recall_at_1%", group="size=small").hits == 1
    wrong = figure(scores, "ranked_wrongly_per_1000", group="country=TR")
    assert (wrong.hits, wrong.count) == (2, 11)


def test_a_null_world_gives_false_positives_by_indicator_and_combined(key: Key, tmp_path: Path) -> None:
    null = key_of(write_truth(tmp_path / "null", schemes=(), kind="null"))
    ran = run_of([found("F1", "i"), found("F1", "j")], ranked="i")
    beside = score_world(key, run_of(), Beside(null=(null, ran)))
    alone = score_world(null, ran)
    for scores in (beside, alone):
        assert (figure(scores, NULL_MEASURE, "F1").hits, figure(scores, NULL_MEASURE, "F1").count) == (2, 18)
        assert figure(scores, NULL_MEASURE).hits == 1
    assert alone.misses == ()
    assert not any(f.measure.startswith("precision") for f in alone.figures)


def test_every_miss_has_its_cause(key: Key) -> None:
    silent = {"outcome": "not_applicable", "subject_kind": "case", "subject_id": "case"}
    findings = [
        found("N5", "c"),
        found("F1", "d", outcome="clear"),
        found("F1", "f", outcome="clear"),  # not what its scheme is looked for with
        {**found("N6", "case"), **silent},
    ]
    run = run_of(findings, ranked="xib")
    causes = {miss.scheme_id: (miss.cause, miss.detail) for miss in score_world(key, run).misses}
    assert causes == {
        "s1": ("raised but ranked low", "rank 3"),
        "s2": ("raised, but by nothing that ranks", "N5"),
        "s3": ("close to a threshold", "F1"),
        "s4": ("not resolved to a party", ""),
        "s5": ("indicator not applicable", "N6"),
    }


def test_a_scheme_without_any_finding_says_which_indicators_should_have_raised_it(key: Key) -> None:
    misses = {miss.scheme_id: miss for miss in MissFinder(key, run_of()).misses(())}
    assert (misses["s1"].cause, misses["s1"].detail) == ("no finding", "N2, N3")


def test_calibration_holds_probabilities_against_what_was_planted(key: Key) -> None:
    run = run_of(ranked="acix", probabilities={"a": 0.95, "c": 0.95, "i": 0.95, "x": 0.95})
    chances, truths = predictions(key, run)
    assert len(chances) == 16  # 19 firms without e (not mapped), x (takes part only) and the person
    top = [b for b in calibration_bins(key, run) if b.from_probability == 0.9]
    assert (top[0].count, top[0].planted) == (3, 2)
    low = [b for b in calibration_bins(key, run) if b.from_probability == 0.01]
    assert (low[0].count, low[0].planted) == (13, 3)  # b, d and f at the probability of the unranked
    brier = figure(score_world(key, run), "brier").value
    assert brier == pytest.approx((2 * 0.05**2 + 0.95**2 + 3 * 0.99**2 + 10 * 0.01**2) / 16)
    assert sum(truths) == 5


def test_time_to_detect_counts_from_the_start_to_the_first_day_that_shows(key: Key) -> None:
    days = {
        date(2022, 5, 31): run_of([found("N2", "a")], ranked="a"),  # before it starts: an accident
        date(2022, 8, 31): run_of([found("N2", "c")], ranked="i"),
        date(2022, 12, 1): run_of([found("N2", "b")], ranked="ab"),
    }
    scores = score_world(key, run_of(), Beside(replays=days))
    assert figure(scores, "detected_in_replays", "N2").hits == 2
    months = figure(scores, "months_to_detect", "N2")
    assert months.value == pytest.approx(((91 + 183) / 2) / 30.4375)
    combined = figure(scores, "detected_in_replays")
    assert (combined.hits, combined.count) == (1, 5)
    assert figure(scores, "months_to_detect", group="S1").value == pytest.approx(183 / 30.4375)


def test_rows_say_what_each_is(key: Key) -> None:
    kinds = [row["row"] for row in score_world(key, run_of(ranked="a")).rows()]
    assert set(kinds) == {"world", "matching", "figure", "miss", "calibration"}
    assert kinds[:2] == ["world", "matching"]


def test_a_list_shorter_than_it_is_read_to_is_held_against_what_was_to_be_read(tmp_path: Path) -> None:
    truth = key_of(write_truth(tmp_path / "w")).truth
    extra = {f"x{n}": replace(truth.firms["i"], firm_id=f"x{n}") for n in range(200)}
    many = replace(truth, firms={**truth.firms, **extra})
    firms_of = {f"P-{firm}": (firm,) for firm in many.firms}
    key = Key(many, Matched(firms_of, {firm: (f"P-{firm}",) for firm in many.firms}, frozenset()))
    read = [*(f"P-{f}" for f in "abc"), *(f"P-x{n}" for n in range(57))]
    figures = {f.measure: f for f in list_figures(key, "combined", read, many.planted)}
    at = {depth: figures[f"precision_at_{depth}"] for depth in ("10", "50", "100")}
    assert {depth: (f.hits, f.count, f.listed) for depth, f in at.items()} == {
        "10": (3, 10, None),
        "50": (3, 50, None),
        "100": (3, 100, 60),
    }
    assert shown(at["100"]).endswith(" of 60 ranked")
    assert shown(at["10"]).endswith(")")


def test_a_firm_split_over_parties_is_one_hit_and_its_further_parties_are_neither_right_nor_wrong(
    tmp_path: Path,
) -> None:
    truth = key_of(write_truth(tmp_path / "w")).truth
    firms_of = {"P1": ("a",), "P2": ("a",), "P3": ("x",), "P4": ("x",), "P5": ("i", "b")}
    key = Key(truth, Matched(firms_of, {"a": ("P1", "P2"), "x": ("P3", "P4"), "i": ("P5",), "b": ("P5",)}, frozenset()))
    figures = {f.measure: f for f in list_figures(key, "combined", ["P1", "P2", "P3", "P4", "P5"], truth.planted)}
    assert (figures["precision_at_10"].hits, figures["precision_at_10"].count) == (1, 8)
    assert (figures["in_scheme_at_10"].hits, figures["in_scheme_at_10"].count) == (2, 8)
    assert figures["recall_at_10"].hits == 1  # P5 is most of all i, which is honest
    (raised,) = (f for f in raised_figures(key, "F1", ["P1", "P2", "P5"], ()) if f.measure == "precision_of_raised")
    assert (raised.hits, raised.count) == (1, 2)


@pytest.mark.parametrize(
    "name", ["world.json", "firm.parquet", "scheme.parquet", "scheme_firm.parquet", "line_firm.parquet"]
)
@pytest.mark.parametrize("left", ["half", "nothing", "other"])
def test_a_damaged_truth_is_one_error_that_names_the_file(tmp_path: Path, name: str, left: str) -> None:
    path = write_truth(tmp_path / "w") / "truth" / name
    whole = path.read_bytes()
    path.write_bytes({"half": whole[: len(whole) // 2], "nothing": b"", "other": b"[1, 2]"}[left])
    with pytest.raises(EntrepotError, match=f"{name} is missing or damaged"):
        read_truth(tmp_path / "w")


def test_a_truth_whose_table_lacks_a_column_is_damaged(tmp_path: Path) -> None:
    path = write_truth(tmp_path / "w") / "truth" / "scheme.parquet"
    pq.write_table(pq.read_table(path).drop_columns(["targets"]), path)
    with pytest.raises(EntrepotError, match=r"scheme\.parquet is missing or damaged"):
        read_truth(tmp_path / "w")


def test_schemes_that_name_no_firm_are_told(tmp_path: Path) -> None:
    path = write_truth(tmp_path / "w") / "truth" / "scheme_firm.parquet"
    pq.write_table(pq.read_table(path).slice(0, 0), path)
    with pytest.raises(EntrepotError, match="names no firm of them"):
        read_truth(tmp_path / "w")


def test_a_folder_without_truth_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(EntrepotError, match="no truth to score against"):
        read_truth(tmp_path)
