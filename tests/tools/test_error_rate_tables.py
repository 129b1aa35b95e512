import importlib.util
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

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
def tables(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """Return error_rate_tables."""
    monkeypatch.syspath_prepend(str(TOOLS))
    yield _script("error_rate_tables")
    sys.modules.pop("error_rate_tables", None)


@pytest.fixture
def writer(tables: ModuleType) -> Iterator[ModuleType]:
    """Return write_error_rates."""
    assert tables
    yield _script("write_error_rates")
    for name in ("write_error_rates", "world_cases"):
        sys.modules.pop(name, None)


def figure(measure: str, hits: int, count: int, scope: str = "combined", group: str = "") -> dict[str, Any]:
    """Return a figure as `entrepot score --json` prints it."""
    told = {"measure": measure, "scope": scope, "group": group, "hits": hits, "count": count}
    return {"row": "figure", "value": hits / count, "low": 0.1, "high": 0.9, **told}


def rows(*figures: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    """Return a score's rows."""
    miss = {"row": "miss", "scheme_id": "s9", "kind": "S10", "value_usd": 9e5, "cause": "no finding", "detail": "N6"}
    matching = {"row": "matching", "firms": 1000, "mapped": 990, "not_mapped": 10, "split": 4}
    within = {"row": "calibration", "from_probability": 0.9, "to_probability": 1.0, "count": 10, "planted": 9}
    return ({"row": "world"}, matching, *figures, miss, {**within, "mean_probability": 0.95})


def test_shares_of_several_worlds_are_pooled_by_their_counts(tables: ModuleType) -> None:
    worlds = [tables.Scored("a", rows(figure("x", 8, 10))), tables.Scored("b", rows(figure("x", 0, 30)))]
    pooled = tables.pooled(worlds, "x")
    assert (pooled["hits"], pooled["count"], pooled["value"]) == (8, 40, 0.2)
    assert pooled["low"] < 0.2 < pooled["high"]
    assert tables.pooled(worlds, "y") is None
    assert tables.told({**figure("x", 8, 10), "listed": 8}) == "0.80 (0.10–0.90) of 8 ranked"
    assert tables.told(tables.pooled(worlds, "x", per=1000), digits=1).startswith("200.0 (")


def test_the_page_holds_every_world_and_never_an_evaluated_seed_twice(writer: ModuleType) -> None:
    plans = writer.plans(1000)
    assert len({plan.seed for plan in plans.values()}) == len(plans)
    assert all(plan.seed in writer.EVALUATED for plan in plans.values())
    measured = rows(
        figure("precision_at_100", 85, 100),
        figure("value_recall_at_1%", 7, 10),
        figure("raised", 30, 30, "N2"),
        figure("precision_of_raised", 20, 30, "N2"),
        figure("null_world_false_positives_per_1000", 1, 1000, "N2"),
        figure("scheme_recall_at_1%", 3, 4, group="S2"),
    )
    made = [writer.Scored(name, measured) for name in plans]
    page = writer.page(made, 1000)
    assert "0.85 (0.10–0.90) of the first 100 parties are planted" in page
    assert "`entrepot world DIR --rows 1000 --seed 4 --setting other --scheme-rate 0.01`" in page
    assert "| N2 | 3 |" in page
    assert "| S2 | 0.75 (" in page
    assert "| S10 |" in page
    assert "| 0.9 to 1 | 30 | 0.950 | 27 |" in page
