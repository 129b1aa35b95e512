"""Triple differences and event studies on invented trade with a known effect."""

from dataclasses import replace

import numpy as np
import pytest
from simulated_trade import ARMS, EVENT, trade

from entrepot.flows.cells import Cells
from entrepot.flows.event_study import EventStudy, event_study
from entrepot.flows.fit import NotApplicable
from entrepot.flows.triple_difference import triple_difference


def studied(cells: Cells, **settings: int) -> EventStudy:
    result = event_study(cells, ("KGZ", "KAZ"), EVENT, without=("RUS",), leads=6, lags=6, **settings)  # type: ignore[arg-type]
    assert isinstance(result, EventStudy)
    return result


def test_months_after_the_event_rise_and_months_before_do_not() -> None:
    study = studied(trade(3, dispersion=0.0, base=30.0))
    assert study.reference == (EVENT - 1,)
    assert [point.offset for point in study.points] == [-6, -5, -4, -3, -2, 0, 1, 2, 3, 4, 5, 6]
    after = [point.ppml.estimate for point in study.points if point.offset >= 0]
    before = [point.ppml.estimate for point in study.points if point.offset < 0]
    assert np.mean(after) == pytest.approx(0.7, abs=0.15)
    assert np.mean(before) == pytest.approx(0.0, abs=0.15)
    assert study.pre_trend is not None
    assert study.pre_trend[1] > 0.05
    assert study.pre_trend[2] == 5
    assert all(point.ols is not None for point in study.points)


def test_an_affected_destination_among_the_controls_passes_for_a_rise_unless_it_is_left_out() -> None:
    cells = trade(3, rise=0.0, dispersion=0.0, base=30.0)
    kept = event_study(cells, ("KGZ", "KAZ"), EVENT, leads=2, lags=2)
    assert isinstance(kept, EventStudy)
    assert np.mean([point.ppml.estimate for point in kept.points if point.offset >= 0]) > 0.2
    assert abs(np.mean([point.ppml.estimate for point in studied(cells).points])) < 0.1


def test_a_drift_before_the_event_fails_the_pre_trend_test() -> None:
    study = studied(trade(3, drift=0.08, dispersion=0.0, base=30.0))
    assert study.pre_trend is not None
    assert study.pre_trend[1] < 0.01


def test_pre_trend_alarms_are_near_nominal_without_a_drift() -> None:
    trials = 12
    tests = [studied(trade(200 + seed, exporters=1, months=36)).pre_trend for seed in range(trials)]
    assert sum(test is not None and test[1] < 0.05 for test in tests) <= 3


def test_the_reference_may_be_several_months() -> None:
    reference = list(range(EVENT - 6, EVENT))
    result = event_study(trade(3), ("KGZ",), EVENT, reference=reference, leads=8, lags=3)
    assert isinstance(result, EventStudy)
    assert [point.offset for point in result.points] == [-8, -7, 0, 1, 2, 3]


def test_what_cannot_be_compared_is_said() -> None:
    cells = trade(1, groups=10)
    nothing = np.zeros(len(cells), dtype=np.bool_)
    cases = {
        "no trade": cells.where(nothing),
        "only one month": cells.where(cells.month == EVENT),
        "no months before": cells.where(cells.month >= EVENT),
        "no months from": cells.where(cells.month < EVENT),
        "no other destination": cells.where(cells.importers(("RUS", "KGZ", "KAZ"))),
        "None of the goods is listed": replace(cells, is_listed=nothing),
        "All goods are listed": cells.where(cells.is_listed),
        "Every value is zero": replace(cells, value=np.zeros(len(cells))),
        "None of the destinations": cells.where(cells.importers(("BRA", "ZAF"))),
    }
    for reason, case in cases.items():
        for result in (triple_difference(case, ARMS, EVENT), event_study(case, ("RUS", "KGZ", "KAZ"), EVENT)):
            assert isinstance(result, NotApplicable), reason
            assert reason in result.reason
