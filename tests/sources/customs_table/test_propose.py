import tomllib
from pathlib import Path

import pytest
from heads import head

from entrepot.sources.customs_table.decide import SURE
from entrepot.sources.customs_table.fields import fields
from entrepot.sources.customs_table.propose import LEAST_FIT, propose

LANGUAGES = tomllib.loads((Path(__file__).parent / "languages.toml").read_text("utf-8"))
NAMES = ["EXAMPLE TRADING LTD", "SAMPLE GMBH", "INVENTED SA"]


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_every_column_of_an_invented_layout_is_understood(language: str) -> None:
    layout = LANGUAGES[language]
    proposal = propose(head(list(layout["columns"]), f"{layout['direction']}.csv"))
    # The currency of the invoice repeats that of the value by design.
    found = {
        column: each.field for each in proposal.fields if each.field != "invoice_currency" for column in each.columns
    }

    assert {column: found.get(column, "") for column in layout["columns"]} == layout["columns"]


def test_every_field_has_a_line_with_a_reason_and_a_confidence_from_0_to_1() -> None:
    proposal = propose(head(["IMPORTER_NAME", "HS_CODE"]))

    assert [each.field for each in proposal.fields] == [each.name for each in fields()]
    assert all(each.reason and 0 <= each.confidence <= 1 for each in proposal.fields)
    assert all(each.fit >= LEAST_FIT for each in proposal.fields if each.columns)


def test_no_column_holds_two_fields() -> None:
    names = [
        "CONTRACT_DATE",
        "IMPORTER",
        "IMPORTER_ADDRESS",
        "CUSTOMS_VALUE_USD",
        "STATISTICAL_VALUE",
        "COUNTRY",
        "CURRENCY",
    ]
    used = [
        column for each in propose(head(names)).fields if each.field != "invoice_currency" for column in each.columns
    ]

    assert len(used) == len(set(used))


def test_an_address_column_is_never_the_name_of_the_buyer() -> None:
    proposal = propose(head(["BUYER_ADDRESS", "HS_CODE"]))

    assert proposal.field("importer_name").columns == ()
    assert proposal.field("importer_address").columns == ("BUYER_ADDRESS",)


def test_import_id_is_the_declaration_and_importer_id_the_tax_number() -> None:
    proposal = propose(head(["IMPORT_ID", "IMPORTER_ID", "RECORD_ID", "DECLARANT_CODE"]))

    assert proposal.field("declaration_id").columns == ("IMPORT_ID",)
    assert proposal.field("importer_id").columns == ("IMPORTER_ID",)


@pytest.mark.parametrize(("date", "field"), [("IMP_DATE", "importer_id"), ("EXP_DATE", "exporter_id")])
def test_a_bare_tax_number_belongs_to_the_domestic_party(date: str, field: str) -> None:
    assert propose(head([date, "TIN"])).field(field).columns == ("TIN",)


def test_the_living_twin_of_a_dead_column_is_taken() -> None:
    columns: dict[str, list[str | None]] = {"FOB_VALUE": ["0", "0", "0"], "CIF_VALUE": ["10.5", "20.1", "7.25"]}
    value = propose(head(columns, "export.csv")).field("value_amount")

    assert value.columns == ("CIF_VALUE",)
    assert "FOB_VALUE" in dict(value.alternatives)


def test_a_dead_column_without_a_twin_is_proposed_with_doubt_and_says_so() -> None:
    found = propose(head({"IMPORTER_NAME": ["NULL", "NULL"]})).field("importer_name")

    assert found.columns == ("IMPORTER_NAME",)
    assert found.confidence < SURE
    assert "empty" in found.reason


def test_values_that_contradict_a_header_lower_its_confidence() -> None:
    agreeing = propose(head({"ORIGIN": ["CHINA", "TURKEY", "GERMANY"]})).field("origin_country")
    contradicting = propose(head({"ORIGIN": ["12.5", "13.7", "99.25"]})).field("origin_country")

    assert agreeing.fit > contradicting.fit
    assert agreeing.confidence > contradicting.confidence
    assert "countries" in agreeing.reason
    assert contradicting.reason != agreeing.reason


def test_values_alone_say_dates_commodity_codes_and_currencies() -> None:
    columns: dict[str, list[str | None]] = {
        "": ["2022-01-03", "2022-02-14", "2022-03-25"],
        "F7": ["8542311001", "8471500001", "8541290000"],
        "F8": ["USD", "EUR", "USD"],
        "F9": list(NAMES),
    }
    proposal = propose(head(columns))

    assert proposal.field("declared_on").columns == ("column 1",)
    assert proposal.field("hs_code").columns == ("F7",)
    assert proposal.field("value_currency").columns == ("F8",)
    assert "header says nothing known" in proposal.field("hs_code").reason
    assert proposal.field("importer_name").columns == ()  # who is who cannot be seen in values


