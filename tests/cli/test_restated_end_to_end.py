"""Two dumps of one register through `entrepot add` and `entrepot run`: what they share and what the later one amends is said."""

from pathlib import Path

from command_line import Entrepot
from small_case import ALFA_INN, declaration, declarations, make_case

AMENDED = declaration("A-01", "2021-01-10", "Firma Alfa OOO", ALFA_INN, 2600)


def later_dump() -> str:
    """Return the dump of a later day: its first line is amended, its last is new."""
    header, _, *lines = declarations().splitlines()
    return "\n".join((header, AMENDED, *lines, declaration("Z-01", "2022-12-30", "Firma Alfa OOO", ALFA_INN, 1))) + "\n"


def test_what_two_dumps_share_and_amend_is_said_and_balances(entrepot: Entrepot, tmp_path: Path) -> None:
    case, later = tmp_path / "case", tmp_path / "later.csv"
    make_case(case, {"dump.csv": declarations()})
    later.write_text(later_dump(), "utf-8")
    assert entrepot("add", case, later).status == 0

    undecided = entrepot("run", case)
    assert "BOTH COUNT: 1 in" in " ".join(undecided.stderr.split())
    for path, day in ((case / "sources" / "dump.csv", "2022-12-31"), (later, "2023-01-31")):
        assert entrepot("add", case, path, "--as-of", day).status == 0
    said = " ".join(entrepot("run", case).stderr.split())
    rows = entrepot("run", case, "--json").rows

    assert "BOTH COUNT" not in said
    assert "dump.csv and later.csv overlap by 18 lines (32,500 USD): counted once, as in later.csv." in said
    assert "later.csv states 1 line (2,000 USD) of dump.csv anew" in said
    assert "39 rows read, 18 put aside with a reason, 1 superseded by a later statement." in said
    sources = {row["file_name"]: row for row in rows if row["kind"] == "source"}
    for name, expected in (("dump.csv", (0, 18, 1)), ("later.csv", (20, 0, 0))):
        found = sources[name]
        assert (found["rows_kept"]["core__declaration"], found["quarantined"], found["superseded"]) == expected
        assert found["rows_read"] == sum(expected)
    assert [(r["kind"], r["line_count"], r["value"]) for r in rows if r["kind"] in ("overlap", "amendment")] == [
        ("overlap", 18, {"USD": 32500.0}),
        ("amendment", 1, {"USD": 2000.0}),
    ]
    assert len(entrepot("quarantine", case, "--json").rows) == 18
    exported = entrepot("export", case, "--format", "csv")
    assert exported.status == 0, exported.stderr
    former = (case / "export" / "tables-csv" / "linked__superseded_declaration.csv").read_text("utf-8")
    assert "stated differently by row 2 of later.csv: state of 2023-01-31 after that of 2022-12-31" in former
