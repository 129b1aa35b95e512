"""Findings of the flow indicators beside what worlds plant: by hub, goods and exporter."""

import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from entrepot.world.scoring.diverted import Diverted

TOOLS = Path(__file__).parents[2] / "tools"
_SCRIPTS = ("write_flow_indicators", "flow_indicators", "error_rate_tables", "world_cases")


@pytest.fixture
def writer(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """Return write_flow_indicators, its neighbours importable as when it is run."""
    monkeypatch.syspath_prepend(str(TOOLS))
    yield import_module("write_flow_indicators")
    for name in _SCRIPTS:
        sys.modules.pop(name, None)


@pytest.fixture
def answers(writer: ModuleType) -> ModuleType:
    """Return flow_indicators."""
    assert writer
    return sys.modules["flow_indicators"]


TRUTH = (
    Diverted("KG", "DE", "854231", 24300, 5e5, 2e5, 1e5, 1e4),
    Diverted("KG", "US", "854231", 24301, 5e5, 0.0, 3e5, 1e4),
    Diverted("KZ", "FR", "853221", 24301, 5e5, 4e4, 0.0, 1e4),
)


@pytest.mark.parametrize(
    ("indicator", "subject", "key"),
    [
        ("M2", "corridor:coalition:KG:break", "KG"),
        ("M3", "corridor:KG:RU:854231", "KG>854231"),
        ("M4", "corridor:EU:KG:gap", "EU>KG"),
        ("M5", "goods:854231", "854231"),
        ("M7", "corridor:KG:passed_on:854231", "KG>854231"),
        ("M8", "corridor:KG:RU:854231", "KG>854231"),
        ("M9", "corridor:DE:KG:over_land:KG", "EU>KG"),
    ],
)
def test_a_subject_leads_to_its_truth(answers: ModuleType, indicator: str, subject: str, key: str) -> None:
    assert answers.key_of(indicator, subject) == key


def test_what_is_planted_is_summed_by_what_the_indicator_asks_of(answers: ModuleType) -> None:
    assert answers.planted("M2", TRUTH) == {"KG": 6e5, "KZ": 4e4}
    assert answers.planted("M3", TRUTH) == {"KG>854231": 2e5, "KG>all": 2e5, "KZ>853221": 4e4, "KZ>all": 4e4}
    assert answers.planted("M4", TRUTH) == {"EU>KG": 1e5, "US>KG": 3e5}
    assert answers.planted("M5", TRUTH) == {"853221": 4e4, "854231": 6e5, "all": 6.4e5}
    assert answers.planted("M6", TRUTH) == {}


def test_tables_count_what_is_right_wrong_and_missed(writer: ModuleType, answers: ModuleType) -> None:
    found = [
        answers.Asked("w", "M8", False, 9, ("KG>854231", "KZ>850440"), answers.planted("M8", TRUTH)),
        answers.Asked("n", "M8", True, 50, ("AM>854231",), {}),
    ]

    assert "| M8 | 9 | 2 | 1 of 2 | 50 | 1 | 2.0 | 0.4–10.5 |" in writer.rate_table(found)
    assert "| M8 | schemes, by hub and goods | 0 of 1 | 1 of 1 | – | – |" in writer.recall_table(found)
