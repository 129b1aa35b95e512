"""Shuffled lists, moved dates and left-out chapters."""

from dataclasses import replace

import numpy as np
import pytest
from simulated_trade import ARMS, EVENT, trade

from entrepot.flows.cells import Cells
from entrepot.flows.fit import NotApplicable
from entrepot.flows.permutations import (
    Permutation,
    Placebos,
    leave_chapters_out,
    permute_list,
    placebo_dates,
)
from entrepot.flows.triple_difference import triple_difference

HUBS = ("KGZ", "KAZ")


def permuted(cells: Cells, **settings: str) -> Permutation:
    result = permute_list(cells, HUBS, EVENT, without=("RUS",), **settings)  # type: ignore[arg-type]
    assert isinstance(result, Permutation)
    return result


def test_a_true_list_stands_outside_what_shuffled_lists_do() -> None:
    result = permuted(trade(1))
    assert (result.p_value, result.draws, result.movable, result.listed) == (1 / 2000, 1999, 40, 20)
    assert result.statistic > result.quantiles[2]
    assert result.quantiles[1] == pytest.approx(0.0, abs=0.1)
    assert permuted(trade(1), side="fall").p_value == 1.0


def test_the_statistic_is_the_difference_of_log_changes_by_hand() -> None:
    cells = trade(1)
    hub, post = cells.importers(HUBS), cells.month >= EVENT
    others = ~hub & ~cells.importers(("RUS",))

    def change(rows: np.ndarray[tuple[int], np.dtype[np.bool_]]) -> float:
        return float(np.log(cells.value[rows & post].sum() / cells.value[rows & ~post].sum()))

    listed = change(cells.is_listed & hub) - change(~cells.is_listed & hub)
    elsewhere = change(cells.is_listed & others) - change(~cells.is_listed & others)
    assert permuted(cells).statistic == pytest.approx(listed - elsewhere)


def test_p_values_are_even_where_the_list_means_nothing() -> None:
    p_values = np.array([permuted(trade(s, rise=0.0, fall=0.0, exporters=1, groups=30)).p_value for s in range(60)])
    assert (p_values <= 0.05).mean() <= 0.12
    assert 0.35 <= p_values.mean() <= 0.65


def test_a_list_chosen_on_the_outcome_looks_strong_and_its_shuffles_cannot_see_why() -> None:
    """Methods 15, item 4: the test guards an outside list only; a list chosen on the outcome passes it."""
    cells = trade(1, rise=0.0, fall=0.0)
    hub, post = cells.importers(HUBS), cells.month >= EVENT
    before = np.bincount(cells.group[hub & ~post], weights=cells.value[hub & ~post])
    after = np.bincount(cells.group[hub & post], weights=cells.value[hub & post])
    chosen = np.argsort(after / before)[-10:]
    assert permuted(replace(cells, is_listed=np.isin(cells.group, chosen))).p_value < 0.01


def test_shuffles_stay_within_chapters() -> None:
    """Chapter 84 rises as a whole and holds most of the list: other goods of 84 rise as well, so nothing is special."""
    cells = trade(5, rise=0.0, fall=0.0, dispersion=0.0)
    listed = (cells.chapter == 0) & (cells.group % 10 != 9) | (cells.chapter == 1) & (cells.group % 10 == 0)
    grown = np.where(cells.importers(HUBS) & (cells.month >= EVENT) & (cells.chapter == 0), 5.0, 1.0)
    result = permuted(replace(cells, is_listed=listed, value=cells.value * grown))
    assert result.statistic > 0.5
    assert result.p_value > 0.05
    assert result.movable == 20


def test_placebo_dates_before_the_event_do_not_move_as_the_real_one() -> None:
    result = placebo_dates(trade(1), HUBS, EVENT, without=("RUS",), span=6)
    assert isinstance(result, Placebos)
    assert [date.month for date in result.dates] == list(range(EVENT - 19, EVENT - 5))
    assert result.as_far == 0
    assert result.statistic == pytest.approx(0.7, abs=0.3)


def test_a_rise_that_began_before_shows_at_placebo_dates() -> None:
    result = placebo_dates(
        trade(1, rise=0.0, drift=0.1, dispersion=0.0, base=30.0), HUBS, EVENT, without=("RUS",), span=6
    )
    assert isinstance(result, Placebos)
    assert min(date.statistic for date in result.dates) > 0.35


def test_each_chapter_is_left_out_by_refitting() -> None:
    cells = trade(1)
    whole = leave_chapters_out(cells, "hubs", lambda rows: triple_difference(rows, ARMS, EVENT))
    assert [one.chapter for one in whole] == ["84", "85", "86", "87"]
    without = triple_difference(cells.where(cells.chapter != 2), ARMS, EVENT)
    assert not isinstance(without, NotApplicable)
    assert whole[2].effect == without.effects[1].ppml
    single = cells.where(cells.chapter == 0)
    (alone,) = leave_chapters_out(single, "hubs", lambda rows: triple_difference(rows, ARMS, EVENT))
    assert alone.effect is None


def test_what_cannot_be_shuffled_or_moved_is_said() -> None:
    cells = trade(1)
    whole_chapter = replace(cells, is_listed=cells.chapter == 0)
    untraded = replace(cells, value=np.where(cells.is_listed, 0.0, cells.value))
    empty = cells.where(np.zeros(len(cells), dtype=np.bool_))
    results = {
        "No chapter holds both": permute_list(whole_chapter, HUBS, EVENT),
        "not traded both": permute_list(untraded, HUBS, EVENT),
        "not traded both before": permute_list(empty, HUBS, EVENT),
        "no trade": placebo_dates(empty, HUBS, EVENT),
        "fewer than 36 months": placebo_dates(cells, HUBS, EVENT, span=18),
    }
    for reason, result in results.items():
        assert isinstance(result, NotApplicable), reason
        assert reason in result.reason
