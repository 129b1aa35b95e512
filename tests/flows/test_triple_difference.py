"""Triple differences on invented trade with a known effect."""

from dataclasses import replace

import numpy as np
import pytest
from simulated_trade import ARMS, EVENT, FIRST_MONTH, MONTHS, trade

from entrepot.flows.cells import Cells
from entrepot.flows.fit import Fit
from entrepot.flows.ols import fit_ols
from entrepot.flows.triple_difference import TripleDifference, attributed, triple_difference


def estimated(cells: Cells, arms: dict[str, tuple[str, ...]] | None = None) -> TripleDifference:
    result = triple_difference(cells, arms or ARMS, EVENT)
    assert isinstance(result, TripleDifference)
    return result


def test_both_arms_are_found_within_their_intervals_and_least_squares_stands_beside() -> None:
    result = estimated(trade(1))
    russia, hubs = result.effects
    assert (russia.arm, hubs.arm) == ("RUS", "hubs")
    assert russia.ppml.low < -1.5 < russia.ppml.high < 0
    assert 0 < hubs.ppml.low < 0.7 < hubs.ppml.high
    assert hubs.ppml.percent == pytest.approx(100 * np.expm1(hubs.ppml.estimate))
    assert hubs.ols is not None
    assert abs(russia.ppml.estimate + 1.5) < abs((russia.ols or hubs.ols).estimate + 1.5)  # its zeros have no logarithm


def test_an_arm_may_be_one_destination() -> None:
    effects = estimated(trade(1), {"KGZ": ("KGZ",), "KAZ": ("KAZ",), "RUS": ("RUS",)}).effects
    assert [effect.arm for effect in effects] == ["KGZ", "KAZ", "RUS"]
    assert effects[0].ppml.low < 0.7 < effects[0].ppml.high


def test_intervals_hold_the_effect_and_estimates_are_not_biased() -> None:
    trials = 20
    effects = [estimated(trade(100 + seed, exporters=1)).effects[1].ppml for seed in range(trials)]
    assert sum(effect.low <= 0.7 <= effect.high for effect in effects) >= 0.8 * trials
    assert np.mean([effect.estimate for effect in effects]) == pytest.approx(0.7, abs=0.1)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("base", "dispersion"), [(3.0, 0.0), (3.0, 1.0), (0.3, 1.0)], ids=["poisson", "overdispersed", "many zeros"]
)
@pytest.mark.parametrize("rise", [0.0, 0.7])
def test_two_hundred_panels_show_coverage_bias_power_and_false_alarms(
    base: float, dispersion: float, rise: float
) -> None:
    trials = 200
    cells = [trade(s, rise=rise, fall=-1.5, exporters=1, base=base, dispersion=dispersion) for s in range(trials)]
    results = [estimated(one).effects[1].ppml for one in cells]
    covered = sum(effect.low <= rise <= effect.high for effect in results) / trials
    alarmed = sum(effect.p_value < 0.05 for effect in results) / trials
    assert covered >= 0.88
    assert np.mean([effect.estimate for effect in results]) == pytest.approx(rise, abs=0.05)
    if rise == 0.0:
        assert alarmed <= 0.12
    if rise == 0.7:
        assert alarmed >= 0.9


def test_ln_of_one_plus_value_misses_an_effect_that_ppml_finds() -> None:
    cells = trade(7, base=0.3, fall=0.0)
    key = [cells.key("exporter", "importer", "group"), cells.key("exporter", "group", "month")]
    key.append(cells.key("exporter", "importer", "month"))
    column = {"hubs": (cells.month >= EVENT) & cells.is_listed & cells.importers(("KGZ", "KAZ"))}
    added = fit_ols(cells.value, column, key, [cells.group], scale="log1p")
    assert isinstance(added, Fit)
    ppml, shifted = estimated(cells).effects[1].ppml, added.coefficient("hubs")
    assert shifted is not None
    assert abs(ppml.estimate - 0.7) < 0.25
    assert not shifted.low <= 0.7 <= shifted.high


def test_the_value_attributed_is_the_fitted_value_less_the_one_without_the_effect() -> None:
    cells = trade(1)
    result = estimated(cells)
    months = attributed(cells, ARMS, EVENT, result, "hubs")
    assert [month for month, *_ in months] == list(range(EVENT, FIRST_MONTH + MONTHS))
    rows = (cells.month >= EVENT) & cells.is_listed & cells.importers(("KGZ", "KAZ"))
    share = -np.expm1(-result.effects[1].ppml.estimate)
    assert sum(value for _, value, *_ in months) == pytest.approx(cells.value[rows].sum() * share, rel=1e-6)
    assert all(low < value < high for _, value, low, high in months)
    assert attributed(cells, ARMS, EVENT, result, "RUS")[0][1] < 0
    assert attributed(cells, ARMS, EVENT, result, "nobody") == []


def test_few_goods_bring_the_wild_bootstrap_and_small_bases_are_flagged() -> None:
    result = estimated(trade(2, groups=8))
    hubs = result.effects[1]
    assert hubs.wild is not None
    assert hubs.wild.weights == "Webb"
    assert any("Only 8 clusters" in note for note in result.notes)
    russia = result.effects[0]
    assert (russia.is_small_base, hubs.is_small_base) == (True, False)
    assert any("RUS: listed goods came to 51,000 EUR a month" in note for note in result.notes)


def test_few_listed_goods_among_many_others_bring_the_wild_bootstrap_as_well() -> None:
    cells = trade(2, rise=0.0, fall=0.0)
    effect = estimated(replace(cells, is_listed=cells.group < 4)).effects[1]
    assert effect.treated_clusters == 4
    assert effect.wild is not None
    assert effect.wild.clusters == 40
    result = estimated(replace(cells, is_listed=cells.group < 4))
    assert any(note.startswith("hubs: only 4 clusters are treated") for note in result.notes)


def test_two_way_clusters_are_counted() -> None:
    result = triple_difference(trade(1), ARMS, EVENT, clusters=("group", "importer"))
    assert isinstance(result, TripleDifference)
    assert result.fit.clusters == (40, 6)
    assert result.fit.degrees == 5


def test_a_destination_without_trade_is_named_and_the_others_estimated() -> None:
    result = estimated(trade(1), {"hubs": ("KGZ", "TKM"), "ARM": ("ARM",)})
    assert [effect.arm for effect in result.effects] == ["hubs"]
    assert "TKM: no trade in the data." in result.notes
    assert "ARM: no trade in the data." in result.notes


def test_an_arm_whose_listed_goods_were_never_traded_is_named() -> None:
    cells = trade(1)
    empty = cells.is_listed & cells.importers(("RUS",))
    result = estimated(replace(cells, value=np.where(empty, 0.0, cells.value)))
    assert [effect.arm for effect in result.effects] == ["hubs"]
    assert any(note.startswith("RUS: not told") for note in result.notes)
