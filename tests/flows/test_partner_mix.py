"""The sheet's synthetic control: who stands in, over which months, how it reads as an alternative, and when it is refused."""

import json
import math
from collections.abc import Iterator

import pytest
from flow_rows import FlowRows

from entrepot.flows.estimate import Alternative, EstimateSheet, PartnerEstimate
from entrepot.flows.estimating import estimate_sheet
from entrepot.flows.fit import NotApplicable
from entrepot.flows.synthetic_control import SyntheticControl
from entrepot.settings import Study
from entrepot.store.engine import DuckEngine, Engine

GOODS = ("854231", "848210")
DONORS = ("AR", "BD", "CL", "CO", "EC", "GH", "KE", "LK", "NG", "PE", "PY", "UY")
MONTHS = tuple(f"{year}-{month:02}" for year in (2020, 2021, 2022) for month in range(1, 13))
CUTOFF = "2022-02"
MOVED = ("BY", "TJ", "TR")  # sanctioned alike, named by FinCEN, named by BIS
RISE = 3.0  # of Kazakhstan and those since the cut-off, above 0.5 of Argentina's way and 0.5 of Chile's


def path(place: int, month: int) -> float:
    """Return a donor's trade in a month: a wave of its own."""
    return 100_000.0 * (1 + place / 20) * (1 + 0.4 * math.sin(month / (2.0 + place / 3) + place))


def sheet(engine: Engine, *, donors: tuple[str, ...] = DONORS, is_wild: bool = False) -> EstimateSheet:
    """Return the sheet of German exports; `is_wild`: Kazakhstan buys every sixth month alone before the cut-off."""
    made = FlowRows()
    for index, month in enumerate(MONTHS):
        values = {iso: path(place, index) for place, iso in enumerate(DONORS)}
        hub = (0.5 * values["AR"] + 0.5 * values["CL"]) * (RISE if month > CUTOFF else 1.0)
        quiet = {iso: value for iso, value in values.items() if iso in donors}
        hub_then = (6 * hub if index % 6 == 0 else 0.0) if is_wild and month <= CUTOFF else hub
        for iso, value in (quiet | dict.fromkeys(MOVED, hub) | {"KZ": hub_then}).items():
            for goods in GOODS if value else ():
                if (iso, goods, month) != ("PE", GOODS[0], "2021-06"):
                    made.add(f"DE X {iso}", goods, month, value / len(GOODS))
    made.prepare(engine)
    return estimate_sheet(engine, Study(), draws=199, with_ppml=False)


@pytest.fixture(scope="module")
def kazakhstan() -> Iterator[PartnerEstimate]:
    """Return Kazakhstan's part of the sheet with all donors."""
    engine = DuckEngine()
    yield of(sheet(engine), "KZ")
    engine.close()


def of(found: EstimateSheet, partner: str) -> PartnerEstimate:
    estimate = found.partner(partner)
    assert estimate is not None
    return estimate


def row(estimate: PartnerEstimate) -> Alternative:
    [found] = [each for each in estimate.alternatives if each.name == "synthetic_control"]
    return found


def test_the_mix_is_found_over_baseline_and_period_and_holds_no_hub(kazakhstan: PartnerEstimate) -> None:
    mix = kazakhstan.synthetic

    assert isinstance(mix, SyntheticControl)
    assert set(mix.months) == {*kazakhstan.baseline_months, *kazakhstan.period_months}
    assert set(mix.weights) == {"AR", "CL"}
    assert sum(mix.weights.values()) == pytest.approx(1.0, abs=1e-6)
    assert mix.percent == pytest.approx(100 * (RISE - 1), abs=1)
    assert mix.left_out == dict.fromkeys(MOVED, "moved by the event itself")
    assert len(mix.placebos) == len(DONORS)
    assert mix.p_value == pytest.approx(1 / (len(DONORS) + 1))


def test_it_stands_among_the_alternatives_with_donors_fit_and_rank(kazakhstan: PartnerEstimate) -> None:
    found, mix = row(kazakhstan), kazakhstan.synthetic

    assert isinstance(mix, SyntheticControl)
    assert found.total is not None
    assert (found.total.value, found.total.low, found.total.high) == (mix.effect, None, None)
    assert found.moves_by == pytest.approx(mix.effect - kazakhstan.total.value)
    assert "Argentina" in found.words
    assert "Chile" in found.words
    assert "0% of a mean month before" in found.words
    assert "p 0.077 by rank among 12 placebos" in found.words


def test_json_holds_donors_weights_months_and_placebos(duck: DuckEngine) -> None:
    told = json.loads(json.dumps(sheet(duck).to_json()))
    [mix] = [each["synthetic"] for each in told["partners"] if each["partner_iso"] == "KZ"]

    assert mix["since_month"] == "2022-03"
    assert mix["months"][0] == "2020-01"
    assert len(mix["months"]) == len(mix["actual"]) == len(mix["synthetic"])
    assert mix["own"]["error_before"] < 0.01
    assert {each["importer_iso"] for each in mix["placebos"]} == set(DONORS)


@pytest.mark.parametrize(
    ("donors", "is_wild", "reason"),
    [
        (DONORS[:4], False, "Other partners that can stand in: 4; 9 are needed"),
        (DONORS, True, "no mix of other partners follows it"),
    ],
)
def test_few_donors_and_a_bad_fit_are_refused_with_the_reason(
    duck: DuckEngine, donors: tuple[str, ...], is_wild: bool, reason: str
) -> None:
    estimate = of(sheet(duck, donors=donors, is_wild=is_wild), "KZ")

    assert isinstance(estimate.synthetic, NotApplicable)
    assert reason in estimate.synthetic.reason
    found = row(estimate)
    assert (found.total, found.moves_by, found.why_not) == (None, None, estimate.synthetic.reason)
