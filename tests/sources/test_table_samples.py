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
    ("component_table/sample.csv", "component_table"),
    ("claim_table/sample.csv", "claim_table"),
    ("ftm/sample.jsonl", "ftm"),
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
    unread_lines = (
        {"line 3", "line 16"} if source_id == "ftm" else set()
    )  # an address, and a payment named in a warning

    assert len(emitted | unread_lines) == context.rows_read


def test_columns_that_no_one_reads_are_named() -> None:
    warnings = parsed(HERE / "trade_flow_table/sample.csv", "trade_flow_table").warnings

    assert "Columns that are not read: remark" in warnings
