"""In and out, lost and risen, both sides: the arithmetic against figures worked out by hand."""

import numpy as np
import pytest
from flow_rows import FlowRows

from entrepot.flows.coincidence import Passage, chance_of, correlated_lag, overlap, passage_trade, passages
from entrepot.flows.mirror_gap import Corridor, Gap, gap_of, two_sided_corridors
from entrepot.flows.months import month_start
from entrepot.flows.new_origins import origin_keys, origins_of
from entrepot.flows.period_comparison import Comparison, Windows, drawn_means
from entrepot.flows.substitution import LossAndRise, Substitution, loss_and_rise, matched_months, substitutions
from entrepot.settings import Study
from entrepot.store.engine import DuckEngine, Engine

FIRST = 2020 * 12
CUTOFF = 2022 * 12 + 1  # February 2022
WINDOWS = Windows((FIRST, FIRST + 20), (CUTOFF + 1, CUTOFF + 12))


def monthly(rows: FlowRows, way: str, goods: str, before: float, after: float, *, last: int = 38) -> None:
    for month in range(FIRST, FIRST + last):
        rows.add(way, goods, f"{month_start(month):%Y-%m}", before if month <= CUTOFF else after)


def test_lag_is_found_where_outflow_follows_inflow() -> None:
    draw = np.random.default_rng(3)
    inflow = {month: float(draw.gamma(2.0)) for month in range(40)}
    outflow = {month + 4: 10 * value for month, value in inflow.items()}

    assert correlated_lag(inflow, outflow) == (4, 1.0)


def test_no_lag_from_few_months_or_a_series_that_stands_still() -> None:
    moving = {month: float(month % 5) for month in range(40)}

    assert correlated_lag({m: moving[m] for m in range(11)}, moving) is None
    assert correlated_lag(moving, dict.fromkeys(range(40), 7.0)) is None


def test_overlap_is_the_lesser_by_goods_and_quarter_and_no_gap_is_a_zero() -> None:
    inflow = {"a": {0: 5.0, 1: 5.0, 2: 0.0, 3: 1.0}, "b": {0: 9.0}}
    outflow = {"a": {0: 0.0, 1: 0.0, 2: 7.0, 3: 4.0, 4: 8.0}, "c": {0: 9.0}}

    assert overlap(inflow, outflow) == 7.0 + 1.0  # goods b and c stand on one side only, month 4 too
    assert overlap({"a": {0: 3.0}}, {"a": {1: 3.0}}) == 0.0


def test_months_are_matched_with_the_same_month_of_the_year_before_the_cutoff() -> None:
    series = {CUTOFF - 12 + n: float(n) for n in range(12)} | {CUTOFF + 1: 11.0, CUTOFF + 13: 21.0, CUTOFF + 12: 5.0}

    assert matched_months(series, CUTOFF) == {
        CUTOFF + 1: CUTOFF - 11,
        CUTOFF + 12: CUTOFF - 12,
        CUTOFF + 13: CUTOFF - 11,
    }
    assert matched_months({CUTOFF + 1: 3.0}, CUTOFF) == {}


def test_substitution_adds_exporters_and_partners(duck: DuckEngine) -> None:
    rows = FlowRows()
    monthly(rows, "DE X RU", "854231", 100.0, 20.0)
    monthly(rows, "JP X RU", "854231", 50.0, 30.0)
    monthly(rows, "DE X KG", "854231", 5.0, 45.0)
    monthly(rows, "JP X AM", "854231", 5.0, 15.0)
    rows.prepare(duck)

    trade = loss_and_rise(duck, Study(), ("AM", "KG"))
    assert isinstance(trade, LossAndRise)
    whole = substitutions(trade)[0]
    assert (whole.numerator, whole.denominator, whole.ratio) == (12 * 50.0, 12 * 100.0, 0.5)
    assert whole.by_partner == {"AM": 120.0, "KG": 480.0}
    assert whole.is_small


