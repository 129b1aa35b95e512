"""Overlapping files of declarations: a line that two files hold counts once, the other is put aside with its place."""

from datetime import date
from pathlib import Path

from core_rows import CoreRows
from entrepot.case.parsing import Parsed
from entrepot.case.restatements import settle_restatements
from entrepot.case.results import open_results
from entrepot.case.run import run_case
from entrepot.evidence.snapshot import Snapshot
from entrepot.store.engine import Engine, rows_of
from small_case import ALFA_INN, CLAIMS, declaration, declarations, make_case

NEW_LINE = declaration("Z-01", "2021-01-11", "Firma Alfa OOO", ALFA_INN, 1)


def files(*counts: tuple[str, int]) -> tuple[list[Parsed], dict[str, Snapshot]]:
    """Return files with so many lines kept."""
    parsed = [Parsed(key, "declaration_table", Path(), n, {"core__declaration": n}, 0) for key, n in counts]
    return parsed, {key: Snapshot(key, "", f"{key}.csv", 0, "declaration_table", "", "", "", "") for key, _ in counts}


def test_a_line_of_two_files_stays_in_the_first(engine: Engine) -> None:
    rows = CoreRows()
    for snapshot, line in (("b", "one"), ("b", "two"), ("a", "two"), ("c", "two"), ("c", "three")):
        values = {"declared_on": date(2022, 1, 1), "direction": "import", "snapshot_id": snapshot}
        rows.add("core__declaration", declaration_id=line, **values)
    rows.load(engine)

    counted = settle_restatements(engine, *files(("a", 1), ("b", 2), ("c", 2))).parsed

    kept = {(row["declaration_id"], row["snapshot_id"]) for row in rows_of(engine.read("core__declaration"))}
    aside = {(row["snapshot_id"], row["locator"], row["reason"]) for row in rows_of(engine.read("core__quarantine"))}
    assert kept == {("one", "b"), ("two", "a"), ("three", "c")}
    assert aside == {
        ("b", "row 3", "duplicate of row 4 of a.csv: the same goods line"),
        ("c", "row 5", "duplicate of row 4 of a.csv: the same goods line"),
    }
    assert [(item.rows_kept["core__declaration"], item.quarantined) for item in counted] == [(1, 0), (1, 1), (1, 1)]


def test_files_that_do_not_overlap_stay_as_they_are(engine: Engine) -> None:
    CoreRows().load(engine)
    parsed, snapshots = files(("a", 0), ("b", 0))

    assert settle_restatements(engine, parsed, snapshots).parsed == parsed
    assert settle_restatements(engine, parsed[:1], snapshots).parsed == parsed[:1]


def test_totals_of_overlapping_files_are_those_of_their_union(tmp_path: Path) -> None:
    overlapping = {"dump.csv": declarations(), "later dump.csv": declarations(NEW_LINE), "claims.csv": CLAIMS}
    make_case(tmp_path / "case", overlapping)

    summary = run_case(tmp_path / "case")

    with open_results(tmp_path / "case") as results:
        values = results.engine.read("linked__declaration").column("value_usd").to_pylist()
        names = {key: snapshot.file_name for key, snapshot in results.snapshots.items()}
        aside = rows_of(results.engine.read("core__quarantine"))
    assert (len(values), sum(values)) == (20, 12 * 2000 + 7 * 1500 + 1)
    assert summary.quarantined == len(aside) == 19
    assert len({names[row["snapshot_id"]] for row in aside}) == 1
    for item in summary.manifest["coverage"]:
        if item["source_id"] == "declaration_table":
            assert item["rows_read"] == item["rows_kept"]["core__declaration"] + item["quarantined"]
