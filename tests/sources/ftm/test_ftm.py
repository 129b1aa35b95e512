"""FollowTheMoney lines: shares in words, broken lines, what is not read, real streams."""

import gzip
from pathlib import Path

import pytest

from entrepot.errors import SourceError
from entrepot.evidence.locator import read_places
from entrepot.sources.base import hash_id
from entrepot.sources.ftm.relations import list_id, share_bounds
from entrepot.sources.registry import recognise
from parsed import only, parsed, rows_of

SAMPLE = Path(__file__).parent / "sample.jsonl"


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("51%", (51.0, 51.0)),
        ("25.5", (25.5, 25.5)),
        ("25-50 %", (25.0, 50.0)),
        ("more than 50%", (50.0, 100.0)),
        (">= 75", (75.0, 100.0)),
        ("100", (100.0, 100.0)),
        ("100.1", None),
        ("50-25", None),
        ("half", None),
        ("-5", None),
        ("=1+1", None),
    ],
)
def test_share_is_read_with_its_bounds_or_refused(text: str, bounds: tuple[float, float] | None) -> None:
    assert share_bounds(text) == bounds


def test_relations_lead_to_the_records_of_their_parties() -> None:
    context = parsed(SAMPLE, "ftm")
    parties = {row["native_id"]: row["source_party_id"] for row in rows_of(context, "core__party")}
    interest = only(rows_of(context, "core__interest"), share_min_pct=51.0)
    listing = rows_of(context, "core__designation")[0]

    assert parties["alfa"] == hash_id("ftm", "alfa")
    assert (interest["owner_source_party_id"], interest["subject_source_party_id"]) == (
        parties["person"],
        parties["alfa"],
    )
    assert (listing["source_party_id"], listing["regime"]) == (parties["alfa"], "OFAC")


def test_what_has_no_table_is_counted_by_name() -> None:
    warnings = parsed(SAMPLE, "ftm").warnings

    assert "Schemata that are not read: Payment (1)" in warnings
    assert "Properties that are not read: Company.opencorporatesUrl (1)" in warnings
    assert "Countries that are not known: xy" in warnings


def test_address_entity_after_its_user_is_found() -> None:
    addresses = [row["address"] for row in rows_of(parsed(SAMPLE, "ftm"), "core__address")]

    assert "ul. Primernaya 1, of. 5, Moscow" in addresses


def test_broken_lines_are_put_aside_and_the_others_read(tmp_path: Path) -> None:
    path = tmp_path / "entities.json"
    good = b'{"id": "a", "schema": "Company", "properties": {"name": ["Alfa"]}}\n'
    lines = [
        good,
        b"\n",
        b'{"id": "b"}\n',
        b"\xff\xfe\n",
        b"[" * 100_000 + b"\n",
        b"null\n",
        good.replace(b"Alfa", b" "),
    ]
    path.write_bytes(b"".join(lines))
    context = parsed(path, "ftm")

    assert len(rows_of(context, "core__party")) == 1
    assert [row["locator"] for row in rows_of(context, "core__quarantine")] == [f"line {n}" for n in (3, 4, 5, 6, 7)]
    assert context.rows_read == 6


def test_cut_stream_is_reported(tmp_path: Path) -> None:
    path = tmp_path / "entities.json.gz"
    path.write_bytes(gzip.compress(SAMPLE.read_bytes())[:-40])
    reasons = [row["reason"] for row in rows_of(parsed(path, "ftm"), "core__quarantine")]

    assert any("ends early" in reason for reason in reasons)


def test_file_of_another_kind_is_not_recognised(tmp_path: Path) -> None:
    path = tmp_path / "something.json"
    path.write_text('{"statementID": "1"}\n', "utf-8")

    with pytest.raises(SourceError, match="No source recognises"):
        recognise(path)


def test_list_is_named_after_its_authority() -> None:
    assert list_id("Council of the European Union (EU)") == "ftm_council_of_the_european_union_eu"


@pytest.mark.parametrize("name", ["ftm_donations.ijson", "ftm_parteispenden.entities.json"])
def test_real_streams_are_read_and_found_again(shared_data: Path, name: str) -> None:
    path = shared_data / "registers" / name
    context = parsed(path, recognise(path).meta.id)
    rows = rows_of(context, "core__party")
    places = read_places(path, [row["locator"] for row in rows])

    assert rows_of(context, "core__quarantine") == []
    assert context.warnings == ["Schemata that are not read: Payment (290)"]
    assert len(rows) >= 95
    assert all(dict(places[row["locator"]].cells)["name"].startswith(row["name"]) for row in rows)
