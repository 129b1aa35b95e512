"""A world without one kind of data: what rested on it is said to be not applicable, with a reason, and nothing is cleared."""

from pathlib import Path

import pytest

from entrepot.case.made_world import make_world
from entrepot.case.results import open_results
from entrepot.case.run import run_case
from entrepot.world.settings import DATA_KINDS, DataKind, WorldSettings

pytestmark = pytest.mark.slow
RESTS_ON = {  # methods 8: the inputs of each
    "registers": {"F2", "F3", "F4", "F10", "N4", "N5", "N7", "N9", "N10", "N11"},
    "addresses": {"N3"},
    "statistics": {"M1", "M11"},
    "brands": {"F5", "F6", "F7", "F8", "F15"},
    "listings": {"F16", "N6", "N12"},
}
_ROWS = 20_000


def counts(folder: Path, *without: DataKind) -> dict[str, dict[str, int]]:
    """Return what each indicator was asked and gave in a planted world without some kinds of data."""
    make_world(folder, WorldSettings(rows=_ROWS, seed=14, without=frozenset(without)))
    run_case(folder)
    with open_results(folder) as results:
        stats = results.manifest["indicators"]
        reasons = {f["indicator"]: f["reason"] for f in results.findings if f["outcome"] == "not_applicable"}
    assert all(reasons.get(name) for name, counted in stats.items() if counted["not_applicable"])
    return {name: dict(counted) for name, counted in stats.items()}


def test_every_kind_of_data_is_tried() -> None:
    assert set(RESTS_ON) == set(DATA_KINDS)


@pytest.mark.parametrize("kind", DATA_KINDS)
def test_what_rests_on_a_missing_kind_is_not_applicable_and_never_clear(tmp_path: Path, kind: DataKind) -> None:
    left = counts(tmp_path / "w", kind)

    silent = {name for name, c in left.items() if not c["raised"] and not c["clear"]}
    assert RESTS_ON[kind] <= silent
    assert {name for name in silent if not left[name]["not_applicable"]} == set()


def test_nearly_all_are_asked_where_nothing_is_missing(tmp_path: Path) -> None:
    whole = counts(tmp_path / "w")

    asked = {name for name, c in whole.items() if c["raised"] or c["clear"]}
    assert set().union(*RESTS_ON.values()) - asked <= {"N6", "N11", "F10"}  # too few firms in a world of this size
