"""Prices per kilogram to the destination over those to others: the premium, its change, its interval, and what is left out."""

from math import log

import numpy as np
import pytest
from flow_rows import FlowRows

from entrepot.flows.months import month_index, month_start
from entrepot.flows.unit_values import (
    PriceChange,
    Spans,
    change_interval,
    change_intervals,
    prepare_unit_values,
    price_changes,
    priced_rows,
)
from entrepot.store.engine import Engine

SPANS = Spans((2021 * 12, 2021 * 12 + 11), (2022 * 12 + 2, 9999 * 12))
CHIPS = "854231"


def sold(rows: FlowRows, way: str, month: str, price: float, kg: float) -> None:
    rows.add(way, CHIPS, month, price * kg, net_mass_kg=kg)


def changes(engine: Engine, rows: FlowRows) -> dict[str, PriceChange]:
    rows.prepare(engine)
    prepare_unit_values(engine, "RU")
    return {change.key: change for change in price_changes(engine, SPANS)}


def test_the_premium_is_that_of_months_weighted_by_mass(engine: Engine) -> None:
    rows = FlowRows()
    for month, price, kg in (("2021-03", 10.0, 300.0), ("2021-04", 20.0, 100.0), ("2022-03", 30.0, 100.0)):
        sold(rows, "TR X RU", month, price, kg)
        sold(rows, "TR X CN", month, 10.0, 100.0)
        sold(rows, "TR X BR", month, 10.0, 900.0)

    change = changes(engine, rows)["TR>854231"]

    assert change.baseline_premium == pytest.approx(log(2) / 4)
    assert change.period_premium == pytest.approx(log(3))
    assert change.change == pytest.approx(log(3) - log(2) / 4)
    assert (change.baseline_months, change.period_months, change.period_value) == (2, 1, 3000)
    assert (change.priced_share, change.rest_priced_share) == (1, 1)


def test_rows_without_a_mass_set_no_price_and_are_counted(engine: Engine) -> None:
    rows = FlowRows()
    sold(rows, "TR X RU", "2021-03", 10.0, 100.0)
    sold(rows, "TR X CN", "2021-03", 10.0, 100.0)
    rows.add("TR X RU", CHIPS, "2022-03", 900.0)
    sold(rows, "TR X CN", "2022-03", 10.0, 100.0)

    change = changes(engine, rows)["TR>854231"]

    assert change.period_premium is None
    assert change.change is None
    assert (change.priced_share, change.rest_priced_share, change.period_value) == (0.5, 1, 0)


def test_each_exporter_is_compared_with_itself_alone(engine: Engine) -> None:
    rows = FlowRows()
    for month in ("2021-03", "2022-03"):
        sold(rows, "TR X RU", month, 50.0, 100.0)
        sold(rows, "CN X BR", month, 10.0, 100.0)

    found = changes(engine, rows)

    assert set(found) == {"TR>854231"}
    assert found["TR>854231"].change is None
    assert found["TR>854231"].rest_priced_share is None


def test_the_rows_behind_a_change_are_those_of_both_windows(engine: Engine) -> None:
    rows = FlowRows()
    for month in ("2020-12", "2021-03", "2022-01", "2022-03"):
        sold(rows, "TR X RU", month, 50.0, 100.0)
        sold(rows, "TR X BR", month, 10.0, 100.0)
        sold(rows, "CN X RU", month, 10.0, 100.0)
    changes(engine, rows)

    found = priced_rows(engine, SPANS, "RU", ["TR>854231"])

    assert [(row["partner_iso"], f"{row['period_on']:%Y-%m}") for row in found] == [
        ("RU", "2021-03"),
        ("RU", "2022-03"),
        ("BR", "2021-03"),
        ("BR", "2022-03"),
    ]
    assert all(row["locator"].startswith("row ") for row in found)
    assert priced_rows(engine, SPANS, "RU", []) == []


def test_the_interval_reads_the_months_of_the_table(engine: Engine) -> None:
    rows = FlowRows()
    for month in (*range(2021 * 12, 2021 * 12 + 12), *range(2022 * 12 + 2, 2022 * 12 + 12)):
        price = 10.0 if month < 2022 * 12 else 15.0
        sold(rows, "TR X RU", f"{month_start(month):%Y-%m}", price, 100.0)
        sold(rows, "TR X BR", f"{month_start(month):%Y-%m}", 10.0, 100.0)
    changes(engine, rows)

    drawn = change_intervals(engine, SPANS, ["TR>854231"], asked=log(1.5))["TR>854231"]

    assert drawn[:2] == pytest.approx((log(1.5), log(1.5)))
    assert drawn.p_value == 1 / 10_000  # at the rise asked about, not below it
    assert change_intervals(engine, SPANS, ["TR>854231"], asked=log(1.51))["TR>854231"].p_value == 1.0


def test_intervals_hold_the_true_change_about_as_often_as_they_say() -> None:
    draw = np.random.default_rng(4)
    spans = Spans((0, 35), (36, 59))
    held = 0
    for _ in range(150):
        premiums = draw.normal(0, 0.2, 60) + np.where(np.arange(60) >= 36, 0.3, 0.0)
        masses = draw.uniform(50, 150, 60)
        months = [{"month_index": m, "premium": premiums[m], "mass_kg": masses[m]} for m in range(60)]
        low, high, _ = change_interval(months, spans)
        assert low is not None
        assert high is not None
        held += low <= 0.3 <= high

    assert 0.86 <= held / 150 <= 0.99  # nominal 0.95; blocks of few months are a little short


def test_too_few_months_have_no_interval() -> None:
    start = month_index(month_start(2021 * 12))
    months = [{"month_index": start + m, "premium": 0.1, "mass_kg": 1.0} for m in range(5)]

    assert change_interval(months, Spans((start, start + 11), (start + 12, start + 24))) == (None, None, None)
