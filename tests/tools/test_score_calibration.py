"""The map from raw log odds to calibrated ones, and which entries may teach it; all entries are invented."""

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

TOOLS = Path(__file__).parents[2] / "tools"
MODULES = ("build_match_pairs", "calibration", "development", "list_parties", "name_differences", "pair_names")


@pytest.fixture(autouse=True)
def _tools_on_path(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Make the scripts importable: `tools` is no package."""
    monkeypatch.syspath_prepend(str(TOOLS))
    yield
    for name in MODULES:
        sys.modules.pop(name, None)


def test_both_labels_of_a_source_count_the_same() -> None:
    from calibration import even_weights

    labels = np.array([True, True, True, False, True, False])
    sources = np.array(["a", "a", "a", "a", "b", "b"])

    weights = even_weights(labels, sources)

    assert weights.tolist() == pytest.approx([1 / 3, 1 / 3, 1 / 3, 1.0, 1.0, 1.0])


def test_log_odds_that_are_twice_too_sure_are_halved() -> None:
    from calibration import fit_calibration

    rng = np.random.default_rng(3)
    true = rng.uniform(-1.7, 1.7, 40_000)
    labels = rng.random(len(true)) < 1 / (1 + np.exp(-true))

    table = fit_calibration(2 * true, labels, np.zeros(len(true)))

    middle = [(raw, found) for raw, found in zip(table["raw"], table["calibrated"], strict=True) if abs(raw) < 3]
    assert [found for _, found in middle] == pytest.approx([raw / 2 for raw, _ in middle], abs=0.12)
    assert table["calibrated"] == sorted(table["calibrated"])


def test_held_out_entries_and_their_namesakes_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    import development
    from build_match_pairs import Entry
    from entrepot.sources.base import hash_id
    from list_parties import ListParty

    entries = [Entry("l", str(number), "firm", None, [f"Zorvel{number} LLC"]) for number in range(40)]
    for entry in entries:
        entry.party = entry.place
    held = [entry for entry in entries if entry.split == "held out"]
    listed = [
        ListParty(hash_id(entry.list_id, entry.native_id), "l", "company", names=[(entry.names[0], "main")])
        for entry in entries
    ]
    namesake = ListParty("other", "m", "company", names=[(f"OOO {held[0].names[0].split()[0]}", "main")])
    monkeypatch.setattr(development, "read_entries", lambda folder: entries)
    monkeypatch.setattr(development, "list_parties", lambda data: [*listed, namesake])

    found = development.development_parties(Path())

    assert 0 < len(held) < 40
    assert [party.names[0][0] for party in found] == [entry.names[0] for entry in entries if entry not in held]