def test_passage_joins_both_flows_on_either_engine(engine: Engine) -> None:
    rows = FlowRows()
    monthly(rows, "DE X KG", "854231", 10.0, 40.0)
    monthly(rows, "KG X RU", "854231", 1.0, 30.0)
    monthly(rows, "DE X BR", "854231", 10.0, 11.0)
    rows.prepare(engine)

    trade = passage_trade(engine, Study())
    assert not isinstance(trade, str)
    whole = passages(trade)[0]
    assert (whole.partner_iso, whole.came_in.change, whole.went_on.change) == ("KG", 3.0, 29.0)
    assert whole.rest_of_world.change == pytest.approx(0.1)
    assert (whole.passed_on_max, whole.went_on_sum) == (12 * 30.0, 12 * 30.0)


def passage(inflow: dict[int, float], outflow: dict[int, float], elsewhere: dict[int, float]) -> Passage:
    """Return a passage of three series; the figures beside them are of no account."""
    none = Comparison(1.0, 1.0, 1.0, None, None, 0.0, 21, 12, is_small_base=False)
    return Passage("KG", "854231", none, none, none, 0.0, 0.0, None, None, inflow, outflow, elsewhere)


def stepped(before: float, after: float) -> dict[int, float]:
    return {month: before if month <= CUTOFF else after for month in range(FIRST, CUTOFF + 13)}


def test_growth_that_lasts_is_no_chance_and_that_of_a_single_month_is() -> None:
    still, doubled = stepped(100.0, 100.0), stepped(100.0, 200.0)
    once = {**stepped(0.0, 0.0), CUTOFF + 4: 12_000.0}

    assert chance_of(passage(doubled, still, still), WINDOWS, 0.25) == 1 / 10_000
    assert (chance_of(passage(once, still, still), WINDOWS, 0.25) or 0.0) > 0.2
    assert (chance_of(passage(doubled, once, still), WINDOWS, 0.25) or 0.0) > 0.2


def test_growth_of_everybody_and_a_falling_outflow_are_chance() -> None:
    still, doubled = stepped(100.0, 100.0), stepped(100.0, 200.0)

    assert chance_of(passage(doubled, still, doubled), WINDOWS, 0.25) == 1.0
    assert chance_of(passage(doubled, stepped(100.0, 99.0), still), WINDOWS, 0.25) == 1.0
    assert chance_of(passage(doubled, still, doubled), WINDOWS, 0.0) == 1 / 10_000  # at the growth asked for, not below


def test_too_few_months_have_no_chance() -> None:
    short = {month: 1.0 for month in stepped(1.0, 1.0) if month <= CUTOFF + 5}

    assert drawn_means([short], WINDOWS) is None
    assert chance_of(passage(short, short, short), WINDOWS, 0.25) is None


def test_false_alarms_of_a_passage_stay_near_their_rate() -> None:
    found = []
    for seed in range(60):
        draw = np.random.default_rng(seed)
        series = [
            {m: v * draw.lognormal(0, 0.4) for m, v in stepped(100.0, 125.0 if n == 0 else 100.0).items()}
            for n in range(3)
        ]
        found.append((chance_of(passage(*series), WINDOWS, 0.25) or 0.0) < 0.05)

    assert sum(found) <= 9  # of 60: three are to be expected, more than nine one time in a thousand


def one_substitution(duck: DuckEngine, after: dict[int, float]) -> Substitution:
    """Return the whole list's ratio: a loss of 1,000,000 a month, and what a third country takes since."""
    rows = FlowRows()
    monthly(rows, "DE X RU", "854231", 1_200_000.0, 200_000.0)
    for month in range(FIRST, FIRST + 38):
        rows.add("DE X KG", "854231", f"{month_start(month):%Y-%m}", after.get(month, 0.0) if month > CUTOFF else 1.0)
    rows.prepare(duck)
    trade = loss_and_rise(duck, Study(), ("KG",))
    assert isinstance(trade, LossAndRise)
    return substitutions(trade)[0]


def test_a_ratio_of_every_month_is_sure(duck: DuckEngine) -> None:
    lasting = one_substitution(duck, dict.fromkeys(range(CUTOFF + 1, CUTOFF + 13), 800_000.0))

    assert [lasting.low, lasting.high] == pytest.approx([0.8, 0.8], abs=1e-4)
    assert lasting.p_value == 1 / 2000


