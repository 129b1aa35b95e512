"""Text columns to typed ones: what is accepted, what puts a row aside."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from entrepot.codes.cleaned import Cleaned
from entrepot.codes.territories import iso2
from entrepot.evidence.snapshot import Snapshot
from entrepot.sources.base import ParseContext, SourceMeta, hash_id, mention_id
from entrepot.sources.checked import (
    CheckedColumns,
    hash_ids,
    one_of,
)
from entrepot.sources.days import iso_day, iso_day_or_month, last_iso_day
from entrepot.sources.repeats import without_repeats
from entrepot.sources.tabular import LOCATOR

META = SourceMeta(id="invented", version=1, title="", producer="", url="", licence="", official=False, summary="")


def context_of() -> ParseContext:
    return ParseContext(Snapshot("0" * 16, "0" * 64, "f", 1, "invented", "", "", "", ""), Path("f"), META)


def batch(**columns: Sequence[str | None]) -> pa.Table:
    count = len(next(iter(columns.values())))
    texts = {name: pa.chunked_array([pa.array(values, pa.string())]) for name, values in columns.items()}
    return pa.table({**texts, LOCATOR: pa.chunked_array([[f"row {i + 2}" for i in range(count)]])})


def quarantined(context: ParseContext) -> list[tuple[str, str | None, str]]:
    return [(row["locator"], row["field"], row["reason"]) for row in context.rows.get("core__quarantine", [])]


@pytest.mark.parametrize(
    ("raw", "value"),
    [("12", 12.0), ("-0.5", None), ("1e3", 1000.0), ("1,234.50", 1234.5), ("12 345", 12345.0), (None, None)],
)
def test_number_is_read_or_refused_but_never_guessed(raw: str | None, value: float | None) -> None:
    context = context_of()
    cells = CheckedColumns(context, batch(x=[raw]))
    kept = cells.kept({"x": cells.number("x")}).column("x").to_pylist()

    assert kept == ([] if raw == "-0.5" else [value])


@pytest.mark.parametrize("raw", ["1,5", "1,234", "many", "=A1", "NaN", "inf", "0x10", "١٢", "1e999", "12 pcs"])
def test_text_in_a_number_puts_the_row_aside(raw: str) -> None:
    context = context_of()
    cells = CheckedColumns(context, batch(x=[raw, "1"]))

    assert cells.kept({"x": cells.number("x")}).column("x").to_pylist() == [1.0]
    assert [(place, field) for place, field, _ in quarantined(context)] == [("row 2", "x")]


@given(st.floats(min_value=-1e12, max_value=1e12, allow_nan=False))
def test_every_number_that_python_writes_is_read_back(value: float) -> None:
    cells = CheckedColumns(context_of(), batch(x=[repr(value)]))

    assert cells.number("x", is_signed=True).to_pylist() == [value]


@pytest.mark.parametrize(
    "raw", ["2022-02-30", "24.02.2022", "2022-2-4", "1889-12-31", "2029-01-01", "2099-01-01", "2022-02", "=TODAY()"]
)
def test_other_days_are_refused(raw: str) -> None:
    assert iso_day(raw).value is None
    assert iso_day(raw).issue


def test_ends_of_the_plausible_range_are_accepted() -> None:
    assert iso_day("1990-01-01").value == date(1990, 1, 1)
    assert iso_day("2028-12-31").value == date(2028, 12, 31)


def test_month_stands_for_its_first_or_last_day_and_a_year_for_none() -> None:
    assert iso_day_or_month("2024-02").value == date(2024, 2, 1)
    assert last_iso_day("2024-02").value == date(2024, 2, 29)
    assert last_iso_day("2024-02-03").value == date(2024, 2, 3)
    assert iso_day_or_month("2024").value is None


def test_span_must_not_end_before_it_starts() -> None:
    context = context_of()
    cells = CheckedColumns(context, batch(a=["2022-03-05", "2022-03-05", None], b=["2022-03-05", "2022-03-04", "2022"]))

    assert cells.kept(cells.span("a", "b")).num_rows == 1
    assert [(place, field) for place, field, _ in quarantined(context)] == [("row 3", "b"), ("row 4", "b")]


def test_all_faults_of_a_row_are_in_one_quarantine_row() -> None:
    context = context_of()
    cells = CheckedColumns(context, batch(x=["many"], y=[None]))
    cells.kept({"x": cells.number("x"), "y": cells.text("y", is_required=True)})

    assert quarantined(context) == [("row 2", "x, y", "x 'many' is not a number; y is missing")]
    assert context.rows["core__quarantine"][0]["raw"] == "x=many"


def test_cleaner_is_called_once_a_distinct_value_and_null_stays_null() -> None:
    seen: list[str] = []

    def clean(raw: str) -> Cleaned[str]:
        seen.append(raw)
        return Cleaned(raw.upper(), "was small" if raw == "b" else None)

    context = context_of()
    column = CheckedColumns(context, batch(x=["a", "b", "a", None])).mapped("x", clean)

    assert column.to_pylist() == ["A", "B", "A", None]
    assert seen == ["a", "b"]
    assert context.warnings == ["x: repaired or doubtful values are kept, such as: was small"]


def test_reported_and_reconstructed_rows_need_their_publication() -> None:
    context = context_of()
    words = ["reported", "reconstructed", "synthetic", None, "Reported", "rumoured"]
    cells = CheckedColumns(context, batch(provenance=words, publication=[None, None, None, None, "Gazette", "Gazette"]))
    kept = cells.kept(cells.evidence())

    assert kept.column("provenance").to_pylist() == ["synthetic", "observed", "reported"]
    assert [place for place, _, _ in quarantined(context)] == ["row 2", "row 3", "row 7"]


def test_hashes_are_those_of_the_id_functions() -> None:
    names, countries = pa.array(["Alfa", "Beta"]), pa.array(["RU", None], pa.string())

    assert hash_ids(names, countries).to_pylist() == [hash_id("Alfa", "RU"), hash_id("Beta", None)]
    assert hash_ids("mention", names, countries, pa.array(["7", None])).to_pylist() == [
        mention_id("Alfa", "RU", "7"),
        mention_id("Beta", None, None),
    ]


def test_repeats_are_put_aside_over_batches_and_null_keys_are_equal() -> None:
    context = context_of()
    first, second = batch(k=["a", None], v=["1", "2"]), batch(k=["a", "b", None], v=["3", "4", "5"])
    second = second.set_column(2, LOCATOR, pa.chunked_array([["row 4", "row 5", "row 6"]]))
    kept = without_repeats(context, [first, second], ["k"], "the same key")

    assert [part.column("v").to_pylist() for part in kept] == [["1", "2"], ["4"]]
    assert [(place, reason) for place, _, reason in quarantined(context)] == [
        ("row 4", "duplicate of row 2: the same key"),
        ("row 6", "duplicate of row 3: the same key"),
    ]


def test_vocabulary_ignores_case_and_names_what_is_allowed() -> None:
    clean = one_of("import", "export")

    assert clean("IMPORT").value == "import"
    assert clean("barter").issue == "'barter' is none of import, export"


def test_day_after_the_file_was_received_is_refused() -> None:
    context = context_of()
    context.snapshot = replace(context.snapshot, accessed_on=date(2024, 3, 1))
    cells = CheckedColumns(context, batch(x=["2024-03-01", "2024-03-02", "2099-01-01"]))

    assert cells.kept({"x": cells.day("x")}).column("x").to_pylist() == [date(2024, 3, 1)]
    assert [reason for _, _, reason in quarantined(context)] == [
        "x 2024-03-02 lies after 2024-03-01, when the file was received",
        "x 2099-01-01 is outside 1990-01-01 to 2028-12-31",
    ]


def test_numbers_whose_point_may_divide_thousands_are_counted_over_batches() -> None:
    context = context_of()
    for texts in (["1.234", "0.250", "1234.567"], ["12.000", "1.2345", None]):
        cells = CheckedColumns(context, batch(x=texts))
        cells.number("x")
    context.warn_of_counts()

    assert context.warnings == ["x: 2 numbers with exactly three decimals: read with a decimal point"]


def test_reason_names_the_value_it_is_about() -> None:
    context = context_of()
    cells = CheckedColumns(context, batch(x=["XX"]))
    cells.kept({"x": cells.mapped("x", iso2)})

    assert quarantined(context) == [("row 2", "x", "x 'XX': no country is stated")]


def test_repeat_keeps_the_text_of_its_row(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("k,note,value\na,first,1\na,second,2\n", "utf-8")
    context = context_of()
    context.path = path
    without_repeats(context, [batch(k=["a", "a"])], ["k"], "the same key")

    assert context.rows["core__quarantine"][0]["raw"] == "k=a; note=second; value=2"
