"""Beneficial ownership statements: shares with open ends, kinds, unnamed holders, replaced and closed statements."""

import json
from pathlib import Path
from typing import Any

import pytest

from entrepot.errors import SourceError
from entrepot.evidence.locator import read_places
from entrepot.sources.bods.relations import share_of
from entrepot.sources.bods.statement import party_id
from entrepot.sources.registry import recognise
from parsed import only, parsed, rows_of

SAMPLE = Path(__file__).parent / "sample.json"


@pytest.mark.parametrize(
    ("share", "expected"),
    [
        ({"exact": 40}, (40.0, 40.0, None, None)),
        ({"minimum": 25, "maximum": 50}, (25.0, 50.0, None, None)),
        ({"exclusiveMinimum": 25, "maximum": 50}, (25.0, 50.0, True, None)),
        ({"minimum": 50, "exclusiveMinimum": True, "maximum": 75, "exclusiveMaximum": True}, (50.0, 75.0, True, True)),
        ({"minimum": 75}, (75.0, 100.0, None, None)),
        ({"maximum": 5}, (0.0, 5.0, None, None)),
        ({}, (None, None, None, None)),
        (None, (None, None, None, None)),
    ],
)
def test_a_share_is_read_with_its_open_ends(share: object, expected: tuple[object, ...]) -> None:
    found = share_of(share)

    assert found is not None
    assert tuple(found.values()) == expected


@pytest.mark.parametrize("share", [{"exact": 101}, {"exact": -1}, {"minimum": 60, "maximum": 40}, {"exact": "half"}])
def test_what_is_no_part_of_the_whole_is_refused(share: object) -> None:
    assert share_of(share) is None


def test_the_newest_statement_of_a_record_counts() -> None:
    context = parsed(SAMPLE, "bods")

    shares = [row["share_min_pct"] for row in rows_of(context, "core__interest") if row["interest_kind"] == "shares"]
    assert 40.0 in shares
    assert 30.0 not in shares
    assert context.warnings == ["1 statements were replaced by newer ones of the same record"]


def test_a_holder_nobody_names_stays_a_holder_who_is_not_identified() -> None:
    context = parsed(SAMPLE, "bods")
    unknown = [row for row in rows_of(context, "core__party") if row["party_kind"] == "unknown"]
    held = {row["owner_source_party_id"] for row in rows_of(context, "core__interest")}

    assert len(unknown) == len({row["name"] for row in unknown}) == 2
    assert {row["source_party_id"] for row in unknown} <= held


def test_a_firm_that_declares_no_owner_gets_a_tag_and_no_holder() -> None:
    context = parsed(SAMPLE, "bods")

    assert only(rows_of(context, "core__tag"))["source_party_id"] == party_id("ent-2")
    assert "rel-5" not in {row["native_id"] for row in rows_of(context, "core__party")}


def test_an_indirect_share_is_not_one_of_shares_held() -> None:
    interest = only(rows_of(parsed(SAMPLE, "bods"), "core__interest"), share_min_pct=15.0)

    assert interest["interest_kind"] == "indirect"


def test_an_item_of_the_array_is_found_again() -> None:
    rows = rows_of(parsed(SAMPLE, "bods"), "core__party")
    places = read_places(SAMPLE, [row["locator"] for row in rows])

    for row in rows:
        assert json.loads(places[row["locator"]].text)["recordId"] == row["native_id"] or row["native_id"] is None


def test_lines_give_the_same_rows_as_an_array(tmp_path: Path) -> None:
    path = tmp_path / "statements.jsonl"
    statements = json.loads(SAMPLE.read_text("utf-8"))
    path.write_text("".join(json.dumps(each) + "\n" for each in statements), "utf-8")

    assert recognise(path).meta.id == "bods"
    assert without_places(parsed(path, "bods").results()) == without_places(parsed(SAMPLE, "bods").results())


def without_places(tables: dict[str, Any]) -> dict[str, Any]:
    apart = ("locator", "snapshot_id", "raw")
    return {
        name: table.drop_columns([c for c in apart if c in table.column_names]).to_pylist()
        for name, table in tables.items()
    }


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('[{"statementId": "1", "recordType": "entity"}, 7]', "it lacks recordId"),
        ('[{"recordId": "1"}, {"bro', "breaks off"),
    ],
)
def test_broken_items_are_put_aside(tmp_path: Path, content: str, reason: str) -> None:
    path = tmp_path / "statements.json"
    path.write_text(content, "utf-8")

    assert any(reason in row["reason"] for row in rows_of(parsed(path, "bods"), "core__quarantine"))


def test_an_array_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "statements.json"
    path.write_bytes(b'[{"recordId": "\xff"}]')

    with pytest.raises(SourceError, match="not UTF-8"):
        parsed(path, "bods")


def test_the_real_sample_is_read_whole(shared_data: Path) -> None:
    path = shared_data / "registers/bods_0.4_sample_300_statements.json"
    context = parsed(path, recognise(path).meta.id)

    assert {
        name: table.num_rows for name, table in context.results().items() if name in ("core__party", "core__interest")
    } == {
        "core__party": 200,
        "core__interest": 100,
    }
    assert rows_of(context, "core__quarantine") == []
    assert context.warnings == []
