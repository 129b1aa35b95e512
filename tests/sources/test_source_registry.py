import gzip
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from entrepot.errors import SourceError
from entrepot.records.catalogue import CORE_TABLES
from entrepot.sources.base import RowCount, date_in_name
from entrepot.sources.registry import all_sources, parse_file, recognise, source_named, state_of
from parsed import parsed, snapshot_of

OFAC_SAMPLE = Path(__file__).parent / "ofac_sdn/sample.csv"


def test_sources_are_found_with_distinct_ids_in_order() -> None:
    ids = [source.meta.id for source in all_sources()]

    assert ids == sorted(set(ids))
    assert {"us_ofac_sdn", "us_ofac_alt", "us_ofac_add", "eu_consolidated", "un_consolidated"} <= set(ids)


def test_assertions_name_tables_that_exist_and_say_why() -> None:
    tables = {table.name for table in CORE_TABLES}

    for source in all_sources():
        for table, expected in source.meta.assertions.items():
            assert table in tables
            assert expected.why


def test_a_source_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(SourceError, match="us_ofac_sdn"):
        source_named("us_ofac")


def test_a_compressed_file_is_recognised_by_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "list.csv.gz"
    path.write_bytes(gzip.compress(OFAC_SAMPLE.read_bytes()))

    assert recognise(path).meta.id == "us_ofac_sdn"


def test_a_file_of_no_known_form_is_refused_with_the_next_step(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("nothing in particular\n", "utf-8")

    with pytest.raises(SourceError, match="--as"):
        recognise(path)


def test_an_empty_file_is_named_as_such(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_bytes(b"")

    with pytest.raises(SourceError, match="it is empty"):
        recognise(path)


def test_a_list_in_utf16_is_recognised_by_what_it_holds(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(OFAC_SAMPLE.read_text("utf-8").encode("utf-16"))

    assert recognise(path).meta.id == "us_ofac_sdn"


def test_a_file_below_the_minimum_is_refused_unless_partial() -> None:
    with pytest.raises(SourceError, match="19 rows of core__identifier, at least 5,000"):
        parsed(OFAC_SAMPLE, "us_ofac_sdn", is_partial=False)

    assert parsed(OFAC_SAMPLE, "us_ofac_sdn", is_partial=True).rows_read == 13


def test_a_file_above_the_maximum_is_read_with_a_warning() -> None:
    sdn = source_named("us_ofac_sdn")
    few = sdn.meta.model_copy(update={"assertions": {"core__party": RowCount(max=10, why="ten are enough here")}})
    context = parse_file(replace(sdn, meta=few), snapshot_of(OFAC_SAMPLE, "us_ofac_sdn"), OFAC_SAMPLE)

    assert "at most 10 expected (ten are enough here)" in context.warnings[-1]
    assert context.rows_read == 13


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("ofac_sdn_2024-02-23.csv", date(2024, 2, 23)),
        ("ofac_alt_2025-12.csv", None),
        ("part_9999-99-99.csv", None),
        ("list_2023-02-31.csv", None),
    ],
)
def test_the_state_is_the_date_in_the_name_where_the_content_is_silent(name: str, expected: date | None) -> None:
    assert date_in_name(name) == expected


def test_the_state_in_the_content_counts_before_the_name(tmp_path: Path) -> None:
    path = tmp_path / "un_2020-01-01.xml"
    path.write_text('<CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09Z"></CONSOLIDATED_LIST>', "utf-8")

    assert state_of(source_named("un_consolidated"), path) == date(2026, 2, 27)
