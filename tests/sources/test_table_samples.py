"""Canonical tables: each sample with its faults gives the golden rows and quarantine."""

from pathlib import Path

import pytest

from entrepot.sources.registry import recognise
from parsed import assert_golden, parsed, rows_of

HERE = Path(__file__).parent
SAMPLES = [
    (
        "comtrade/sample.json",
        "comtrade",
    ),  # made after the documented layout, as are the next four and the two of Census
    ("comtrade/sample_bulk.txt", "comtrade"),
    ("comext_api/sample.csv", "comext_api"),
    ("comext_api/sample_stat.json", "comext_api"),
    ("baci/sample_HS22_Y2023_V202501.csv", "baci"),
    ("comext_bulk/sample.dat", "comext_bulk"),  # rows of February 2024, Eurostat
    ("census/sample_exports.json", "us_census"),
    ("census/sample_imports.json", "us_census"),
    ("trade_flow_table/sample.csv", "trade_flow_table"),
    ("declaration_table/sample.csv", "declaration_table"),
    ("party_tables/sample_parties.csv", "party_table"),
    ("party_tables/sample_designations.csv", "designation_table"),
    ("party_tables/sample_interests.csv", "interest_table"),
    ("party_tables/sample_roles.csv", "role_table"),
    ("party_tables/sample_facts.csv", "fact_table"),  # invented
    ("component_table/sample.csv", "component_table"),
    ("claim_table/sample.csv", "claim_table"),
    ("ftm/sample.jsonl", "ftm"),
    ("gleif_level1/sample.xml", "gleif_level1"),  # records of 2023-11-06, GLEIF, CC0
    ("gleif_level2/sample_relationships.xml", "gleif_level2"),  # records of 2023-11-06, GLEIF, CC0
    ("gleif_level2/sample_exceptions.xml", "gleif_level2_exceptions"),  # records of 2023-06-09, GLEIF, CC0
    ("bods/sample.json", "bods"),  # invented, in the form of BODS 0.4
    ("companies_house/sample_companies.csv", "companies_house"),  # invented, in the register's columns
    ("companies_house/sample_psc.jsonl", "companies_house_psc"),  # invented, in the register's form
]


UNREAD = {
    "ftm/sample.jsonl": {"line 3", "line 16"},  # an address, and a payment named in a warning
    "bods/sample.json": {"item 6"},  # a statement that a newer one replaced, counted in a warning
    "companies_house/sample_psc.jsonl": {"line 8"},  # the totals of the snapshot, compared in a warning
    "comtrade/sample.json": {"item 5", "item 6", "item 7"},  # domestic exports, and a breakdown: counted in warnings
    "comtrade/sample_bulk.txt": {"row 6", "row 7", "row 8"},  # the same
    "comext_api/sample.csv": {"row 2", "row 4", "row 17"},  # quantities, joined to its value; supplementary units
    "comext_api/sample_stat.json": {"value 2", "value 7"},  # quantities, joined to their values
    "comext_bulk/sample.dat": {"row 11"},  # goods that are not disclosed, counted in a warning
    "census/sample_exports.json": {"item 1", "item 3", "item 6"},  # the header, domestic exports, a group
    "census/sample_imports.json": {"item 1"},  # the header
}


@pytest.mark.parametrize(("sample", "source_id"), SAMPLES)
def test_sample_gives_the_golden_rows(sample: str, source_id: str) -> None:
    path = HERE / sample
    expected = path.with_name(path.stem.replace("sample", "expected") + ".json")

    assert_golden(parsed(path, source_id), expected)


@pytest.mark.parametrize(("sample", "source_id"), SAMPLES)
def test_sample_is_recognised_by_its_first_bytes(sample: str, source_id: str) -> None:
    assert recognise(HERE / sample).meta.id == source_id


@pytest.mark.parametrize(("sample", "source_id"), SAMPLES)
def test_no_row_is_lost(sample: str, source_id: str) -> None:
    """Every row read is emitted or in quarantine, under its own locator."""
    context = parsed(HERE / sample, source_id)
    emitted = {row["locator"] for name in context.results() for row in rows_of(context, name)}
    assert len(emitted | UNREAD.get(sample, set())) == context.rows_read


def test_columns_that_no_one_reads_are_named() -> None:
    warnings = parsed(HERE / "trade_flow_table/sample.csv", "trade_flow_table").warnings

    assert "Columns that are not read: remark" in warnings
