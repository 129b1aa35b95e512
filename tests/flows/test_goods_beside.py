"""Listed goods beside the others of a corridor: those that statistics name, and all goods less these."""

from itertools import product

import pytest
from flow_rows import FlowRows

from entrepot.flows.goods_beside import Beside, goods_beside
from entrepot.settings import Study
from entrepot.store.engine import DuckEngine, Engine

LISTED, PLAIN = "854231", "850110"
MONTHS = tuple(f"{year}-{month:02}" for year in (2020, 2021, 2022) for month in range(1, 13))
CUTOFF = "2022-02"
GROWTH = {"KZ": (4.0, 2.0, 1.5), "RU": (0.1, 0.6, 0.8)}  # of the listed goods, of the other named ones, of the rest


def rows(totals: tuple[str, ...] = ("DE", "FR")) -> FlowRows:
    """Return EU exports of two goods by month, and of all goods by those reporters: half of the rest from each."""
    made = FlowRows()
    for (partner, growth), month in product(GROWTH.items(), MONTHS):
        listed, plain, rest = (factor if month > CUTOFF else 1.0 for factor in growth)
        made.add(f"EU X {partner}", LISTED, month, 50_000.0 * listed)
        made.add(f"EU X {partner}", PLAIN, month, 60_000.0 * plain)
        named = 50_000.0 * listed + 60_000.0 * plain
        for reporter in totals:
            made.add(f"{reporter} X {partner}", "TOTAL", month, (named + 400_000.0 * rest) / len(totals))
    return made


def beside(engine: Engine, made: FlowRows) -> dict[str, Beside]:
    """Return what is found, by importer."""
    made.prepare(engine)
    return {each.rise.importer_iso: each for each in goods_beside(engine, Study())}


def test_all_goods_less_those_named_stand_beside_the_listed_ones(engine: Engine) -> None:
    found = beside(engine, rows())

    assert list(found) == ["RU", "KZ"]  # the destination first
    kazakhstan = found["KZ"]
    assert kazakhstan.rise.listed["mean_month"].ratio == pytest.approx(4.0)
    assert kazakhstan.rise.unlisted["mean_month"].ratio == pytest.approx(2.0)
    assert kazakhstan.rest is not None
    assert kazakhstan.rest.ratio == pytest.approx(1.5)
    assert kazakhstan.difference is not None
    assert kazakhstan.difference.value == pytest.approx(0.98083, abs=1e-5)  # ln(4 / 1.5)


def test_without_totals_nothing_stands_in_for_them() -> None:
    engine = DuckEngine()
    found = beside(engine, rows(totals=()))["KZ"]
    engine.close()

    assert found.rest is None
    assert found.difference is None
    assert found.rise.unlisted["mean_month"].ratio == pytest.approx(2.0)


def test_months_in_which_a_reporter_is_silent_are_left_out_of_the_sum() -> None:
    made = rows()
    made.rows = [
        row
        for row in made.rows
        if not (row["reporter_iso"] == "FR" and row["goods_code"] == "TOTAL" and str(row["period_on"])[:7] == "2022-06")
    ]
    engine = DuckEngine()
    found = beside(engine, made)["KZ"]
    engine.close()

    assert found.rest is not None
    assert found.rest.ratio == pytest.approx(1.5)
    assert found.rest.period_count == 9  # of ten months since the cut-off


def test_a_reporter_without_trade_with_one_partner_is_not_silent() -> None:
    made = rows().add("FR X GE", "TOTAL", "2020-01", 1.0)
    made.rows = [
        row
        for row in made.rows
        if not (row["reporter_iso"] == "FR" and row["partner_iso"] == "KZ" and row["goods_code"] == "TOTAL")
    ]
    engine = DuckEngine()
    found = beside(engine, made)["KZ"]
    engine.close()

    assert found.rest is not None
    assert found.rest.period_count == 10


def test_the_union_s_own_total_is_taken_before_the_sum_of_its_members() -> None:
    made = rows()
    for month in MONTHS:
        made.add("EU X KZ", "TOTAL", month, 1_000_000.0 * (3.0 if month > CUTOFF else 1.0))
    engine = DuckEngine()
    found = beside(engine, made)["KZ"]
    engine.close()

    assert found.rest is not None
    assert found.rest.ratio == pytest.approx((3_000_000 - 320_000) / (1_000_000 - 110_000))


def test_totals_below_the_goods_they_should_hold_are_not_used() -> None:
    made = rows()
    for row in made.rows:
        if row["goods_code"] == "TOTAL" and str(row["period_on"])[:7] == "2022-05":
            row["value_eur"] = 1.0
    engine = DuckEngine()
    found = beside(engine, made)["KZ"]
    engine.close()

    assert found.rest is None
