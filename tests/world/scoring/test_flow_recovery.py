"""Estimate sheets of small worlds against what the worlds divert: the tool that writes docs/flow-recovery.md, in small."""

import importlib
from pathlib import Path
from typing import Any

import pytest

from entrepot.world.settings import WorldSettings

pytestmark = pytest.mark.slow

TOOLS = Path(__file__).parents[3] / "tools"
ROWS = 20_000


@pytest.fixture
def tool(monkeypatch: pytest.MonkeyPatch) -> Any:  # noqa: ANN401 (a module beside the package)
    monkeypatch.syspath_prepend(str(TOOLS))
    return importlib.import_module("flow_recovery")


def test_totals_of_planted_worlds_are_mostly_held_and_sums_come_near(tool: Any, tmp_path: Path) -> None:  # noqa: ANN401
    found = [
        partner
        for seed in (11, 12, 13)
        for partner in tool.recovered(tmp_path, WorldSettings(ROWS, seed, scheme_rate=0.03))
    ]
    name = "schemes, ghosts and the hubs' shift"
    held = sum(tool.holds(each.total, each.truths[name]) for each in found)
    truth, estimate = (
        sum(each.truths[name] for each in found),
        sum(each.total.value for each in found),
    )

    assert len(found) >= 12
    assert held >= 0.85 * len(found)
    assert truth > 0
    assert estimate == pytest.approx(truth, rel=0.5)
    assert any(tool.is_found(each.total) for each in found)


def test_a_null_world_raises_no_alarm_by_the_interval(tool: Any, tmp_path: Path) -> None:  # noqa: ANN401
    found = tool.recovered(tmp_path, WorldSettings(ROWS, 14, kind="null"))

    assert sum(tool.is_found(each.total) for each in found) <= 1


def test_on_its_own_model_the_interval_holds_about_what_it_says(tool: Any) -> None:  # noqa: ANN401
    drawn = list(tool.drawn_from_model(0.5, 100, goods=100))

    assert sum(tool.holds(each.total, each.truth) for each in drawn) >= 91  # two standard errors of chance below 95


def test_what_was_measured_of_a_world_is_taken_over_and_the_world_removed(tool: Any, tmp_path: Path) -> None:  # noqa: ANN401
    settings = WorldSettings(ROWS, 14, kind="null")

    first = tool.recovered(tmp_path, settings)

    assert [each.name for each in tmp_path.iterdir()] == ["null-14-20000-0.01.json"]
    assert tool.recovered(tmp_path, settings) == first
