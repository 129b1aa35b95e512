"""LEI records: names, addresses, dates, and files that are too large, broken or hostile."""

import gzip
from datetime import date
from pathlib import Path
from xml.etree.ElementTree import fromstring

import pytest

from entrepot.errors import SourceError
from entrepot.evidence.locator import read_places
from entrepot.sources.registry import recognise, state_of
from parsed import only, parsed, rows_of

SAMPLE = Path(__file__).parent / "sample.xml"
SOURCE_ID = "gleif_level1"
_RECORD = """<lei:LEIRecord><lei:LEI>{lei}</lei:LEI><lei:Entity><lei:LegalName>{name}</lei:LegalName>{more}</lei:Entity>
</lei:LEIRecord>"""


def written(folder: Path, *records: str, prolog: str = "") -> Path:
    path = folder / "lei.xml"
    path.write_text(
        f'<?xml version="1.0"?>{prolog}<lei:LEIData xmlns:lei="http://www.gleif.org/data/schema/leidata/2016"><lei:LEIHeader>'
        "<lei:ContentDate>2023-06-05T08:20:51Z</lei:ContentDate></lei:LEIHeader><lei:LEIRecords>"
        + "".join(records)
        + "</lei:LEIRecords></lei:LEIData>",
        "utf-8",
    )
    return path


def record(lei: str, name: str, more: str = "") -> str:
    return _RECORD.format(lei=lei, name=name, more=more)


def test_the_state_is_the_day_of_the_content() -> None:
    assert state_of(recognise(SAMPLE), SAMPLE) == date(2023, 11, 6)


def test_a_place_leads_back_to_its_record() -> None:
    parties = rows_of(parsed(SAMPLE, SOURCE_ID), "core__party")
    places = read_places(SAMPLE, [row["locator"] for row in parties])

    assert len(parties) == 4
    for row in parties:
        cells = dict(places[row["locator"]].cells)
        assert (cells["LEI"], cells["LegalName"]) == (row["native_id"], row["name"])
        assert fromstring(places[row["locator"]].text).tag.endswith("LEIRecord")


def test_names_keep_their_kind_and_the_country_is_that_of_the_jurisdiction(tmp_path: Path) -> None:
    more = """<lei:OtherEntityNames><lei:OtherEntityName type="PREVIOUS_LEGAL_NAME">Old</lei:OtherEntityName>
    <lei:OtherEntityName type="TRADING_OR_OPERATING_NAME">Trade</lei:OtherEntityName></lei:OtherEntityNames>
    <lei:LegalJurisdiction>US-DE</lei:LegalJurisdiction>"""
    context = parsed(written(tmp_path, record("001GPB6A9XPE8XJICC14", "Invented", more)), SOURCE_ID)

    names = [(row["name"], row["name_kind"]) for row in rows_of(context, "core__party_name")]
    assert names == [("Invented", "main"), ("Old", "former"), ("Trade", "alias")]
    assert rows_of(context, "core__party")[0]["country_iso"] == "US"
    assert only(rows_of(context, "core__identifier"), scheme="lei")["validity"] == "valid"


def test_unusable_and_repeated_records_go_to_quarantine(tmp_path: Path) -> None:
    records = [record("A", "One"), record("", "Two"), record("A", "Three"), record("B", "")]
    context = parsed(written(tmp_path, *records), SOURCE_ID)

    assert [row["name"] for row in rows_of(context, "core__party")] == ["One"]
    assert [row["locator"][-3:] for row in rows_of(context, "core__quarantine")] == ["[2]", "[3]", "[4]"]


def test_an_element_that_no_one_reads_is_named(tmp_path: Path) -> None:
    context = parsed(written(tmp_path, record("A", "One", "<lei:Colour>red</lei:Colour>")), SOURCE_ID)

    assert context.warnings == ["Element Colour is not read (1 times)"]


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, record("A", "One"), prolog='<!DOCTYPE x [<!ENTITY a "aaaa">]>')

    with pytest.raises(SourceError, match="document type or entities"):
        parsed(path, SOURCE_ID)


def test_a_compressed_file_that_breaks_off_keeps_what_came_before(tmp_path: Path) -> None:
    path = tmp_path / "lei.xml.gz"
    path.write_bytes(gzip.compress(SAMPLE.read_bytes()[:9000]))

    context = parsed(path, SOURCE_ID)

    assert len(rows_of(context, "core__party")) >= 1
    assert "breaks off after" in rows_of(context, "core__quarantine")[0]["reason"]


def test_many_records_are_packed_on_the_way_and_none_is_lost(tmp_path: Path) -> None:
    count = 50_010  # more than one pack of rows
    path = written(tmp_path, *(record(f"L{number}", "N") for number in range(count)))

    context = parsed(path, SOURCE_ID)

    assert len(context.rows["core__party"]) == count - 50_000
    assert context.results()["core__party"].column("native_id").to_pylist() == [f"L{number}" for number in range(count)]


@pytest.mark.parametrize(
    ("name", "source_id", "count"),
    [
        ("gleif_lei-data.xml", "gleif_level1", 13),
        ("gleif_lei-updates-data2-new.xml", "gleif_level1", 12),
        ("gleif_rr-data.xml", "gleif_level2", 10),
        ("gleif_rr-updates-data2.xml", "gleif_level2", 11),
        ("gleif_repex-data.xml", "gleif_level2_exceptions", 10),
    ],
)
def test_real_files_are_read_whole(shared_data: Path, name: str, source_id: str, count: int) -> None:
    path = shared_data / "registers" / name
    context = parsed(path, recognise(path).meta.id)

    assert (context.meta.id, context.rows_read, context.warnings) == (source_id, count, [])
    assert rows_of(context, "core__quarantine") == []
