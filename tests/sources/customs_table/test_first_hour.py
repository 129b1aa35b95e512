"""Spreadsheets as they come in the first hour: titles, two header rows, sums, odd cells. Added without a question."""

from datetime import date
from pathlib import Path

import pytest

from customs_case import PLAIN, ROW_COUNT, Columns, delimited, import_bytes, import_columns, with_columns, workbook
from entrepot.case.intake import LayoutChoice
from entrepot.case.layouts import UnsureError
from entrepot.sources.customs_table.measures import is_measured, is_worded_date


def renamed(**names: str) -> dict[str, list[str]]:
    """Return the plain table with headers changed."""
    return {names.get(header, header): cells for header, cells in PLAIN.items()}


def one_column(folder: Path, field: str, columns: Columns) -> list[object]:
    """Return a column of a table that is imported whole."""
    found = import_columns(folder, columns)
    assert found.reasons == {}
    return found.column(field)


RUSSIAN_TOP = ["Сведения о декларации", "", "", "Импортер", "", "Экспортер", "Товар", "", "", "", "Стоимость", ""]
RUSSIAN = [
    *("Номер ДТ", "Дата", "№ товара", "Наименование", "ИНН", "Наименование", "Код ТНВЭД", "Описание товара"),
    *("Страна происхождения", "Вес нетто, кг", "Фактурная стоимость", "Валюта"),
]


def russian_rows() -> list[list[str]]:
    return [
        [
            *(f"10702070/{day:02}0323/{day:07}", f"{day:02}.03.2023", "1", 'ООО "ВЫМЫСЕЛ"', "9900000017"),
            *("FICTIVE OAK LTD", "8542319010", "МИКРОСХЕМЫ", "КИТАЙ", f"1\u00a0{day:03},50", f"12 {day:03},25", "USD"),
        ]
        for day in range(1, ROW_COUNT + 1)
    ]


@pytest.mark.parametrize("container", ["workbook", "cp1251", "utf-16"])
def test_titles_two_header_rows_a_sum_and_a_footer(container: str, tmp_path: Path) -> None:
    blank = [""] * (len(RUSSIAN) - 1)
    rows = [["Таможенная база, импорт 2023", *blank], ["", *blank], RUSSIAN_TOP, RUSSIAN, *russian_rows()]
    rows += [["ИТОГО", *blank[:8], "12 078,00", "144 078,00", ""], ["Источник: выдумка", *blank]]
    content = workbook(rows) if container == "workbook" else delimited(rows, delimiter=";", codec=container)

    found = import_bytes(tmp_path / "case", "импорт.xlsx" if container == "workbook" else "импорт.csv", content)

    assert found.column("declared_on") == [date(2023, 3, day) for day in range(1, ROW_COUNT + 1)]
    assert set(found.column("importer_name")) == {'ООО "ВЫМЫСЕЛ"'}
    assert set(found.column("exporter_name")) == {"FICTIVE OAK LTD"}
    assert found.column("net_mass_kg") == [1000.5 + day for day in range(1, ROW_COUNT + 1)]
    assert found.column("value_reported") == [12000.25 + day for day in range(1, ROW_COUNT + 1)]
    assert [reason.partition(";")[0] for reason in found.reasons.values()] == ["declared_on: is missing"] * 2


def test_the_number_of_the_goods_line_is_found(tmp_path: Path) -> None:
    header = [*RUSSIAN[:3], "Импортер", RUSSIAN[4], "Экспортер", *RUSSIAN[6:]]
    content = delimited([header, *russian_rows()], delimiter=";", codec="cp1251")

    assert set(import_bytes(tmp_path / "case", "импорт.csv", content).column("line_number")) == {"1"}


def test_whose_a_bare_name_is_is_asked(tmp_path: Path) -> None:
    content = delimited([RUSSIAN, *russian_rows()], delimiter=";", codec="cp1251")

    with pytest.raises(UnsureError, match=r"importer_name.*Наименование \| Наименование#2"):
        import_bytes(tmp_path / "case", "импорт.csv", content)


@pytest.mark.parametrize(
    "header", ["Proveedor Extranjero", "Fornecedor Estrangeiro", "Иностранный поставщик", "境外收发货人"]
)
def test_the_foreign_side_is_named_in_other_languages(header: str, tmp_path: Path) -> None:
    assert one_column(tmp_path, "exporter_name", renamed(SUPPLIER_NAME=header)) == PLAIN["SUPPLIER_NAME"]


@pytest.mark.parametrize(
    "written",
    [
        "{day} марта 2023 г.",
        "{day} Mart 2023",
        "{day} de marzo de 2023",
        "ngày {day} tháng 3 năm 2023",
        "March {day}, 2023",
    ],
)
def test_dates_in_words_are_not_asked_about(written: str, tmp_path: Path) -> None:
    days = range(1, ROW_COUNT + 1)

    found = one_column(tmp_path, "declared_on", with_columns(IMPORT_DATE=[written.format(day=day) for day in days]))

    assert found == [date(2023, 3, day) for day in days]


