"""The month of a break: found, bounded, and not found where there is none."""

import numpy as np
import pytest

from entrepot.flows.breaks import Break, Kind, break_of
from entrepot.flows.fit import NotApplicable

FIRST = 2017 * 12
AT = 62  # March 2022


def series(seed: int, change: float, *, months: int = 84, persistence: float = 0.0) -> list[float]:
    """Return a monthly series with a season, a coefficient of variation of 0.4 and a change (log) at month AT."""
    draw, time = np.random.default_rng(seed), np.arange(months)
    error = draw.normal(size=months)
    for month in range(1, months):
        error[month] = persistence * error[month - 1] + np.sqrt(1 - persistence**2) * error[month]
    level = 1e6 * np.exp(change * (time >= AT) + 0.2 * np.sin(2 * np.pi * time / 12))
    values: list[float] = (level * np.exp(0.4 * error - 0.08)).tolist()
    return values


def found(values: list[float], *, kind: Kind = "poisson", draws: int = 199) -> Break:
    result = break_of(range(FIRST, FIRST + len(values)), values, kind=kind, draws=draws)
    assert isinstance(result, Break)
    return result


@pytest.mark.parametrize("kind", ["poisson", "log"])
def test_a_large_break_is_dated_to_the_month_with_a_narrow_interval(kind: Kind) -> None:
    result = found(series(1, 1.5), kind=kind)
    assert abs(result.month - (FIRST + AT)) <= 1
    assert result.low <= FIRST + AT <= result.high
    assert result.high - result.low <= 4
    assert result.log_change == pytest.approx(1.5, abs=0.3)
    assert result.ratio == pytest.approx(np.exp(result.log_change or 0.0))
    assert (result.p_value, result.passes_andrews_5, result.is_seasonal) == (0.005, True, True)


@pytest.mark.parametrize("kind", ["poisson", "log"])
def test_intervals_hold_the_month_about_as_often_as_they_say(kind: Kind) -> None:
    trials = 40
    results = [found(series(seed, 0.7), kind=kind) for seed in range(trials)]
    assert sum(r.low <= FIRST + AT <= r.high for r in results) / trials >= 0.85
    assert sum(r.p_value <= 0.05 for r in results) == trials
    assert sum(abs(r.month - (FIRST + AT)) <= 2 for r in results) / trials >= 0.7


def test_without_a_break_alarms_are_near_nominal() -> None:
    trials = 80
    alarms = sum(found(series(500 + seed, 0.0), kind="log").p_value <= 0.05 for seed in range(trials))
    assert alarms / trials <= 0.11


def test_zeros_before_the_break_leave_a_date_and_no_ratio() -> None:
    values = [0.0] * AT + series(2, 0.0)[AT:]
    result = found(values)
    assert (result.month, result.ratio, result.log_change) == (FIRST + AT, None, None)
    assert any("zeros only" in note for note in result.notes)


def test_months_of_zero_among_others_do_not_stop_it() -> None:
    values = np.array(series(3, 1.2))
    values[np.random.default_rng(3).random(len(values)) < 0.3] = 0.0
    result = found(values.tolist())
    assert result.low <= FIRST + AT <= result.high
    assert result.p_value <= 0.05


def test_gaps_are_left_out_and_said() -> None:
    values, months = series(1, 1.5), list(range(FIRST, FIRST + 84))
    del values[20:23], months[20:23]
    result = break_of(months[::-1], values[::-1], draws=199)
    assert isinstance(result, Break)
    assert abs(result.month - (FIRST + AT)) <= 1
    assert result.months == 81
    assert any("without figures" in note for note in result.notes)


@pytest.mark.parametrize(
    ("values", "kind", "reason"),
    [
        ([], "poisson", "Only 0 months"),
        ([1.0] * 20, "poisson", "Only 20 months"),
        ([0.0] * 40, "poisson", "Every value is zero"),
        ([5.0] * 40, "log", "does not change"),
        ([0.0, 1.0] * 20, "log", "no logarithm"),
    ],
)
def test_what_cannot_be_dated_is_said(values: list[float], kind: Kind, reason: str) -> None:
    result = break_of(range(FIRST, FIRST + len(values)), values, kind=kind)
    assert isinstance(result, NotApplicable)
    assert reason in result.reason


def test_a_noiseless_step_is_dated_exactly() -> None:
    result = found([100.0] * AT + [300.0] * (84 - AT))
    assert (result.month, result.low, result.high) == (FIRST + AT,) * 3
    assert result.ratio == pytest.approx(3.0)
