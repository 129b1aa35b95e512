"""What real tables do to their shape, empty cells and numbers (TRAPS.md): every line must come out right all the same."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from customs_case import (
    PLAIN,
    ROW_COUNT,
    Answers,
    Import,
    delimited,
    import_bytes,
    import_columns,
    records,
    rows_of,
    with_columns,
    workbook,
)
from entrepot.case.intake import LayoutChoice
from entrepot.records.party import IDENTIFIER

VALUES = [1000.25 + number for number in range(1, ROW_COUNT + 1)]


def assert_plain(found: Import, start: str) -> None:
    """Assert that the plain table came out whole, its first row at a place."""
    assert found.aside == []
    assert found.column("value_reported") == VALUES
    assert found.column("declared_on") == [date(2023, 2, 13 + i) for i in range(ROW_COUNT)]
    assert found.column("importer_identifier") == PLAIN["IMPORTER_ID"]
    assert found.column("importer_name") == PLAIN["IMPORTER_NAME"]
    assert found.column("exporter_name") == PLAIN["SUPPLIER_NAME"]
    assert found.column("hs6") == PLAIN["HS_CODE"]
    assert found.column("net_mass_kg") == [i + 0.5 for i in range(1, ROW_COUNT + 1)]
    assert found.column("quantity") == [10.0 * i for i in range(1, ROW_COUNT + 1)]
    assert found.column("origin_iso")[:4] == ["CN", "DE", "MY", "TW"]
    assert set(found.column("currency_code")) == {"EUR"}
    assert set(found.column("direction")) == {"import"}
    assert found.lines[0]["locator"] == start


# File and table shape


def titled() -> list[list[str]]:
    width = len(PLAIN)
    title = ["", "", "", "", "Imports of Ruritania", *[""] * (width - 5)]
    return [[""] * width, title, *[[""] * width] * 3, *records(PLAIN)]


@pytest.mark.parametrize(
    ("name", "content", "start"),
    [
        ("full.xlsx", workbook(titled()), "sheet Sheet row 7"),
        ("summary.xlsx", workbook(records(PLAIN), "Sheet1"), "sheet Sheet1 row 2"),
        ("full.csv", delimited(titled()), "row 7"),
        ("full.tsv", delimited(titled(), delimiter="\t", codec="utf-16"), "row 7"),
    ],
)
def test_the_header_is_found_in_row_6_as_in_row_1(name: str, content: bytes, start: str, tmp_path: Path) -> None:
    assert_plain(import_bytes(tmp_path / "case", name, content), start)


def test_a_table_in_cp1251_under_a_title_is_read(tmp_path: Path) -> None:
    names = [f'ООО "ВЫМЫСЕЛ {number}"' for number in range(1, ROW_COUNT + 1)]
    columns = with_columns(PLAIN, IMPORTER_NAME=names)
    rows = [["Импорт Руритании", *[""] * (len(columns) - 1)], *records(columns)]

    found = import_bytes(tmp_path / "case", "table.csv", delimited(rows, delimiter=";", codec="cp1251"))

    assert found.column("importer_name") == names
    assert found.column("value_reported") == VALUES


@pytest.mark.parametrize("name", ["Exports of Ruritania (1).csv", "export  2021  Freedonia.csv", "(1).csv"])
def test_a_file_name_that_lies_changes_nothing(name: str, tmp_path: Path) -> None:
    assert_plain(import_bytes(tmp_path / "case", name, delimited(records(PLAIN))), "row 2")


def test_the_same_workbook_twice_is_one_file(tmp_path: Path) -> None:
    content = workbook(records(PLAIN))

    first = import_bytes(tmp_path / "case", "table.xlsx", content)
    again = import_bytes(tmp_path / "case", "table (1).xlsx", content)

    assert again.parsed.folder == first.parsed.folder
    assert len(list((tmp_path / "case" / "sources").glob("*.xlsx"))) == 1


def test_columns_in_alphabetical_order_are_told_apart(tmp_path: Path) -> None:
    assert_plain(import_columns(tmp_path, {name: PLAIN[name] for name in sorted(PLAIN)}), "row 2")


@pytest.mark.parametrize(
    "styled",
    [
        {"HS_CODE": "HS CODE", "IMPORTER_NAME": "IMPORTERNAME", "INVOICE_VALUE": "INVOICE VALUE"},
        {"HS_CODE": "HSCODE", "ORIGIN_COUNTRY": "COUNTRY OF ORIGIN", "CURRENCY": "currency"},
        {"IMPORTER_NAME": "Importer Name", "SUPPLIER_NAME": "supplier name", "QUANTITY": "Qty"},
    ],
)
def test_headers_of_mixed_styles_are_read(styled: dict[str, str], tmp_path: Path) -> None:
    columns = {styled.get(name, name): cells for name, cells in PLAIN.items()}

    assert_plain(import_columns(tmp_path, columns), "row 2")


def test_a_table_of_one_row_is_read(tmp_path: Path) -> None:
    found = import_columns(tmp_path, {name: cells[:1] for name, cells in PLAIN.items()})

    assert [(line["declared_on"], line["value_reported"], line["hs6"]) for line in found.lines] == [
        (date(2023, 2, 13), 1001.25, "854231")
    ]


def test_lines_that_repeat_but_for_vendor_ids_are_put_aside_with_the_first_ones_place(tmp_path: Path) -> None:
    columns = {name: cells + cells[:2] for name, cells in PLAIN.items()}
    columns["RECORD_ID"] = [f"9f{number:08x}" for number in range(ROW_COUNT + 2)]

    found = import_columns(tmp_path, columns)

    assert_plain(Import(found.case, found.parsed, found.lines, [], found.parties), "row 2")
    assert found.reasons == {
        "row 14": "duplicate of row 2: the same goods line",
        "row 15": "duplicate of row 3: the same goods line",
    }
    assert found.parsed.totals is not None
    assert found.parsed.totals["value_aside"] == {"EUR": 1001.25 + 1002.25}


def test_blank_and_duplicate_headers_are_survived(tmp_path: Path) -> None:
    rows = [
        ["", *head, "REMARK", "REMARK", ""] if number == 0 else ["x", *head, "a", "b", ""]
        for number, head in enumerate(records(PLAIN))
    ]

    assert_plain(import_bytes(tmp_path / "case", "table.csv", delimited(rows)), "row 2")


def test_merged_titles_over_groups_of_columns_are_survived(tmp_path: Path) -> None:
    path = tmp_path / "merged.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page = book.add_worksheet("Sheet")
        page.merge_range(0, 0, 0, len(PLAIN) - 1, "Customs declarations of Ruritania, February 2023")
        for number, row in enumerate(records(PLAIN), start=2):
            page.write_row(number, 0, row)

    assert_plain(import_bytes(tmp_path / "case", "merged.xlsx", path.read_bytes()), "sheet Sheet row 4")


def test_real_dates_and_numbers_of_a_spreadsheet_are_read(tmp_path: Path) -> None:
    path = tmp_path / "real.xlsx"
    with xlsxwriter.Workbook(path) as book:
        page, day = book.add_worksheet("Sheet"), book.add_format({"num_format": "dd.mm.yyyy"})
        for number, row in enumerate(records(PLAIN)):
            for place, (name, cell) in enumerate(zip(PLAIN, row, strict=True)):
                if number and name == "IMPORT_DATE":
                    page.write_datetime(number, place, date.fromisoformat(cell), day)
                elif number and name in {"QUANTITY", "NET_WEIGHT", "INVOICE_VALUE", "HS_CODE", "IMPORTER_ID"}:
                    page.write_number(number, place, float(cell))
                else:
                    page.write_string(number, place, cell)

    assert_plain(import_bytes(tmp_path / "case", "real.xlsx", path.read_bytes()), "sheet Sheet row 2")


@pytest.mark.parametrize(
    ("write", "decimal"),
    [
        (lambda v: f"{v:,.2f}", "point"),
        (lambda v: f"{v:,.2f}".translate(str.maketrans(",.", ".,")), "comma"),
        (lambda v: f"{v:,.2f}".translate(str.maketrans(",.", " ,")), "comma"),
        (lambda v: f"{v:,.2f}".translate(str.maketrans(",.", "\u00a0,")), "comma"),
        (lambda v: f"{v:,.2f}".replace(",", "'"), "point"),
        (lambda v: f"{v:.2f}".replace(".", ","), "comma"),
    ],
)
def test_thousands_separators_and_decimal_commas_are_read(write: Any, decimal: str, tmp_path: Path) -> None:  # noqa: ANN401
    values = [12345.67 * (number + 1) for number in range(ROW_COUNT)]

    found = import_columns(tmp_path, with_columns(INVOICE_VALUE=[write(value) for value in values]))

    assert found.aside == []
    assert found.column("value_reported") == [round(value, 2) for value in values], decimal


@pytest.mark.parametrize(
    "word", ["TOTAL", "Grand total:", "Итого", "ВСЕГО", "Разом", "Toplam", "Total general", "合计"]
)
@pytest.mark.parametrize("column", ["DECLARATION_NUMBER", "IMPORT_DATE", "PRODUCT_DESCRIPTION"])
def test_a_row_of_totals_is_put_aside_as_one(word: str, column: str, tmp_path: Path) -> None:
    total = {"INVOICE_VALUE": "12081.00", "QUANTITY": "780", column: word}
    columns = {name: [*cells, total.get(name, "")] for name, cells in PLAIN.items()}

    found = import_columns(tmp_path, columns)

    assert found.column("value_reported") == VALUES
    (row,) = found.aside
    assert row["locator"] == "row 14"
    assert "is a row of totals" in row["reason"]


@pytest.mark.parametrize("at", [3, 10])
def test_a_header_repeated_among_the_rows_is_put_aside_and_no_line_is_lost(at: int, tmp_path: Path) -> None:
    columns = {name: [*cells[:at], name, *cells[at:]] for name, cells in PLAIN.items()}

    found = import_columns(tmp_path, columns)

    assert found.column("value_reported") == VALUES
    assert [row["locator"] for row in found.aside] == [f"row {at + 2}"]


@pytest.mark.parametrize("word", ["TOTAL", "GRAND TOTAL:", " Итого: 12 081,00", "ВСЕГО", "TOPLAM", "合计", "合计：780"])
@pytest.mark.parametrize("column", ["DECLARATION_NUMBER", "IMPORTER_NAME", "PRODUCT_DESCRIPTION"])
def test_a_row_of_totals_with_a_date_and_a_code_is_put_aside_as_one(word: str, column: str, tmp_path: Path) -> None:
    total = {"IMPORT_DATE": "2023-03-31", "HS_CODE": "85423190", "INVOICE_VALUE": "12081.00", column: word}
    columns = {name: [*cells, total.get(name, "")] for name, cells in PLAIN.items()}

    found = import_columns(tmp_path, columns)

    assert found.column("value_reported") == VALUES
    (row,) = found.aside
    assert "is a row of totals" in row["reason"]


@pytest.mark.parametrize(
    "changed",
    [
        {"IMPORTER_NAME": "TOTAL ENERGIES FICTION"},
        {"IMPORTER_NAME": "TOTAL"},  # its supplier is named
        {"PRODUCT_DESCRIPTION": "TOTAL"},
        {"PRODUCT_DESCRIPTION": "TOTAL STATION", "IMPORTER_NAME": "", "SUPPLIER_NAME": ""},
    ],
)
def test_a_line_that_names_a_party_or_goods_called_total_is_kept(changed: dict[str, str], tmp_path: Path) -> None:
    columns = {name: [changed.get(name, cells[0]), *cells[1:]] for name, cells in PLAIN.items()}

    assert import_columns(tmp_path, columns).aside == []


def test_a_value_below_zero_is_put_aside(tmp_path: Path) -> None:
    found = import_columns(tmp_path, with_columns(INVOICE_VALUE=["1001.25", "-1002.25"]))

    assert found.reasons == {"row 3": "value_amount: is below zero"}
    assert found.parsed.totals is not None
    assert found.parsed.totals["value_aside"] == {"EUR": -1002.25}


# Empty is not empty


@pytest.mark.parametrize(
    "nothing",
    [
        "NULL",
        "N/A",
        "NA",
        "UNDEFINED",
        "UNDECLARED",
        "не указано",
        "відсутній",
        "жоқ",
        "belirtilmemiş",
        "no disponible",
        "não informado",
        "non déclaré",
        "không có",
        "不详",
        "-",
        "null ",
    ],
)
def test_a_text_that_states_nothing_is_no_name_number_country_or_amount(nothing: str, tmp_path: Path) -> None:
    names = (
        "IMPORTER_NAME",
        "IMPORTER_ID",
        "SUPPLIER_NAME",
        "ORIGIN_COUNTRY",
        "QUANTITY",
        "NET_WEIGHT",
        "HS_CODE",
        "UNIT",
    )

    found = import_columns(tmp_path, with_columns(PLAIN, **{name: [nothing] for name in names}))

    line = found.lines[0]
    assert found.aside == []
    for column in ("importer_name", "importer_identifier", "importer_source_party_id", "exporter_name", "origin_iso"):
        assert line[column] is None, column
    for column in ("origin_reported", "quantity", "net_mass_kg", "hs_code", "hs6", "quantity_unit", "repairs"):
        assert line[column] is None, column
    assert nothing.strip() not in {party["name"] for party in found.parties}


def test_other_country_and_the_id_0_state_nothing(tmp_path: Path) -> None:
    found = import_columns(tmp_path, with_columns(ORIGIN_COUNTRY=["OTHER COUNTRY"], IMPORTER_ID=["0", "0.0", "000000"]))

    assert found.lines[0]["origin_iso"] is None
    assert found.column("importer_identifier")[:4] == [None, None, None, "7700000004"]


@pytest.mark.parametrize("nothing", ["0", "NULL"])
def test_anonymised_parties_are_no_parties(nothing: str, tmp_path: Path) -> None:
    found = import_columns(tmp_path, with_columns(IMPORTER_NAME=[nothing] * 3, IMPORTER_ID=[nothing] * 3))

    assert [line["importer_source_party_id"] for line in found.lines[:3]] == [None] * 3
    assert [line["importer_name"] for line in found.lines[:3]] == [None] * 3
    assert len(found.parties) == 2 * ROW_COUNT - 3


@pytest.mark.parametrize("nothing", ["0", "NULL"])
def test_a_column_without_any_value_does_not_win_over_its_twin(nothing: str, tmp_path: Path) -> None:
    dead = [nothing] * ROW_COUNT
    columns = with_columns(PLAIN, without=["DECLARATION_NUMBER"])
    columns = {"DECLARATION_NUMBER": dead, "REGIME": dead, **columns, "DUA_NUMBER": PLAIN["DECLARATION_NUMBER"]}
    columns |= {"MODALITY": ["IM40"] * ROW_COUNT}

    found = import_columns(tmp_path, columns)

    assert found.column("declaration_number") == PLAIN["DECLARATION_NUMBER"]
    assert found.column("procedure_code") in ([None] * ROW_COUNT, ["IM40"] * ROW_COUNT)


def test_a_dead_item_value_does_not_win_over_the_total_value(tmp_path: Path) -> None:
    columns = {"ITEM_VALUE_USD": ["0"] * ROW_COUNT, **with_columns(without=["INVOICE_VALUE", "CURRENCY"])}
    columns["TOTAL_VALUE_USD"] = PLAIN["INVOICE_VALUE"]

    assert import_columns(tmp_path, columns).column("value_usd") == VALUES


# Identifiers


def test_ids_of_the_vendor_are_never_the_declarations_number(tmp_path: Path) -> None:
    vendor = {
        "RECORD_ID": [str(9000 + number) for number in range(ROW_COUNT)],
        "RECORDS_TAG": ["batch-7"] * ROW_COUNT,
        "DECLARATION_UUID": [f"9f0c{number:04x}-0000-4000-8000-000000000000" for number in range(ROW_COUNT)],
    }

    with_number = import_columns(tmp_path / "a", {**vendor, **PLAIN})
    without = import_columns(tmp_path / "b", {**vendor, **with_columns(without=["DECLARATION_NUMBER"])})

    assert with_number.column("declaration_number") == PLAIN["DECLARATION_NUMBER"]
    assert set(without.column("declaration_number")) == {None}


def test_import_id_is_the_declaration_and_importer_id_the_tax_number(tmp_path: Path) -> None:
    found = import_columns(
        tmp_path, {"IMPORT_ID" if name == "DECLARATION_NUMBER" else name: cells for name, cells in PLAIN.items()}
    )

    assert found.column("declaration_number") == PLAIN["DECLARATION_NUMBER"]
    assert found.column("importer_identifier") == PLAIN["IMPORTER_ID"]


def test_region_codes_are_no_tax_numbers(tmp_path: Path) -> None:
    codes = [f"{10_000 + number}" for number in range(ROW_COUNT)]
    columns = with_columns(PLAIN, without=["IMPORTER_ID"], CUSTOMS_INN_CODE=codes, DECLARANT_CODE=codes)

    found = import_columns(tmp_path, columns)

    assert set(found.column("importer_identifier")) == {None}
    assert set(found.column("exporter_identifier")) == {None}


@pytest.mark.parametrize("header", ["TIN", "RUC", "IEC", "BIN", "TAX_ID"])
def test_a_bare_tax_number_is_the_domestic_partys(header: str, tmp_path: Path) -> None:
    numbers = PLAIN["IMPORTER_ID"]
    imports = with_columns(PLAIN, without=["IMPORTER_ID"], **{header: numbers})
    exports = {
        {"IMPORT_DATE": "EXPORT_DATE", "IMPORTER_NAME": "EXPORTER_NAME", "SUPPLIER_NAME": "BUYER_NAME"}.get(
            name, name
        ): c
        for name, c in imports.items()
    }

    bought, sold = import_columns(tmp_path / "a", imports), import_columns(tmp_path / "b", exports)

    assert (bought.column("importer_identifier"), sold.column("exporter_identifier")) == (numbers, numbers)
    assert {*bought.column("exporter_identifier"), *sold.column("importer_identifier")} == {None}
    assert (set(bought.column("direction")), set(sold.column("direction"))) == ({"import"}, {"export"})


def test_a_number_written_as_a_float_is_that_number(tmp_path: Path) -> None:
    found = import_columns(tmp_path, with_columns(IMPORTER_ID=["7700000001.0", "7700000002.00"]))

    assert found.column("importer_identifier")[:3] == ["7700000001", "7700000002", "7700000003"]


def test_formatted_and_bare_forms_are_one_number(tmp_path: Path) -> None:
    written = ["77-0000.0001", "7700000001", "770 000 0001"]

    found = import_columns(tmp_path, with_columns(IMPORTER_ID=written))

    numbers = rows_of(found.parsed, IDENTIFIER.name)[:3]
    assert {row["identifier"] for row in numbers} == {"7700000001"}
    assert [row["identifier_reported"] for row in numbers] == written


@pytest.mark.parametrize("damaged", ["7.7E+09", "1.2E+345679", "7,70001E+11"])
def test_a_number_in_scientific_notation_identifies_nobody(damaged: str, tmp_path: Path) -> None:
    found = import_columns(tmp_path, with_columns(IMPORTER_ID=[damaged, damaged]))

    assert found.column("importer_identifier")[:3] == [None, None, "7700000003"]
    assert "importer" in found.lines[0]["repairs"]
    assert damaged in found.lines[0]["repairs"]


def test_the_check_digit_in_a_column_of_its_own_is_not_the_number(tmp_path: Path) -> None:
    digits = [str(number % 10) for number in range(ROW_COUNT)]

    found = import_columns(tmp_path, {"IMPORTER_ID_CHECK_DIGIT": digits, **PLAIN, "IMPORTER_ID_DV": digits})

    assert found.column("importer_identifier") == PLAIN["IMPORTER_ID"]


@pytest.mark.parametrize(
    "lines",
    [
        ["0"] * ROW_COUNT,
        [f"{number}/12" for number in range(1, ROW_COUNT + 1)],
        [str(number) for number in range(1, ROW_COUNT + 1)],
    ],
)
def test_lines_of_one_declaration_stay_apart_whatever_their_number(lines: list[str], tmp_path: Path) -> None:
    columns = with_columns(ITEM_NUMBER=lines, DECLARATION_NUMBER=["D-1"] * ROW_COUNT)

    found = import_columns(tmp_path, columns)

    assert found.aside == []
    assert len(set(found.column("declaration_id"))) == ROW_COUNT


def test_a_serial_number_that_is_not_unique_merges_no_declarations(tmp_path: Path) -> None:
    columns = with_columns(
        DECLARATION_NUMBER=["1"] * ROW_COUNT, IMPORT_DATE=[f"{2012 + number}-01-10" for number in range(ROW_COUNT)]
    )
    same = {"IMPORTER_ID", "IMPORTER_NAME", "SUPPLIER_NAME", "HS_CODE", "PRODUCT_DESCRIPTION", "QUANTITY", "NET_WEIGHT"}
    columns |= {name: [PLAIN[name][0]] * ROW_COUNT for name in (*sorted(same), "INVOICE_VALUE")}

    found = import_columns(tmp_path, columns, LayoutChoice(ask=Answers({})))

    assert (len(found.lines), found.aside) == (ROW_COUNT, [])
