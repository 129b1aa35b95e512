from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tiny_truth import write_truth

from entrepot.records.declaration import DECLARATION
from entrepot.records.linked import LINKED_PARTY
from entrepot.records.party import PARTY
from entrepot.store.engine import Engine, Row
from entrepot.store.tables import to_arrow
from entrepot.world.scoring.matched import Matched, match_parties, matching_counts
from entrepot.world.scoring.truth import read_truth

PLACE = {"snapshot_id": "s", "locator": "row 2", "provenance": "synthetic"}


def filled(table: object, row: Row) -> Row:
    """Return the row with what is required and not of interest."""
    columns = table.columns  # type: ignore[attr-defined]
    fill = {c.name: "x" for c in columns if c.required and c.name not in row and pa.types.is_string(c.type)}
    return {**fill, **row, **PLACE}


@pytest.fixture
def matched(engine: Engine, tmp_path: Path) -> Matched:
    """Return the match: P1 is firm a by its record, P2 is firm c by most of its lines, P3 is e, then d."""
    folder = write_truth(tmp_path / "w")
    truth_lines = [
        ("N1", 1, "c", "a"),
        ("N2", 1, "c", "a"),
        ("N3", 1, "i", "a"),
        ("N4", 2, None, "i"),
        ("N5", 1, "e", None),
    ]
    names = ("declaration_number", "line_number", "importer_firm_id", "exporter_firm_id")
    rows = [dict(zip(names, line, strict=True)) for line in truth_lines]
    pq.write_table(pa.Table.from_pylist(rows), folder / "truth" / "line_firm.parquet")
    declared = DECLARATION.linked()
    lines = [
        {
            "declaration_number": number,
            "line_number": str(line),
            "declared_on": date(2023, 1, 1),
            "importer_party_id": importer,
            "exporter_party_id": exporter,
        }
        for number, line, importer, exporter in (
            ("N1", 1, "P2", "P1"),
            ("N2", 1, "P2", "P1"),
            ("N3", 1, "P2", "P1"),
            ("N4", 2, "P9", None),
            ("N5", 1, "P3", None),
            ("N4", 1, "P8", "P8"),  # no such line in the truth
        )
    ]
    party = PARTY.linked()
    record = {"party_kind": "company", "name": "x"}
    records = [
        {**record, "party_id": p, "source_party_id": f"s{n}", "native_id": native}
        for n, (p, native) in enumerate((("P1", "a"), ("P3", "d"), ("P3", "e"), ("P7", "unknown"), ("P2", None)))
    ]
    parties = [
        {"party_id": p, "party_kind": "person" if p == "P7" else "company", "name": p, "record_count": 1}
        for p in ("P1", "P2", "P3", "P7")
    ]
    engine.register("linked__declaration", to_arrow(declared, [filled(declared, row) for row in lines]))
    engine.register("linked__party_record", to_arrow(party, [filled(party, row) for row in records]))
    engine.register("linked__party", to_arrow(LINKED_PARTY, [filled(LINKED_PARTY, row) for row in parties]))
    return match_parties(engine, read_truth(folder))


def test_a_party_is_the_firm_of_its_record_and_else_that_of_most_of_its_lines(matched: Matched) -> None:
    assert matched.firms_of == {"P1": ("a",), "P2": ("c",), "P3": ("e", "d")}
    assert matched.parties_of == {"a": ("P1",), "c": ("P2",), "d": ("P3",), "e": ("P3",)}
    assert matched.persons == {"P7"}
    assert matched.parties(["a", "e", "i"]) == {"P1", "P3"}


def test_firms_that_are_no_party_or_share_one_are_counted(matched: Matched, tmp_path: Path) -> None:
    counts = matching_counts(read_truth(tmp_path / "w"), matched)
    assert counts == {"firms": 18, "mapped": 4, "not_mapped": 14, "split": 0, "joined_with_another": 2}


def test_of_the_firms_of_a_joined_party_that_of_most_lines_stands_first(matched: Matched) -> None:
    assert matched.firms_of["P3"] == ("e", "d")
    assert matched.parties(["e"]) == {"P3"}
    assert matched.parties(["d"]) == frozenset()


def test_a_party_of_several_firms_stands_as_the_first_of_them(tmp_path: Path) -> None:
    truth = read_truth(write_truth(tmp_path / "w"))
    matched = Matched({"P": ("i", "x"), "Q": ("g",), "R": ("i",), "S": ("g", "a")}, {}, frozenset())
    assert [matched.standing(p, truth) for p in ("P", "Q", "R", "S", "T")] == [
        "honest",
        "look_alike",
        "honest",
        "look_alike",
        None,
    ]
    assert matched.firm_of("P") == "i"


def test_a_firm_is_found_only_by_a_party_that_is_first_of_all_it() -> None:
    matched = Matched({"P": ("i", "a"), "Q": ("a",)}, {"i": ("P",), "a": ("P", "Q")}, frozenset())
    assert matched.parties(["a"]) == {"Q"}
    assert matched.parties(["i"]) == {"P"}