def test_a_value_in_a_named_currency_keeps_it_and_the_contract_currency_belongs_to_the_invoice() -> None:
    proposal = propose(head(["INVOICE_VALUE_UAH", "INVOICE_VALUE_USD", "CONTRACT_CURRENCY"]))

    assert proposal.field("value_amount").columns == ("INVOICE_VALUE_UAH",)
    assert proposal.field("value_currency").columns == ()
    assert proposal.field("value_currency").constant == "UAH"
    assert proposal.field("invoice_currency").columns == ("CONTRACT_CURRENCY",)


def test_one_content_in_two_languages_gives_both_columns_the_local_one_first() -> None:
    proposal = propose(head(["IMPORTER_NAME_EN", "HS_CODE", "IMPORTER_NAME"]))

    assert proposal.field("importer_name").columns == ("IMPORTER_NAME", "IMPORTER_NAME_EN")


def test_counts_of_containers_shares_and_derived_codes_are_not_mapped() -> None:
    names = [
        "CONTAINER_NUMBER_20",
        "TOTAL_VALUEPERCENTAGE",
        "HS_CODE_2",
        "EXCHANGE_RATE",
        "FREIGHT_USD",
        "NUMBER_OF_PACKAGES",
    ]
    proposal = propose(head(names))
    core = ("value_amount", "value_usd", "quantity", "value_currency")

    assert all(not proposal.field(name).columns for name in core)
    assert all(each.confidence < SURE for each in proposal.fields if each.columns)


@pytest.mark.parametrize(
    ("names", "file_name", "direction"),
    [
        (["IMP_DATE", "HS_CODE"], "export.csv", "import"),  # file names lie
        (["BUYER_NAME", "EXPORTER_NAME"], "table.csv", "export"),
        (["HS_CODE"], "sample_import_2022.csv", "import"),
        (["HS_CODE"], "table.csv", None),
    ],
)
def test_direction_is_read_from_headers_before_the_file_name(
    names: list[str], file_name: str, direction: str | None
) -> None:
    assert propose(head(names, file_name)).direction == direction


def test_duplicate_and_blank_headers_are_survived() -> None:
    columns = head(["HS_CODE", "", "HS_CODE", ""])

    assert propose(columns).field("hs_code").columns == ("HS_CODE",)


def test_a_table_without_columns_maps_nothing() -> None:
    assert all(not each.columns for each in propose(head([])).fields)


CHINESE: dict[str, list[str | None]] = {
    "申报日期": ["2023-01-03", "2023-02-14", "2023-03-25"],
    "经营单位编码": ["1100910001", "3100910002", "4400910003"],
    "经营单位名称": ["示例贸易有限公司", "虚构进出口公司", "样本电子公司"],
    "商品编码": ["8542311001", "8471500001", "8541290000"],
    "数量": ["1", "2", "3"],
    "成交单位": ["千克", "个", "台"],
    "总价": ["10.5", "20.1", "7.25"],
    "币制": ["美元", "欧元", "美元"],
}


@pytest.mark.parametrize(("direction", "side"), [("import", "importer"), ("export", "exporter")])
@pytest.mark.parametrize("name", ["经营单位", "经营单位名称", "收发货人", "境内收发货人"])
def test_the_operating_firm_of_a_chinese_table_is_the_domestic_party(name: str, direction: str, side: str) -> None:
    columns = {name if column == "经营单位名称" else column: cells for column, cells in CHINESE.items()}
    proposal = propose(head(columns, f"{direction}.csv"))

    assert proposal.field(f"{side}_name").columns == (name,)
    assert proposal.field(f"{side}_id").columns == ("经营单位编码",)
    assert proposal.field("quantity_unit").columns == ("成交单位",)
    assert proposal.field("hs_code").columns == ("商品编码",)


def test_currencies_written_in_chinese_bear_out_their_header() -> None:
    found = propose(head(CHINESE, "import.csv")).field("value_currency")

    assert found.columns == ("币制",)
    assert "100% of values are currency codes" in found.reason


def test_a_column_without_a_known_unit_is_not_proposed_as_the_unit() -> None:
    firms: dict[str, list[str | None]] = {"单位": [*NAMES], "数量": ["1", "2", "3"]}
    found = propose(head(firms)).field("quantity_unit")

    assert found.columns == ()
    assert found.alternatives[0][1] < LEAST_FIT


def test_one_known_unit_among_unknown_ones_keeps_the_unit() -> None:
    units: dict[str, list[str | None]] = {"UNIT": ["QQQ", "KG", "QQZ"], "QUANTITY": ["1", "2", "3"]}

    assert propose(head(units)).field("quantity_unit").columns == ("UNIT",)
