"""Blocking and scoring on the frozen labelled pairs must not get worse; and what the file itself promises."""

import csv
import tomllib
from collections import defaultdict
from functools import cache

import pytest
from frozen_pairs import FOLDER, candidates, entries_of, labelled_pairs, names_of

from entrepot.resolve.blocking import BlockingSettings
from entrepot.resolve.evaluation import LabelledPair, calibration, pair_figures, recall_of
from entrepot.resolve.name_comparison import name_score
from entrepot.resolve.name_parts import analyse_name

SPLITS = ("development", "held out")
WANTED = tomllib.loads((FOLDER / "figures.toml").read_text("utf-8"))


@cache
def _candidates(of: str) -> tuple[set[tuple[str, str]], int]:
    records, _ = {"entries": entries_of, "names": names_of}[of](labelled_pairs())
    found, _ = candidates(records, BlockingSettings(most_candidates=WANTED["blocking"][of]["most_candidates"]))
    return found, len({record for record, _, _ in records})


def _of(split: str) -> list[LabelledPair]:
    return [pair for pair in labelled_pairs() if pair.split == split]


@pytest.mark.parametrize("split", SPLITS)
def test_entries_of_one_party_on_two_lists_meet(split: str) -> None:
    found, records = _candidates("entries")
    _, same = entries_of(_of(split))
    wanted = WANTED["blocking"]["entries"]

    recall = recall_of(found, same)

    assert recall is not None
    assert recall >= wanted["recall"][split]
    assert len(found) <= wanted["most_pairs_per_record"] * records


@pytest.mark.parametrize("split", SPLITS)
def test_two_names_of_one_party_meet_also_over_scripts(split: str) -> None:
    found, records = _candidates("names")
    wanted = WANTED["blocking"]["names"]

    for chosen, least in (
        (_of(split), wanted["recall"][split]),
        ([pair for pair in _of(split) if pair.is_cross_script], wanted["recall_cross_script"][split]),
    ):
        recall = recall_of(found, names_of(chosen)[1])
        assert recall is not None
        assert recall >= least
    assert len(found) <= wanted["most_pairs_per_record"] * records


@pytest.mark.parametrize("split", SPLITS)
def test_names_alone_are_judged_no_worse(split: str) -> None:
    wanted = WANTED["scoring"]
    pairs = _of(split)

    def is_taken(pair: LabelledPair) -> bool:
        names = (analyse_name(name, is_person=pair.entity_kind == "person") for name in (pair.name_a, pair.name_b))
        return bool(name_score(*names) >= wanted["from"])

    figures = pair_figures(pairs, map(is_taken, pairs))

    assert figures.precision is not None
    assert figures.recall is not None
    assert figures.precision >= wanted["precision"][split]
    assert figures.recall >= wanted["recall"][split]


@pytest.mark.parametrize("split", SPLITS)
def test_probabilities_hold_no_worse(split: str) -> None:
    wanted = WANTED["calibration"]
    for group, pairs in (
        ("all", _of(split)),
        ("without other names", [pair for pair in _of(split) if pair.difference != "other name"]),
    ):
        scores = [
            name_score(
                *(analyse_name(name, is_person=pair.entity_kind == "person") for name in (pair.name_a, pair.name_b))
            )
            for pair in pairs
        ]
        held = calibration(pairs, scores)
        assert held.brier <= wanted[group]["brier"][split]
        assert held.expected_error <= wanted[group]["expected_error"][split]


def test_every_name_stands_with_its_list_and_entry_and_no_pair_twice() -> None:
    pairs = labelled_pairs()

    assert all(pair.list_a and pair.entry_a and pair.list_b and pair.entry_b for pair in pairs)
    assert len({(p.list_a, p.entry_a, p.name_a, p.list_b, p.entry_b, p.name_b) for p in pairs}) == len(pairs)
    assert {pair.is_same for pair in pairs} == {"same", "different"}
    assert not any(pair.is_match != (pair.difference != "another party") for pair in pairs)


def test_no_party_is_in_both_halves() -> None:
    split_of: defaultdict[str, set[str]] = defaultdict(set)
    for pair in labelled_pairs():
        for entry in ((pair.list_a, pair.entry_a), (pair.list_b, pair.entry_b)):
            split_of[" ".join(entry)].add(pair.split)

    assert all(len(splits) == 1 for splits in split_of.values())


def test_a_label_by_number_never_joins_entries_of_one_list() -> None:
    by_number = [pair for pair in labelled_pairs() if pair.label_basis.startswith("shared ")]

    assert len(by_number) > 1000
    assert all(pair.list_a != pair.list_b for pair in by_number)


def test_the_file_is_plain_csv_of_one_line_a_pair() -> None:
    with (FOLDER / "match_pairs.csv").open(encoding="utf-8", newline="") as stream:
        assert sum(1 for _ in csv.reader(stream)) == len(labelled_pairs()) + 1
