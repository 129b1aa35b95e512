"""For any generated table: sums balance, adding it again changes nothing, its container does not matter, places lead back."""

import io
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings

from customs_case import Import, import_bytes
from customs_generated import LANGUAGES, Table, generated_tables, in_containers
from entrepot.case.intake import LayoutChoice
from entrepot.evidence.locator import read_places
from entrepot.evidence.reading.preview import Preview
from entrepot.sources.customs_table.readings import Doubt

SLOW_IS_FINE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
FEW = settings(SLOW_IS_FINE, max_examples=20)
MANY = settings(SLOW_IS_FINE, max_examples=100)
CONTAINERS = sorted(in_containers(Table(["A"], [])))


PLAIN_ROW = {
    "number": "D-1",
    "day": "2022-11-01",
    "importer": "VYMYSEL LLP",
    "exporter": "FICTIVE OAK LTD",
    "hs": "854231",
    "goods": "INVENTED GOODS",
    "quantity": "10",
    "mass": "1.5",
    "value": "12.50",
    "currency": "EUR",
}


def first_choice(_: Preview, doubt: Doubt) -> str:
    """Answer as a person does who finds the proposal right: numbers with a decimal point, imports."""
    return next(iter(doubt.choices))


ASKED = LayoutChoice(ask=first_choice)


@contextmanager
def folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as name:
        yield Path(name)


def files(case: Path) -> dict[str, bytes]:
    """Return every file of a case by its place."""
    return {path.relative_to(case).as_posix(): path.read_bytes() for path in sorted(case.rglob("*")) if path.is_file()}


def without_place(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return rows without what names the file and the place in it."""
    return [{name: cell for name, cell in row.items() if name not in {"locator", "snapshot_id"}} for row in rows]


def assert_balance(table: Table) -> None:
    with folder() as made:
        found = import_bytes(made / "case", "table.csv", table.csv(), ASKED)

    assert found.parsed.error is None
    expected = asdict(table.balance())
    assert found.parsed.totals is not None
    assert {**found.parsed.totals, "unread": 0} == {**expected, "unread": 0}
    assert len(found.lines) == found.parsed.totals["kept"]
    assert len(found.aside) == found.parsed.totals["aside"]
    assert len({row["locator"] for row in [*found.lines, *found.aside]}) == found.parsed.rows_read


def assert_added_again(table: Table) -> None:
    with folder() as made:
        first = import_bytes(made / "case", "table.csv", table.csv(), ASKED)
        before = files(made / "case")

        again = import_bytes(made / "case", "table.csv", table.csv(), ASKED)
        renamed = import_bytes(made / "case", "other name.csv", table.csv())

        assert again == first
        assert renamed == first
        assert files(made / "case") == before


def assert_same(first: Import, other: Import) -> None:
    assert without_place(other.lines) == without_place(first.lines)
    assert without_place(other.parties) == without_place(first.parties)
    assert other.parsed.totals == first.parsed.totals
    assert [row["field"] for row in other.aside] == [row["field"] for row in first.aside]


def assert_places(made: Path, name: str, content: bytes, columns: list[str]) -> None:
    found = import_bytes(made / name, name, content, ASKED)
    rows = [*found.lines, *found.aside]

    places = read_places(made / name / "sources" / name, [row["locator"] for row in rows])

    for line in found.lines:
        cells = dict(places[line["locator"]].cells)
        code, number = cells.get(columns[4]), cells.get(columns[0])
        assert (code, number) == (line["hs_reported"] or "NULL", line["declaration_number"])
    for row in found.aside:
        assert any(cell for _, cell in places[row["locator"]].cells)


@FEW
@given(generated_tables())
def test_rows_and_values_in_are_those_kept_and_put_aside(table: Table) -> None:
    assert_balance(table)


@FEW
@given(generated_tables())
def test_adding_a_table_again_changes_nothing(table: Table) -> None:
    assert_added_again(table)


def test_a_repeat_without_a_value_counts_as_unread(tmp_path: Path) -> None:
    table = Table(LANGUAGES["english"].split(","), [PLAIN_ROW, *[{**PLAIN_ROW, "value": "NULL"}] * 2])

    found = import_bytes(tmp_path / "case", "table.csv", table.csv(), ASKED)

    assert found.parsed.totals == asdict(table.balance())


def test_empty_text_in_parquet_is_an_empty_cell(tmp_path: Path) -> None:
    rows = [
        {**PLAIN_ROW, "number": f"D-{number}", **({"importer": "", "goods": ""} if number == 2 else {})}
        for number in range(5)
    ]
    table = Table(LANGUAGES["english"].split(","), rows)
    columns = dict(zip(table.header, map(list, zip(*table.records[1:], strict=True)), strict=True))
    made = io.BytesIO()
    pq.write_table(pa.table(columns), made)

    found = import_bytes(tmp_path / "case", "table.parquet", made.getvalue(), ASKED)

    assert (found.lines[2]["importer_name"], found.lines[2]["goods_description"]) == (None, None)


@settings(SLOW_IS_FINE, max_examples=3)
@given(generated_tables(is_plain=True))
def test_the_container_changes_no_record(table: Table) -> None:
    with folder() as made:
        found = {
            name: import_bytes(made / name, name, content, ASKED) for name, content in in_containers(table).items()
        }
    for other in found.values():
        assert_same(found["table.csv"], other)


@pytest.mark.parametrize("name", CONTAINERS)
@settings(SLOW_IS_FINE, max_examples=2)
@given(table=generated_tables(is_plain=True))
def test_every_place_leads_back_to_the_row(name: str, table: Table) -> None:
    with folder() as made:
        assert_places(made, name, in_containers(table)[name], table.header)


@FEW
@given(generated_tables())
def test_places_lead_back_below_titles_and_in_every_encoding(table: Table) -> None:
    with folder() as made:
        assert_places(made, "table.csv", table.csv(), table.header)


@pytest.mark.slow
@MANY
@given(generated_tables())
def test_many_more_tables_balance_and_lead_back(table: Table) -> None:
    assert_balance(table)
    assert_added_again(table)
    with folder() as made:
        assert_places(made, "table.csv", table.csv(), table.header)


@pytest.mark.slow
@settings(SLOW_IS_FINE, max_examples=15)
@given(generated_tables(is_plain=True))
def test_many_more_tables_are_the_same_in_every_container(table: Table) -> None:
    contents = in_containers(table)
    with folder() as made:
        found = {name: import_bytes(made / name, name, content, ASKED) for name, content in contents.items()}
        for other in found.values():
            assert_same(found["table.csv"], other)
        for name, content in contents.items():
            assert_places(made, name, content, table.header)