def test_serial_days_with_an_hour_are_days(tmp_path: Path) -> None:
    found = one_column(tmp_path, "declared_on", with_columns(IMPORT_DATE=[f"{44970 + n}.5" for n in range(ROW_COUNT)]))

    assert found[0] == date(2023, 2, 13)


def test_a_currency_or_unit_beside_every_number_is_read(tmp_path: Path) -> None:
    values = [f"USD 1,{number:03}.50" for number in range(ROW_COUNT)]
    columns = with_columns(without=["CURRENCY"], INVOICE_VALUE=values, QUANTITY=["10 PCS"] * ROW_COUNT)

    found = import_columns(tmp_path, columns)

    assert found.column("value_reported") == [1000.5 + number for number in range(ROW_COUNT)]
    assert set(found.column("currency_code")) == {"USD"}
    assert set(found.column("quantity")) == {10}
    assert set(found.column("quantity_unit")) == {"pcs"}


def test_numbers_grouped_as_in_india_are_read(tmp_path: Path) -> None:
    written = [f"1,2{number % 10},456.50" for number in range(ROW_COUNT)]

    assert one_column(tmp_path, "value_reported", with_columns(INVOICE_VALUE=written))[:2] == [120456.5, 121456.5]


@pytest.mark.parametrize(
    ("header", "kilograms"),
    [
        ("NET_WEIGHT (TONS)", 1000.0),
        ("NET WEIGHT LBS", 0.45359237),
        ("Вес нетто, тонн", 1000.0),
        ("NET_WEIGHT_KG", 1.0),
        ("PESO NETO (TONELADAS)", 1000.0),
    ],
)
def test_a_mass_whose_header_names_its_unit_is_in_kilograms(header: str, kilograms: float, tmp_path: Path) -> None:
    found = import_columns(tmp_path, renamed(NET_WEIGHT=header))

    assert found.column("net_mass_kg") == pytest.approx([(n + 0.5) * kilograms for n in range(1, ROW_COUNT + 1)])
    assert any("not in kilograms" in text for text in found.parsed.warnings) is (kilograms != 1)


def test_kilograms_are_taken_before_pounds(tmp_path: Path) -> None:
    columns = {**renamed(NET_WEIGHT="NET_WEIGHT_KG"), "NET_WEIGHT_LBS": ["999"] * ROW_COUNT}

    assert one_column(tmp_path, "net_mass_kg", columns)[0] == 1.5


def test_a_goods_code_with_its_text_in_one_cell_is_the_code(tmp_path: Path) -> None:
    written = [f"{code[:4]}.{code[4:]} - INVENTED GOODS" for code in PLAIN["HS_CODE"]]

    assert one_column(tmp_path, "hs6", with_columns(HS_CODE=written)) == PLAIN["HS_CODE"]


def test_codes_of_eight_digits_that_mostly_lost_their_zero_get_it_back(tmp_path: Path) -> None:
    codes = [
        *("1012100", "2071400", "85423110", "9012100", "3061700", "2011000", "84715000", "4039000", "7020000"),
        *("8081000", "90278990", "4061000"),
    ]

    assert one_column(tmp_path, "hs_code", with_columns(HS_CODE=codes)) == [code.zfill(8) for code in codes]


@pytest.mark.parametrize("text", ["10 PCS", "USD 1,234.50", "€ 12", "1.200KG", "1,000.00 USD"])
def test_a_number_with_its_unit_or_currency_is_seen(text: str) -> None:
    assert is_measured(text)


@pytest.mark.parametrize("text", ["", "PCS", "12", "85 PUMPS FOR WATER", "A 123", "MODEL 5", "-"])
def test_other_cells_are_no_such_number(text: str) -> None:
    assert not is_measured(text)
    assert not is_worded_date(text)


def test_the_edition_is_that_of_the_customs_that_report(tmp_path: Path) -> None:
    days = [*(f"2022-01-{day:02}" for day in range(21, 20 + ROW_COUNT)), "2021-12-31"]
    for iso, first in (("US", "2022-01-27"), ("KZ", "2022-01-01")):
        found = import_columns(tmp_path / iso, with_columns(IMPORT_DATE=days), LayoutChoice(reporting_iso=iso))

        named = {str(row["declared_on"]): row["hs_edition"] for row in found.lines}

        assert named == {day: "HS2022" if day >= first else "HS2017" for day in days}


def test_values_that_are_in_dollars_alone_are_totalled_as_dollars(tmp_path: Path) -> None:
    columns = with_columns(without=("INVOICE_VALUE", "CURRENCY"), VALUE_USD=["10.5"] * ROW_COUNT)

    found = import_columns(tmp_path, columns)

    assert found.parsed.totals is not None
    assert found.parsed.totals["value_read"] == {"USD": 10.5 * ROW_COUNT}
