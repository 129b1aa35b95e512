"""Mirror statistics beside the flows they are made of."""

# ruff: noqa: S608 (statements over the test's own tables)

from pathlib import Path

import numpy as np
import pytest

from entrepot.world.flows_sum import SEEN_SHARE
from entrepot.world.settings import WorldKind, WorldSettings
from entrepot.world.statistics import CIF, GAPS, GHOST, LATE_SHARE, NOISE_SD
from world_made import Made, made

_KINDS: tuple[WorldKind, ...] = ("planted", "null")


def test_the_importers_total_is_the_ledgers_with_what_is_not_seen_and_freight(null_world: Made) -> None:
    ledger = null_world.number(
        "SELECT sum(value_usd) FROM declarations WHERE reporting_iso = 'TR' AND direction = 'import'"
    )
    stated = null_world.number(
        "SELECT sum(value_usd) FROM statistics WHERE reporter = 'TR' AND flow = 'M' AND goods_level = 'TOTAL'"
    )
    low, high = SEEN_SHARE["base"]
    noise = np.exp(NOISE_SD[1] ** 2 / 2)
    assert 0.85 / high < stated / ledger < noise * 1.1 * (1 + CIF[1]) / low


def test_a_months_figures_scatter_as_much_as_stated(null_world: Made) -> None:
    flow = """SELECT stddev(ln(m.value_usd / x.value_usd)) FROM statistics AS x JOIN statistics AS m
        ON x.flow = 'X' AND m.flow = 'M' AND m.reporter = x.partner AND m.partner = x.reporter AND m.period = x.period
        AND m.goods_code = x.goods_code AND x.goods_level = 'TOTAL' AND m.reporter = 'TR' AND x.reporter IN ('DE', 'US', 'IT')"""
    spread = null_world.number(flow)
    assert NOISE_SD[0] < spread < 2.5 * (NOISE_SD[1] + LATE_SHARE)


def test_importers_record_part_of_a_month_in_the_next(null_world: Made) -> None:
    first = null_world.number(
        "SELECT count(*) FROM statistics WHERE flow = 'M' AND period = '2019-01' AND reporter = 'TR'"
    )
    second = null_world.number(
        "SELECT count(*) FROM statistics WHERE flow = 'M' AND period = '2019-02' AND reporter = 'TR'"
    )
    assert second > first


def test_reporters_stop_and_leave_gaps(null_world: Made) -> None:
    assert null_world.rows("SELECT max(period) FROM statistics WHERE reporter = 'RU'") == [("2022-01",)]
    periods = {row[0] for row in null_world.rows("SELECT DISTINCT period FROM statistics WHERE reporter = 'KZ'")}
    assert not periods & set(GAPS["KZ"])
    assert "2022-10" in periods


def test_exporters_alone_record_part_of_the_listed_goods_sent_to_hubs_after_the_cutoff(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("entrepot.world.generate.plant_all", lambda _: None)
    total = """SELECT sum(value_usd) FROM statistics WHERE flow = 'X' AND reporter IN ('DE', 'US', 'JP', 'KR', 'FR', 'NL', 'IT')
        AND goods_code IN ('854231', '854232', '854233', '854239', '853224', '853221') AND partner {} AND period {}"""
    worlds = {kind: made(tmp_path / kind, WorldSettings(10_000, 7, kind=kind)) for kind in _KINDS}
    after, before, hubs, elsewhere = ">= '2023-06'", "< '2022-02'", "IN ('TR', 'AE', 'KZ', 'UZ')", "= 'RU'"
    for partner, period, expected in ((hubs, after, 1 / (1 - GHOST)), (hubs, before, 1.0), (elsewhere, after, 1.0)):
        asked = total.format(partner, period)
        assert worlds["planted"].number(asked) / worlds["null"].number(asked) == pytest.approx(expected, rel=0.06)
    for world in worlds.values():
        world.db.close()


@pytest.mark.parametrize("edition", ["HS2017", "HS2022"])
def test_codes_are_those_of_the_edition_and_none_comes_twice(null_world: Made, edition: str) -> None:
    new = "('854800', '852589', '854149', '880730', '854151', '854159')"
    wrong = f"SELECT count(*) FROM statistics WHERE hs_edition = '{edition}' AND goods_code IN {new}"
    assert (null_world.number(wrong) == 0) == (edition == "HS2017")
    keys = "SELECT count(*) - count(DISTINCT (reporter, partner, flow, goods_code, period)) FROM statistics"
    assert null_world.number(keys) == 0


def test_placebo_countries_have_statistics_alone(null_world: Made) -> None:
    assert null_world.number("SELECT count(*) FROM statistics WHERE partner IN ('BR', 'ZA') AND reporter = 'US'") > 0
    assert null_world.number("SELECT count(*) FROM declarations WHERE reporting_iso IN ('BR', 'ZA')") == 0
