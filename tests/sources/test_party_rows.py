from pathlib import Path

import pytest

from entrepot.evidence.snapshot import Snapshot
from entrepot.normalise.identifiers import classify
from entrepot.sources.base import ParseContext, SourceMeta
from entrepot.sources.party_rows import emit_party

META = SourceMeta(id="invented", version=1, title="T", producer="P", url="U", licence="L", official=False, summary="S")


@pytest.fixture
def context() -> ParseContext:
    return ParseContext(Snapshot("s", "s", "f", 1, "invented", "P", "T", "U", "L"), Path("f"), META)


def test_a_party_is_emitted_with_the_keys_of_everything_said_of_it(context: ParseContext) -> None:
    emit_party(
        context,
        "row 2",
        source_party_id="p1",
        native_id="1",
        kind="company",
        name="ООО «Ромашка»",
        country_iso="RU",
        aliases=[("ROMASHKA LLC", "alias")],
        identifiers=[classify("INN", "7707083893", "RU")],
        addresses=[("Moscow, Lenina str. 5, office 3", "RU")],
        contacts=[("phone", "8 (495) 123-45-67"), ("website", "https://www.romashka.example/en")],
        tags=[("forwarder", "in its own words")],
    )

    tables = {name: table.to_pylist() for name, table in context.results().items()}
    assert [(r["name_kind"], r["name_key"]) for r in tables["core__party_name"]] == [
        ("main", "ромашка"),
        ("alias", "romashka"),
    ]
    assert tables["core__identifier"][0]["validity"] == "valid"
    assert tables["core__address"][0]["address_key"] != tables["core__address"][0]["building_key"]
    assert [r["contact_key"] for r in tables["core__contact"]] == ["74951234567", "romashka.example"]
    assert {r["locator"] for rows in tables.values() for r in rows} == {"row 2"}
    assert {r["provenance"] for rows in tables.values() for r in rows} == {"observed"}


def test_what_is_repeated_is_emitted_once(context: ParseContext) -> None:
    emit_party(
        context,
        "row 2",
        source_party_id="p1",
        native_id=None,
        kind="company",
        name="FIRM",
        aliases=[("FIRM", "alias"), ("F", "alias"), ("F", "alias")],
        identifiers=[classify("INN", "7707083893", "RU")] * 2,
        contacts=[("email", "a@b.example")] * 2,
    )

    counts = {name: table.num_rows for name, table in context.results().items()}
    assert counts == {"core__party": 1, "core__party_name": 2, "core__identifier": 1, "core__contact": 1}


def test_provenance_and_publication_are_on_every_row(context: ParseContext) -> None:
    emit_party(
        context,
        "row 2",
        source_party_id="p1",
        native_id=None,
        kind="person",
        name="A",
        tags=[("watchlist", None)],
        provenance="reported",
        publication="A Paper, 1 May 2023",
    )

    rows = [row for table in context.results().values() for row in table.to_pylist()]
    assert {(r["provenance"], r["publication"]) for r in rows} == {("reported", "A Paper, 1 May 2023")}
