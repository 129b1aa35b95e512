"""A break in listed goods: found where it was made, for that partner alone, and not where all goods or all partners rose."""

from collections.abc import Callable
from zlib import crc32

import numpy as np
import pytest
from flow_rows import FlowRows

from entrepot.flows.breaks import Break
from entrepot.flows.corridor_breaks import (
    NOT_ASKED,
    BreakPanel,
    break_panel,
    listed_share,
    partner_breaks,
    partner_effects,
    permuted_lists,
)
from entrepot.flows.fit import Coefficient, Fit
from entrepot.flows.months import month_start
from entrepot.flows.permutations import Permutation
from entrepot.flows.triple_difference import TripleDifference, refitted, triple_difference
from entrepot.settings import Study
from entrepot.store.engine import DuckEngine

LISTED = ("847150", "847180", "853221", "853224", "853669", "853690", "854110", "854121")
UNLISTED = ("841311", "841360", "850110", "850120", "850410", "850421", "850710", "850720")
SINCE = 2022 * 12 + 2


def panel(engine: DuckEngine, factor: Callable[[str, bool, int], float], *, first: int = 2020) -> BreakPanel | str:
    """Return the panel of German exports to five partners, each value times a factor of partner, listed and month."""
    rows = FlowRows()
    for partner in ("KG", "KZ", "RU", "BR", "IN"):
        for goods in (*LISTED, *UNLISTED):
            draw = np.random.default_rng(crc32(f"{partner}{goods}".encode()))
            for month in range(first * 12, SINCE + 9):
                value = 50_000 * draw.lognormal(0, 0.2) * factor(partner, goods in LISTED, month)
                rows.add(f"DE X {partner}", goods, f"{month_start(month):%Y-%m}", round(value, 2))
    rows.prepare(engine)
    return break_panel(engine, Study(), min_monthly=10_000)


def hub_triples(partner: str, is_listed: bool, month: int) -> float:
    return {"KG": 3.0, "RU": 0.05}.get(partner, 1.0) if is_listed and month >= SINCE else 1.0


def made(found: BreakPanel | str) -> BreakPanel:
    assert isinstance(found, BreakPanel)
    return found


def test_the_break_is_found_for_the_partner_it_was_made_for(duck: DuckEngine) -> None:
    asked = made(panel(duck, hub_triples))
    effects = partner_effects(asked)

    assert isinstance(effects, TripleDifference)
    by_arm = {effect.arm: effect for effect in effects.effects}
    assert (asked.partners, asked.controls) == (("KG", "KZ"), ("BR", "IN"))
    assert by_arm["KG"].ppml.estimate == pytest.approx(np.log(3), abs=0.15)
    assert by_arm["KG"].ols is not None
    assert by_arm["KG"].ols.estimate == pytest.approx(np.log(3), abs=0.15)
    assert by_arm["KZ"].ppml.low < 0 < by_arm["KZ"].ppml.high
    found = partner_breaks(asked, effects, ["KG"], lambda _: True)["KG"]
    assert isinstance(found.since, Break)
    assert found.since.month == SINCE
    assert set(found.left_out) == {"84", "85"}
    assert all(isinstance(each, Coefficient) and each.low > 0.5 for each in found.left_out.values())


def test_costly_parts_are_left_out_where_they_are_not_wanted(duck: DuckEngine) -> None:
    asked = made(panel(duck, hub_triples))
    effects = partner_effects(asked)

    assert isinstance(effects, TripleDifference)
    found = partner_breaks(asked, effects, ["KG"], lambda _: False)
    assert list(found) == ["KG"]
    assert (found["KG"].event, found["KG"].left_out) == (NOT_ASKED, {})
    assert isinstance(found["KG"].since, Break)


def test_a_fit_of_part_of_the_rows_is_that_of_the_part(duck: DuckEngine) -> None:
    asked = made(panel(duck, hub_triples))
    effects = partner_effects(asked)
    kept = asked.cells.chapter != asked.cells.chapter_names.index("84")

    assert isinstance(effects, TripleDifference)
    again = refitted(asked.cells, asked.arms, asked.post_from, effects.fit, kept)
    alone = triple_difference(asked.cells.where(kept), asked.arms, asked.post_from)
    assert isinstance(again, Fit)
    assert isinstance(alone, TripleDifference)
    assert again.names == alone.fit.names
    assert again.coefficients == pytest.approx(alone.fit.coefficients, rel=1e-8)
    assert again.standard_errors == pytest.approx(alone.fit.standard_errors, rel=1e-6)


def test_shuffled_lists_tell_the_break_from_a_boom_of_all_goods(duck: DuckEngine) -> None:
    def boom(partner: str, is_listed: bool, month: int) -> float:
        return 3.0 if partner == "KG" and month >= SINCE else 1.0

    p_values = []
    for factor in (hub_triples, boom):
        tests = permuted_lists(made(panel(duck, factor)))
        assert isinstance(tests["KG"], Permutation)
        p_values.append(tests["KG"].p_value)

    assert p_values[0] < 0.01
    assert p_values[1] > 0.05


def test_months_of_stockpiling_and_of_the_cutoff_count_for_neither_side(duck: DuckEngine) -> None:
    asked = made(panel(duck, hub_triples))

    assert set(range(2021 * 12 + 9, SINCE)).isdisjoint(asked.cells.month.tolist())
    assert 2021 * 12 + 9 in asked.all_months.month.tolist()
    share = listed_share(asked.all_months, "KG")
    assert share[SINCE] > 0.65
    assert share[2021 * 12] < 0.6


def test_too_few_months_are_said(duck: DuckEngine) -> None:
    assert panel(duck, hub_triples, first=2022) == "no_months"
