"""Tables of bills of lading: consignee and shipper stand for the traders whom no column names, and are said to."""

from pathlib import Path

import pytest

from customs_case import PLAIN, ROW_COUNT, Answers, Import, import_columns, with_columns
from entrepot.case.intake import LayoutChoice

LADING: dict[str, list[str]] = {
    "ARRIVAL_DATE": PLAIN["IMPORT_DATE"],
    "BL_NUMBER": [f"BL-{number}" for number in range(ROW_COUNT)],
    "SHIPPER_NAME": PLAIN["SUPPLIER_NAME"],
    "CONSIGNEE_NAME": PLAIN["IMPORTER_NAME"],
    "NOTIFY_NAME": ["FICTIVE FORWARDING LTD"] * ROW_COUNT,
    "VESSEL_NAME": ["MV INVENTED"] * ROW_COUNT,
    "CONTAINER_NUMBER": [f"INVU{number:07}" for number in range(ROW_COUNT)],
    "PORT_OF_LOADING": ["EXAMPLE PORT"] * ROW_COUNT,
    "PORT_OF_UNLOADING": ["NULL", *["SAMPLE HARBOUR"] * (ROW_COUNT - 1)],
    "PRODUCT_DESCRIPTION": PLAIN["PRODUCT_DESCRIPTION"],
    "GROSS_WEIGHT": PLAIN["NET_WEIGHT"],
}


def imported(folder: Path, columns: dict[str, list[str]], direction: str = "import") -> Import:
    ask = Answers({"declared_on": "ARRIVAL_DATE", "direction": direction})
    return import_columns(folder, columns, LayoutChoice(reporting_iso="TR", ask=ask))


def test_only_date_and_direction_are_asked(tmp_path: Path) -> None:
    ask = Answers({"declared_on": "ARRIVAL_DATE", "direction": "import"})

    import_columns(tmp_path, LADING, LayoutChoice(ask=ask))

    assert [doubt.field for doubt in ask.asked] == ["direction", "declared_on"]


def test_consignee_and_shipper_become_the_parties(tmp_path: Path) -> None:
    found = imported(tmp_path, LADING)

    assert found.column("importer_name") == found.column("consignee_name") == PLAIN["IMPORTER_NAME"]
    assert found.column("exporter_name") == found.column("consignor_name") == PLAIN["SUPPLIER_NAME"]
    assert set(found.column("notify_name")) == {"FICTIVE FORWARDING LTD"}
    assert {party["name"] for party in found.parties} == {*PLAIN["IMPORTER_NAME"], *PLAIN["SUPPLIER_NAME"]}
    assert (set(found.column("importer_country_iso")), set(found.column("exporter_country_iso"))) == ({"TR"}, {None})


def test_who_stands_for_a_trader_is_said_in_each_line_and_of_the_table(tmp_path: Path) -> None:
    found = imported(tmp_path, LADING)

    assert all("importer_name: it is the consignee" in line["repairs"] for line in found.lines)
    assert all("exporter_name: it is the consignor or shipper" in line["repairs"] for line in found.lines)
    assert any("the consignee stands for it" in text for text in found.parsed.warnings)


@pytest.mark.parametrize("cell", ["TO THE ORDER OF INVENTED BANK LTD", "ORDER OF INVENTED BANK LTD"])
def test_a_bank_to_whose_order_goods_go_has_not_bought_them(cell: str, tmp_path: Path) -> None:
    found = imported(tmp_path, with_columns(LADING, CONSIGNEE_NAME=[cell]))

    line = found.lines[0]
    assert (line["importer_name"], line["importer_source_party_id"], line["consignee_name"]) == (None, None, None)
    assert (line["is_to_order"], line["importer_behind"], line["importer_reported"]) == (
        True,
        "INVENTED BANK LTD",
        cell,
    )
    assert line["notify_name"] == "FICTIVE FORWARDING LTD"
    assert "INVENTED BANK LTD" not in {party["name"] for party in found.parties}


@pytest.mark.parametrize(
    "cell", ["TO THE ORDER", "TO ORDER", "TO THE ORDER OF SHIPPER", "TO THE ORDER OF INVENTED BANK"]
)
def test_a_consignee_to_order_beside_an_importer_is_not_stated(cell: str, tmp_path: Path) -> None:
    found = import_columns(tmp_path, with_columns(CONSIGNEE_NAME=[cell, *PLAIN["SUPPLIER_NAME"][1:]]))

    assert found.column("consignee_name") == [None, *PLAIN["SUPPLIER_NAME"][1:]]
    assert found.column("importer_name") == PLAIN["IMPORTER_NAME"]
    assert found.lines[0]["repairs"] == f"consignee_name: {cell!r} names nobody"
    assert {line["repairs"] for line in found.lines[1:]} == {None}


def test_bills_that_differ_in_number_or_consignee_alone_are_different_lines(tmp_path: Path) -> None:
    columns = {name: [cells[0]] * 4 for name, cells in LADING.items()}
    columns["BL_NUMBER"] = ["BL-1", "BL-2", "BL-2", "BL-2"]
    columns["CONSIGNEE_NAME"] = [PLAIN["IMPORTER_NAME"][row] for row in (0, 0, 1, 1)]

    found = imported(tmp_path, columns)

    assert [line["locator"] for line in found.lines] == ["row 2", "row 3", "row 4"]
    assert list(found.reasons) == ["row 5"]


def test_the_consignee_of_an_export_is_the_buyer_unless_he_is_the_shipper(tmp_path: Path) -> None:
    own = LADING["SHIPPER_NAME"][0].lower()

    found = imported(tmp_path, with_columns(LADING, CONSIGNEE_NAME=[own]), "export")

    assert found.column("importer_name") == [None, *PLAIN["IMPORTER_NAME"][1:]]
    assert found.column("exporter_name") == PLAIN["SUPPLIER_NAME"]
    assert (set(found.column("importer_country_iso")), set(found.column("exporter_country_iso"))) == ({None}, {"TR"})


def test_bills_ships_containers_and_ports_are_kept_as_reported(tmp_path: Path) -> None:
    found = imported(tmp_path, LADING)

    assert found.column("bill_of_lading_number") == LADING["BL_NUMBER"]
    assert found.column("container_number") == LADING["CONTAINER_NUMBER"]
    assert set(found.column("vessel_name")) == {"MV INVENTED"}
    assert set(found.column("port_of_lading")) == {"EXAMPLE PORT"}
    assert found.column("port_of_unlading") == [None, *["SAMPLE HARBOUR"] * (ROW_COUNT - 1)]