def test_a_ratio_of_one_month_is_not(duck: DuckEngine) -> None:
    once = one_substitution(duck, {CUTOFF + 6: 9_600_000.0})

    assert once.ratio == pytest.approx(0.8, abs=1e-4)
    assert once.low == pytest.approx(0.0, abs=1e-4)
    assert (once.p_value or 0.0) > 0.2


def corridor(listed: tuple[float, float], placebo: tuple[float, float], noise: float = 0.0) -> Corridor:
    """Return a corridor of 1,000,000 a month of which a share is recorded before and since, by goods."""
    months = np.arange(FIRST, FIRST + 38)
    draw = np.random.default_rng(5)
    values = np.full((1, 2, 2, 38), 1e6)
    for side, (before, since) in enumerate((listed, placebo)):
        values[0, side, 1] *= np.where(months <= CUTOFF, before, since)
    values *= 1 + noise * draw.standard_normal(values.shape)
    return Corridor("EU", "KG", "EUR", ("85",), months, values, ())


def test_gap_is_measured_against_its_past_and_other_goods() -> None:
    gap = gap_of(corridor((0.8, 0.4), (0.9, 0.9)), WINDOWS)

    assert isinstance(gap, Gap)
    assert gap.excess == pytest.approx(np.log(2.0))
    assert [gap.share_before, gap.share_since] == pytest.approx([0.2, 0.6])
    assert [gap.missing_value, gap.excess_value] == pytest.approx([7_200_000.0, 4_800_000.0])
    assert gap.p_value == 1 / 1000


def test_a_gap_of_all_goods_is_no_difference() -> None:
    gap = gap_of(corridor((0.8, 0.4), (0.8, 0.4), noise=0.02), WINDOWS)

    assert isinstance(gap, Gap)
    assert abs(gap.difference) < 0.05
    assert gap.p_value > 0.05


def test_false_alarms_of_the_gap_stay_near_their_rate() -> None:
    found = []
    for seed in range(60):
        made = corridor((0.8, 0.8), (0.8, 0.8))
        noisy = made.values * np.random.default_rng(seed).lognormal(0, 0.3, made.values.shape)
        gap = gap_of(Corridor("EU", "KG", "EUR", ("85",), made.months, noisy, ()), WINDOWS, draws=199)
        assert isinstance(gap, Gap)
        found.append(gap.p_value < 0.05)

    assert sum(found) <= 9  # of 60: three are to be expected, more than nine one time in a thousand


def test_an_importer_that_records_nothing_counts_as_the_floor() -> None:
    gap = gap_of(corridor((0.8, 0.0), (0.9, 0.9)), WINDOWS)

    assert isinstance(gap, Gap)
    assert gap.is_at_floor
    assert gap.log_since == pytest.approx(np.log(12e6 / 1e4))
    assert gap.share_since == 1.0


def test_months_in_which_the_importer_is_silent_are_dropped(engine: Engine) -> None:
    rows = FlowRows()
    for goods in ("854231", "850710"):
        monthly(rows, "DE X KG", goods, 100.0, 100.0)
        monthly(rows, "KG M DE", goods, 106.0, 106.0, last=35)
    rows.prepare(engine)

    (made,) = two_sided_corridors(engine)
    assert made.dropped == (FIRST + 35, FIRST + 36, FIRST + 37)
    assert made.values[0, 0].sum(axis=1) == pytest.approx([3500.0, 3500.0])


def test_a_new_origin_is_told_from_one_without_statistics(engine: Engine) -> None:
    rows = FlowRows()
    monthly(rows, "DE X RU", "854231", 10.0, 10.0)
    monthly(rows, "TR X KZ", "854231", 10.0, 10.0)
    for month in ("2022-06", "2022-09"):
        rows.add("TR X RU", "854231", month, 70.0)
        rows.add("AE X RU", "854231", month, 70.0, snapshot="begins in 2022")
    rows.prepare(engine)

    found = {origin.exporter_iso: origin for origin in origins_of(engine, Study())}
    assert (found["TR"].months_before, found["TR"].covered_months, found["TR"].months_survived) == (0, 25, 4)
    assert found["AE"].covered_months == 0
    assert found["EU"].months_before == 26
    assert [key.month_index for key in origin_keys(engine, Study(), [found["TR"]])["TR>854231"]] == [24269, 24272]
