import json
import re
from pathlib import Path

import pytest

from entrepot.evidence.reading.header import Cells, header_of, unique_names

NAMES = ("DATE", "IMPORTER_NAME", "HS_CODE", "NET_WEIGHT")
DATA: list[Cells] = [(f"2023-01-{i:02}", "ACME FICTION LTD", f"85423{i}", f"{i}.5") for i in range(10, 20)]
BLANK: Cells = (None,) * 4


def test_a_header_in_row_6_below_a_title_in_row_2_is_found() -> None:
    title: Cells = (None, None, None, "Exports of Ruritania, January 2023")
    found = header_of([BLANK, title, BLANK, BLANK, BLANK, NAMES, *DATA])

    assert (found.row, found.first_data_row, found.names) == (6, 7, NAMES)


def test_a_title_merged_over_all_columns_is_skipped() -> None:
    found = header_of([("Imports 2023",) * 4, ("Report", "Imports", None, None), NAMES, *DATA])

    assert (found.row, found.names) == (3, NAMES)


@pytest.mark.parametrize("count", [1, 2, 4])
def test_a_table_of_few_rows_shows_its_header(count: int) -> None:
    assert header_of([NAMES, *DATA[:count]]).row == 1


def test_a_header_alone_is_a_header() -> None:
    found = header_of([NAMES])

    assert (found.row, found.first_data_row, found.names) == (1, 2, NAMES)


def test_a_table_without_header_has_none() -> None:
    found = header_of(DATA)

    assert (found.row, found.first_data_row, found.names) == (0, 1, ("", "", "", ""))


def test_group_names_merged_over_columns_are_joined_with_the_names_below() -> None:
    rows: list[Cells] = [
        ("Date", "Importer", None, "Exporter", None, "Net weight"),
        (None, "Name", "Country", "Name", "Country", None),
        *((f"2023-01-{i}", "ACME", "KG", "FICTION", "CN", str(i)) for i in range(10, 20)),
    ]
    found = header_of(rows)

    assert found.is_joined
    assert (found.row, found.first_data_row) == (2, 3)
    assert found.names == (
        "Date",
        "Importer Name",
        "Importer Country",
        "Exporter Name",
        "Exporter Country",
        "Net weight",
    )


def test_the_row_of_column_numbers_of_a_printed_form_is_no_data() -> None:
    found = header_of([NAMES, ("1", "2", "3", "4"), *DATA])

    assert (found.row, found.first_data_row) == (1, 3)


def test_duplicate_and_blank_headers_stay_as_reported() -> None:
    rows: list[Cells] = [("DATE", "NAME", "NAME", None, "HS_CODE"), *((*row[:3], "x", row[3]) for row in DATA)]

    assert header_of(rows).names == ("DATE", "NAME", "NAME", "", "HS_CODE")


def test_a_name_with_a_year_in_it_is_a_label() -> None:
    rows: list[Cells] = [("Between", None, None), ("HS2022", " HS2017", "Relationship")]
    rows += [(f"0101{i}", f"0101{i}", "1:1") for i in range(10, 40)]

    assert header_of(rows).row == 2


def test_a_table_of_words_alone_shows_its_header_by_how_it_is_written() -> None:
    rows: list[Cells] = [("case_group", "buyer", "seller", "is_match")]
    rows += [("checks", f"FICTION {c}", "VYMYSEL", "true") for c in "ABCDEFGHIJK"]

    assert header_of(rows).row == 1
    assert header_of(rows[1:]).row == 0


def test_unique_names_tell_all_columns_apart() -> None:
    assert unique_names(["NAME", "", "NAME", "NAME#2", "NAME", ""]) == [
        *("NAME", "column 2", "NAME#2", "NAME#2#2", "NAME#3", "column 6"),
    ]


def test_a_table_without_cells_has_no_columns() -> None:
    assert header_of([]).names == ()
    assert header_of([BLANK, BLANK]).names == ()


def _value(shape: str, row: int) -> str:
    """Return an invented value of a described shape."""
    if re.search(r"date|yyyy", shape):
        return f"2023-0{row % 9 + 1}-1{row % 7}"
    if re.search(r"number|digit|amount|integer|decimal|code|id\b", shape):
        return str(854231 + row * 7919)
    return f"FICTION TRADE {'ABC'[row % 3]}"


def test_the_header_of_every_real_layout_is_found_with_rows_and_without(shared_data: Path) -> None:
    layouts = json.loads((shared_data / "customs" / "layouts.json").read_text("utf-8"))
    missed: list[str] = []
    taken: list[str] = []
    for layout in layouts:
        names = tuple(layout["columns"])
        at = layout["header_row"]
        body = [tuple(_value(layout["value_shapes"].get(name, ""), row) for name in names) for row in range(12)]
        above: list[Cells] = [(None, None, None, None, "Exports of Ruritania")] * (at > 1) + [()] * (at - 2)
        found = {count: header_of([*above, names, *body[:count]]).row for count in (1, 4, 12)}
        missed.extend(f"{layout['layout_id']} with {count} rows" for count, row in found.items() if row != at)
        if header_of(body).row:
            taken.append(layout["layout_id"])

    assert missed == []
    assert taken == []


@pytest.mark.parametrize(("before", "after"), [(10, 10), (3, 17), (17, 3), (1, 19), (50, 10)])
def test_of_a_header_repeated_among_the_rows_the_first_is_the_header(before: int, after: int) -> None:
    body = [(f"2023-01-{i % 28 + 1:02}", "ACME FICTION LTD", f"85423{i}", f"{i}.5") for i in range(before + after)]
    found = header_of([NAMES, *body[:before], NAMES, *body[before:]])

    assert (found.row, found.first_data_row, found.names) == (1, 2, NAMES)


def test_a_header_repeated_on_every_page_below_a_title_is_found_once() -> None:
    found = header_of(
        [("Imports 2023", None, None, None), NAMES, *DATA, (*NAMES[:3], " NET_WEIGHT "), *DATA, NAMES, *DATA]
    )

    assert (found.row, found.first_data_row, found.names) == (2, 3, NAMES)


def test_a_header_of_two_lines_repeated_is_found_once() -> None:
    upper: Cells = ("Date", "Importer", None, "Exporter", None, "Net weight")
    lower: Cells = (None, "Name", "Country", "Name", "Country", None)
    body: list[Cells] = [(f"2023-01-{i}", "ACME", "KG", "FICTION", "CN", str(i)) for i in range(10, 20)]
    found = header_of([upper, lower, *body[:3], upper, lower, *body[3:]])

    assert (found.row, found.first_data_row, found.is_joined) == (2, 3, True)
