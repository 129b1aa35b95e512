import importlib.util
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from entrepot.case.ranking.weights import EvidenceWeights

TOOLS = Path(__file__).parents[2] / "tools"


def _script(name: str) -> ModuleType:
    """Return a script as a module, its neighbours importable as when it is run."""
    spec = importlib.util.spec_from_file_location(name, TOOLS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def tools(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[ModuleType, ModuleType]]:
    """Return evidence_fit and fit_evidence."""
    monkeypatch.syspath_prepend(str(TOOLS))
    yield _script("evidence_fit"), _script("fit_evidence")
    for name in ("evidence_fit", "fit_evidence", "world_cases"):
        sys.modules.pop(name, None)


def drawn(
    tools: tuple[ModuleType, ModuleType], rates: dict[str, tuple[float, float]], *, copy: bool = False
) -> list[object]:
    """Return four worlds of 20,000 parties, 400 planted, on which indicators are raised at a rate inside and outside."""
    random = np.random.default_rng(5)
    counts: dict[tuple[int, tuple[tuple[str, int], ...]], list[int]] = {}
    for world in range(4):
        for is_other, size in ((0, 400), (1, 19_600)):
            hits = {name: random.random(size) < pair[is_other] for name, pair in rates.items()}
            if copy:
                hits["F2"] = hits["F1"]
            for row in range(size):
                raised = tuple((name, 0) for name in sorted(hits) if hits[name][row])
                counts.setdefault((world, raised), [0, 0])[is_other] += 1
    return [tools[0].Pattern(world, raised, *pair) for (world, raised), pair in counts.items()]


def test_independent_indicators_get_back_the_ratios_they_were_drawn_with(tools: tuple[ModuleType, ModuleType]) -> None:
    patterns = drawn(tools, {"F1": (0.5, 0.01), "N2": (0.3, 0.003), "N8": (0.02, 0.02)})
    document = tools[1].document_of(patterns, tools[0].fit_evidence(patterns), {"command": "a test"})
    weights = EvidenceWeights.model_validate(document).indicator
    assert weights["F1"].bands[0] == pytest.approx(math.log10(50), abs=0.15)
    # Where N2 stands alone F1 was not raised, which halves the odds and counts nothing: between 50 and 100 to 1.
    assert math.log10(50) < weights["N2"].bands[0] < math.log10(100)
    assert weights["N8"].bands[0] == pytest.approx(0.0, abs=0.1)
    assert document["prior_log10_odds"] == pytest.approx(math.log10(400 / 19_600), abs=0.002)


def test_what_was_not_raised_has_no_weight_and_nothing_speaks_against_a_scheme(
    tools: tuple[ModuleType, ModuleType],
) -> None:
    patterns = drawn(tools, {"F1": (0.5, 0.01), "N3": (0.01, 0.05)})
    weights = tools[1].document_of(patterns, tools[0].fit_evidence(patterns), {})["indicator"]
    assert {frozenset(weight) for weight in weights.values()} == {
        frozenset({"bands", "named_with", "subjects", "others"})
    }
    assert min(value for weight in weights.values() for value in (*weight["bands"], weight["named_with"])) >= 0.0


def test_two_indicators_that_say_the_same_share_what_one_would_tell(tools: tuple[ModuleType, ModuleType]) -> None:
    alone = drawn(tools, {"F1": (0.5, 0.01)})
    both = drawn(tools, {"F1": (0.5, 0.01)}, copy=True)
    one = tools[1].document_of(alone, tools[0].fit_evidence(alone), {})["indicator"]
    two = tools[1].document_of(both, tools[0].fit_evidence(both), {})["indicator"]
    assert two["F1"]["bands"][0] + two["F2"]["bands"][0] == pytest.approx(one["F1"]["bands"][0], abs=0.1)


def test_an_indicator_that_fires_more_often_outside_never_speaks_for_a_scheme(
    tools: tuple[ModuleType, ModuleType],
) -> None:
    patterns = drawn(tools, {"F1": (0.5, 0.01), "N3": (0.01, 0.05)})
    weights = tools[1].document_of(patterns, tools[0].fit_evidence(patterns), {})["indicator"]
    assert weights["N3"]["bands"] == [0.0] * 4


def test_the_odds_before_any_evidence_are_those_of_worlds_of_the_usual_rate(
    tools: tuple[ModuleType, ModuleType],
) -> None:
    pattern = tools[0].Pattern
    patterns = [pattern(0, (), 10, 990), pattern(1, (), 50, 950), pattern(1, (("F1", 0),), 50, 0)]
    fit = tools[0].Fit({("F1", step): 0.1 for step in range(5)}, 1.0, 0.1, 0.2, 1.0)
    worlds = [{"scheme_rate": 0.01}, {"scheme_rate": 0.1}]
    usual = tools[1].document_of(patterns, fit, {"worlds": worlds})["prior_log10_odds"]
    assert usual == pytest.approx(math.log10(10.5 / 990.5), abs=1e-3)
    assert tools[1].document_of(patterns, fit, {})["prior_log10_odds"] > usual


def test_worlds_of_evaluated_seeds_and_the_other_setting_are_refused(tools: tuple[ModuleType, ModuleType]) -> None:
    class Stub:
        folder = Path("w")

        def __init__(self, seed: int, setting: str) -> None:
            self.world = {"seed": seed, "setting": setting}

    tools[1].refuse_evaluated(Stub(11, "base"))
    for seed, setting in ((1, "base"), (10, "base"), (20, "base"), (12, "other")):
        with pytest.raises(SystemExit, match="evaluation only"):
            tools[1].refuse_evaluated(Stub(seed, setting))


def test_no_plan_of_the_fit_is_an_evaluated_world(tools: tuple[ModuleType, ModuleType]) -> None:
    assert {plan.seed for plan in tools[1].PLANS} <= set(tools[1].DEVELOPMENT_SEEDS)
    assert {plan.setting for plan in tools[1].PLANS} == {"base"}
