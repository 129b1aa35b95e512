"""What real tables do to codes, countries, amounts and units (TRAPS.md): every line must come out right all the same."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from customs_case import (
    PLAIN,
    ROW_COUNT,
    Answers,
    Import,
    delimited,
    import_bytes,
    import_columns,
    records,
    with_columns,
)
from entrepot.case.intake import LayoutChoice
from entrepot.case.layouts import UnsureError

VALUES = [1000.25 + number for number in range(1, ROW_COUNT + 1)]
NO_VALUE = ("INVOICE_VALUE", "CURRENCY")
SIX = PLAIN["HS_CODE"]


def first_line(tmp_path: Path, **changed: str) -> dict[str, Any]:
    """Return the first line of the plain table with cells changed in it."""
    return import_columns(tmp_path, with_columns(PLAIN, **{name: [cell] for name, cell in changed.items()})).lines[0]


# Goods and codes


@pytest.mark.parametrize("write", [
    lambda code: code,
    lambda code: f"{code[:4]}.{code[4:]}",
    lambda code: f"{code}00",
    lambda code: f"{code[:4]}.{code[4:]}.00",
    lambda code: f"{code}9000",
    lambda code: f"{code[:4]} {code[4:]} 900 0",
    lambda code: f"{code}90000",
    lambda code: f"{code}900011",
    lambda code: f"{code}9000.0",
    lambda code: f"'{code}9000",
])  # fmt: skip
def test_codes_of_6_to_12_digits_in_any_writing_have_their_first_six(
    write: Callable[[str], str], tmp_path: Path
) -> None:
    written = [write(code) for code in SIX]

    found = import_columns(tmp_path, with_columns(HS_CODE=written))

    assert (found.column("hs6"), found.aside) == (SIX, [])
    assert found.column("hs_reported") == written


@pytest.mark.parametrize("ending", ["", "10", "1000", "100000"])
def test_a_leading_zero_that_was_lost_is_restored(ending: str, tmp_path: Path) -> None:
    codes = ["030420", "040510", "080510", "090111", *SIX[4:]]
    written = [f"{code}{ending}".lstrip("0") for code in codes]

    found = import_columns(tmp_path, with_columns(HS_CODE=written))

    assert found.column("hs_code") == [f"{code}{ending}" for code in codes]
    assert found.column("hs6") == codes
    assert found.column("hs_reported") == written
    assert "a leading zero was restored" in found.lines[0]["repairs"]
    assert found.lines[4]["repairs"] is None


@pytest.mark.parametrize("bad", ["8.5E+09", "CHIPS", "85", "9999999999", "8542.31 / 8471.50"])
def test_what_is_no_code_is_put_aside_with_its_value(bad: str, tmp_path: Path) -> None:
    found = import_columns(
        tmp_path, with_columns(HS_CODE=[f"{code}9000" for code in SIX[:2]] + [bad] + [f"{c}9000" for c in SIX[3:]])
    )

    assert list(found.reasons) == ["row 4"]
    assert found.reasons["row 4"].startswith("hs_code: ")
    assert found.parsed.totals is not None
    assert found.parsed.totals["value_aside"] == {"EUR": VALUES[2]}


def test_a_code_in_a_column_that_shows_no_length_is_kept_without_a_remark(tmp_path: Path) -> None:
    columns = {name: cells[:3] for name, cells in with_columns(HS_CODE=["854231", "CHIPS", "BOARDS"]).items()}

    found = import_columns(tmp_path, columns, LayoutChoice(ask=Answers({"hs_code": "HS_CODE"})))

    assert (found.lines[0]["hs_code"], found.lines[0]["repairs"]) == ("854231", None)
    assert list(found.reasons) == ["row 3", "row 4"]


def test_derived_code_columns_are_not_the_code(tmp_path: Path) -> None:
    derived = {
        "CHAPTER": [code[:2] for code in SIX],
        "HEADING": [code[:4] for code in SIX],
        "HS_CODE_2": [code[:2] for code in SIX],
        "HS_CODE_4": [code[:4] for code in SIX],
    }

    assert import_columns(tmp_path, {**derived, **PLAIN}).column("hs_code") == SIX


def test_the_detailed_code_of_eleven_digits_is_kept(tmp_path: Path) -> None:
    columns = with_columns(PLAIN, without=["HS_CODE"], HS_CODE_ELEVEN_DIGITS=[f"{code}00000" for code in SIX])

    assert import_columns(tmp_path, columns).column("hs6") == SIX


def test_the_declared_text_wins_over_the_nomenclature(tmp_path: Path) -> None:
    columns = {"HS_CODE_DESCRIPTION": ["PROCESSORS AND CONTROLLERS"] * ROW_COUNT, **PLAIN}

    assert import_columns(tmp_path, columns).column("goods_description") == PLAIN["PRODUCT_DESCRIPTION"]


@pytest.mark.parametrize(
    "group", ["EUROPEAN UNION", "EU", "ZZ", "OC", "SEVERAL COUNTRIES", "VARIOUS COUNTRIES", "FREE ZONE"]
)
def test_a_group_or_unknown_country_is_no_country_and_kept_as_reported(group: str, tmp_path: Path) -> None:
    line = first_line(tmp_path, ORIGIN_COUNTRY=group)

    assert (line["origin_iso"], line["origin_reported"]) == (None, group)


@pytest.mark.parametrize(("state", "withdrawn"), [("USSR", "SU"), ("YUGOSLAVIA", "YU"), ("CZECHOSLOVAKIA", "CS")])
def test_an_extinct_state_is_not_taken_for_a_successor(state: str, withdrawn: str, tmp_path: Path) -> None:
    line = first_line(tmp_path, ORIGIN_COUNTRY=state)

    assert line["origin_iso"] in {None, withdrawn}
    assert line["origin_reported"] == state


@pytest.mark.parametrize(
    ("text", "iso"),
    [
        ("RUSSIA", "RU"), ("RUSSIAN FEDERATION", "RU"), ("РОССИЙСКАЯ ФЕДЕРАЦИЯ", "RU"), ("РОСІЯ", "RU"), ("RUSIA", "RU"),
        ("KOREA, REPUBLIC OF", "KR"), ("TANZANIA, UNITED REPUBLIC OF", "TZ"), ("IRAN, ISLAMIC REPUBLIC OF", "IR"),
        ("COTE D`IVOIRE", "CI"), ("CÔTE D'IVOIRE", "CI"), ("LAO PEOPLE`S DEMOCRATIC REPUBLIC", "LA"),
        ("UNITED STATES OF AMERIC", "US"), ("UNITED KINGDOM OF GREAT BRITAIN AND NORTHERN IREL", "GB"),
        ("ALEMANIA", "DE"), ("ESTADOS UNIDOS", "US"), ("HOA KỲ", "US"), ("中国", "CN"), ("ALMANYA", "DE"), ("Қытай", "CN"),
        ("КИТАЙ", "CN"),
        ("CN - CHINA", "CN"), ("CHINA (CN)", "CN"), ("156", "CN"), ("CHN", "CN"), ("РОССИЯ".replace("О", "O"), "RU"),
    ],
)  # fmt: skip
def test_countries_in_any_writing_are_their_code(text: str, iso: str, tmp_path: Path) -> None:
    line = first_line(tmp_path, ORIGIN_COUNTRY=text)

    assert (line["origin_iso"], line["origin_reported"]) == (iso, text)


def test_a_column_of_codes_may_hold_names(tmp_path: Path) -> None:
    columns = {{"ORIGIN_COUNTRY": "ORIGIN_COUNTRY_CODE"}.get(name, name): cells for name, cells in PLAIN.items()}

    assert import_columns(tmp_path, columns).column("origin_iso")[:4] == ["CN", "DE", "MY", "TW"]


def test_the_vendors_guess_of_the_partner_is_no_origin(tmp_path: Path) -> None:
    columns = {"COUNTRY_ISO_CODE_2": ["ZZ", "OC", "EU"] * 4, **with_columns(without=["ORIGIN_COUNTRY"])}

    found = import_columns(tmp_path, columns)

    assert {*found.column("origin_iso"), *found.column("dispatch_iso")} == {None}


@pytest.mark.parametrize("header", ["ACQUISITION_COUNTRY", "PURCHASE_COUNTRY", "COUNTRY_OF_PURCHASE"])
def test_the_country_of_purchase_is_the_sellers(header: str, tmp_path: Path) -> None:
    found = import_columns(tmp_path, {header: ["SINGAPORE"] * ROW_COUNT, **PLAIN})

    assert set(found.column("seller_iso")) == {"SG"}
    assert found.column("origin_iso")[:2] == ["CN", "DE"]


def test_a_domestic_department_is_no_destination_country(tmp_path: Path) -> None:
    found = import_columns(tmp_path, {"DEPARTMENT_DESTINATION": ["LA PAZ"] * ROW_COUNT, **PLAIN})

    assert set(found.column("destination_iso")) == {None}


# Values and quantities


@pytest.mark.parametrize(
    ("header", "code"), [("INVOICE_VALUE_RUB", "RUB"), ("TOTAL VALUE_INR", "INR"), ("INVOICE_VALUE_UAH", "UAH")]
)
def test_a_value_in_national_currency_is_not_in_the_contracts(header: str, code: str, tmp_path: Path) -> None:
    columns = with_columns(without=NO_VALUE)
    columns |= {header: PLAIN["INVOICE_VALUE"], "CONTRACT_CURRENCY": ["EUR"] * ROW_COUNT}

    found = import_columns(tmp_path, columns)

    assert found.column("value_reported") == VALUES
    assert set(found.column("currency_code")) == {code}
    assert code in found.lines[0]["value_usd_basis"]
    assert 0 < found.lines[0]["value_usd"] < VALUES[0] / 10


def test_a_value_of_unknown_currency_has_no_dollars(tmp_path: Path) -> None:
    columns = {
        {"INVOICE_VALUE": "CIF_VALUE"}.get(name, name): cells for name, cells in PLAIN.items() if name != "CURRENCY"
    }

    found = import_columns(tmp_path, columns)

    assert found.column("value_reported") == VALUES
    assert {*found.column("currency_code"), *found.column("value_usd")} == {None}
    assert any("currency" in warning for warning in found.parsed.warnings)


def test_dollars_by_a_rate_twelve_times_off_are_kept_and_doubted(tmp_path: Path) -> None:
    honest = import_columns(tmp_path / "a", PLAIN).column("value_usd")
    written = [f"{usd:.2f}" for usd in honest]
    written[0] = f"{12 * honest[0]:.2f}"

    found = import_columns(tmp_path / "b", {**PLAIN, "TOTAL_VALUE_USD": written})

    assert found.lines[0]["value_usd"] == float(written[0])
    assert "times off the published rate" in found.lines[0]["repairs"]
    assert {line["repairs"] for line in found.lines[1:]} == {None}


def test_fob_in_dollars_and_cif_in_national_currency_are_told_apart(tmp_path: Path) -> None:
    columns = with_columns(without=NO_VALUE)
    columns |= {"FOB_VALUE_USD": PLAIN["INVOICE_VALUE"], "CIF_VALUE_INR": [str(80 * value) for value in VALUES]}

    found = import_columns(tmp_path, columns)

    assert found.column("value_usd") == VALUES
    assert found.lines[0]["value_reported"] in {None, 80 * VALUES[0]}
    assert found.lines[0]["currency_code"] in {None, "INR"}


@pytest.mark.parametrize(
    "header", ["INVOICE_VALUE_THOUSAND_USD", "VALUE IN THOUSANDS OF USD", "СТОИМОСТЬ, ТЫС. ДОЛЛ. США"]
)
def test_values_in_thousands_are_not_taken_for_units(header: str, tmp_path: Path) -> None:
    columns = {**with_columns(without=NO_VALUE), header: PLAIN["INVOICE_VALUE"]}
    if header.startswith("С"):
        russian = {
            "IMPORT_DATE": "ДАТА",
            "IMPORTER_NAME": "ИМПОРТЕР",
            "IMPORTER_ID": "ИНН ИМПОРТЕРА",
            "SUPPLIER_NAME": "ОТПРАВИТЕЛЬ",
        }
        columns = {russian.get(name, name): cells for name, cells in columns.items()}

    try:
        found = import_columns(tmp_path, columns, LayoutChoice(reporting_iso="RU"))
    except UnsureError:
        return  # asked: nothing is taken silently

    assert found.lines[0]["value_usd"] in {None, 1000 * VALUES[0]}
    assert found.lines[0]["value_reported"] in {None, 1000 * VALUES[0]}


@pytest.mark.parametrize(
    ("text", "code"), [("840", "USD"), ("978", "EUR"), ("156", "CNY"), ("643", "RUB"), ("usd", "USD"), ("€", "EUR")]
)
def test_a_currency_by_number_or_sign_is_its_code(text: str, code: str, tmp_path: Path) -> None:
    found = import_columns(tmp_path, with_columns(CURRENCY=[text] * ROW_COUNT))

    assert set(found.column("currency_code")) == {code}
    assert set(found.column("currency_reported")) == {text}


def test_a_numeric_currency_that_contradicts_the_text_does_not_win(tmp_path: Path) -> None:
    found = import_columns(tmp_path, {**PLAIN, "CURRENCY_CODE": ["840"] * ROW_COUNT})

    assert set(found.column("currency_code")) == {"EUR"}


def test_sums_are_kept_apart_by_currency(tmp_path: Path) -> None:
    found = import_columns(tmp_path, with_columns(CURRENCY=["USD", "CNY", ""]))

    assert found.parsed.totals is not None
    assert found.parsed.totals["value_read"] == {
        "USD": VALUES[0], "CNY": VALUES[1], "no currency": VALUES[2], "EUR": sum(VALUES[3:])
    }  # fmt: skip
    assert found.lines[0]["value_usd"] == VALUES[0]
    assert found.lines[2]["value_usd"] is None


def test_totals_of_the_declaration_do_not_win_over_the_lines_value(tmp_path: Path) -> None:
    total = ["99999"] * ROW_COUNT
    names = ("TOTAL_INVOICE_VALUE", "FREIGHT", "INSURANCE", "TOTAL_GROSS_WEIGHT", "TOTAL_QUANTITY")

    found = import_columns(tmp_path, {**dict.fromkeys(names, total), **PLAIN})

    assert found.column("value_reported") == VALUES
    assert found.column("net_mass_kg")[0] == 1.5
    assert found.column("quantity")[0] == 10.0


@pytest.mark.parametrize(
    "header", ["%GT_VALUE_USD", "VALUE_USD_PERCENTAGE", "INVOICE_VALUE_PERCENT", "SHARE_OF_VALUE_%"]
)
def test_shares_are_no_values(header: str, tmp_path: Path) -> None:
    columns = {header: ["0.25"] * ROW_COUNT, **with_columns(without=NO_VALUE)}

    found = import_columns(tmp_path, columns)

    assert {*found.column("value_reported"), *found.column("value_usd")} == {None}


@pytest.mark.parametrize("header", ["UNIT_VALUE_USD", "UNIT_PRICE_USD", "VALUE_PER_KG_USD"])
def test_a_price_of_one_unit_is_no_value(header: str, tmp_path: Path) -> None:
    found = import_columns(tmp_path, {header: ["0.25"] * ROW_COUNT, **with_columns(without=NO_VALUE)})

    assert {*found.column("value_reported"), *found.column("value_usd")} == {None}


@pytest.mark.parametrize(
    ("quantity", "unit", "pieces", "code", "reported"),
    [
        ("10", "DOZ", 120.0, "pcs", 10.0), ("10", "ДЮЖИНА", 120.0, "pcs", 10.0),
        ("10", "ШТ", 10.0, "pcs", None), ("10", "KGM", 10.0, "kg", None), ("2", "TNE", 2000.0, "kg", 2.0),
        ("7", "M2", 7.0, "m2", None),
        ("10", "LBS", pytest.approx(4.5359237), "kg", 10.0),
    ],
)  # fmt: skip
def test_a_quantity_is_in_the_canonical_unit(
    quantity: str, unit: str, pieces: float, code: str, reported: float | None, *, tmp_path: Path
) -> None:
    line = first_line(tmp_path, QUANTITY=quantity, UNIT=unit)

    assert (line["quantity"], line["quantity_unit"], line["quantity_reported"]) == (pieces, code, reported)
    assert line["unit_reported"] == (unit if unit != code else None)


@pytest.mark.parametrize(
    ("cell", "amount", "code"),
    [
        ("10 PCS", 10.0, "pcs"),
        ("10PCS", 10.0, "pcs"),
        ("1,250.50 KG", 1250.5, "kg"),
        ("2 DOZ", 24.0, "pcs"),
        ("3 шт.", 3.0, "pcs"),
    ],
)
def test_a_unit_glued_to_the_number_is_taken_off(cell: str, amount: float, code: str, tmp_path: Path) -> None:
    found = import_columns(tmp_path, with_columns(PLAIN, without=["UNIT"], QUANTITY=[cell]))

    assert found.aside == []
    assert (found.lines[0]["quantity"], found.lines[0]["quantity_unit"]) == (amount, code)
    assert "unit" in found.lines[0]["repairs"]


def test_packages_are_not_pieces(tmp_path: Path) -> None:
    line = first_line(tmp_path, QUANTITY="4", UNIT="PACKAGES")

    assert line["quantity"] == 4.0
    assert line["quantity_unit"] not in {"pcs", "kg", None}


def test_a_column_of_packages_is_not_the_quantity(tmp_path: Path) -> None:
    packages = ["99"] * ROW_COUNT

    found = import_columns(tmp_path, {"NUMBER_OF_PACKAGES": packages, **PLAIN, "PACKAGE_QUANTITY": packages})

    assert found.column("quantity")[0] == 10.0


@pytest.mark.parametrize("first", ["LB", "KG"])
def test_the_column_in_kilograms_is_taken(first: str, tmp_path: Path) -> None:
    pounds = [f"{float(mass) * 2.2046:.2f}" for mass in PLAIN["NET_WEIGHT"]]
    masses = {"NET_WEIGHT_LB": pounds, "NET_WEIGHT_KG": PLAIN["NET_WEIGHT"]}
    columns = {**with_columns(without=["NET_WEIGHT"]), **dict(sorted(masses.items(), reverse=first == "LB"))}

    assert import_columns(tmp_path, columns).column("net_mass_kg")[:2] == [1.5, 2.5]


def test_a_mass_in_pounds_alone_is_not_taken_for_kilograms(tmp_path: Path) -> None:
    columns = {{"NET_WEIGHT": "NET_WEIGHT_LB"}.get(name, name): cells for name, cells in PLAIN.items()}

    found = import_columns(tmp_path, columns)

    assert found.lines[0]["net_mass_kg"] != 1.5


def test_pounds_and_kilograms_in_the_cells_themselves_are_read(tmp_path: Path) -> None:
    found = import_columns(tmp_path, with_columns(NET_WEIGHT=["10 LB", "2.5 KG", "1.2 T"]))

    assert found.column("net_mass_kg")[:4] == [pytest.approx(4.5359237), 2.5, 1200.0, 4.5]


def test_every_row_aside_and_kept_adds_up(tmp_path: Path) -> None:
    """One file with many traps at once: what came in is what was kept and what was put aside."""
    columns = with_columns(
        HS_CODE=["CHIPS"],
        INVOICE_VALUE=["1,001.25", "-5", "x"],
        IMPORT_DATE=["", "", "", "2023-02-16"],
        CURRENCY=["", "840"],
    )

    found: Import = import_bytes(tmp_path / "case", "table.csv", delimited([*records(columns), ["short"], []]))

    totals = found.parsed.totals
    assert totals is not None
    assert (totals["read"], totals["kept"], totals["aside"]) == (13, len(found.lines), len(found.aside))
    assert list(found.reasons) == ["row 2", "row 3", "row 4", "row 14"]
    assert totals["value_read"] == {"no currency": 1001.25, "USD": -5.0, "EUR": sum(VALUES[3:])}
    assert totals["value_aside"] == {"no currency": 1001.25, "USD": -5.0}
    assert totals["unread"] == 2


def test_asking_is_refused_where_a_reading_is_open(tmp_path: Path) -> None:
    columns = with_columns(INVOICE_VALUE=["1,234", "2,345", "3,456"] * 4)
    ask = Answers({"value_amount": "a point before the decimals"})

    with pytest.raises(UnsureError, match="How are the numbers of value_amount written"):
        import_columns(tmp_path / "a", columns)
    found = import_columns(tmp_path / "b", columns, LayoutChoice(ask=ask))

    assert found.column("value_reported")[:3] == [1234.0, 2345.0, 3456.0]


@pytest.mark.parametrize(
    ("cell", "word"), [("100 USD", "USD"), ("USD 100", "USD"), ("US$100", "USD"), ("$100", "$"), ("£100", "GBP")]
)
def test_a_value_of_another_currency_than_its_row_is_put_aside(cell: str, word: str, tmp_path: Path) -> None:
    found = import_columns(tmp_path, with_columns(INVOICE_VALUE=[cell], CURRENCY=["EUR"] * ROW_COUNT))

    assert found.reasons == {"row 2": f"value_amount: the cell names {word}, the currency column EUR"}


@pytest.mark.parametrize(
    ("cell", "currency"),
    [("100 EUR", "EUR"), ("€100", "EUR"), ("$100", "USD"), ("$100", "MXN"), ("100 руб", "BYN"), ("1.00e2", "EUR")],
)
def test_a_value_with_the_currency_of_its_row_is_no_fault(cell: str, currency: str, tmp_path: Path) -> None:
    found = import_columns(tmp_path, with_columns(INVOICE_VALUE=[cell], CURRENCY=[currency]))

    assert found.reasons == {}
    assert (found.lines[0]["value_reported"], found.lines[0]["currency_code"]) == (100, currency)
    assert found.lines[0]["repairs"] is None


def test_a_value_states_the_currency_where_the_column_does_not(tmp_path: Path) -> None:
    found = import_columns(tmp_path, with_columns(INVOICE_VALUE=["100 USD", "$100"], CURRENCY=["", ""]))

    first, second = found.lines[:2]
    assert (first["currency_code"], first["value_usd"]) == ("USD", 100)
    assert first["repairs"] == "value_amount: the cell names its currency, USD"
    assert (second["currency_code"], second["value_usd"]) == (None, None)
    assert "'$' may be USD" in second["repairs"]


def test_a_known_currency_without_a_rate_is_remarked_on(tmp_path: Path) -> None:
    found = import_columns(tmp_path, with_columns(CURRENCY=["KPW", "XYZ"], IMPORT_DATE=["2023-03-01", "2023-03-01"]))

    assert (found.lines[0]["currency_code"], found.lines[0]["value_usd"]) == ("KPW", None)
    assert found.lines[0]["repairs"] == "value_usd: no rate for KPW on 2023-03-01"
    assert "no rate" not in found.lines[1]["repairs"]
    assert found.lines[2]["repairs"] is None


def test_words_for_no_brand_are_no_brand(tmp_path: Path) -> None:
    cells = ["S/M", "OTSUTSTVUET", "NO BRAND", "БЕЗ ТОВАРНОГО ЗНАКА", "отсутствует", "INVENTIA"]

    found = import_columns(tmp_path, with_columns(BRAND=cells, PART_NUMBER=["б/н", "БЕЗ АРТИКУЛА", "IV-2000"]))

    assert found.column("brand")[:6] == [None] * 5 + ["INVENTIA"]
    assert found.column("brand_basis")[:6] == [None] * 5 + ["reported"]
    assert found.column("part_number")[:3] == [None, None, "IV-2000"]
