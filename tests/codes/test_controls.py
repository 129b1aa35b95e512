"""Goods lists with dates and tiers."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from entrepot.codes import controls


def test_the_list_of_february_2024_has_fifty_codes_in_six_tiers() -> None:
    chpl = [entry for entry in controls.entries() if entry.list_id == "chpl"]
    assert Counter(entry.tier for entry in chpl) == {"1": 4, "2": 5, "3.A": 16, "3.B": 9, "4.A": 11, "4.B": 5}
    assert set(controls.TIERS) == {entry.tier for entry in chpl}


@pytest.mark.parametrize(
    ("on", "count"), [((2023, 5, 18), 0), ((2023, 5, 19), 9), ((2023, 9, 14), 45), ((2024, 2, 23), 50)]
)
def test_the_list_grows_as_reported(on: tuple[int, int, int], count: int) -> None:
    assert len(controls.codes_of("chpl", date(*on))) == count


def test_a_retrospective_scan_uses_the_whole_history() -> None:
    assert len(controls.codes_of("chpl")) == 50


def test_a_code_and_a_day_give_lists_since_and_tier() -> None:
    found = {entry.list_id: entry for entry in controls.entries_for("854231", date(2024, 3, 1))}
    assert set(found) == {"chpl", "eu_sanctioned_cn8", "fincen_l9"}
    assert found["chpl"].tier == "1"
    assert found["chpl"].valid_from_on == date(2023, 5, 19)
    assert found["chpl"].is_date_verified
    assert found["fincen_l9"].tier is None


def test_before_its_day_a_code_is_on_no_list() -> None:
    assert controls.entries_for("845710", date(2022, 12, 31)) == []
    assert "chpl" not in {entry.list_id for entry in controls.entries_for("845710", date(2024, 2, 22))}


def test_an_inferred_day_is_marked_and_explained() -> None:
    for entry in controls.entries():
        assert entry.date_basis
        if entry.list_id == "chpl":
            assert entry.is_date_verified == (entry.tier in ("1", "2"))


def test_the_nine_codes_are_tiers_one_and_two() -> None:
    top = {entry.hs6 for entry in controls.entries() if entry.list_id == "chpl" and entry.tier in ("1", "2")}
    assert controls.codes_of("fincen_l9") == top


def test_every_list_has_a_title_and_an_unknown_one_is_an_error() -> None:
    assert set(controls.lists()) == {entry.list_id for entry in controls.entries()}
    with pytest.raises(KeyError):
        controls.codes_of("wassenaar")


def test_the_eu_list_counts_the_cn8_codes_of_the_published_file(shared_data: Path) -> None:
    with (shared_data / "goods/eu_export_sanctions_cn8_codes_2022.csv").open(encoding="utf-8", newline="") as stream:
        counts = Counter(row["code"][:6] for row in csv.DictReader(stream))
    held = {e.hs6: e.description for e in controls.entries() if e.list_id == "eu_sanctioned_cn8"}
    assert set(held) == set(counts)
    assert sum(counts.values()) == 2223
    for code, count in counts.items():
        assert held[code].endswith(f"({count} CN8 code{'s' if count > 1 else ''})")


def test_the_fifty_codes_are_those_of_the_published_transcription(shared_data: Path) -> None:
    with (shared_data / "goods/chpl.csv").open(encoding="utf-8", newline="") as stream:
        published = {(row["hs6"], row["tier"]) for row in csv.DictReader(stream)}
    assert {(e.hs6, e.tier) for e in controls.entries() if e.list_id == "chpl"} == published
