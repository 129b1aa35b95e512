import csv
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from entrepot.evidence.snapshot import Snapshot
from entrepot.sources.list_diff import ListDiff, diff_states, is_list_state
from parsed import only, parsed

NAMES = ["2024-01-01", "2024-02-01", "2024-03-01"]
OLD, NEW = "2024-02-20", "2024-02-23"


def entry(ent_num: str, name: str, *, programme: str = "P", remarks: str = "-0- ") -> str:
    return f'{ent_num},"{name}",-0- ,"{programme}",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,"{remarks}"\r\n'


def diff_of(paths: list[Path]) -> ListDiff:
    contexts = [parsed(path, "us_ofac_sdn") for path in paths]
    names = {name for context in contexts for name in context.results()}
    tables = {
        name: pa.concat_tables([c.results()[name] for c in contexts if name in c.results()]) for name in sorted(names)
    }
    return diff_states(tables, [context.snapshot for context in contexts])


def states(folder: Path, *contents: list[str], names: list[str] = NAMES) -> list[Path]:
    paths = []
    for name, lines in zip(names, contents, strict=False):
        paths.append(folder / f"sdn_{name}.csv")
        paths[-1].write_text("".join(lines) + "\x1a", "utf-8", newline="")
    return paths


def changes(diff: ListDiff) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = diff.changes.to_pylist()
    return rows


def test_added_removed_and_changed_entries_are_found_with_dates_and_places(tmp_path: Path) -> None:
    before = [entry("1", "STAYS"), entry("2", "GOES"), entry("3", "CHANGES")]
    after = [entry("1", "STAYS"), entry("3", "CHANGES", programme="Q"), entry("10", "COMES")]
    older, newer = states(tmp_path, before, after)

    diff = diff_of([older, newer])

    assert diff.warnings == ()
    found = [(r["native_id"], r["name"], r["change_kind"], r["fields"], r["locator"]) for r in changes(diff)]
    assert found == [
        ("2", "GOES", "removed", None, "row 2"),
        ("3", "CHANGES", "changed", "programme", "row 2"),
        ("10", "COMES", "added", None, "row 3"),
    ]
    assert {(r["after_on"], r["by_on"]) for r in changes(diff)} == {(date(2024, 1, 1), date(2024, 2, 1))}
    evidence = {r["change_kind"]: (r["snapshot_id"], r["before_snapshot_id"]) for r in changes(diff)}
    old_id, new_id = (parsed(p, "us_ofac_sdn").snapshot.snapshot_id for p in (older, newer))
    assert evidence == {"removed": (old_id, old_id), "changed": (new_id, old_id), "added": (new_id, old_id)}


@pytest.mark.parametrize(
    ("before", "after", "fields"),
    [
        (entry("1", "OLD"), entry("1", "NEW"), "name"),
        (entry("1", "F"), entry("1", "F", remarks="a.k.a. 'X'."), "aliases"),
        (entry("1", "F", remarks="Tax ID No. 1."), entry("1", "F", remarks="Tax ID No. 2."), "note, identifiers"),
        (entry("1", "F"), entry("1", "F", remarks="Website www.f.example."), "contacts"),
        (entry("1", "F"), entry("1", "F", remarks="Linked To: G."), "links"),
        (entry("1", "F"), entry("1", "F", remarks="all offices worldwide."), "note"),
    ],
)
def test_a_change_names_its_fields(tmp_path: Path, before: str, after: str, fields: str) -> None:
    assert [r["fields"] for r in changes(diff_of(states(tmp_path, [before], [after])))] == [fields]


def test_an_entry_whose_link_is_listed_later_is_not_itself_changed(tmp_path: Path) -> None:
    holder = entry("1", "HOLDER", remarks="Linked To: FIRM.")

    diff = diff_of(states(tmp_path, [holder], [holder, entry("2", "FIRM")]))

    assert [(r["native_id"], r["change_kind"]) for r in changes(diff)] == [("2", "added")]


def test_more_than_two_states_are_compared_pair_by_pair_whatever_their_order(tmp_path: Path) -> None:
    first, second, third = states(tmp_path, [entry("1", "A")], [entry("1", "A"), entry("2", "B")], [entry("2", "B")])

    diff = diff_of([third, first, second])

    assert [(r["native_id"], r["change_kind"], r["by_on"]) for r in changes(diff)] == [
        ("2", "added", date(2024, 2, 1)),
        ("1", "removed", date(2024, 3, 1)),
    ]


def test_states_without_a_date_are_not_compared_and_named(tmp_path: Path) -> None:
    diff = diff_of(states(tmp_path, [entry("1", "A")], [entry("2", "B")], names=["old", "new"]))

    assert changes(diff) == []
    assert "sdn_new.csv, sdn_old.csv does not say which day's state" in diff.warnings[0]


def test_two_files_of_one_day_are_not_compared_with_each_other(tmp_path: Path) -> None:
    diff = diff_of(states(tmp_path, [entry("1", "A")], [entry("2", "B")], names=["2024-01-01", "copy_2024-01-01"]))

    assert changes(diff) == []
    assert "both give the state of 2024-01-01" in diff.warnings[0]


def test_one_state_alone_gives_nothing_to_compare_and_nothing_to_say(tmp_path: Path) -> None:
    diff = diff_of(states(tmp_path, [entry("1", "A")], names=["undated"]))

    assert changes(diff) == []
    assert diff.warnings == ()


def test_only_files_of_official_lists_are_states() -> None:
    def snapshot(source_id: str) -> Snapshot:
        return Snapshot("s", "s", "f", 1, source_id, "P", "T", "U", "L")

    assert is_list_state(snapshot("us_ofac_sdn"))
    assert is_list_state(snapshot("eu_consolidated"))
    assert not is_list_state(snapshot("us_ofac_alt"))


@pytest.fixture(scope="module")
def february(shared_data: Path) -> ListDiff:
    return diff_of([shared_data / f"sanctions/ofac_sdn_{day}.csv" for day in (OLD, NEW)])


@pytest.mark.parametrize(
    ("native_id", "name"),
    [
        ("47923", "LIMITED LIABILITY PARTNERSHIP DA GROUP 22"),
        ("47924", "LIMITED LIABILITY COMPANY STEK"),
        ("47936", "ELIX ST LIMITED LIABILITY COMPANY"),
    ],
)
def test_three_firms_were_added_between_20_and_23_february_2024(february: ListDiff, native_id: str, name: str) -> None:
    change = only(changes(february), native_id=native_id)

    assert (change["name"], change["change_kind"]) == (name, "added")
    assert (change["after_on"], change["by_on"]) == (date(2024, 2, 20), date(2024, 2, 23))


def test_the_difference_is_that_of_the_raw_rows(february: ListDiff, shared_data: Path) -> None:
    """The oracle is the raw files: what was added, and every entry whose twelve cells differ."""
    raw: list[dict[str, list[str]]] = []
    for day in (OLD, NEW):
        with (shared_data / f"sanctions/ofac_sdn_{day}.csv").open(encoding="utf-8", newline="") as stream:
            raw.append({cells[0]: cells for cells in csv.reader(stream) if len(cells) == 12})
    old, new = raw
    differing = {n for n in old.keys() & new.keys() if old[n] != new[n]}

    found = changes(february)
    assert Counter(r["change_kind"] for r in found) == {
        "added": len(new.keys() - old.keys()),
        "changed": len(differing),
    }
    assert {r["native_id"] for r in found if r["change_kind"] == "changed"} == differing
