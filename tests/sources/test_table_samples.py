"""Canonical tables: each sample with its faults gives the golden rows and quarantine."""

from pathlib import Path

import pytest

from entrepot.sources.registry import recognise
from parsed import assert_golden, parsed, rows_of

HERE = Path(__file__).parent
SAMPLES = [
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
    unread_lines = {
        "ftm": {"line 3", "line 16"},  # an address, and a payment named in a warning
        "bods": {"item 6"},  # a statement that a newer one replaced, counted in a warning
        "companies_house_psc": {"line 8"},  # the totals of the snapshot, compared in a warning
    }.get(source_id, set())

    assert len(emitted | unread_lines) == context.rows_read


def test_columns_that_no_one_reads_are_named() -> None:
    warnings = parsed(HERE / "trade_flow_table/sample.csv", "trade_flow_table").warnings

    assert "Columns that are not read: remark" in warnings
